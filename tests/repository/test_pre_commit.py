"""The hooks in .pre-commit-hooks.yaml work under the real pre-commit.

They run with ``language: system``, that is with the command that is installed here: making an environment for them, as
pre-commit does for users, would fetch every dependency again.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from repository.schema_files import ROOT
from training_plan.cli.main import main, make_parser

HOOKS_FILE = ROOT / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in yaml.safe_load(HOOKS_FILE.read_text(encoding="utf-8"))}
VALIDATE = "training-plan-validate"
CHECK = "training-plan-check"

GOOD = (ROOT / "schema" / "conformance" / "plan" / "accepted" / "one_job.json").read_text(encoding="utf-8")
BAD = GOOD.replace('"total_jobs": 1', '"total_jobs": 7')
ROUTING_PLAN = ROOT / "schema" / "conformance" / "routing-plan" / "accepted" / "every_route.json"
FINDING = "TP302 total_jobs is 7, but the number of jobs is 1"


class Repository:
    """A git repository of a user."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = environment
        folder.mkdir()
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, env=self._environment, check=True, capture_output=True)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def hook(self, name: str, **choices: object) -> None:
        """Configure one hook, with what a user would put beside its id."""
        hook = {**HOOKS[name], **choices, "language": "system"}
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]}))

    def pre_commit(self, *arguments: str) -> tuple[int, str]:
        """Stage everything and run the hook; return exit code and output."""
        self.git("add", "--all")
        return pre_commit(["run", "--color=never", *arguments], self.folder, self._environment)


def pre_commit(arguments: Sequence[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "pre_commit", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "SKIP"))}
    nobody = {"NAME": "ann", "EMAIL": "ann@example.org"}
    return {
        **kept,
        **{f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in nobody.items()},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
    }


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Repository:
    return Repository(tmp_path / "user", environment)


def test_the_hooks_file_is_one_for_pre_commit(tmp_path: Path, environment: dict[str, str]) -> None:
    assert pre_commit(["validate-manifest", str(HOOKS_FILE)], tmp_path, environment) == (0, "")


def test_the_hooks_are_two_commands_of_this_package() -> None:
    assert list(HOOKS) == [VALIDATE, CHECK]
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        program, *words = hook["entry"].split()
        assert program == "training-plan"
        assert make_parser().parse_args([*words, *hook.get("args", ["plan.json"])])


@pytest.mark.parametrize("name", ["master_training_plan.json", "METRICS/training_plan/master_training_plan.json"])
def test_a_good_plan_passes_and_a_bad_one_fails_with_its_finding(repository: Repository, name: str) -> None:
    repository.hook(VALIDATE)
    repository.write(name, GOOD)
    code, output = repository.pre_commit()
    assert (code, "Passed" in output) == (0, True), output
    repository.write(name, BAD)
    code, output = repository.pre_commit()
    assert code == 1
    assert f"{name}:9:19: {FINDING}" in output


def test_of_a_good_and_a_bad_plan_only_the_bad_one_has_a_finding(repository: Repository) -> None:
    repository.hook(VALIDATE)
    repository.write("a/master_training_plan.json", GOOD)
    repository.write("b/master_training_plan.json", BAD)
    code, output = repository.pre_commit()
    assert code == 1
    assert f"b/master_training_plan.json:9:19: {FINDING}" in output
    assert "a/master_training_plan.json: a valid master_training_plan" in output


def test_a_commit_of_a_bad_plan_is_refused(repository: Repository, environment: dict[str, str]) -> None:
    repository.hook(VALIDATE)
    repository.write("master_training_plan.json", BAD)
    repository.git("add", "--all")
    assert pre_commit(["install"], repository.folder, environment)[0] == 0
    with pytest.raises(subprocess.CalledProcessError) as refusal:
        repository.git("commit", "--message", "a bad plan")
    assert FINDING in refusal.value.stderr.decode()
    repository.write("master_training_plan.json", GOOD)
    repository.git("add", "--all")
    repository.git("commit", "--message", "a good plan")


def test_a_routing_plan_is_validated_too(repository: Repository) -> None:
    repository.hook(VALIDATE)
    repository.write("routing_plan.json", ROUTING_PLAN.read_text(encoding="utf-8").replace("ENABLED", "DISABLED", 1))
    code, output = repository.pre_commit()
    assert code == 1
    assert "TP401" in output


@pytest.mark.parametrize("name", ["plan.json", "my_routing_plan.json", "routing_plan.json.bak", "routing_plan/x.json"])
def test_other_files_are_for_the_user_to_name(repository: Repository, name: str) -> None:
    repository.hook(VALIDATE)
    repository.write(name, BAD)
    assert repository.pre_commit()[0] == 0
    repository.hook(VALIDATE, files=rf"^{name}$")
    code, output = repository.pre_commit()
    assert code == 1
    assert FINDING in output


def test_the_kind_can_be_given(repository: Repository) -> None:
    repository.hook(VALIDATE, files="plan.yaml", args=["--kind", "config"])
    repository.write("plan.yaml", "priority: {}\n")
    code, output = repository.pre_commit()
    assert code == 1
    assert "TP203" in output


@pytest.mark.parametrize("folder", ["METRICS/training_plan", "plans/today"])
def test_a_plan_folder_passes_until_one_of_its_files_is_changed_or_deleted(repository: Repository, folder: str) -> None:
    repository.hook(CHECK, **({} if folder == "METRICS/training_plan" else {"args": [folder]}))
    place = repository.folder / folder
    assert main(["build", "--routing-plan", str(ROUTING_PLAN), "--out", str(place)]) == 0
    code, output = repository.pre_commit()
    assert (code, "Passed" in output) == (0, True), output
    repository.git("commit", "--quiet", "--message", "a plan")
    view = place / "by_type" / "symbol_specific.json"
    data = view.read_text(encoding="utf-8")
    repository.write(f"{folder}/by_type/symbol_specific.json", data.replace("80", "81"))
    code, output = repository.pre_commit()
    assert code == 1
    assert f"{folder}/by_type/symbol_specific.json" in output
    assert "TP502" in output
    view.unlink()
    code, output = repository.pre_commit()
    assert code == 1
    assert f"{folder}/by_type/symbol_specific.json: TP501 the file is missing" in output
