"""``training-plan show``: the same jobs as the consumer's, in every format, and safe to look at."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from consumer.samples import GOLDEN, MASTER, OWN, POOLED, Recorder, document, golden_document, plain, written
from support.documents import job_lines
from support.oracle import JsonObject
from support.strategies import ROUTES, plans
from training_plan import MasterPlan, get_pooled_jobs_covering, load_master_training_plan
from training_plan.cli.main import main

COLUMNS = ["priority", "job_id", "target", "symbol", "route", "model_families", "reason"]
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ESCAPE = re.compile("\x1b\\[[0-9;]*m")
COLOUR = re.compile("\x1b\\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|38|48|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
HOSTILE = "\x1b[2J\x1b]0;pwned\x07\x9b31m\r\x08\x7f\u202etxt.exe\u2066\tx\ny\x00"


@dataclass(frozen=True)
class Shown:
    """What a run of ``show`` said."""

    exit_code: int
    out: str
    err: str

    def rows(self) -> list[list[str]]:
        """Return the rows of a table that was piped, without its header."""
        header, *rows = self.out.removesuffix("\n").split("\n")
        assert header.split("\t") == COLUMNS
        return [row.split("\t") for row in rows]


Show = Callable[..., Shown]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    """Run the command in this process."""

    def run(*arguments: str | Path, plan: Path = GOLDEN) -> Shown:
        capsys.readouterr()
        exit_code = main(["show", str(plan), *map(str, arguments)])
        said = capsys.readouterr()
        return Shown(exit_code, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan folder that every example writes anew."""
    return tmp_path_factory.mktemp("plan")


def by_importance(jobs: list[JsonObject]) -> list[JsonObject]:
    """Return jobs by priority from high to low, else in their order."""
    return sorted(jobs, key=lambda job: -job["priority"])


def jsonl(text: str) -> list[JsonObject]:
    """Return the objects of a text with one on each line."""
    return [json.loads(line) for line in text.removesuffix("\n").split("\n") if line]


def on_terminal(plan: Path, *arguments: str, columns: int = 80, environment: dict[str, str] | None = None) -> str:
    """Return what ``show`` writes to a terminal."""
    main_end, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    settings = termios.tcgetattr(terminal)
    settings[1] &= ~termios.OPOST
    termios.tcsetattr(terminal, termios.TCSANOW, settings)
    usual = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "training_plan", "show", str(plan), *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        env={**usual, "TERM": "xterm-256color", "PYTHONUTF8": "1", **(environment or {})},
    )
    os.close(terminal)
    told = b""
    try:
        while piece := os.read(main_end, 65536):
            told += piece
    except OSError:
        pass  # Linux ends a terminal that nobody holds with an error.
    finally:
        os.close(main_end)
    assert process.wait() == 0
    return told.decode()


# Filters

