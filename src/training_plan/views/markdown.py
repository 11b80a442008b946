"""Markdown that shows every text as it is: what a name could break is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

# What can start or end markup inside a line, on the usual forges too: mentions, issue links, formulas, bare links.
# An underscore between word characters is text.
_ACTIVE = re.compile(r"([\\`*\[\]<>|~$@&#]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_PLAIN = re.compile(r"[\w.:,;=^/%+#-]+( [\w.:,;=^/%+#-]+)*", re.ASCII)
# Control characters, line separators, and marks that turn the direction of what follows.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(value: str) -> str:
    """Return a text on one line; a character that nobody sees is shown as its number."""
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match.group()):04x}", value)


def escaped(value: str) -> str:
    """Return Markdown that renders as the text, also in a table cell."""
    text = _ACTIVE.sub(r"\\\1", visible(value))
    # A leading or trailing blank would be trimmed, a run of them folded.
    return re.sub(r"^\s|\s$|(?<=\s)\s", lambda match: f"&#{ord(match.group())};", text)


def name(value: str) -> str:
    """Return Markdown for a name: a code span where that shows it exactly, else escaped text."""
    return f"`{value}`" if _PLAIN.fullmatch(value) else escaped(value)


def link(label: str, path: str) -> str:
    """Return a link; ``label`` is Markdown, ``path`` is relative with forward slashes."""
    return f"[{label}]({quote(path)})"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table of Markdown cells; columns of numbers are marked by a header ending in ``:``."""
    marks = ["---:" if cell.endswith(":") else "---" for cell in header]
    lines = [_row([cell.removesuffix(":") for cell in header]), _row(marks)]
    return lines + [_row(row) for row in rows]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
