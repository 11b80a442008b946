"""Inputs that are odd and no fault: they are used, or left out with a note."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acceptance.bad_candidates import HEADER
from acceptance.conftest import Run
from training_plan.findings import Code
from unit.sample_plans import tree


def test_rows_without_a_decision_are_a_note(here: Path, build: Run) -> None:
    (here / "candidates.csv").write_text(
        f"{HEADER}ret_1d,IBM,0.5,10\nret_1d,XOM,0.5,10\nother,,0.5,10\n", encoding="utf-8"
    )

    ended = build("--candidates", "candidates.csv")
    account = build("--candidates", "candidates.csv", "--format", "json").envelope["result"]["account"]["candidates"]

    assert ended.exit_code == 0
    assert "note: rows of the candidates without a decision in the routing plan, not used: 2\n" in ended.stderr
    assert "note: jobs without a row in the candidates, so without score and sample size: 3\n" in ended.stderr
    assert account == {"rows": 3, "without_decision": 2, "jobs_without_row": 3, "scores_left_out": 0}


@pytest.mark.parametrize("score", ["NaN", "nan", "inf", "-inf"])
def test_a_score_that_is_no_finite_number_is_left_out_and_counted(score: str, here: Path, build: Run) -> None:
    (here / "candidates.csv").write_text(f"{HEADER}ret_1d,,0.25,30\nret_1d,IBM,{score},10\n", encoding="utf-8")

    envelope = build("--candidates", "candidates.csv", "--format", "json").envelope
    jobs = json.loads((here / "plan/master_training_plan.json").read_bytes())["jobs"]
    metadata = {job["job_id"]: job["metadata"] for job in jobs}

    assert envelope["exit_code"] == 0
    assert envelope["result"]["account"]["candidates"]["scores_left_out"] == 1
    assert any("no finite number" in note for note in envelope["notes"])
    assert metadata["cs_ret_1d"]["score"] == 0.25
    assert "score" not in metadata["sym_ret_1d_IBM"]
    assert metadata["sym_ret_1d_IBM"]["sample_size"] == 10


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "{}\n", "---\n", "\ufeff", "---\n# nothing\n...\n"])
def test_an_empty_config_means_the_default(text: str, here: Path, build: Run) -> None:
    assert build().exit_code == 0
    before = tree(here / "plan")
    (here / "config.yaml").write_text(text, encoding="utf-8")

    assert build("--config", "config.yaml").exit_code == 0

    assert tree(here / "plan") == before


def test_whole_numbers_are_written_without_a_point(here: Path, build: Run) -> None:
    (here / "config.yaml").write_text(
        "family_rules: [{match: {min_sample_size: 5.0}, model_families: [a]}]\n"
        "priorities: {ROUTE_BOTH: {OTHER: 71.0}}\n",
        encoding="utf-8",
    )

    findings = build("--config", "config.yaml", "--format", "json").envelope["findings"]

    assert [(finding["code"], finding["pointer"], finding["hint"]) for finding in findings] == [
        (Code.NOT_A_PLAIN_INTEGER, "/family_rules/0/match/min_sample_size", "write 5"),
        (Code.NOT_A_PLAIN_INTEGER, "/priorities/ROUTE_BOTH/OTHER", "write 71"),
    ]
