"""Signals that ask the process to end, and the steps that they must not come between."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

_Handler = Callable[[int, FrameType | None], object] | int


class Interruptions:
    """SIGINT and SIGTERM while a folder is published.

    SIGTERM raises SystemExit where it would end the process at once, so that what was begun is cleared away. After
    ``hold`` both wait for the end of the block. Other threads than the main one never get signals: there this
    does nothing.
    """

    def __init__(self) -> None:
        self._former: dict[int, _Handler] = {}
        self._waiting: list[int] = []

    def __enter__(self) -> Interruptions:
        if threading.current_thread() is threading.main_thread():
            # A handler that Python did not set is None and cannot be set again.
            self._former = {number: handler for number in _SIGNALS if (handler := signal.getsignal(number)) is not None}
            if self._former.get(signal.SIGTERM) is signal.SIG_DFL:
                signal.signal(signal.SIGTERM, _exit)
        return self

    def hold(self) -> None:
        """Let signals wait from here on."""
        for number in self._former:
            signal.signal(number, self._keep)

    def _keep(self, number: int, _frame: FrameType | None) -> None:
        self._waiting.append(number)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)
        for number in dict.fromkeys(self._waiting):
            signal.raise_signal(number)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
