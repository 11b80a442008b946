"""One writer of a folder at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from publishing.plans import MASTER, STAGING, clean_tree, plan_of_master, publish_plan
from publishing.watched_disk import Call, Refusal, watched_disk
from training_plan.errors import LockHeldError, PublicationError
from training_plan.publishing.filesystem import Folder
from training_plan.publishing.lock import locked_staging
from training_plan.publishing.publication import publish_views
from unit.sample_plans import tree

HOLDER = """
import sys
from pathlib import Path
from training_plan.publishing.filesystem import Folder
from training_plan.publishing.lock import locked_staging
with Folder.at(Path(sys.argv[1])) as folder, locked_staging(folder, ".publishing", 0):
    print("holding", flush=True)
    sys.stdin.read()
"""


WAITER = """
import sys
from pathlib import Path
from publishing.plans import publish_plan
print("ready", flush=True)
publish_plan("new", Path(sys.argv[1]), lock_timeout=60)
"""


@contextmanager
def another_holder(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Hold the lock of a folder in another process."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"holding\n"
        try:
            yield holder
        finally:
            holder.kill()


def test_the_holder_of_the_lock_is_named(folder: Path) -> None:
    with another_holder(folder) as holder:
        before = tree(folder)
        with pytest.raises(LockHeldError) as refused:
            publish_plan("new", folder, lock_timeout=0.1)
        with pytest.raises(LockHeldError):
            publish_views(folder, lock_timeout=0)

        who = re.escape(f"process {holder.pid} on {os.uname().nodename}")
        since = r"\(since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)"
        assert re.fullmatch(rf"{who} {since} writes this folder; waited 0\.1 s", refused.value.message)
        assert refused.value.path == folder
        assert tree(folder) == before


def test_a_dead_holder_blocks_nobody(folder: Path) -> None:
    with another_holder(folder) as holder:
        holder.kill()
        holder.wait()
        assert (folder / STAGING / "holder.json").exists()

        publish_plan("new", folder, lock_timeout=0)

    assert tree(folder) == clean_tree("new")


def test_the_second_writer_waits_for_the_first(folder: Path) -> None:
    with another_holder(folder) as holder:
        waiting = subprocess.Popen(
            [sys.executable, "-c", WAITER, str(folder)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        with waiting:
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == b"ready\n"
            assert holder.stdin is not None
            holder.stdin.close()
            assert waiting.wait(timeout=60) == 0

    assert tree(folder) == clean_tree("new")


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", "not JSON", "[" * 5000, "x" * 5000, None])
def test_a_holder_that_says_nothing_readable_is_another_process(text: str | None, folder: Path) -> None:
    with another_holder(folder):
        announcement = folder / STAGING / "holder.json"
        announcement.unlink()
        if text is None:
            os.mkfifo(announcement)
        else:
            announcement.write_text(text, encoding="utf-8")
        with pytest.raises(LockHeldError, match="another process writes this folder"):
            publish_plan("new", folder, lock_timeout=0)


def test_the_lock_is_given_back_after_an_error(folder: Path) -> None:
    with watched_disk(Refusal(3, errno.EIO, {"replace"})), pytest.raises(PublicationError):
        publish_plan("new", folder)

    publish_plan("new", folder, lock_timeout=0)

    assert tree(folder) == clean_tree("new")


def test_threads_of_one_process_take_turns(folder: Path) -> None:
    names = ["old", "new", "pooled only", "other"] * 5
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda name: publish_plan(name, folder, lock_timeout=60), names))

    master = (folder / MASTER).read_bytes()
    assert tree(folder) == clean_tree(plan_of_master(master))
    assert [report.foreign for report in reports] == [[]] * len(names)


def test_a_child_process_that_outlives_its_parent_holds_no_lock(folder: Path) -> None:
    """A child has every open file of its parent, the lock among them."""
    with Folder.at(folder) as root, locked_staging(root, STAGING, 0):
        numbers = [int(path.name) for path in Path("/dev/fd").iterdir()]
        (descriptor,) = (number for number in numbers if _is_open_on(number, folder / STAGING / "lock"))
        inherited = os.dup(descriptor)
    try:
        publish_plan("new", folder, lock_timeout=0)
    finally:
        os.close(inherited)

    assert tree(folder) == clean_tree("new")


def _is_open_on(number: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(number), path.stat())
    except OSError:
        return False


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_locks_is_named(code: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)

    def flock(_descriptor: int, operation: int) -> None:
        if operation != fcntl.LOCK_UN:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr("training_plan.publishing.lock.fcntl.flock", flock)
    with pytest.raises(PublicationError, match="gives no locks") as refused:
        publish_plan("new", folder)

    assert os.strerror(code) in refused.value.message
    assert refused.value.path == folder
    shutil.rmtree(folder / STAGING)
    assert tree(folder) == before


@pytest.mark.parametrize("what", ["lock", "staging folder"])
def test_a_lock_that_is_given_back_while_it_is_waited_for_is_not_taken_for_one(what: str, folder: Path) -> None:
    """The former holder removes the file between the moments at which the next one opens and locks it."""
    opened: list[str] = []

    def remove_once(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        if name == "open" and arguments[0] == "lock":
            opened.append(what)
            if len(opened) == 1 and what == "staging folder":
                (folder / STAGING).rmdir()
            descriptor = really(*arguments, **options)
            if len(opened) == 1:
                (folder / STAGING / "lock").unlink()
            return descriptor
        return really(*arguments, **options)

    with watched_disk(remove_once):
        publish_plan("new", folder)

    assert len(opened) == 2
    assert tree(folder) == clean_tree("new")
