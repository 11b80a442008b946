"""``training-plan views``: every derived file again from the master alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from acceptance.conftest import Run
from unit.sample_plans import plan_text, routing_plan, tree


def derived_files(folder: Path) -> list[str]:
    """Return every file of a plan folder but the master and the manifest."""
    kept = {"master_training_plan.json", "manifest.json"}
    return [path for path, data in tree(folder).items() if data is not None and path not in kept]


def replace_by_link(path: Path) -> None:
    """Replace a file by a symbolic link to the same bytes."""
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "one byte changed": lambda path: path.write_bytes(b"?" + path.read_bytes()[1:]),
    "replaced by a link": replace_by_link,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_views_mends_each_derived_file_from_the_master_alone(
    damage: Callable[[Path], object], here: Path, build: Run, run: Run
) -> None:
    build()
    clean = tree(here / "plan")
    files = derived_files(here / "plan")
    assert len(files) == 15

    for path in files:
        damage(here / "plan" / path)
        ended = run("views", "plan", "--no-sync")
        assert ended.exit_code == 0
        assert "files      1 written, 16 unchanged, 0 removed in plan" in ended.stdout
        assert not (here / "plan" / path).is_symlink()
        (here / "plan" / path).with_name("elsewhere").unlink(missing_ok=True)
        assert tree(here / "plan") == clean


def test_views_mends_all_of_them_at_once(here: Path, build: Run, run: Run) -> None:
    build()
    clean = tree(here / "plan")
    for path in derived_files(here / "plan"):
        (here / "plan" / path).unlink()

    assert run("views", "plan").exit_code == 0
    assert tree(here / "plan") == clean


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "not JSON", "[" * 100_000])
def test_views_mends_the_manifest_but_cannot_know_the_account(
    text: str | None, here: Path, build: Run, run: Run
) -> None:
    build()
    path = here / "plan/manifest.json"
    clean = json.loads(path.read_bytes())
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")

    assert run("views", "plan").exit_code == 0
    assert json.loads(path.read_bytes()) == {**clean, "account": None}


def test_views_never_writes_the_master(here: Path, build: Run, run: Run) -> None:
    build()
    path = here / "plan/master_training_plan.json"
    path.write_text(json.dumps(json.loads(path.read_bytes())), encoding="utf-8")
    before, data = path.stat(), path.read_bytes()

    envelope = run("views", "plan", "--format", "json").envelope

    assert envelope["result"]["folder"] == "plan"
    assert (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes()) == (before.st_mtime_ns, before.st_ino, data)
    assert (here / "plan/training_plan.json").read_bytes() == data


def test_views_clears_the_views_that_an_edited_master_no_longer_has(here: Path, build: Run, run: Run) -> None:
    build()
    old = (here / "plan/master_training_plan.json").read_bytes()
    document = routing_plan()
    del document["targets"]["vol_5d"]
    (here / "routing_plan.json").write_text(plan_text(document), encoding="utf-8")
    build("--out", "wanted")
    assert (here / "wanted/master_training_plan.json").read_bytes() != old
    (here / "plan/master_training_plan.json").write_bytes((here / "wanted/master_training_plan.json").read_bytes())

    removed = run("views", "plan", "--format", "json").envelope["result"]["files"]["removed"]

    assert removed == ["by_symbol/BF%2FB.json", "by_target/vol_5d.json"]
    assert {**tree(here / "plan"), "manifest.json": b""} == {**tree(here / "wanted"), "manifest.json": b""}
