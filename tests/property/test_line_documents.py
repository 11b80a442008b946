"""A document with one job a line is judged block by block, and the verdict is that on the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from unittest import mock

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.documents import MASTER, bytes_of
from support.strategies import plans
from training_plan.checking import validation
from training_plan.checking.validation import Verdict, validate
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Finding
from training_plan.models import MasterPlan
from training_plan.plan import line_documents, master_plan
from training_plan.plan.encoding import EncodedPlan
from training_plan.plan.line_documents import LineDocument, cut_line_document
from training_plan.plan.master_plan import parse_master_plan

INSERTED = (b"\n", b",\n", b"\n\n", b",", b" ", b'"', b"}", b"{}", b",\n{}", b"\xff", b"[", b"null,\n", b'"symbol":1,')
REPLACED: tuple[tuple[bytes, bytes], ...] = (
    (b",\n{", b"\n,{"),
    (b",\n{", b", {"),
    (b'"priority":', b'"priority":\n'),
    (b'"priority":', b'"prioritty":'),
    (b'"priority":', b'"priority":1,"priority":'),
    (b'"metadata":{', b'"metadata":{"deep":' + b"[" * 201 + b"]" * 201 + b","),
    (b'"metadata":{', b'"metadata":{"deep":' + b"[" * 150 + b"]" * 150 + b","),
    (b'"metadata":{', b'"metadata":{"long":' + b"1" * 400 + b","),
    (b'"metadata":{', b'"metadata":{"half":"\\ud800",'),
    (b',"reason"', b'.0,"reason"'),
    (b'"job_id":"', b'"job_id":"\\n'),
    (b'"job_id":"', b'"job_id":"\\u0041'),
)


@st.composite
def edited_files(draw: st.DrawFn) -> bytes:
    """Draw a master or a view, with at most two edits that respect neither JSON nor the contract."""
    files = bytes_of(draw(plans()))
    data = files[draw(st.sampled_from(sorted(name for name in files if name == MASTER or "/" in name)))]
    for _ in range(draw(st.integers(0, 2))):
        edit = draw(st.sampled_from(["insert", "remove", "replace", "repeat a line"]))
        at = draw(st.integers(0, len(data)))
        if edit == "insert":
            data = data[:at] + draw(st.sampled_from(INSERTED)) + data[at:]
        elif edit == "remove":
            data = data[:at] + data[at + draw(st.integers(1, 3)) :]
        elif edit == "replace":
            old, new = draw(st.sampled_from(REPLACED))
            data = data[:at] + data[at:].replace(old, new, 1)
        else:
            lines = data.split(b"\n")
            row = draw(st.integers(0, len(lines) - 1))
            data = b"\n".join([*lines[: row + 1], *lines[row:]])
    return data


def as_a_whole(data: bytes) -> Verdict:
    with mock.patch.object(validation, "cut_line_document", return_value=None):
        return validate(data, "plan.json")


@given(edited_files(), st.sampled_from([1, 300, 2**16]))
def test_the_verdict_on_blocks_is_that_on_the_whole(data: bytes, size: int) -> None:
    with mock.patch.object(line_documents, "_BLOCK", size):
        assert validate(data, "plan.json") == as_a_whole(data)


def parsed(data: bytes) -> EncodedPlan | Sequence[Finding]:
    try:
        return parse_master_plan(data, MASTER)
    except InvalidDocumentError as error:
        return error.findings


@given(edited_files(), st.sampled_from([1, 300, 2**16]))
def test_a_plan_read_in_blocks_is_that_read_as_a_whole(data: bytes, size: int) -> None:
    with mock.patch.object(line_documents, "_BLOCK", size):
        in_blocks = parsed(data)
    with mock.patch.object(master_plan, "cut_line_document", return_value=None):
        assert in_blocks == parsed(data)


def cut(data: bytes) -> LineDocument:
    document = cut_line_document(data, "plan.json")
    assert document is not None
    return document


@given(plans(), st.sampled_from([1, 300, 2**16]))
def test_what_was_built_is_plain_and_blocks_hold_every_job_once(plan: MasterPlan, size: int) -> None:
    data = bytes_of(plan)[MASTER]
    if not plan.jobs:
        assert cut_line_document(data, "plan.json") is None
        return
    document = cut(data)
    expected = msgspec.json.decode(data)["jobs"]
    with mock.patch.object(line_documents, "_BLOCK", size):
        found: list[object] = []
        for block in document.blocks():
            assert block.first == len(found)
            jobs = block.plain_jobs()
            # Deep facts, and many lists in one block, need the long way.
            found += [msgspec.json.decode(line) for line in block.lines()] if jobs is None else jobs
    assert found == expected
    assert [msgspec.json.decode(document.line(index)) for index in range(len(expected))] == expected


PLAIN = (
    b'{"job_id":"a","target":"t","symbol":"s","route":"ROUTE_BOTH","training_type":"symbol_specific"'
    b',"model_families":["f"],"priority":1,"reason":"","metadata":{}}'
)


def both(edit: Callable[[bytes], bytes]) -> bytes:
    return PLAIN + b",\n" + edit(PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        both(lambda line: line.replace(b'"reason":""', b'"reason":"","reason":""')),
        both(lambda line: line.replace(b'"reason"', b'\n"reason"')),
        both(lambda line: line.replace(b'"metadata":{}', b'"metadata":{"a":' + b"[" * 200 + b"]" * 200 + b"}")),
        both(lambda line: line.replace(b'"priority":1', b'"priority":1.0')),
        both(lambda line: line.replace(b'"symbol":"s"', b'"symbol":null')),
        both(lambda line: line + b","),
        both(lambda line: line + b"\n"),
        both(lambda line: line + b"," + line),
        both(lambda line: line + b" "),
        both(lambda _line: b""),
        b"",
    ],
)
def test_what_is_not_surely_one_valid_job_a_line_is_not_plain(text: bytes) -> None:
    assert line_documents.Block(0, both(lambda line: line)).plain_jobs() is not None
    assert line_documents.Block(0, text).plain_jobs() is None
