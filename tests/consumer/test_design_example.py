"""The design's usage example runs and is typed as it stands, and wrong code beside it is not."""

from __future__ import annotations

import hashlib
import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from consumer.samples import GOLDEN, MASTER, REPOSITORY, Recorder, golden_document

EXAMPLE = Path(__file__).with_name("design_example.py")
SNIPPET_SHA256 = "acac74aa81c97b6f6318b26cffa926666a5454081c6ed6bfcd3ddea5acf110b1"
"""Of the lines inside the fence under "Usage in Training Phase" of the design document."""

HEAD = """from pathlib import Path
import training_plan
from training_plan import get_cs_jobs, get_jobs_for_symbol, get_symbol_jobs, iter_batches, load_master_training_plan
from training_plan import model_families_for, require_jobs_for_target, to_polars
plan = load_master_training_plan(Path("x"))
job = plan.jobs[0]
"""
RIGHT = """
if job.symbol is not None:
    job.symbol.upper()
priority: int = job.priority
families: list[str] = list(job.model_families)
by_symbol: dict[str, list[training_plan.Job]] = {"AAPL": get_jobs_for_symbol(plan, "AAPL", trainable_only=True)}
batches: list[list[training_plan.Job]] = list(iter_batches(plan, max_jobs=10, by="target"))
kind: training_plan.TrainingType = job.training_type
is_blocked: bool = job.route is training_plan.Route.ROUTE_BLOCKED
names: list[str] = model_families_for(plan, job.target, None)
rows: int = to_polars(plan).height
training_plan.iter_batches
"""
WRONG = {
    "set_field": ("job.priority = 1", "read-only"),
    "misspelt_attribute": ("job.prioritty", '"Job" has no attribute "prioritty"'),
    "symbol_may_be_none": ("job.symbol.upper()", 'Item "None"'),
    "symbols_may_be_none": ("names: list[str] = [job.symbol for job in get_symbol_jobs(plan)]", "List comprehension"),
    "misspelt_function": ("training_plan.get_cs_job", "has no attribute"),
    "misspelt_route": ("training_plan.Route.ROUTE_BOHT", "has no attribute"),
    "none_for_symbol": ("get_jobs_for_symbol(plan, None)", "incompatible type"),
    "job_for_plan": ("get_cs_jobs(job)", "incompatible type"),
    "text_for_path": ("load_master_training_plan('x')", "incompatible type"),
    "unknown_batch_key": ("iter_batches(plan, max_jobs=1, by='colour')", "incompatible type"),
    "positional_batch_size": ("iter_batches(plan, 10)", "Too many positional arguments"),
    "jobs_grow": ("plan.jobs.append(job)", 'no attribute "append"'),
    "families_grow": ("job.model_families.append('x')", 'no attribute "append"'),
    "set_plan": ("plan.jobs = []", "read-only"),
    "job_without_fields": ("training_plan.Job(job_id='x')", 'Missing named argument "target"'),
    "plan_is_not_a_dict": ("plan['jobs']", "not indexable"),
    "priority_is_a_number": ("job.priority.upper()", 'no attribute "upper"'),
    "one_job_is_no_list": ("found: training_plan.Job = require_jobs_for_target(plan, 'x')", "Incompatible types"),
}


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What mypy --strict says of the example and of every snippet, by name."""
    folder = tmp_path_factory.mktemp("snippets")
    for name, code in {"right": RIGHT, **{name: code for name, (code, _) in WRONG.items()}}.items():
        (folder / f"{name}.py").write_text(HEAD + code.strip() + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), "--output", "json"]
    files = [EXAMPLE, *sorted(folder.glob("*.py"))]
    done = subprocess.run(
        [*command, *map(str, files)], check=False, capture_output=True, text=True, cwd=REPOSITORY, timeout=300
    )
    assert done.stderr == ""
    found: dict[str, list[str]] = {path.stem: [] for path in files}
    for line in done.stdout.splitlines():
        told = json.loads(line)
        found[Path(told["file"]).stem].append(told["message"])
    return found


@pytest.fixture
def run_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the stored plan where the design puts it."""
    shutil.copytree(GOLDEN, tmp_path / "METRICS" / "training_plan")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_is_that_of_the_design_byte_for_byte() -> None:
    _, _, rest = EXAMPLE.read_text(encoding="utf-8").partition("# fmt: off\n")
    snippet, mark, end = rest.partition("# fmt: on\n")
    assert (mark, end) == ("# fmt: on\n", "")
    assert hashlib.sha256(snippet.encode()).hexdigest() == SNIPPET_SHA256


@pytest.mark.usefixtures("run_in")
def test_the_example_finds_the_jobs_to_train_of_the_stored_plan() -> None:
    found: dict[str, Any] = runpy.run_path(str(EXAMPLE))
    ready = [job for job in golden_document()["jobs"] if job["route"] != "ROUTE_BLOCKED"]
    pooled = [job for job in ready if job["symbol"] is None]
    own: dict[str, list[str]] = {}
    for job in ready:
        if job["symbol"] is not None:
            own.setdefault(job["target"], []).append(job["symbol"])
    assert [job.job_id for job in found["cs_jobs"]] == [job["job_id"] for job in pooled]
    assert found["cs_targets"] == sorted({job["target"] for job in pooled})
    assert found["symbols_by_target"] == own
    assert len(found["cs_targets"]) == 7
    assert sum(len(symbols) for symbols in own.values()) == 36


def test_the_example_opens_the_master_and_nothing_else(run_in: Path) -> None:
    recorder = Recorder(run_in / "watch")
    subprocess.run([sys.executable, str(EXAMPLE)], check=True, cwd=run_in, env=recorder.environment())
    assert recorder.opened_in(run_in / "METRICS") == {f"training_plan/{MASTER}"}


def test_the_example_and_right_code_are_typed(errors: dict[str, list[str]]) -> None:
    assert errors["design_example"] == []
    assert errors["right"] == []


@pytest.mark.parametrize("name", WRONG)
def test_wrong_code_is_refused_by_the_type_checker(name: str, errors: dict[str, list[str]]) -> None:
    messages = [message for message in errors[name] if WRONG[name][1] in message]
    assert len(messages) == 1, errors[name]
