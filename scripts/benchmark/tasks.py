"""What is measured: the command as users run it, from its arguments to its exit code, and the loader."""

from __future__ import annotations

import contextlib
import importlib
import io
import shutil
from pathlib import Path

import msgspec

from benchmark.rewriting import changed_targets, file_states, may_be_rewritten
from benchmark.stopwatch import Stopwatch
from benchmark.successors import write_successor
from benchmark.workplace import Facts, Workplace, size_of

# What the command imports when it needs it is imported here: starting a process is not what is measured.
from training_plan.building import plan_building  # noqa: F401
from training_plan.checking import folder_check, validation  # noqa: F401
from training_plan.cli import diff_document, diff_markdown, diff_text, finding_formats  # noqa: F401
from training_plan.cli.main import main
from training_plan.comparing import comparison  # noqa: F401
from training_plan.models import FileKind, SymbolView
from training_plan.publishing import publication  # noqa: F401
from training_plan.training_plan_consumer import load_master_training_plan, to_polars


def _command(watch: Stopwatch, *arguments: str | Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as said, watch:
        exit_code = main([*map(str, arguments)])
    if exit_code:
        raise RuntimeError(said.getvalue())


def _build(watch: Stopwatch, routing_plan: Path, out: Path, *options: str) -> None:
    clock = ("--generated-at", "2026-01-02T03:04:05Z", "--git-commit", "abc1234")
    _command(watch, "build", "--routing-plan", routing_plan, "--out", out, *clock, *options)


def build(place: Workplace, watch: Stopwatch) -> Facts:
    """Build every file; nothing is flushed."""
    place.clear_scratch()
    _build(watch, place.routing_plan, place.scratch, "--no-sync")
    return size_of(place.scratch)


def build_with_sync(place: Workplace, watch: Stopwatch) -> Facts:
    """Build every file and flush it to the disk."""
    place.clear_scratch()
    _build(watch, place.routing_plan, place.scratch)
    return size_of(place.scratch)


def first_build(place: Workplace, watch: Stopwatch) -> Facts:
    """Build the folder that the other tasks read."""
    _build(watch, place.routing_plan, place.plan, "--no-sync")
    inputs = place.routing_plan.stat().st_size + place.master.stat().st_size
    return {**size_of(place.plan), "inputs": inputs}


def rebuild_unchanged(place: Workplace, watch: Stopwatch) -> Facts:
    """Build the same plan where it is already."""
    before = file_states(place.plan)
    _build(watch, place.routing_plan, place.plan, "--no-sync")
    return {"rewritten": len(before.items() ^ file_states(place.plan).items())}


def rebuild_changed(place: Workplace, watch: Stopwatch) -> Facts:
    """Build after the router changed its mind on one target."""
    place.clear_scratch()
    shutil.copytree(place.plan, place.scratch)
    before = file_states(place.scratch)
    _build(watch, place.changed_routing_plan, place.scratch, "--no-sync")
    after = file_states(place.scratch)
    rewritten = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    targets = changed_targets(place.routing_plan, place.changed_routing_plan)
    needless = rewritten - may_be_rewritten(place.plan, place.scratch, targets)
    return {"files": len(after), "rewritten": len(rewritten), "needlessly": len(needless)}


def load(place: Workplace, watch: Stopwatch) -> Facts:
    """Load the master as the training phase does, invariants included."""
    with watch:
        plan = load_master_training_plan(place.master)
    return {"jobs": len(plan.jobs)}


def validate(place: Workplace, watch: Stopwatch) -> Facts:
    """Validate the master."""
    _command(watch, "validate", place.master)
    return {"bytes": place.master.stat().st_size}


def check(place: Workplace, watch: Stopwatch) -> Facts:
    """Check the whole folder."""
    _command(watch, "check", place.plan)
    return size_of(place.plan)


def read_view(place: Workplace, watch: Stopwatch) -> Facts:
    """Read the largest view of a symbol, as a scheduler does."""
    view = max((place.plan / FileKind.BY_SYMBOL).iterdir(), key=lambda path: path.stat().st_size)
    with watch:
        jobs = msgspec.json.decode(view.read_bytes(), type=SymbolView).jobs
    return {"jobs": len(jobs), "bytes": view.stat().st_size}


def write_parquet(place: Workplace, watch: Stopwatch) -> Facts:
    """Load the master and write its jobs as a table, for analysis."""
    place.clear_scratch()
    place.scratch.mkdir()
    importlib.import_module("polars")
    table = place.scratch / "jobs.parquet"
    with watch:
        to_polars(load_master_training_plan(place.master)).write_parquet(table)
    return size_of(place.scratch)


def load_twice(place: Workplace, watch: Stopwatch) -> Facts:
    """Load the master twice and let go of both, as every command that reads two plans must."""
    with watch:
        plans = [load_master_training_plan(place.master) for _ in range(2)]
        jobs = sum(len(plan.jobs) for plan in plans)
        plans.clear()
    return {"jobs": jobs}


def diff_of_equals(place: Workplace, watch: Stopwatch) -> Facts:
    """Compare the plan with itself."""
    _command(watch, "diff", place.master, place.master, "--exit-code")
    return {"bytes": 2 * place.master.stat().st_size}


def diff_of_every_job(place: Workplace, watch: Stopwatch) -> Facts:
    """Compare the plan with one in which every job differs."""
    place.clear_scratch()
    successor = write_successor(place.master, place.scratch)
    _command(watch, "diff", place.master, successor)
    return {"bytes": place.master.stat().st_size + successor.stat().st_size}
