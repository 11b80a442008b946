"""Work on the files of a plan, in other threads, while the next ones are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

from training_plan.views.plan_folder import PlanFile

Result = TypeVar("Result")

_MOST_WAITING_BYTES = 2**25
"""What may wait for the workers beside the file that was made last; more would cost memory and gain nothing."""


def side_by_side(
    work: Callable[[PlanFile, int], Result], files: Iterable[PlanFile], pool: Executor
) -> Iterator[Result]:
    """Yield what ``work`` gives for each file, in their order.

    Reading, writing, flushing and hashing let other threads go on, so they cost nothing beside the making of files
    where there is a second core.

    Args:
        work: called with a file and its position, in a thread of the pool.
        files: the files, which are made when they are asked for.
        pool: the threads; they are done with all files when it shuts down.
    """
    waiting: deque[tuple[int, Future[Result]]] = deque()
    waiting_bytes = 0
    for position, file in enumerate(files):
        while waiting_bytes > _MOST_WAITING_BYTES:
            size, future = waiting.popleft()
            waiting_bytes -= size
            yield future.result()
        waiting.append((len(file.data), pool.submit(work, file, position)))
        waiting_bytes += len(file.data)
    while waiting:
        yield waiting.popleft()[1].result()
