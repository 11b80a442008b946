"""``training-plan show`` prints tables that fit and are safe to look at."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from consumer.samples import GOLDEN, OWN, POOLED, document, golden_document, written
from consumer.showing import COLOUR, COLUMNS, ESCAPE, HOSTILE, STEERING, Show, on_terminal
from training_plan.cli.main import main


def test_a_piped_table_has_a_row_of_tabs_for_each_job(show: Show) -> None:
    expected = [
        [
            str(job["priority"]),
            job["job_id"],
            job["target"],
            job["symbol"] or "",
            job["route"],
            ",".join(job["model_families"]),
            job["reason"],
        ]
        for job in golden_document()["jobs"]
    ]
    assert show().rows() == expected


def test_a_piped_table_has_no_colour_even_if_a_terminal_is_forced(monkeypatch: pytest.MonkeyPatch, show: Show) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for output in ("table", "csv", "jsonl", "json"):
        assert "\x1b" not in show("--format", output).out


def test_a_table_on_a_terminal_fits_it() -> None:
    for columns in (80, 60, 200):
        text = on_terminal(GOLDEN, "--top", "69", columns=columns)
        lines = ESCAPE.sub("", text).splitlines()
        assert max(map(cell_len, lines)) <= columns
        assert lines[-1] == "69 of 69 jobs"
        assert "priority" in text
        assert all(str(job["symbol"]) in text for job in golden_document()["jobs"] if job["symbol"] is not None)


def test_long_and_wide_names_fit_a_terminal_too(tmp_path: Path) -> None:
    names = ("x" * 200, "\u65e5\u7d4c" * 100, "\U0001f4c8" * 100, "a " * 100, "e\u0301" * 100)
    jobs = [
        {**OWN, "job_id": f"{number}{name}"[:200], "target": name, "symbol": name, "model_families": [name, "y" * 200]}
        for number, name in enumerate(names)
    ]
    lines = ESCAPE.sub("", on_terminal(written(tmp_path, document(*jobs)))).splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert "".join(lines).count("x") >= 400


def test_a_terminal_shows_the_first_jobs_and_says_how_many_there_are() -> None:
    assert on_terminal(GOLDEN).splitlines()[-1] == "50 of 69 jobs"
    assert on_terminal(GOLDEN, "--symbol", "AAPL").splitlines()[-1] == "11 of 11 jobs"


def test_a_wide_terminal_shows_every_column() -> None:
    header = ESCAPE.sub("", on_terminal(GOLDEN, "--top", "1", columns=250)).split("\n")[0]
    assert header.split() == COLUMNS


def test_no_color_means_no_colour() -> None:
    assert not COLOUR.search(on_terminal(GOLDEN, environment={"NO_COLOR": "1"}))
    assert "\x1b" not in on_terminal(GOLDEN, environment={"TERM": "dumb", "NO_COLOR": "1"})


@pytest.mark.parametrize("name", ["ROUTE_66", "ROUTE_BOTH", "[bold]x[/bold]", "[red]", ":smile:", "a  b"])
def test_a_terminal_shows_names_as_they_are(name: str, tmp_path: Path) -> None:
    job = {**OWN, "target": name, "symbol": name, "model_families": [name]}
    text = ESCAPE.sub("", on_terminal(written(tmp_path, document(job)), columns=120))
    assert text.count(name) == 3


HOSTILE_JOB: dict[str, Any] = {
    **OWN,
    "job_id": HOSTILE,
    "target": HOSTILE,
    "symbol": HOSTILE,
    "model_families": [HOSTILE],
    "reason": HOSTILE,
}


def test_a_hostile_plan_cannot_steer_a_pipe(tmp_path: Path, show: Show) -> None:
    shown = show(plan=written(tmp_path, document(POOLED, HOSTILE_JOB)))
    assert not STEERING.search(shown.out)
    assert len(shown.rows()) == 2
    assert [len(row) for row in shown.rows()] == [len(COLUMNS)] * 2
    assert "\\u001b[2J" in shown.out


@pytest.mark.parametrize("columns", [80, 250])
def test_a_hostile_plan_cannot_steer_a_terminal(columns: int, tmp_path: Path) -> None:
    text = on_terminal(written(tmp_path, document(POOLED, HOSTILE_JOB)), columns=columns)
    assert not STEERING.search(ESCAPE.sub("", text))
    assert "\t" not in text
    assert not COLOUR.search(text)
    assert max(cell_len(line) for line in ESCAPE.sub("", text).split("\n")) <= columns


def test_hostile_arguments_and_names_cannot_steer_the_notes(tmp_path: Path, show: Show) -> None:
    plan = written(tmp_path, document({**POOLED, "target": f"ret{HOSTILE}"}))
    for option in ("--target", "--symbol"):
        shown = show(option, f"ret{HOSTILE}x".replace("\x00", ""), plan=plan)
        assert shown.err != ""
        assert not STEERING.search(shown.err)


@given(text=st.text(max_size=20))
def test_no_text_in_a_reason_can_steer_a_table(folder: Path, text: str) -> None:
    try:
        written(folder, document({**POOLED, "reason": text}))
    except (UnicodeEncodeError, ValueError):
        return
    stream = io.StringIO(newline="")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", stream)
        assert main(["show", str(folder)]) == 0
    assert not STEERING.search(stream.getvalue())
    assert stream.getvalue().count("\n") == 2
