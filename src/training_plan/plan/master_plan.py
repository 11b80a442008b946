"""Read a master plan for the builder's side: every rule of the contract is held against it."""

from __future__ import annotations

from pathlib import Path

from training_plan.contract.reading import locator, parse_model, read_bytes
from training_plan.contract.schemas import SchemaName
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Finding, json_pointer
from training_plan.models import MasterPlan
from training_plan.plan.invariants import violations


def parse_master_plan(data: bytes, file: str) -> MasterPlan:
    """Return the plan in ``data``, which keeps schema and invariants.

    Raises:
        InvalidDocumentError: with every finding, if it does not.
    """
    plan = parse_model(MasterPlan, SchemaName.MASTER_TRAINING_PLAN, data, file)
    locate = locator(data)
    findings = []
    for code, path, message in violations(plan):
        line, column = locate(path)
        findings.append(
            Finding(code=code, message=message, file=file, line=line, column=column, pointer=json_pointer(path))
        )
    if findings:
        raise InvalidDocumentError("the plan breaks an invariant", findings=findings)
    return plan


def read_master_plan(path: Path) -> tuple[bytes, MasterPlan]:
    """Return bytes and plan of a master file; errors as in ``parse_master_plan``, and if it cannot be read."""
    data = read_bytes(path, "master plan")
    return data, parse_master_plan(data, str(path))
