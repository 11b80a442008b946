"""The models of a schema, as they read: written from what msgspec checks, not from the rules under test."""

from __future__ import annotations

import re

from schema_change_rules import Schema


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
