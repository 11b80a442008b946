"""Hypothesis profiles: CI runs the same examples every time, a developer's machine draws new ones."""

from __future__ import annotations

import os
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.database import DirectoryBasedExampleDatabase

# With CI=true Hypothesis starts from a profile of its own, from which registered ones inherit: every field is set.
settings.register_profile(
    "ci",
    max_examples=60,
    derandomize=True,
    database=None,
    verbosity=Verbosity.normal,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink),
    stateful_step_count=30,
    report_multiple_bugs=True,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    deadline=None,
    print_blob=True,
    backend="hypothesis",
)
settings.register_profile(
    "dev",
    max_examples=60,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(Path(__file__).parents[1] / ".hypothesis" / "examples"),
    verbosity=Verbosity.normal,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink),
    stateful_step_count=30,
    report_multiple_bugs=True,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    deadline=None,
    print_blob=True,
    backend="hypothesis",
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted: the sums of their properties ``counts``, whatever workers ran them."""
    sums: dict[str, Counter[str]] = {}
    for report in chain.from_iterable(terminalreporter.stats.values()):
        for name, value in getattr(report, "user_properties", ()) if getattr(report, "when", None) == "call" else ():
            if name == "counts":
                what, counts = value
                sums.setdefault(what, Counter()).update(counts)
    if sums:
        terminalreporter.section("counts")
    for what, total in sorted(sums.items()):
        terminalreporter.write_line(f"{what}: {', '.join(f'{number:,} {name}' for name, number in total.items())}")
