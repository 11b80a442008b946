"""What a name, a reason or a file name says is text: it steers no terminal, and begins no line of its own."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acceptance.conftest import Run
from unit.sample_plans import decision, plan_text, routing_plan, target

FORGED = "error: forged"
HOSTILE = f"\x1b[2J\x9b31m\x1b]0;title\x07\u202e\u2066\r\n{FORGED}\n::error ::{FORGED}\n\tplan\x7f"
"""Clears the screen, sets a title, turns the direction of writing, and begins lines that look like ours."""

NAMES = ("a|b", "`x`", "<script>alert(1)</script>", "\u202egnp.exe", "\u200f\u061c\u2067", "\U0001f4c8", "[red]x[/red]")
"""Names that the contract allows; the last is markup of the library that draws tables."""

_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORGED_LINE = re.compile(rf"^(::error ::)?{FORGED}", re.MULTILINE)

BUILD = ("build", "--out", "plan", "--no-sync", "--routing-plan")
COMMANDS = {
    "build": (*BUILD, HOSTILE, "--git-commit", HOSTILE, "--families", ",".join(NAMES), "--include-blocked"),
    "build a contradiction": (*BUILD, "contradiction.json"),
    "build with a config": (*BUILD, HOSTILE, "--config", "config.yaml"),
    "build with candidates": (*BUILD, HOSTILE, "--candidates", "candidates.csv"),
    "build to a file": ("build", "--routing-plan", HOSTILE, "--out", f"plan/{HOSTILE}"),
    "build of nothing": (*BUILD, f"none/{HOSTILE}"),
    "views": ("views", "plan", "--no-sync"),
    "views of nothing": ("views", HOSTILE),
    "check": ("check", "plan"),
    "check for a forge": ("check", "plan", "--format", "github"),
    "validate": ("validate", "plan/master_training_plan.json", HOSTILE),
    "validate what is broken": ("validate", "broken.json", "config.yaml", HOSTILE),
    "validate what is broken for a forge": ("validate", "broken.json", "config.yaml", HOSTILE, "--format", "github"),
    "show": ("show", "plan"),
    "show nothing": ("show", "plan", "--symbol", HOSTILE, "--target", HOSTILE),
    "diff": ("diff", "former", "plan"),
    "diff backwards": ("diff", "plan", "former", "--symbol", HOSTILE),
    "diff for a forge": ("diff", "former", "plan", "--format", "markdown"),
    "report": ("report", "plan", "--against", "former", "--out", f"{HOSTILE}.html"),
    "schema": ("schema", HOSTILE),
    "no command": (HOSTILE,),
}
"""Command lines in the folder of the fixture ``hostile``."""


def hostile_routing_plan() -> dict[str, Any]:
    """Return a routing plan with hostile text wherever the contract allows it."""
    decisions = {name: decision("ROUTE_SYMBOL_SPECIFIC", reason=(HOSTILE, name)) for name in NAMES}
    targets = {name: target(decisions, route="DISABLED") for name in NAMES}
    document = routing_plan({**targets, "ret_1d": target({"AAPL": decision("ROUTE_CROSS_SECTIONAL")})})
    document["targets"]["ret_1d"]["cross_sectional"]["reason"] = HOSTILE
    document["metadata"].update(config_hash=HOSTILE, metrics_snapshot=HOSTILE, view=HOSTILE)
    return document


@pytest.fixture
def hostile(here: Path, run: Run) -> Path:
    """The working directory, with a plan in ``plan``, a usual one in ``former``, and inputs that are refused."""
    (here / HOSTILE).write_text(plan_text(hostile_routing_plan()), encoding="utf-8")
    contradiction = {name: target({each: decision("ROUTE_BOTH") for each in NAMES}, route="DISABLED") for name in NAMES}
    (here / "contradiction.json").write_text(plan_text(routing_plan(contradiction)), encoding="utf-8")
    (here / "broken.json").write_text(json.dumps({"jobs": [{HOSTILE: HOSTILE}], HOSTILE: 1}), encoding="utf-8")
    (here / "config.yaml").write_text(json.dumps({HOSTILE: HOSTILE, "family_rules": HOSTILE}), encoding="utf-8")
    cell = '"' + HOSTILE + '"'
    rows = "".join(f"{cell},{name},{cell},1\n" for name in NAMES)
    (here / "candidates.csv").write_text(f"target,symbol,score,sample_size\n{rows}", encoding="utf-8", newline="")
    assert run(*COMMANDS["build"]).exit_code == 0
    assert run("build", "--routing-plan", "routing_plan.json", "--out", "former", "--no-sync").exit_code == 0
    for folder in ("plan", "plan/by_symbol"):
        (here / folder / HOSTILE).write_text("not ours", encoding="utf-8")
    return here


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS.keys())
def test_hostile_text_steers_no_terminal_and_begins_no_line(
    arguments: tuple[str, ...], hostile: Path, run: Run
) -> None:
    ended = run(*arguments)

    assert hostile.is_dir()
    assert ended.stdout + ended.stderr
    for said in (ended.stdout, ended.stderr):
        assert _STEERS.search(said) is None
        assert _FORGED_LINE.search(said) is None


_COLOUR = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize("name", ["build", "check", "validate", "show", "diff", "views of nothing"])
def test_on_a_terminal_too_hostile_text_is_text(name: str, hostile: Path) -> None:
    said = on_a_terminal(*COMMANDS[name])

    assert hostile.is_dir()
    plain = _COLOUR.sub("", said).replace("\r\n", "\n")
    assert _STEERS.search(plain) is None
    assert _FORGED_LINE.search(plain) is None
    if name == "show":
        assert plain != said, "the table is in colour"
        assert "[red]x[/red]" in plain


def on_a_terminal(*arguments: str) -> str:
    """Run the command line in a process of its own, with a wide terminal for its output, and return what is shown."""
    ours, its = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "250"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "training_plan", *arguments]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=its, stderr=its, env=environment):
        os.close(its)
        shown = b"".join(iter(lambda: _next_piece(ours), b""))
    os.close(ours)
    return shown.decode()


def _next_piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:
        # The system's way to say that no process holds the other end.
        return b""
