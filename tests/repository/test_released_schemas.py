"""Every published schema has a frozen document that it and all that came after it in its major version read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import jsonschema_rs
import msgspec
import pytest

import training_plan_models
from schema_change_rules import Schema, identity
from training_plan.checking.validation import validate

ROOT = Path(__file__).parent.parent.parent
RELEASED = ROOT / "schema" / "released"
CURRENT = {path.name.removesuffix(".schema.json"): path for path in sorted((ROOT / "schema").glob("*.schema.json"))}
RELEASES = sorted(RELEASED.rglob("*.schema.json"))


def named(path: Path) -> str:
    return path.relative_to(RELEASED).as_posix()


def load(path: Path) -> Schema:
    document: Schema = json.loads(path.read_bytes())
    return document


def example_of(release: Path) -> Path:
    return release.with_name(release.name.replace(".schema.json", ".example.json"))


def is_of_current_major(release: Path) -> bool:
    current = identity(load(CURRENT[release.parent.name]))[1]
    return identity(load(release))[1][0] == current[0]


def test_every_schema_is_released_with_its_example() -> None:
    assert {path.parent.name for path in RELEASES} == CURRENT.keys()
    assert {example_of(path) for path in RELEASES} == set(RELEASED.rglob("*.example.json"))
    assert all(is_of_current_major(path) for path in RELEASES if path.name == "1.0.schema.json")


@pytest.mark.parametrize("release", RELEASES, ids=named)
def test_a_release_stands_where_its_id_says(release: Path) -> None:
    name, (major, minor) = identity(load(release))
    folder = name.removeprefix("urn:training-plan:").replace("-", "_")
    assert release == RELEASED / folder / f"{major}.{minor}.schema.json"


@pytest.mark.parametrize("release", RELEASES, ids=named)
def test_a_frozen_example_keeps_its_schema(release: Path) -> None:
    schema, example = load(release), load(example_of(release))
    jsonschema.Draft202012Validator(schema).validate(example)
    jsonschema_rs.Draft202012Validator(schema).validate(example)
    assert example["$schema"] == schema["$id"]


@pytest.mark.parametrize("release", RELEASES, ids=named)
def test_a_frozen_example_uses_every_property(release: Path) -> None:
    schema = load(release)
    declared = set(declared_properties(schema, schema, "", frozenset()))
    used = set(used_properties(schema, schema, load(example_of(release)), ""))
    assert declared == used


@pytest.mark.parametrize("release", [path for path in RELEASES if is_of_current_major(path)], ids=named)
def test_a_frozen_example_is_read_by_what_is_current(release: Path) -> None:
    schema, data = load(CURRENT[release.parent.name]), example_of(release).read_bytes()
    jsonschema.Draft202012Validator(schema).validate(json.loads(data))
    jsonschema_rs.Draft202012Validator(schema).validate(json.loads(data))
    model = getattr(training_plan_models, schema["title"])
    decoded = msgspec.json.decode(data, type=model)
    without_schema = {name: value for name, value in json.loads(data).items() if name != "$schema"}
    assert msgspec.to_builtins(decoded) == without_schema
    assert list(validate(data, release.name).findings) == []


@pytest.mark.parametrize("folder", sorted({path.parent.name for path in RELEASES}))
def test_a_spoiled_example_is_refused(folder: str) -> None:
    schema, example = load(RELEASED / folder / "1.0.schema.json"), load(RELEASED / folder / "1.0.example.json")
    spoiled = {**example, "surprise": 1}
    assert not jsonschema.Draft202012Validator(schema).is_valid(spoiled)
    assert not jsonschema_rs.Draft202012Validator(schema).is_valid(spoiled)


def test_the_frozen_manifest_is_that_of_the_frozen_plan_and_views() -> None:
    manifest = load(RELEASED / "manifest" / "1.0.example.json")
    master = (RELEASED / "master_training_plan" / "1.0.example.json").read_bytes()
    assert manifest["plan_sha256"] == hashlib.sha256(master).hexdigest()
    sums = {(file["kind"], file["sha256"]) for file in manifest["files"]}
    for view in ("by_target", "by_symbol", "by_type", "by_route"):
        data = (RELEASED / f"view_{view}" / "1.0.example.json").read_bytes()
        assert (view, hashlib.sha256(data).hexdigest()) in sums
    assert {file["kind"] for file in manifest["files"]} == set(training_plan_models.FileKind)


def declared_properties(root: Schema, node: Schema, place: str, above: frozenset[str]) -> list[str]:
    """Return every property that a schema declares, by its place in a document."""
    if "$ref" in node:
        name = node["$ref"].removeprefix("#/$defs/")
        return [] if name in above else declared_properties(root, root["$defs"][name], place, above | {name})
    found = []
    for name, inner in node.get("properties", {}).items():
        found += [f"{place}/{name}", *declared_properties(root, inner, f"{place}/{name}", above)]
    for inner in [node.get("items"), node.get("additionalProperties"), *node.get("anyOf", [])]:
        if isinstance(inner, dict):
            step = "" if "anyOf" in node else "/*"
            found += declared_properties(root, inner, place + step, above)
    return found


def used_properties(root: Schema, node: Schema, value: object, place: str) -> list[str]:
    """Return every declared property that a document has and that is somewhere not null."""
    if "$ref" in node:
        return used_properties(root, root["$defs"][node["$ref"].removeprefix("#/$defs/")], value, place)
    if "anyOf" in node:
        return used_properties(root, node["anyOf"][0], value, place)
    found = []
    if isinstance(value, list):
        for inner in value:
            found += used_properties(root, node.get("items", {}), inner, f"{place}/*")
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in node.get("properties", {}):
                found += [f"{place}/{name}"] if inner is not None else []
                found += used_properties(root, node["properties"][name], inner, f"{place}/{name}")
            elif isinstance(node.get("additionalProperties"), dict):
                found += used_properties(root, node["additionalProperties"], inner, f"{place}/*")
    return found
