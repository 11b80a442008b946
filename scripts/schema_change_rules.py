"""The rules that tell what a change of a schema means for old documents and for old readers.

A change is breaking if the new schema refuses an old document, or if an old reader may refuse a new one. An old
reader is the generated models of the old schema: they ignore fields that they do not know and check types,
required fields, enums, patterns and bounds; they know nothing of ``not``, ``uniqueItems`` and conditions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any

Schema = dict[str, Any]
Version = tuple[int, int]


class Verdict(IntEnum):
    """What a change means, from nothing to worst."""

    IDENTICAL = 0
    ANNOTATION = 1
    ADDITIVE = 2
    BREAKING = 3
    UNDECIDED = 4


class Rule(Enum):
    """Every kind of change: its name, its verdict, and why."""

    TITLE_CHANGED = "title-changed", Verdict.ANNOTATION, "no document is judged by a title"
    DESCRIPTION_CHANGED = "description-changed", Verdict.ANNOTATION, "no document is judged by a description"
    REFERENCE_CHANGED = "reference-changed", Verdict.ANNOTATION, "only what a definition says counts, not its name"

    PROPERTY_ADDED_OPTIONAL = "property-added-optional", Verdict.ADDITIVE, "old readers ignore it"
    ADDITIONAL_PROPERTIES_OPENED = "additional-properties-opened", Verdict.ADDITIVE, "old readers ignore the fields"
    UNREAD_BOUND_LOOSENED = "unread-bound-loosened", Verdict.ADDITIVE, "the models do not check it"
    UNIQUE_ITEMS_REMOVED = "unique-items-removed", Verdict.ADDITIVE, "the models do not check it"
    NOT_REMOVED = "not-removed", Verdict.ADDITIVE, "the models do not check it"

    PROPERTY_ADDED_REQUIRED = "property-added-required", Verdict.BREAKING, "old documents lack it"
    PROPERTY_ADDED_TO_OPEN = "property-added-to-open", Verdict.BREAKING, "old documents may use the name otherwise"
    PROPERTY_REMOVED = "property-removed", Verdict.BREAKING, "old documents hold it, or old readers need it"
    PROPERTY_MADE_REQUIRED = "property-made-required", Verdict.BREAKING, "old documents may lack it"
    PROPERTY_MADE_OPTIONAL = "property-made-optional", Verdict.BREAKING, "old readers need it"
    ADDITIONAL_PROPERTIES_CLOSED = "additional-properties-closed", Verdict.BREAKING, "old documents may hold others"
    ADDITIONAL_PROPERTIES_CHANGED = (
        "additional-properties-changed",
        Verdict.BREAKING,
        "old documents or old readers differ on the values",
    )
    PROPERTY_NAMES_CHANGED = "property-names-changed", Verdict.BREAKING, "old documents or old readers differ on keys"
    TYPE_WIDENED = "type-widened", Verdict.BREAKING, "old readers refuse the new type"
    TYPE_NARROWED = "type-narrowed", Verdict.BREAKING, "old documents may have the old type"
    TYPE_CHANGED = "type-changed", Verdict.BREAKING, "old documents have the old type"
    ENUM_VALUE_ADDED = "enum-value-added", Verdict.BREAKING, "old readers refuse the value"
    ENUM_VALUE_REMOVED = "enum-value-removed", Verdict.BREAKING, "old documents may hold the value"
    ENUM_ADDED = "enum-added", Verdict.BREAKING, "old documents may hold other values"
    ENUM_REMOVED = "enum-removed", Verdict.BREAKING, "old readers refuse other values"
    CONST_CHANGED = "const-changed", Verdict.BREAKING, "old documents or old readers have another value"
    BOUND_LOOSENED = "bound-loosened", Verdict.BREAKING, "the models check it, so old readers refuse what is beyond"
    BOUND_TIGHTENED = "bound-tightened", Verdict.BREAKING, "old documents may be beyond it"
    PATTERN_CHANGED = "pattern-changed", Verdict.BREAKING, "old documents or old readers may differ"
    UNIQUE_ITEMS_ADDED = "unique-items-added", Verdict.BREAKING, "old documents may repeat an item"
    NOT_ADDED = "not-added", Verdict.BREAKING, "old documents may hold what it forbids"
    NOT_CHANGED = "not-changed", Verdict.BREAKING, "old documents may hold what it forbids"
    ITEMS_CHANGED = "items-changed", Verdict.BREAKING, "old documents or old readers differ on the items"
    CONDITION_ADDED = "condition-added", Verdict.BREAKING, "old documents may not meet it"
    CONDITION_REMOVED = "condition-removed", Verdict.BREAKING, "code that reads the models relies on it"
    DIALECT_CHANGED = "dialect-changed", Verdict.BREAKING, "validators read the schema otherwise"
    SCHEMA_REMOVED = "schema-removed", Verdict.UNDECIDED, "no version of a schema says that it is gone"

    KEYWORD_UNKNOWN = "keyword-unknown", Verdict.UNDECIDED, "no rule knows what a change of it means"
    SHAPE_UNSUPPORTED = "shape-unsupported", Verdict.UNDECIDED, "no rule knows this use of a keyword"

    def __init__(self, label: str, verdict: Verdict, reason: str) -> None:
        self.label = label
        self.verdict = verdict
        self.reason = reason


@dataclass(frozen=True)
class Change:
    """One difference: its rule, the JSON Pointer in the new schema (in the old if it is gone), and what it is."""

    rule: Rule
    pointer: str
    detail: str = ""


def verdict_of(changes: list[Change]) -> Verdict:
    """Return the worst verdict of the changes."""
    return max((change.rule.verdict for change in changes), default=Verdict.IDENTICAL)


def identity(schema: Schema) -> tuple[str, Version]:
    """Return name and version from an ``$id`` like ``urn:training-plan:manifest:1.0``; ValueError if it has none."""
    name, _, version = str(schema.get("$id")).rpartition(":")
    major, _, minor = version.partition(".")
    if not (name and major.isdecimal() and minor.isdecimal()):
        raise ValueError(f'$id {schema.get("$id")!r} does not end in ":major.minor"')
    return name, (int(major), int(minor))


def version_fits(old: Version, new: Version, verdict: Verdict) -> bool:
    """Return whether a changed schema may step from one version to the other."""
    if verdict == Verdict.UNDECIDED:
        return False
    if verdict == Verdict.BREAKING:
        return new[0] > old[0]
    return new[0] == old[0] and new[1] > old[1]
