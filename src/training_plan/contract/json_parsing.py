"""Strict JSON: no duplicate key, no NaN, no byte-order mark, and an error that says where."""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import Any, NamedTuple, NoReturn

import msgspec

from training_plan.contract.positions import JsonPositions, first_duplicate_key
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, json_pointer

MAX_DEPTH = 200
"""Levels of nesting that a document may have; validators give up not far above."""

_SLICE = 2**18
"""Bytes that are looked at in one go, few enough to stay in a core's cache."""

_LONGEST_NUMBER = 4000

_SAMPLING = 32
_BEYOND_A_DOUBLE = re.compile(rb"[0-9]{309}")
_DIGITS_TO_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_ZEROS_MET = b"0" * 9

_STRING_OR_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?')
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class _Place(NamedTuple):
    """Where in a text a fault stands, and under which path if that is known."""

    text: str
    offset: int
    path: tuple[str | int, ...] = ()


def parse_json(data: bytes, file: str) -> Any:  # noqa: ANN401 - a document may be anything
    """Return the document in ``data``.

    Raises:
        InvalidDocumentError: if it is no JSON, not UTF-8, too deep, or says a key twice in an object.
    """
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        _refuse(data, file, error)
    if has_long_number(data):
        _refuse_first_bad_value(data.decode(), file)
    keys, depth = _measure(document)
    if depth > MAX_DEPTH:
        _raise(Code.TOO_DEEP, f"the document is nested too deeply, at most {MAX_DEPTH} levels are allowed", file)
    if not has_number_of_keys(data, keys):
        _refuse_duplicate_keys(data, file)
    return document


def has_number_of_keys(data: bytes, keys: int) -> bool:
    """Return whether a JSON text surely holds as many keys as decoding left, so that none stood twice.

    Blanks left out, a quote before a colon ends a key, or stands inside a text: counting them can only give too
    many, and equal counts are proof.
    """
    found, last = 0, b""
    for start in range(0, len(data), _SLICE):
        text = last + data[start : start + _SLICE].translate(None, b" \t\n\r")
        found += text.count(b'":')
        last = text[-1:]
    return found == keys


def has_long_number(data: bytes | bytearray) -> bool:
    """Return whether as many digits stand in a row as the smallest whole number beyond a double has.

    The decoder keeps such a number, unlike one with an exponent. Of 309 digits in a row at least nine are met by
    looking at every 32nd byte, which clears most documents in a hundredth of the time.
    """
    sampled = data[::_SAMPLING].translate(_DIGITS_TO_ZERO)
    return _ZEROS_MET in sampled and _BEYOND_A_DOUBLE.search(data) is not None


def _measure(document: object) -> tuple[int, int]:
    """Return the number of keys in a document and its depth."""
    count = depth = 0
    level = [document]
    while level and depth <= MAX_DEPTH:
        inner: list[object] = []
        for node in level:
            if isinstance(node, dict):
                count += len(node)
                inner += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                inner += [value for value in node if isinstance(value, dict | list)]
        level = inner
        depth += 1
    return count, depth + bool(level)


def _refuse_duplicate_keys(data: bytes, file: str) -> None:
    text = data.decode()
    found = first_duplicate_key(text)
    if found is None:
        return
    path, offset = found
    message = f"the key {json.dumps(path[-1])} stands twice in one object"
    _raise(Code.DUPLICATE_KEY, message, file, _Place(text, offset, path))


def _refuse(data: bytes, file: str, error: Exception) -> NoReturn:
    if data.startswith(codecs.BOM_UTF8):
        _raise(Code.BYTE_ORDER_MARK, "the file starts with a byte-order mark; save it as UTF-8 without one", file)
    try:
        text = data.decode()
    except UnicodeDecodeError as bad:
        before = data[: bad.start].decode()
        message = f"byte {bad.start} (0x{data[bad.start]:02x}) is not UTF-8; save the file as UTF-8"
        _raise(Code.NOT_UTF8, message, file, _Place(before, len(before)))
    if not text.strip():
        _raise(Code.SYNTAX, "not JSON: the file is empty", file)
    if isinstance(error, RecursionError):
        _raise(Code.TOO_DEEP, f"the document is nested too deeply, at most {MAX_DEPTH} levels are allowed", file)
    try:
        # Numbers stay text: how long they may be is judged below.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as bad_json:
        _raise(Code.SYNTAX, f"not JSON: {bad_json.msg}", file, _Place(text, bad_json.pos))
    except RecursionError:
        _raise(Code.TOO_DEEP, f"the document is nested too deeply, at most {MAX_DEPTH} levels are allowed", file)
    _refuse_first_bad_value(text, file)
    _raise(Code.SYNTAX, f"not JSON: {error}", file)


def _refuse_first_bad_value(text: str, file: str) -> None:
    """Refuse the first value that the standard library takes for JSON and that is none."""
    for match in _STRING_OR_NUMBER.finditer(text):
        lexeme, place = match.group(), _Place(text, match.start())
        if lexeme.startswith('"'):
            if "\\u" in lexeme and _LONE_SURROGATE.search(json.loads(lexeme)):
                message = "not JSON: the text holds half of a surrogate pair, which is no character"
                _raise(Code.SYNTAX, message, file, place)
        elif lexeme.endswith(("NaN", "Infinity")):
            _raise(Code.NOT_FINITE, f"{lexeme} is not a JSON number; leave the value out", file, place)
        elif len(lexeme) > _LONGEST_NUMBER or not math.isfinite(float(lexeme)):
            _raise(Code.NOT_FINITE, f"the number of {len(lexeme)} characters is too large to be kept", file, place)


def _raise(code: Code, message: str, file: str, place: _Place | None = None) -> NoReturn:
    line, column = (None, None) if place is None else JsonPositions(place.text).of_offset(place.offset)
    pointer = "" if place is None else json_pointer(place.path)
    finding = Finding(code=code, message=message, file=file, line=line, column=column, pointer=pointer)
    raise InvalidDocumentError("not a document", findings=[finding])
