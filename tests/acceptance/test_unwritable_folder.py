"""A plan folder that cannot be written is named, and the former plan stays as it was."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from acceptance.conftest import Ended, Run
from publishing.watched_disk import Refusal, watched_disk
from unit.sample_plans import tree


def test_a_full_disk_leaves_the_former_plan_wherever_it_strikes(here: Path, former: Path, build: Run) -> None:
    before = tree(here)
    outcomes: list[Ended] = []
    while not outcomes or outcomes[-1].exit_code:
        with watched_disk(Refusal(len(outcomes), errno.ENOSPC, {"write"}, stays=True)):
            outcomes.append(build())
        if outcomes[-1].exit_code:
            assert tree(here) == before

    assert len(outcomes) > len(list(former.rglob("*.json")))
    for ended in outcomes[:-1]:
        assert ended.exit_code == 3
        assert ended.stdout == ""
        assert "plan" in ended.stderr
        assert os.strerror(errno.ENOSPC) in ended.stderr
        assert "nothing was changed" in ended.stderr
        assert "free some space and run again" in ended.stderr


@pytest.mark.parametrize("function", ["mkdir", "open"])
def test_no_right_to_write_is_said(function: str, here: Path, former: Path, build: Run) -> None:
    before = tree(here)
    with watched_disk(Refusal(0, errno.EACCES, {function}, stays=True)):
        ended = build()
    with watched_disk(Refusal(0, errno.EACCES, {function}, stays=True)):
        envelope = build("--format", "json").envelope

    assert ended.exit_code == 3
    assert ended.stderr.startswith("error: plan")
    assert os.strerror(errno.EACCES) in ended.stderr
    assert "nothing was changed" in ended.stderr
    assert "let this user read and write there, and run again" in ended.stderr
    assert envelope["error"]["type"] == "PublicationError"
    assert tree(here) == before
    assert former.is_dir()


@pytest.mark.parametrize("name", ["by_symbol", "by_target", "by_type", "by_route"])
def test_a_file_where_a_view_folder_belongs_is_named(name: str, here: Path, build: Run) -> None:
    (here / "plan").mkdir()
    (here / "plan" / name).write_text("mine", encoding="utf-8")
    before = tree(here)

    ended = build()

    assert ended.exit_code == 3
    assert f"plan/{name}" in ended.stderr
    assert tree(here) == before


def test_a_folder_where_the_master_belongs_is_named(here: Path, build: Run) -> None:
    (here / "plan/master_training_plan.json").mkdir(parents=True)
    before = tree(here)

    ended = build()

    assert ended.exit_code == 3
    assert "plan/master_training_plan.json" in ended.stderr
    assert tree(here) == before
