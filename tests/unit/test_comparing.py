"""What counts as equal, how several jobs of one pair are matched, and why a job is gone."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from training_plan.building.plan_building import Provenance, plan_from_jobs
from training_plan.comparing import absence
from training_plan.comparing.comparison import compare_plans
from training_plan.comparing.job_comparison import symbol_difference
from training_plan.comparing.plan_diff import FieldChange, Loss, PlanDiff, Standing
from training_plan.errors import UsageError
from training_plan.models import Job, MasterPlan, Route, TrainingType
from training_plan.plan.encoding import encode_plan

PROVENANCE = Provenance(generated_at=datetime(2026, 1, 2, tzinfo=UTC))


def job(symbol: str | None = "AAPL", **fields: Any) -> Job:  # noqa: ANN401 - fields of a job
    """Return a job of the target ``ret``."""
    usual: dict[str, Any] = {
        "job_id": f"job of {symbol}",
        "target": "ret",
        "route": Route.ROUTE_BOTH,
        "model_families": ["lightgbm"],
        "priority": 1,
        "reason": "",
        "metadata": {},
    }
    kind = TrainingType.CROSS_SECTIONAL if symbol is None else TrainingType.SYMBOL_SPECIFIC
    return Job(**{**usual, **fields}, symbol=symbol, training_type=kind)


def pooled(*covered: str, **fields: Any) -> Job:  # noqa: ANN401 - fields of a job
    """Return the pooled job of ``ret``."""
    return job(None, **{"route": Route.ROUTE_CROSS_SECTIONAL, "metadata": {"covered_symbols": covered}, **fields})


def blocked(symbol: str | None = "AAPL", reason: str = "weak") -> Job:
    """Return a blocked job."""
    return job(symbol, route=Route.ROUTE_BLOCKED, model_families=[], priority=0, reason=reason)


def plan(*jobs: Job) -> MasterPlan:
    """Return the plan of jobs."""
    return plan_from_jobs(jobs, PROVENANCE)


def changes_of_value(old: object, new: object, **options: Any) -> list[FieldChange]:  # noqa: ANN401 - handed on
    """Return the changes of a job whose metadata says ``x`` otherwise."""
    diff = compare_plans(plan(job(metadata={"x": old})), plan(job(metadata={"x": new})), **options)
    return [field for change in diff.changed for field in change.fields]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (0.1 + 0.2, 0.3),
        (1, 1.0),
        (0.0, -0.0),
        (1e300, 1e300 * (1 + 1e-12)),
        ([0.1 + 0.2], [0.3]),
        ({"a": {"b": 0.1 + 0.2}}, {"a": {"b": 0.3}}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_equal_values(old: object, new: object) -> None:
    assert changes_of_value(old, new) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (0.62, 0.6200001),
        (0, 1e-300),
        (1, True),
        (0.0, False),
        (None, False),
        ("1", 1),
        (2**53, 2**53 + 1),
        (10**15, 10**15 + 1),
        (-1e308, 1e308),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ([], {}),
        ({"a": 1}, {"a": 1, "b": None}),
        ({"a": [1]}, {"a": [True]}),
        ("é", "e\u0301"),
    ],
)
def test_different_values(old: object, new: object) -> None:
    assert changes_of_value(old, new) == [FieldChange("metadata.x", old, new)]


def test_a_value_nested_as_deeply_as_the_loader_allows() -> None:
    def nested(value: float) -> MasterPlan:
        text = encode_plan(plan(job(metadata={"x": 0}))).master
        return msgspec.json.decode(
            text.replace(b'"x":0', b'"x":' + b"[" * 700 + b"%f" % value + b"]" * 700), type=MasterPlan
        )

    (change,) = compare_plans(nested(1.5), nested(2.5)).changed
    assert [field.field for field in change.fields] == ["metadata.x"]
    assert compare_plans(nested(1.5), nested(1.5)).is_empty


def test_the_tolerance_is_relative_and_can_be_set() -> None:
    assert changes_of_value(100.0, 101.0, tolerance=0.01) == []
    assert changes_of_value(1.0, 1.02, tolerance=0.01)
    assert changes_of_value(0.1 + 0.2, 0.3, tolerance=0)
    assert changes_of_value(10, 11, tolerance=0.5), "whole numbers are exact"


def test_a_key_that_is_not_there_is_not_null() -> None:
    diff = compare_plans(plan(job(metadata={"a": None})), plan(job(metadata={"b": None})))
    (change,) = diff.changed
    assert change.fields == [
        FieldChange("metadata.a", None, msgspec.UNSET),
        FieldChange("metadata.b", msgspec.UNSET, None),
    ]


@pytest.mark.parametrize("tolerance", [-1e-9, math.nan, math.inf])
def test_a_tolerance_that_makes_no_sense_is_refused(tolerance: float) -> None:
    with pytest.raises(UsageError, match="the tolerance is"):
        compare_plans(plan(), plan(), tolerance=tolerance)


@pytest.mark.parametrize("name", ["reson", "target", "symbol", "job_id", "Metadata", "metadata_score", ""])
def test_only_what_is_compared_can_be_ignored(name: str) -> None:
    with pytest.raises(UsageError, match="no field that is compared"):
        compare_plans(plan(), plan(), ignore=[name])


def test_one_key_of_the_metadata_can_be_ignored_whatever_its_name() -> None:
    old, new = plan(job(metadata={"a.b": 1, "c": 1})), plan(job(metadata={"a.b": 2, "c": 2}))
    (change,) = compare_plans(old, new, ignore=["metadata.a.b"]).changed
    assert [field.field for field in change.fields] == ["metadata.c"]


# Covered symbols.


def covered_change(old: object, new: object) -> FieldChange | None:
    """Return the change of ``covered_symbols`` between two values of it."""
    sides = [plan(pooled(metadata={} if value is None else {"covered_symbols": value})) for value in (old, new)]
    fields = [field for change in compare_plans(*sides).changed for field in change.fields]
    return fields[0] if fields else None


def test_covered_symbols_are_a_set() -> None:
    assert covered_change(["B", "A"], ["A", "B", "A"]) is None
    change = covered_change(["A", "C", "B"], ["D", "B", "0"])
    assert change is not None
    assert symbol_difference(change) == (["0", "D"], ["A", "C"])


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        (None, ["A"], (["A"], [])),
        (["A"], None, ([], ["A"])),
        (None, [], None),
        (["A"], "A", None),
        (["A"], [1], None),
        ([["A"]], ["A"], None),
    ],
)
def test_covered_symbols_that_are_missing_or_no_names(old: object, new: object, difference: object) -> None:
    change = covered_change(old, new)
    assert change is not None
    assert symbol_difference(change) == difference


def test_another_list_is_no_set() -> None:
    (change,) = changes_of_value(["A", "B"], ["B", "A"])
    assert symbol_difference(change) is None


# Several jobs of one pair.


def changed_ids(diff: PlanDiff) -> list[tuple[str, str]]:
    return [(change.old.job_id, change.new.job_id) for change in diff.changed]


def test_jobs_of_one_pair_are_matched_by_content_before_their_ids() -> None:
    old = plan(job(job_id="1", reason="x"), job(job_id="2", reason="y"))
    new = plan(job(job_id="1", reason="y"), job(job_id="2", reason="x"))
    diff = compare_plans(old, new)
    assert diff.is_empty
    assert (diff.unchanged, diff.repeated) == (2, 1)


def test_then_by_their_ids() -> None:
    old = plan(job(job_id="1", reason="a"), job(job_id="2", reason="b"))
    new = plan(job(job_id="1", reason="d"), job(job_id="2", reason="c"))
    assert changed_ids(compare_plans(old, new)) == [("1", "1"), ("2", "2")]


def test_then_in_the_order_of_their_content() -> None:
    old = plan(job(job_id="1", reason="a"), job(job_id="2", reason="b"), job(job_id="3", reason="c"))
    new = plan(job(job_id="8", reason="e"), job(job_id="9", reason="d"))
    diff = compare_plans(old, new)
    assert changed_ids(diff) == [("1", "9"), ("2", "8")]
    assert [(lone.job.job_id, lone.reason) for lone in diff.removed] == [("3", absence.ANOTHER)]
    assert diff.repeated == 1


def test_a_pair_is_not_lost_while_one_of_its_jobs_is_trained() -> None:
    old = plan(job(job_id="1"), job(job_id="2", reason="second"))
    new = plan(blocked(), job(job_id="2", reason="second"))
    diff = compare_plans(old, new)
    assert diff.lost == []
    assert [move.new for move in diff.moved] == [Standing.ROUTE_BLOCKED]


# What is no longer trained.


def losses(old: MasterPlan, new: MasterPlan) -> list[Loss]:
    return list(compare_plans(old, new).lost)


def test_a_pair_that_is_blocked_says_why() -> None:
    (loss,) = losses(plan(job()), plan(blocked(reason="too few rows")))
    assert loss == Loss("ret", "AAPL", Standing.ROUTE_BOTH, Standing.ROUTE_BLOCKED, "too few rows")


def test_a_pair_that_the_pooled_job_covers_is_not_lost() -> None:
    diff = compare_plans(plan(pooled(), job()), plan(pooled("AAPL")))
    assert diff.lost == []
    assert [(lone.elsewhere, lone.reason) for lone in diff.removed] == [(Standing.COVERED, absence.COVERED)]


def test_a_pooled_job_that_is_blocked_covers_nothing() -> None:
    diff = compare_plans(plan(pooled("AAPL")), plan(pooled("AAPL", route=Route.ROUTE_BLOCKED, reason="flat")))
    assert [(loss.old, loss.new) for loss in diff.lost] == [(Standing.COVERED, Standing.ABSENT)]
    (pool,) = diff.lost_pools
    assert (pool.new, pool.reason, pool.covered, pool.unserved) == ("ROUTE_BLOCKED", "flat", ["AAPL"], ["AAPL"])


def test_a_blocked_pair_that_was_covered_too_is_lost_with_its_cover() -> None:
    (loss,) = losses(plan(pooled("AAPL"), blocked()), plan(pooled(), blocked()))
    assert (loss.old, loss.new) == (Standing.COVERED, Standing.ROUTE_BLOCKED)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (plan(blocked("MSFT")), absence.NOT_DECIDED),
        (plan(job("MSFT")), absence.UNKNOWN),
        (plan(), absence.NO_TARGET),
    ],
)
def test_what_the_silence_of_a_plan_can_mean(new: MasterPlan, words: str) -> None:
    diff = compare_plans(plan(job()), new)
    assert [(loss.new, loss.reason) for loss in diff.lost] == [(Standing.ABSENT, words)]
    assert [lone.reason for lone in diff.removed] == [words]


# One symbol.


def test_a_symbol_is_looked_at_with_the_pooled_jobs_that_serve_it_in_either_plan() -> None:
    old = plan(pooled("AAPL", "MSFT", reason="a"), job("IBM", route=Route.ROUTE_SYMBOL_SPECIFIC))
    new = plan(pooled("MSFT", reason="b"), job("IBM", route=Route.ROUTE_SYMBOL_SPECIFIC))
    apple = compare_plans(old, new, symbol="AAPL")
    assert [change.new.symbol for change in apple.changed] == [None]
    assert [(loss.symbol, loss.old) for loss in apple.lost] == [("AAPL", Standing.COVERED)]
    ibm = compare_plans(old, new, symbol="IBM")
    assert (ibm.changed, ibm.unchanged) == ([], 1)


def test_a_pooled_job_serves_the_symbol_that_has_both() -> None:
    old, new = plan(pooled(reason="a"), job("IBM")), plan(pooled(reason="b"))
    diff = compare_plans(old, new, symbol="IBM")
    assert [change.new.symbol for change in diff.changed] == [None]
    assert [lone.job.symbol for lone in diff.removed] == ["IBM"]
