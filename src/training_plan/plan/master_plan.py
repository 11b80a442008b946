"""Read a master plan for the builder's side: every rule of the contract is held against it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from training_plan.contract.reading import locator, parse_model, read_bytes
from training_plan.contract.schemas import SchemaName, is_valid
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Finding, json_pointer
from training_plan.models import Job, MasterPlan
from training_plan.plan.invariants import violations
from training_plan.plan.line_documents import cut_line_document

_jobs_decoder = msgspec.json.Decoder(list[Job])


def parse_master_plan(data: bytes, file: str) -> MasterPlan:
    """Return the plan in ``data``, which keeps schema and invariants.

    Raises:
        InvalidDocumentError: with every finding, if it does not.
    """
    plan = _plain_plan(data, file) or parse_model(MasterPlan, SchemaName.MASTER_TRAINING_PLAN, data, file)
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


def _plain_plan(data: bytes, file: str) -> MasterPlan | None:
    """Return the plan in ``data`` if its layout makes it cheap to prove that it keeps its schema, else None."""
    document = cut_line_document(data, file)
    if document is None or not is_valid(SchemaName.MASTER_TRAINING_PLAN, document.header):
        return None
    jobs: list[Job] = []
    for block in document.blocks():
        if block.plain_jobs() is None:
            return None
        jobs += _jobs_decoder.decode(b"[%b]" % block.text)
    try:
        return msgspec.convert({**document.header, "jobs": jobs}, MasterPlan)
    except msgspec.ValidationError:
        # A count that is written with a fraction: every schema allows it.
        return None


def read_master_plan(path: Path) -> tuple[bytes, MasterPlan]:
    """Return bytes and plan of a master file; errors as in ``parse_master_plan``, and if it cannot be read."""
    data = read_bytes(path, "master plan")
    return data, parse_master_plan(data, str(path))
