"""``training-plan validate`` on files of every kind, on standard input, and in every format."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acceptance.conftest import Run
from training_plan.checking.document_kinds import DocumentKind
from training_plan.cli.validate_command import KINDS
from training_plan.findings import Code
from unit.sample_plans import tree

Change = Callable[[dict[str, Any]], object]
MASTER = "plan/master_training_plan.json"


@pytest.fixture
def plan(here: Path, build: Run) -> Path:
    """A plan folder with every kind of file, and a config beside it."""
    (here / "config.yaml").write_text("model_families: [ridge]\n", encoding="utf-8")
    assert build("--config", "config.yaml").exit_code == 0
    return here / "plan"


def spoil(path: Path, old: str, new: str, count: int = 1) -> None:
    """Replace a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def test_every_file_of_a_plan_folder_is_told_and_valid(plan: Path, run: Run) -> None:
    files = sorted(str(path) for path in plan.rglob("*") if path.suffix in {".json", ".yaml"})
    before = tree(plan)

    ended = run("validate", *files, "routing_plan.json", "config.yaml")

    told = dict(line.rsplit(": a valid ", 1) for line in ended.stdout.splitlines())
    assert ended.exit_code == 0
    assert list(told) == [*files, "routing_plan.json", "config.yaml"]
    for file, schema in told.items():
        path = Path(file)
        expected = {
            "training_plan": "master_training_plan",
            "config": "plan_config",
        }.get(path.stem, path.stem if path.parent.name == "plan" or path.parent == Path() else None)
        assert schema == (expected or f"view_{path.parent.name}")
    assert tree(plan) == before


def test_the_kinds_of_the_command_are_those_of_the_package() -> None:
    assert list(KINDS) == list(DocumentKind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_said_counts(kind: str, plan: Path, run: Run) -> None:
    findings = run("validate", "--kind", kind, MASTER, "--format", "json").envelope["findings"]

    assert bool(findings) == (kind != "plan")
    assert {finding["code"] for finding in findings} <= {
        Code.MISSING_PROPERTY,
        Code.UNKNOWN_PROPERTY,
        Code.UNKNOWN_KIND,
    }
    assert plan.is_dir()


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ('{"target": {"t": {}}, "metadata": {}}', None, "say what it should be with --kind"),
        ("[]", None, "say what it should be with --kind"),
        ("[]", "view", "a view names its key: one of target, symbol, training_type, route"),
        ("{}", "view", "a view names its key: one of target, symbol, training_type, route"),
    ],
)
def test_what_nothing_tells_gets_a_hint(text: str, kind: str | None, says: str, here: Path, run: Run) -> None:
    (here / "x.json").write_text(text, encoding="utf-8")

    (finding,) = run("validate", "x.json", "--format", "json", *(["--kind", kind] if kind else [])).envelope["findings"]

    assert finding["code"] == Code.UNKNOWN_KIND
    assert says in finding["hint"]


@pytest.mark.parametrize("file", ["master_training_plan.json", "training_plan.yaml", "manifest.json"])
def test_standard_input_may_be_json_or_yaml(file: str, plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((plan / file).read_bytes())))

    ended = run("validate", "-")

    assert (ended.exit_code, ended.stdout[:11]) == (0, "-: a valid ")


