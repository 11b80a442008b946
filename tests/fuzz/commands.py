"""Mutants handed to the command line: every command that reads a file, in every format."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz.campaign import ACCEPTED
from fuzz.csv_mutants import csv_mutant
from fuzz.documents import json_mutant, yaml_mutant
from fuzz.seeds import CONFIG, KINDS, PLAN, ROUTING_PLAN
from training_plan.checking.folder_check import check_folder
from training_plan.cli.main import main
from training_plan.plan.layout import MASTER
from unit.sample_plans import plan_text, publish_targets, tree

_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal obeys; tabs and line feeds are for layout."""

_NAMES = ("AAPL", "^GSPC", "ret_1d", "\x1b[31m", "a\nb", "\ud800", "x" * 201, "")


@dataclass(frozen=True)
class Command:
    """A command line, with a file that it reads.

    Attributes:
        arguments: the words; those in capitals stand for paths: of the file, of a plan folder, of a sound routing
            plan, of a page to write.
        file: where the file is written.
        data: its bytes, which standard input holds too.
    """

    arguments: tuple[str, ...]
    file: str
    data: bytes

    @property
    def format(self) -> str:
        return self.arguments[self.arguments.index("--format") + 1]


def any_command(rng: Random) -> Command:
    """Draw a command line with a mutant to read."""
    return rng.choice((_validate, _build, _build, _views, _check, _show, _report, _diff))(rng)


def _plan_read_by(rng: Random, *words: str, forms: Sequence[str] = ("text", "json"), where: str = "given") -> Command:
    return Command((*words, "--format", rng.choice(forms)), f"{where}/{MASTER}", json_mutant(PLAN, rng))


def _views(rng: Random) -> Command:
    return _plan_read_by(rng, "views", "FOLDER", "--no-sync", where="plan")


def _check(rng: Random) -> Command:
    return _plan_read_by(rng, "check", "FOLDER", forms=("text", "json", "github", "sarif"), where="plan")


def _report(rng: Random) -> Command:
    against = ("--against", "FOLDER") if rng.random() < 0.3 else ()
    return _plan_read_by(rng, "report", "FILE", "--out", "PAGE", *against)


def _diff(rng: Random) -> Command:
    plans = rng.choice((("FILE", "FOLDER"), ("FOLDER", "FILE"), ("FILE", "FILE")))
    flags = [flag for flag in ("--exit-code", "--ignore=metadata", "--moved=BOTH:BLOCKED") if rng.random() < 0.3]
    return _plan_read_by(rng, "diff", *plans, *flags, forms=("text", "json", "markdown"))


def _validate(rng: Random) -> Command:
    form = rng.choice(("text", "json", "github", "sarif"))
    kind = rng.choice(KINDS)
    file, data = "given/document.json", json_mutant(kind, rng)
    if rng.random() < 0.2:
        file, data = "given/document.yaml", yaml_mutant(kind, rng)
    stated = ("--kind", kind) if rng.random() < 0.5 else ()
    where = rng.choice(("FILE", "FILE", "-"))
    return Command(("validate", where, *stated, "--format", form, "--max-findings", rng.choice("0120")), file, data)


def _build(rng: Random) -> Command:
    given = {"--routing-plan": ("given/routing_plan.json", json_mutant(ROUTING_PLAN, rng))}
    given["--config"] = ("given/config.yaml", yaml_mutant(CONFIG, rng))
    given["--candidates"] = ("given/candidates.csv", csv_mutant(rng))
    option = rng.choice(("--routing-plan", "--routing-plan", "--config", "--candidates"))
    file, data = given[option]
    sound = () if option == "--routing-plan" else ("--routing-plan", "SOUND")
    flags = [flag for flag in ("--include-blocked", "--fail-on-empty") if rng.random() < 0.3]
    form = rng.choice(("text", "json"))
    return Command(("build", *sound, option, "FILE", "--out", "FOLDER", *flags, *_BUILD, "--format", form), file, data)


_BUILD = ("--no-sync", "--git-commit", "abc1234", "--generated-at", "2025-12-11T18:45:00Z")


def _show(rng: Random) -> Command:
    filters: list[str] = []
    for option in ("--symbol", "--target", "--family"):
        if rng.random() < 0.3:
            filters += [option, rng.choice(_NAMES)]
    if rng.random() < 0.3:
        filters += ["--top", rng.choice(("0", "1", "-1"))]
    return _plan_read_by(rng, "show", "FILE", *filters, forms=("table", "json", "jsonl", "csv"))


class CommandLine:
    """Runs command lines in this process, in a folder of their own with a sound plan in ``plan``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plan = folder / "plan"
        (folder / "sound.json").write_text(plan_text(), encoding="utf-8")
        (folder / "given").mkdir()
        self._publish()
        self._former = tree(self._plan)

    def run(self, command: Command) -> str:
        """Run a command line, assert that it ended in an agreed way, and return how.

        Afterwards the plan folder is as it was, or is what its master demands.
        """
        (self._folder / command.file).write_bytes(command.data)
        before = tree(self._plan)
        exit_code, said, noted = _run_main([self._word(word, command) for word in command.arguments], command.data)
        _assert_told(command, exit_code, said, noted)
        name = command.arguments[0]
        if exit_code == 0 and name in {"build", "views"}:
            assert check_folder(self._plan) == []
        else:
            assert tree(self._plan) == before
        if tree(self._plan) != self._former:
            self._publish()
            assert tree(self._plan) == self._former
        return f"{ACCEPTED} by {name}" if exit_code == 0 else f"{name} {exit_code}"

    def _word(self, word: str, command: Command) -> str:
        paths = {"FILE": command.file, "FOLDER": "plan", "SOUND": "sound.json", "PAGE": "page.html"}
        return str(self._folder / paths[word]) if word in paths else word

    def _publish(self) -> None:
        publish_targets(None, self._plan)


def _run_main(arguments: list[str], data: bytes) -> tuple[int, str, str]:
    said, noted = io.StringIO(), io.StringIO()
    stdin = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(data))
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(noted):
            return main(arguments), said.getvalue(), noted.getvalue()
    finally:
        sys.stdin = stdin


def _assert_told(command: Command, exit_code: int, said: str, noted: str) -> None:
    assert exit_code in {0, 1, 2, 3}
    assert "Traceback" not in said + noted
    assert _STEERS.search(noted) is None
    match command.format:
        case "json":
            envelope = json.loads(said)
            assert envelope["exit_code"] == exit_code
            is_told = bool(envelope["error"] or envelope["findings"])
            assert is_told == (exit_code != 0) or (command.arguments[0], exit_code) == ("diff", 1)
            assert noted == ""
        case "sarif" if exit_code in {0, 1}:
            assert len(json.loads(said)["runs"]) == 1
        case "jsonl":
            assert all(isinstance(json.loads(line), dict) for line in said.splitlines())
        case "csv":
            assert said == "" or said.startswith("priority,job_id")
        case _:
            assert _STEERS.search(said) is None
