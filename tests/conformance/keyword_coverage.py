"""Which keywords of a schema a set of documents meets, told by the schema itself and by jsonschema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Location = tuple[str, ...]
Schema = dict[str, Any]

ANNOTATIONS = frozenset({"$schema", "$id", "title", "description"})
MAPS_OF_SCHEMAS = frozenset({"properties", "$defs"})
LISTS_OF_SCHEMAS = frozenset({"allOf", "anyOf"})
SCHEMAS = frozenset({"items", "additionalProperties", "propertyNames", "not", "if", "then", "else"})
BRANCHES = frozenset({"then", "else"})


def shown(location: Location) -> str:
    return "/" + "/".join(location)


def subschemas(schema: object, at: Location = ()) -> Iterator[tuple[Location, Schema]]:
    """Yield every schema in a schema with its place, itself first."""
    if not isinstance(schema, dict):
        return
    yield at, schema
    for keyword, value in schema.items():
        if keyword in MAPS_OF_SCHEMAS:
            for name, inner in value.items():
                yield from subschemas(inner, (*at, keyword, name))
        elif keyword in LISTS_OF_SCHEMAS:
            for index, inner in enumerate(value):
                yield from subschemas(inner, (*at, keyword, str(index)))
        elif keyword in SCHEMAS:
            yield from subschemas(value, (*at, keyword))


def keyword_locations(schema: Schema) -> set[Location]:
    """Return the place of every keyword of a schema that can refuse something."""
    ignored = ANNOTATIONS | {"$defs"}
    return {(*at, keyword) for at, inner in subschemas(schema) for keyword in inner if keyword not in ignored}


def evaluated_locations(schema: Schema, documents: Iterable[object]) -> set[Location]:
    """Return every keyword that jsonschema evaluates on some of the documents."""
    place_of = {id(inner): at for at, inner in subschemas(schema)}
    seen: set[Location] = set()

    def recording(keyword: str, function: Callable[..., Any]) -> Callable[..., Iterator[ValidationError]]:
        def evaluate(
            validator: jsonschema.Draft202012Validator, value: object, instance: object, node: Schema
        ) -> Iterator[ValidationError]:
            place = place_of.get(id(node))
            if place is not None:
                seen.add((*place, keyword))
                seen.update(place[: index + 1] for index, part in enumerate(place) if part in BRANCHES)
            yield from function(validator, value, instance, node) or ()

        return evaluate

    functions = jsonschema.Draft202012Validator.VALIDATORS
    recorder = extend(  # type: ignore[no-untyped-call]  # the stubs leave it untyped
        jsonschema.Draft202012Validator, {name: recording(name, function) for name, function in functions.items()}
    )
    for document in documents:
        list(recorder(schema).iter_errors(document))
    return seen


def refusing_locations(schema: Schema, documents: Iterable[object]) -> set[Location]:
    """Return every keyword that an error about some of the documents leads through.

    The schema below a ``not`` and that of an ``if`` give no error of their own: the error of the ``not`` and
    that of the ``if``'s branch stand for them.
    """
    met: set[Location] = set()
    locations = keyword_locations(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for document in documents:
        waiting = list(validator.iter_errors(document))
        while waiting:
            error = waiting.pop()
            waiting += error.context or []
            met.update(_keywords_on(schema, error))
    for place in list(met):
        if place[-1] in {"not", "if"}:
            met |= {location for location in locations if location[: len(place)] == place}
    return met


def _keywords_on(schema: Schema, error: ValidationError) -> Iterator[Location]:
    """Yield the place of everything on the way to the keyword of an error; its path leaves out $ref and if."""
    place: Location = ()
    node: Any = schema
    for part in error.absolute_schema_path:
        if isinstance(node, dict) and part not in node:
            yield (*place, "$ref")
            name = node["$ref"].removeprefix("#/$defs/")
            place, node = ("$defs", name), schema["$defs"][name]
        if part in BRANCHES:
            yield (*place, "if")
        place, node = (*place, str(part)), node[part]
        yield place
