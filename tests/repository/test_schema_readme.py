"""schema/README.md tells the truth: its tables, its example, its programs."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from repository import sample_documents
from repository.sample_documents import drop, put
from repository.schema_files import ROOT, SCHEMAS, accepts
from repository.schema_lint import RULES, Schema
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code
from training_plan.models import MasterPlan
from training_plan.plan.encoding import encode_plan
from training_plan.plan.invariants import violations
from training_plan.plan.master_plan import parse_master_plan
from training_plan.views.file_names import file_names

README = (ROOT / "schema" / "README.md").read_text(encoding="utf-8")
Change = Callable[[Schema], None]


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", README, flags=re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group(1)


def cells(text: str) -> list[list[str]]:
    """Return the rows of the tables in a text, without heads, each cell without the marks of code."""
    lines = re.findall(r"^\| *`.*\|$", text, flags=re.MULTILINE)
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]


def first_cells(text: str) -> list[str]:
    return [row[0] for row in cells(text)]


def test_the_readme_describes_every_file() -> None:
    assert sorted(first_cells(section("The files"))) == sorted(SCHEMAS)
    for schema in SCHEMAS.values():
        assert schema["$id"] in README


def test_the_readme_lists_every_invariant_and_no_other() -> None:
    codes = [code.value for code in Code if code.value.startswith("TP3")]
    assert codes
    assert first_cells(section("Invariants")) == codes
    assert set(re.findall(r"TP3[0-9]{2}", README)) == set(codes)


def test_the_readme_lists_the_keywords() -> None:
    assert set(re.findall(r"`(.+?)`", section("Keywords").split("\n\n")[1])) == RULES


def example_plan() -> bytes:
    (example,) = code_blocks("json")
    return example.encode()


def test_the_example_plan_of_the_readme_is_valid_and_laid_out_as_the_builder_does() -> None:
    plan = parse_master_plan(example_plan(), "README.md").plan
    assert len(plan.jobs) == plan.metadata.total_jobs > 1
    assert encode_plan(plan).master == example_plan()


def run_on(program: str, plan: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the README in a folder that has the schemas and a plan."""
    (folder / "plan.json").write_bytes(plan)
    if not (folder / "schema").exists():
        (folder / "schema").symlink_to(ROOT / "schema")
    return subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("library", ["jsonschema", "jsonschema_rs"])
def test_the_validators_of_the_readme_run(library: str, tmp_path: Path) -> None:
    (program,) = (program for program in code_blocks("python") if f"from {library} import" in program)
    good = run_on(program, example_plan(), tmp_path)
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    bad = run_on(program, example_plan().replace(b'"priority":90', b'"priority":"90"'), tmp_path)
    assert (bad.returncode, bad.stderr) == (1, "")
    assert "priority" in bad.stdout
    assert "'90'" in bad.stdout or '"90"' in bad.stdout


BROKEN_INVARIANTS = {
    "nothing": [],
    "job_id twice": [put(("jobs", 1, "job_id"), "cs_up")],
    "total_jobs": [put(("metadata", "total_jobs"), 4)],
    "by_route": [put(("summary", "by_route", "ROUTE_BLOCKED"), 2)],
    "by_route without a route": [drop(("summary", "by_route", "ROUTE_BLOCKED"))],
    "by_type with a type too many": [drop(("jobs", 0)), put(("summary", "by_priority"), {"0": 1, "-3": 1})],
    "by_priority": [put(("summary", "by_priority"), {"90": 2, "0": 1})],
    "cross-sectional and symbol jobs": [put(("summary", "total_cs_jobs"), 2), put(("summary", "total_symbol_jobs"), 0)],
    "blocked": [put(("summary", "total_blocked"), 0)],
    "a blocked pooled job": [put(("jobs", 0, "route"), "ROUTE_BLOCKED")],
}


def test_the_broken_plans_reach_every_invariant_of_a_plan() -> None:
    reached = {code for changes in BROKEN_INVARIANTS.values() for code in codes_of_the_package(broken(changes))}
    assert reached | {"TP309"} == {code for code in Code if code.startswith("TP3")}


def broken(changes: list[Change]) -> bytes:
    plan = copy.deepcopy(sample_documents.PLAN)
    for change in changes:
        change(plan)
    return json.dumps(plan).encode()


def codes_of_the_package(plan: bytes) -> list[str]:
    model = msgspec.json.decode(plan, type=MasterPlan)
    return sorted({code.value for code, _, _ in violations(model)})


@pytest.mark.parametrize("case", BROKEN_INVARIANTS)
def test_the_invariants_of_the_readme_are_those_of_the_package(case: str, tmp_path: Path) -> None:
    plan = broken(BROKEN_INVARIANTS[case])
    assert accepts(SCHEMAS["master_training_plan.schema.json"], json.loads(plan)) == (True, True)
    (program,) = (program for program in code_blocks("python") if "TP301" in program)
    expected = codes_of_the_package(plan)
    ran = run_on(program, plan, tmp_path)
    assert (ran.stdout.split(), ran.stderr) == (expected, "")
    assert ran.returncode == (1 if expected else 0)
    assert bool(expected) == (case != "nothing")


def test_the_file_names_of_the_readme_are_those_of_the_package() -> None:
    examples = {row[0]: row[1] for row in cells(section("File names of views"))}
    assert len(examples) >= 8
    assert file_names(examples) == examples


def test_the_program_that_reads_lines_sees_the_jobs_that_it_asks_for(tmp_path: Path) -> None:
    (program,) = (textwrap.dedent(program) for program in code_blocks("python") if "for line in lines" in program)
    expected = [job["job_id"] for job in json.loads(example_plan())["jobs"] if job["priority"] >= 80]
    ran = run_on(program, example_plan(), tmp_path)
    assert (ran.stdout.splitlines(), ran.stderr) == (expected, "")
    assert expected


@pytest.mark.parametrize("number", ["90.0", "9e1"])
def test_a_whole_number_with_a_fraction_keeps_the_schema_and_is_refused_all_the_same(number: str) -> None:
    text = json.dumps(sample_documents.PLAN).replace('"priority": 90,', f'"priority": {number},')
    assert accepts(SCHEMAS["master_training_plan.schema.json"], json.loads(text)) == (True, True)
    with pytest.raises(InvalidDocumentError) as refusal:
        parse_master_plan(text.encode(), "plan.json")
    assert [(finding.code.value, finding.pointer) for finding in refusal.value.findings] == [
        ("TP210", "/jobs/0/priority")
    ]
    assert "`TP210`" in section("Before the schema")
