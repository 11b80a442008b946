"""Compare two versions of a schema by the rules of schema_change_rules.

The comparison knows the keywords that the contract uses. Whatever else a schema holds is not judged but refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schema_change_rules import Change, Rule, Schema

ANNOTATIONS = {"title": Rule.TITLE_CHANGED, "description": Rule.DESCRIPTION_CHANGED}
ROOT_KEYWORDS = {"$schema", "$id", "$defs"}
CONDITION = ("if", "then", "else")
# Value of a bound that is absent, and whether a smaller value lets more through.
BOUNDS: dict[str, tuple[float, bool]] = {
    "minLength": (0, True),
    "minItems": (0, True),
    "minProperties": (0, True),
    "minimum": (-math.inf, True),
    "maxLength": (math.inf, False),
    "maxItems": (math.inf, False),
    "maxProperties": (math.inf, False),
    "maximum": (math.inf, False),
}
MAPS = ("properties", "$defs")
LISTS = ("anyOf", "allOf")
SINGLES = ("items", "additionalProperties", "propertyNames", "not", *CONDITION)
OTHER_KEYWORDS = {"type", "enum", "const", "required", "pattern", "uniqueItems", "$ref"}
KNOWN = {*ANNOTATIONS, *BOUNDS, *MAPS, *LISTS, *SINGLES, *OTHER_KEYWORDS}
OPAQUE = {"not", "allOf", *CONDITION}
NULL = {"type": "null"}


def compare(old: Schema, new: Schema) -> list[Change]:
    """Return every difference between two schemas, or what makes one of them impossible to judge."""
    unsupported = dict.fromkeys([*unsupported_parts(old), *unsupported_parts(new)])
    return list(unsupported) or [*_annotation_changes(old, new), *_Comparison(old, new).changes()]


def unsupported_parts(schema: Schema) -> Iterator[Change]:
    """Yield everything in a schema that no rule knows."""
    for pointer, node, is_opaque in _nodes(schema):
        if not isinstance(node, dict):
            yield Change(Rule.SHAPE_UNSUPPORTED, pointer, "not an object")
            continue
        known = KNOWN | ROOT_KEYWORDS if not pointer else KNOWN - ROOT_KEYWORDS
        for keyword in sorted(node.keys() - known):
            yield Change(Rule.KEYWORD_UNKNOWN, _join(pointer, keyword), keyword)
        for message in _misuses(schema, node, is_opaque):
            yield Change(Rule.SHAPE_UNSUPPORTED, pointer, message)


def _misuses(root: Schema, node: Schema, is_opaque: bool) -> Iterator[str]:
    constraints = node.keys() - ANNOTATIONS.keys()
    kinds = node.get("type")
    if isinstance(kinds, list) and not (len(kinds) == 2 and "null" in kinds):
        yield "a list of types is one type and null"
    if "anyOf" in node and not is_opaque:
        if constraints != {"anyOf"}:
            yield "no other constraint stands beside anyOf"
        if len(node["anyOf"]) != 2 or NULL not in node["anyOf"]:
            yield "anyOf is one schema and null"
    if "$ref" in node:
        if is_opaque:
            yield "no $ref stands in a condition"
        elif constraints != {"$ref"}:
            yield "no other constraint stands beside $ref"
        elif _definition_name(node) not in root.get("$defs", {}):
            yield "$ref leads to no definition"
        elif _is_circular(root, node):
            yield "$ref leads to itself"


def _nodes(node: Any, pointer: str = "", is_opaque: bool = False) -> Iterator[tuple[str, Any, bool]]:  # noqa: ANN401
    """Yield pointer and value of every schema in a schema, and whether it is part of a condition."""
    yield pointer, node, is_opaque
    if not isinstance(node, dict):
        return
    for keyword, value in node.items():
        below = is_opaque or keyword in OPAQUE
        if keyword in MAPS:
            for name, inner in value.items():
                yield from _nodes(inner, _join(pointer, keyword, name), below)
        elif keyword in LISTS:
            for index, inner in enumerate(value):
                yield from _nodes(inner, _join(pointer, keyword, index), below)
        elif keyword in SINGLES and not (keyword == "additionalProperties" and isinstance(value, bool)):
            yield from _nodes(value, _join(pointer, keyword), below)


def _annotation_changes(old: Schema, new: Schema) -> Iterator[Change]:
    before = {pointer: node for pointer, node, _ in _nodes(old)}
    for pointer, node, _ in _nodes(new):
        for keyword, rule in ANNOTATIONS.items():
            if pointer in before and before[pointer].get(keyword) != node.get(keyword):
                yield Change(rule, _join(pointer, keyword))


def _join(pointer: str, *parts: str | int) -> str:
    return pointer + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _definition_name(node: Schema) -> str | None:
    prefix, _, name = str(node["$ref"]).rpartition("/")
    return name if prefix == "#/$defs" else None


def _is_circular(root: Schema, node: Schema) -> bool:
    seen: set[str | None] = set()
    while "$ref" in node or "anyOf" in node:
        if "$ref" not in node:
            node = _alternative(node)[1]
            continue
        name = _definition_name(node)
        if name in seen or name not in root["$defs"]:
            return name in seen
        seen.add(name)
        node = root["$defs"][name]
    return False


def _alternative(node: Schema) -> tuple[int, Schema]:
    """Return index and value of the alternative that is not null."""
    return next(((index, inner) for index, inner in enumerate(node["anyOf"]) if inner != NULL), (0, NULL))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _bare(node: Any) -> Any:  # noqa: ANN401
    """Return a part of a schema without titles and descriptions."""
    if isinstance(node, list):
        return [_bare(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    return {
        keyword: {name: _bare(inner) for name, inner in value.items()} if keyword in MAPS else _bare(value)
        for keyword, value in node.items()
        if keyword not in ANNOTATIONS
    }


def _conditions(node: Schema) -> list[str]:
    own = {keyword: node[keyword] for keyword in CONDITION if keyword in node}
    return sorted(_canonical(_bare(condition)) for condition in [*node.get("allOf", []), *([own] if own else [])])


@dataclass(frozen=True)
class _Flat:
    """A schema with its references followed and its null set apart."""

    node: Schema
    pointer: str
    nullable: bool
    names: tuple[str, ...]


def _flatten(root: Schema, node: Schema, pointer: str) -> _Flat:
    nullable, names = False, []
    while True:
        if "anyOf" in node:
            nullable = True
            index, node = _alternative(node)
            pointer = _join(pointer, "anyOf", index)
        elif "$ref" in node:
            names.append(str(_definition_name(node)))
            node, pointer = root["$defs"][names[-1]], _join("", "$defs", names[-1])
        else:
            break
    kinds = node.get("type")
    if isinstance(kinds, list):
        nullable = True
        node = {**node, "type": next(kind for kind in kinds if kind != "null")}
    return _Flat(node, pointer, nullable, tuple(names))


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[str, str]] = set()

    def changes(self) -> Iterator[Change]:
        if self._old.get("$schema") != self._new.get("$schema"):
            yield Change(Rule.DIALECT_CHANGED, "/$schema")
        yield from self._schemas(self._old, self._new, "", "")

    def _schemas(self, old: Schema, new: Schema, old_pointer: str, pointer: str) -> Iterator[Change]:
        before, after = _flatten(self._old, old, old_pointer), _flatten(self._new, new, pointer)
        if before.names != after.names:
            detail = f"{'/'.join(before.names) or 'spelled out'} -> {'/'.join(after.names) or 'spelled out'}"
            yield Change(Rule.REFERENCE_CHANGED, pointer, detail)
        if before.nullable != after.nullable:
            yield Change(Rule.TYPE_WIDENED if after.nullable else Rule.TYPE_NARROWED, pointer, "null")
        if (before.pointer, after.pointer) not in self._seen:
            self._seen.add((before.pointer, after.pointer))
            yield from self._constraints(before, after)

    def _constraints(self, before: _Flat, after: _Flat) -> Iterator[Change]:
        old, new, pointer = before.node, after.node, after.pointer
        if old.get("type") != new.get("type"):
            yield _type_change(old.get("type"), new.get("type"), pointer)
            return
        for compare_keyword in (_value_changes, _bound_changes, _promise_changes):
            yield from compare_keyword(old, new, pointer)
        yield from self._optional_part(before, after, "items", Rule.ITEMS_CHANGED)
        yield from self._optional_part(before, after, "propertyNames", Rule.PROPERTY_NAMES_CHANGED)
        yield from self._properties(before, after)
        yield from self._additional_properties(before, after)

    def _optional_part(self, before: _Flat, after: _Flat, keyword: str, rule: Rule) -> Iterator[Change]:
        old, new = before.node.get(keyword), after.node.get(keyword)
        if old is not None and new is not None:
            yield from self._schemas(old, new, _join(before.pointer, keyword), _join(after.pointer, keyword))
        elif old is not None or new is not None:
            yield Change(rule, _join(after.pointer, keyword), "added" if old is None else "removed")

    def _properties(self, before: _Flat, after: _Flat) -> Iterator[Change]:
        old, new = before.node.get("properties", {}), after.node.get("properties", {})
        needed, needs = set(before.node.get("required", [])), set(after.node.get("required", []))
        for name in old.keys() - new.keys():
            yield Change(Rule.PROPERTY_REMOVED, _join(before.pointer, "properties", name), name)
        for name, node in new.items():
            pointer = _join(after.pointer, "properties", name)
            if name in old:
                yield from self._schemas(old[name], node, _join(before.pointer, "properties", name), pointer)
            elif name in needs:
                yield Change(Rule.PROPERTY_ADDED_REQUIRED, pointer, name)
            elif before.node.get("additionalProperties") is False:
                yield Change(Rule.PROPERTY_ADDED_OPTIONAL, pointer, name)
            else:
                yield Change(Rule.PROPERTY_ADDED_TO_OPEN, pointer, name)
        changed_elsewhere = old.keys() ^ new.keys()
        for name in sorted((needs ^ needed) - changed_elsewhere):
            rule = Rule.PROPERTY_MADE_REQUIRED if name in needs else Rule.PROPERTY_MADE_OPTIONAL
            yield Change(rule, _join(after.pointer, "required"), name)

    def _additional_properties(self, before: _Flat, after: _Flat) -> Iterator[Change]:
        keyword = "additionalProperties"
        old, new = (flat.node.get(keyword, True) for flat in (before, after))
        pointer = _join(after.pointer, keyword)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from self._schemas(old, new, _join(before.pointer, keyword), pointer)
        elif old is False and new is not False:
            yield Change(Rule.ADDITIONAL_PROPERTIES_OPENED, pointer)
        elif old is not False and new is False:
            yield Change(Rule.ADDITIONAL_PROPERTIES_CLOSED, pointer)
        elif old != new:
            yield Change(Rule.ADDITIONAL_PROPERTIES_CHANGED, pointer)


def _type_change(old: str | None, new: str | None, pointer: str) -> Change:
    detail = f"{old or 'any'} -> {new or 'any'}"
    if new is None or (old, new) == ("integer", "number"):
        return Change(Rule.TYPE_WIDENED, pointer, detail)
    if old is None or (old, new) == ("number", "integer"):
        return Change(Rule.TYPE_NARROWED, pointer, detail)
    return Change(Rule.TYPE_CHANGED, pointer, detail)


def _value_changes(old: Schema, new: Schema, pointer: str) -> Iterator[Change]:
    """Yield the changes of ``enum``, ``const`` and ``pattern``."""
    at = _join(pointer, "enum")
    if "enum" in old and "enum" in new:
        before, after = ([_canonical(value) for value in node["enum"]] for node in (old, new))
        yield from (Change(Rule.ENUM_VALUE_REMOVED, at, value) for value in before if value not in after)
        yield from (Change(Rule.ENUM_VALUE_ADDED, at, value) for value in after if value not in before)
    elif "enum" in old or "enum" in new:
        yield Change(Rule.ENUM_ADDED if "enum" in new else Rule.ENUM_REMOVED, at)
    for keyword, rule in (("const", Rule.CONST_CHANGED), ("pattern", Rule.PATTERN_CHANGED)):
        if (keyword in old, _canonical(old.get(keyword))) != (keyword in new, _canonical(new.get(keyword))):
            before_after = (_canonical(node[keyword]) if keyword in node else "none" for node in (old, new))
            yield Change(rule, _join(pointer, keyword), " -> ".join(before_after))


def _bound_changes(old: Schema, new: Schema, pointer: str) -> Iterator[Change]:
    """Yield the changes of the keywords in ``BOUNDS``."""
    # A model with fields of its own does not count them; a map does.
    is_struct = bool(old.get("properties")) or old.get("additionalProperties") is False
    for keyword, (absent, smaller_is_looser) in BOUNDS.items():
        before, after = old.get(keyword, absent), new.get(keyword, absent)
        if before == after:
            continue
        if (after < before) != smaller_is_looser:
            rule = Rule.BOUND_TIGHTENED
        elif is_struct and keyword in {"minProperties", "maxProperties"}:
            rule = Rule.UNREAD_BOUND_LOOSENED
        else:
            rule = Rule.BOUND_LOOSENED
        before_after = (str(node.get(keyword, "none")) for node in (old, new))
        yield Change(rule, _join(pointer, keyword), " -> ".join(before_after))


def _promise_changes(old: Schema, new: Schema, pointer: str) -> Iterator[Change]:
    """Yield the changes of what the models do not check: ``uniqueItems``, ``not`` and conditions."""
    if old.get("uniqueItems", False) != new.get("uniqueItems", False):
        rule = Rule.UNIQUE_ITEMS_ADDED if new.get("uniqueItems") else Rule.UNIQUE_ITEMS_REMOVED
        yield Change(rule, _join(pointer, "uniqueItems"))
    if _bare(old.get("not")) != _bare(new.get("not")):
        rule = Rule.NOT_ADDED if "not" not in old else Rule.NOT_CHANGED if "not" in new else Rule.NOT_REMOVED
        yield Change(rule, _join(pointer, "not"))
    before, after = _conditions(old), _conditions(new)
    at = _join(pointer, "allOf" if "allOf" in {**old, **new} else "if")
    yield from (Change(Rule.CONDITION_REMOVED, at, text) for text in before if text not in after)
    yield from (Change(Rule.CONDITION_ADDED, at, text) for text in after if text not in before)
