"""The Markdown files say what the master says, read back as a forge renders them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.documents import MASTER, REPORT, SUMMARY, files_of
from support.gfm_reading import read_gfm_page
from support.markdown_reading import Page, plain_blanks, read_page
from support.oracle import JsonObject, grouped, load, shown
from support.strategies import json_values, names, plan_of, plans, texts
from training_plan.building.plan_building import Provenance
from training_plan.models import MasterPlan
from training_plan.plan.encoding import encode_plan

PROVENANCE = Provenance(generated_at=datetime(2025, 12, 11, 18, 45, tzinfo=UTC))
JOB_HEADER = ["priority", "job", "symbol", "route", "families", "reason"]


def rendered(text: str) -> str:
    """Return a text as a reader sees it in a report."""
    return plain_blanks(shown(text))


def job_row(job: JsonObject) -> list[str]:
    """Return the cells of a job's row."""
    families = ", ".join(rendered(family) for family in job["model_families"])
    return [
        str(job["priority"]),
        rendered(job["job_id"]),
        "pooled" if job["symbol"] is None else rendered(job["symbol"]),
        job["route"],
        families or "none",
        rendered(job["reason"]),
    ]


def covered_count(metadata: JsonObject) -> int:
    """Return the number of symbols in a job's ``covered_symbols``, which may hold anything."""
    told = metadata.get("covered_symbols")
    return sum(isinstance(symbol, str) for symbol in told) if isinstance(told, list) else 0


Reader = Callable[[bytes], Page]

with_both_readers = pytest.mark.parametrize("read", [read_page, read_gfm_page], ids=["commonmark", "gfm"])


def pages_of(plan: MasterPlan, read: Reader = read_page) -> tuple[JsonObject, Page, Page]:
    """Return the master as an object, the summary and the report."""
    files = files_of(plan)
    return load(files[MASTER].data), read(files[SUMMARY].data), read(files[REPORT].data)


@given(plans())
def test_summary_counts_by_type_route_and_priority(plan: MasterPlan) -> None:
    master, summary, _ = pages_of(plan)
    for heading, field in (("type", "by_type"), ("route", "by_route"), ("priority", "by_priority")):
        counted = {row[0]: int(row[1]) for row in summary.table(heading, "jobs").rows}
        assert counted == master["summary"][field]


@given(plans())
def test_summary_totals(plan: MasterPlan) -> None:
    master, summary, _ = pages_of(plan)
    assert dict(summary.table("jobs", "count").rows) == {
        "trainable, cross-sectional": str(master["summary"]["total_cs_jobs"]),
        "trainable, symbol-specific": str(master["summary"]["total_symbol_jobs"]),
        "blocked": str(master["summary"]["total_blocked"]),
        "all": str(len(master["jobs"])),
    }


PIE = re.compile(r"pie showData\n    title ([A-Za-z ]+)\n((?:    \"[A-Za-z_, -]+\" : [1-9][0-9]*\n)+)")
"""What a pie chart must look like for every version of Mermaid that the forges run; labels are the contract's words."""


@given(plans())
def test_the_charts_of_the_summary_show_its_counts(plan: MasterPlan) -> None:
    master, summary, report = pages_of(plan)
    charts = {}
    for language, content in summary.fences:
        assert language == "mermaid"
        pie = PIE.fullmatch(content)
        assert pie is not None
        charts[pie[1]] = {label: int(count) for label, count in re.findall(r'"(.+)" : (.+)', pie[2])}
    counts = master["summary"]
    totals = {
        "trainable, cross-sectional": counts["total_cs_jobs"],
        "trainable, symbol-specific": counts["total_symbol_jobs"],
        "blocked": counts["total_blocked"],
    }
    fates = {label: count for label, count in totals.items() if count}
    assert charts == ({"What becomes of the jobs": fates, "Jobs by route": counts["by_route"]} if fates else {})
    assert report.fences == []


