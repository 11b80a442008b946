"""Manifests and journals that were torn or tampered with: nothing of anybody else is removed."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from publishing.plans import MANIFEST, STAGING, clean_tree, publish_plan
from publishing.watched_disk import Call, watched_disk
from training_plan.errors import PublicationError
from training_plan.publishing.publication import publish_views
from training_plan.views.view_families import VIEW_FAMILIES
from unit.sample_plans import tree

VICTIMS = (
    *("../victim.json", "victim.json", "by_symbol/victim.json", "by_symbol/victim.txt", "by_symbol/.json"),
    *("by_symbol/sub/victim.json", "by_symbol/sub.json/inner.txt", ".publishing/victim.json", "by_other/victim.json"),
    *("by_symbol/looks like one.json", "by_symbol/.hidden.json"),
)
"""Files of somebody else, beside and in the plan folder."""

HOSTILE = (
    *VICTIMS,
    *("by_symbol/../../victim.json", "by_symbol/../victim.json", "./victim.json", "by_symbol/./victim.json"),
    *("./training_plan.json/../../victim.json", "by_symbol\\..\\..\\victim.json", "by_symbol/\0victim.json"),
    *("", ".", "..", "/", "by_symbol", "by_symbol/", "by_symbol/..", "by_symbol/sub", "by_symbol/sub.json", "by_other"),
    *("by_symbol//victim.json", "//victim.json", ".publishing", ".publishing/lock", ".publishing/journal.json"),
    *("/training_plan.json", "/manifest.json", "/master_training_plan.json", "training_plan.json/", "manifest.json"),
    *("by_symbol/" + "x" * 5_000 + ".json", "by_symbol/" * 2_000 + "x.json", "by_symbol/\u202evictim.json"),
)
"""Paths that a manifest or a journal may claim for ours and that are not."""


@pytest.fixture
def victims(folder: Path) -> dict[Path, bytes]:
    """Files of somebody else, some of which stand where ours could, and their bytes."""
    places = [folder / name for name in VICTIMS]
    for place in places:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b'{\n  "symbol": "looks like a view"' if "looks" in place.name else b"theirs")
    return {place: place.read_bytes() for place in places}


@pytest.mark.parametrize("source", ["manifest", "journal"])
def test_a_hostile_record_removes_nothing(source: str, folder: Path, victims: dict[Path, bytes]) -> None:
    absolute = [str(place.resolve()) for place in victims]
    claim(source, folder, [*HOSTILE, *absolute])

    reports = [publish_plan("old", folder), publish_views(folder, sync=False)]

    for report in reports:
        assert report.removed == []
        assert {*report.foreign} == {
            *("victim.json", "by_other", "by_symbol/sub", "by_symbol/sub.json", ".publishing/victim.json"),
            *(path for path in VICTIMS if path.count("/") == 1 and path.startswith("by_symbol/")),
        }
    assert {place: place.read_bytes() for place in victims} == victims


def claim(source: str, folder: Path, paths: list[str]) -> None:
    """Make the manifest, or the journal of a dead run, claim more files."""
    if source == "manifest":
        manifest = json.loads((folder / MANIFEST).read_bytes())
        manifest["files"] += [{**manifest["files"][0], "path": path} for path in paths]
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    else:
        (folder / STAGING).mkdir(exist_ok=True)
        journal = {"paths": paths, "accounts": {}}
        (folder / STAGING / "journal.json").write_text(json.dumps(journal), encoding="utf-8")


@pytest.mark.parametrize("source", ["manifest", "journal"])
def test_a_million_claims_are_borne(source: str, folder: Path) -> None:
    claim(source, folder, [f"by_symbol/{number}.json" for number in range(1_000_000)])

    publish_plan("new", folder)

    assert tree(folder) == clean_tree("new")


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{\n  "sym', b"\0\0\0", b'{\n  "symbol": "GONE",\n  "jobs": [\n{"job_i']
)
@pytest.mark.parametrize("source", ["manifest", "journal"])
def test_a_stale_view_goes_even_if_it_is_torn(source: str, content: bytes, folder: Path) -> None:
    (folder / "by_symbol/GONE.json").write_bytes(content)
    claim(source, folder, ["by_symbol/GONE.json"])

    report = publish_plan("new", folder)

    assert "by_symbol/GONE.json" in report.removed
    assert tree(folder) == clean_tree("new")


def test_every_view_begins_as_one_is_told(folder: Path) -> None:
    for family in VIEW_FAMILIES:
        for view in (folder / family.kind).iterdir():
            assert view.read_bytes().startswith(f'{{\n  "{family.field}": "'.encode())


def test_left_overs_of_a_dead_run_go(folder: Path) -> None:
    staging = folder / STAGING
    staging.mkdir()
    for name in ("0", "17", "holder.json", "lock", "journal.json.new"):
        (staging / name).write_text("half a fi", encoding="utf-8")

    report = publish_plan("new", folder)

    assert not staging.exists()
    assert report.foreign == []
    assert tree(folder) == clean_tree("new")


TORN = (
    "",
    "[",
    "{}",
    "7",
    "null",
    '["by_symbol/GONE.json"',
    '[1, null, "../x"]',
    '{"files": 1}',
    "\ud800",
    "[" * 100_000,
)


@pytest.mark.parametrize("journal", [*TORN, '{"paths": [1], "accounts": {}}', '{"paths": [], "accounts": {"x": {}}}'])
def test_a_torn_journal_stops_nobody(journal: str, folder: Path) -> None:
    (folder / STAGING).mkdir()
    (folder / STAGING / "journal.json").write_bytes(journal.encode("utf-8", "surrogatepass"))

    publish_plan("new", folder)

    assert tree(folder) == clean_tree("new")


@pytest.mark.parametrize("manifest", TORN)
def test_a_torn_manifest_stops_nobody_and_claims_nothing(manifest: str, folder: Path) -> None:
    (folder / MANIFEST).write_bytes(manifest.encode("utf-8", "surrogatepass"))

    report = publish_plan("new", folder)

    assert report.removed == []
    assert report.foreign == ["by_symbol/BF%2FB.json", "by_target/vol_5d.json"]
    for path in report.foreign:
        (folder / path).unlink()
    assert tree(folder) == clean_tree("new")


def test_a_manifest_that_cannot_be_read_stops_the_run(folder: Path) -> None:
    before = tree(folder)

    def broken(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        if name == "open" and arguments[0] == MANIFEST:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return really(*arguments, **options)

    with watched_disk(broken), pytest.raises(PublicationError, match="nothing was changed") as refused:
        publish_plan("new", folder)

    assert refused.value.path == folder / MANIFEST
    assert tree(folder) == before
