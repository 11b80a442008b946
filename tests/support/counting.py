"""Numbers that a test tells beside its verdict; the end of the run prints their sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping

RecordProperty = Callable[[str, object], None]
"""The fixture ``record_property``."""


def tell_counts(record_property: RecordProperty, what: str, counts: Mapping[str, int]) -> None:
    """Tell how many of what there were; the numbers of several tests about the same are added up."""
    record_property("counts", [what, dict(counts)])
