"""A plan folder that cannot be written is named, and the former plan stays as it was."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest

from acceptance.conftest import Ended, Run
from unit.sample_plans import tree


class FullDisk(io.BytesIO):
    """A file on a disk without space."""

    def write(self, _: Any, /) -> int:  # noqa: ANN401 - anything with bytes
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_former_plan_wherever_it_strikes(
    here: Path, former: Path, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(here)
    really_open = Path.open
    written = 0
    full_at = 0

    def open_until_full(self: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:  # noqa: ANN401 - as Path.open
        nonlocal written
        if "w" in mode:
            written += 1
            if written > full_at:
                return FullDisk() if "b" in mode else io.TextIOWrapper(FullDisk(), write_through=True)
        return really_open(self, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", open_until_full)
    outcomes: list[Ended] = []
    while not outcomes or outcomes[-1].exit_code:
        written = 0
        outcomes.append(build())
        if outcomes[-1].exit_code:
            assert tree(here) == before
        full_at += 1

    assert len(outcomes) > len(list(former.rglob("*.json")))
    for ended in outcomes[:-1]:
        assert ended.exit_code == 3
        assert ended.stdout == ""
        assert "plan" in ended.stderr
        assert os.strerror(errno.ENOSPC) in ended.stderr
        assert "nothing was changed" in ended.stderr
        assert "free some space and run again" in ended.stderr


@pytest.mark.parametrize("method", ["mkdir", "open"])
def test_no_right_to_write_is_said(
    method: str, here: Path, former: Path, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(here)
    really = getattr(Path, method)

    def refuse(self: Path, *rest: Any, **options: Any) -> Any:  # noqa: ANN401 - as the method
        if method == "mkdir" or rest[:1] == ("wb",):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return really(self, *rest, **options)

    monkeypatch.setattr(Path, method, refuse)
    ended = build()
    envelope = build("--format", "json").envelope

    assert ended.exit_code == 3
    assert ended.stderr.startswith("error: plan")
    assert os.strerror(errno.EACCES) in ended.stderr
    assert "nothing was changed" in ended.stderr
    assert "make the folder writable and run again" in ended.stderr
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