FILTERS: dict[str, tuple[list[str], Callable[[JsonObject], bool]]] = {
    "nothing": ([], lambda _: True),
    "target": (["--target", "fwd_vol_5d"], lambda job: job["target"] == "fwd_vol_5d"),
    "cross_sectional": (["--type", "cross_sectional"], lambda job: job["symbol"] is None),
    "symbol_specific": (["--type", "symbol_specific"], lambda job: job["symbol"] is not None),
    **{route: (["--route", route], lambda job, route=route: job["route"] == route) for route in ROUTES},  # type: ignore[misc]
    "family": (["--family", "xgboost"], lambda job: "xgboost" in job["model_families"]),
    "priority": (["--min-priority", "70"], lambda job: job["priority"] >= 70),
    "unreachable priority": (["--min-priority", "91"], lambda _: False),
    "several": (
        ["--type", "symbol_specific", "--min-priority", "50", "--route", "ROUTE_EXPERIMENTAL_ONLY"],
        lambda job: job["priority"] >= 50 and job["route"] == "ROUTE_EXPERIMENTAL_ONLY" and job["symbol"] is not None,
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_shows_the_jobs_that_meet_it(name: str, show: Show) -> None:
    arguments, test = FILTERS[name]
    expected = by_importance([job for job in golden_document()["jobs"] if test(job)])
    shown = show(*arguments, "--format", "jsonl")
    assert (shown.exit_code, shown.err) == (0, "")
    assert jsonl(shown.out) == expected
    assert json.loads(show(*arguments, "--format", "json").out)["result"] == {"total": len(expected), "jobs": expected}


@pytest.mark.parametrize("symbol", ["AAPL", "GOOG", "MSFT", "NVDA"])
def test_a_symbol_shows_its_jobs_and_the_pooled_jobs_that_serve_it(symbol: str, show: Show) -> None:
    jobs = golden_document()["jobs"]
    both = {job["target"] for job in jobs if job["symbol"] == symbol and job["route"] == "ROUTE_BOTH"}
    expected = [
        job
        for job in jobs
        if job["symbol"] == symbol
        or (
            job["route"] == "ROUTE_CROSS_SECTIONAL"
            and (symbol in job["metadata"]["covered_symbols"] or job["target"] in both)
        )
    ]
    assert any(job["symbol"] is None for job in expected)
    assert jsonl(show("--symbol", symbol, "--format", "jsonl").out) == by_importance(expected)
    pooled = [job for job in expected if job["symbol"] is None]
    assert plain(get_pooled_jobs_covering(load_master_training_plan(GOLDEN), symbol)) == pooled


def test_the_most_important_job_is_shown_first_whatever_the_order_of_the_plan(tmp_path: Path, show: Show) -> None:
    jobs = [{**POOLED, "job_id": str(number), "priority": number * 3 % 7} for number in range(10)]
    shown = show("--format", "jsonl", plan=written(tmp_path, document(*jobs)))
    assert jsonl(shown.out) == by_importance(jobs)


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("top", [0, 1, 7, 69, 1000])
def test_top_shows_at_most_so_many_jobs(top: int, output: str, show: Show) -> None:
    ids = [job["job_id"] for job in golden_document()["jobs"]][:top]
    shown = show("--top", str(top), "--format", output)
    assert shown.exit_code == 0
    if output == "table":
        assert [row[1] for row in shown.rows()] == ids
    elif output == "json":
        result = json.loads(shown.out)["result"]
        assert result["total"] == 69
        assert [job["job_id"] for job in result["jobs"]] == ids
    elif output == "jsonl":
        assert [job["job_id"] for job in jsonl(shown.out)] == ids
    else:
        assert [row["job_id"] for row in csv.DictReader(io.StringIO(shown.out))] == ids


@pytest.mark.parametrize("top", ["-1", "x", "1.5", ""])
def test_a_top_that_is_no_count_is_a_usage_error(top: str, show: Show) -> None:
    shown = show(f"--top={top}")
    assert (shown.exit_code, shown.out) == (2, "")
    assert "--top" in shown.err


@pytest.mark.parametrize("arguments", [["--type", "pooled"], ["--route", "ROUTE_NEW"], ["--format", "xml"]])
def test_a_choice_that_is_none_is_a_usage_error(arguments: list[str], show: Show) -> None:
    shown = show(*arguments)
    assert (shown.exit_code, shown.out) == (2, "")
    assert arguments[1] in shown.err


# Formats


def test_jsonl_lines_are_the_lines_of_the_master(show: Show) -> None:
    shown = show("--format", "jsonl")
    assert shown.out.encode().splitlines() == job_lines((GOLDEN / MASTER).read_bytes())


@given(plan=plans())
def test_every_format_says_the_same_of_every_plan(folder: Path, plan: MasterPlan) -> None:
    written(folder, plan)
    texts = {}
    for output in ("jsonl", "csv", "json", "table"):
        stream = io.StringIO(newline="")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sys, "stdout", stream)
            assert main(["show", str(folder), "--format", output]) == 0
        texts[output] = stream.getvalue()
    lines = job_lines((folder / MASTER).read_bytes())
    jobs = [json.loads(line) for line in lines]
    assert texts["jsonl"].encode() == b"".join(line + b"\n" for line in lines)
    assert json.loads(texts["json"])["result"]["jobs"] == jobs
    rows = list(csv.DictReader(io.StringIO(texts["csv"], newline="")))
    assert [row["job_id"] for row in rows] == [job["job_id"] for job in jobs]
    assert [row["reason"] for row in rows] == [job["reason"] for job in jobs]
    assert [row["symbol"] or None for row in rows] == [job["symbol"] for job in jobs]
    table = texts["table"].removesuffix("\n").split("\n")
    assert len(table) == len(jobs) + 1
    assert all(len(row.split("\t")) == len(COLUMNS) for row in table)
    assert not STEERING.search(texts["table"])


@pytest.mark.parametrize("reason", ["a\rb", "a\nb", "a\r\nb", "\r", 'say "x"', "a,b", "=1+1", "\u2028", "\x00", " "])
def test_csv_can_be_read_back_whatever_a_reason_holds(reason: str, tmp_path: Path, show: Show) -> None:
    written(tmp_path, document({**POOLED, "reason": reason}, {**OWN, "priority": -5}))
    rows = list(csv.DictReader(io.StringIO(show("--format", "csv", plan=tmp_path).out, newline="")))
    assert [row["reason"] for row in rows] == [reason, ""]
    assert [list(row) for row in rows] == [COLUMNS, COLUMNS]
    assert [row["priority"] for row in rows] == ["90", "-5"]
    assert [row["symbol"] for row in rows] == ["", "AAPL"]


def test_the_json_envelope_is_that_of_every_command(show: Show) -> None:
    shown = show("--format", "json", "--top", "1")
    envelope = json.loads(shown.out)
    assert list(envelope) == ["command", "status", "exit_code", "result", "notes", "findings", "error"]
    assert (envelope["command"], envelope["status"], envelope["exit_code"]) == ("show", "ok", 0)
    assert envelope["result"] == {"total": 69, "jobs": golden_document()["jobs"][:1]}
    assert shown.err == ""


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize(("data", "exit_code"), [(b"", 1), (b"{", 1), (None, 3)])
def test_a_plan_that_cannot_be_used_is_told_in_every_format(
    data: bytes | None, exit_code: int, output: str, tmp_path: Path, show: Show
) -> None:
    if data is not None:
        written(tmp_path, data)
    shown = show("--format", output, plan=tmp_path)
    assert shown.exit_code == exit_code
    if output == "json":
        envelope = json.loads(shown.out)
        assert envelope["error"]["path"] == str(tmp_path / MASTER)
        assert envelope["result"] is None
    else:
        assert shown.out == ""
        assert str(tmp_path / MASTER) in shown.err


@pytest.mark.parametrize("output", ["table", "jsonl", "csv", "json"])
@pytest.mark.parametrize(
    ("option", "name", "near"),
    [
        ("--target", "fwd_vol_5", "fwd_vol_5d"),
        ("--symbol", "APL", "AAPL"),
        ("--symbol", "aapl", "AAPL"),
        ("--family", "lightgmb", "lightgbm"),
    ],
)
def test_a_name_that_the_plan_lacks_is_told_with_those_that_look_like_it(
    option: str, name: str, near: str, output: str, show: Show
) -> None:
    shown = show(option, name, "--format", output)
    assert shown.exit_code == 0
    notes = "\n".join(json.loads(shown.out)["notes"]) if output == "json" else shown.err
    assert name in notes
    assert "did you mean" in notes
    assert near in notes


def test_a_symbol_that_only_pooled_jobs_serve_is_among_the_near_names(tmp_path: Path, show: Show) -> None:
    written(tmp_path, document({**POOLED, "metadata": {"covered_symbols": ["GOOG", "MSFT"]}}))
    assert [row[1] for row in show("--symbol", "GOOG", plan=tmp_path).rows()] == ["cs_ret"]
    assert "GOOG" in show("--symbol", "GOGO", plan=tmp_path).err
    assert "did you mean" not in show("--symbol", "GOOG", "--route", "ROUTE_BOTH", plan=tmp_path).err
    assert "no job" not in show("--symbol", "GOOG", "--route", "ROUTE_BOTH", plan=tmp_path).err


def test_a_name_that_the_plan_has_needs_no_note(show: Show) -> None:
    assert show("--target", "fwd_vol_5d", "--route", "ROUTE_BOTH", "--family", "xgboost").err == ""
    assert show("--symbol", "AAPL").err == ""


@pytest.mark.parametrize("given_as", [GOLDEN, GOLDEN / MASTER], ids=["folder", "file"])
def test_show_opens_the_master_and_nothing_else(given_as: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(GOLDEN, plan)
    recorder = Recorder(tmp_path)
    command = [sys.executable, "-m", "training_plan", "show", str(plan / given_as.relative_to(GOLDEN))]
    subprocess.run(command, check=True, capture_output=True, env=recorder.environment())
    assert recorder.opened_in(plan) == {MASTER}


# Tables


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
    header = ESCAPE.sub("", on_terminal(GOLDEN, "--top", "1", columns=250)).split("\n")[1]
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
