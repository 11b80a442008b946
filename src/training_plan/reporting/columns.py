"""Columns of values as short text, for a page that a browser opens from the disk.

A column is bytes, compressed (zlib) and written in base64. Whole numbers are stored as planes: the low bytes of all
values, then the next bytes and so on, because the higher bytes of neighbours are often equal and compress well.
``assets/columns.js`` reads them back.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from base64 import b64encode
from collections.abc import Hashable, Iterable, Sequence
from math import nan
from typing import TypeVar

import msgspec

Item = TypeVar("Item", bound=Hashable)

_WIDTHS = ((1, "B"), (2, "H"), (4, "I"))
_MOST_DECIMALS = 9
_LARGEST_WHOLE = 2**32 - 1
_LARGEST_EXACT = 2**52


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column.

    Attributes:
        kind: ``values`` (a JSON list), ``whole`` (numbers from 0), ``doubles`` (NaN for unknown) or ``decimals``
            (``whole`` less one, times 10 to the power of minus ``decimals``, plus ``base``; 0 for unknown).
        data: the bytes, compressed, in base64.
        width: bytes of a whole number.
        decimals: see ``kind``.
        base: see ``kind``; a multiple of the unit, in units.
    """

    kind: str
    data: str
    width: int = 0
    decimals: int = 0
    base: int = 0


def values_column(values: Sequence[object]) -> Column:
    """Return a column of any JSON values."""
    return Column("values", _packed(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()))


def whole_column(numbers: Sequence[int]) -> Column:
    """Return a column of whole numbers from 0 to 2**32 - 1."""
    width, data = _planes(numbers)
    return Column("whole", _packed(data), width=width)


def number_column(numbers: Sequence[float | None]) -> Column:
    """Return a column of finite numbers, or None for unknown: as decimals where that is exact, else as doubles."""
    known = [number for number in numbers if number is not None]
    for decimals in range(_MOST_DECIMALS + 1):
        # The browser divides as Python does (IEEE 754): what is equal here is equal there.
        if all(_units(number, decimals) / 10**decimals == number for number in known):
            base = min((_units(number, decimals) for number in known), default=0)
            places = [0 if number is None else _units(number, decimals) - base + 1 for number in numbers]
            if max(places, default=0) <= _LARGEST_WHOLE:
                width, data = _planes(places)
                return Column("decimals", _packed(data), width=width, decimals=decimals, base=base)
    doubles = array("d", (nan if number is None else number for number in numbers))
    if sys.byteorder == "big":
        doubles.byteswap()
    return Column("doubles", _packed(doubles.tobytes()))


def _units(number: float, decimals: int) -> int:
    """Return a number in units of its last decimal, rounded; 0, which fits no number but 0, if it is too large."""
    scaled = number * 10**decimals
    return round(scaled) if abs(scaled) <= _LARGEST_EXACT else 0


def interned(items: Iterable[Item]) -> tuple[list[Item], list[int]]:
    """Return the different items in order of appearance, and for each item its place among them."""
    places: dict[Item, int] = {}
    found = [places.setdefault(item, len(places)) for item in items]
    return list(places), found


def _planes(numbers: Sequence[int]) -> tuple[int, bytes]:
    largest = max(numbers, default=0)
    width, code = next((width, code) for width, code in _WIDTHS if largest < 256**width)
    values = array(code, numbers)
    if sys.byteorder == "big":
        values.byteswap()
    data = values.tobytes()
    return width, b"".join(data[plane::width] for plane in range(width))


def _packed(data: bytes) -> str:
    return b64encode(zlib.compress(data, 9)).decode()
