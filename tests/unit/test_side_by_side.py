"""Files are worked on beside the making of the next: in order, bounded, and faults come through."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_plan.models import FileKind
from training_plan.views import side_by_side as module
from training_plan.views.plan_folder import PlanFile
from training_plan.views.side_by_side import side_by_side

SIZES = st.lists(st.integers(0, 12), max_size=30)
LIMIT = 20


def file_of(size: int) -> PlanFile:
    return PlanFile("x.json", FileKind.BY_SYMBOL, None, 0, b"x" * size)


def worked_on(work: Callable[[PlanFile, int], int], files: Iterable[PlanFile], workers: int = 2) -> Iterator[int]:
    with mock.patch.object(module, "_MOST_WAITING_BYTES", LIMIT), ThreadPoolExecutor(workers) as pool:
        yield from side_by_side(work, files, pool)


@given(SIZES, st.integers(1, 4))
def test_results_come_in_the_order_of_files(sizes: list[int], workers: int) -> None:
    found = worked_on(lambda file, position: 100 * position + len(file.data), map(file_of, sizes), workers)
    assert list(found) == [100 * position + size for position, size in enumerate(sizes)]


@given(SIZES, st.integers(1, 4))
def test_what_waits_is_bounded_by_its_bytes(sizes: list[int], workers: int) -> None:
    waiting: list[int] = []

    def made() -> Iterator[PlanFile]:
        for size in sizes:
            # The last of them was handed on when at most the limit waited beside it.
            assert sum(waiting[:-1]) <= LIMIT
            waiting.append(size)
            yield file_of(size)

    for size in worked_on(lambda file, _position: len(file.data), made(), workers):
        assert waiting.pop(0) == size
    assert waiting == []


def fails_at(position: int) -> int:
    if position == 3:
        raise ArithmeticError(position)
    return position


def test_a_fault_of_the_work_comes_through_in_its_place() -> None:
    found = worked_on(lambda _file, position: fails_at(position), map(file_of, range(9)))
    assert [next(found) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ArithmeticError):
        next(found)


def test_a_fault_of_the_making_comes_through() -> None:
    with pytest.raises(ArithmeticError):
        list(worked_on(lambda file, _position: len(file.data), (file_of(fails_at(number)) for number in range(9))))


def test_work_goes_on_while_the_next_file_is_made() -> None:
    is_worked_on = threading.Event()

    def made() -> Iterator[PlanFile]:
        yield file_of(1)
        assert is_worked_on.wait(60)
        yield file_of(2)

    def work(file: PlanFile, _position: int) -> int:
        is_worked_on.set()
        return len(file.data)

    assert list(worked_on(work, made(), workers=1)) == [1, 2]
