"""Builders and readers at once: nothing is torn, nothing lost, nobody starves; and the judges see what is not so."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing_storm.atomic_register import Step, faults_of_history
from publishing_storm.verdict import READERS, storm
from publishing_storm.whole_plans import PLANS, WholePlans, built, run_name
from support.counting import RecordProperty, tell_counts
from support.documents import bytes_of
from training_plan.plan.layout import MANIFEST, MASTER

SECONDS = 20


def test_no_read_is_torn_and_no_plan_is_lost_in_a_storm(tmp_path: Path, record_property: RecordProperty) -> None:
    verdict = storm(tmp_path, SECONDS)

    tell_counts(record_property, f"storm of {PLANS} builders and {READERS} readers", verdict.counts)
    assert verdict.faults == []
    assert min(verdict.builds) >= 1
    assert min(verdict.counts[what] for what in ("loads", "views read", "other files read", "checks")) > 0
    assert verdict.counts["lock waits"] > 0


WHOLE = WholePlans()
FILES = [bytes_of(built(number, run_name(number, 7)).plan) for number in range(PLANS)]


@pytest.mark.parametrize("number", range(PLANS))
def test_a_whole_file_is_one_of_a_plan_and_no_other(number: int) -> None:
    for path, data in FILES[number].items():
        assert WHOLE.is_whole(path, data)
        assert not WHOLE.is_whole(path, data[:-1])
        assert not WHOLE.is_whole(path, data[: len(data) // 2] + data[len(data) // 2 + 1 :])
        assert not WHOLE.is_whole(path, b"")


def test_files_of_two_plans_mixed_are_not_whole() -> None:
    one, other = FILES[0], FILES[1]
    assert not WHOLE.is_whole(MASTER, one[MASTER].replace(b"storm-0", b"storm-1"))
    assert not WHOLE.is_whole(MASTER, one[MASTER][:3000] + other[MASTER][3000:])
    assert not WHOLE.is_whole("by_target/y_peak_00.json", one["by_target/y_peak_01.json"])
    assert not WHOLE.is_whole(MANIFEST, one[MANIFEST].replace(b"y_peak_00", b"y_peak_99"))
    assert {MASTER, MANIFEST, "by_target/fwd_ret_1d.json"} <= WHOLE.always
    assert "by_target/y_peak_00.json" not in WHOLE.always


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Step], list[Step]]:
    """Draw writes of different values and reads of them, at few moments, so that they overlap or just do not."""
    moments = st.lists(st.integers(0, 7), min_size=2, max_size=2, unique=True).map(sorted)
    values = "abc"[: draw(st.integers(1, 3))]
    writes = [Step(value, *draw(moments)) for value in values]
    return writes, [Step(draw(st.sampled_from(values)), *draw(moments)) for _ in range(draw(st.integers(0, 4)))]


def has_order(writes: list[Step], reads: list[Step]) -> bool:
    """Return whether some order of all steps explains the reads, by trying every one."""
    return any(map(explains, permutations([*((step, True) for step in writes), *((step, False) for step in reads)])))


def explains(order: tuple[tuple[Step, bool], ...]) -> bool:
    value, latest = None, -1
    for step, is_write in order:
        latest = max(latest, step.start)
        if latest > step.end or (not is_write and step.value != value):
            return False
        value = step.value
    return True


@given(histories())
def test_a_history_has_a_fault_exactly_if_no_order_explains_it(history: tuple[list[Step], list[Step]]) -> None:
    assert (faults_of_history(*history) == []) == has_order(*history)


A_THEN_B = [Step("a", 0, 1), Step("b", 2, 3)]


@pytest.mark.parametrize(
    ("reads", "words"),
    [
        ([Step("a", 4, 5)], "lost"),
        ([Step("b", 0, 1)], "before it was written"),
        ([Step("c", 4, 5)], "never written"),
        ([Step("b", 2, 3), Step("a", 4, 5)], "lost"),
    ],
)
def test_a_fault_is_named(reads: list[Step], words: str) -> None:
    (fault, *_) = faults_of_history(A_THEN_B, reads)
    assert words in fault
