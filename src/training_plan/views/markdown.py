"""Markdown that shows every text as it is: what a name could break is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

# What can start or end markup inside a line, on the usual forges too: mentions, issue links, formulas, bare links.
_ACTIVE = re.compile(r"[\\`*\[\]<>|~$@&#]")
# An underscore between word characters is text.
_ACTIVE_UNDERSCORE = re.compile(r"_(?:(?![^\W_])|(?<![^\W_]_))")
_BARE_LINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_ADDRESS = re.compile(r"([\w.+/-]+(?:@[\w.+/-]+)+)", re.ASCII)
_FOLDED_BLANK = re.compile(r"^\s|\s$|(?<=\s)\s")
_PLAIN = re.compile(r"[\w.:,;=^/%+#@-]+( [\w.:,;=^/%+#@-]+)*", re.ASCII)
# Control characters, line separators, and marks that turn the direction of what follows.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(value: str) -> str:
    """Return a text on one line; a character that nobody sees is shown as its number."""
    if value.isprintable():
        return value
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match.group()):04x}", value)


def escaped(value: str) -> str:
    """Return Markdown that renders as the text, also in a table cell."""
    text = visible(value)
    if "@" not in text:
        return _escaped(text)
    # Of a mail address a forge makes a link even where every character is escaped, but not in code.
    pieces = _ADDRESS.split(text)
    return "".join(f"`{piece}`" if position % 2 else _escaped(piece) for position, piece in enumerate(pieces))


def _escaped(value: str) -> str:
    text = _ACTIVE.sub(r"\\\g<0>", value)
    # Most texts hold nothing of what follows, and looking for it costs more than all the rest.
    if "_" in text:
        text = _ACTIVE_UNDERSCORE.sub(r"\\_", text)
    if "://" in text or "www." in text.lower():
        text = _BARE_LINK.sub(r"\\\g<0>", text)
    if text != " ".join(text.split()):
        # A leading or trailing blank would be trimmed, a run of them folded.
        text = _FOLDED_BLANK.sub(lambda match: f"&#{ord(match.group())};", text)
    return text


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
