"""A diff of two plans is what separates them, no more and no less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from support import diff_oracle as oracle
from support.drawing import drawn
from support.oracle import JsonObject
from support.plan_pairs import plan_pairs
from support.strategies import plans, provenances
from training_plan.building.plan_building import Provenance, plan_from_jobs
from training_plan.comparing.comparison import compare_plans
from training_plan.comparing.plan_diff import FieldChange, JobChange, LoneJob, Move, NameDiff, PlanDiff, Standing
from training_plan.models import Job, MasterPlan

Pair = tuple[MasterPlan, MasterPlan]
METADATA = "metadata."


def exactly(old: MasterPlan, new: MasterPlan, **options: Any) -> PlanDiff:  # noqa: ANN401 - handed on
    """Return a diff to which no two different numbers are equal."""
    return compare_plans(old, new, tolerance=0, **options)


def plain(jobs: Iterable[Job]) -> list[JsonObject]:
    """Return jobs as plain objects."""
    return [msgspec.to_builtins(job) for job in jobs]


def with_changes(job: JsonObject, changes: list[FieldChange]) -> JsonObject:
    """Return a job to which changes are applied."""
    job = {**job, "metadata": dict(job["metadata"])}
    for change in changes:
        holder, name = job, change.field
        if change.field.startswith(METADATA):
            holder, name = job["metadata"], change.field.removeprefix(METADATA)
        assert holder.get(name, msgspec.UNSET) == change.old
        if change.new is msgspec.UNSET:
            del holder[name]
        else:
            holder[name] = change.new
    return job


@given(plans(), st.randoms(use_true_random=False), provenances())
def test_ids_order_and_provenance_are_no_difference(plan: MasterPlan, random: Random, provenance: Provenance) -> None:
    jobs = list(plan.jobs)
    random.shuffle(jobs)
    renamed = [msgspec.structs.replace(job, job_id=f"job {number}") for number, job in enumerate(jobs)]
    other = plan_from_jobs(renamed, provenance)
    for diff in (compare_plans(plan, plan), exactly(plan, other)):
        assert diff.is_empty
        assert [*diff.added, *diff.removed, *diff.changed, *diff.moved, *diff.lost, *diff.lost_pools] == []
        assert [*diff.by_target, *diff.by_symbol] == []
        assert diff.unchanged == diff.old_jobs == diff.new_jobs == len(plan.jobs)


@given(plan_pairs())
def test_the_old_jobs_with_the_diff_applied_are_the_new_jobs(pair: Pair) -> None:
    old, new = pair
    diff = exactly(old, new)
    jobs = {job["job_id"]: job for job in plain(old.jobs)}
    for lone in diff.removed:
        assert jobs.pop(lone.job.job_id) == msgspec.to_builtins(lone.job)
    for change in diff.changed:
        jobs[change.old.job_id] = with_changes(jobs[change.old.job_id], list(change.fields))
    applied = [*jobs.values(), *plain(lone.job for lone in diff.added)]
    assert oracle.contents(applied) == oracle.contents(plain(new.jobs))


def in_order(jobs: Iterable[LoneJob]) -> list[LoneJob]:
    return sorted(jobs, key=lambda lone: lone.job.job_id)


def by_ids(changes: Iterable[JobChange]) -> dict[tuple[str, str], JobChange]:
    return {(change.old.job_id, change.new.job_id): change for change in changes}


def turned(change: JobChange) -> JobChange:
    """Return the change the other way round."""
    return JobChange(change.new, change.old, [FieldChange(one.field, one.new, one.old) for one in change.fields])


@given(plan_pairs(), st.sampled_from((0, 1e-9, 0.5)))
def test_the_diff_the_other_way_round_is_the_reverse(pair: Pair, tolerance: float) -> None:
    old, new = pair
    there, back = compare_plans(old, new, tolerance=tolerance), compare_plans(new, old, tolerance=tolerance)

    assert in_order(there.added) == in_order(back.removed)
    assert in_order(there.removed) == in_order(back.added)
    assert by_ids(there.changed) == by_ids(map(turned, back.changed))
    assert Counter(there.moved) == Counter(Move(move.target, move.symbol, move.new, move.old) for move in back.moved)
    assert there.moves() == {(after, before): count for (before, after), count in back.moves().items()}
    assert (there.unchanged, there.repeated) == (back.unchanged, back.repeated)


@given(plan_pairs())
def test_the_counts_are_those_of_sets(pair: Pair) -> None:
    old, new = plain(pair[0].jobs), plain(pair[1].jobs)
    diff = exactly(*pair)
    before, after = oracle.key_counts(old), oracle.key_counts(new)
    assert oracle.key_counts(plain(lone.job for lone in diff.added)) == after - before
    assert oracle.key_counts(plain(lone.job for lone in diff.removed)) == before - after
    changed = oracle.key_counts(plain(change.new for change in diff.changed))
    assert changed <= before & after
    assert diff.unchanged == (before & after).total() - len(diff.changed)
    # Of several jobs with one key as many are unchanged as have a twin.
    assert diff.unchanged == (oracle.contents(old) & oracle.contents(new)).total()
    assert (diff.old_jobs, diff.new_jobs) == (len(old), len(new))
    assert diff.repeated == sum(max(before[key], after[key]) > 1 for key in before | after)
    assert diff.is_empty == (oracle.contents(old) == oracle.contents(new))


@given(plan_pairs())
def test_a_change_names_the_fields_that_differ(pair: Pair) -> None:
    for change in exactly(*pair).changed:
        old, new = plain([change.old, change.new])
        assert oracle.key_of(old) == oracle.key_of(new)
        assert sorted(field.field for field in change.fields) == oracle.differing_facts(old, new) != []


@given(plan_pairs())
def test_the_matrix_has_every_job_in_its_row_and_its_column(pair: Pair) -> None:
    diff = exactly(*pair)
    for side, plan in enumerate(pair):
        counted: Counter[str] = Counter()
        for standings, count in diff.moves().items():
            counted[standings[side]] += count
        routes = Counter(job["route"] for job in plain(plan.jobs))
        assert {name: count for name, count in counted.items() if name.startswith("ROUTE_")} == routes


@given(plan_pairs())
def test_the_matrix_is_that_of_the_pairs(pair: Pair) -> None:
    old, new = plain(pair[0].jobs), plain(pair[1].jobs)
    diff = exactly(*pair)
    if not diff.repeated:
        assert {cell: count for cell, count in diff.moves().items() if count} == oracle.moves(old, new)
        for lone in diff.removed:
            assert lone.elsewhere == oracle.standing(new, (lone.job.target, lone.job.symbol))
        for lone in diff.added:
            assert lone.elsewhere == oracle.standing(old, (lone.job.target, lone.job.symbol))
    assert all(move.old is not move.new for move in diff.moved)


@given(plan_pairs())
def test_what_no_model_serves_any_more_is_lost(pair: Pair) -> None:
    old, new = plain(pair[0].jobs), plain(pair[1].jobs)
    diff = exactly(*pair)
    unserved = oracle.served_pairs(old) - oracle.served_pairs(new)
    assert (
        sorted((loss.target, loss.symbol) for loss in diff.lost) == sorted(unserved, key=str)
        or {(loss.target, loss.symbol) for loss in diff.lost} == unserved
    )
    assert [pool.job.target for pool in diff.lost_pools] == sorted(
        oracle.pooled_targets(old) - oracle.pooled_targets(new)
    )
    for loss in diff.lost:
        jobs = [job for job in new if (job["target"], job["symbol"]) == (loss.target, loss.symbol)]
        assert (loss.new == "ROUTE_BLOCKED") == bool(jobs)
        assert loss.reason in {job["reason"] for job in jobs} or not jobs
    for pool in diff.lost_pools:
        covered = {symbol for target, symbol in oracle.covered_pairs(old) if target == pool.job.target}
        assert set(pool.covered) == covered
        assert {(pool.job.target, symbol) for symbol in pool.unserved} == unserved & {
            (pool.job.target, symbol) for symbol in covered
        }


def counts_of(diff: PlanDiff, name: str, field: str) -> NameDiff:
    """Return the counts of a target or symbol, out of the lists of a diff."""

    def count(jobs: Iterable[object]) -> int:
        return sum(getattr(job, field) == name for job in jobs)

    pools = sum(pool.job.target == name for pool in diff.lost_pools) if field == "target" else 0
    return NameDiff(
        name=name,
        old_jobs=0,
        new_jobs=0,
        lost=count(diff.lost) + pools,
        moved=count(diff.moved),
        added=count(lone.job for lone in diff.added),
        removed=count(lone.job for lone in diff.removed),
        changed=count(change.new for change in diff.changed),
    )


@given(plan_pairs())
def test_the_summaries_count_the_lists(pair: Pair) -> None:
    old, new = plain(pair[0].jobs), plain(pair[1].jobs)
    diff = exactly(*pair)
    for summary, field in ((diff.by_target, "target"), (diff.by_symbol, "symbol")):
        names = [entry.name for entry in summary]
        assert names == sorted(set(names))
        for entry in summary:
            assert entry.old_jobs == sum(job[field] == entry.name for job in old)
            assert entry.new_jobs == sum(job[field] == entry.name for job in new)
            assert msgspec.structs.replace(entry, old_jobs=0, new_jobs=0) == counts_of(diff, entry.name, field)
        touched = {getattr(lone.job, field) for lone in (*diff.added, *diff.removed)}
        touched |= {getattr(change.new, field) for change in diff.changed} | {
            getattr(move, field) for move in diff.moved
        }
        touched |= {getattr(loss, field) for loss in diff.lost}
        assert set(names) == touched - {None}


def about(
    diff: PlanDiff, field: str, name: str | None
) -> tuple[list[LoneJob], list[LoneJob], list[JobChange], list[Move]]:
    """Return the parts of a diff that are about one target or symbol."""
    return (
        [lone for lone in diff.added if getattr(lone.job, field) == name],
        [lone for lone in diff.removed if getattr(lone.job, field) == name],
        [change for change in diff.changed if getattr(change.new, field) == name],
        [move for move in diff.moved if getattr(move, field) == name],
    )


@given(plan_pairs(), st.data())
def test_looking_at_one_target_or_symbol_shows_its_part(pair: Pair, data: st.DataObject) -> None:
    whole = exactly(*pair)
    jobs: list[Job] = [*pair[0].jobs, *pair[1].jobs]
    for field in ("target", "symbol"):
        names = sorted({name for job in jobs if (name := getattr(job, field)) is not None})
        name = data.draw(st.sampled_from([*names, "a name of nobody"]))
        part = exactly(*pair, **{field: name})
        assert about(part, field, name) == about(whole, field, name)
        assert [loss for loss in whole.lost if getattr(loss, field) == name] == part.lost
        if field == "target":
            assert about(part, field, name) == (part.added, part.removed, part.changed, part.moved)
        for lone in (*part.added, *part.removed):
            assert getattr(lone.job, field) in {name, None}


@given(
    plan_pairs(), st.sets(st.sampled_from(("route", "model_families", "priority", "reason", "metadata")), max_size=3)
)
def test_what_is_ignored_is_left_out_and_nothing_else(pair: Pair, ignored: set[str]) -> None:
    whole, rest = exactly(*pair), exactly(*pair, ignore=ignored)

    def kept(change: JobChange) -> list[FieldChange]:
        return [field for field in change.fields if field.field.partition(".")[0] not in ignored]

    if not whole.repeated:
        expected = [JobChange(change.old, change.new, kept(change)) for change in whole.changed if kept(change)]
        assert rest.changed == expected
        assert (rest.moved, rest.stayed) == (whole.moved, whole.stayed)
    assert (rest.lost, rest.lost_pools) == (whole.lost, whole.lost_pools)
    assert oracle.key_counts(plain(lone.job for lone in rest.added)) == oracle.key_counts(
        plain(lone.job for lone in whole.added)
    )


@given(plan_pairs(), st.randoms(use_true_random=False))
def test_the_order_of_jobs_does_not_count(pair: Pair, random: Random) -> None:
    shuffled = []
    for plan in pair:
        jobs = list(plan.jobs)
        random.shuffle(jobs)
        shuffled.append(msgspec.structs.replace(plan, jobs=jobs))
    assert exactly(*shuffled) == exactly(*pair)


REACHED: dict[str, Callable[[PlanDiff], bool]] = {
    "nothing differs": lambda diff: diff.is_empty and diff.old_jobs > 0,
    "an empty plan": lambda diff: diff.old_jobs > 0 == diff.new_jobs,
    "several jobs of a pair": lambda diff: diff.repeated > 0,
    "several jobs of a pair, one of them changed": lambda diff: diff.repeated > 0 and bool(diff.changed),
    "trained, then blocked": lambda diff: any(loss.new is Standing.ROUTE_BLOCKED for loss in diff.lost),
    "trained, then gone": lambda diff: any(loss.new is Standing.ABSENT for loss in diff.lost),
    "covered, then gone": lambda diff: any(
        (loss.old, loss.new) == (Standing.COVERED, Standing.ABSENT) for loss in diff.lost
    ),
    "a job of its own, then covered": lambda diff: any(lone.elsewhere is Standing.COVERED for lone in diff.removed),
    "covered, then a job of its own": lambda diff: any(lone.elsewhere is Standing.COVERED for lone in diff.added),
    "a pooled job blocked": lambda diff: any(pool.new is Standing.ROUTE_BLOCKED for pool in diff.lost_pools),
    "a lost pooled job that leaves symbols unserved": lambda diff: any(pool.unserved for pool in diff.lost_pools),
    "a lost pooled job with a symbol that is served": lambda diff: any(
        len(pool.covered) > len(pool.unserved) for pool in diff.lost_pools
    ),
    "covered symbols change": lambda diff: any(
        field.field == "metadata.covered_symbols" for change in diff.changed for field in change.fields
    ),
    "other ids": lambda diff: any(change.old.job_id != change.new.job_id for change in diff.changed),
}


def test_the_pairs_of_plans_reach_every_case() -> None:
    diffs = [exactly(old, new) for old, new in drawn(plan_pairs(), draws=400)]
    assert [case for case, holds in REACHED.items() if not any(map(holds, diffs))] == []
