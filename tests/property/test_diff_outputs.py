"""Text, Markdown and JSON say what the diff says, whatever the names are."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import given
from rich.cells import cell_len

from support import diff_oracle as oracle
from support.markdown_reading import Page, plain_blanks, read_page
from support.oracle import JsonObject, shown
from support.plan_pairs import plan_pairs
from training_plan.cli.diff_document import diff_document
from training_plan.cli.diff_markdown import diff_markdown, moves_markdown
from training_plan.cli.diff_text import diff_text, moves_text
from training_plan.cli.output import printable
from training_plan.comparing.comparison import compare_plans
from training_plan.comparing.plan_diff import PlanDiff
from training_plan.models import MasterPlan

Pair = tuple[MasterPlan, MasterPlan]
UNCAPPED = 1000
PATHS = {"old": "a", "new": "b"}


def seen(text: str | None) -> str:
    """Return a name, None for pooled, as a reader of a page sees it."""
    return "(pooled)" if text is None else plain_blanks(shown(text))


@given(plan_pairs())
def test_text_fits_80_columns_and_steers_no_terminal(pair: Pair) -> None:
    diff = compare_plans(*pair)
    for text in (diff_text(diff, limit=3), diff_text(diff, limit=UNCAPPED), moves_text(diff.moved, limit=None)):
        assert [line for line in text.split("\n") if cell_len(line) > 80] == []
        assert printable(text) == text
        assert text.endswith("\n")


def is_no_markup(page: Page) -> bool:
    return page.html == [] == page.links


@given(plan_pairs())
def test_markdown_shows_every_name_in_its_cell(pair: Pair) -> None:
    diff = compare_plans(*pair)
    page = read_page(diff_markdown(diff, limit=UNCAPPED).encode())
    assert is_no_markup(page)
    if diff.lost:
        rows = page.table("target", "symbol", "was", "is", "why").rows
        assert sorted(row[:2] for row in rows) == sorted([seen(loss.target), seen(loss.symbol)] for loss in diff.lost)
    if diff.lost_pools:
        rows = page.table("target", "symbols it covered", "no longer trained", "is", "why").rows
        assert [row[0] for row in rows] == [seen(pool.job.target) for pool in diff.lost_pools]
    for column, jobs in (("in the new plan", diff.removed), ("in the old plan", diff.added)):
        if jobs:
            rows = page.table("priority", "target", "symbol", "route", column).rows
            expected = [[str(one.job.priority), seen(one.job.target), seen(one.job.symbol)] for one in jobs]
            assert sorted(row[:3] for row in rows) == sorted(expected)
    if diff.changed:
        rows = page.table("target", "symbol", "field", "old", "new").rows
        expected = [
            [seen(change.new.target), seen(change.new.symbol), seen(field.field)]
            for change in diff.changed
            for field in change.fields
        ]
        assert sorted(row[:3] for row in rows) == sorted(expected)
    for field, names in (("target", diff.by_target), ("symbol", diff.by_symbol)):
        if names:
            rows = page.table(field, "jobs", "lost", "moved", "added", "removed", "changed").rows
            assert sorted(row[0] for row in rows) == sorted(seen(entry.name) for entry in names)


@given(plan_pairs())
def test_markdown_of_what_moved(pair: Pair) -> None:
    diff = compare_plans(*pair)
    page = read_page(moves_markdown(diff.moved, limit=None).encode())
    assert is_no_markup(page)
    rows = [row for table in page.tables for row in table.rows]
    assert rows == [[seen(move.target), seen(move.symbol)] for move in diff.moved]


def document_of(diff: PlanDiff) -> JsonObject:
    """Return the JSON of a diff, read back."""
    document: JsonObject = json.loads(json.dumps(diff_document(diff, None, PATHS)))
    return document


def with_fields(job: JsonObject, fields: list[dict[str, Any]]) -> JsonObject:
    """Return a job to which the changes of a JSON document are applied."""
    job = {**job, "metadata": dict(job["metadata"])}
    for change in fields:
        is_fact = change["field"].startswith("metadata.")
        holder = job["metadata"] if is_fact else job
        name = change["field"].removeprefix("metadata.") if is_fact else change["field"]
        if "added" in change:
            covered = set(holder.get(name, ())) - set(change["removed"]) | set(change["added"])
            holder[name] = sorted(covered)
        elif "new" in change:
            holder[name] = change["new"]
        else:
            del holder[name]
    return job


def without_empty_cover(job: JsonObject) -> JsonObject:
    """Return a job without covered symbols if there are none: sets that are empty are told by nothing."""
    metadata = {key: value for key, value in job["metadata"].items() if (key, value) != ("covered_symbols", [])}
    return {**job, "metadata": metadata}


@given(plan_pairs())
def test_the_json_alone_makes_the_new_jobs_of_the_old_ones(pair: Pair) -> None:
    old, new = ([msgspec.to_builtins(job) for job in plan.jobs] for plan in pair)
    document = document_of(compare_plans(*pair, tolerance=0))
    jobs = {job["job_id"]: job for job in old}
    for lone in document["removed"]:
        del jobs[lone["job"]["job_id"]]
    for change in document["changed"]:
        jobs[change["old_job_id"]] = with_fields(jobs[change["old_job_id"]], change["fields"])
    applied = [*jobs.values(), *(lone["job"] for lone in document["added"])]
    assert oracle.contents(map(without_empty_cover, applied)) == oracle.contents(map(without_empty_cover, new))


@given(plan_pairs())
def test_the_counts_in_the_json_are_those_of_its_lists(pair: Pair) -> None:
    document = document_of(compare_plans(*pair))
    counts = document["counts"]
    for name in ("added", "removed", "changed", "moved", "lost", "lost_pools"):
        assert counts[name] == len(document[name])
    assert counts["unchanged"] == document["old"]["compared_jobs"] - counts["removed"] - counts["changed"]
    assert sum(cell["count"] for cell in document["matrix"] if cell["old"] != cell["new"]) == counts["moved"]
    assert document["different"] == any(counts[name] for name in ("added", "removed", "changed", "moved"))
