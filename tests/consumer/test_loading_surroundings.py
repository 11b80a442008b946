"""What a load does to the process, and what others do to the file meanwhile."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import IO, Any

import msgspec
import pytest

from consumer.samples import (
    DEEP,
    MASTER,
    OWN,
    POOLED,
    by_lines,
    document,
    plain,
    refused,
    with_metadata,
    written,
)
from support.oracle import load
from training_plan import (
    InvalidDocumentError,
    MasterPlan,
    TrainingPlanError,
    load_master_training_plan,
    plan_digest,
)
from training_plan.consuming import line_reading

MANY = document(*({**POOLED, "job_id": f"job {number}"} for number in range(3000)))
MANY_OTHERS = document(*({**POOLED, "job_id": f"bob {number}"} for number in range(3000)))


@pytest.fixture
def _collector() -> Iterator[None]:
    """Give the garbage collector back as it was."""
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


@pytest.mark.usefixtures("_collector")
@pytest.mark.parametrize("is_enabled", [True, False])
@pytest.mark.parametrize("data", [document(POOLED), b"{", b"\xff", DEEP, with_metadata(schema_version="2.0")])
def test_the_garbage_collector_is_left_as_it_was(is_enabled: bool, data: Any, tmp_path: Path) -> None:  # noqa: ANN401 - bytes or an object
    written(tmp_path, data)
    (gc.enable if is_enabled else gc.disable)()
    with contextlib.suppress(TrainingPlanError):
        load_master_training_plan(tmp_path)
    assert gc.isenabled() is is_enabled


@pytest.mark.usefixtures("_collector")
def test_two_loads_at_once_leave_the_garbage_collector_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, document(POOLED))
    gc.enable()
    is_enabled, enable = gc.isenabled, gc.enable
    second_has_asked, first_is_done = threading.Event(), threading.Event()
    first = threading.Thread(target=load_master_training_plan, args=(tmp_path,))
    second = threading.Thread(target=load_master_training_plan, args=(tmp_path,))

    def asked() -> bool:
        answer = is_enabled()
        if threading.current_thread() is second:
            second_has_asked.set()
            first_is_done.wait(0.2)
        return answer

    def enabled() -> None:
        if threading.current_thread() is first:
            second.start()
            second_has_asked.wait(0.2)
        enable()
        if threading.current_thread() is first:
            first_is_done.set()

    monkeypatch.setattr(gc, "isenabled", asked)
    monkeypatch.setattr(gc, "enable", enabled)
    first.start()
    first.join()
    if second.ident is None:
        second.start()
    second.join()
    assert is_enabled()


@pytest.mark.usefixtures("_collector")
@pytest.mark.parametrize("encode", [by_lines, msgspec.json.encode])
def test_the_garbage_collector_looks_at_no_job_of_a_load(encode: Callable[[object], bytes], tmp_path: Path) -> None:
    written(tmp_path, encode(MANY))
    seen: list[str] = []

    def see(phase: str, _: object) -> None:
        seen.append(phase)

    gc.enable()
    gc.collect()
    gc.callbacks.append(see)
    try:
        jobs = load_master_training_plan(tmp_path).jobs
    finally:
        gc.callbacks.remove(see)
    assert len(jobs) > gc.get_threshold()[0]
    assert seen == []


@pytest.mark.usefixtures("_collector")
def test_what_somebody_froze_stays_frozen(tmp_path: Path) -> None:
    written(tmp_path, document(POOLED))
    gc.enable()
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        load_master_training_plan(tmp_path)
        assert gc.get_freeze_count() == before > 0
    finally:
        gc.unfreeze()


def replace(path: Path) -> None:
    """Put another plan in the place of a file, as the builder does."""
    written(path.parent / "staged", MANY_OTHERS)
    (path.parent / "staged" / MASTER).replace(path)


def cut_short(path: Path) -> None:
    """Cut a file to half of what it is."""
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    """Write another plan of the same length over a file."""
    path.write_bytes(by_lines(MANY_OTHERS))


def append(path: Path) -> None:
    """Write on behind the end of a file."""
    with path.open("ab") as file:
        file.write(b"{}")


class ChangingFile(FileIO):
    """A file of which somebody else changes the disk's copy after the first read; it knows what was read of it."""

    def __init__(self, path: Path, change: Callable[[Path], None]) -> None:
        super().__init__(path, "rb")
        self._path = path
        self._change = change
        self.seen = b""

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - anything that takes bytes
        count = super().readinto(buffer)
        if not self.seen:
            self._change(self._path)
        self.seen += bytes(buffer[:count])
        return count


@pytest.mark.parametrize(
    ("change", "is_plan"), [(replace, True), (cut_short, False), (overwrite, True), (append, False)]
)
def test_a_plan_that_changes_while_it_is_read_is_one_that_was_read_or_is_refused(
    change: Callable[[Path], None], is_plan: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[ChangingFile] = []
    really_open = Path.open

    def opened(path: Path, mode: str, **options: Any) -> IO[Any] | ChangingFile:  # noqa: ANN401 - as Path.open
        if mode != "rb":
            return really_open(path, mode, **options)
        files.append(ChangingFile(path, change))
        return files[-1]

    written(tmp_path, MANY)
    before = (tmp_path / MASTER).read_bytes()
    monkeypatch.setattr(line_reading, "PIECE", len(before) // 5)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", opened)
        if not is_plan:
            assert isinstance(refused(tmp_path), InvalidDocumentError)
            return
        plan = load_master_training_plan(tmp_path)
    (file,) = files
    assert (tmp_path / MASTER).read_bytes() != before
    assert plan_digest(plan) == hashlib.sha256(file.seen).hexdigest()
    assert plain(plan.jobs) == load(file.seen)["jobs"]
    assert (file.seen == before) is (change is replace)


def test_a_plan_is_loaded_in_many_threads_at_once(tmp_path: Path) -> None:
    written(tmp_path, document(POOLED, OWN))
    loaded: list[MasterPlan] = []
    threads = [
        threading.Thread(target=lambda: loaded.extend(load_master_training_plan(tmp_path) for _ in range(10)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 80
    assert len({plan_digest(plan) for plan in loaded}) == 1
    assert all(plan == loaded[0] for plan in loaded)


def test_a_fault_is_an_error_of_one_line_each_whatever_the_names_hold(tmp_path: Path) -> None:
    error = refused(written(tmp_path, document(POOLED, {**OWN, "job_id": "cs_ret", "symbol": "a\u2028b"})))
    assert len(str(error).split("\n")) == 2
