"""End a publication at every call that reaches the disk, and judge what is left.

Run as ``python -m publishing.end_at_every_call ENDING SCENARIO``: a process of its own, because it forks for every
end, and forking is safe only where no other thread runs.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from publishing.plans import Tree, clean_tree, put_tree, workplace
from publishing.scenarios import SCENARIOS, Scenario
from publishing.verdicts import Judge, with_foreign
from publishing.watched_disk import Call, Watcher, watched_disk
from unit.sample_plans import tree

_CRASHED = 77


def crash_everywhere(scenario: Scenario, place: Path) -> dict[str, int]:
    """Crash at the first call, the second, and so on until the publication comes to its end; judge each time."""
    judge = Judge(place / "workshop", scenario.former, scenario.new)
    crashes = 0
    for folder, code in _ends(scenario, place, _crash):
        assert code == _CRASHED
        judge.judge(folder)
        crashes += 1
    return {"crashes": crashes, "different folders": judge.judged}


def interrupt_everywhere(scenario: Scenario, place: Path, number: signal.Signals) -> dict[str, int]:
    """Send a signal at the first call, the second, and so on; what is left is the former folder or the new one."""
    interrupts = 0
    for folder, code in _ends(scenario, place, lambda: os.kill(os.getpid(), number)):
        found = tree(folder)
        assert found in [tree(place / "start"), _end(scenario)], (interrupts, code, [*found])
        assert code in {-number, 128 + number}, (interrupts, code)
        interrupts += 1
    return {"signals": interrupts}


def _ends(scenario: Scenario, place: Path, end: Callable[[], object]) -> Iterator[tuple[Path, int]]:
    """Yield the folder and the exit code of a publication for which ``end`` was called at its first call, and so on."""
    start, folder = place / "start", place / "plan"
    scenario.start(start)
    content = tree(start)
    for step in itertools.count():
        put_tree(content, folder)
        code = _publish_in_child(scenario, folder, _calling_at(step, end))
        if code == 0:
            assert tree(folder) == _end(scenario)
            return
        yield folder, code


def _end(scenario: Scenario) -> Tree:
    return with_foreign(clean_tree(scenario.new))


def _publish_in_child(scenario: Scenario, folder: Path, watcher: Watcher) -> int:
    """Return the exit code of a child process that publishes."""
    child = os.fork()
    if child == 0:
        code = 1
        # A process that was started in the background may have been told to ignore signals.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            with watched_disk(watcher):
                scenario.act(folder)
            code = 0
        except KeyboardInterrupt:
            code = 128 + signal.SIGINT
        except SystemExit as ended:
            code = int(str(ended.code))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _calling_at(step: int, end: Callable[[], object]) -> Watcher:
    """Return a watcher that calls ``end`` at a call of the disk, counted from 0; a write is half done then."""
    calls = itertools.count()

    def watcher(name: str, really: Call, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
        if next(calls) != step:
            return really(*arguments, **options)
        done = 0
        if name == "write":
            done = os.write(arguments[0], arguments[1][: len(arguments[1]) // 2])
        end()
        if name == "write":
            return done + os.write(arguments[0], arguments[1][done:])
        return really(*arguments, **options)

    return watcher


def _crash() -> None:
    os._exit(_CRASHED)


if __name__ == "__main__":
    ending, name = sys.argv[1:]
    with workplace() as workshop:
        counts = (
            crash_everywhere(SCENARIOS[name], workshop)
            if ending == "crash"
            else interrupt_everywhere(SCENARIOS[name], workshop, signal.Signals[ending])
        )
        sys.stdout.write(json.dumps(counts))
