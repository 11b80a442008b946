"""A working directory with a routing plan, and the command line run in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from training_plan.cli.main import main
from unit.sample_plans import decision, plan_text, routing_plan, target

Environment = dict[str, str]


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def envelope(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        document: dict[str, Any] = json.loads(self.stdout)
        assert list(document) == ["command", "status", "exit_code", "result", "notes", "findings", "error"]
        assert document["exit_code"] == self.exit_code
        assert document["status"] == {0: "ok", 1: "findings", 2: "usage", 3: "error"}[self.exit_code]
        assert self.stderr == ""
        return document


Run = Callable[..., Ended]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with ``routing_plan.json`` in it and a fixed clock."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1765478700")
    (tmp_path / "routing_plan.json").write_text(plan_text(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""
    assert here.is_dir()

    def run_main(*arguments: str) -> Ended:
        capsys.readouterr()
        exit_code = main(list(arguments))
        captured = capsys.readouterr()
        return Ended(exit_code, captured.out, captured.err)

    return run_main


@pytest.fixture
def build(run: Run) -> Run:
    """Run ``build`` on the routing plan of the working directory, into the folder ``plan``."""

    def run_build(*arguments: str) -> Ended:
        usual = ("--routing-plan", "routing_plan.json", "--out", "plan", "--git-commit", "abc1234", "--no-sync")
        return run("build", *usual, *arguments)

    return run_build


@pytest.fixture
def former(here: Path, build: Run) -> Path:
    """A folder with a plan that was built before, which nothing may touch."""
    path = here / "routing_plan.json"
    now = path.read_bytes()
    document = routing_plan({"former": target({"OLD": decision("ROUTE_BOTH")})})
    path.write_text(plan_text(document), encoding="utf-8")
    assert build().exit_code == 0
    path.write_bytes(now)
    return here / "plan"


@pytest.fixture
def run_process(here: Path) -> Run:
    """Run the command line in a process of its own."""
    assert here.is_dir()

    def run_command(*arguments: str, environment: Environment | None = None) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "training_plan", *arguments],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **(environment or {})},
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run_command
