"""End a publication at every call that reaches the disk, and judge what is left.

Run as ``python -m publishing.crash_at_every_call SCENARIO``: a process of its own, because it forks for every
crash, and forking is safe only where no other thread runs.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from pathlib import Path
from typing import Any

from publishing.plans import clean_tree, put_tree, workplace
from publishing.scenarios import SCENARIOS, Scenario
from publishing.verdicts import Judge, with_foreign
from publishing.watched_disk import Call, Watcher, watched_disk
from unit.sample_plans import tree

_CRASHED = 77


def crash_everywhere(scenario: Scenario, place: Path) -> dict[str, int]:
    """Crash at the first call, the second, and so on until the publication comes to its end; judge each time."""
    judge = Judge(place / "workshop", scenario.masters)
    start, folder = place / "start", place / "plan"
    scenario.start(start)
    content = tree(start)
    for crashes in itertools.count():
        put_tree(content, folder)
        code = _crash(scenario, folder, crashes)
        if code == 0:
            assert tree(folder) == with_foreign(clean_tree(scenario.end))
            return {"crashes": crashes, "different folders": judge.judged}
        assert code == _CRASHED
        judge.judge(folder)
    raise AssertionError


def _crash(scenario: Scenario, folder: Path, step: int) -> int:
    """Publish in a child process that ends at a call, counted from 0; return its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with watched_disk(_dying_at(step)):
                scenario.act(folder)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _dying_at(step: int) -> Watcher:
    """Return a watcher that ends the process at a call; a write is half done then."""
    calls = itertools.count()

    def watcher(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        if next(calls) == step:
            if name == "write":
                os.write(arguments[0], arguments[1][: len(arguments[1]) // 2])
            os._exit(_CRASHED)
        return really(*arguments, **options)

    return watcher


if __name__ == "__main__":
    with workplace() as workshop:
        sys.stdout.write(json.dumps(crash_everywhere(SCENARIOS[sys.argv[1]], workshop)))
