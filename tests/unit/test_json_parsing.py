"""Strict JSON, against the standard library's parser."""

from __future__ import annotations

import json
import math
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_plan.contract import json_parsing
from training_plan.contract.json_parsing import has_number_of_keys, parse_json
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding
from unit.json_texts import Text, json_texts


def refused(data: bytes | str) -> Finding:
    """Return the one finding that refuses a text."""
    with pytest.raises(InvalidDocumentError) as error:
        parse_json(data if isinstance(data, bytes) else data.encode(), "plan.json")
    (finding,) = error.value.findings
    assert finding.file == "plan.json"
    return finding


class NotStrictError(ValueError):
    """What the standard library takes and strict JSON does not."""


def strictly(data: bytes) -> Any:  # noqa: ANN401 - a document may be anything
    """Parse with the standard library; ValueError for whatever is not strict."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(found)) != len(found):
            raise NotStrictError
        return dict(found)

    def no_constant(_: str) -> None:
        raise NotStrictError

    def number(text: str) -> float:
        if not math.isfinite(float(text)):
            raise NotStrictError
        return float(text)

    document = json.loads(data.decode(), object_pairs_hook=pairs, parse_constant=no_constant, parse_float=number)
    json.dumps(document, ensure_ascii=False).encode()
    return document


@given(json_texts())
def test_a_text_is_taken_exactly_if_no_key_stands_twice(written: Text) -> None:
    if not written.duplicates:
        assert parse_json(written.text.encode(), "plan.json") == strictly(written.text.encode())
    else:
        path, offset = written.duplicates[0]
        finding = refused(written.text)
        before = written.text[:offset].split("\n")
        assert finding.code == Code.DUPLICATE_KEY
        assert (finding.line, finding.column) == (len(before), len(before[-1]) + 1)
        assert json.dumps(path[-1]) in finding.message


@given(json_texts(), st.data())
def test_a_damaged_text_is_taken_exactly_if_it_is_strict_json(written: Text, data: st.DataObject) -> None:
    whole = bytearray(written.text.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole)))
        new = data.draw(
            st.sampled_from([b"", b'"', b":", b",", b"{", b"}", b"\\", b"\\u", b"0", b"-", b"e9", b"\xff", b"\x00"])
        )
        whole[at : at + data.draw(st.integers(0, 2))] = new
    damaged = bytes(whole)
    try:
        expected = strictly(damaged)
    except ValueError:
        refused(damaged)
    else:
        assert parse_json(damaged, "plan.json") == expected


PLACES = {
    "not JSON": ('{\n  "a": tru\n}', Code.SYNTAX, 2, 8),
    "single quotes": ("{'a': 1}", Code.SYNTAX, 1, 2),
    "trailing comma": ("[1,\n2,\n]", Code.SYNTAX, 3, 1),
    "comment": ("[1] // one", Code.SYNTAX, 1, 5),
    "two documents": ("{}\n{}", Code.SYNTAX, 2, 1),
    "open text": ('["ä", "b', Code.SYNTAX, 1, 7),
    "bad escape": ('["ä", "\\x"]', Code.SYNTAX, 1, 8),
    "line break in a text": ('["a\nb"]', Code.SYNTAX, 1, 4),
    "leading zero": ("[1, 012]", Code.SYNTAX, 1, 6),
    "plus": ("[+1]", Code.SYNTAX, 1, 2),
    "NaN": ('["NaN",\n NaN]', Code.NOT_FINITE, 2, 2),
    "NaN after the text NaN": ('["NaN", "Infinity", NaN, 1]', Code.NOT_FINITE, 1, 21),
    "Infinity": ('{"ä": Infinity}', Code.NOT_FINITE, 1, 7),
    "-Infinity": ('{"ä": -Infinity}', Code.NOT_FINITE, 1, 7),
    "1e999": ('{"ä":\n 1e999}', Code.NOT_FINITE, 2, 2),
    "-1e999": ("[0, -1e999]", Code.NOT_FINITE, 1, 5),
    "1e999 before the text NaN": ('[1e999, "NaN"]', Code.NOT_FINITE, 1, 2),
    "5,000 digits": ("[0,\n" + "1" * 5000 + "]", Code.NOT_FINITE, 2, 1),
    "310 digits": ('{"a": "' + "1" * 400 + '",\n"b": ' + "1" * 310 + "}", Code.NOT_FINITE, 2, 6),
    "309 digits beyond a double": ("[-" + "9" * 309 + "]", Code.NOT_FINITE, 1, 2),
    "5,000 digits and a fault": ("[" + "1" * 5000 + ", tru]", Code.SYNTAX, 1, 5004),
    "duplicate key": ('{"a": 1,\n "a": 2}', Code.DUPLICATE_KEY, 2, 2),
    "duplicate key after a blank": ('{"a" : 1, "a" : 2}', Code.DUPLICATE_KEY, 1, 11),
    "duplicate key after two blanks": ('{"a"\r\n: 1, ":"\r\n: 2, ":"\r\n: 3}', Code.DUPLICATE_KEY, 3, 6),
    "duplicate key after a line break": ('{"a"\n: 1, "a"\r\n\t: 2}', Code.DUPLICATE_KEY, 2, 6),
    "duplicate key before a blank and after": ('{"a":1, "b" :2, "a":3}', Code.DUPLICATE_KEY, 1, 17),
    "duplicate key, once escaped": ('{"ä": 1, "\\u00e4": 2}', Code.DUPLICATE_KEY, 1, 10),
    "duplicate empty key": ('{"": 1, "": 2}', Code.DUPLICATE_KEY, 1, 9),
    "duplicate key in a list": ('[{"a": 1}, {"a": 1, "b": {"a": 1}, "a": 2}]', Code.DUPLICATE_KEY, 1, 36),
    "duplicate key beside texts like keys": ('{"x": "\\":\\":", "a": "\\": {", "a": 1}', Code.DUPLICATE_KEY, 1, 31),
}


@pytest.mark.parametrize(("text", "code", "line", "column"), PLACES.values(), ids=PLACES.keys())
def test_a_fault_has_code_line_and_column(text: str, code: Code, line: int, column: int) -> None:
    finding = refused(text)

    assert (finding.code, finding.line, finding.column) == (code, line, column)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "\\"b\\":", "c": "\\"c\\":"}',
        '{"a": "\\\\", "b": ":"}',
        '{"a\\":": 1, "a": 2}',
        '{":": ":", "\\":\\"": "\\":"}',
        '{"a" : {"a" : 1}, "b" : [{"a" : 1}, {"a" : 2}]}',
        '["a:", "\\":", {"\\":": "\\":"}]',
        '"\\":"',
        '{"a": 1, "A": 2, "\\u0000a": 3}',
    ],
)
def test_a_text_that_looks_like_a_key_is_none(text: str) -> None:
    assert parse_json(text.encode(), "plan.json") == json.loads(text)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"\xef\xbb\xbf{}", Code.BYTE_ORDER_MARK, "byte-order mark"),
        (b"\xef\xbb\xbf", Code.BYTE_ORDER_MARK, "byte-order mark"),
        (b'{"a": "\xff"}', Code.NOT_UTF8, "byte 7 (0xff) is not UTF-8"),
        (b'{"\xed\xa0\x80": 1}', Code.NOT_UTF8, "byte 2 (0xed)"),
        ("{}".encode("utf-16"), Code.NOT_UTF8, "byte 0 (0xff)"),
        (b'{"a": "\xc3', Code.NOT_UTF8, "byte 7 (0xc3)"),
        (b'["\\ud800"]', Code.SYNTAX, "surrogate"),
        (b'["\\udc00\\ud800"]', Code.SYNTAX, "surrogate"),
        (b'{"\\ud83d": 1}', Code.SYNTAX, "surrogate"),
        (b'["\\ud800", "NaN"]', Code.SYNTAX, "surrogate"),
        (b"[" * 100_000, Code.TOO_DEEP, "too deeply"),
        (b'{"a":' * 100_000, Code.TOO_DEEP, "too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, Code.TOO_DEEP, "too deeply"),
        (b"", Code.SYNTAX, "not JSON"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, code: Code, words: str) -> None:
    finding = refused(data)

    assert finding.code == code
    assert words in finding.message


def test_the_place_of_a_bad_byte_counts_characters() -> None:
    finding = refused("[1,\n 'ä".encode().replace(b"'", b'"') + b'\xff"]')

    assert (finding.line, finding.column) == (2, 4)


@pytest.mark.parametrize("number", [2**63, 2**64, -(2**70), 10**300, 10**308])
def test_a_large_whole_number_stays_what_it_is(number: int) -> None:
    assert parse_json(str(number).encode(), "plan.json") == number


@given(json_texts(), st.integers(1, 9))
def test_no_key_is_overlooked_where_the_text_is_cut_to_slices(text: Text, size: int) -> None:
    objects: list[int] = []
    json.loads(text.text, object_pairs_hook=lambda pairs: objects.append(len(pairs)))
    with mock.patch.object(json_parsing, "_SLICE", size):
        assert not any(has_number_of_keys(text.text.encode(), fewer) for fewer in range(sum(objects)))


@given(
    st.recursive(st.none(), lambda inner: st.dictionaries(st.sampled_from(["a", "b", "c"]), inner)), st.integers(1, 9)
)
def test_keys_are_counted_exactly_where_no_text_looks_like_one(document: object, size: int) -> None:
    text = json.dumps(document, separators=(",", " : "))
    with mock.patch.object(json_parsing, "_SLICE", size):
        assert has_number_of_keys(text.encode(), text.count(":"))
