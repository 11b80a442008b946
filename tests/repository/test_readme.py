"""README.md tells the truth: its counts, its pasted output, its programs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conformance.suite import ACCEPTED, REFUSED
from consumer.showing import on_terminal
from repository.schema_files import ROOT
from training_plan import load_master_training_plan
from training_plan.cli.main import main, make_parser
from training_plan.demo.__main__ import main as run_demo

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_the_counts_of_the_conformance_suite() -> None:
    assert f"{len(ACCEPTED)} documents to accept and {len(REFUSED)} to refuse" in " ".join(README.split())


def test_the_output_of_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (pasted,) = (block for block in blocks("console") if "make demo\n$ training-plan build" in block)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["demo"])

    assert run_demo() == 0

    shown = pasted.removeprefix("$ make demo\n").removesuffix("   ...\n")
    assert capsys.readouterr().out.startswith(shown)


def test_the_table_of_show_and_the_run_of_the_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown, trained = (
        next(block for block in blocks("console") if block.startswith(f"$ {command}"))
        for command in ("training-plan show", "python scripts/example_training_phase.py")
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["demo"])
    assert run_demo() == 0
    capsys.readouterr()

    command, _, table = shown.partition("\n")
    folder, *arguments = command.split()[3:]
    assert on_terminal(Path(folder), *arguments) == table

    (tmp_path / "my_trainer.py").write_text("def train(job): pass\n", encoding="utf-8")
    command, first, *lines = trained.splitlines()
    done = subprocess.run(
        [sys.executable, ROOT / command.split()[2], *command.split()[3:], "--workers", "1"],
        check=True,
        capture_output=True,
        text=True,
    )
    told = done.stderr.splitlines()
    assert re.sub("[0-9a-f]{16}$", "", told[0]) == re.sub("[0-9a-f]{16}$", "", first)
    assert told[1:3] == lines[:2]


def test_the_list_of_schemas(capsys: pytest.CaptureFixture[str]) -> None:
    (pasted,) = (block for block in blocks("console") if block.startswith("$ training-plan schema\n"))

    assert main(["schema"]) == 0

    assert f"$ training-plan schema\n{capsys.readouterr().out}$ " in pasted


def test_the_programs_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    makes, reads = (next(block for block in blocks("python") if word in block) for word in ("publish(", "get_cs_jobs("))
    names: dict[str, object] = {}

    exec(compile(makes, "README.md", "exec"), names)  # noqa: S102 - our own page
    exec(compile(reads, "README.md", "exec"), names)  # noqa: S102

    plan = load_master_training_plan(tmp_path / "METRICS/training_plan")
    assert [job.job_id for job in plan.jobs] == ["sym_y_will_peak_5d_AAPL"]
    assert names["symbols"] == {"y_will_peak_5d": ["AAPL"]}


def test_the_commands_are_ones_that_the_command_line_takes() -> None:
    text = "".join(blocks("console") + blocks("yaml"))
    commands = re.findall(r"^(?:\$|- run:| *-) training-plan ([^#>\n]*)", text, flags=re.MULTILINE)

    assert len(commands) >= 12
    for command in commands:
        make_parser().parse_args(shlex.split(command))


def test_the_steps_for_ci_are_yaml() -> None:
    for block in blocks("yaml"):
        assert yaml.safe_load(block)
