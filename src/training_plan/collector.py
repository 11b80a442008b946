"""The garbage collector at rest, for work that makes millions of objects and no garbage."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0
_was_enabled = False


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector, which would only look at the same objects again and again, from running.

    The last of any number of threads that are inside puts it back as the first one found it. Nor does it look at each
    new object as soon as it is back: what is there counts as old by then.
    """
    global _inside, _was_enabled  # noqa: PLW0603 - there is one collector in a process
    with _lock:
        if _inside == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0 and _was_enabled:
                _make_everything_old()
                gc.enable()


def _make_everything_old() -> None:
    """Move all objects to the oldest generation, without a look at them."""
    # Thawing moves what is frozen there; what somebody else froze has to stay.
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
