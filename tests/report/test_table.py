"""The table sorts, pages and goes out as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from report.conftest import Open
from report.page_oracle import csv_row, jobs_of
from report.sample_plans import REAL, REAL_PLAIN, plan_of_jobs, symbol_job, wide_plan
from support.oracle import JsonObject
from training_plan.models import Route

JOBS = jobs_of(REAL)
ROUTES = list(Route)

VALUES: dict[str, Callable[[JsonObject], Any]] = {
    "priority": lambda job: job["priority"],
    "target": lambda job: job["target"],
    "symbol": lambda job: job["symbol"] or "",
    "route": lambda job: ROUTES.index(job["route"]),
    "families": lambda job: ",".join(job["model_families"]),
    "score": lambda job: job["metadata"].get("score"),
    "samples": lambda job: job["metadata"].get("sample_size"),
}


def in_order(column: str, *, descending: bool) -> list[str]:
    """Return the rows by the value of a column; equal ones in plan order, unknown ones last."""
    known = [row for row, job in enumerate(JOBS) if VALUES[column](job) is not None]
    unknown = [row for row, job in enumerate(JOBS) if VALUES[column](job) is None]
    known.sort(key=lambda row: VALUES[column](JOBS[row]), reverse=descending)
    return [str(row) for row in (*known, *unknown)]


@pytest.mark.parametrize("column", VALUES)
def test_it_sorts_by_every_column_both_ways(open_report: Open, column: str) -> None:
    with open_report(REAL, f"#sort={column}") as report:
        rows = report.ready().attributes("#jobs tr[data-row]", "data-row")
        report.go(f"#sort=-{column}")
        turned = report.attributes("#jobs tr[data-row]", "data-row")
    assert rows == in_order(column, descending=False)[:50]
    assert turned == in_order(column, descending=True)[:50]


def test_a_heading_sorts_turns_and_gives_back_the_order_of_the_plan(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        heading = page.get_by_role("button", name="Symbol", exact=True)
        rows = []
        for _ in range(3):
            heading.click()
            rows.append(report.attributes("#jobs tr[data-row]", "data-row"))
        assert page.evaluate("location.hash") == ""
    plan_order = [str(row) for row in range(50)]
    assert rows == [
        in_order("symbol", descending=False)[:50],
        in_order("symbol", descending=True)[:50],
        plan_order,
    ]


def test_pages_hold_every_job_once(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        first = report.attributes("#jobs tr[data-row]", "data-row")
        page.get_by_role("button", name="Next").click()
        second = report.attributes("#jobs tr[data-row]", "data-row")
        expect(page.locator(".page-range")).to_have_text("51 to 69 of 69")
        assert page.get_by_role("button", name="Last").is_disabled()
    assert [*first, *second] == [str(row) for row in range(69)]


def test_a_row_shows_its_job_and_opens_its_card(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        cells = report.texts("#jobs tr[data-row='0'] td")
        page.locator("#jobs tr[data-row='0'] td").last.click()
        expect(page.locator("#card h2")).to_have_text(JOBS[0]["job_id"])
        page.get_by_role("button", name="Close").click()
        expect(page.locator("#card")).to_be_hidden()
    assert cells == [
        *("90", "fwd_vol_5d", "pooled", "C cross-sectional", "lightgbm, xgboost", "0.3832", "24,649"),
        JOBS[0]["reason"],
    ]


def test_columns_of_which_the_plan_knows_nothing_are_not_shown(open_report: Open) -> None:
    with open_report(REAL_PLAIN) as report:
        heads = report.ready().texts("#jobs thead th")
    assert heads == ["Priority", "Target", "Symbol", "Route", "Families", "Reason"]


def test_the_selected_jobs_can_be_copied_as_csv(open_report: Open) -> None:
    with open_report(
        REAL, "#target=fwd_vol_5d&sort=symbol", permissions=["clipboard-read", "clipboard-write"]
    ) as report:
        page = report.ready().page
        page.get_by_role("button", name="Copy CSV").click()
        expect(page.get_by_text("5 jobs copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_text("Link copied.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == page.url
        assert page.url.endswith("#target=fwd_vol_5d&sort=symbol")
        saved = report.saved_csv()
    symbols = [row["symbol"] for row in saved]
    assert symbols == sorted(symbols)
    assert len(copied.splitlines()) == 6
    assert [row["job_id"] for row in saved] == [line.split(",")[1] for line in copied.splitlines()[1:]]


def test_no_cell_of_csv_is_a_formula(open_report: Open) -> None:
    formulas = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", 'quoted "=1"', "a,=1")
    plan = plan_of_jobs(*(symbol_job(name, name, reason=f"{name}\n=1", job_id=name) for name in formulas))
    with open_report(plan) as report:
        rows = report.ready().saved_csv()
    assert rows == [csv_row(job) for job in jobs_of(plan)]
    risky = ("=", "+", "-", "@")
    assert not [cell for row in rows for cell in row.values() if isinstance(cell, str) and cell.startswith(risky)]


def test_a_plan_without_a_job_is_said_to_be_empty(open_report: Open) -> None:
    with open_report(plan_of_jobs()) as report:
        page = report.ready().page
        assert report.texts(".headline") == ["This plan is empty: no job can be trained."]
        assert report.texts("[data-warning=empty]") == ["Nothing will be trained: the router decided nothing."]
        expect(page.get_by_text("The plan has no job.")).to_be_visible()
        assert report.saved_csv() == []


def test_many_pages_are_walked_to_their_end(open_report: Open) -> None:
    with open_report(wide_plan(targets=3, symbols=400)) as report:
        page = report.ready().page
        page.get_by_role("button", name="Last").click()
        expect(page.locator(".page-range")).to_have_text("1,151 to 1,200 of 1,200")
        assert report.attributes("#jobs tr[data-row]", "data-row")[-1] == "1199"
