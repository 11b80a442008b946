"""Paths that lead nowhere: every command says so of every argument that takes one, and touches nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.conftest import Run
from unit.sample_plans import tree

BUILD = ("build", "--routing-plan", "routing_plan.json", "--out", "plan", "--no-sync")
COMMANDS = {
    "show": ("show", "PATH"),
    "diff, old": ("diff", "PATH", "plan"),
    "diff, new": ("diff", "plan", "PATH"),
    "report": ("report", "PATH", "--out", "page.html"),
    "report, against": ("report", "plan", "--against", "PATH", "--out", "page.html"),
    "report, out": ("report", "plan", "--out", "PATH"),
    "views": ("views", "PATH"),
    "check": ("check", "PATH"),
    "validate": ("validate", "PATH"),
    "build, routing plan": ("build", "--routing-plan", "PATH"),
    "build, candidates": (*BUILD, "--candidates", "PATH"),
    "build, config": (*BUILD, "--config", "PATH"),
    "build, out": ("build", "--routing-plan", "routing_plan.json", "--out", "PATH", "--no-sync"),
}
PATHS = {
    "longer than a name may be": "x" * 300,
    "longer than a path may be": "x/" * 3000,
    "through a file": "routing_plan.json/x",
    "a loop of links": "loop",
    "through a loop of links": "loop/x",
}


@pytest.mark.usefixtures("former")
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_path_that_leads_nowhere_is_told(command: tuple[str, ...], path: str, here: Path, run: Run) -> None:
    (here / "loop").symlink_to("loop")
    before = tree(here)

    ended = run(*(path if word == "PATH" else word for word in command))

    assert ended.exit_code in {2, 3}
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: ")
    assert path.rstrip("/").split("/")[0] in ended.stderr
    assert tree(here) == before
