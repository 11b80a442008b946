"""The gate tells every kind of schema change apart and asks for the version that it needs."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from check_schema_compatibility import main
from schema_change_rules import Rule, Schema, Verdict, verdict_of, version_fits
from schema_compatibility import compare

Edit = Callable[[Schema], object]

BASE: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:test:thing:1.0",
    "title": "Thing",
    "description": "A thing.",
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "kind"],
    "properties": {
        "name": {"description": "Its name.", "$ref": "#/$defs/Name"},
        "nick": {"$ref": "#/$defs/Name"},
        "kind": {"$ref": "#/$defs/Kind"},
        "count": {"type": "integer", "minimum": 0, "maximum": 100},
        "size": {"type": "number"},
        "note": {"type": ["string", "null"]},
        "part": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"$ref": "#/$defs/Name"}, "minItems": 1, "uniqueItems": True},
        "counts": {"$ref": "#/$defs/Counts"},
        "bag": {"type": "object", "minProperties": 1},
        "title": {"type": "string"},
    },
    "$defs": {
        "Name": {"type": "string", "minLength": 2, "maxLength": 9, "pattern": "^a", "not": {"pattern": "z"}},
        "Kind": {"title": "Kind", "type": "string", "enum": ["x", "y"]},
        "Part": {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {"inner": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]}, "on": {"const": "k"}},
            "allOf": [{"if": {"required": ["on"]}, "then": {"required": ["inner"]}}],
        },
        "Counts": {
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/Kind"},
            "additionalProperties": {"type": "integer", "minimum": 1},
        },
    },
}


def put(path: str, value: object) -> Edit:
    """Return an edit that sets what stands at a path."""

    def edit(schema: Schema) -> None:
        *parents, last = path.split("/")
        for part in parents:
            schema = schema[part]
        schema[last] = value

    return edit


def drop(path: str) -> Edit:
    """Return an edit that removes what stands at a path."""

    def edit(schema: Schema) -> None:
        *parents, last = path.split("/")
        for part in parents:
            schema = schema[part]
        del schema[last]

    return edit


def both(*edits: Edit) -> Edit:
    """Return an edit that makes several in order."""

    def edit(schema: Schema) -> None:
        for one in edits:
            one(schema)

    return edit


def edited(*edits: Edit, schema: dict[str, Any] = BASE) -> dict[str, Any]:
    result = copy.deepcopy(schema)
    both(*edits)(result)
    return result


@dataclass(frozen=True)
class Row:
    """An edit of BASE, and the one change that must be found."""

    edit: Edit
    rule: Rule
    pointer: str


TEXT = {"type": "string"}
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


class Checkout:
    """A small checkout with one schema, and its release."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schema = root / "schema" / "thing.schema.json"
        self.released = root / "schema" / "released" / "thing" / "1.0.schema.json"
        self.released.parent.mkdir(parents=True)
        self.write(self.released, BASE)
        self.write(self.schema, BASE)

    @staticmethod
    def write(path: Path, schema: object) -> None:
        path.write_text(json.dumps(schema), encoding="utf-8")

    def edit(self, *edits: Edit, identifier: str = "urn:test:thing:1.0") -> None:
        self.write(self.schema, edited(*edits, put("$id", identifier)))

    def check(self, against: str | Path | None = None) -> int:
        arguments = ["--root", str(self.root)]
        return main(arguments if against is None else [*arguments, "--against", str(against)])

    def git(self, *arguments: str) -> None:
        identity_options = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(self.root), *identity_options, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


ADD = put("properties/new", TEXT)
NARROW = put("$defs/Kind/enum", ["x"])


@pytest.mark.parametrize(
    ("edit", "version", "code", "advice"),
    [
        (put("title", "Thing"), "1.0", 0, ""),
        (ADD, "1.0", 1, "urn:test:thing:1.0 is released and stays as it is; undo the change, or give it the $id of a"),
        (put("title", "Other"), "1.0", 1, "minor version, 1.1"),
        (NARROW, "1.0", 1, "major version, 2.0"),
        (ADD, "1.1", 0, ""),
        (put("title", "Other"), "1.1", 0, ""),
        (put("title", "Thing"), "1.1", 0, ""),
        (ADD, "2.0", 1, "minor version, 1.1"),
        (NARROW, "1.1", 1, "major version, 2.0"),
        (NARROW, "2.0", 0, ""),
        (ADD, "0.9", 1, "minor version, 1.1"),
        (put("properties/new", {"oneOf": [{}]}), "1.1", 1, "give scripts/schema_compatibility.py a rule"),
        (put("properties/new", {"oneOf": [{}]}), "2.0", 1, "give scripts/schema_compatibility.py a rule"),
    ],
)
def test_the_version_must_fit_the_change(  # noqa: PLR0917
    checkout: Checkout, capsys: pytest.CaptureFixture[str], edit: Edit, version: str, code: int, advice: str
) -> None:
    checkout.edit(edit, identifier=f"urn:test:thing:{version}")
    assert checkout.check() == code
    assert advice in capsys.readouterr().err


