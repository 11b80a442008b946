"""A fault of a document, a case of the suite, and how faults become cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from conformance_cases.editing import Edit, edited, inside, parts_of, put
from conformance_cases.layout import pretty, replaced


@dataclass(frozen=True)
class Fault:
    """What is wrong with a document and how a good one is made so.

    Attributes:
        name: name of the case in its kind.
        code: the code of the finding.
        at: JSON Pointer to the place of the finding.
        reason: one sentence.
        edit: makes the fault.
        by: what refuses the document.
    """

    name: str
    code: str
    at: str
    reason: str
    edit: Edit
    by: str = "schema"

    def moved(self, prefix: str, to: str) -> Fault:
        """Return the same fault in the part of a larger document that ``to`` points to."""

        def edit(document: Any) -> None:  # noqa: ANN401
            box = {"part": inside(document, parts_of(to))}
            self.edit(box)
            put(to, box["part"])(document)

        return Fault(prefix + self.name, self.code, to + self.at, self.reason, edit, self.by)


@dataclass(frozen=True)
class Case:
    """One file of the suite and what the contract says of it."""

    kind: str
    schema: str
    name: str
    data: bytes
    reason: str
    refused_by: str | None = None
    code: str | None = None
    pointer: str | None = None

    @property
    def file(self) -> str:
        """Return the path in the suite."""
        return f"{self.kind}/{'refused' if self.refused_by else 'accepted'}/{self.name}.json"

    def entry(self) -> dict[str, str | None]:
        """Return the case as the index has it."""
        return {
            "file": self.file,
            "kind": self.kind,
            "schema": self.schema,
            "verdict": "refuse" if self.refused_by else "accept",
            "refused_by": self.refused_by,
            "code": self.code,
            "pointer": self.pointer,
            "reason": self.reason,
        }


def refused(kind: str, schema: str, base: object, faults: Iterator[Fault]) -> Iterator[Case]:
    """Yield a refused case for each fault of a document."""
    for fault in faults:
        data = pretty(edited(base, fault.edit))
        yield Case(kind, schema, fault.name, data, fault.reason, fault.by, fault.code, fault.at)


def root_faults(kind: str, schema: str, code: str = "TP201") -> Iterator[Case]:
    """Yield the documents that are no object."""
    rows = (
        ("document_is_a_list", b"[]\n"),
        ("document_is_null", b"null\n"),
        ("document_is_text", b'"plan"\n'),
    )
    for name, data in rows:
        yield Case(kind, schema, name, data, "A document is an object.", "schema", code, "")


def not_plain_integers(
    kind: str, schema: str, base: object, rows: Sequence[tuple[str, str, str, str]]
) -> Iterator[Case]:
    """Yield a case a row: name, place, old text and new text of a whole number with fraction or exponent."""
    for name, at, old, new in rows:
        reason = f"A whole number is written without fraction and exponent; {new.split()[-1]} is not."
        yield Case(kind, schema, name, replaced(pretty(base), old, new), reason, "invariant", "TP210", at)


def unparsable(kind: str, schema: str, document: object, key: str, at: str) -> Iterator[Case]:
    """Yield files that are no JSON documents, made of another kind of document."""
    text = pretty(document)
    twice = text.replace(f'"{key}"'.encode(), f'"{key}": null, "{key}"'.encode(), 1)
    rows = (
        ("byte_order_mark", "TP102", "", "The file starts without a byte-order mark.", b"\xef\xbb\xbf" + text),
        ("cut_short", "TP103", "", "The end is missing.", text[:-3]),
        ("key_twice", "TP104", at, "A key stands once in an object.", twice),
    )
    for name, code, pointer, reason, data in rows:
        yield Case(kind, schema, f"parse_{name}", data, reason, "parse", code, pointer)
