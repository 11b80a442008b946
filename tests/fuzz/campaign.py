"""Judge many mutants: the same ones every time, each made from its number alone, with a watch on what hangs."""

from __future__ import annotations

import faulthandler
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

ACCEPTED = "accepted"
"""What the outcome of a case begins with that nothing was wrong with."""

HANG_SECONDS = 120
"""A case that takes longer is a hang: the process says where it stands and ends."""

_SHOWN = 20_000

Case = TypeVar("Case")


@dataclass
class Tally:
    """What became of the cases of a campaign: their number by how they ended."""

    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def judged(self) -> int:
        return self.outcomes.total()

    @property
    def accepted(self) -> int:
        return sum(count for outcome, count in self.outcomes.items() if outcome.startswith(ACCEPTED))

    @property
    def counts(self) -> dict[str, int]:
        """The numbers that are told of a campaign."""
        return {"judged": self.judged, "accepted": self.accepted, "refused": self.judged - self.accepted}


def run_campaign(
    name: str, numbers: Iterable[int], draw: Callable[[Random], Case], judge: Callable[[Case], str]
) -> Tally:
    """Draw the cases with these numbers and judge each.

    Args:
        name: seeds the cases, together with their numbers.
        numbers: which cases.
        draw: makes a case.
        judge: returns how a case ended, and raises whatever must not happen.

    Raises:
        AssertionError: at the first case of which ``judge`` raises; the message holds the case.
    """
    tally = Tally()
    for number in numbers:
        case = draw(Random(f"{name} {number}"))  # noqa: S311 - the same cases every time
        faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
        try:
            tally.outcomes[judge(case)] += 1
        except BaseException as error:
            said = f"case {number} of {name}: {type(error).__name__}: {error}\n{case!r}"
            raise AssertionError(said[:_SHOWN]) from error
        finally:
            faulthandler.cancel_dump_traceback_later()
    return tally
