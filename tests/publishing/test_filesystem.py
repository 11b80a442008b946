"""The door to the disk: nothing goes around it, and what it does on odd disks."""

from __future__ import annotations

import ast
import errno
import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from publishing.watched_disk import DISK_CALLS, Call, Refusal, watched_disk
from training_plan.publishing import filesystem
from training_plan.publishing.filesystem import Folder

PURE = {"strerror"}
"""Functions of ``os`` that the door calls and that do not reach the disk."""


def test_every_call_of_the_door_is_watched() -> None:
    source = ast.parse(Path(filesystem.__file__).read_bytes())
    called = {
        node.func.attr
        for node in ast.walk(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "os"
    }

    assert called == DISK_CALLS | PURE


def test_every_change_on_the_disk_is_made_by_the_door() -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-m", "publishing.audit_changes"],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )

    made = json.loads(done.stdout)
    assert set(made) == {
        f"training_plan.publishing.filesystem {event}"
        for event in ("open", "os.mkdir", "os.remove", "os.rename", "os.rmdir")
    }


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(bytes(range(256)) * 10_000)
    return tmp_path


@pytest.mark.parametrize("at", [0, 1, (1 << 20) - 1, 1 << 20, 2_559_999])
def test_a_byte_that_differs_is_seen_wherever_it_is(at: int, place: Path) -> None:
    data = bytearray((place / "file").read_bytes())

    with Folder.at(place) as folder:
        assert folder.holds("file", bytes(data))
        data[at] ^= 1
        assert not folder.holds("file", bytes(data))
        assert not folder.holds("file", bytes(data[:-1]))
        assert not folder.holds("file", bytes(data) + b"x")


@pytest.mark.parametrize("size", [0, 1, 4096, 1 << 20, (1 << 20) + 1])
def test_as_much_of_a_file_is_read_as_was_asked_for(size: int, place: Path) -> None:
    with Folder.at(place) as folder:
        assert folder.read("file", size) == (place / "file").read_bytes()[:size]
        assert folder.read("file") == (place / "file").read_bytes()


def test_what_is_no_file_of_its_own_is_not_read(place: Path) -> None:
    (place / "folder").mkdir()
    (place / "link").symlink_to("file")
    os.mkfifo(place / "pipe")

    with Folder.at(place) as folder:
        for name in ("folder", "link", "pipe", "nothing"):
            assert folder.read(name) is None
            assert not folder.holds(name, (place / "file").read_bytes())


def test_a_write_that_takes_a_part_is_gone_on_with(tmp_path: Path) -> None:
    data = bytes(range(256)) * 40

    def in_parts(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        return really(arguments[0], arguments[1][:999]) if name == "write" else really(*arguments, **options)

    with Folder.at(tmp_path) as folder, watched_disk(in_parts):
        folder.write("file", data)

    assert (tmp_path / "file").read_bytes() == data


def test_nothing_is_written_over_what_is_there(place: Path) -> None:
    (place / "link").symlink_to("elsewhere")

    with Folder.at(place) as folder:
        for name in ("file", "link"):
            with pytest.raises(FileExistsError):
                folder.write(name, b"new")

    assert not (place / "elsewhere").exists()


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_flushes_no_folders_is_borne(code: int, tmp_path: Path) -> None:
    with Folder.at(tmp_path) as folder:
        with watched_disk(Refusal(0, code, {"fsync"})):
            folder.flush()
        with watched_disk(Refusal(0, errno.EIO, {"fsync"})), pytest.raises(OSError, match="Input/output") as refused:
            folder.flush()

    assert refused.value.filename == str(tmp_path)


@pytest.mark.parametrize("works", [True, False])
def test_macos_is_asked_to_empty_the_drive_too(works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def full_flush(_descriptor: int, command: int) -> int:
        asked.append(command)
        if not works:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        return 0

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full_flush)
    flushed: list[str] = []

    def count(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        flushed.extend([name] if name == "fsync" else [])
        return really(*arguments, **options)

    with Folder.at(tmp_path) as folder, watched_disk(count):
        folder.flush()

    assert asked == [51]
    assert flushed == ([] if works else ["fsync"])
