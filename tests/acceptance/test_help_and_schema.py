"""What the command says of itself: help, version and schemas."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

from acceptance.conftest import Run
from training_plan.cli.main import COMMANDS, main, make_parser
from training_plan.contract.schemas import SchemaName

SCHEMAS = Path(__file__).parents[2] / "schema"
HEAVY_MODULES = {"jsonschema", "jsonschema_rs", "msgspec", "polars", "rich", "yaml"}


def test_the_command_is_installed_under_its_name() -> None:
    (script,) = entry_points(group="console_scripts", name="training-plan")

    assert script.load() is main


def test_the_help_lists_every_command_and_every_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = capsys.readouterr()

    assert ended.value.code == 0
    assert shown.err == ""
    for module in COMMANDS:
        assert module.NAME in shown.out
    assert "0 fine, 1 findings, 2 usage, 3 could not run" in " ".join(shown.out.split())


@pytest.mark.parametrize("module", COMMANDS, ids=lambda module: module.NAME)
def test_each_help_has_an_example_that_parses(
    module: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    name, example = str(getattr(module, "NAME")), str(getattr(module, "EXAMPLE"))  # noqa: B009 - modules have no type

    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    shown = capsys.readouterr().out
    options = make_parser().parse_args(shlex.split(example.partition(" > ")[0].partition(" | ")[0])[1:])

    assert ended.value.code == 0
    assert f"example:\n  {example}\n" in shown
    assert str(getattr(module, "HELP")).split(";")[0] in shown  # noqa: B009
    assert options.command == name


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"training-plan {version('training-plan')}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([module.NAME, "--help"] for module in COMMANDS)])
def test_help_imports_no_heavy_module(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "training_plan", *arguments],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}

    assert "training_plan.cli.main" in imported
    assert not {name.partition(".")[0] for name in imported} & HEAVY_MODULES


def test_schema_lists_the_schemas_and_their_ids(run: Run) -> None:
    ended = run("schema")
    listed = [line.split() for line in ended.stdout.splitlines()]

    assert ended.exit_code == 0
    assert ended.stderr == ""
    assert sorted(name for name, _ in listed) == sorted(path.name.partition(".")[0] for path in SCHEMAS.glob("*.json"))
    for name, identifier in listed:
        assert json.loads((SCHEMAS / f"{name}.schema.json").read_bytes())["$id"] == identifier


@pytest.mark.parametrize("name", SchemaName)
def test_schema_prints_the_bytes_of_the_file(name: str, run: Run) -> None:
    ended = run("schema", name)

    assert ended.exit_code == 0
    assert ended.stdout.encode() == (SCHEMAS / f"{name}.schema.json").read_bytes()
    assert ended.stderr == ""


def test_schema_prints_the_bytes_of_the_file_into_a_pipe_too(here: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training_plan", "schema", "master_training_plan"],
        capture_output=True,
        check=True,
        cwd=here,
    )

    assert done.stdout == (SCHEMAS / "master_training_plan.schema.json").read_bytes()
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("name", "says"),
    [("master_traning_plan", "did you mean master_training_plan?"), ("xyz", "one of: master_training_plan,")],
)
def test_an_unknown_schema_gets_a_hint(name: str, says: str, run: Run) -> None:
    ended = run("schema", name)

    assert ended.exit_code == 2
    assert repr(name) in ended.stderr
    assert says in ended.stderr
    assert ended.stdout == ""
