"""Take the picture of the README again: the report of the bundled real routing plan, in Debian's Chromium.

    python scripts/take_screenshot.py

The plan is always the same; the picture depends on the browser and its fonts, so it is looked at and committed by hand.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

from report.browser import OpenReport, launch  # noqa: E402 - the tests know how to open a report
from report.sample_plans import REAL, REAL_ACCOUNT  # noqa: E402
from training_plan.reporting.page import render  # noqa: E402

PICTURE = ROOT / "tests" / "report" / "screenshots" / "real_small.png"
SIZE = {"width": 1280, "height": 1000}


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "report.html"
        page.write_bytes(render(REAL, REAL_ACCOUNT).data)
        browser = launch(playwright)
        with OpenReport(browser, page, viewport=SIZE) as report:
            report.ready().page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
