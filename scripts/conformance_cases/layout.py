"""Documents as bytes, in the layouts that the cases have."""

from __future__ import annotations

import json

from conformance_cases.editing import Document


def pretty(document: object) -> bytes:
    """Return a document as most cases are written: UTF-8, two blanks of indentation, a final newline."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def compact(document: object) -> bytes:
    """Return a document on one line without a blank or a newline."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def one_job_a_line(document: Document) -> bytes:
    """Return a plan or a view as the builder lays it out."""
    head = pretty({**{key: value for key, value in document.items() if key != "jobs"}, "jobs": []})
    lines = b",\n".join(compact(job) for job in document["jobs"])
    return head.removesuffix(b"]\n}\n") + b"\n" + lines + b"\n  ]\n}\n"


def replaced(data: bytes, old: str, new: str | bytes) -> bytes:
    """Return bytes in which a text that stands there once is replaced."""
    if data.count(old.encode()) != 1:
        raise SystemExit(f"{old!r} stands {data.count(old.encode())} times in the document")
    return data.replace(old.encode(), new if isinstance(new, bytes) else new.encode())
