"""The schemas keep the written rules of the contract, and the rules can fail."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

import generate_models
import training_plan_models
from repository import sample_documents
from repository.schema_files import ROOT, SCHEMAS, accepts
from repository.schema_lint import (
    LINT_RULES,
    RULES,
    STRUCTURE,
    Schema,
    differing_definitions,
    lint,
    nodes,
)
from training_plan.contract.schemas import SchemaName, schema_bytes

DRAFT_07 = "http://json-schema.org/draft-07/schema#"

each_file = pytest.mark.parametrize("file", sorted(SCHEMAS))


# The rules.


@each_file
def test_a_schema_keeps_every_rule(file: str) -> None:
    assert lint(SCHEMAS[file]) == []


def test_definitions_are_the_same_in_every_file() -> None:
    assert differing_definitions(SCHEMAS) == []
    shared = [
        name for name in ("Job", "Name", "Route") if sum(name in schema["$defs"] for schema in SCHEMAS.values()) > 1
    ]
    assert shared == ["Job", "Name", "Route"]


def test_every_keyword_exists_in_draft_07_too() -> None:
    draft_07 = set(jsonschema.Draft7Validator.META_SCHEMA["properties"])
    assert draft_07 >= RULES
    assert draft_07 >= STRUCTURE - {"$defs"}


def test_the_agreed_subset_names_no_keyword_that_nothing_uses() -> None:
    used = {keyword for schema in SCHEMAS.values() for node in nodes(schema) for keyword in node.schema}
    assert used == RULES | STRUCTURE


def test_the_files_are_those_that_the_package_and_the_generator_name() -> None:
    names = {file.removesuffix(".schema.json") for file in SCHEMAS}
    assert names == set(SchemaName) == set(generate_models.SCHEMA_NAMES)


@each_file
def test_the_id_names_the_file(file: str) -> None:
    stem = file.removesuffix(".schema.json").replace("_", "-")
    assert SCHEMAS[file]["$id"].rsplit(":", 1)[0] == f"urn:training-plan:{stem}"


def test_all_files_carry_one_version() -> None:
    assert len({schema["$id"].rsplit(":", 1)[1] for schema in SCHEMAS.values()}) == 1


@each_file
def test_the_package_carries_the_same_bytes(file: str) -> None:
    data = (ROOT / "schema" / file).read_bytes()
    assert (ROOT / "generated/training_plan_models/schemas" / file).read_bytes() == data
    assert schema_bytes(SchemaName(file.removesuffix(".schema.json"))) == data


# The rules can fail.

GOOD: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:training-plan:sample:1.0",
    "title": "Sample",
    "description": "A sample.",
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "counts"],
    "properties": {
        "name": {"description": "Its name.", "$ref": "#/$defs/Word"},
        "counts": {"description": "Its counts.", "$ref": "#/$defs/Counts"},
    },
    "$defs": {
        "Word": {
            "title": "Word",
            "description": "A word.",
            "type": "string",
            "pattern": "^[a-z]+$",
            "maxLength": 9,
        },
        "Counts": {
            "title": "Counts",
            "description": "Counts by word.",
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/Word"},
            "additionalProperties": {"type": "integer"},
        },
    },
}

put, drop = sample_documents.put, sample_documents.drop
Change = Callable[[Schema], None]

BAD: dict[str, tuple[str, Change]] = {
    "draft-07": ("not_of_the_dialect", put(("$schema",), DRAFT_07)),
    "unknown type": ("not_of_the_dialect", put(("$defs", "Word", "type"), "text")),
    "negative length": ("not_of_the_dialect", put(("$defs", "Word", "maxLength"), -1)),
    "no id": ("bad_id", drop(("$id",))),
    "id without version": ("bad_id", put(("$id",), "urn:training-plan:sample")),
    "default": ("unknown_keywords", put(("properties", "name", "default"), "x")),
    "keyword of 2020-12 only": ("unknown_keywords", put(("$defs", "Counts", "dependentRequired"), {})),
    "unevaluatedProperties": ("unknown_keywords", put(("unevaluatedProperties",), False)),
    "oneOf": ("unknown_keywords", put(("$defs", "Word", "oneOf"), [{"type": "string"}])),
    "id inside": ("nested_resources", put(("$defs", "Word", "$id"), "urn:training-plan:word:1.0")),
    "no title": ("unnamed_things", drop(("$defs", "Word", "title"))),
    "no title at the root": ("unnamed_things", drop(("title",))),
    "no description": ("unnamed_things", drop(("$defs", "Counts", "description"))),
    "another title": ("unnamed_things", put(("$defs", "Word", "title"), "Text")),
    "object in place": (
        "unnamed_things",
        put(("properties", "name"), {"description": "x", "type": "object", "additionalProperties": False}),
    ),
    "enum in place": ("unnamed_things", put(("$defs", "Counts", "additionalProperties"), {"enum": [1, 2]})),
    "property without description": ("undescribed_properties", drop(("properties", "name", "description"))),
    "reference to another file": ("bad_references", put(("properties", "name", "$ref"), "other.json#/$defs/Word")),
    "dangling reference": ("bad_references", put(("properties", "name", "$ref"), "#/$defs/Wort")),
    "rule beside a reference": ("bad_references", put(("properties", "name", "maxLength"), 3)),
    "unused definition": (
        "unused_definitions",
        put(("$defs", "Spare"), {"title": "Spare", "description": "x", "type": "string"}),
    ),
    "definition that only itself uses": (
        "unused_definitions",
        put(
            ("$defs", "Spare"),
            {"title": "Spare", "description": "x", "type": "array", "items": {"$ref": "#/$defs/Spare"}},
        ),
    ),
    "format alone": ("unbacked_formats", put(("$defs", "Counts", "additionalProperties"), {"format": "date"})),
    "pattern that lets a newline through": ("bad_patterns", drop(("$defs", "Word", "maxLength"))),
    "pattern without anchors": ("bad_patterns", put(("$defs", "Word", "pattern"), "[a-z]")),
    "pattern that engines read differently": ("bad_patterns", put(("$defs", "Word", "pattern"), r"^\w+$")),
    "pattern in place": (
        "bad_patterns",
        put(("properties", "name"), {"description": "x", "type": "string", "pattern": "^x$", "maxLength": 1}),
    ),
    "open object": ("open_objects", drop(("additionalProperties",))),
    "map with any key": ("open_objects", drop(("$defs", "Counts", "propertyNames"))),
    "map with any value": ("open_objects", put(("$defs", "Counts", "additionalProperties"), True)),
    "optional property": ("optional_properties", put(("required",), ["name"])),
    "no required at all": ("optional_properties", drop(("required",))),
    "required but unknown": ("unknown_required", put(("required",), ["name", "counts", "size"])),
}


def test_the_sample_schema_keeps_every_rule() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize("case", BAD)
def test_a_rule_fails_on_a_schema_that_breaks_it(case: str) -> None:
    rule, change = BAD[case]
    schema = copy.deepcopy(GOOD)
    change(schema)
    assert rule in {line.split(":")[0] for line in lint(schema)}


def test_every_rule_has_a_schema_that_breaks_it() -> None:
    assert {rule for rule, _ in BAD.values()} == {rule.__name__ for rule in LINT_RULES}


def test_a_differing_definition_is_found() -> None:
    other = copy.deepcopy(GOOD)
    other["$defs"]["Word"]["maxLength"] = 10
    assert differing_definitions({"a": GOOD, "b": other}) == ["Word differs in a and b"]


@pytest.mark.parametrize("optional", ["$schema", "schema_version"])
def test_the_two_optional_properties_are_allowed(optional: str) -> None:
    schema = copy.deepcopy(GOOD)
    schema["properties"][optional] = {"description": "x", "type": "string"}
    assert lint(schema) == []


# Patterns, by what they do.

MATCHING = {
    "PriorityKey": ["0", "90", "-12"],
    "SchemaVersion": ["1.0", "1.12"],
    "Sha256": ["0123456789abcdef" * 4],
    "Timestamp": ["2025-12-11T18:45:00Z", "2026-11-23T01:07:23.054217+01:00"],
}
DEFINITIONS = {name: definition for schema in SCHEMAS.values() for name, definition in schema["$defs"].items()}


def test_every_definition_with_a_pattern_has_samples() -> None:
    assert set(MATCHING) == {name for name, definition in DEFINITIONS.items() if "pattern" in definition}


@pytest.mark.parametrize("name", MATCHING)
def test_a_pattern_accepts_its_samples_and_refuses_them_with_a_newline(name: str) -> None:
    for sample in MATCHING[name]:
        assert accepts(DEFINITIONS[name], sample) == (True, True)
        for refused in (f"{sample}\n", f"\n{sample}", f"{sample}\r\n", f" {sample}", f"{sample}\u2028"):
            assert accepts(DEFINITIONS[name], refused) == (False, False)


def test_without_its_guard_a_pattern_would_let_a_newline_through() -> None:
    bare = {key: value for key, value in DEFINITIONS["SchemaVersion"].items() if key != "not"}
    assert accepts(bare, "1.0\n")[0]


@pytest.mark.parametrize("control", [*range(0x20), *range(0x7F, 0xA0)])
def test_a_name_has_no_control_character(control: int) -> None:
    for text in (chr(control), f"a{chr(control)}", f"{chr(control)}a"):
        assert accepts(DEFINITIONS["Name"], text) == (False, False)


@pytest.mark.parametrize(
    "name",
    ["BF/B", "^GSPC", "ES=F", "NO", "ON", "TRUE", "CON", "two words", "Größe", "目標", "\U0001f600" * 200, "..", " "],
)
def test_a_name_may_be_any_other_text(name: str) -> None:
    assert accepts(DEFINITIONS["Name"], name) == (True, True)


def test_a_name_has_at_most_200_characters_however_many_bytes() -> None:
    assert accepts(DEFINITIONS["Name"], "\U0001f600" * 201) == (False, False)


# Enums.


def enums() -> dict[str, list[str]]:
    return {name: definition["enum"] for name, definition in DEFINITIONS.items() if "enum" in definition}


def test_the_generated_enums_are_those_of_the_schemas() -> None:
    found = enums()
    assert {"Route", "TrainingType", "FileKind"} <= set(found)
    for name, values in found.items():
        generated = getattr(training_plan_models, name)
        assert issubclass(generated, StrEnum)
        assert values
        assert [member.value for member in generated] == values


def test_there_is_no_other_generated_enum() -> None:
    exported = [getattr(training_plan_models, name) for name in training_plan_models.__all__]
    generated = {item.__name__ for item in exported if inspect.isclass(item) and issubclass(item, StrEnum)}
    assert generated == set(enums())


# Verdicts, and the claim that draft-07 gives the same.

CASES = [(name, change) for name in SchemaName for change in sample_documents.CHANGES[name]]


def validators(name: SchemaName) -> dict[str, Any]:
    schema = SCHEMAS[f"{name}.schema.json"]
    old = {**schema, "$schema": DRAFT_07}
    jsonschema.Draft7Validator.check_schema(old)
    return {
        "jsonschema": jsonschema.Draft202012Validator(schema),
        "jsonschema_rs": jsonschema_rs.Draft202012Validator(schema),
        "jsonschema, draft-07": jsonschema.Draft7Validator(old),
        "jsonschema_rs, draft-07": jsonschema_rs.Draft7Validator(old),
    }


@pytest.mark.parametrize("name", list(SchemaName))
def test_valid_documents_are_valid_in_draft_07_too(name: SchemaName) -> None:
    assert sample_documents.VALID[name]
    for document in sample_documents.VALID[name]:
        for validator, judge in validators(name).items():
            assert judge.is_valid(document), validator


@pytest.mark.parametrize(("name", "change"), CASES)
def test_invalid_documents_are_invalid_in_draft_07_too(name: SchemaName, change: str) -> None:
    document = sample_documents.changed(name, change)
    for validator, judge in validators(name).items():
        assert not judge.is_valid(document), validator
