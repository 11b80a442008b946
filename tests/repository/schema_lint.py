"""What a schema of the contract may look like: one rule a function, a line for every place that breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import jsonschema

Schema = dict[str, Any]

STRUCTURE: Final = frozenset({"$schema", "$id", "$defs", "$ref", "title", "description"})

# Rules about values. All of them mean the same in draft-07; schema/README.md lists them with the reason.
RULES: Final = frozenset(
    {
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "propertyNames",
        "minProperties",
        "items",
        "minItems",
        "uniqueItems",
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "anyOf",
        "allOf",
        "not",
        "if",
        "then",
        "else",
    }
)

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
OPTIONAL_PROPERTIES: Final = frozenset({"$schema", "schema_version"})
OPEN_OBJECTS: Final = frozenset({"JobMetadata"})
DOCUMENTS_WITH_OPTIONAL_PARTS: Final = frozenset({"PlanConfig"})

_ID = re.compile(r"urn:training-plan:[a-z]+(-[a-z]+)*:[1-9][0-9]*\.[0-9]+", re.ASCII)
_REFERENCE = re.compile(r"#/\$defs/([A-Za-z0-9]+)", re.ASCII)
_NAMED = frozenset({"root", "definition"})

# Engines read these in different ways, or not at all.
_UNPORTABLE = re.compile(r"\\[dDwWsSbBAzZpPGkR]|\(\?|[*+?}][+?]")


class Node(NamedTuple):
    """A schema inside a schema.

    Attributes:
        pointer: where it stands.
        role: ``root``, ``definition``, ``property``, ``part`` (of a list, a map or a choice) or ``condition``.
        schema: what stands there.
    """

    pointer: str
    role: str
    schema: Schema


def nodes(schema: Schema) -> Iterator[Node]:
    """Yield a schema and every schema inside it."""
    yield from _nodes(Node("#", "root", schema))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for keyword, value in node.schema.items():
        for tail, role, inner in _children(node.role, keyword, value):
            if isinstance(inner, dict):
                yield from _nodes(Node(f"{node.pointer}/{keyword}{tail}", role, inner))


def _children(role: str, keyword: str, value: Any) -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401 - any JSON
    in_condition = role == "condition"
    match keyword:
        case "$defs":
            yield from ((f"/{name}", "definition", inner) for name, inner in value.items())
        case "properties":
            inner_role = "condition" if in_condition else "property"
            yield from ((f"/{name}", inner_role, inner) for name, inner in value.items())
        case "items" | "additionalProperties" | "propertyNames":
            yield "", "condition" if in_condition else "part", value
        case "anyOf":
            yield from (
                (f"/{index}", "condition" if in_condition else "part", inner) for index, inner in enumerate(value)
            )
        case "allOf":
            yield from ((f"/{index}", "condition", inner) for index, inner in enumerate(value))
        case "not" | "if" | "then" | "else":
            yield "", "condition", value


def types(schema: Schema) -> list[str]:
    """Return the types that a schema names, none if it names none."""
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


def not_of_the_dialect(schema: Schema) -> Iterator[str]:
    if schema.get("$schema") != DIALECT:
        yield f"$schema is not {DIALECT}"
        return
    errors = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA).iter_errors(schema)
    yield from (f"#/{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in errors)


def bad_id(schema: Schema) -> Iterator[str]:
    if _ID.fullmatch(str(schema.get("$id"))) is None:
        yield f"$id {schema.get('$id')!r} does not end in a version"


def unknown_keywords(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        for keyword in sorted(set(node.schema) - RULES - STRUCTURE):
            yield f"{node.pointer}: {keyword} is not in the agreed subset"


def nested_resources(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        if node.role != "root":
            yield from (f"{node.pointer}: {key} inside" for key in ("$schema", "$id", "$defs") if key in node.schema)


def unnamed_things(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        if node.role in _NAMED:
            yield from (f"{node.pointer}: no {word}" for word in ("title", "description") if not node.schema.get(word))
            if node.role == "definition" and node.schema.get("title") != node.pointer.rsplit("/", 1)[1]:
                yield f"{node.pointer}: the title is not the name"
        elif node.role != "condition" and ("object" in types(node.schema) or "enum" in node.schema):
            yield f"{node.pointer}: an object or enum outside $defs"


def undescribed_properties(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        if node.role == "property" and not node.schema.get("description"):
            yield f"{node.pointer}: no description"


def bad_references(schema: Schema) -> Iterator[str]:
    defined = schema.get("$defs", {})
    for node in nodes(schema):
        if "$ref" in node.schema:
            match = _REFERENCE.fullmatch(node.schema["$ref"])
            if match is None or match.group(1) not in defined:
                yield f"{node.pointer}: {node.schema['$ref']} is not a definition of this file"
            # draft-07 ignores whatever stands beside a $ref.
            if set(node.schema) - {"$ref", "description"}:
                yield f"{node.pointer}: a rule beside $ref"


def unused_definitions(schema: Schema) -> Iterator[str]:
    defined = schema.get("$defs", {})
    reached: set[str] = set()
    waiting = _referenced({key: value for key, value in schema.items() if key != "$defs"})
    while waiting:
        name = waiting.pop()
        if name in defined and name not in reached:
            reached.add(name)
            waiting |= _referenced(defined[name])
    yield from (f"#/$defs/{name}: nothing refers to it" for name in defined if name not in reached)


def _referenced(schema: Schema) -> set[str]:
    return {node.schema["$ref"].removeprefix("#/$defs/") for node in nodes(schema) if "$ref" in node.schema}


def unbacked_formats(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        if "format" in node.schema and "pattern" not in node.schema:
            yield f"{node.pointer}: format without pattern"


def bad_patterns(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        if "pattern" not in node.schema:
            continue
        pattern = node.schema["pattern"]
        if _UNPORTABLE.search(pattern):
            yield f"{node.pointer}: {pattern} is not read alike by all engines"
        if node.role == "condition":
            continue
        if node.role not in _NAMED or types(node.schema) != ["string"]:
            yield f"{node.pointer}: a pattern outside a string in $defs"
        if not (pattern.startswith("^") and pattern.endswith("$")):
            yield f"{node.pointer}: {pattern} is not anchored"
        if not {"not", "maxLength"} & set(node.schema):
            yield f"{node.pointer}: nothing refuses a newline at the end"


def open_objects(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        if node.role == "condition" or "object" not in types(node.schema):
            continue
        rest = node.schema.get("additionalProperties")
        is_map = "propertyNames" in node.schema and isinstance(rest, dict) and "properties" not in node.schema
        is_bag = node.schema.get("title") in OPEN_OBJECTS and "propertyNames" in node.schema and rest is None
        if rest is not False and not is_map and not is_bag:
            yield f"{node.pointer}: neither closed nor a map"


def optional_properties(schema: Schema) -> Iterator[str]:
    if schema.get("title") in DOCUMENTS_WITH_OPTIONAL_PARTS:
        return
    for node in nodes(schema):
        if node.role == "condition":
            continue
        optional = set(node.schema.get("properties", {})) - set(node.schema.get("required", [])) - OPTIONAL_PROPERTIES
        yield from (f"{node.pointer}: {name} is not required" for name in sorted(optional))


def unknown_required(schema: Schema) -> Iterator[str]:
    for node in nodes(schema):
        unknown = set(node.schema.get("required", [])) - set(node.schema.get("properties", {}))
        yield from (f"{node.pointer}: {name} is required but not defined" for name in sorted(unknown))


LINT_RULES: Final[tuple[Callable[[Schema], Iterator[str]], ...]] = (
    not_of_the_dialect,
    bad_id,
    unknown_keywords,
    nested_resources,
    unnamed_things,
    undescribed_properties,
    bad_references,
    unused_definitions,
    unbacked_formats,
    bad_patterns,
    open_objects,
    optional_properties,
    unknown_required,
)


def lint(schema: Schema) -> list[str]:
    """Return ``rule: place: what is wrong`` for every place that breaks a rule."""
    return [f"{rule.__name__}: {line}" for rule in LINT_RULES for line in rule(schema)]


def differing_definitions(schemas: dict[str, Schema]) -> list[str]:
    """Return a line for every definition that two schemas spell differently."""
    first: dict[str, tuple[str, Schema]] = {}
    found = []
    for file, schema in schemas.items():
        for name, definition in schema["$defs"].items():
            home, original = first.setdefault(name, (file, definition))
            if definition != original:
                found.append(f"{name} differs in {home} and {file}")
    return found
