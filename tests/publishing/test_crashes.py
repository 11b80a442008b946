"""A process that dies at any call leaves a whole master, and the next run mends all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from publishing.scenarios import SCENARIOS
from support.counting import RecordProperty, tell_counts


def end_at_every_call(ending: str, scenario: str) -> dict[str, int]:
    """Run ``end_at_every_call.py`` and return what it counted."""
    done = subprocess.run(
        [sys.executable, "-m", "publishing.end_at_every_call", ending, scenario],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_crash_at_any_call_leaves_a_whole_master_and_the_next_run_mends_all(
    scenario: str, record_property: RecordProperty
) -> None:
    counts = end_at_every_call("crash", scenario)

    tell_counts(record_property, "crashes of a publication, one at every call", counts)
    assert counts["crashes"] > 100
    assert counts["different folders"] > 3


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("scenario", ["first build", "rebuild", "views"])
def test_a_signal_at_any_call_leaves_the_former_folder_or_the_new_one(
    signal: str, scenario: str, record_property: RecordProperty
) -> None:
    counts = end_at_every_call(signal, scenario)

    tell_counts(record_property, "signals to a publication, one at every call", counts)
    assert counts["signals"] > 100