@given(plans())
def test_summary_statistics(plan: MasterPlan) -> None:
    master, summary, _ = pages_of(plan)
    jobs = master["jobs"]
    trainable = [job for job in jobs if job["route"] != "ROUTE_BLOCKED"]
    families = [family for job in trainable for family in job["model_families"]]
    assert dict(summary.table("what", "count").rows) == {
        "targets": str(len({job["target"] for job in jobs})),
        "targets with a pooled model": str(len({job["target"] for job in trainable if job["symbol"] is None})),
        "symbols with a job of their own": str(len({job["symbol"] for job in jobs if job["symbol"] is not None})),
        "pairs covered by a pooled model alone": str(sum(covered_count(job["metadata"]) for job in trainable)),
        "pairs with a trainable job of their own": str(sum(job["symbol"] is not None for job in trainable)),
        "models to train (job times family)": str(len(families)),
    }
    by_family = [[rendered(family), str(families.count(family))] for family in sorted(set(families))]
    assert summary.table("family", "jobs").rows == by_family


@given(plans())
def test_summary_lists_every_target_and_symbol_with_its_jobs(plan: MasterPlan) -> None:
    master, summary, _ = pages_of(plan)
    for field in ("target", "symbol"):
        groups = grouped(master["jobs"], f"by_{field}")
        expected = [
            [rendered(key), str(len(jobs)), str(sum(job["route"] == "ROUTE_BLOCKED" for job in jobs))]
            for key, jobs in sorted(groups.items())
        ]
        tables = [table for table in summary.tables if table.header == [field, "jobs", "of them blocked"]]
        assert [table.rows for table in tables] == ([expected] if expected else [])


@given(plans())
def test_summary_names_the_top_jobs_by_target(plan: MasterPlan) -> None:
    master, summary, _ = pages_of(plan)
    by_target: dict[str, list[JsonObject]] = {}
    for job in master["jobs"]:
        by_target.setdefault(job["target"], []).append(job)
    tables = [(table.heading, table.rows) for table in summary.tables if table.header == JOB_HEADER]
    assert tables == [(rendered(target), [job_row(job) for job in jobs]) for target, jobs in by_target.items()]


@given(plans())
def test_report_has_a_section_for_each_target_with_its_jobs(plan: MasterPlan) -> None:
    master, _, report = pages_of(plan)
    tables = [(table.heading, table.rows) for table in report.tables if table.header == JOB_HEADER]
    groups = sorted(grouped(master["jobs"], "by_target").items())
    assert tables == [(rendered(target), [job_row(job) for job in jobs]) for target, jobs in groups]
    assert [text for level, text in report.headings if level == "h2"] == [rendered(target) for target, _ in groups]


@given(plans())
def test_both_say_where_the_plan_comes_from(plan: MasterPlan) -> None:
    master, summary, report = pages_of(plan)
    about = master["metadata"]
    fields = ("generated_at", "run_id", "git_commit", "routing_plan_path", "config_hash", "metrics_snapshot")
    expected = ["not known" if about[field] is None else rendered(about[field]) for field in fields]
    for page in (summary, report):
        assert [row[1] for row in page.table("plan", "").rows] == expected


@with_both_readers
@given(plan=plans())
def test_no_name_becomes_html(plan: MasterPlan, read: Reader) -> None:
    _, summary, report = pages_of(plan, read)
    assert summary.html == []
    assert report.html == []


@with_both_readers
@given(plan=plans())
def test_every_link_leads_to_a_file_of_the_tree(plan: MasterPlan, read: Reader) -> None:
    paths = set(files_of(plan))
    _, summary, report = pages_of(plan, read)
    assert set(summary.links + report.links) <= paths


@given(plans())
def test_summary_links_to_every_view_with_jobs(plan: MasterPlan) -> None:
    files = files_of(plan)
    _, summary, _ = pages_of(plan)
    linked = set(summary.links)
    assert linked == {path for path, file in files.items() if path.startswith("by_") and load(file.data)["jobs"]}


