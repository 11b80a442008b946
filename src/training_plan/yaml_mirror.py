"""The plan as YAML: block style, every text double-quoted, the same object under YAML 1.1 and 1.2."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from training_plan.contract import SchemaName, schema_id
from training_plan.models import MasterPlan

# Printable in JSON but not in YAML, or a line break in YAML 1.1. All of them stand inside quotes.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_LONGEST_SIMPLE_KEY = 1000
"""A longer key needs the explicit ``?``: YAML readers look ahead 1,024 characters for its colon."""


def yaml_mirror(plan: MasterPlan) -> bytes:
    """Return the plan as a YAML document with the keys of the master plan in its order."""
    document = {
        "$schema": schema_id(SchemaName.MASTER_TRAINING_PLAN),
        "metadata": msgspec.to_builtins(plan.metadata),
        "summary": msgspec.to_builtins(plan.summary),
        "jobs": [msgspec.to_builtins(job) for job in plan.jobs],
    }
    text = "\n".join(_mapping(document, "")) + "\n"
    return _UNPRINTABLE.sub(_escape, text).encode()


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _mapping(mapping: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        # Escaped before it is measured: the escapes are longer.
        name = _UNPRINTABLE.sub(_escape, _text(key))
        head = f"{indent}{name}:" if len(name) <= _LONGEST_SIMPLE_KEY else f"{indent}? {name}\n{indent}:"
        yield from _entry(head, value, indent)


def _sequence(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict) and item:
            lines = _mapping(item, indent + "  ")
            yield f"{indent}- {next(lines).lstrip(' ')}"
            yield from lines
        else:
            yield from _entry(f"{indent}-", item, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict) and value:
        yield head
        yield from _mapping(value, indent + "  ")
    elif isinstance(value, list | tuple) and value:
        yield head
        yield from _sequence(value, indent + "  ")
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """Return a float that YAML 1.1 reads as one: with a dot, and a sign in the exponent."""
    mantissa, exponent_mark, exponent = repr(value).partition("e")
    if not exponent_mark:
        return mantissa
    dotted = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{dotted}e{exponent if exponent[0] in '+-' else '+' + exponent}"
