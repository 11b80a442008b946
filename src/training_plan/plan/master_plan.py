"""Read a master plan for the builder's side: every rule of the contract is held against it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from training_plan.contract.reading import locator, parse_model, read_bytes
from training_plan.contract.schemas import SchemaName, is_valid
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Finding, json_pointer
from training_plan.models import Job, MasterPlan
from training_plan.plan.encoding import EncodedPlan, encode_jobs
from training_plan.plan.invariants import violations
from training_plan.plan.line_documents import cut_line_document


def parse_master_plan(data: bytes, file: str) -> EncodedPlan:
    """Return the plan in ``data``, which keeps schema and invariants; its lines are as the builder writes them.

    Raises:
        InvalidDocumentError: with every finding, if it does not.
    """
    encoded = _plain_plan(data, file)
    if encoded is None:
        whole = parse_model(MasterPlan, SchemaName.MASTER_TRAINING_PLAN, data, file)
        encoded = EncodedPlan(whole, encode_jobs(whole.jobs), data)
    locate = locator(data)
    findings = []
    for code, path, message in violations(encoded.plan):
        line, column = locate(path)
        findings.append(
            Finding(code=code, message=message, file=file, line=line, column=column, pointer=json_pointer(path))
        )
    if findings:
        raise InvalidDocumentError("the plan breaks an invariant", findings=findings)
    return encoded


def _plain_plan(data: bytes, file: str) -> EncodedPlan | None:
    """Return the plan in ``data`` if its layout makes it cheap to prove that it keeps its schema, else None."""
    document = cut_line_document(data, file)
    if document is None or not is_valid(SchemaName.MASTER_TRAINING_PLAN, document.header):
        return None
    try:
        header = msgspec.convert(document.header, MasterPlan)
    except msgspec.ValidationError:
        # A count that is written with a fraction: every schema allows it.
        return None
    jobs: list[Job] = []
    lines: list[bytes] = []
    for block in document.blocks():
        models = block.plain_models()
        if models is None:
            return None
        jobs += models
        lines += block.lines()
    return EncodedPlan(msgspec.structs.replace(header, jobs=jobs), lines, data)


def read_master_plan(path: Path) -> EncodedPlan:
    """Return the plan in a master file; errors as in ``parse_master_plan``, and if it cannot be read."""
    return parse_master_plan(read_bytes(path, "master plan"), str(path))
