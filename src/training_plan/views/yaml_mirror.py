"""The plan as YAML: block style, every text double-quoted, the same object under YAML 1.1 and 1.2."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

import msgspec

from training_plan.contract.schemas import SchemaName, schema_id
from training_plan.models import Job, MasterPlan

# Printable in JSON but not in YAML, or a line break in YAML 1.1. All of them stand inside quotes.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_LONGEST_SIMPLE_KEY = 1000
"""A longer key needs the explicit ``?``: YAML readers look ahead 1,024 characters for its colon."""

_JOBS_AT_ONCE = 10_000


def yaml_mirror(plan: MasterPlan) -> bytes:
    """Return the plan as a YAML document with the keys of the master plan in its order."""
    header = {
        "$schema": schema_id(SchemaName.MASTER_TRAINING_PLAN),
        "metadata": msgspec.to_builtins(plan.metadata),
        "summary": msgspec.to_builtins(plan.summary),
    }
    lines: list[str] = []
    _add_mapping(lines, header, "")
    if not plan.jobs:
        lines.append('"jobs": []')
        return _encoded(lines)
    lines.append('"jobs":')
    pieces = [_encoded(lines)]
    families: dict[tuple[str, ...], str] = {}
    for start in range(0, len(plan.jobs), _JOBS_AT_ONCE):
        lines = []
        for job in plan.jobs[start : start + _JOBS_AT_ONCE]:
            _add_job(lines, job, families)
        pieces.append(_encoded(lines))
    return b"".join(pieces)


def _encoded(lines: list[str]) -> bytes:
    lines.append("")
    text = "\n".join(lines)
    return (text if text.isascii() and "\x7f" not in text else _UNPRINTABLE.sub(_escape, text)).encode()


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _add_job(lines: list[str], job: Job, families: dict[tuple[str, ...], str]) -> None:
    """Add a job; ``families`` keeps what a list of families looks like, since few lists serve all jobs."""
    names = tuple(job.model_families)
    if names not in families:
        block: list[str] = []
        _add_entry(block, '    "model_families":', list(names), "    ")
        families[names] = "\n".join(block)
    quote = encode_basestring
    lines.append(
        f'  - "job_id": {quote(job.job_id)}\n'
        f'    "target": {quote(job.target)}\n'
        f'    "symbol": {"null" if job.symbol is None else quote(job.symbol)}\n'
        f'    "route": "{job.route}"\n'
        f'    "training_type": "{job.training_type}"\n'
        f"{families[names]}\n"
        f'    "priority": {job.priority}\n'
        f'    "reason": {quote(job.reason)}'
    )
    _add_entry(lines, '    "metadata":', job.metadata, "    ")


def _add_mapping(lines: list[str], mapping: Mapping[str, Any], indent: str) -> None:
    for key, value in mapping.items():
        _add_entry(lines, _key(key, indent), value, indent)


@lru_cache(maxsize=1024)
def _key(key: str, indent: str) -> str:
    name = encode_basestring(key)
    if not name.isascii():
        # Escaped before it is measured: the escapes are longer.
        name = _UNPRINTABLE.sub(_escape, name)
    return f"{indent}{name}:" if len(name) <= _LONGEST_SIMPLE_KEY else f"{indent}? {name}\n{indent}:"


def _add_entry(lines: list[str], head: str, value: Any, indent: str) -> None:  # noqa: ANN401 - any JSON value
    kind = type(value)
    if kind is str:
        lines.append(f"{head} {encode_basestring(value)}")
    elif kind is int:
        lines.append(f"{head} {value}")
    elif kind is float:
        lines.append(f"{head} {_number(value)}")
    elif value and isinstance(value, Mapping):
        lines.append(head)
        _add_mapping(lines, value, indent + "  ")
    elif value and isinstance(value, list | tuple):
        lines.append(head)
        _add_sequence(lines, value, indent + "  ")
    elif isinstance(value, str):
        lines.append(f"{head} {encode_basestring(str(value))}")
    else:
        lines.append(f"{head} {msgspec.json.encode(value).decode()}")


def _add_sequence(lines: list[str], items: Sequence[Any], indent: str) -> None:
    for item in items:
        if item and isinstance(item, Mapping):
            block: list[str] = []
            _add_mapping(block, item, indent + "  ")
            block[0] = f"{indent}- {block[0][len(indent) + 2 :]}"
            lines += block
        else:
            _add_entry(lines, f"{indent}-", item, indent)


def _number(value: float) -> str:
    """Return a float that YAML 1.1 reads as one: with a dot, and a sign in the exponent."""
    mantissa, exponent_mark, exponent = repr(value).partition("e")
    if not exponent_mark:
        return mantissa
    dotted = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{dotted}e{exponent if exponent[0] in '+-' else '+' + exponent}"
