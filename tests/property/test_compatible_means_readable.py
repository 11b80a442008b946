"""What the gate lets through as a minor version: old readers read new documents, and old documents stay valid."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import training_plan_models
from schema_change_rules import Rule, Schema, Verdict, verdict_of
from schema_compatibility import compare
from support.schema_changes import REAL, SCHEMA_FOLDER, SMALL, TEXT, schema_pairs
from support.schema_documents import documents, is_valid
from support.schema_reading import reads

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
