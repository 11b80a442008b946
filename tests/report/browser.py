"""A page of the report as a person meets it: opened from the disk, in a real browser that watches what it does."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CHROMIUM: Final = shutil.which("chromium")

FLAGS: Final = (
    "--no-sandbox",  # the tests may run as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

READY: Final = "html[data-ready=true]"
"""What matches as soon as a page shows its jobs."""

_NUMBERS: Final = ("priority", "score", "sample_size")

# The event is sent by hand: none comes by itself where the address is already the one asked for.
_FOLLOW: Final = """fragment => {
  history.replaceState(null, "", fragment);
  dispatchEvent(new HashChangeEvent("hashchange"));
}"""


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium without a window; a profile of its own goes when it ends."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])


class OpenReport:
    """A report in a tab of its own; on leaving, nothing may have gone wrong and nothing may have been asked for."""

    def __init__(self, browser: Browser, file: Path, fragment: str = "", **options: Any) -> None:  # noqa: ANN401 - those of a context
        self.file = file
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.context: BrowserContext = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.problems.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri() + fragment)

    def __enter__(self) -> OpenReport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.context.close()
        if kind is None:
            assert self.problems == []
            assert {url.partition("#")[0] for url in self.requests} == {self.file.as_uri()}

    def ready(self) -> OpenReport:
        """Wait until the jobs are shown."""
        self.page.wait_for_selector(READY, state="attached", timeout=60_000)
        return self

    def texts(self, selector: str) -> list[str]:
        """Return the text of every element that matches, hidden ones included."""
        return [" ".join(text.split()) for text in self.page.locator(selector).all_text_contents()]

    def attributes(self, selector: str, name: str) -> list[str | None]:
        """Return an attribute of every element that matches."""
        found: list[str | None] = self.page.locator(selector).evaluate_all(
            "(elements, name) => elements.map((element) => element.getAttribute(name))", name
        )
        return found

    def found(self) -> str:
        """Return what the page says of how many jobs the filters find."""
        return self.page.locator("output.found").text_content() or ""

    def go(self, fragment: str) -> None:
        """Follow a shared address, and wait until the page shows what it asks for."""
        self.page.evaluate(_FOLLOW, fragment)
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows what was asked for last."""
        self.page.wait_for_selector("#explorer[aria-busy=false]", state="attached", timeout=60_000)

    def saved_csv(self) -> list[dict[str, Any]]:
        """Save the selected jobs, and return the rows of the file, its numbers as numbers."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Save CSV").click()
        text = Path(download.value.path()).read_bytes().decode()
        rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text, newline="")))
        for row in rows:
            row |= {name: float(row[name]) if row[name] else None for name in _NUMBERS}
        return rows
