"""The page opens from the disk and says of the plan what the plan says."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from report.conftest import Open
from report.page_oracle import csv_row, jobs_of, standing_words
from report.sample_plans import REAL, REAL_ACCOUNT, REAL_PLAIN
from support.oracle import expected_summary
from support.strategies import plans
from training_plan.models import MasterPlan


def test_it_opens_without_an_error_and_asks_for_nothing(open_report: Open) -> None:
    with open_report(REAL) as report:
        report.ready()
        assert report.page.title() == "Training plan 20260102_030405"
        assert not report.page.locator("#loading").is_visible()
        assert report.found() == "69 jobs"


def test_the_numbers_of_the_overview_are_those_of_the_plan(open_report: Open) -> None:
    jobs = jobs_of(REAL)
    summary = expected_summary(jobs)
    covered = [pair for job in jobs for pair in job["metadata"].get("covered_symbols", ())]
    fits = sum(len(job["model_families"]) for job in jobs if job["route"] != "ROUTE_BLOCKED")
    with open_report(REAL, account=REAL_ACCOUNT) as report:
        labels = report.attributes("#overview [data-number]", "data-number")
        numbers = dict(zip(labels, report.texts("#overview .number"), strict=True))
        assert report.texts(".headline") == ["43 jobs to train, for 10 targets and 9 symbols."]
    assert numbers == {
        "pooled jobs": str(summary["total_cs_jobs"]),
        "symbol jobs": str(summary["total_symbol_jobs"]),
        "covered pairs": str(len(covered)),
        "blocked": str(summary["total_blocked"]),
        "model fits": str(fits),
    }


def test_the_charts_count_what_the_plan_has(open_report: Open) -> None:
    jobs = jobs_of(REAL)
    with open_report(REAL) as report:
        report.ready()
        chips = report.texts("#filters [data-route]")
        priorities = report.texts("#priorities tbody th")
        counts = report.texts("#priorities tbody .figure")
        scores = report.texts("#scores tbody th")
        sizes = report.texts("#samples tbody th")
    by_route = Counter(job["route"] for job in jobs)
    by_priority = Counter(job["priority"] for job in jobs)
    assert [int(chip.split()[-1]) for chip in chips] == [
        by_route[route]
        for route in (
            *("ROUTE_CROSS_SECTIONAL", "ROUTE_SYMBOL_SPECIFIC", "ROUTE_BOTH"),
            *("ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED"),
        )
    ]
    assert list(zip(map(int, priorities), map(int, counts), strict=True)) == sorted(by_priority.items(), reverse=True)
    for texts, fact in ((scores, "score"), (sizes, "sample_size")):
        assert sum(int(text.split()[-1]) for text in texts) == sum(fact in job["metadata"] for job in jobs)


@pytest.mark.parametrize("plan", [REAL, REAL_PLAIN], ids=["blocked jobs", "no blocked jobs"])
def test_every_cell_of_the_map_shows_the_standing_of_its_pair(open_report: Open, plan: MasterPlan) -> None:
    with open_report(plan) as report:
        report.ready()
        told = report.attributes("#map td[data-row]", "aria-label")
    assert sorted(told, key=str) == sorted(standing_words(jobs_of(plan)))


def test_without_scripts_the_overview_is_there_and_says_where_the_rest_is(open_report: Open) -> None:
    with open_report(REAL, java_script_enabled=False) as report:
        assert report.page.get_by_text("43 jobs").first.is_visible()
        assert report.page.get_by_text(re.compile("need JavaScript")).is_visible()


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(plan=plans())
def test_the_page_gives_every_job_back(open_report: Open, plan: MasterPlan) -> None:
    with open_report(plan) as report:
        rows = report.ready().saved_csv()
        told = report.attributes("#map td[data-row]", "aria-label") if plan.jobs else []
    assert rows == [csv_row(job) for job in jobs_of(plan)]
    assert sorted(told, key=str) == sorted(standing_words(jobs_of(plan)))
