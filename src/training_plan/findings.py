"""A finding: one fault at one place, with a stable code."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

_SHOWN_POINTER = 200
_SHOWN_VALUE = 60
_CUT_VALUE = 50


class Code(StrEnum):
    """Stable codes of findings; a code never changes its meaning.

    TP1xx: the file is no document. TP2xx: the schema refuses it. TP3xx: an invariant refuses it.
    TP4xx: documents that are valid alone contradict themselves or each other.
    TP5xx: a plan folder is not what its master demands.
    """

    NOT_UTF8 = "TP101"
    BYTE_ORDER_MARK = "TP102"
    SYNTAX = "TP103"
    DUPLICATE_KEY = "TP104"
    NOT_FINITE = "TP105"
    TOO_DEEP = "TP106"

    WRONG_TYPE = "TP201"
    MISSING_PROPERTY = "TP202"
    UNKNOWN_PROPERTY = "TP203"
    NOT_ALLOWED_VALUE = "TP204"
    BAD_NAME = "TP205"
    OUT_OF_RANGE = "TP206"
    BAD_FORMAT = "TP207"
    REPEATED_ITEM = "TP208"
    TOO_FEW = "TP209"
    NOT_A_PLAIN_INTEGER = "TP210"
    UNKNOWN_KIND = "TP211"

    DUPLICATE_JOB_ID = "TP301"
    WRONG_TOTAL_JOBS = "TP302"
    WRONG_BY_ROUTE = "TP303"
    WRONG_BY_TYPE = "TP304"
    WRONG_BY_PRIORITY = "TP305"
    WRONG_TOTAL_CS_JOBS = "TP306"
    WRONG_TOTAL_SYMBOL_JOBS = "TP307"
    WRONG_TOTAL_BLOCKED = "TP308"
    FOREIGN_JOB = "TP309"

    CONTRADICTION = "TP401"
    MISSING_COLUMN = "TP402"
    DUPLICATE_ROW = "TP403"
    BAD_CELL = "TP404"
    BROKEN_TABLE = "TP405"

    MISSING_FILE = "TP501"
    DIFFERENT_FILE = "TP502"
    EXTRA_FILE = "TP503"
    WRONG_MANIFEST = "TP504"
    DIFFERENT_YAML = "TP505"
    UNREADABLE_FILE = "TP506"
    SYMBOLIC_LINK = "TP507"


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"


_WARNINGS = frozenset({Code.EXTRA_FILE})
"""What these tell of stands beside what is right, and spoils nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault at one place.

    Attributes:
        code: stable code of the kind of fault.
        message: what was found and what is allowed.
        file: the file, as it was given.
        line: line in the file, from 1; None where there are no lines.
        column: column in the line, in characters from 1; None where there are no lines.
        pointer: JSON Pointer (RFC 6901) to the place; empty for the whole document.
        job_id: the job it is about, if there is one.
        hint: what to do about it, if that is known.
    """

    code: Code
    message: str
    file: str
    line: int | None = None
    column: int | None = None
    pointer: str = ""
    job_id: str | None = None
    hint: str | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is; the code tells."""
        return Severity.WARNING if self.code in _WARNINGS else Severity.ERROR

    def as_data(self) -> dict[str, object]:
        """Return the finding for programs."""
        fields = asdict(self)
        return {"code": fields.pop("code"), "severity": self.severity, **fields}

    def summary(self) -> str:
        """Return message, place in the document (cut if it is long) and hint, without the file."""
        at = f" at {_cut(self.pointer)}" if self.pointer else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.message}{at}{hint}"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        severity = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        return one_line(f"{place}: {self.code} {severity}{self.summary()}")


def one_line(text: str) -> str:
    """Return a text in which no name can start a new line."""
    return text.replace("\n", "\\n").replace("\r", "\\r")


def _cut(pointer: str) -> str:
    return pointer if len(pointer) <= _SHOWN_POINTER else f"{pointer[:_SHOWN_POINTER]} ..."


def json_pointer(path: tuple[str | int, ...]) -> str:
    """Return a path of keys and indices as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def shown(value: object) -> str:
    """Return a value as JSON on one line in ASCII, cut to a length that a person reads."""
    text = ""
    # Piece by piece, because a value may be a document of a gigabyte.
    for piece in json.JSONEncoder(default=str).iterencode(value):
        text += piece
        if len(text) > _SHOWN_VALUE:
            return text[:_CUT_VALUE] + " ..."
    return text
