"""A master plan that views cannot work with is named, and nothing is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.conftest import Run
from training_plan.findings import Code
from unit.sample_plans import tree


def test_views_refuses_a_master_whose_whole_numbers_have_a_point(here: Path, build: Run, run: Run) -> None:
    build()
    master = here / "plan/master_training_plan.json"
    data = master.read_bytes()
    assert b'"total_jobs": 4' in data
    master.write_bytes(data.replace(b'"total_jobs": 4', b'"total_jobs": 4.0'))

    ended = run("views", "plan")

    assert ended.exit_code == 1
    assert Code.NOT_A_PLAIN_INTEGER in ended.stderr
    assert "write 4" in ended.stderr


MASTERS = {
    "not JSON": (b'"jobs": [', b'"jobs": [,', Code.SYNTAX),
    "unknown route": (b'"route":"ROUTE_BOTH"', b'"route":"ROUTE_BOHT"', Code.NOT_ALLOWED_VALUE),
    "wrong total": (b'"total_jobs": 4', b'"total_jobs": 999', Code.WRONG_TOTAL_JOBS),
    "a job twice": (b'"job_id":"sym_vol_5d_IBM"', b'"job_id":"sym_ret_1d_IBM"', Code.DUPLICATE_JOB_ID),
    "a job that is no object": (b'\n{"job_id":"cs_ret_1d"', b'\n7,{"job_id":"cs_ret_1d"', Code.WRONG_TYPE),
    "unknown key": (b'"reason":"pooled"', b'"raeson":"pooled"', Code.MISSING_PROPERTY),
    "duplicate key": (b'"reason":"pooled"', b'"reason":"pooled","reason":"x"', Code.DUPLICATE_KEY),
    "too large a number": (b'"stability":"STABLE"', b'"stability":1e999', Code.NOT_FINITE),
    "deep facts": (b'"stability":"STABLE"', b'"stability":' + b"[" * 5000 + b"]" * 5000, Code.TOO_DEEP),
}


@pytest.mark.parametrize("fault", MASTERS.values(), ids=MASTERS.keys())
def test_views_refuses_a_bad_master_and_touches_nothing(
    fault: tuple[bytes, bytes, Code], here: Path, build: Run, run: Run
) -> None:
    old, new, code = fault
    build()
    master = here / "plan/master_training_plan.json"
    data = master.read_bytes()
    assert old in data
    master.write_bytes(data.replace(old, new, 1))
    (here / "plan/by_symbol/IBM.json").unlink()
    before = tree(here)

    ended = run("views", "plan")
    envelope = run("views", "plan", "--format", "json").envelope

    assert ended.exit_code == 1
    assert "plan/master_training_plan.json:" in ended.stderr
    assert code in ended.stderr
    assert code in [finding["code"] for finding in envelope["findings"]]
    assert tree(here) == before


@pytest.mark.parametrize("folder", ["none", "routing_plan.json", "empty"])
def test_views_needs_a_plan_folder(folder: str, here: Path, run: Run) -> None:
    (here / "empty").mkdir()
    before = tree(here)

    ended = run("views", folder)
    envelope = run("views", folder, "--format", "json").envelope

    assert ended.exit_code == 3
    assert folder in ended.stderr
    assert "hint: " in ended.stderr
    assert envelope["error"]["type"] == "UnreadableFileError"
    assert tree(here) == before
