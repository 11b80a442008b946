"""A call that the system refuses, wherever it is, is reported with its path, and what the message says is true."""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from publishing.plans import MASTER, Tree, clean_tree, put_tree, workplace
from publishing.scenarios import SCENARIOS, Scenario
from publishing.verdicts import Judge, with_foreign, without_staging
from publishing.watched_disk import DISK_CALLS, Refusal, watched_disk
from support.counting import RecordProperty, tell_counts
from training_plan.errors import PublicationError
from unit.sample_plans import tree

FAULTS = {
    "disk full": (errno.ENOSPC, {"close", "fsync", "mkdir", "open", "replace", "write"}, False),
    "disk full from then on": (errno.ENOSPC, {"close", "fsync", "mkdir", "open", "replace", "write"}, True),
    "no permission": (errno.EACCES, {"listdir", "mkdir", "open", "replace", "rmdir", "stat", "unlink"}, False),
    "disk broken": (errno.EIO, DISK_CALLS, False),
    "disk broken from then on": (errno.EIO, DISK_CALLS, True),
    "too many open files": (errno.EMFILE, {"open"}, False),
}
"""What is refused: the error, the calls that it can come from, and whether it stays."""


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_refused_call_anywhere_is_reported_and_the_next_run_mends_all(
    name: str, fault: str, record_property: RecordProperty
) -> None:
    scenario = SCENARIOS[name]
    code, functions, stays = FAULTS[fault]
    with workplace() as place:
        folder = place / "plan"
        scenario.start(folder)
        start = tree(folder)
        judge = Judge(place / "workshop", scenario.former, scenario.new)
        for step in itertools.count():
            put_tree(start, folder)
            refusal = Refusal(step, code, functions, stays=stays)
            with watched_disk(refusal):
                message = _message_of(scenario, folder, os.strerror(code))
            if message is None:
                assert tree(folder) == with_foreign(clean_tree(scenario.new))
            else:
                _assert_true(
                    message,
                    without_staging(start),
                    without_staging(tree(folder)),
                    with_foreign(clean_tree(scenario.new)),
                )
                judge.judge(folder)
            if not refusal.happened:
                break
        assert step > 10
        assert message is None
        counts = {"refusals": step, "different folders": judge.judged}
        tell_counts(record_property, "refusals of the system to a publication, one at every call", counts)


def _message_of(scenario: Scenario, folder: Path, reason: str) -> str | None:
    """Publish and return the message of the error, None if there is none."""
    try:
        scenario.act(folder)
    except PublicationError as refused:
        error = refused
    else:
        return None
    assert error.message.startswith(f"{reason}; ")
    assert error.path is not None
    assert error.path.is_relative_to(folder.parent)
    assert error.hint is not None
    return error.message


def _assert_true(message: str, start: Tree, found: Tree, end: Tree) -> None:
    """Assert that what a message says of a folder is so."""
    if "nothing was changed" in message:
        assert found == start
        return
    changed = [path for path, data in end.items() if data is not None and start.get(path) != data]
    moved = [path for path in changed if found.get(path) == end[path]]
    if "and so is every other file" in message:
        assert found == end
    else:
        assert message.endswith(f"; of the {len(changed)} files that change, {len(moved)} are")
    assert ("there is no master yet" in message) == (MASTER not in found)
    assert ("the former master is in place" in message) == (MASTER in found and found[MASTER] != end[MASTER])
    assert ("the master is as it was" in message) == (start.get(MASTER) == end[MASTER])
    assert ("the new master is in place" in message) == (MASTER in moved)


AS_NOBODY = """
import os, sys
from pathlib import Path
from publishing.plans import publish_plan
from support.counting import RecordProperty, tell_counts
from training_plan.errors import PublicationError
publish_plan("old", Path(sys.argv[2]))
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    publish_plan("new", Path(sys.argv[1]))
except PublicationError as error:
    print(error)
"""


@pytest.mark.parametrize("name", ["by_symbol", "by_target", "."])
def test_a_read_only_folder_is_found_before_anything_moves(name: str) -> None:
    with workplace() as place:
        folder = place / "plan"
        put_tree(clean_tree("old"), folder)
        place.chmod(0o755)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777)
        (folder / name).chmod(0o555)

        said = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, folder, place / "warm"],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        ).stdout

        assert said.startswith(
            f"{folder / name if name != '.' else folder / '.publishing'}: Permission denied; nothing"
        )
        assert tree(folder) == clean_tree("old")
