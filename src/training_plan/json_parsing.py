"""Strict JSON: no duplicate key, no NaN, no byte-order mark, and an error that says where."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, NamedTuple, NoReturn

import msgspec

from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, json_pointer
from training_plan.positions import first_duplicate_key, position_of_offset

_BYTE_OFFSET = re.compile(r"\(byte (\d+)\)")
_NOT_FINITE = re.compile(r"-?(NaN|Infinity)\b")
_COLON_AFTER_BLANK = (b'" :', b'"\t:', b'"\n:', b'"\r:')


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
    if _may_have_duplicate_keys(data, document):
        _refuse_duplicate_keys(data, file)
    return document


def _may_have_duplicate_keys(data: bytes, document: object) -> bool:
    """Compare the keys in the bytes with those that decoding left.

    A quote followed by a colon ends a key, or opens or closes nothing but looks like it inside a text, so
    counting them can only give too many; equal counts therefore prove that no key was lost.
    """
    return any(blank in data for blank in _COLON_AFTER_BLANK) or data.count(b'":') != _count_keys(document)


def _count_keys(document: object) -> int:
    count = 0
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            count += len(node)
            waiting += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            waiting += [value for value in node if isinstance(value, dict | list)]
    return count


def _refuse_duplicate_keys(data: bytes, file: str) -> None:
    text = data.decode()
    found = first_duplicate_key(text)
    if found is None:
        return
    path, offset = found
    _raise(
        Code.DUPLICATE_KEY,
        f"the key {json.dumps(path[-1])} stands twice in one object",
        file,
        _Place(text, offset, path),
    )


def _refuse(data: bytes, file: str, error: Exception) -> NoReturn:
    if data.startswith(codecs.BOM_UTF8):
        _raise(Code.BYTE_ORDER_MARK, "the file starts with a byte-order mark; save it as UTF-8 without one", file)
    try:
        text = data.decode()
    except UnicodeDecodeError as bad:
        before = data[: bad.start].decode()
        message = f"byte {bad.start} (0x{data[bad.start]:02x}) is not UTF-8; save the file as UTF-8"
        _raise(Code.NOT_UTF8, message, file, _Place(before, len(before)))
    if isinstance(error, RecursionError):
        _raise(Code.TOO_DEEP, "the document is nested too deeply", file)
    try:
        json.loads(text)
    except json.JSONDecodeError as bad_json:
        _raise(Code.SYNTAX, f"not JSON: {bad_json.msg}", file, _Place(text, bad_json.pos))
    except RecursionError:
        _raise(Code.TOO_DEEP, "the document is nested too deeply", file)
    except ValueError as bad_number:
        _raise(Code.SYNTAX, f"not JSON: {bad_number}", file)
    match = _BYTE_OFFSET.search(str(error))
    at = int(match.group(1)) if match else 0
    offset = len(data[:at].decode(errors="ignore"))
    line_start = text.rfind("\n", 0, offset) + 1
    for bad_constant in _NOT_FINITE.finditer(text, line_start):
        if bad_constant.end() >= offset:
            message = f"{bad_constant.group()} is not a JSON number; leave the value out"
            _raise(Code.NOT_FINITE, message, file, _Place(text, bad_constant.start()))
    if "out of range" in str(error):
        _raise(Code.NOT_FINITE, "the number is too large to be kept", file, _Place(text, offset))
    _raise(Code.SYNTAX, f"not JSON: {error}", file, _Place(text, offset))


def _raise(code: Code, message: str, file: str, place: _Place | None = None) -> NoReturn:
    line, column = (None, None) if place is None else position_of_offset(place.text, place.offset)
    pointer = "" if place is None else json_pointer(place.path)
    finding = Finding(code=code, message=message, file=file, line=line, column=column, pointer=pointer)
    raise InvalidDocumentError("not a document", findings=[finding])
