"""Progress appears on a terminal, by itself, while work lasts, and leaves nothing behind."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable

import pytest

from training_plan.cli import progress
from training_plan.cli.progress import ProgressBar

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


class Stream(io.StringIO):
    """A stderr that is a terminal, or not."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.fixture(autouse=True)
def in_a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; the limit is only there to end a test that fails."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_it_appears_by_itself_and_tells_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = Stream(is_terminal=True)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(progress, "_SILENT_SECONDS", 0.0)

    with ProgressBar("reading") as bar:
        wait_for(lambda: "reading" in stderr.getvalue())
        bar.phase("writing")
        bar.update(7)
        wait_for(lambda: "writing 7" in stderr.getvalue())

    said = stderr.getvalue()
    assert said.count(HIDE_CURSOR) == said.count(SHOW_CURSOR) == 1


@pytest.mark.parametrize(("is_terminal", "seconds"), [(False, 0.0), (True, 1000.0)])
def test_it_stays_away_from_what_is_no_terminal_and_from_short_work(
    is_terminal: bool, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    stderr = Stream(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(progress, "_SILENT_SECONDS", seconds)

    with ProgressBar("reading") as bar:
        bar.phase("writing")
        bar.update(7)

    assert stderr.getvalue() == ""


def test_a_closed_stderr_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)

    with ProgressBar("reading") as bar:
        bar.update(1)
