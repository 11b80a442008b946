"""``training-plan report`` as a person and a CI job meet it."""

from __future__ import annotations

import os
import shutil
import stat
import webbrowser
from pathlib import Path

import pytest

from acceptance.conftest import Run
from support.report_reading import data_of
from unit.sample_plans import tree

PAGE = "training_plan_report.html"


@pytest.fixture
def plan(here: Path, build: Run) -> Path:
    """The folder of a built plan."""
    assert build("--include-blocked").exit_code == 0
    return here / "plan"


def test_it_writes_one_page_into_the_working_directory_and_nothing_else(here: Path, plan: Path, run: Run) -> None:
    before = tree(here)
    ended = run("report", "plan")
    page = (here / PAGE).read_bytes()
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, f"{PAGE}: 6 jobs, 0.1 MB\n", "")
    assert data_of(page)["jobs"] == 6
    assert tree(here) == {**before, PAGE: page}
    assert run("check", str(plan)).exit_code == 0


def test_the_envelope_says_what_the_page_holds(here: Path, plan: Path, run: Run) -> None:
    result = run("report", str(plan), "--out", "a.html", "--format", "json").envelope["result"]
    assert result == {"file": "a.html", "size": (here / "a.html").stat().st_size, "jobs": 6, "left_out": {}}


def test_the_page_does_not_depend_on_where_the_plan_lies(here: Path, plan: Path, run: Run) -> None:
    run("report", "plan")
    shutil.move(plan, here / "elsewhere")
    run("report", str(here / "elsewhere" / "master_training_plan.json"), "--out", "b.html")
    assert (here / PAGE).read_bytes() == (here / "b.html").read_bytes()


def test_the_account_comes_from_the_manifest_if_it_is_of_this_plan(here: Path, build: Run, run: Run) -> None:
    build()
    run("report", "plan")
    kept = (here / PAGE).read_text(encoding="utf-8")
    (here / "plan" / "manifest.json").unlink()
    run("report", "plan")
    lost = (here / PAGE).read_text(encoding="utf-8")
    assert "decisions of the router, not kept as jobs" in kept
    assert "decisions of the router, not kept as jobs" not in lost


def test_an_older_plan_is_compared(here: Path, plan: Path, build: Run, run: Run) -> None:
    shutil.copytree(plan, here / "old")
    (here / "copy.json").write_bytes((plan / "master_training_plan.json").read_bytes())
    build()
    for old in ("old", "old/master_training_plan.json", "copy.json"):
        assert run("report", "plan", "--against", old).exit_code == 0
        text = (here / PAGE).read_text(encoding="utf-8")
        assert "What changed since" in text
        assert "the old plan lists blocked pairs and the new one does not" in text


def test_a_report_is_replaced_and_keeps_its_permissions(here: Path, plan: Path, run: Run) -> None:
    assert plan.is_dir()
    run("report", "plan")
    (here / PAGE).chmod(0o640)
    run("report", "plan", "--against", "plan")
    assert stat.S_IMODE((here / PAGE).stat().st_mode) == 0o640
    assert "What changed since" in (here / PAGE).read_text(encoding="utf-8")


def test_a_new_report_has_the_permissions_of_a_new_file(here: Path, plan: Path, run: Run) -> None:
    assert plan.is_dir()
    run("report", "plan")
    (here / "new").touch()
    assert (here / PAGE).stat().st_mode == (here / "new").stat().st_mode


def test_a_link_is_followed(here: Path, plan: Path, run: Run) -> None:
    assert plan.is_dir()
    run("report", "plan", "--out", "real.html")
    (here / "latest.html").symlink_to("real.html")
    (here / "real.html").chmod(0o600)
    run("report", "plan", "--out", "latest.html")
    assert (here / "latest.html").is_symlink()
    assert stat.S_IMODE((here / "real.html").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("plan/report.html", "is in the plan folder plan"),
        ("plan/by_target/report.html", "is in the plan folder plan"),
        ("inside/report.html", "is in the plan folder plan"),
        ("old/report.html", "is in the plan folder old"),
        (".", "is a folder"),
        ("routing_plan.json", "is a file that is no report, and stays as it is"),
        ("pipe", "is a file that is no report, and stays as it is"),
        ("loop", "cannot be written"),
        ("x" * 300, "cannot be written"),
        ("plan/master_training_plan.json/report.html", "is in the plan folder plan"),
    ],
)
def test_a_place_where_it_would_do_harm_is_refused(here: Path, plan: Path, run: Run, out: str, says: str) -> None:
    shutil.copytree(plan, here / "old")
    (here / "inside").symlink_to("plan")
    (here / "loop").symlink_to("loop")
    os.mkfifo(here / "pipe")
    before = {path for path in here.rglob("*") if not path.is_symlink()}
    ended = run("report", "plan", "--against", "old", "--out", out)
    assert ended.exit_code == 2
    assert says in ended.stderr
    assert {path for path in here.rglob("*") if not path.is_symlink()} == before


def test_the_default_place_is_refused_inside_the_plan_folder(
    plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plan)
    ended = run("report", ".")
    assert ended.exit_code == 2
    assert "hint: name a file beside the folder" in ended.stderr


def test_a_place_that_does_not_exist_is_said_to(plan: Path, run: Run) -> None:
    assert plan.is_dir()
    ended = run("report", "plan", "--out", "nowhere/report.html")
    assert ended.exit_code == 3
    assert "nowhere/report.html: the report cannot be written: No such file or directory" in ended.stderr
    assert "hint: make the folder first" in ended.stderr


def test_what_cannot_be_written_leaves_the_former_report(
    here: Path, plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plan.is_dir()
    run("report", "plan")
    before = tree(here)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fchmod", full)
    ended = run("report", "plan", "--against", "plan")
    assert ended.exit_code == 3
    assert "No space left on device" in ended.stderr
    assert tree(here) == before


@pytest.mark.parametrize("arguments", [("nothing",), ("plan", "--against", "nothing"), ("routing_plan.json",)])
def test_what_is_no_plan_is_refused_and_nothing_is_written(
    here: Path, plan: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    assert plan.is_dir()
    ended = run("report", *arguments)
    assert ended.exit_code in {1, 3}
    assert ended.stderr.startswith("error: ")
    assert not (here / PAGE).exists()


@pytest.mark.parametrize("works", [True, False])
def test_the_browser_is_opened_on_request(
    plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch, *, works: bool
) -> None:
    opened: list[str] = []

    def open_address(address: str) -> bool:
        opened.append(address)
        return works

    monkeypatch.setattr(webbrowser, "open", open_address)
    ended = run("report", "plan", "--open", "--out", "a b.html")
    run("report", "plan", "--out", "a b.html")
    address = (plan.parent / "a b.html").resolve().as_uri()
    assert opened == [address]
    assert ended.exit_code == 0
    assert ended.stderr == ("" if works else f"note: no browser could be opened; open {address}\n")
