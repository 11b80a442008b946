"""Documents under test: validators over the schemas of the repository, and the files of a plan in memory."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

from training_plan.building.routing_plan import parse_routing_plan
from training_plan.models import DecisionAccount, MasterPlan
from training_plan.plan.encoding import encode_plan
from training_plan.views.plan_folder import PlanFile, manifest_bytes, plan_files

MASTER = "master_training_plan.json"
MIRROR = "training_plan.json"
YAML_MIRROR = "training_plan.yaml"
REPORT = "training_plan.md"
SUMMARY = "MASTER_TRAINING_PLAN_SUMMARY.md"
MANIFEST = "manifest.json"

SCHEMA_FOLDER = Path(__file__).parents[2] / "schema"


@cache
def _python_validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMA_FOLDER / f"{name}.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@cache
def _rust_validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads((SCHEMA_FOLDER / f"{name}.schema.json").read_bytes()))


def schema_errors(name: str, document: object) -> list[str]:
    """Return what jsonschema and jsonschema_rs say against a document; the schema is named without its ending."""
    python = [
        f"jsonschema: {error.json_path}: {error.message}" for error in _python_validator(name).iter_errors(document)
    ]
    rust = [
        f"jsonschema_rs: {error.instance_path}: {error.message}"
        for error in _rust_validator(name).iter_errors(document)
    ]
    return python + rust


def routing_bytes(routing: dict[str, Any]) -> bytes:
    """Return a routing plan as a router writes it."""
    return json.dumps(routing, ensure_ascii=False, indent=2).encode()


def parsed(routing: dict[str, Any]) -> Any:  # noqa: ANN401 - the caller hands it on
    """Return the model of a routing plan that is given as a plain object."""
    return parse_routing_plan(routing_bytes(routing), "routing_plan.json")


def files_of(plan: MasterPlan) -> dict[str, PlanFile]:
    """Return the files of a plan by path, the manifest left out."""
    return {file.path: file for file in plan_files(encode_plan(plan))}


def bytes_of(plan: MasterPlan, account: DecisionAccount | None = None) -> dict[str, bytes]:
    """Return the bytes of every file of a plan by path, the manifest included."""
    files = files_of(plan)
    manifest = manifest_bytes(encode_plan(plan), account, [file.entry() for file in files.values()])
    return {**{path: file.data for path, file in files.items()}, MANIFEST: manifest}


def job_lines(data: bytes) -> list[bytes]:
    """Return the lines of a plan or view that are jobs, without the comma at their end."""
    return [line.removesuffix(b",") for line in data.split(b"\n") if line.startswith(b"{") and line != b"{"]
