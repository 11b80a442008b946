"""Whether reads and writes of one value, by many processes at once, could have happened one after another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Step:
    """One read or write.

    Attributes:
        value: what was read or written; no value is written twice.
        start: when it began, in nanoseconds of one clock.
        end: when it had ended.
    """

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Zone:
    """The time in which a value was surely in place (forward), or in which it was there for a moment (backward)."""

    value: str
    begin: int
    end: int


def faults_of_history(writes: Sequence[Step], reads: Sequence[Step]) -> list[str]:
    """Return why no order of the steps explains what was read; empty if there is one.

    In such an order every write takes place at one moment between its start and its end, and so does every read,
    of what was written last. The test is that of Gibbons and Korach (Testing Shared Memories, 1997).
    """
    faults = list(_impossible_reads(writes, reads))
    if faults:
        return faults
    first_end = {write.value: write.end for write in writes}
    last_start = {write.value: write.start for write in writes}
    for read in reads:
        first_end[read.value] = min(first_end[read.value], read.end)
        last_start[read.value] = max(last_start[read.value], read.start)
    forward = [_Zone(value, end, last_start[value]) for value, end in first_end.items() if end < last_start[value]]
    backward = [_Zone(value, last_start[value], end) for value, end in first_end.items() if end >= last_start[value]]
    forward.sort(key=attrgetter("begin"))
    return [*_two_at_once(forward), *_never_in_place(forward, backward)]


def _impossible_reads(writes: Sequence[Step], reads: Sequence[Step]) -> Iterator[str]:
    begun = {write.value: write.start for write in writes}
    for read in reads:
        if read.value not in begun:
            yield f"{read.value} was read and never written"
        elif read.end < begun[read.value]:
            yield f"{read.value} was read before it was written"


def _two_at_once(forward: Sequence[_Zone]) -> Iterator[str]:
    for one, other in pairwise(forward):
        if other.begin < one.end:
            yield f"{one.value} was read after {other.value} had replaced it"


def _never_in_place(forward: Sequence[_Zone], backward: Sequence[_Zone]) -> Iterator[str]:
    begins = [zone.begin for zone in forward]
    for zone in backward:
        position = bisect_right(begins, zone.begin) - 1
        if position >= 0 and forward[position].begin < zone.begin and zone.end < forward[position].end:
            yield f"{zone.value} was written while {forward[position].value} was in place, and lost"
