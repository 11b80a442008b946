"""Faults that values of one sort have in every kind of document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance_cases.case import Fault
from conformance_cases.editing import drop, put
from conformance_cases.vocabulary import EXACT, LONGEST


def wrong(name: str, code: str, at: str, value: object, reason: str) -> Fault:
    """Return the fault of one value."""
    return Fault(name, code, at, reason, put(at, value))


def faults_of_type(*rows: tuple[str, str, object, str]) -> Iterator[Fault]:
    """Yield a fault a row: name, place, a value of a wrong type, and what it must be."""
    for name, at, value, needed in rows:
        yield wrong(name, "TP201", at, value, f"It must be {needed}.")


def faults_of_object(name: str, at: str, fields: Sequence[str]) -> Iterator[Fault]:
    """Yield the faults that every closed object can have: no object, a field too few, a field too many."""
    prefix = f"{name}_" if name else ""
    if at:
        yield wrong(f"{prefix}is_null", "TP201", at, None, "It must be an object, and null is none.")
    for field in fields:
        yield Fault(f"{prefix}without_{field}", "TP202", at, f"{field} is required.", drop(f"{at}/{field}"))
    yield wrong(f"{prefix}with_an_unknown_field", "TP203", f"{at}/remark", "?", "No field has the name remark.")


def faults_of_name(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a name can have."""
    yield wrong(f"{name}_is_a_number", "TP201", at, 5, "A name is text.")
    yield wrong(f"{name}_is_empty", "TP205", at, "", "A name has at least one character.")
    yield wrong(f"{name}_is_too_long", "TP205", at, "n" * (LONGEST + 1), "A name has at most 200 characters.")
    yield wrong(f"{name}_ends_in_a_newline", "TP205", at, "name\n", "A name has no control character, nor one last.")


def faults_of_choice(name: str, at: str, near: str) -> Iterator[Fault]:
    """Yield the faults of a value that must be one of a few texts."""
    yield wrong(f"{name}_is_a_number", "TP201", at, 1, "It must be text.")
    yield wrong(f"{name}_is_not_listed", "TP204", at, near, "It must be one of the listed values, in their spelling.")


def faults_of_count(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a count can have."""
    yield wrong(f"{name}_is_text", "TP201", at, "2", "A count is a number, not text.")
    yield wrong(f"{name}_is_negative", "TP206", at, -1, "A count is not negative.")
    yield wrong(f"{name}_is_a_half", "TP201", at, 2.5, "A count is a whole number.")


def faults_of_families(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a list of families can have."""
    yield wrong(f"{name}_is_text", "TP201", at, "lightgbm", "The families are a list, even if there is one.")
    yield wrong(f"{name}_holds_one_twice", "TP208", at, ["lightgbm", "lightgbm"], "A family stands once in the list.")
    yield wrong(f"{name}_holds_null", "TP201", f"{at}/0", None, "A family is named by text.")
    yield wrong(f"{name}_holds_an_empty_name", "TP205", f"{at}/0", "", "A family's name has at least one character.")


def faults_of_priority(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a priority can have."""
    yield wrong(f"{name}_is_text", "TP201", at, "80", "A priority is a number, not text.")
    yield wrong(f"{name}_is_too_large", "TP206", at, EXACT + 1, "Not every reader keeps an integer above 2^53-1 exact.")
    yield wrong(f"{name}_is_too_small", "TP206", at, -EXACT - 1, "Not every reader keeps one below -(2^53-1) exact.")


def faults_of_time(name: str, at: str) -> Iterator[Fault]:
    """Yield the faults that a timestamp can have."""
    yield wrong(f"{name}_is_a_number", "TP201", at, 1765478700, "A moment is text, not seconds since 1970.")
    rows = (
        ("without_time_zone", "2025-12-11T18:45:00", "A moment has Z or an offset from UTC."),
        ("is_a_date", "2025-12-11", "A moment has a time."),
        ("has_month_13", "2025-13-11T18:45:00Z", "There are twelve months."),
        ("has_day_32", "2025-12-32T18:45:00Z", "No month has 32 days."),
        ("has_hour_24", "2025-12-11T24:00:00Z", "The last hour is 23."),
        ("has_a_blank_for_t", "2025-12-11 18:45:00Z", "Date and time are parted by T."),
        ("has_a_small_z", "2025-12-11T18:45:00z", "Z is a capital letter."),
        ("has_an_offset_without_colon", "2025-12-11T18:45:00+0100", "Hours and minutes of an offset are parted by :."),
        ("has_ten_decimals", "2025-12-11T18:45:00.1234567890Z", "A second has at most nine decimals."),
    )
    for suffix, value, reason in rows:
        yield wrong(f"{name}_{suffix}", "TP207", at, value, reason)
    yield wrong(
        f"{name}_ends_in_a_newline", "TP205", at, "2025-12-11T18:45:00Z\n", "The text ends after the time zone."
    )