def test_the_output_has_a_line_for_each_change(checkout: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    checkout.edit(ADD, NARROW, identifier="urn:test:thing:1.1")
    assert checkout.check() == 1
    output = capsys.readouterr()
    assert output.out.splitlines() == [
        "schema/thing.schema.json: 1.0 -> 1.1, breaking",
        '  breaking enum-value-removed /$defs/Kind/enum "y": old documents may hold the value',
        "  additive property-added-optional /properties/new new: old readers ignore it",
    ]
    assert output.err == (
        "schema/thing.schema.json: give it the $id of a new major version, 2.0: the change is breaking\n"
    )


def test_a_published_schema_keeps_even_its_spaces(checkout: Checkout) -> None:
    checkout.schema.write_text(json.dumps(BASE, indent=2), encoding="utf-8")
    assert checkout.check() == 1


def test_the_latest_release_counts(checkout: Checkout) -> None:
    checkout.write(checkout.released.with_name("1.10.schema.json"), edited(ADD, put("$id", "urn:test:thing:1.10")))
    assert checkout.check() == 1
    checkout.edit(ADD, identifier="urn:test:thing:1.10")
    assert checkout.check() == 0
    checkout.edit(ADD, put("properties/more", TEXT), identifier="urn:test:thing:1.9")
    assert checkout.check() == 1
    checkout.edit(ADD, put("properties/more", TEXT), identifier="urn:test:thing:1.11")
    assert checkout.check() == 0


def test_a_schema_may_come_but_not_go(checkout: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    other = checkout.schema.with_name("other.schema.json")
    checkout.write(other, edited(put("$id", "urn:test:other:1.0")))
    assert checkout.check() == 0
    checkout.write(other, edited(put("$id", "urn:test:other:1.0"), put("oneOf", [TEXT])))
    assert checkout.check() == 1
    other.unlink()
    checkout.edit(put("$id", "urn:test:thing:1.0"))
    assert checkout.check() == 0
    checkout.schema.unlink()
    capsys.readouterr()
    assert checkout.check() == 1
    assert "schema-removed" in capsys.readouterr().out


def test_against_a_file_only_its_schema_is_compared(checkout: Checkout) -> None:
    checkout.edit(NARROW, identifier="urn:test:thing:1.1")
    file = checkout.root / "old.json"
    checkout.write(file, edited(NARROW))
    assert checkout.check(file) == 0
    checkout.write(file, BASE)
    assert checkout.check(file) == 1
    checkout.write(checkout.schema.with_name("other.schema.json"), edited(put("$id", "urn:test:other:1.0")))
    checkout.edit(ADD, identifier="urn:test:thing:1.1")
    assert checkout.check(file) == 0


def test_against_a_folder_of_schemas(checkout: Checkout) -> None:
    folder = checkout.root / "elsewhere"
    folder.mkdir()
    shutil.copyfile(checkout.released, folder / "thing.schema.json")
    assert checkout.check(folder) == 0
    checkout.edit(NARROW, identifier="urn:test:thing:1.1")
    assert checkout.check(folder) == 1


def test_against_a_git_revision(checkout: Checkout) -> None:
    checkout.git("init", "--quiet")
    checkout.git("add", "schema/thing.schema.json")
    checkout.git("commit", "--quiet", "--message", "1.0")
    checkout.git("tag", "v1.0")
    shutil.rmtree(checkout.released.parent)
    assert checkout.check("v1.0") == 0
    checkout.edit(ADD)
    assert checkout.check("v1.0") == 1
    checkout.edit(ADD, identifier="urn:test:thing:1.1")
    assert checkout.check("v1.0") == 0
    checkout.git("commit", "--quiet", "--all", "--message", "1.1")
    checkout.edit(ADD, NARROW, identifier="urn:test:thing:2.0")
    assert checkout.check("HEAD") == 0
    assert checkout.check("HEAD~1") == 0
    assert checkout.check("no-such-revision") == 3


def test_a_revision_is_read_in_a_checkout_below_the_top_of_the_repository(tmp_path: Path) -> None:
    inner = Checkout(tmp_path / "repository" / "inner")
    subprocess.run(["git", "init", "--quiet", str(inner.root.parent)], check=True)
    inner.git("add", "schema")
    inner.git("commit", "--quiet", "--message", "1.0")
    assert inner.check("HEAD") == 0
    inner.edit(NARROW)
    assert inner.check("HEAD") == 1


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "true", '{"type": "thing"}', "{}", '{"$id": "urn:test:thing"}', '{"$id": "urn:test:thing:1.x"}'],
)
def test_what_is_no_schema_with_a_version_cannot_be_compared(checkout: Checkout, content: str) -> None:
    checkout.schema.write_text(content, encoding="utf-8")
    assert checkout.check() == 3


def test_a_baseline_that_is_missing_empty_or_ambiguous(checkout: Checkout, tmp_path: Path) -> None:
    assert checkout.check(tmp_path / "nothing") == 3
    assert main(["--root", str(tmp_path)]) == 3
    (tmp_path / "empty").mkdir()
    assert checkout.check(tmp_path / "empty") == 3
    shutil.copyfile(checkout.released, checkout.released.with_name("again.schema.json"))
    assert checkout.check() == 3


def test_two_current_versions_of_one_schema(checkout: Checkout) -> None:
    checkout.write(checkout.schema.with_name("more.schema.json"), edited(put("$id", "urn:test:thing:1.1")))
    assert checkout.check() == 3


def test_wrong_usage() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--upon", "HEAD"])
    assert caught.value.code == 2


def test_this_repository_passes() -> None:
    assert main([]) == 0
