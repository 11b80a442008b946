"""From a plan to bytes: each job is encoded once, and every JSON file is made of those lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from training_plan.contract.schemas import SchemaName, schema_id
from training_plan.models import Job, MasterPlan

LINES_OPENING = b'\n  "jobs": [\n'
"""What stands before the first line of a list of jobs."""

LINES_CLOSING = b"\n  ]\n}\n"
"""What stands behind its last line."""

_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class EncodedPlan:
    """A plan and its bytes.

    Attributes:
        plan: the plan.
        lines: each job as compact JSON, in plan order.
        master: the whole of master_training_plan.json.
    """

    plan: MasterPlan
    lines: Sequence[bytes]
    master: bytes


def encode_jobs(jobs: Iterable[Job]) -> list[bytes]:
    """Return each job as compact JSON, without a line break."""
    return [_encoder.encode(job) for job in jobs]


def encode_plan(plan: MasterPlan) -> EncodedPlan:
    """Return a plan with its bytes."""
    lines = encode_jobs(plan.jobs)
    return EncodedPlan(plan, lines, master_bytes(plan, lines))


def master_bytes(plan: MasterPlan, lines: Sequence[bytes]) -> bytes:
    """Return master_training_plan.json for a plan and its encoded jobs."""
    header = {
        "$schema": schema_id(SchemaName.MASTER_TRAINING_PLAN),
        "metadata": plan.metadata,
        "summary": plan.summary,
    }
    return line_document(header, "jobs", lines)


def line_document(header: Mapping[str, object], list_name: str, lines: Sequence[bytes]) -> bytes:
    """Return a JSON object: the header pretty-printed, then a list with one line an item.

    The lines start at column 1 and are joined by a comma at the end of the line, so that grep, diff and
    line tools work on items.
    """
    pretty = msgspec.json.format(_encoder.encode({**header, list_name: []}), indent=2)
    if not lines:
        return pretty + b"\n"
    # Joined in one go: the items of a large plan are most of its memory.
    items = list(lines)
    items[0] = pretty.removesuffix(b"]\n}") + b"\n" + items[0]
    items[-1] += LINES_CLOSING
    return b",\n".join(items)
