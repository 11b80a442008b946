"""``training-plan check`` in every format, over a folder that is fine, spoilt, or has a broken master."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acceptance.conftest import Run
from training_plan.findings import Code
from unit.sample_plans import tree


@pytest.fixture
def plan(here: Path, build: Run) -> Path:
    """A plan folder that is fine."""
    assert build().exit_code == 0
    return here / "plan"


@pytest.fixture
def spoilt(plan: Path) -> Path:
    """A plan folder with an edited view and a foreign file."""
    view = plan / "by_symbol/IBM.json"
    view.write_bytes(view.read_bytes().replace(b'"priority":70', b'"priority":71', 1))
    (plan / "notes.txt").write_text("mine", encoding="utf-8")
    return plan


def test_a_folder_that_is_fine(plan: Path, run: Run) -> None:
    before = tree(plan)

    text, github = run("check", "plan"), run("check", "plan", "--format", "github")
    sarif = json.loads(run("check", "plan", "--format", "sarif").stdout)
    envelope = run("check", "plan", "--format", "json").envelope

    assert text.exit_code == github.exit_code == envelope["exit_code"] == 0
    assert text.stdout == github.stdout == "plan: what its master demands\n"
    assert (envelope["findings"], envelope["result"]) == ([], {"folder": "plan"})
    assert sarif["runs"][0]["results"] == []
    assert tree(plan) == before


def test_a_folder_that_is_spoilt(spoilt: Path, run: Run) -> None:
    before = tree(spoilt)

    text, github = run("check", "plan"), run("check", "plan", "--format", "github")
    sarif = json.loads(run("check", "plan", "--format", "sarif").stdout)
    findings = run("check", "plan", "--format", "json").envelope["findings"]

    said = "it differs from what the master demands, first in line 4; the job sym_ret_1d_IBM says something else there"
    assert text.exit_code == github.exit_code == 1
    assert text.stdout.splitlines() == [
        f"plan/by_symbol/IBM.json:4: TP502 {said} (make it again: training-plan views plan)",
        "plan/notes.txt: TP503 warning: the master demands no such file (remove it, or keep it elsewhere)",
        "plan: 2 findings",
    ]
    assert github.stdout.splitlines()[:2] == [
        f"::error file=plan/by_symbol/IBM.json,line=4,title=TP502::{said} (make it again: training-plan views plan)",
        "::warning file=plan/notes.txt,title=TP503::the master demands no such file (remove it, or keep it elsewhere)",
    ]
    assert [(finding["code"], finding["severity"]) for finding in findings] == [
        ("TP502", "error"),
        ("TP503", "warning"),
    ]
    assert [(result["ruleId"], result["level"]) for result in sarif["runs"][0]["results"]] == [
        ("TP502", "error"),
        ("TP503", "warning"),
    ]
    assert tree(spoilt) == before


def test_findings_that_flood_are_capped_and_counted_by_code(spoilt: Path, run: Run) -> None:
    for number in range(30):
        (spoilt / f"x{number:02}").write_bytes(b"")

    lines = run("check", "plan").stdout.splitlines()

    assert lines[20:] == [
        "plan: 32 findings, 12 of them not shown (--max-findings)",
        "",
        "code   findings  what",
        "TP502         1  different file",
        "TP503        31  extra file",
    ]
    assert len(run("check", "plan", "--format", "json").envelope["findings"]) == 32


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"total_jobs": 4', b'"total_jobs": 5', Code.WRONG_TOTAL_JOBS),
        (b'"reason":"pooled"', b'"raeson":"pooled"', Code.MISSING_PROPERTY),
        (b"{", b"", Code.SYNTAX),
    ],
)
def test_a_broken_master_is_told_in_every_format(old: bytes, new: bytes, code: Code, plan: Path, run: Run) -> None:
    master = plan / "master_training_plan.json"
    master.write_bytes(master.read_bytes().replace(old, new, 1))
    (plan / "by_symbol/IBM.json").unlink()

    text, github = run("check", "plan"), run("check", "plan", "--format", "github")
    (log,) = json.loads(run("check", "plan", "--format", "sarif").stdout)["runs"]
    envelope = run("check", "plan", "--format", "json").envelope

    assert text.exit_code == github.exit_code == envelope["exit_code"] == 1
    assert text.stdout.startswith("plan/master_training_plan.json:")
    assert text.stderr == "note: the master plan is broken, so no other file could be judged\n"
    assert github.stdout.startswith("::error file=plan/master_training_plan.json,line=")
    assert {result["ruleId"] for result in log["results"]} == {finding["code"] for finding in envelope["findings"]}
    assert code in {finding["code"] for finding in envelope["findings"]}
    assert log["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize("folder", ["none", "routing_plan.json", "empty"])
def test_without_a_plan_folder_nothing_can_be_checked(folder: str, here: Path, run: Run) -> None:
    (here / "empty").mkdir()

    ended = run("check", folder)

    assert (ended.exit_code, ended.stdout) == (3, "")
    assert ended.stderr.startswith(f"error: {folder}")
    assert "hint: " in ended.stderr
