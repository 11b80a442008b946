"""Charts in Mermaid, which the usual forges draw."""

from __future__ import annotations

from collections.abc import Iterable


def pie(title: str, slices: Iterable[tuple[str, int]]) -> list[str]:
    """Return the lines of a fenced pie chart; none if every slice is 0: it would be a title over nothing.

    Args:
        title: what the chart shows.
        slices: label and count, which is at least 0. Labels are words of the contract, never names out of a plan:
            Mermaid has no way to quote every text.
    """
    drawn = [f'    "{label}" : {count}' for label, count in slices if count]
    return ["```mermaid", "pie showData", f"    title {title}", *drawn, "```"] if drawn else []
