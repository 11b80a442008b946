"""Columns give back what was put into them, and a page stays within its bytes and says what it leaves out."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from support.report_reading import values_of
from support.strategies import HARD_FLOATS, json_values, plans, texts
from training_plan.models import MasterPlan
from training_plan.reporting.columns import Column, interned, number_column, values_column, whole_column
from training_plan.reporting.job_columns import hold
from training_plan.reporting.reasons import reason_columns

numbers = st.one_of(
    st.none(),
    st.sampled_from(HARD_FLOATS),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53).map(float),
    st.decimals(-10, 10, places=4).map(float),
)


def read(column: Column) -> list[Any]:
    return values_of(msgspec.json.decode(msgspec.json.encode(column)))


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 300)))
def test_whole_numbers_come_back(numbers: list[int]) -> None:
    assert read(whole_column(numbers)) == numbers


@given(st.lists(numbers))
def test_numbers_come_back_exactly(numbers: list[float | None]) -> None:
    assert read(number_column(numbers)) == numbers


@given(st.lists(st.none() | st.decimals(0, 1, places=3).map(float), max_size=300))
def test_scores_with_few_decimals_take_few_bytes(scores: list[float | None]) -> None:
    column = number_column(scores)
    assert (column.kind, column.width <= 2, column.decimals <= 3) == ("decimals", True, True)


@given(st.lists(json_values()))
def test_values_come_back(values: list[Any]) -> None:
    assert read(values_column(values)) == values


@given(st.lists(st.sampled_from("abc")))
def test_interned_items_are_few_and_stand_where_they_stood(items: list[str]) -> None:
    different, places = interned(items)
    assert sorted(different) == sorted(set(items))
    assert [different[place] for place in places] == items


reasons = st.one_of(
    texts(),
    st.builds("score={:.3f}, n={}, state={}".format, st.floats(-2, 2), st.integers(0, 10**9), texts()),
    st.sampled_from(("", "1", "1.", ".5", "1.2.3", "\u0661\u0662", "a1b22c", "007", "1e5", "\uff11")),
)


@given(st.lists(reasons))
def test_reasons_come_back_from_templates_and_numbers(told: list[str]) -> None:
    columns = {name: read(column) for name, column in reason_columns(told).items()}
    slots = iter(columns["reason_slots"])
    found = []
    for place in columns["reason"]:
        first, *rest = columns["reason_templates"][place]
        found.append(first + "".join(columns["reason_numbers"][next(slots)] + text for text in rest))
    assert found == told
    assert next(slots, None) is None


def test_reasons_that_differ_in_numbers_share_a_template() -> None:
    columns = reason_columns([f"CS: STRONG (score=0.{number:03})" for number in range(1000)])
    assert len(read(columns["reason_templates"])) == 1


@given(plans(), st.integers(0, 8), st.integers(0, 4000))
def test_what_a_page_holds_fits_and_what_it_leaves_out_is_counted(
    plan: MasterPlan, most_jobs: int, most_bytes: int
) -> None:
    held = hold(plan.jobs, {}, most_jobs=most_jobs, most_bytes=most_bytes)
    size = sum(len(column.data) for column in held.columns.values())
    priorities = [read(held.columns["priorities"])[place] for place in read(held.columns["priority"])]
    assert held.jobs == len(priorities) <= most_jobs
    assert size <= most_bytes or held.jobs == 0
    assert held.left_out.get("jobs", 0) == len(plan.jobs) - held.jobs
    assert sorted(priorities, reverse=True) == sorted((job.priority for job in plan.jobs), reverse=True)[: held.jobs]
    assert ("reason" in held.columns) is ("reasons" not in held.left_out)


def test_nothing_is_left_out_where_there_is_room() -> None:
    @given(plans())
    def check(plan: MasterPlan) -> None:
        held = hold(plan.jobs, {})
        assert (held.jobs, held.left_out) == (len(plan.jobs), {})

    check()
