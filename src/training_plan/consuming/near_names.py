"""Names that look like one that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST = 3


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return the question that names up to three known names that look like ``name``, in any case; None for none."""
    by_folded: dict[str, list[str]] = {}
    for each in sorted(known):
        by_folded.setdefault(each.casefold(), []).append(each)
    near = difflib.get_close_matches(name.casefold(), by_folded, n=_MOST)
    names = [each for folded in near for each in by_folded[folded]][:_MOST]
    return f"did you mean {' or '.join(names)}?" if names else None
