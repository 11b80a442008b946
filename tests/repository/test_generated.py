"""The generated package is what the schemas demand, and one module only lets it in."""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import re
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

import generate_models
import training_plan
import training_plan_models
from repository.imports import import_graph, imported, modules
from training_plan import models

ROOT = generate_models.ROOT
SOURCE = ROOT / "src"
GENERATED = ROOT / "generated"
PACKAGE = GENERATED / "training_plan_models"
COMMAND = "python scripts/generate_models.py"

# Drift.


def test_the_generated_files_are_what_the_schemas_demand(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate_models.main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of all that the generator reads and writes."""
    root = tmp_path / "checkout"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "schema", root / "schema", ignore=ignore)
    shutil.copytree(PACKAGE, root / "generated" / "training_plan_models", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


MODELS = "generated/training_plan_models/models.py"
BASE = "generated/training_plan_models/base.py"
COPY = "generated/training_plan_models/schemas/view_by_type.schema.json"
VIEW = "schema/view_by_type.schema.json"

DRIFT: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "hand-edited models": (
        lambda root: edit(root / MODELS, "class Job(", "class Jobs("),
        [f"changed: {MODELS}"],
    ),
    "hand-edited base": (
        lambda root: edit(root / BASE, "frozen=True", "frozen=False"),
        [f"changed: {BASE}"],
    ),
    "one byte at the end": (
        lambda root: (root / BASE).write_bytes((root / BASE).read_bytes() + b"\n"),
        [f"changed: {BASE}"],
    ),
    "other line ends": (
        lambda root: (root / COPY).write_bytes((root / COPY).read_bytes().replace(b"\n", b"\r\n")),
        [f"changed: {COPY}"],
    ),
    "missing module": (lambda root: (root / MODELS).unlink(), [f"missing: {MODELS}"]),
    "missing mark of types": (
        lambda root: (root / "generated/training_plan_models/py.typed").unlink(),
        ["missing: generated/training_plan_models/py.typed"],
    ),
    "missing copy of a schema": (lambda root: (root / COPY).unlink(), [f"missing: {COPY}"]),
    "orphan": (
        lambda root: (root / "generated/training_plan_models/old.py").touch(),
        ["orphaned: generated/training_plan_models/old.py"],
    ),
    "orphaned copy of a schema": (
        lambda root: shutil.copy(root / COPY, root / "generated/training_plan_models/schemas/view_by_age.schema.json"),
        ["orphaned: generated/training_plan_models/schemas/view_by_age.schema.json"],
    ),
    "edited copy of a shared definition": (
        lambda root: edit(root / VIEW, '"description": "Importance; higher comes first."', '"description": "Rank."'),
        [f"changed: {VIEW}"],
    ),
    "shared definition that is missing in a view": (
        lambda root: edit(root / VIEW, '"ROUTE_BOTH",', ""),
        [f"changed: {VIEW}"],
    ),
    "other spelling of a schema": (
        lambda root: (root / VIEW).write_text(json.dumps(json.loads((root / VIEW).read_bytes())), encoding="utf-8"),
        [f"changed: {VIEW}"],
    ),
}


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", DRIFT)
def test_drift_is_named_and_mended(case: str, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, expected = DRIFT[case]
    before = contents(checkout)
    change(checkout)
    drifted = contents(checkout)
    assert drifted != before

    assert generate_models.main(["--check", "--root", str(checkout)]) == 1
    assert capsys.readouterr().err.splitlines() == [*expected, f"to mend: {COMMAND}"]
    assert contents(checkout) == drifted

    assert generate_models.main(["--root", str(checkout)]) == 0
    assert contents(checkout) == before


def test_a_change_at_the_home_of_a_definition_reaches_every_copy_and_the_models(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(checkout / "schema/master_training_plan.schema.json", "Importance; higher comes first.", "Rank.")
    assert generate_models.main(["--check", "--root", str(checkout)]) == 1
    named = set(capsys.readouterr().err.splitlines())
    views = {f"schema/view_by_{key}.schema.json" for key in ("target", "symbol", "type", "route")}
    assert {f"changed: {name}" for name in (*views, MODELS, COPY)} <= named
    assert generate_models.main(["--root", str(checkout)]) == 0
    assert all(b'"Rank."' in (checkout / name).read_bytes() for name in views)
    assert b"Rank." in (checkout / MODELS).read_bytes()


# The head of each generated module.

MODULES = sorted(PACKAGE.glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_the_header_names_sources_digests_generator_and_command(path: Path) -> None:
    head = re.match(r"(#.*\n)+", path.read_text(encoding="utf-8"))
    assert head is not None
    lines = head.group()
    assert "do not edit" in lines
    assert f"#     {COMMAND}\n" in lines
    assert f"# Generator: datamodel-code-generator {version('datamodel-code-generator')}\n" in lines
    named = dict(re.findall(r"^#     (\S+) sha256:([0-9a-f]{64})$", lines, flags=re.MULTILINE))
    sources = sorted((ROOT / "schema").glob("*.json"))
    assert named == {f"schema/{source.name}": hashlib.sha256(source.read_bytes()).hexdigest() for source in sources}


# Who imports whom.


def names_package(names: set[str], package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in names)


def test_one_module_imports_the_generated_package() -> None:
    importers = [
        name for name, path in modules(SOURCE).items() if names_package(imported(path), "training_plan_models")
    ]
    assert importers == ["training_plan.models"]


def test_only_the_contract_reads_the_resources_of_the_generated_package() -> None:
    readers = {}
    for name, path in modules(SOURCE).items():
        tree = ast.parse(path.read_bytes())
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if any(node.value == "training_plan_models" for node in texts):
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
            readers[name] = [ast.unparse(call) for call in calls if ast.unparse(call.func) == "resources.files"]
    assert readers == {"training_plan.contract.schemas": ["resources.files('training_plan_models')"]}


def test_the_generated_package_imports_nothing_of_the_hand_written_one() -> None:
    found = modules(GENERATED)
    assert set(found) == {"training_plan_models", "training_plan_models.base", "training_plan_models.models"}
    assert not [name for name, path in found.items() if names_package(imported(path), "training_plan")]


def test_nothing_is_imported_by_a_relative_name() -> None:
    found = {**modules(SOURCE), **modules(GENERATED)}
    assert not [name for name, path in found.items() if any(other.startswith(".") for other in imported(path))]


def test_every_import_of_the_package_names_a_module_or_something_in_one() -> None:
    graph = import_graph(SOURCE)
    for name, path in modules(SOURCE).items():
        for other in imported(path):
            if other == "training_plan" or other.startswith("training_plan."):
                assert other in graph or other.rsplit(".", 1)[0] in graph, name


# The facades.


def test_the_facade_of_the_models_exports_every_generated_name() -> None:
    assert models.__all__ == training_plan_models.__all__
    assert all(getattr(models, name) is getattr(training_plan_models, name) for name in models.__all__)


@pytest.mark.parametrize("facade", [models, training_plan_models])
def test_a_facade_has_no_public_name_beside_those_that_it_exports(facade: object) -> None:
    submodules = {name.rsplit(".", 1)[1] for name in modules(GENERATED) if "." in name}
    public = {name for name in vars(facade) if not name.startswith("_")} - submodules - {"annotations"}
    assert public == set(vars(facade)["__all__"])


def type_checking_names() -> dict[str, str]:
    """Return what the package imports for type checkers: each name with its module."""
    tree = ast.parse((SOURCE / "training_plan" / "__init__.py").read_bytes())
    (block,) = (node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    assert len(imports) == len(block.body)
    return {alias.name: str(node.module) for node in imports for alias in node.names}


def test_the_package_exports_what_it_declares() -> None:
    assert list(training_plan.__all__) == sorted(training_plan.__all__)
    assert set(type_checking_names()) == set(training_plan.__all__) == set(dir(training_plan))


@pytest.mark.parametrize("name", training_plan.__all__)
def test_a_public_name_is_what_type_checkers_think_it_is(name: str) -> None:
    home = importlib.import_module(type_checking_names()[name])
    assert getattr(training_plan, name) is getattr(home, name)


def test_an_unknown_name_of_the_package_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'jobs'"):
        getattr(training_plan, "jobs")  # noqa: B009 - type checkers know that it is not there
