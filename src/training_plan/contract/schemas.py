"""The schemas, and whether a document keeps one."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class SchemaName(StrEnum):
    """Name of each schema; ``<name>.schema.json`` is its file."""

    MASTER_TRAINING_PLAN = "master_training_plan"
    ROUTING_PLAN = "routing_plan"
    PLAN_CONFIG = "plan_config"
    MANIFEST = "manifest"
    VIEW_BY_TARGET = "view_by_target"
    VIEW_BY_SYMBOL = "view_by_symbol"
    VIEW_BY_TYPE = "view_by_type"
    VIEW_BY_ROUTE = "view_by_route"


def schema_bytes(name: SchemaName) -> bytes:
    """Return the schema as it stands in schema/, byte for byte."""
    return resources.files("training_plan_models").joinpath("schemas", f"{name}.schema.json").read_bytes()


@cache
def schema(name: SchemaName) -> dict[str, Any]:
    """Return the schema as an object; do not change it."""
    document: dict[str, Any] = json.loads(schema_bytes(name))
    return document


def schema_id(name: SchemaName) -> str:
    """Return the ``$id`` of a schema."""
    identifier: str = schema(name)["$id"]
    return identifier


def plan_schema_version() -> str:
    """Return the version of the contract that plans are written for, such as 1.0."""
    return schema_id(SchemaName.MASTER_TRAINING_PLAN).rsplit(":", 1)[1]


@cache
def job_schema() -> dict[str, Any]:
    """Return the schema of one job alone."""
    return {
        **schema(SchemaName.MASTER_TRAINING_PLAN)["$defs"]["Job"],
        "$defs": schema(SchemaName.MASTER_TRAINING_PLAN)["$defs"],
    }


@cache
def validator(name: SchemaName) -> Any:  # noqa: ANN401 - the type lives in a module that is imported late
    """Return the compiled validator of a schema."""
    return _compiled(schema(name))


@cache
def job_validator() -> Any:  # noqa: ANN401
    """Return the compiled validator of one job alone."""
    return _compiled(job_schema())


@cache
def _jobs_validator() -> Any:  # noqa: ANN401
    return _compiled({"type": "array", "items": job_schema(), "$defs": job_schema()["$defs"]})


def _compiled(document: dict[str, Any]) -> Any:  # noqa: ANN401
    import jsonschema_rs  # noqa: PLC0415 - not needed to load a plan

    return jsonschema_rs.Draft202012Validator(document)


def is_valid(name: SchemaName, document: object) -> bool:
    """Return whether a document keeps its schema."""
    valid: bool = validator(name).is_valid(document)
    return valid


def is_valid_job(job: object) -> bool:
    """Return whether a job keeps its definition, which is the same in every schema that has it."""
    valid: bool = job_validator().is_valid(job)
    return valid


def are_valid_jobs(jobs: object) -> bool:
    """Return whether a list holds only jobs that keep their definition."""
    valid: bool = _jobs_validator().is_valid(jobs)
    return valid
