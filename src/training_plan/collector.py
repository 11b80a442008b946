"""The garbage collector, where it is only in the way."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collector_off() -> Iterator[None]:
    """Switch the collector off for a while, if it was on.

    Work on a plan makes millions of objects and no cycles: the collector would only look at them again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
