"""Strategies for documents that keep a schema."""

from __future__ import annotations

import json
from functools import lru_cache

import jsonschema_rs
from hypothesis import reject
from hypothesis import strategies as st

from schema_change_rules import Schema

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
