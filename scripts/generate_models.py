"""Write generated/training_plan_models/ from schema/, or check that it is what schema/ demands.

    python scripts/generate_models.py           # write
    python scripts/generate_models.py --check   # compare bytes; exit 1 and name every difference

First the definitions that several schemas share are copied from their home, the first file of
``SCHEMA_NAMES`` that spells one out, into every other file that names it. Then datamodel-code-generator
turns all definitions into one module, so that ``Job`` is one class wherever it occurs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

ROOT = Path(__file__).resolve().parent.parent
SCHEMA_DIR = "schema"
PACKAGE_DIR = "generated/training_plan_models"
COMMAND = "python scripts/generate_models.py"

SCHEMA_NAMES = (
    "master_training_plan",
    "routing_plan",
    "plan_config",
    "manifest",
    "view_by_target",
    "view_by_symbol",
    "view_by_type",
    "view_by_route",
)

BASE_MODULE = '''
"""What every generated model is: immutable, keyword-only, and out of the garbage collector's sight."""

import msgspec


class Document(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Base of every model."""


class IdentifiedByJobId(Document, frozen=True, gc=False, kw_only=True):
    """Base of a model whose hash is that of its job_id, since its metadata cannot be hashed."""

    def __hash__(self) -> int:
        return hash(self.job_id)  # type: ignore[attr-defined]


class Referable(Document, frozen=True, gc=True, kw_only=True, weakref=True):
    """Base of a model that weak references may point to; msgspec grants that only where the collector looks."""
'''

# Said again in every class, because type checkers do not inherit it; the rest comes from the base classes.
STRUCT_OPTIONS = {"frozen": True}

Schema = dict[str, Any]


def render(schema: Schema) -> bytes:
    """Return the one spelling of a schema file."""
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def referenced_names(node: object) -> Iterator[str]:
    """Yield the name of every definition that a schema refers to."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value.removeprefix("#/$defs/")
            else:
                yield from referenced_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from referenced_names(value)


def shared_definitions(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """Return every definition from its home: the first schema that spells it out."""
    homes: dict[str, Schema] = {}
    for schema in schemas.values():
        for name, definition in schema["$defs"].items():
            if definition:
                homes.setdefault(name, definition)
    return homes


def with_shared_definitions(schema: Schema, homes: dict[str, Schema]) -> Schema:
    """Return the schema with all that it needs from ``homes``, so that it stands alone."""
    own = {key: value for key, value in schema.items() if key != "$defs"}
    wanted: set[str] = set()
    waiting = set(referenced_names(own))
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        waiting |= set(referenced_names(homes[name])) - wanted
    ordered = [name for name in homes if name in wanted]
    return {**own, "$defs": {name: homes[name] for name in ordered}}


class BrokenSchemaError(Exception):
    """A file in schema/ that is no schema; the message names it."""


def read_schemas(root: Path) -> dict[str, Schema]:
    """Return every schema by its short name.

    Raises:
        BrokenSchemaError: if one is missing, no JSON, refused by its metaschema, or refers to no definition.
    """
    schemas = {}
    for name in SCHEMA_NAMES:
        path = f"{SCHEMA_DIR}/{name}.schema.json"
        try:
            schemas[name] = json.loads((root / path).read_bytes())
            Draft202012Validator.check_schema(schemas[name])
        except (OSError, ValueError, SchemaError) as error:
            raise BrokenSchemaError(f"{path}: {str(error).splitlines()[0]}") from error
    known = shared_definitions(schemas)
    for name, schema in schemas.items():
        unknown = sorted(set(referenced_names(schema)) - set(known))
        if unknown:
            raise BrokenSchemaError(f"{SCHEMA_DIR}/{name}.schema.json: no schema defines {', '.join(unknown)}")
    return schemas


def combined_schema(schemas: dict[str, Schema], homes: dict[str, Schema]) -> Schema:
    """Return one schema that defines every document and every definition once."""
    documents = {}
    for schema in schemas.values():
        document = {key: value for key, value in schema.items() if key not in {"$schema", "$id", "$defs"}}
        # An annotation of the file, not of what it says: the models do not carry it.
        properties = {key: value for key, value in document["properties"].items() if key != "$schema"}
        documents[schema["title"]] = {**document, "properties": properties}
    return {"title": "Documents", "$defs": {**documents, **homes}}


def header(sources: dict[str, bytes]) -> str:
    """Return the comment at the top of a generated module."""
    lines = ["# Generated; do not edit. Change schema/ and run:", f"#     {COMMAND}", "# Sources:"]
    lines += [f"#     {path} sha256:{hashlib.sha256(data).hexdigest()}" for path, data in sources.items()]
    lines.append(f"# Generator: datamodel-code-generator {version('datamodel-code-generator')}")
    return "\n".join(lines) + "\n"


def generate_module(combined: Schema, head: str, root: Path) -> str:
    """Return the text of the models, as the generator writes it under the options in pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "documents.json"), Path(folder, "models.py")
        source.write_text(json.dumps(combined), encoding="utf-8")
        Path(folder, "header").write_text(head, encoding="utf-8")
        Path(folder, "options.json").write_text(json.dumps({"#all#": {"base_class_kwargs": STRUCT_OPTIONS}}))
        subprocess.run(
            [
                sys.executable,
                "-m",
                "datamodel_code_generator",
                *("--input", str(source)),
                *("--output", str(target)),
                *("--custom-file-header-path", str(Path(folder, "header"))),
                *("--extra-template-data", str(Path(folder, "options.json"))),
            ],
            cwd=root,
            check=True,
        )
        return target.read_text(encoding="utf-8")


def init_module(head: str, combined: Schema) -> str:
    """Return the text of the package's ``__init__``: every model by name."""
    names = sorted(name for name, definition in combined["$defs"].items() if is_class(definition))
    imports = "".join(f"    {name},\n" for name in names)
    exported = "".join(f'    "{name}",\n' for name in names)
    return (
        f'{head}"""Typed models of every document of the contract."""\n\n'
        f"from training_plan_models.models import (\n{imports})\n\n__all__ = [\n{exported}]\n"
    )


def is_class(definition: Schema) -> bool:
    """Return whether the generator makes a class of a definition, not a constrained builtin."""
    return "enum" in definition or (definition["type"] == "object" and "properties" in definition)


def expected_files(root: Path) -> dict[str, bytes]:
    """Return every file that the hand-written schemas demand, by path from the root."""
    schemas = read_schemas(root)
    homes = shared_definitions(schemas)
    sources = {
        f"{SCHEMA_DIR}/{name}.schema.json": render(with_shared_definitions(schema, homes))
        for name, schema in schemas.items()
    }
    combined = combined_schema(schemas, homes)
    head = header(sources)
    files = dict(sources)
    for name in SCHEMA_NAMES:
        files[f"{PACKAGE_DIR}/schemas/{name}.schema.json"] = sources[f"{SCHEMA_DIR}/{name}.schema.json"]
    files[f"{PACKAGE_DIR}/base.py"] = (head + BASE_MODULE.lstrip("\n")).encode()
    files[f"{PACKAGE_DIR}/models.py"] = generate_module(combined, head, root).encode()
    files[f"{PACKAGE_DIR}/__init__.py"] = init_module(head, combined).encode()
    files[f"{PACKAGE_DIR}/py.typed"] = b""
    return files


def orphans(root: Path, expected: dict[str, bytes]) -> list[str]:
    """Return every file of the generated package that nothing demands."""
    package = root / PACKAGE_DIR
    present = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(
        path.relative_to(root).as_posix() for path in present if path.relative_to(root).as_posix() not in expected
    )


def differences(root: Path, expected: dict[str, bytes]) -> list[str]:
    """Return a line for every file that is missing, changed or orphaned."""
    found = []
    for name, data in sorted(expected.items()):
        path = root / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif path.read_bytes() != data:
            found.append(f"changed: {name}")
    return found + [f"orphaned: {name}" for name in orphans(root, expected)]


def write(root: Path, expected: dict[str, bytes]) -> None:
    """Make the tree what the schemas demand."""
    for name in orphans(root, expected):
        (root / name).unlink()
    for name, data in expected.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def main(arguments: list[str] | None = None) -> int:
    """Run the script; 0 if all is as it should be, 1 if ``--check`` found a difference, 3 if a schema is broken."""
    parser = argparse.ArgumentParser(description="Write the generated models from schema/, or check them.")
    parser.add_argument("--check", action="store_true", help="compare only; write nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    try:
        expected = expected_files(options.root)
    except BrokenSchemaError as error:
        print(error, file=sys.stderr)
        return 3
    if not options.check:
        write(options.root, expected)
        return 0
    found = differences(options.root, expected)
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(f"to mend: {COMMAND}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
