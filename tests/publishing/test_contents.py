"""What a publication leaves in a folder: the files of the plan, nothing stale, and what is somebody else's."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publishing.plans import MANIFEST, MASTER, PLANS, built_plan, clean_tree, publish_plan
from publishing.watched_disk import Call, watched_disk
from training_plan.publishing.publication import publish, publish_views
from unit.sample_plans import decision, publish_targets, target, tree


def test_the_tree_is_that_of_the_contract(folder: Path) -> None:
    assert list(tree(folder)) == [
        "MASTER_TRAINING_PLAN_SUMMARY.md",
        "by_route",
        "by_route/ROUTE_BLOCKED.json",
        "by_route/ROUTE_BOTH.json",
        "by_route/ROUTE_CROSS_SECTIONAL.json",
        "by_route/ROUTE_EXPERIMENTAL_ONLY.json",
        "by_route/ROUTE_SYMBOL_SPECIFIC.json",
        "by_symbol",
        "by_symbol/AAPL.json",
        "by_symbol/BF%2FB.json",
        "by_target",
        "by_target/ret_1d.json",
        "by_target/vol_5d.json",
        "by_type",
        "by_type/cross_sectional.json",
        "by_type/symbol_specific.json",
        "manifest.json",
        "master_training_plan.json",
        "training_plan.json",
        "training_plan.md",
        "training_plan.yaml",
    ]


def test_an_unchanged_file_is_not_written_again(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.is_file()}
    for path in before:
        os.utime(path, ns=(1, 1))

    again = publish_plan("old", folder)
    assert (again.written, again.unchanged, again.removed, again.foreign) == ([], len(before), [], [])
    assert {path.stat().st_mtime_ns for path in before} == {1}

    report = publish_plan("new", folder)
    untouched = {
        path.relative_to(folder).as_posix() for path in before if path.exists() and path.stat().st_mtime_ns == 1
    }
    assert untouched == {"by_route/ROUTE_BLOCKED.json"}
    assert untouched.isdisjoint(report.written)
    assert report.unchanged == len(untouched)
    assert tree(folder) == clean_tree("new")


def test_the_master_is_written_after_the_views_and_before_the_manifest(folder: Path) -> None:
    written = publish_plan("new", folder).written

    assert written[-2:] == [MASTER, MANIFEST]


def test_files_of_the_former_plan_go(folder: Path) -> None:
    report = publish_plan("new", folder)

    assert report.removed == ["by_symbol/BF%2FB.json", "by_target/vol_5d.json"]
    assert tree(folder) == clean_tree("new")


def test_a_view_folder_that_is_emptied_goes(folder: Path) -> None:
    publish_plan("pooled only", folder)

    assert not (folder / "by_symbol").exists()
    assert tree(folder) == clean_tree("pooled only")


def test_a_view_folder_that_still_holds_something_stays(folder: Path) -> None:
    (folder / "by_symbol/notes.txt").write_text("mine", encoding="utf-8")

    report = publish_plan("pooled only", folder)

    assert report.foreign == ["by_symbol/notes.txt"]
    assert [path.name for path in (folder / "by_symbol").iterdir()] == ["notes.txt"]


def test_what_is_not_ours_is_kept_and_reported(folder: Path) -> None:
    foreign = ["README.txt", "by_symbol/AAPL.json.bak", "by_symbol/OTHER.json", "by_target/sub", "sub", "by_type/.x"]
    for name in foreign:
        if name.endswith("sub"):
            (folder / name / "inner").mkdir(parents=True)
        else:
            (folder / name).write_text("mine", encoding="utf-8")
    (folder / "by_route/link").symlink_to(folder.parent)

    reports = [publish_plan(name, folder) for name in ("new", "pooled only", "old")]
    reports.append(publish_views(folder, sync=False))

    for report in reports:
        assert report.foreign == sorted([*foreign, "by_route/link"])
        assert not set(report.removed) & set(foreign)
    for name in foreign:
        assert (folder / name).is_dir() or (folder / name).read_text(encoding="utf-8") == "mine"


def test_without_a_manifest_nothing_is_taken_for_ours(folder: Path) -> None:
    (folder / MANIFEST).unlink()

    report = publish_plan("new", folder)

    assert report.removed == []
    assert report.foreign == ["by_symbol/BF%2FB.json", "by_target/vol_5d.json"]


def test_progress_tells_each_file(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []
    plan, encoded = built_plan("old")

    report = publish(encoded, plan.account, tmp_path, sync=False, progress=lambda done, path: told.append((done, path)))

    assert [done for done, _ in told] == list(range(len(told)))
    assert sorted([path for _, path in told] + [MANIFEST]) == sorted(report.written)


def test_flushing_to_the_disk_changes_no_byte(tmp_path: Path) -> None:
    publish_plan("old", tmp_path / "deep/er/plan", sync=True)

    assert tree(tmp_path / "deep/er/plan") == clean_tree("old")


def test_the_manifest_is_true(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    files = {path: data for path, data in tree(folder).items() if data is not None}

    assert [entry["path"] for entry in manifest["files"]] == sorted(set(files) - {MANIFEST})
    assert manifest["plan_sha256"] == hashlib.sha256(files[MASTER]).hexdigest()
    account = manifest["account"]
    assert account["jobs"] + account["covered"] + account["blocked"] == account["decisions"] == 6
    for entry in manifest["files"]:
        data = files[entry["path"]]
        assert (entry["size"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_views_are_lines_of_the_master(folder: Path) -> None:
    def job_lines(data: bytes) -> list[bytes]:
        return [line.rstrip(b",") for line in data.splitlines() if line.startswith(b"{") and line != b"{"]

    files = {path: data for path, data in tree(folder).items() if data is not None}
    lines = job_lines(files[MASTER])
    assert len(lines) == len(json.loads(files[MASTER])["jobs"]) == 5
    for field in ("target", "symbol", "training_type", "route"):
        for path, data in files.items():
            if path.startswith(f"by_{field.removeprefix('training_')}/"):
                key = json.loads(data)[field]
                assert job_lines(data) == [line for line in lines if json.loads(line)[field] == key]


def test_what_is_not_ours_in_the_staging_folder_is_kept_and_reported_too(folder: Path) -> None:
    staging = folder / ".publishing"
    (staging / "sub").mkdir(parents=True)
    for name in ("notes.txt", "1.json", "\u0661"):
        (staging / name).write_text("mine", encoding="utf-8")
    (staging / "17").write_text("half a fi", encoding="utf-8")

    report = publish_plan("new", folder)

    kept = [".publishing/1.json", ".publishing/notes.txt", ".publishing/sub", ".publishing/\u0661"]
    assert report.foreign == kept
    assert [path for path in tree(folder) if path.startswith(".publishing/")] == kept


def test_a_change_of_one_target_rewrites_the_views_that_it_touches_and_no_other(folder: Path) -> None:
    changed = {**PLANS["old"], "vol_5d": target({"BF/B": decision("ROUTE_SYMBOL_SPECIFIC", local_state="WEAK_BUT_OK")})}

    report = publish_targets(changed, folder)

    assert set(report.written) == {
        *("by_route/ROUTE_SYMBOL_SPECIFIC.json", "by_symbol/AAPL.json", "by_symbol/BF%2FB.json"),
        *("by_target/vol_5d.json", "by_type/symbol_specific.json"),
        *(MASTER, MANIFEST, "training_plan.json", "training_plan.md", "training_plan.yaml"),
        "MASTER_TRAINING_PLAN_SUMMARY.md",
    }


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_modes_follow_the_umask(mask: int, tmp_path: Path) -> None:
    with umask(mask):
        publish_plan("old", tmp_path / "plan")
        publish_plan("new", tmp_path / "plan")

    for path in (tmp_path / "plan").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o777 if path.is_dir() else 0o666) & ~mask, path


def test_modes_survive_a_rebuild(folder: Path) -> None:
    modes = dict(zip(sorted(folder.rglob("*.*")), itertools.cycle((0o600, 0o640, 0o664, 0o755, 0o444)), strict=False))
    for path, mode in modes.items():
        path.chmod(mode)
    (folder / "by_target").chmod(0o750)

    with umask(0o027):
        publish_plan("new", folder)
        publish_plan("old", folder)

    gone = {folder / "by_symbol/BF%2FB.json", folder / "by_target/vol_5d.json"}
    assert {path: stat.S_IMODE(path.stat().st_mode) for path in modes if path not in gone} == {
        path: mode for path, mode in modes.items() if path not in gone
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in gone} == {0o640}
    assert stat.S_IMODE((folder / "by_target").stat().st_mode) == 0o750


def test_a_view_that_differs_by_case_alone_goes_before_its_twin_comes(tmp_path: Path) -> None:
    """On a disk that ignores case the two are one file, which removing the former would remove as well."""
    calls: list[tuple[str, str]] = []

    def record(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        if name in {"replace", "unlink"}:
            calls.append((name, arguments[-1]))
        return really(*arguments, **options)

    publish_targets({"ret": target({"aapl": decision("ROUTE_BOTH")})}, tmp_path)
    with watched_disk(record):
        report = publish_targets({"ret": target({"AAPL": decision("ROUTE_BOTH")})}, tmp_path)

    assert report.removed == ["by_symbol/aapl.json"]
    assert calls.index(("unlink", "aapl.json")) < calls.index(("replace", "AAPL.json"))


@contextlib.contextmanager
def umask(mask: int) -> Iterator[None]:
    """Set the umask."""
    former = os.umask(mask)
    try:
        yield
    finally:
        os.umask(former)
