"""The plan as YAML: block style, every text double-quoted, the same object under YAML 1.1 and 1.2."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from json.encoder import encode_basestring
from typing import Any

import msgspec

from training_plan.contract.schemas import SchemaName, schema_id
from training_plan.models import Job, MasterPlan

# Printable in JSON but not in YAML, or a line break in YAML 1.1. All of them stand inside quotes.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_LONGEST_SIMPLE_KEY = 1000
"""A longer key needs the explicit ``?``: YAML readers look ahead 1,024 characters for its colon."""

_JOBS_AT_ONCE = 1_000


def yaml_mirror(plan: MasterPlan) -> bytes:
    """Return the plan as a YAML document with the keys of the master plan in its order."""
    header = {
        "$schema": schema_id(SchemaName.MASTER_TRAINING_PLAN),
        "metadata": msgspec.to_builtins(plan.metadata),
        "summary": msgspec.to_builtins(plan.summary),
    }
    lines: list[str] = []
    _add_mapping(lines, header, "")
    lines.append('"jobs":' if plan.jobs else '"jobs": []')
    document = BytesIO()
    document.write(_encoded(lines))
    families: dict[tuple[str, ...], str] = {}
    for start in range(0, len(plan.jobs), _JOBS_AT_ONCE):
        lines = []
        for job in plan.jobs[start : start + _JOBS_AT_ONCE]:
            _add_job(lines, job, families)
        document.write(_encoded(lines))
    return document.getvalue()


def _encoded(lines: list[str]) -> bytes:
    lines.append("")
    return "\n".join(lines).encode()


def _add_job(lines: list[str], job: Job, families: dict[tuple[str, ...], str]) -> None:
    """Add a job; ``families`` keeps what a list of families looks like, since few lists serve all jobs."""
    names = tuple(job.model_families)
    if names not in families:
        block: list[str] = []
        _add_entry(block, '    "model_families":', list(names), "    ")
        families[names] = "\n".join(block)
    lines.append(
        f'  - "job_id": {_text(job.job_id)}\n'
        f'    "target": {_name(job.target)}\n'
        f'    "symbol": {"null" if job.symbol is None else _name(job.symbol)}\n'
        f'    "route": "{job.route}"\n'
        f'    "training_type": "{job.training_type}"\n'
        f"{families[names]}\n"
        f'    "priority": {job.priority}\n'
        f'    "reason": {_text(job.reason)}'
    )
    _add_entry(lines, '    "metadata":', job.metadata, "    ")


def _text(value: str) -> str:
    """Return a text in quotes."""
    quoted = encode_basestring(value)
    if "\x7f" not in quoted if quoted.isascii() else quoted.isprintable():
        return quoted
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)


_name = lru_cache(maxsize=2**16)(_text)
"""The same, for texts that stand in many jobs."""


def _add_mapping(lines: list[str], mapping: Mapping[str, Any], indent: str) -> None:
    for key, value in mapping.items():
        if isinstance(value, str):
            lines.append(_text_entry(key, value, indent))
        else:
            _add_entry(lines, _key(key, indent), value, indent)


@lru_cache(maxsize=4096)
def _text_entry(key: str, value: str, indent: str) -> str:
    """Return an entry of a mapping; facts such as a state are the same for many jobs."""
    return f"{_key(key, indent)} {_text(value)}"


@lru_cache(maxsize=1024)
def _key(key: str, indent: str) -> str:
    name = _text(key)
    return f"{indent}{name}:" if len(name) <= _LONGEST_SIMPLE_KEY else f"{indent}? {name}\n{indent}:"


def _add_entry(lines: list[str], head: str, value: Any, indent: str) -> None:  # noqa: ANN401 - any JSON value
    kind = type(value)
    if isinstance(value, str):
        lines.append(f"{head} {_text(value)}")
    elif kind is int:
        lines.append(f"{head} {value}")
    elif kind is float:
        lines.append(f"{head} {_number(value)}")
    elif value and (kind is dict or isinstance(value, Mapping)):
        lines.append(head)
        _add_mapping(lines, value, indent + "  ")
    elif value and isinstance(value, list | tuple):
        lines.append(head)
        _add_sequence(lines, value, indent + "  ")
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
