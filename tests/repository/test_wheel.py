"""The wheel carries all that a user needs, and works where there is no checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import generate_models
from repository import sample_documents
from training_plan.contract.schemas import SchemaName

ROOT = generate_models.ROOT

USER_CODE = """\
from pathlib import Path
from training_plan import Job, MasterPlan, Route, load_master_training_plan
plan: MasterPlan = load_master_training_plan(Path("plan.json"))
first: Job = plan.jobs[0]
is_blocked: bool = first.route is Route.ROUTE_BLOCKED
symbols: list[str] = [job.symbol for job in plan.jobs if job.symbol is not None]
"""

WRONG_USER_CODE = """\
from training_plan import Job, Jobb
def wrong(job: Job) -> int: return job.target
def unsafe(job: Job) -> str: return job.symbol
def misspelt(job: Job) -> object: return job.familys
def changed(job: Job) -> None: job.priority = 1
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that sees nothing of this checkout but the libraries of its environment."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "MYPY"))}
    return subprocess.run([*map(str, command)], cwd=cwd, env=kept, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment with the wheel, and the libraries of this one behind it."""
    home = tmp_path_factory.mktemp("environment")
    made = run(sys.executable, "-m", "venv", home, cwd=home)
    assert made.returncode == 0, made.stderr
    interpreter = home / "bin" / "python"
    options = ("--no-deps", "--no-index", "--disable-pip-version-check", "--quiet")
    installed = run(interpreter, "-m", "pip", "install", *options, wheel, cwd=home)
    assert installed.returncode == 0, installed.stderr
    # A .pth file appends a folder to the path and does not follow the .pth files in it, so the
    # libraries are found and the editable checkout is not.
    (site_packages,) = home.glob("lib/python*/site-packages")
    libraries = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (site_packages / "libraries.pth").write_text("\n".join(libraries) + "\n", encoding="utf-8")
    return interpreter


def below(folder: Path, root: Path) -> set[str]:
    """Return the files below a folder by path from a root, without what Python caches."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix() for path in files}


# What is in it.


def test_it_has_every_file_of_both_packages_and_no_other(names: set[str]) -> None:
    expected = below(ROOT / "src/training_plan", ROOT / "src")
    expected |= below(ROOT / "generated/training_plan_models", ROOT / "generated")
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_it_has_what_is_no_code(names: set[str]) -> None:
    assert {f"training_plan_models/schemas/{name}.schema.json" for name in SchemaName} <= names
    assert {"training_plan/py.typed", "training_plan_models/py.typed"} <= names
    inputs = {name.rsplit("/", 1)[1] for name in names if name.startswith("training_plan/demo/inputs/")}
    assert {"routing_plan.json", "routing_candidates.parquet", "plan_config.yaml"} <= inputs


def test_it_has_licence_and_command(wheel: Path, names: set[str]) -> None:
    (licence,) = (name for name in names if name.endswith(".dist-info/licenses/LICENSE"))
    (entry_points,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes() != b""
        assert "training-plan = training_plan.cli.main:main" in archive.read(entry_points).decode()


def test_its_schemas_are_those_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in SchemaName:
            packed = archive.read(f"training_plan_models/schemas/{name}.schema.json")
            assert packed == (ROOT / "schema" / f"{name}.schema.json").read_bytes()


# What it does.


def test_the_installed_package_is_the_one_of_the_wheel(python: Path, tmp_path: Path) -> None:
    code = "import training_plan, training_plan_models as m; print(training_plan.__file__); print(m.__file__)"
    done = run(python, "-c", code, cwd=tmp_path)
    assert done.stderr == ""
    home = python.parent.parent
    assert [Path(line).is_relative_to(home) for line in done.stdout.splitlines()] == [True, True]


@pytest.mark.parametrize("name", list(SchemaName))
def test_the_command_prints_the_schemas(name: SchemaName, python: Path, tmp_path: Path) -> None:
    done = run(python.parent / "training-plan", "schema", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.encode() == (ROOT / "schema" / f"{name}.schema.json").read_bytes()


def build(python: Path, folder: Path) -> dict[str, Any]:
    """Build a plan in a folder and return it."""
    (folder / "routing_plan.json").write_text(json.dumps(sample_documents.ROUTING_PLAN), encoding="utf-8")
    command = (python.parent / "training-plan", "build", "--routing-plan", "routing_plan.json", "--out", "plan")
    done = run(*command, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    plan: dict[str, Any] = json.loads((folder / "plan" / "master_training_plan.json").read_bytes())
    return plan


def test_the_command_builds_a_valid_plan_in_another_folder(python: Path, tmp_path: Path) -> None:
    plan = build(python, tmp_path)
    schema = json.loads((ROOT / "schema" / "master_training_plan.schema.json").read_bytes())
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(plan)) == []
    assert [job["job_id"] for job in plan["jobs"]] == ["cs_up", "sym_up_BF/B"]


def test_the_demo_runs(python: Path, tmp_path: Path) -> None:
    done = run(python, "-m", "training_plan.demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.rglob("master_training_plan.json"))


def test_the_command_writes_a_report_with_the_assets_of_the_wheel(python: Path, tmp_path: Path) -> None:
    build(python, tmp_path)
    done = run(python.parent / "training-plan", "report", "plan", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "training_plan_report.html").read_text(encoding="utf-8")
    for asset in (ROOT / "src/training_plan/reporting/assets").glob("*.css"):
        assert asset.read_text(encoding="utf-8") in page


def mypy(python: Path, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Check user code as strictly as can be, against the packages of an environment."""
    (folder / "user.py").write_text(code, encoding="utf-8")
    options = ("--strict", "--config-file=", "--no-error-summary", "--cache-dir", folder / "cache")
    return run(sys.executable, "-m", "mypy", *options, "--python-executable", python, "user.py", cwd=folder)


def test_its_types_reach_user_code(python: Path, tmp_path: Path) -> None:
    checked = mypy(python, tmp_path, USER_CODE)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_its_types_find_mistakes_in_user_code(python: Path, tmp_path: Path) -> None:
    checked = mypy(python, tmp_path, WRONG_USER_CODE)
    errors = [line.split(": error: ") for line in checked.stdout.splitlines() if ": error: " in line]
    assert [(place, message.rsplit("[", 1)[1]) for place, message in errors] == [
        ("user.py:1", "attr-defined]"),
        ("user.py:2", "return-value]"),
        ("user.py:3", "return-value]"),
        ("user.py:4", "attr-defined]"),
        ("user.py:5", "misc]"),
    ]
