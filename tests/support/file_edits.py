"""Ways to edit a file of a plan folder, and ways to say in YAML the same or something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import strategies as st

from support.oracle import JsonObject, expected_summary


def edited(data: bytes, draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """Return bytes with one small edit."""
    at = draw(st.integers(0, max(len(data) - 1, 0)))
    byte = draw(st.one_of(st.sampled_from(b'019 -.,:"{}[]\ntZ#'), st.integers(0, 255)))
    kind = draw(st.sampled_from(("replace", "insert", "delete", "append")))
    if kind == "append":
        return data + bytes([byte])
    return data[:at] + (b"" if kind == "delete" else bytes([byte])) + data[at + (kind != "insert") :]


def with_other_lines(data: bytes, draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """Return bytes with one line gone, twice, or after the next one."""
    lines = data.splitlines(keepends=True) or [b"\n"]
    at = draw(st.integers(0, len(lines) - 1))
    kind = draw(st.sampled_from(("drop", "repeat", "swap")))
    if kind == "swap":
        return b"".join([*lines[:at], *lines[at : at + 2][::-1], *lines[at + 2 :]])
    return b"".join([*lines[:at], *([lines[at]] * 2 if kind == "repeat" else []), *lines[at + 1 :]])


def dumped(document: object, *, sort_keys: bool = False, flow: bool = False) -> bytes:
    text = yaml.safe_dump(document, sort_keys=sort_keys, default_style='"' if flow else None, width=10**6)
    return text.encode()


RESPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "comment": lambda data: b"# read me\n" + data + b"# the end",
    "start and end": lambda data: b"--- # a plan\n" + data + b"...\n",
    "bare keys": lambda data: data.replace(b'"priority":', b"priority:").replace(b'"summary":', b"'summary':"),
    "blank lines": lambda data: data.replace(b'\n"', b'\n\n"'),
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "wider": lambda data: b"\n".join(b" " + line for line in data.split(b"\n")),
    "other dumper": lambda data: dumped(yaml.safe_load(data)),
    "other order": lambda data: dumped(yaml.safe_load(data), sort_keys=True),
    "all quoted, numbers tagged": lambda data: dumped(yaml.safe_load(data), flow=True),
}
SURE_RESPELLINGS = frozenset({"comment", "start and end", "bare keys", "blank lines", "CRLF", "wider"})


def change_meaning(plan: JsonObject, kind: str, text: str) -> None:
    """Change a plan, mostly such that its counts still fit."""
    jobs = plan["jobs"]
    if kind == "reason" and jobs:
        jobs[0]["reason"] = text
    elif kind == "metadata" and jobs:
        jobs[-1]["metadata"]["remark"] = text
    elif kind == "order":
        jobs.reverse()
    elif kind == "job dropped" and jobs:
        jobs.pop()
        plan["metadata"]["total_jobs"] = len(jobs)
        plan["summary"] = expected_summary(jobs)
    elif kind == "schema dropped":
        plan.pop("$schema", None)
    else:
        plan["metadata"]["git_commit"] = text


MEANINGS = st.sampled_from(("reason", "metadata", "order", "job dropped", "schema dropped", "git_commit"))
