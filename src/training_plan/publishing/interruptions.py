"""Signals that ask the process to end, and the steps that they must not come between."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

_Handler = Callable[[int, FrameType | None], object] | int


class Interruptions:
    """Lets SIGINT and SIGTERM wait for the end of the block, but for the parts that may be broken off.

    Only the main thread ever gets signals: in another one this does nothing.
    """

    def __init__(self) -> None:
        self._former: dict[int, _Handler] = {}
        self._waiting: list[int] = []

    def __enter__(self) -> Interruptions:
        if threading.current_thread() is threading.main_thread():
            # A handler that Python did not set is None and cannot be set again.
            self._former = {number: handler for number in _SIGNALS if (handler := signal.getsignal(number)) is not None}
            self._hold()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_through(self._former)

    @contextlib.contextmanager
    def allowed(self) -> Iterator[None]:
        """Let signals through, in a part after which everything can be cleared away.

        SIGTERM raises SystemExit where it would end the process at once.
        """
        by_default = self._former.get(signal.SIGTERM) is signal.SIG_DFL
        try:
            self._let_through({**self._former, signal.SIGTERM: _exit} if by_default else self._former)
            yield
        finally:
            self._hold()

    def sleep(self, seconds: float) -> None:
        """Sleep, and let signals through meanwhile."""
        with self.allowed():
            time.sleep(seconds)

    def _hold(self) -> None:
        for number in self._former:
            signal.signal(number, self._keep)

    def _keep(self, number: int, _frame: FrameType | None) -> None:
        self._waiting.append(number)

    def _let_through(self, handlers: dict[int, _Handler]) -> None:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        while self._waiting:
            signal.raise_signal(self._waiting.pop())


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
