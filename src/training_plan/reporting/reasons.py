"""Reasons as templates and numbers: a million reasons are a few hundred sentences with other numbers in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from training_plan.reporting.columns import Column, interned, values_column, whole_column

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)")


def reason_columns(reasons: Iterable[str]) -> dict[str, Column]:
    """Return the columns that hold reasons, one a job.

    ``reason_templates``: lists of the texts between the numbers; ``reason``: the template of each job;
    ``reason_numbers``: texts of numbers; ``reason_slots``: those of all jobs, in order, one fewer for each job than
    its template has texts.
    """
    split = [_NUMBER.split(reason) for reason in reasons]
    templates, places = interned(tuple(parts[::2]) for parts in split)
    numbers, slots = interned(number for parts in split for number in parts[1::2])
    return {
        "reason_templates": values_column(templates),
        "reason": whole_column(places),
        "reason_numbers": values_column(numbers),
        "reason_slots": whole_column(slots),
    }
