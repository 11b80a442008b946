"""Symbolic links in a plan folder lead no write out of it."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from publishing.plans import MANIFEST, MASTER, clean_tree, publish_plan, put_tree
from publishing.watched_disk import Call, watched_disk
from training_plan.errors import PublicationError
from unit.sample_plans import tree


@pytest.mark.parametrize("name", ["by_symbol", "by_target", "by_type", "by_route", ".publishing"])
def test_a_linked_folder_is_refused(name: str, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "AAPL.json").write_text("theirs", encoding="utf-8")
    if (folder / name).exists():
        shutil.rmtree(folder / name)
    (folder / name).symlink_to(elsewhere)
    before = tree(tmp_path)

    with pytest.raises(PublicationError, match="symbolic link") as refused:
        publish_plan("new", folder)

    assert refused.value.path == folder / name
    assert refused.value.hint == "remove the link and run again"
    assert tree(tmp_path) == before


def test_a_linked_file_is_replaced_and_what_it_points_to_is_kept(folder: Path, tmp_path: Path) -> None:
    for name in (MASTER, "by_symbol/AAPL.json", "by_symbol/BF%2FB.json"):
        outside = tmp_path / Path(name).name
        outside.write_bytes((folder / name).read_bytes())
        (folder / name).unlink()
        (folder / name).symlink_to(outside)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.json")}

    publish_plan("new", folder)

    assert tree(folder) == clean_tree("new")
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert {path: path.read_bytes() for path in tmp_path.glob("*.json")} == before


def test_the_plan_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)

    publish_plan("new", tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert tree(folder) == clean_tree("new")


@pytest.mark.parametrize("name", ["by_symbol", "by_target", ".publishing"])
@pytest.mark.parametrize("call", ["mkdir", "open", "write", "replace", "unlink", "rmdir"])
def test_a_folder_that_becomes_a_link_meanwhile_leads_nothing_elsewhere(
    name: str, call: str, folder: Path, tmp_path: Path
) -> None:
    """Whoever may write in the plan folder exchanges a folder of the plan for a link, before any call of a kind."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in ("AAPL.json", "ret_1d.json", "vol_5d.json", "journal.json", "holder.json", "lock", "0"):
        (elsewhere / path).write_text("theirs", encoding="utf-8")
    before = tree(elsewhere)
    start = tree(folder)
    for step in itertools.count():
        put_tree(start, folder)
        exchange = Exchange(folder / name, elsewhere, call, step)
        with watched_disk(exchange), contextlib.suppress(PublicationError):
            publish_plan("new", folder)
        assert tree(elsewhere) == before
        if not exchange.happened:
            break
        shutil.rmtree(exchange.moved, ignore_errors=True)
    assert (folder / MASTER).read_bytes() == clean_tree("new")[MASTER]


class Exchange:
    """A watcher that puts a link in the place of a folder before one call of a function, counted from 0."""

    def __init__(self, victim: Path, elsewhere: Path, call: str, step: int) -> None:
        self.happened = False
        self.moved = victim.with_name(f"{victim.name}.moved")
        self._victim = victim
        self._elsewhere = elsewhere
        self._call = call
        self._calls = itertools.count()
        self._step = step

    def __call__(self, name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        if name == self._call and next(self._calls) == self._step:
            self.happened = True
            if self._victim.exists():
                self._victim.rename(self.moved)
            self._victim.symlink_to(self._elsewhere)
        return really(*arguments, **options)


@pytest.mark.parametrize("kind", ["loop", "link to nothing", "file", "below a file", "NUL", "no text", "too long"])
def test_a_path_that_can_be_no_folder_is_an_error(kind: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "link to nothing").symlink_to("gone/below")
    (tmp_path / "file").write_bytes(b"theirs")
    before = tree(tmp_path)
    strange = {"below a file": "file/plan", "NUL": "a\0b", "no text": "a\ud800", "too long": "x" * 5_000}

    with pytest.raises(PublicationError, match="nothing was changed"):
        publish_plan("new", tmp_path / strange.get(kind, kind), sync=True)

    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", [MASTER, MANIFEST, "by_symbol/AAPL.json", "by_type/cross_sectional.json"])
def test_a_named_pipe_is_replaced_and_never_waited_for(name: str, folder: Path) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)

    publish_plan("new", folder)

    found = tree(folder)
    stale = {"by_symbol/BF%2FB.json", "by_target/vol_5d.json"} if name == MANIFEST else set()
    assert {path: data for path, data in found.items() if path not in stale} == clean_tree("new")


def test_a_file_with_several_names_is_not_written_through(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    os.link(folder / MASTER, outside)
    former = outside.read_bytes()

    publish_plan("new", folder)

    assert outside.read_bytes() == former
    assert tree(folder) == clean_tree("new")
