"""Faults in the bytes of a file, whatever it holds: flipped, lost, repeated, foreign and badly encoded ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from fuzz.hostile import BYTES

_HOW_MANY = (1, 1, 1, 2, 4, 16)
_LARGEST = 200_000


def damaged(data: bytes, rng: Random, others: Sequence[bytes]) -> bytes:
    """Return a file with one to a few faults in its bytes; pieces of ``others`` may be put into it."""
    for _ in range(rng.choice(_HOW_MANY)):
        data = rng.choice(_FAULTS)(_Damage(data, rng, rng.choice(others)))[:_LARGEST]
    return data


class _Damage:
    """One change of a file, at a random place; another file is there to take from."""

    def __init__(self, data: bytes, rng: Random, other: bytes) -> None:
        self._data = data
        self._rng = rng
        self._other = other
        self._begin, self._end = self._span(data)

    def _span(self, data: bytes) -> tuple[int, int]:
        """Draw begin and end of a piece: a few bytes most often."""
        begin = self._rng.randrange(len(data) + 1)
        length = self._rng.choice((1, 1, 2, 4, 16, self._rng.randrange(len(data) + 1)))
        return begin, min(len(data), begin + length)

    def _with(self, piece: bytes) -> bytes:
        return self._data[: self._begin] + piece + self._data[self._end :]

    def flip(self) -> bytes:
        piece = bytearray(self._data[self._begin : self._end])
        if piece:
            piece[0] ^= 1 << self._rng.randrange(8)
        return self._with(bytes(piece))

    def overwrite(self) -> bytes:
        return self._with(self._rng.randbytes(min(self._end - self._begin, 8)))

    def zero(self) -> bytes:
        return self._with(bytes(self._end - self._begin))

    def insert(self) -> bytes:
        return self._with(self._rng.choice(BYTES) + self._data[self._begin : self._end])

    def remove(self) -> bytes:
        return self._with(b"")

    def repeat(self) -> bytes:
        return self._with(self._data[self._begin : self._end] * self._rng.choice((2, 2, 3, 30)))

    def cut_short(self) -> bytes:
        return self._data[: self._begin]

    def splice(self) -> bytes:
        begin, end = self._span(self._other)
        return self._with(self._other[begin:end])

    def swap_lines(self) -> bytes:
        lines = self._data.split(b"\n")
        one, two = self._rng.randrange(len(lines)), self._rng.randrange(len(lines))
        lines[one], lines[two] = lines[two], lines[one]
        return b"\n".join(lines)

    def drop_line(self) -> bytes:
        lines = self._data.split(b"\n")
        del lines[self._rng.randrange(len(lines))]
        return b"\n".join(lines)

    def exchange(self) -> bytes:
        """Put one piece wherever another stands: other blanks, other quotes, other ends of lines."""
        return self._data.replace(self._rng.choice(BYTES), self._rng.choice(BYTES))

    def encode_otherwise(self) -> bytes:
        encoding = self._rng.choice(("utf-16", "utf-32", "utf-8-sig", "cp1252", "utf-7"))
        return self._data.decode("utf-8", "replace").encode(encoding, "replace")


_FAULTS: Sequence[Callable[[_Damage], bytes]] = (
    *(_Damage.flip, _Damage.flip, _Damage.flip, _Damage.overwrite, _Damage.overwrite, _Damage.zero),
    *(_Damage.insert, _Damage.insert, _Damage.insert, _Damage.remove, _Damage.remove, _Damage.repeat),
    *(_Damage.cut_short, _Damage.splice, _Damage.swap_lines, _Damage.drop_line, _Damage.exchange),
    *(_Damage.encode_otherwise,),
)
