"""Every change of a schema has its rule, and every rule its verdict."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from repository.schema_edits import BASE, TEXT, Edit, both, drop, edited, put
from schema_change_rules import Rule, Verdict, verdict_of, version_fits
from schema_compatibility import compare


@dataclass(frozen=True)
class Row:
    """An edit of BASE, and the one change that must be found."""

    edit: Edit
    rule: Rule
    pointer: str


NEW_DEFINITION = both(put("$defs/New", {"$ref": "#/$defs/Name"}), put("properties/new", {"$ref": "#/$defs/New"}))

ROWS = [
    Row(put("title", "Other"), Rule.TITLE_CHANGED, "/title"),
    Row(put("$defs/Kind/title", "Sort"), Rule.TITLE_CHANGED, "/$defs/Kind/title"),
    Row(drop("description"), Rule.DESCRIPTION_CHANGED, "/description"),
    Row(put("properties/nick/description", "New."), Rule.DESCRIPTION_CHANGED, "/properties/nick/description"),
    Row(put("properties/kind", {"type": "string", "enum": ["x", "y"]}), Rule.REFERENCE_CHANGED, "/properties/kind"),
    Row(put("properties/new", TEXT), Rule.PROPERTY_ADDED_OPTIONAL, "/properties/new"),
    Row(put("properties/description", TEXT), Rule.PROPERTY_ADDED_OPTIONAL, "/properties/description"),
    Row(put("properties/a~b", TEXT), Rule.PROPERTY_ADDED_OPTIONAL, "/properties/a~0b"),
    Row(put("$defs/Part/properties/new", TEXT), Rule.PROPERTY_ADDED_OPTIONAL, "/$defs/Part/properties/new"),
    Row(NEW_DEFINITION, Rule.PROPERTY_ADDED_OPTIONAL, "/properties/new"),
    Row(drop("additionalProperties"), Rule.ADDITIONAL_PROPERTIES_OPENED, "/additionalProperties"),
    Row(put("additionalProperties", TEXT), Rule.ADDITIONAL_PROPERTIES_OPENED, "/additionalProperties"),
    Row(drop("$defs/Part/minProperties"), Rule.UNREAD_BOUND_LOOSENED, "/$defs/Part/minProperties"),
    Row(drop("properties/tags/uniqueItems"), Rule.UNIQUE_ITEMS_REMOVED, "/properties/tags/uniqueItems"),
    Row(drop("$defs/Name/not"), Rule.NOT_REMOVED, "/$defs/Name/not"),
    Row(
        both(put("properties/new", TEXT), put("required", ["name", "kind", "new"])),
        Rule.PROPERTY_ADDED_REQUIRED,
        "/properties/new",
    ),
    Row(put("properties/bag/properties", {"new": TEXT}), Rule.PROPERTY_ADDED_TO_OPEN, "/properties/bag/properties/new"),
    Row(drop("properties/count"), Rule.PROPERTY_REMOVED, "/properties/count"),
    Row(both(drop("properties/kind"), put("required", ["name"])), Rule.PROPERTY_REMOVED, "/properties/kind"),
    Row(put("required", ["name", "kind", "count"]), Rule.PROPERTY_MADE_REQUIRED, "/required"),
    Row(put("required", ["name"]), Rule.PROPERTY_MADE_OPTIONAL, "/required"),
    Row(
        put("properties/bag/additionalProperties", False),
        Rule.ADDITIONAL_PROPERTIES_CLOSED,
        "/properties/bag/additionalProperties",
    ),
    Row(
        put("properties/bag/additionalProperties", TEXT),
        Rule.ADDITIONAL_PROPERTIES_CHANGED,
        "/properties/bag/additionalProperties",
    ),
    Row(
        drop("$defs/Counts/additionalProperties"),
        Rule.ADDITIONAL_PROPERTIES_CHANGED,
        "/$defs/Counts/additionalProperties",
    ),
    Row(drop("$defs/Counts/propertyNames"), Rule.PROPERTY_NAMES_CHANGED, "/$defs/Counts/propertyNames"),
    Row(put("properties/bag/propertyNames", TEXT), Rule.PROPERTY_NAMES_CHANGED, "/properties/bag/propertyNames"),
    Row(put("properties/count/type", ["integer", "null"]), Rule.TYPE_WIDENED, "/properties/count"),
    Row(put("properties/count/type", "number"), Rule.TYPE_WIDENED, "/properties/count"),
    Row(drop("properties/size/type"), Rule.TYPE_WIDENED, "/properties/size"),
    Row(put("properties/note/type", "string"), Rule.TYPE_NARROWED, "/properties/note"),
    Row(put("properties/part", {"$ref": "#/$defs/Part"}), Rule.TYPE_NARROWED, "/properties/part"),
    Row(put("properties/size/type", "integer"), Rule.TYPE_NARROWED, "/properties/size"),
    Row(put("properties/size/type", "string"), Rule.TYPE_CHANGED, "/properties/size"),
    Row(put("$defs/Kind/enum", ["x", "y", "z"]), Rule.ENUM_VALUE_ADDED, "/$defs/Kind/enum"),
    Row(put("$defs/Kind/enum", ["x"]), Rule.ENUM_VALUE_REMOVED, "/$defs/Kind/enum"),
    Row(put("properties/note/enum", ["x", None]), Rule.ENUM_ADDED, "/properties/note/enum"),
    Row(drop("$defs/Kind/enum"), Rule.ENUM_REMOVED, "/$defs/Kind/enum"),
    Row(put("$defs/Part/properties/on/const", "l"), Rule.CONST_CHANGED, "/$defs/Part/properties/on/const"),
    Row(put("$defs/Name/minLength", 1), Rule.BOUND_LOOSENED, "/$defs/Name/minLength"),
    Row(put("$defs/Name/maxLength", 10), Rule.BOUND_LOOSENED, "/$defs/Name/maxLength"),
    Row(put("properties/count/minimum", -1), Rule.BOUND_LOOSENED, "/properties/count/minimum"),
    Row(drop("properties/count/maximum"), Rule.BOUND_LOOSENED, "/properties/count/maximum"),
    Row(drop("properties/tags/minItems"), Rule.BOUND_LOOSENED, "/properties/tags/minItems"),
    Row(drop("properties/bag/minProperties"), Rule.BOUND_LOOSENED, "/properties/bag/minProperties"),
    Row(put("$defs/Name/minLength", 3), Rule.BOUND_TIGHTENED, "/$defs/Name/minLength"),
    Row(put("$defs/Name/maxLength", 8), Rule.BOUND_TIGHTENED, "/$defs/Name/maxLength"),
    Row(put("properties/count/minimum", 1), Rule.BOUND_TIGHTENED, "/properties/count/minimum"),
    Row(put("properties/count/maximum", 99), Rule.BOUND_TIGHTENED, "/properties/count/maximum"),
    Row(put("properties/tags/maxItems", 5), Rule.BOUND_TIGHTENED, "/properties/tags/maxItems"),
    Row(put("$defs/Part/minProperties", 2), Rule.BOUND_TIGHTENED, "/$defs/Part/minProperties"),
    Row(put("$defs/Part/maxProperties", 2), Rule.BOUND_TIGHTENED, "/$defs/Part/maxProperties"),
    Row(put("$defs/Name/pattern", "^b"), Rule.PATTERN_CHANGED, "/$defs/Name/pattern"),
    Row(drop("$defs/Name/pattern"), Rule.PATTERN_CHANGED, "/$defs/Name/pattern"),
    Row(put("properties/note/pattern", "^b"), Rule.PATTERN_CHANGED, "/properties/note/pattern"),
    Row(put("properties/bag/uniqueItems", True), Rule.UNIQUE_ITEMS_ADDED, "/properties/bag/uniqueItems"),
    Row(put("properties/note/not", {"pattern": "z"}), Rule.NOT_ADDED, "/properties/note/not"),
    Row(put("$defs/Name/not/pattern", "y"), Rule.NOT_CHANGED, "/$defs/Name/not"),
    Row(drop("properties/tags/items"), Rule.ITEMS_CHANGED, "/properties/tags/items"),
    Row(put("properties/title/items", TEXT), Rule.ITEMS_CHANGED, "/properties/title/items"),
    Row(
        put("allOf", [{"if": {"required": ["size"]}, "else": {"required": ["count"]}}]), Rule.CONDITION_ADDED, "/allOf"
    ),
    Row(put("if", {"required": ["size"]}), Rule.CONDITION_ADDED, "/if"),
    Row(drop("$defs/Part/allOf"), Rule.CONDITION_REMOVED, "/$defs/Part/allOf"),
    Row(put("$schema", "http://json-schema.org/draft-07/schema#"), Rule.DIALECT_CHANGED, "/$schema"),
    Row(put("properties/note/format", "date"), Rule.KEYWORD_UNKNOWN, "/properties/note/format"),
    Row(put("$defs/Unused", {"oneOf": []}), Rule.KEYWORD_UNKNOWN, "/$defs/Unused/oneOf"),
    Row(put("$defs/Part/allOf", [{"if": {"contains": {}}}]), Rule.KEYWORD_UNKNOWN, "/$defs/Part/allOf/0/if/contains"),
    Row(put("properties/note/$id", "urn:x"), Rule.KEYWORD_UNKNOWN, "/properties/note/$id"),
    Row(put("properties/tags/items", True), Rule.SHAPE_UNSUPPORTED, "/properties/tags/items"),
    Row(put("properties/note/type", ["string", "integer"]), Rule.SHAPE_UNSUPPORTED, "/properties/note"),
    Row(put("properties/note/anyOf", [TEXT, {"type": "null"}]), Rule.SHAPE_UNSUPPORTED, "/properties/note"),
    Row(put("properties/part/anyOf", [TEXT, {"type": "integer"}]), Rule.SHAPE_UNSUPPORTED, "/properties/part"),
    Row(put("properties/nick/maxLength", 3), Rule.SHAPE_UNSUPPORTED, "/properties/nick"),
    Row(put("properties/nick/$ref", "#/$defs/Nobody"), Rule.SHAPE_UNSUPPORTED, "/properties/nick"),
    Row(put("properties/nick/$ref", "urn:test:other:1.0"), Rule.SHAPE_UNSUPPORTED, "/properties/nick"),
    Row(put("$defs/Loop", {"$ref": "#/$defs/Loop"}), Rule.SHAPE_UNSUPPORTED, "/$defs/Loop"),
    Row(put("$defs/Name/not", {"$ref": "#/$defs/Kind"}), Rule.SHAPE_UNSUPPORTED, "/$defs/Name/not"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule.label} {row.pointer}")
def test_an_edit_gives_its_rule_and_nothing_else(row: Row) -> None:
    found = compare(BASE, edited(row.edit))
    assert [(change.rule, change.pointer) for change in found] == [(row.rule, row.pointer)]


def test_every_rule_has_a_row() -> None:
    assert {row.rule for row in ROWS} == set(Rule) - {Rule.SCHEMA_REMOVED}


VERDICTS = {
    Verdict.ANNOTATION: {"title-changed", "description-changed", "reference-changed"},
    Verdict.ADDITIVE: {
        "property-added-optional",
        "additional-properties-opened",
        "unread-bound-loosened",
        "unique-items-removed",
        "not-removed",
    },
    Verdict.UNDECIDED: {"keyword-unknown", "shape-unsupported", "schema-removed"},
}


def test_every_other_rule_is_breaking() -> None:
    milder = set().union(*VERDICTS.values())
    expected = {**VERDICTS, Verdict.BREAKING: {rule.label for rule in Rule} - milder}
    for verdict, labels in expected.items():
        assert {rule.label for rule in Rule if rule.verdict is verdict} == labels


@pytest.mark.parametrize(
    "edit",
    [
        both(),
        put("$id", "urn:test:thing:1.1"),
        put("required", ["kind", "name"]),
        put("properties", dict(reversed(BASE["properties"].items()))),
        put("$defs/Kind/enum", ["y", "x"]),
        put("properties/note/type", ["null", "string"]),
        put("properties/note", {"anyOf": [{"type": "null"}, TEXT]}),
        put("properties/part/anyOf", [{"type": "null"}, {"$ref": "#/$defs/Part"}]),
        put("properties/note/minLength", 0),
        put("properties/bag/additionalProperties", True),
        put("properties/note/uniqueItems", False),
        put("properties/count/minimum", 0.0),
    ],
)
def test_another_spelling_of_the_same_is_identical(edit: Edit) -> None:
    assert compare(BASE, edited(edit)) == []


def test_changes_are_listed_once_each_and_the_worst_decides() -> None:
    changes = compare(
        BASE, edited(put("title", "Other"), put("properties/new", TEXT), put("$defs/Kind/enum", ["x", "z"]))
    )
    labels = sorted(change.rule.label for change in changes)
    assert labels == ["enum-value-added", "enum-value-removed", "property-added-optional", "title-changed"]
    assert verdict_of(changes) is Verdict.BREAKING
    assert verdict_of([]) is Verdict.IDENTICAL


def test_a_renamed_definition_is_still_compared() -> None:
    renamed = edited(
        drop("$defs/Kind"),
        put("$defs/Sort", {"type": "string", "enum": ["x"]}),
        put("properties/kind/$ref", "#/$defs/Sort"),
        put("$defs/Counts/propertyNames/$ref", "#/$defs/Sort"),
    )
    found = {(change.rule, change.pointer) for change in compare(BASE, renamed)}
    assert found == {
        (Rule.REFERENCE_CHANGED, "/properties/kind"),
        (Rule.REFERENCE_CHANGED, "/$defs/Counts/propertyNames"),
        (Rule.ENUM_VALUE_REMOVED, "/$defs/Sort/enum"),
    }


@pytest.mark.parametrize(
    ("new", "verdicts"),
    [
        ((1, 3), {Verdict.IDENTICAL, Verdict.ANNOTATION, Verdict.ADDITIVE}),
        ((2, 0), {Verdict.BREAKING}),
        ((1, 2), set()),
        ((1, 1), set()),
        ((0, 9), set()),
    ],
)
def test_version_steps_that_fit(new: tuple[int, int], verdicts: set[Verdict]) -> None:
    assert {verdict for verdict in Verdict if version_fits((1, 2), new, verdict)} == verdicts
