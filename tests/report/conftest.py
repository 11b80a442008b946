"""One browser for the tests of a worker, and reports of plans for it to open."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from report.browser import CHROMIUM, OpenReport, launch
from training_plan.comparing.comparison import compare_plans
from training_plan.models import DecisionAccount, MasterPlan
from training_plan.reporting.page import render

Open = Callable[..., OpenReport]

# A busy machine takes its time; a page that is right is never waited for that long.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def open_report(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Return what writes the report of a plan and opens it, with the options of a browser context."""
    folder = tmp_path_factory.mktemp("reports")
    numbers = itertools.count()

    def open_plan(
        plan: MasterPlan,
        fragment: str = "",
        *,
        account: DecisionAccount | None = None,
        old: MasterPlan | None = None,
        **options: Any,  # noqa: ANN401 - those of a browser context
    ) -> OpenReport:
        file = folder / f"{next(numbers)}.html"
        file.write_bytes(render(plan, account, None if old is None else compare_plans(old, plan)).data)
        return OpenReport(browser, file, fragment, **options)

    return open_plan
