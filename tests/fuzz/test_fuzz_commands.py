"""Whatever a file holds, a command ends with an agreed exit code, tells it in its format, and writes no half folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.campaign import run_campaign
from fuzz.campaigns import COMMANDS
from fuzz.commands import CommandLine, any_command
from support.counting import RecordProperty, tell_counts

HALVES = 2
ACCEPTING = ("build", "views", "validate", "show", "report", "diff")


@pytest.mark.parametrize("half", range(HALVES))
def test_a_command_ends_in_an_agreed_way(half: int, tmp_path: Path, record_property: RecordProperty) -> None:
    tally = run_campaign("commands", range(half, COMMANDS, HALVES), any_command, CommandLine(tmp_path).run)

    tell_counts(record_property, "fuzz, commands", tally.counts)
    assert tally.judged == COMMANDS // HALVES
    assert {f"accepted by {name}" for name in ACCEPTING} <= set(tally.outcomes)
    assert {f"{name} 1" for name in (*ACCEPTING, "check")} <= set(tally.outcomes)