def test_what_is_wrong_on_standard_input_has_line_and_column(
    plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (plan / "training_plan.yaml").read_bytes().replace(b'"priority": 70', b'"priority": x')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    line = data.splitlines().index(b'    "priority": x') + 1

    ended = run("validate", "-")

    assert ended.exit_code == 1
    assert f'-:{line}:17: TP201 "x" is not allowed: it must be a whole number at /jobs/' in ended.stdout


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_judged(plan: Path, run: Run) -> None:
    spoil(plan / "by_symbol/IBM.json", '"priority":70', '"priority":"70"')
    files = ("none.json", MASTER, "plan", "plan/by_symbol/IBM.json")

    text = run("validate", *files)
    sarif = run("validate", *files, "--format", "sarif")
    envelope = run("validate", *files, "--format", "json").envelope

    assert text.exit_code == sarif.exit_code == envelope["exit_code"] == 3
    assert "error: none.json: there is no such document\n" in text.stderr
    assert "error: plan: this is a folder, not a document\n" in text.stderr
    assert f"{MASTER}: a valid master_training_plan\n" in text.stdout
    assert "plan/by_symbol/IBM.json: 1 finding\n" in text.stdout
    assert [file["valid"] for file in envelope["result"]["files"]] == [None, True, None, False]
    assert [finding["code"] for finding in envelope["findings"]] == [Code.WRONG_TYPE]
    (log,) = json.loads(sarif.stdout)["runs"]
    assert log["invocations"] == [{"executionSuccessful": False}]
    assert len(log["results"]) == 1


def test_text_shows_the_line_and_marks_the_place(plan: Path, run: Run) -> None:
    spoil(plan / "master_training_plan.json", '"priority":70', '"prioritty":70')
    lines = (plan / "master_training_plan.json").read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, start=1) if "prioritty" in line)
    column = lines[number - 1].index(":70") + 2

    said = run("validate", MASTER).stdout.splitlines()

    assert said[0].startswith(f'{MASTER}:{number}:1: TP202 "priority" is missing at /jobs/')
    assert said[3].startswith(f'{MASTER}:{number}:{column}: TP203 "prioritty" is not known here at /jobs/')
    assert said[3].endswith("/prioritty (did you mean priority?)")
    excerpt, mark = said[4], said[5]
    assert excerpt[mark.index("^") :].startswith('70,"reason"')
    assert said[6] == f"{MASTER}: 2 findings"


def test_findings_that_flood_are_capped_but_data_has_them_all(here: Path, build: Run, run: Run) -> None:
    build()
    spoil(here / MASTER, '"metadata":{', '"metadata":[],"more":{', count=-1)
    every = run("validate", MASTER, "--format", "json").envelope["findings"]

    for limit in (0, 2, len(every), len(every) + 1):
        for form in ("text", "github"):
            said = run("validate", MASTER, "--format", form, "--max-findings", str(limit)).stdout.splitlines()
            shown = [line for line in said if ("TP2" in line or line.startswith("::error"))]
            hidden = len(every) - min(limit, len(every))
            assert len(shown) == min(limit, len(every))
            assert said[-1] == f"{MASTER}: {len(every)} findings" + (
                f", {hidden} of them not shown (--max-findings)" if hidden else ""
            )
    sarif = run("validate", MASTER, "--format", "sarif", "--max-findings", "1").stdout
    assert len(json.loads(sarif)["runs"][0]["results"]) == len(every) > 2


def test_annotations_stand_on_one_line_each_and_escape_what_would_end_them(here: Path, run: Run) -> None:
    (here / "a,b.json").write_text('{"target": "t",\n "jobs": [], "50%\\n::": 1}', encoding="utf-8")

    said = run("validate", "a,b.json", "--format", "github").stdout.splitlines()

    assert said[0] == (
        '::error file=a%2Cb.json,line=2,col=25,title=TP203::"50%25\\n::" is not known here at /50%25%0A:: '
        "(allowed: target, jobs)"
    )
    assert said[1:] == ["a,b.json: 1 finding"]


def test_json_has_every_part_of_a_finding(plan: Path, run: Run) -> None:
    spoil(plan / "training_plan.yaml", '"target": "ret_1d"', '"target": ""')

    (finding,) = run("validate", "plan/training_plan.yaml", "--format", "json").envelope["findings"]

    lines = (plan / "training_plan.yaml").read_text(encoding="utf-8").splitlines()
    assert finding == {
        "code": "TP205",
        "severity": "error",
        "message": '"" is not allowed: it must not be empty',
        "file": "plan/training_plan.yaml",
        "line": lines.index('    "target": ""') + 1,
        "column": 15,
        "pointer": "/jobs/0/target",
        "job_id": "cs_ret_1d",
        "hint": None,
    }
