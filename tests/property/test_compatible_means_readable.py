"""What the gate lets through as a minor version: old readers read new documents, and old documents stay valid."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

import training_plan_models
from schema_change_rules import Rule, Verdict, verdict_of
from schema_compatibility import compare

SCHEMA_FOLDER = Path(__file__).parent.parent.parent / "schema"
Schema = dict[str, Any]

SMALL: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "kind"],
    "properties": {
        "name": {"$ref": "#/$defs/Name"},
        "kind": {"$ref": "#/$defs/Kind"},
        "count": {"type": "integer", "minimum": 0, "maximum": 100},
        "note": {"type": ["string", "null"]},
        "part": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"$ref": "#/$defs/Name"}, "minItems": 1, "uniqueItems": True},
        "counts": {
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/Kind"},
            "additionalProperties": {"type": "integer", "minimum": 1},
        },
        "bag": {"type": "object"},
    },
    "$defs": {
        "Name": {"type": "string", "minLength": 1, "maxLength": 9, "not": {"pattern": "z"}},
        "Kind": {"type": "string", "enum": ["x", "y"]},
        "Part": {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {
                "inner": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]},
                "size": {"type": "number", "minimum": 0},
            },
            "allOf": [{"if": {"required": ["size"]}, "then": {"required": ["inner"]}}],
        },
    },
}
REAL = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_bytes())
    for path in sorted(SCHEMA_FOLDER.glob("*.schema.json"))
}
JOB = {**REAL["view_by_type"]["$defs"]["Job"], "$defs": REAL["view_by_type"]["$defs"]}

# The models of a schema, as they read: written from what msgspec checks, not from the rules under test.


def reads(root: Schema, node: Schema, value: object) -> bool:
    """Return whether the models of a schema read a value."""
    if "$ref" in node:
        return reads(root, root["$defs"][node["$ref"].removeprefix("#/$defs/")], value)
    if "anyOf" in node:
        return any(reads(root, inner, value) for inner in node["anyOf"])
    kinds = node.get("type")
    if isinstance(kinds, list):
        return any(reads(root, {**node, "type": kind}, value) for kind in kinds)
    allowed = node["enum"] if "enum" in node else [node["const"]] if "const" in node else None
    if allowed is not None and (type(value), value) not in [(type(one), one) for one in allowed]:
        return False
    return (kinds is None or type(value) in KINDS[kinds]) and _reads_inside(root, node, value)


KINDS: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
}


def _reads_inside(root: Schema, node: Schema, value: object) -> bool:
    if isinstance(value, str):
        is_match = "pattern" not in node or re.search(node["pattern"], value)
        return bool(is_match) and _is_within(node, "Length", len(value))
    if isinstance(value, list):
        items = node.get("items", {})
        return _is_within(node, "Items", len(value)) and all(reads(root, items, item) for item in value)
    if isinstance(value, dict):
        return _reads_object(root, node, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _is_within(node, "imum", value)
    return True


def _is_within(node: Schema, unit: str, value: float) -> bool:
    return bool(node.get(f"min{unit}", value) <= value <= node.get(f"max{unit}", value))


def _reads_object(root: Schema, node: Schema, value: dict[str, object]) -> bool:
    properties, rest = node.get("properties", {}), node.get("additionalProperties", True)
    if properties or rest is False:
        if any(name in properties and name not in value for name in node.get("required", [])):
            return False
        return all(reads(root, inner, value[name]) for name, inner in properties.items() if name in value)
    keys, values = node.get("propertyNames", {}), rest if isinstance(rest, dict) else {}
    return _is_within(node, "Properties", len(value)) and all(
        reads(root, keys, key) and reads(root, values, inner) for key, inner in value.items()
    )


LEAVES: list[object] = [None, True, 0, 1, -1, 0.5, 2**53, "", "x", "ROUTE_BOTH", "a" * 201, [], ["x"], {}, {"x": 1}]


def spoiled(value: object) -> Iterator[object]:
    """Yield a JSON value with one part of it replaced, dropped or added, in every way."""
    yield from LEAVES
    if isinstance(value, dict):
        yield {**value, "unknown": 1}
        for key, inner in value.items():
            others = {name: other for name, other in value.items() if name != key}
            yield others
            yield {**others, "other": inner}
            yield from ({**others, key: changed} for changed in spoiled(inner))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value[:index] + value[index + 1 :]
            yield from ([*value[:index], changed, *value[index + 1 :]] for changed in spoiled(inner))


@pytest.mark.parametrize("name", REAL)
def test_the_reader_of_these_tests_reads_what_the_generated_models_read(name: str) -> None:
    schema = REAL[name]
    example = json.loads((SCHEMA_FOLDER / "released" / name / "1.0.example.json").read_bytes())
    decoder = msgspec.json.Decoder(getattr(training_plan_models, schema["title"]))
    # The models leave out the root $schema.
    schema = {**schema, "properties": {key: node for key, node in schema["properties"].items() if key != "$schema"}}
    outcomes = set()
    for document in (example, *spoiled(example)):
        outcome = is_decodable(decoder, json.dumps(document).encode())
        assert reads(schema, schema, document) == outcome, document
        outcomes.add(outcome)
    assert outcomes == {True, False}


def is_decodable(decoder: msgspec.json.Decoder[object], data: bytes) -> bool:
    try:
        decoder.decode(data)
    except msgspec.ValidationError:
        return False
    return True


# Documents that keep a schema.

STRINGS = ["a", "ab", "b", "x", "y", "z", "az", "", "abc", "a" * 9, "a" * 10, "bé", "90", "1.0", "0" * 64]
STRINGS += ["2025-12-11T18:45:00Z", "inner", "new", "more", "a\x00"]
NUMBERS: list[float] = [0, 1, 2, -1, 5, 99, 100, 101, 0.5, -2.5]
SCALARS: list[object] = [*STRINGS, *NUMBERS, None, True, False, [], {}]


@lru_cache(maxsize=10_000)
def compiled(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema))


def is_valid(schema: Schema, value: object) -> bool:
    return compiled(json.dumps(schema)).is_valid(value)


@lru_cache(maxsize=10_000)
def fitting_scalars(schema: str, allowed: str) -> list[object]:
    return [value for value in json.loads(allowed) if compiled(schema).is_valid(value)]


# What a schema demands of a value that is no object and no list.
PLAIN = {"type", "enum", "const", "pattern", "not", "minLength", "maxLength", "minimum", "maximum"}


@st.composite
def documents(draw: st.DrawFn, root: Schema, node: Schema, depth: int = 0) -> object:
    """Return a value that keeps a part of a schema."""
    if "$ref" in node:
        return draw(documents(root, root["$defs"][node["$ref"].removeprefix("#/$defs/")], depth + 1))
    if "anyOf" in node:
        nested = [inner for inner in node["anyOf"] if depth < 5 or inner == {"type": "null"}]
        return draw(documents(root, draw(st.sampled_from(nested or node["anyOf"])), depth + 1))
    if "enum" not in node and "const" not in node:
        kind = draw(st.sampled_from(node["type"])) if isinstance(node.get("type"), list) else node.get("type")
        if kind == "object":
            return draw(objects(root, node, depth))
        if kind == "array":
            items = documents(root, node.get("items", {}), depth + 1)
            return draw(st.lists(items, min_size=node.get("minItems", 0), max_size=node.get("minItems", 0) + 2))
    allowed = node.get("enum", [node["const"]] if "const" in node else SCALARS)
    demands = {keyword: inner for keyword, inner in node.items() if keyword in PLAIN}
    fitting = fitting_scalars(json.dumps(demands), json.dumps(allowed))
    return draw(st.sampled_from(fitting)) if fitting else reject()


@st.composite
def objects(draw: st.DrawFn, root: Schema, node: Schema, depth: int) -> object:
    """Return an object that keeps a part of a schema, with fields of its own choice where the schema is open."""
    properties, rest = node.get("properties", {}), node.get("additionalProperties", True)
    validator = compiled(json.dumps({**node, "$defs": root["$defs"]}))
    for _ in range(20):
        needed = set(node.get("required", []))
        present = [name for name in properties if name in needed or (depth < 4 and draw(st.booleans()))]
        value = {name: draw(documents(root, properties[name], depth + 1)) for name in present}
        if rest is not False:
            names = documents(root, node.get("propertyNames", {"type": "string"}), depth + 1)
            values = documents(root, rest if isinstance(rest, dict) else {}, depth + 1)
            extra = draw(st.dictionaries(names.map(str), values, max_size=2))
            value |= {name: inner for name, inner in extra.items() if name not in properties}
        if validator.is_valid(value):
            return value
    return reject()


@pytest.mark.parametrize("name", ["small", *REAL])
def test_documents_are_found_for_every_schema(name: str) -> None:
    schema = REAL.get(name, SMALL)
    found: list[object] = []

    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(documents(schema, schema))
    def collect(document: object) -> None:
        assert is_valid(schema, document)
        assert reads(schema, schema, document)
        found.append(document)

    collect()
    assert len({json.dumps(document) for document in found}) > 5


# Changes of a schema.

TEXT: Schema = {"type": "string"}
NODES: list[Schema] = [
    TEXT,
    {"type": "integer", "minimum": 1},
    {"type": ["string", "null"], "maxLength": 2},
    {"type": "object", "additionalProperties": False, "properties": {"new": TEXT}},
    {"type": "object"},
    {"type": "array", "items": TEXT, "uniqueItems": True},
    {"enum": ["x", "new"]},
    {},
]
MILD: dict[str, list[Any]] = {
    "title": ["A"],
    "description": ["B"],
    "properties/new": NODES,
    "properties/more": NODES,
    "additionalProperties": [True, TEXT],
    "not": [{"pattern": "z"}],
    "uniqueItems": [False],
    "minProperties": [0, 1],
    "maxProperties": [20, 30],
}
HARSH: dict[str, list[Any]] = {
    "additionalProperties": [False, {"type": "integer", "minimum": 1}],
    "properties/name": NODES,
    "required": [["new"], ["name", "kind"], ["name", "kind", "new"], []],
    "minProperties": [2],
    "maxProperties": [2],
    "minLength": [0, 1, 2],
    "maxLength": [2, 9, 10],
    "minimum": [-1, 0, 1],
    "maximum": [5, 100, 101],
    "minItems": [0, 1, 2],
    "maxItems": [1, 2],
    "uniqueItems": [True],
    "pattern": ["^a", "b"],
    "not": [{"pattern": "b"}],
    "enum": [["x", "y", "z"], ["x"], ["y", "x"]],
    "const": ["x"],
    "type": ["string", "integer", "number", "array", "object", ["string", "null"], ["integer", "null"]],
    "propertyNames": [TEXT, {"enum": ["x", "new"]}],
    "items": NODES,
    "allOf": [[{"if": {"required": ["new"]}, "then": {"required": ["more"]}}]],
}


def parts(node: Schema) -> list[Schema]:
    """Return every schema in a schema, itself first, that is no condition."""
    inner = [*node.get("properties", {}).values(), *node.get("$defs", {}).values(), *node.get("anyOf", [])]
    inner += [
        node[key] for key in ("items", "additionalProperties", "propertyNames") if isinstance(node.get(key), dict)
    ]
    return [node, *(deeper for one in inner for deeper in parts(one))]


@st.composite
def changed(draw: st.DrawFn, schema: Schema, least: int) -> Schema:
    """Return a copy of a schema with some of its keywords set, removed or made otherwise."""
    result = copy.deepcopy(schema)
    for _ in range(draw(st.integers(least, 3))):
        node = draw(st.sampled_from(parts(result)))
        table = MILD if draw(st.integers(0, 3)) else {**MILD, **HARSH}
        keyword = draw(st.sampled_from(sorted(table)))
        if node.keys() & {"$ref", "anyOf"}:
            if "$ref" in node and draw(st.booleans()):
                definition = result["$defs"][node.pop("$ref").removeprefix("#/$defs/")]
                node.update(copy.deepcopy(definition))
            else:
                node["description"] = draw(st.sampled_from(["C", "D"]))
            continue
        *above, last = keyword.split("/")
        holder = node.setdefault(above[0], {}) if above else node
        if last in holder and draw(st.booleans()):
            del holder[last]
        else:
            holder[last] = copy.deepcopy(draw(st.sampled_from(table[keyword])))
    return result


@st.composite
def schema_pairs(draw: st.DrawFn) -> tuple[Schema, Schema]:
    """Return an old and a new schema."""
    base = draw(st.sampled_from([SMALL, JOB, REAL["plan_config"]]))
    old = draw(changed(base, 0))
    return old, draw(changed(old, 1))


# Most random changes are breaking and most of those are no use here, hence the health check.
PROFILE = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@PROFILE
@given(schema_pairs(), st.data())
def test_compatible_means_readable(pair: tuple[Schema, Schema], data: st.DataObject) -> None:
    old, new = pair
    assume(verdict_of(compare(old, new)) <= Verdict.ADDITIVE)
    for _ in range(3):
        written_now = data.draw(documents(new, new))
        assert is_valid(new, written_now)
        assert reads(old, old, written_now)
        written_then = data.draw(documents(old, old))
        assert is_valid(old, written_then)
        assert is_valid(new, written_then)


def test_the_changes_reach_every_milder_rule() -> None:
    reached: set[Rule] = set()
    verdicts: set[Verdict] = set()

    @settings(PROFILE, max_examples=1000)
    @given(schema_pairs())
    def collect(pair: tuple[Schema, Schema]) -> None:
        changes = compare(*pair)
        reached.update(change.rule for change in changes)
        verdicts.add(verdict_of(changes))

    collect()
    milder = {rule for rule in Rule if rule.verdict <= Verdict.ADDITIVE}
    assert milder <= reached
    assert set(Verdict) - {Verdict.UNDECIDED} <= verdicts
    assert len(reached) > 20


WITNESSES: list[tuple[str, object, str, object]] = [
    ("$defs/Kind/enum", ["x", "y", "z"], "new", {"name": "a", "kind": "z"}),
    ("$defs/Kind/enum", ["x"], "old", {"name": "a", "kind": "y"}),
    ("$defs/Name/maxLength", 10, "new", {"name": "a" * 10, "kind": "x"}),
    ("$defs/Name/minLength", 0, "new", {"name": "", "kind": "x"}),
    ("$defs/Name/minLength", 2, "old", {"name": "a", "kind": "x"}),
    ("properties/count/minimum", -1, "new", {"name": "a", "kind": "x", "count": -1}),
    ("properties/count/maximum", 99, "old", {"name": "a", "kind": "x", "count": 100}),
    ("properties/count/type", ["integer", "null"], "new", {"name": "a", "kind": "x", "count": None}),
    ("properties/note/type", "string", "old", {"name": "a", "kind": "x", "note": None}),
    ("properties/tags/minItems", 0, "new", {"name": "a", "kind": "x", "tags": []}),
    ("properties/bag/properties", {"new": TEXT}, "old", {"name": "a", "kind": "x", "bag": {"new": 1}}),
    ("properties/bag/minProperties", 1, "old", {"name": "a", "kind": "x", "bag": {}}),
    ("required", ["name"], "new", {"name": "a"}),
    ("required", ["name", "kind", "count"], "old", {"name": "a", "kind": "x"}),
    ("properties/counts/propertyNames", TEXT, "new", {"name": "a", "kind": "x", "counts": {"z": 1}}),
    ("properties/counts/additionalProperties", {}, "new", {"name": "a", "kind": "x", "counts": {"x": 0}}),
    ("properties/bag/additionalProperties", False, "old", {"name": "a", "kind": "x", "bag": {"new": 1}}),
    ("properties/note/pattern", "b", "old", {"name": "a", "kind": "x", "note": "a"}),
]


@pytest.mark.parametrize(("path", "value", "side", "document"), WITNESSES, ids=lambda part: str(part)[:40])
def test_breaking_changes_break_a_document(path: str, value: object, side: str, document: object) -> None:
    new = copy.deepcopy(SMALL)
    *above, last = path.split("/")
    holder = new
    for part in above:
        holder = holder[part]
    holder[last] = value
    assert verdict_of(compare(SMALL, new)) is Verdict.BREAKING
    if side == "new":
        assert is_valid(new, document)
        assert not reads(SMALL, SMALL, document)
    else:
        assert is_valid(SMALL, document)
        assert not is_valid(new, document)
