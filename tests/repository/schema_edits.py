"""A small schema, and edits of it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from schema_change_rules import Schema

Edit = Callable[[Schema], object]

TEXT = {"type": "string"}


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
