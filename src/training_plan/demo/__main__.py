"""Build the bundled routing plan and show what came of it."""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from training_plan.cli.build_command import DEFAULT_FOLDER
from training_plan.cli.main import main as run_command
from training_plan.cli.output import printable
from training_plan.models import MasterPlan
from training_plan.plan.layout import MASTER
from training_plan.plan.master_plan import read_master_plan

_INPUTS = "demo_inputs"
"""Folder beside the plan folder that gets the inputs, so that the command can be run again by hand."""

_TOP_JOBS = 10
_FILES_SHOWN_PER_FOLDER = 4


def main() -> int:
    """Run the demo and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m training_plan.demo", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="the plan folder (default: %(default)s)"
    )
    folder: Path = parser.parse_args().out
    inputs = folder.parent / _INPUTS
    with resources.as_file(resources.files("training_plan.demo").joinpath("inputs")) as bundled:
        shutil.copytree(bundled, inputs, dirs_exist_ok=True)
    command = [
        "build",
        *("--routing-plan", str(inputs / "routing_plan.json")),
        *("--candidates", str(inputs / "routing_candidates.parquet")),
        *("--config", str(inputs / "plan_config.yaml")),
        *("--out", str(folder)),
    ]
    sys.stdout.write(f"$ {shlex.join(['training-plan', *command])}\n")
    code = run_command(command)
    if code == 0:
        plan = read_master_plan(folder / MASTER).plan
        sys.stdout.write("\n".join(["", *_tree_lines(folder), "", *_top_job_lines(plan)]) + "\n")
    return code


def _tree_lines(folder: Path) -> Iterator[str]:
    yield f"{folder}/"
    for entry in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if entry.is_file():
            yield f"  {entry.name}"
            continue
        names = sorted(path.name for path in entry.iterdir())
        shown = names[:_FILES_SHOWN_PER_FOLDER]
        more = [f"and {len(names) - len(shown)} more"] if len(names) > len(shown) else []
        yield f"  {entry.name}/  " + "  ".join([*shown, *more])


def _top_job_lines(plan: MasterPlan) -> Iterator[str]:
    yield f"the {_TOP_JOBS} jobs of the highest priority, of {len(plan.jobs)}:"
    for job in plan.jobs[:_TOP_JOBS]:
        yield printable(f"  {job.priority:3}  {job.job_id:40}  {','.join(job.model_families)}")


if __name__ == "__main__":
    sys.exit(main())
