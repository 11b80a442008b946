"""Whatever one file of a plan folder holds, check says so, and views or the next build mend it."""

from __future__ import annotations

from pathlib import Path

from fuzz.campaign import run_campaign
from fuzz.campaigns import FOLDERS
from fuzz.folders import PlanFolder
from support.counting import RecordProperty, tell_counts


def test_a_folder_with_a_mutant_is_told_and_mended(tmp_path: Path, record_property: RecordProperty) -> None:
    folder = PlanFolder(tmp_path / "plan")

    tally = run_campaign("folders", range(FOLDERS), folder.any_change, folder.judge)

    tell_counts(record_property, "fuzz, plan folders", tally.counts)
    assert 0 < tally.accepted < tally.judged == FOLDERS
    assert {"TP101", "TP103", "TP502", "TP504", "TP505"} <= set(tally.outcomes)
