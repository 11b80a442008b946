"""The page is fit for every reader: light and dark, wide and narrow, on paper, by keyboard and by ear."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from report.conftest import Open
from report.sample_plans import OLDER, REAL, plan_of_jobs

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, a line for each rule."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def test_axe_finds_nothing_wrong_by_day(open_report: Open) -> None:
    with open_report(REAL, old=OLDER, color_scheme="light") as report:
        assert violations(report.ready().page) == []


def test_axe_finds_nothing_wrong_by_night_with_everything_open(open_report: Open) -> None:
    with open_report(REAL, old=OLDER, color_scheme="dark") as report:
        page = report.ready().page
        page.get_by_text("Where the plans come from").click()
        page.locator("#map td[data-row]").first.click()
        assert violations(page) == []


def test_axe_can_find_something(open_report: Open) -> None:
    with open_report(plan_of_jobs()) as report:
        page = report.ready().page
        page.evaluate("document.querySelector('#filters label span').remove()")
        page.evaluate("document.querySelector('#filters input').removeAttribute('placeholder')")
        assert any(line.startswith("label:") for line in violations(page))


def test_dark_is_dark_and_light_is_light(open_report: Open) -> None:
    for scheme, is_dark in (("dark", True), ("light", False)):
        with open_report(REAL, color_scheme=scheme) as report:
            colour = report.ready().page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", colour))) < 3 * 60) is is_dark


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_sticks_out_of_a_narrow_screen(open_report: Open, width: int) -> None:
    with open_report(REAL, old=OLDER, viewport={"width": width, "height": 800}) as report:
        page = report.ready().page
        assert page.evaluate("document.documentElement.scrollWidth") == width
        expect(page.locator("#map td[data-row]").first).to_be_visible()


def test_paper_has_pictures_and_no_controls(open_report: Open) -> None:
    with open_report(REAL, color_scheme="dark") as report:
        page = report.ready().page
        page.emulate_media(media="print")
        for hidden in ("#filters", "#jobs .actions", ".pager"):
            expect(page.locator(hidden)).to_be_hidden()
        for shown in ("#overview", "#map .legend", "#map table", "#scores svg >> nth=0", "#jobs table", "#about"):
            expect(page.locator(shown)).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 33, 40)"
        assert len(page.pdf()) > 10_000


def test_the_keyboard_walks_through_the_controls_in_their_order(open_report: Open) -> None:
    with open_report(REAL) as report:
        page = report.ready().page
        names = []
        for _ in range(16):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.name || document.activeElement.dataset.route || ''"))
    assert names[:13] == [
        *("search", "target", "symbol", "reason", "type", "family", "lowest", "highest"),
        *("ROUTE_CROSS_SECTIONAL", "ROUTE_SYMBOL_SPECIFIC", "ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED"),
    ]
