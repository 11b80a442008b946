"""A plan that is read piece by piece is the plan that its bytes are, or is left to be read whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consumer.samples import OTHER, OWN, POOLED, by_lines, document
from support.strategies import plans
from training_plan import MasterPlan
from training_plan.consuming import line_reading
from training_plan.consuming.line_reading import read_by_lines
from training_plan.plan.encoding import encode_plan
from training_plan.plan.job_census import JobCensus

LONGEST_READ = 10_000
WHOLE = by_lines(document(POOLED, OWN, OTHER))
HEADER, _, REST = WHOLE.partition(b"[\n{")
SEAMS = (b",\n", b"\n", b"[", b"]", b"{", b"}", b",", b"\n  ]\n}\n", b'\n  "jobs": [\n', b" ", b"\t", b'"', b"{}")
"""What pieces are cut at, and what could make a wrong cut look right."""


class SlowFile(BytesIO, RawIOBase):
    """A file that gives a few bytes at a time."""

    def __init__(self, data: bytes, longest: int) -> None:
        super().__init__(data)
        self._longest = longest

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - anything that takes bytes
        return super().readinto(memoryview(buffer)[: self._longest])


@pytest.fixture(params=[300, 1500, 40_000])
def piece(request: pytest.FixtureRequest) -> Iterator[int]:
    """Bytes of the buffer: less than a header, some jobs, a whole plan."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_reading, "PIECE", request.param)
        yield request.param


def whole(data: bytes) -> MasterPlan | None:
    """Return the plan in bytes that are decoded at once; None if they are none."""
    try:
        return msgspec.json.decode(data, type=MasterPlan)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def check_same(data: bytes, longest: int = LONGEST_READ) -> MasterPlan | None:
    """Check that bytes that are read by lines are the plan that they are as a whole; return it if they were."""
    read = read_by_lines(SlowFile(data, longest))
    if read is None:
        return None
    assert read.plan == whole(data)
    assert read.digest == hashlib.sha256(data).hexdigest()
    assert vars(read.census) == vars(JobCensus(read.plan.jobs))
    return read.plan


@pytest.mark.usefixtures("piece")
@given(plan=plans(), longest=st.sampled_from((LONGEST_READ, 999)))
def test_pieces_are_the_plan_that_the_bytes_are(plan: MasterPlan, longest: int) -> None:
    check_same(encode_plan(plan).master, longest)


@given(plans())
def test_a_plan_of_the_builder_is_read_by_lines(plan: MasterPlan) -> None:
    data = encode_plan(plan).master
    assert (check_same(data, len(data)) is not None) is bool(plan.jobs)


def test_a_plan_of_many_pieces_is_read_by_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = [{**OWN, "job_id": f"{number} {'x' * (number % 97)}"} for number in range(300)]
    data = by_lines(document(*jobs))
    for size in (1500, 1501, 1502, 1777, 9999, len(data) - 1, len(data), len(data) + 1):
        monkeypatch.setattr(line_reading, "PIECE", size)
        for longest in (size, 1400):
            assert check_same(data, longest) == whole(data)


def test_a_line_that_is_longer_than_the_buffer_is_left_to_be_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = by_lines(document(POOLED, {**OWN, "reason": "x" * 3000}, OTHER))
    monkeypatch.setattr(line_reading, "PIECE", 2000)
    assert check_same(data) is None
    monkeypatch.setattr(line_reading, "PIECE", 5000)
    assert check_same(data) == whole(data)


@pytest.mark.usefixtures("piece")
@example(cut=(len(HEADER) + 2, 0), inserted=b",\n")
@example(cut=(len(HEADER) + 2, 0), inserted=b"\n")
@example(cut=(len(WHOLE), 0), inserted=b"{}")
@example(cut=(len(WHOLE), 0), inserted=b"\x0b")
@example(cut=(len(WHOLE) - 7, 0), inserted=b",")
@example(cut=(1, 0), inserted=b'"jobs": [], "extra": {')
@example(cut=(len(WHOLE), 0), inserted=WHOLE)
@given(
    cut=st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 3)),
    inserted=st.lists(st.sampled_from(SEAMS), max_size=3).map(b"".join),
)
def test_a_seam_where_none_belongs_is_never_taken_for_one(cut: tuple[int, int], inserted: bytes) -> None:
    start, length = cut
    check_same(WHOLE[:start] + inserted + WHOLE[start + length :])


@pytest.mark.usefixtures("piece")
def test_every_seam_at_every_place_around_the_jobs_is_judged_as_a_whole() -> None:
    around = [*range(len(HEADER) - 20, len(HEADER) + 5), *range(len(WHOLE) - 20, len(WHOLE) + 1)]
    around += [WHOLE.index(b",\n{") + offset for offset in range(-2, 5)]
    for start in around:
        for seam in SEAMS:
            check_same(WHOLE[:start] + seam + WHOLE[start:])
        check_same(WHOLE[:start] + WHOLE[start + 1 :])


def test_jobs_of_something_else_are_not_those_of_the_plan() -> None:
    closed = REST.removesuffix(b"}\n") + b"}}\n"
    inner = HEADER.replace(b'"jobs": ', b'"jobs": [], "extra": {\n  "jobs": ') + b"[\n{" + closed
    plan = whole(inner)
    assert plan is not None
    assert plan.jobs == []
    assert check_same(inner) is None


def test_of_two_lists_of_jobs_the_last_counts_in_pieces_too() -> None:
    twice = HEADER.replace(b'"jobs": ', b'"jobs": [],\n  "jobs": ') + b"[\n{" + REST
    plan = check_same(twice)
    assert plan is not None
    assert len(plan.jobs) == 3


@pytest.mark.usefixtures("piece")
def test_a_plan_that_is_cut_at_any_byte_is_judged_as_a_whole() -> None:
    for end in range(len(HEADER), len(WHOLE)):
        check_same(WHOLE[:end])


def test_what_follows_a_plan_that_fills_the_buffer_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    data = by_lines(document(POOLED))
    monkeypatch.setattr(line_reading, "PIECE", len(data))
    for more in (b"{}", b",\n", b"]}", data):
        assert whole(data + more) is None
        assert check_same(data + more) is None


@pytest.mark.usefixtures("piece")
@pytest.mark.parametrize("before", range(0, 120, 7))
def test_a_number_beyond_a_double_is_left_to_be_read_whole(before: int) -> None:
    numbers = (b"9" * 308, b"9" * 309)
    reason = b'"reason": "%b"' % (b"x" * before)
    small, large = (WHOLE.replace(b'"reason": ""', reason + b', "new": ' + number, 1) for number in numbers)
    assert whole(large) is not None
    assert read_by_lines(SlowFile(large, LONGEST_READ)) is None
    check_same(small)
