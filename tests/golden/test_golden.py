"""The bundled routing plan gives the folders that are stored beside this file, byte for byte.

After a change of the output that is meant: ``python tests/golden/test_golden.py`` writes them again; read the diff.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from training_plan.cli.main import main
from training_plan.models import DecisionAccount, Manifest, MasterPlan

GOLDEN = Path(__file__).parent
INPUTS = Path("src/training_plan/demo/inputs")
CASES = {
    "plain": [],
    "complete": [
        *("--candidates", str(INPUTS / "routing_candidates.parquet")),
        *("--config", str(INPUTS / "plan_config.yaml")),
        "--include-blocked",
    ],
}


def build(case: str, folder: Path) -> None:
    command = ["build", "--routing-plan", str(INPUTS / "routing_plan.json"), "--out", str(folder)]
    clock = ["--generated-at", "2026-01-02T03:04:05Z", "--git-commit", "0123abc"]
    code = main([*command, *clock, *CASES[case], "--no-sync"])
    if code:
        raise SystemExit(code)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", CASES)
def test_tree_is_the_stored_one(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN.parent.parent)
    build(case, tmp_path / "plan")
    built, stored = tree(tmp_path / "plan"), tree(GOLDEN / case)
    assert sorted(built) == sorted(stored)
    assert [path for path in stored if built[path] != stored[path]] == []


def test_the_csv_gives_the_plan_of_the_parquet_file(tmp_path: Path) -> None:
    inputs = GOLDEN.parent.parent / INPUTS
    jobs = []
    for table in ("routing_candidates.parquet", "routing_candidates.csv"):
        folder = tmp_path / table
        sources = ["--routing-plan", str(inputs / "routing_plan.json"), "--candidates", str(inputs / table)]
        assert main(["build", *sources, "--out", str(folder), "--no-sync"]) == 0
        jobs.append(msgspec.json.decode((folder / "master_training_plan.json").read_bytes(), type=MasterPlan).jobs)
    assert jobs[0] == jobs[1]


@pytest.mark.parametrize(("case", "blocked_jobs"), [("plain", 0), ("complete", 26)])
def test_stored_tree_has_the_figures_of_the_inputs(case: str, blocked_jobs: int) -> None:
    """The inputs' own description: 89 symbol decisions, 30 + 25 + 23 + 7 + 4, and 7 of 10 pooled models enabled."""
    plan = msgspec.json.decode((GOLDEN / case / "master_training_plan.json").read_bytes(), type=MasterPlan)
    routes = Counter(str(job.route) for job in plan.jobs)
    assert routes == Counter(
        ROUTE_CROSS_SECTIONAL=7,
        ROUTE_SYMBOL_SPECIFIC=4,
        ROUTE_BOTH=7,
        ROUTE_EXPERIMENTAL_ONLY=25,
        ROUTE_BLOCKED=blocked_jobs,
    )
    manifest = msgspec.json.decode((GOLDEN / case / "manifest.json").read_bytes(), type=Manifest)
    assert isinstance(manifest.account, DecisionAccount)
    assert (manifest.account.decisions, manifest.account.symbol_decisions) == (99, 89)
    assert (manifest.account.jobs, manifest.account.covered, manifest.account.blocked) == (43, 30, 23 + 3)


if __name__ == "__main__":
    for name in CASES:
        shutil.rmtree(GOLDEN / name, ignore_errors=True)
        build(name, GOLDEN / name)
