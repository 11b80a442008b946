"""Schemas, small and real ones, and strategies for changes of them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from schema_change_rules import Schema

SCHEMA_FOLDER = Path(__file__).parent.parent.parent / "schema"

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