@given(plans())
def test_link_leads_to_the_view_of_the_name_that_it_shows(plan: MasterPlan) -> None:
    files = files_of(plan)
    _, summary, _ = pages_of(plan)
    for field in ("target", "symbol"):
        tables = [table for table in summary.tables if table.header == [field, "jobs", "of them blocked"]]
        for text, path in (link for table in tables for link in table.links):
            assert text == rendered(load(files[path].data)[field])


def plan_about(target: str, symbol: str, reason: str, metadata: JsonObject | None = None) -> MasterPlan:
    """Return a plan of one job."""
    job = {
        "job_id": "a",
        "target": target,
        "symbol": symbol,
        "route": "ROUTE_BOTH",
        "training_type": "symbol_specific",
        "model_families": [symbol],
        "priority": 1,
        "reason": reason,
        "metadata": metadata or {},
    }
    return plan_of([job], PROVENANCE)


@with_both_readers
@settings(max_examples=150)
@given(target=names(), symbol=names(), reason=texts())
@example(target="\u00a0", symbol="AAPL", reason="")
@example(target="a", symbol="\u3000x", reason="")
@example(target="a", symbol="x\u2003", reason="\u00a0x\u00a0")
@example(target=" ", symbol="a  b", reason="  a   b  ")
@example(target="[a](b)", symbol="a|b", reason="<b>&amp;</b> | \\| `")
@example(target="__a__|", symbol="_ _", reason="__0__")
@example(target="#", symbol="---", reason=":---:")
@example(target="www.a.org", symbol="a@b.org", reason="see http://a.org, ftp://a and mailto:a@b.org xmpp:a@b.org")
def test_any_name_and_reason_stand_in_their_cells(target: str, symbol: str, reason: str, read: Reader) -> None:
    plan = plan_about(target, symbol, reason)
    _, summary, report = pages_of(plan, read)
    expected = ["1", "a", rendered(symbol), "ROUTE_BOTH", rendered(symbol), rendered(reason)]
    for page in (summary, report):
        (table,) = [table for table in page.tables if table.header == JOB_HEADER]
        assert table.rows == [expected]
        assert table.heading == rendered(target)
        assert set(page.links) <= set(files_of(plan))
        assert page.html == []


@given(st.sampled_from(("covered_symbols", "cs_state", "score", "sample_size")), json_values())
@example("covered_symbols", 5)
@example("covered_symbols", None)
@example("covered_symbols", "AAPL")
@example("covered_symbols", ["AAPL", ["IBM"], None])
def test_metadata_is_an_open_bag_whatever_its_names(fact: str, value: object) -> None:
    _, summary, _ = pages_of(plan_about("a", "AAPL", "", {fact: value}))
    covered = covered_count({fact: value})
    assert dict(summary.table("what", "count").rows)["pairs covered by a pooled model alone"] == str(covered)


def test_what_a_large_plan_leaves_out_is_counted_and_linked() -> None:
    template = json.loads(encode_plan(plan_about("a/b", "AAPL", "")).lines[0])
    jobs = [{**template, "job_id": f"job {number}", "symbol": f"S {number:03}"} for number in range(130)]
    plan = plan_of(jobs, PROVENANCE)
    files = files_of(plan)
    _, summary, report = pages_of(plan)
    assert sum(len(table.rows) for table in summary.tables if table.header == JOB_HEADER) == 20
    assert len(summary.table("symbol", "jobs", "of them blocked").rows) == 100
    assert b"and 30 more in" in files[SUMMARY].data
    assert set(summary.links) - set(files) == {"by_symbol/"}
    assert sum(len(table.rows) for table in report.tables if table.header == JOB_HEADER) == 50
    assert b"and 80 more in" in files[REPORT].data
    assert set(report.links) <= set(files)
    assert "by_target/a%2Fb.json" in report.links
