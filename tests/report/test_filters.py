"""Filters find what they say, stand in the address, and come back from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from report.browser import OpenReport
from report.conftest import Open
from report.page_oracle import jobs_of, matches
from report.sample_plans import REAL
from support.strategies import ROUTES

Asked = dict[str, str]

JOBS = jobs_of(REAL)

NAMES = ("fwd_vol_5d", "y_will", "FWD", "_5d", "AAPL", "^", "a", "nothing like it")
TEXTS = (
    *("score=0.7", "unknown", "Local", "0.383, stab", "cs_fwd"),
    *("xgboost", "d_AAPL", "→ route_both", "nothing like it"),
)

asked_for = st.fixed_dictionaries(
    {},
    optional={
        "search": st.sampled_from((*NAMES, *TEXTS)),
        "target": st.sampled_from(NAMES),
        "symbol": st.sampled_from(NAMES),
        "reason": st.sampled_from(TEXTS),
        "type": st.sampled_from(("cross_sectional", "symbol_specific")),
        "family": st.sampled_from(("lightgbm", "xgboost")),
        "route": st.lists(st.sampled_from(ROUTES), min_size=1, max_size=3, unique=True).map(",".join),
        "priority": st.sampled_from(("70..90", "..0", "50..", "85..85", "90..1")),
    },
)


@pytest.fixture(scope="module")
def shared(open_report: Open) -> Iterator[OpenReport]:
    """One open page of the real plan."""
    with open_report(REAL) as report:
        yield report.ready()


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(asked=asked_for)
def test_filters_find_what_they_say(shared: OpenReport, asked: Asked) -> None:
    wanted = [str(row) for row, job in enumerate(JOBS) if matches(job, JOBS, asked)]
    shared.go(f"#{urlencode(asked)}")
    assert shared.attributes("#jobs tr[data-row]", "data-row") == wanted[:50]
    assert shared.found() == ("69 jobs" if len(wanted) == len(JOBS) else f"{len(wanted)} of 69 jobs")


def test_the_drawn_filters_find_none_some_and_all() -> None:
    for key in ("search", "target", "symbol", "reason"):
        counts = {sum(matches(job, JOBS, {key: text}) for job in JOBS) for text in (*NAMES, *TEXTS)}
        assert {0} < counts
        assert max(counts) > 5


def test_typing_puts_the_filter_into_the_address_and_clearing_takes_it_out(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        page.get_by_label("Target", exact=True).fill("fwd_vol_5d")
        page.get_by_label("Lowest priority").fill("70")
        page.get_by_role("button", name=re.compile("^both")).click()
        expect(page.locator("output.found")).to_have_text("1 of 69 jobs")
        assert parse_qs(page.evaluate("location.hash.slice(1)")) == {
            "target": ["fwd_vol_5d"],
            "priority": ["70.."],
            "route": ["ROUTE_BOTH"],
        }
        page.get_by_role("button", name="Clear filters").click()
        expect(page.locator("output.found")).to_have_text("69 jobs")
        assert page.evaluate("location.hash") == ""


def test_a_shared_address_fills_the_form(open_report: Open) -> None:
    fragment = "#target=fwd&symbol=IBM&reason=local&type=symbol_specific&priority=..80&route=ROUTE_BOTH&sort=-symbol"
    with open_report(REAL, fragment) as report:
        page = report.ready().page
        values = {key: page.locator(f"#filters [name={key}]").input_value() for key in ("target", "symbol", "reason")}
        assert values == {"target": "fwd", "symbol": "IBM", "reason": "local"}
        assert page.get_by_label("Type").input_value() == "symbol_specific"
        assert page.get_by_label("Highest priority").input_value() == "80"
        assert report.attributes("#filters [aria-pressed=true]", "data-route") == ["ROUTE_BOTH"]
        assert page.locator("th[aria-sort=descending]").text_content() == "Symbol"


@pytest.mark.parametrize(
    "fragment", ["#priority=high&route=ROUTE_NO&sort=-colour&x=1", "#%", "#&&=", "#sort=constructor"]
)
def test_an_address_that_makes_no_sense_asks_for_nothing(fragment: str, open_report: Open) -> None:
    with open_report(REAL, fragment) as report:
        assert report.ready().found() == "69 jobs"


def test_the_map_keeps_the_names_and_dims_the_jobs_that_are_not_asked_for(open_report: Open) -> None:
    with open_report(REAL, "#target=fwd_vol_5d&route=ROUTE_EXPERIMENTAL_ONLY") as report:
        report.ready()
        bright = report.attributes("#map td[data-row]:not(.dim)", "aria-label")
        assert len(report.attributes("#map td[data-row]", "aria-label")) == 10
    assert bright == [f"fwd_vol_5d, {symbol}: experimental, priority 50" for symbol in ("NVDA", "^GSPC", "^IXIC")]


def test_a_priority_a_target_and_a_card_narrow_the_page(open_report: Open) -> None:
    wanted = [job for job in JOBS if matches(job, JOBS, {"symbol": "IBM"})]
    with open_report(REAL) as report:
        page = report.ready().page
        page.get_by_role("button", name="Filter by priority 70").click()
        expect(page.locator("output.found")).to_have_text("9 of 69 jobs")
        page.locator("#coverage").get_by_role("button", name="fwd_vol_5d").click()
        expect(page.locator("output.found")).to_have_text("1 of 69 jobs")
        page.locator("#jobs").get_by_role("button", name="fwd_vol_5d").click()
        page.get_by_role("button", name="Jobs of this symbol").click()
        expect(page.locator("output.found")).to_have_text(f"{len(wanted)} of 69 jobs")
        assert page.get_by_label("Symbol", exact=True).input_value() == "IBM"
