"""Faults in the structure of a document: wrong types, missing, repeated and foreign members, hostile values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from fuzz.hostile import KEYS, NUMBERS, RAW_JSON, TEXTS, WORDS
from fuzz.trees import Members, Place, Raw, copied, places

_HOW_MANY = (1, 1, 1, 2, 3, 6)
_LARGE = 1e300


def mutated(tree: object, rng: Random, donors: Sequence[object]) -> Any:  # noqa: ANN401 - a tree
    """Return a copy of a tree with one to a few faults; parts of ``donors`` may be put into it."""
    whole = Members([("the whole document", copied(tree))])
    for _ in range(rng.choice(_HOW_MANY)):
        if not whole:
            return None
        own = list(places(whole))
        others = own if rng.random() < 0.7 else list(places(rng.choice(donors)))
        fault = _Fault(rng, rng.choice(own), rng.choice(others or own))
        rng.choice(_FAULTS)(fault)
    return whole[0][1] if whole else None


def any_value(rng: Random) -> Any:  # noqa: ANN401 - a tree
    """Draw a value of any kind, hostile more often than not."""
    return rng.choice(_KINDS)(rng)


_KINDS: Sequence[Callable[[Random], Any]] = (
    lambda rng: rng.choice(TEXTS),
    lambda rng: rng.choice(TEXTS),
    lambda rng: rng.choice(WORDS),
    lambda rng: rng.choice(NUMBERS),
    lambda rng: rng.choice(NUMBERS),
    lambda rng: rng.choice((None, True, False)),
    lambda rng: Raw(rng.choice(RAW_JSON)),
    lambda rng: [any_value(rng) for _ in range(rng.randrange(3))],
    lambda rng: Members((rng.choice(KEYS), any_value(rng)) for _ in range(rng.randrange(3))),
)


class _Fault:
    """One change at a place; another place of the document, or of another one, is there to take from."""

    def __init__(self, rng: Random, place: Place, other: Place) -> None:
        self._rng = rng
        self._place = place
        self._other = other

    def replace(self) -> None:
        self._place.put(any_value(self._rng))

    def replace_by_its_like(self) -> None:
        """Put another value of the same type there, so that the fault lies deeper than the type."""
        rng, value = self._rng, self._place.value
        if isinstance(value, str):
            longer = value + rng.choice((" ", "\n", "|", "\u200b", "x" * 200))
            self._place.put(rng.choice((longer, value.lower(), value[1:], *TEXTS, *WORDS)))
        elif isinstance(value, bool) or value is None:
            self._place.put(rng.choice((True, False, None)))
        elif isinstance(value, int | float):
            near = (value + 1, value - 1, -value, value * 1.0, value + 0.5) if abs(value) < _LARGE else (-value,)
            self._place.put(rng.choice((*near, *NUMBERS)))
        elif isinstance(value, list):
            rng.shuffle(value)

    def remove(self) -> None:
        del self._place.holder[self._place.position]

    def repeat(self) -> None:
        holder, key = self._place.holder, self._place.key
        for _ in range(self._rng.choice((1, 1, 1, 2, 20))):
            value = copied(self._place.value)
            holder.append((key, value) if isinstance(holder, Members) else value)

    def rename(self) -> None:
        key = self._place.key
        if key is not None:
            near = (key.upper(), key + "s", key[:-1], f" {key}", f"{key}\u200b", f"{key}\n", self._other.key or "")
            named = self._rng.choice((*near, *near, *KEYS, self._rng.choice(TEXTS)))
            self._place.holder[self._place.position] = (named, self._place.value)

    def add(self) -> None:
        value = self._place.value
        added = any_value(self._rng) if self._rng.random() < 0.5 else copied(self._other.value)
        if isinstance(value, Members):
            value.append((self._rng.choice((*KEYS, self._rng.choice(TEXTS))), added))
        elif isinstance(value, list):
            value.append(added)

    def take_from_another(self) -> None:
        self._place.put(copied(self._other.value))

    def wrap(self) -> None:
        value = self._place.value
        for _ in range(self._rng.choice((1, 1, 5, 40))):
            value = [value] if self._rng.random() < 0.5 else Members([("a", value)])
        self._place.put(value)

    def empty(self) -> None:
        if isinstance(self._place.value, list):
            self._place.value.clear()
        elif isinstance(self._place.value, str):
            self._place.put("")


_FAULTS: Sequence[Callable[[_Fault], None]] = (
    *(_Fault.replace, _Fault.replace, _Fault.replace_by_its_like, _Fault.replace_by_its_like),
    *(_Fault.replace_by_its_like, _Fault.remove, _Fault.repeat, _Fault.rename, _Fault.add, _Fault.add),
    *(_Fault.take_from_another, _Fault.wrap, _Fault.empty),
)
