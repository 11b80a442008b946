"""What a strategy draws, to prove that it reaches what it is there for."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

DRAWS = 1200


def drawn(strategy: st.SearchStrategy[Any], draws: int = DRAWS) -> list[Any]:
    """Return what a strategy draws, the same in every run."""
    found: list[Any] = []

    @settings(
        max_examples=draws,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def record(value: object) -> None:
        found.append(value)

    record()
    return found
