"""The one file of the training phase is opened by its path or its folder's; every other path is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from consumer.samples import (
    GOLDEN,
    MASTER,
    POOLED,
    Recorder,
    document,
    golden_document,
    plain,
    refused,
    written,
)
from support.strategies import plans
from training_plan import (
    MasterPlan,
    UnreadableFileError,
    load_master_training_plan,
)

OTHER_FILES = ("training_plan.json", "training_plan.yaml", "training_plan.md", "manifest.json")
VIEWS = ("by_target/ret.json", "by_symbol/AAPL.json", "by_type/cross_sectional.json", "by_route/ROUTE_BOTH.json")


@given(plans())
def test_a_plan_is_loaded_as_it_is_from_its_file_and_from_its_folder(folder: Path, plan: MasterPlan) -> None:
    written(folder, plan)
    assert load_master_training_plan(folder) == plan
    assert load_master_training_plan(folder / MASTER) == plan


def test_the_stored_plan_is_loaded_with_every_field() -> None:
    plan = load_master_training_plan(GOLDEN)
    stored = golden_document()
    assert plain(plan.jobs) == stored["jobs"]
    assert msgspec.to_builtins(plan.summary) == stored["summary"]
    assert msgspec.to_builtins(plan.metadata) == stored["metadata"]


def test_a_path_from_the_working_directory_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "METRICS" / "training_plan", document(POOLED))
    monkeypatch.chdir(tmp_path)
    assert len(load_master_training_plan(Path("METRICS/training_plan")).jobs) == 1
    monkeypatch.chdir(tmp_path / "METRICS" / "training_plan")
    assert len(load_master_training_plan(Path()).jobs) == 1
    assert len(load_master_training_plan(Path(MASTER)).jobs) == 1


def test_a_link_to_a_folder_or_to_a_master_is_followed(tmp_path: Path) -> None:
    real = written(tmp_path / "real", document(POOLED))
    (tmp_path / "latest").symlink_to(real, target_is_directory=True)
    (tmp_path / MASTER).symlink_to(real / MASTER)
    assert load_master_training_plan(tmp_path / "latest") == load_master_training_plan(tmp_path)


@pytest.mark.parametrize("path", [GOLDEN, GOLDEN / MASTER], ids=["folder", "file"])
def test_loading_opens_the_master_and_nothing_else_in_its_folder(path: Path, tmp_path: Path) -> None:
    plan_folder = tmp_path / "training_plan"
    shutil.copytree(GOLDEN, plan_folder)
    recorder = Recorder(tmp_path)
    code = (
        "import sys; from pathlib import Path; from training_plan import *\n"
        "plan = load_master_training_plan(Path(sys.argv[1]))\n"
        "plan_digest(plan), get_cs_jobs(plan), get_symbol_jobs(plan), get_blocked_jobs(plan), targets(plan)\n"
        "require_jobs_for_target(plan, targets(plan)[0]), symbols_by_target(plan)\n"
        "list(iter_batches(plan, max_jobs=2))\n"
        "to_polars(plan), get_jobs_for_symbol(plan, 'AAPL'), get_pooled_jobs_covering(plan, 'AAPL'), pending(plan, ())"
    )
    command = [sys.executable, "-c", code, str(plan_folder / path.relative_to(GOLDEN))]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=recorder.environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert recorder.opened_in(plan_folder) == {MASTER}


def test_the_recorder_sees_what_is_opened(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    plan_folder = written(tmp_path / "plan", document(POOLED))
    code = f"import os; from pathlib import Path; Path('{MASTER}').read_bytes(); os.listdir()"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=plan_folder, env=recorder.environment())
    assert recorder.opened_in(plan_folder) == {MASTER, "."}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_another_file_of_the_folder_is_refused_with_the_path_to_use(name: str, tmp_path: Path) -> None:
    written(tmp_path, document(POOLED))
    (tmp_path / name).write_bytes((tmp_path / MASTER).read_bytes())
    error = refused(tmp_path / name)
    assert isinstance(error, UnreadableFileError)
    assert str(tmp_path / name) in str(error)
    assert error.hint is not None
    assert str(tmp_path / MASTER) in error.hint


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_refused_with_the_path_to_use(name: str, tmp_path: Path) -> None:
    view = written(tmp_path, document(POOLED)) / name
    view.parent.mkdir()
    view.write_bytes((tmp_path / MASTER).read_bytes())
    error = refused(view)
    assert str(view) in str(error)
    assert error.hint is not None
    assert str(tmp_path / MASTER) in error.hint


def test_a_missing_master_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / MASTER, tmp_path / "nowhere" / MASTER):
        error = refused(path)
        assert isinstance(error, UnreadableFileError)
        assert "there is no such master plan" in str(error)
        assert MASTER in str(error)


def test_a_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    error = refused(tmp_path / "METRICS" / "training_plan")
    assert isinstance(error, UnreadableFileError)
    assert "there is no such" in str(error)
    assert str(tmp_path / "METRICS" / MASTER) not in str(error)


def test_a_folder_in_place_of_the_master_is_refused(tmp_path: Path) -> None:
    (tmp_path / MASTER).mkdir()
    assert isinstance(refused(tmp_path), UnreadableFileError)
    assert isinstance(refused(tmp_path / MASTER), UnreadableFileError)


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / MASTER).symlink_to(tmp_path / MASTER)
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for path in (tmp_path, tmp_path / MASTER, tmp_path / "a", tmp_path / "a" / MASTER):
        assert isinstance(refused(path), UnreadableFileError)


@pytest.mark.parametrize(
    "path",
    [Path("a\0b"), Path("a\0b") / MASTER, Path("x" * 5000), Path("x" * 5000) / MASTER, Path("x" * 300)],
    ids=["nul", "nul-master", "long", "long-master", "long-name"],
)
def test_a_path_that_no_disk_takes_is_refused(path: Path) -> None:
    assert isinstance(refused(path), UnreadableFileError)


_FORBIDDEN = """
import os, sys
from pathlib import Path
from training_plan import UnreadableFileError, load_master_training_plan

load_master_training_plan(Path(sys.argv[1]))  # Whatever is imported late is there before the rights go.
if os.geteuid() == 0:
    os.seteuid(65534)
for path in map(Path, sys.argv[2:]):
    try:
        load_master_training_plan(path)
    except UnreadableFileError as error:
        print(error)
"""


def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    file, locked = written(tmp_path / "file", document(POOLED)) / MASTER, written(tmp_path / "locked", b"")
    paths = [file.parent, file, locked / MASTER, locked / "training_plan"]
    file.chmod(0)
    locked.chmod(0)
    try:
        command = [sys.executable, "-c", _FORBIDDEN, str(GOLDEN), *map(str, paths)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    finally:
        locked.chmod(0o755)
    for path, line in zip(paths, done.stdout.splitlines(), strict=True):
        assert line.startswith(str(path))
        assert line.endswith("cannot be read: Permission denied")
