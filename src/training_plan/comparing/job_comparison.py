"""Two jobs of one pair: which fields differ, and what counts as equal."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeGuard

import msgspec
from msgspec import UNSET

from training_plan.comparing.plan_diff import FieldChange
from training_plan.errors import UsageError
from training_plan.models import Job

COVERED_SYMBOLS = "covered_symbols"

FIELDS = ("route", "model_families", "priority", "reason")
"""What is compared of a job beside its metadata; target, symbol and training type are what jobs are matched by."""

_METADATA = "metadata"
_KEY = f"{_METADATA}."

DEFAULT_TOLERANCE = 1e-9
"""Relative difference up to which two numbers of a job's metadata are equal: what another summation order costs."""

_NUMBER = (int, float)

_values = attrgetter(*FIELDS)
_field_name = attrgetter("field")
_encode = msgspec.json.Encoder().encode
_sorted_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class JobComparison:
    """What is compared of two jobs, and how.

    Attributes:
        fields: the fields of a job that count.
        keys_ignored: keys of the metadata that do not count; None if none of it does.
        tolerance: relative difference up to which numbers in the metadata are equal.
    """

    fields: Sequence[str]
    keys_ignored: frozenset[str] | None
    tolerance: float

    @classmethod
    def of(cls, ignore: Collection[str], tolerance: float) -> JobComparison:
        """Return the comparison that ignores fields, named as in ``FieldChange``.

        Raises:
            UsageError: if a name is no field that is compared, or the tolerance is no number of at least 0.
        """
        for name in ignore:
            if name not in FIELDS and name != _METADATA and not name.startswith(_KEY):
                known = ", ".join((*FIELDS, _METADATA, f"{_KEY}KEY"))
                raise UsageError(f"{name!r} is no field that is compared", hint=f"one of: {known}")
        if not 0 <= tolerance < math.inf:
            raise UsageError(f"the tolerance is {tolerance}; it must be a number of at least 0")
        keys = frozenset(name.removeprefix(_KEY) for name in ignore if name.startswith(_KEY))
        fields = tuple(field for field in FIELDS if field not in ignore)
        return cls(fields, None if _METADATA in ignore else keys, tolerance)

    def changes(self, old: Job, new: Job) -> list[FieldChange]:
        """Return the fields that differ, in the order of a job's fields, keys of the metadata sorted."""
        # Python takes true, 1 and 1.0 for one: what it calls equal is so only if the bytes are the same.
        if old == new and _encode(old) == _encode(new):
            return []
        found = [
            FieldChange(field, before, after)
            for field, before, after in zip(FIELDS, _values(old), _values(new), strict=True)
            if before != after and field in self.fields
        ]
        if self.keys_ignored is not None:
            found += self._metadata_changes(old.metadata, new.metadata, self.keys_ignored)
        return found

    def content(self, job: Job) -> bytes:
        """Return what is compared of a job as bytes; jobs of the same bytes do not differ."""
        fields: list[object] = [getattr(job, field) for field in self.fields]
        ignored = self.keys_ignored
        metadata = {} if ignored is None else {key: job.metadata[key] for key in job.metadata.keys() - ignored}
        return _sorted_encode([*fields, metadata])

    def _metadata_changes(
        self, old: Mapping[str, Any], new: Mapping[str, Any], ignored: frozenset[str]
    ) -> list[FieldChange]:
        differing = []
        for key in old.keys() | new.keys():
            before, after = old.get(key, UNSET), new.get(key, UNSET)
            if before is after or (type(before) is str and before == after) or key in ignored:
                continue
            if not self._same_fact(key, before, after):
                differing.append(FieldChange(_KEY + key, before, after))
        return sorted(differing, key=_field_name) if len(differing) > 1 else differing

    def _same_fact(self, key: str, old: object, new: object) -> bool:
        if key == COVERED_SYMBOLS and _is_list_of_names(old) and _is_list_of_names(new):
            return set(old) == set(new)
        try:
            return self._same(old, new)
        except RecursionError:
            # Nested more deeply than this can follow, as the loader allows: only the same text is the same value.
            return _sorted_encode(old) == _sorted_encode(new)

    def _same(self, old: Any, new: Any) -> bool:  # noqa: ANN401 - any JSON value
        """Return whether two JSON values are equal: numbers within the tolerance, true and 1 never."""
        if type(old) is type(new) is float:
            return math.isclose(old, new, rel_tol=self.tolerance)
        if isinstance(old, bool) or isinstance(new, bool):
            return old is new
        if isinstance(old, _NUMBER) and isinstance(new, _NUMBER):
            return bool(old == new) or self._near(old, new)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            return old.keys() == new.keys() and all(self._same(value, new[key]) for key, value in old.items())
        if isinstance(old, list | tuple) and isinstance(new, list | tuple):
            return len(old) == len(new) and all(map(self._same, old, new))
        return bool(old == new)

    def _near(self, old: float, new: float) -> bool:
        if isinstance(old, int) and isinstance(new, int):
            return False
        try:
            return math.isclose(old, new, rel_tol=self.tolerance)
        except OverflowError:
            return False


def _is_list_of_names(value: object) -> TypeGuard[Sequence[str]]:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def symbol_difference(change: FieldChange) -> tuple[list[str], list[str]] | None:
    """Return the symbols that a change of ``covered_symbols`` adds and removes, sorted; None of any other change."""
    old, new = (() if value is UNSET else value for value in (change.old, change.new))
    if change.field != _KEY + COVERED_SYMBOLS or not (_is_list_of_names(old) and _is_list_of_names(new)):
        return None
    before, after = set(old), set(new)
    return None if before == after else (sorted(after - before), sorted(before - after))
