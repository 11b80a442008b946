"""The map shows the job of the cell that a person points at, with the mouse and with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from report.browser import OpenReport
from report.conftest import Open
from report.page_oracle import jobs_of
from report.sample_plans import REAL, wide_plan

JOBS = {job["job_id"]: job for job in jobs_of(REAL)}
BOTH = JOBS["sym_fwd_vol_5d_IBM"]


@pytest.fixture(scope="module")
def shared(open_report: Open) -> Iterator[OpenReport]:
    """One open page of the real plan."""
    with open_report(REAL) as report:
        yield report.ready()


def cell(name: str) -> str:
    return f'#map td[aria-label^="{name}"]'


def test_pointing_at_a_cell_tells_its_job(shared: OpenReport) -> None:
    shared.page.locator("#map").scroll_into_view_if_needed()
    shared.page.mouse.move(0, 0)
    shared.page.hover(cell("fwd_vol_5d, IBM"))
    tip = shared.page.locator("#tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("fwd_vol_5d \u00d7 IBM")
    expect(tip).to_contain_text("ROUTE_BOTH")
    expect(tip).to_contain_text(f"priority {BOTH['priority']} · lightgbm, xgboost · score 0.09412 · 3,205 samples")
    expect(tip).to_contain_text(BOTH["reason"])
    shared.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fwd_vol_5d, AAPL", ["covered by the pooled job", "priority 90"]),
        ("y_vol_expand_5d_1.5, FB", ["no job"]),
        ("fwd_vol_5d, pooled", ["ROUTE_CROSS_SECTIONAL", "priority 90"]),
    ],
)
def test_a_pair_without_a_job_of_its_own_says_what_it_has(shared: OpenReport, name: str, words: list[str]) -> None:
    shared.page.mouse.move(0, 0)
    shared.page.hover(cell(name))
    for text in words:
        expect(shared.page.locator("#tip")).to_contain_text(text)


def test_the_keyboard_reaches_every_cell_and_opens_its_job(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        order = page.get_by_label("Order")
        order.focus()
        page.keyboard.press("Tab")
        focused = page.locator("#map td:focus")
        expect(focused).to_have_attribute("aria-label", "fwd_ret_1d, pooled: blocked, priority 0")
        expect(page.locator("#tip")).to_contain_text("fwd_ret_1d \u00d7 pooled")
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "End", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
        expect(focused).to_have_attribute("aria-label", "fwd_vol_5d, NVDA: experimental, priority 50")
        page.keyboard.press("Enter")
        expect(page.locator("#card h2")).to_have_text("sym_fwd_vol_5d_NVDA")
        page.keyboard.press("Escape")
        expect(page.locator("#card")).to_be_hidden()
        expect(focused).to_have_attribute("aria-label", "fwd_vol_5d, NVDA: experimental, priority 50")
        page.keyboard.press("Control+End")
        expect(focused).to_have_attribute("aria-colindex", "11")
        page.keyboard.press("Control+Home")
        expect(focused).to_have_attribute("aria-label", "fwd_ret_1d, pooled: blocked, priority 0")
        assert page.locator("#map td[tabindex='0']").count() == 1


def test_a_card_tells_everything_of_a_job(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        page.locator(cell("fwd_vol_5d, pooled")).click()
        card = dict(zip(report.texts("#card dt"), report.texts("#card dd"), strict=True))
    job = JOBS["cs_fwd_vol_5d"]
    facts = job["metadata"]
    assert card == {
        "target": job["target"],
        "symbol": "pooled",
        "route": f"C {job['route']}",
        "training type": job["training_type"],
        "model families": ", ".join(job["model_families"]),
        "priority": str(job["priority"]),
        "reason": job["reason"],
        "score": str(facts.pop("score")),
        "sample size": f"{facts.pop('sample_size'):,}",
        "CS state": facts.pop("cs_state"),
        "stability": facts.pop("stability"),
        "metric": facts.pop("metric_name"),
        "covers 5 symbols": ", ".join(facts.pop("covered_symbols")),
        **{key: f'"{value}"' if isinstance(value, str) else str(value) for key, value in facts.items()},
    }


def test_a_wide_map_scrolls_and_its_overview_leads_to_a_cell(open_report: Open) -> None:
    plan = wide_plan(targets=60, symbols=500)
    with open_report(plan) as report:
        page = report.ready().page
        assert page.locator("#map td[data-row]").count() < 700
        overview = page.locator("canvas.overview")
        expect(overview).to_be_visible()
        box = overview.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator("#tip")).to_contain_text("symbol-specific")
        overview.click(position={"x": box["width"] - 2, "y": box["height"] - 2})
        expect(page.locator(cell("target_059, symbol_0499"))).to_be_visible()
        page.locator("#map td[data-row]").first.click()
        page.keyboard.press("Escape")
        page.keyboard.press("Control+End")
        focused = page.locator("#map td:focus")
        expect(focused).to_have_attribute("aria-label", "target_059, symbol_0499: symbol-specific, priority 80")
        page.keyboard.press("PageUp")
        page.keyboard.press("Home")
        expect(focused).to_have_attribute("aria-label", "target_049, pooled: no job")


def test_one_cell_stays_in_reach_of_the_keyboard_when_the_map_shrinks(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        page.locator("#map td[data-row]").last.click()
        page.keyboard.press("Escape")
        report.go("#target=fwd_vol_5d&symbol=AA")
        assert page.locator("#map td[data-row]").count() == 2
        expect(page.locator("#map td[tabindex='0']")).to_have_attribute(
            "aria-label", "fwd_vol_5d, AAPL: covered by the pooled job"
        )
        report.go("#target=nothing+like+it")
        expect(page.get_by_text("No target passes the filters.")).to_be_visible()
        report.go("#")
        assert page.locator("#map td[data-row]").count() == 100


def test_the_order_of_the_map_can_be_asked_for(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        page.get_by_label("Order").select_option("blocked")
        first = page.locator("#map tbody th").first
        expect(first).to_have_text("y_above_sma20_same_day")
        page.get_by_label("Order").select_option("trained")
        expect(first).to_have_text("y_vol_expand_5d_1.5")
