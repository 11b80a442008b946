"""Markdown read back as a forge renders it: tables of cell texts, headings, links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_HTML = frozenset({"html_inline", "html_block"})


@dataclass(slots=True)
class Table:
    """One table: the heading above it, the texts of its cells, and where the links in it lead, by text."""

    heading: str
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What a Markdown file shows; links are URL-decoded, fences have their language and their content."""

    tables: list[Table] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    fences: list[tuple[str, str]] = field(default_factory=list)

    def table(self, *header: str) -> Table:
        """Return the only table with this header."""
        (found,) = [table for table in self.tables if table.header == list(header)]
        return found


def read_page(data: bytes) -> Page:
    """Return what a Markdown file shows."""
    page = Page()
    tokens = MarkdownIt("commonmark").enable("table").parse(data.decode())
    for position, token in enumerate(tokens):
        if token.type == "table_open":
            page.tables.append(Table(page.headings[-1][1] if page.headings else ""))
        elif token.type == "tr_open":
            page.tables[-1].rows.append([])
        elif token.type == "inline":
            opener = tokens[position - 1]
            if opener.type == "heading_open":
                page.headings.append((opener.tag, shown_text(token)))
            elif opener.type in {"th_open", "td_open"}:
                page.tables[-1].rows[-1].append(shown_text(token))
                page.tables[-1].links += [(shown_text(token), href) for href in _hrefs(token)]
    page.fences = [(token.info, token.content) for token in tokens if token.type == "fence"]
    for table in page.tables:
        table.header = table.rows.pop(0)
    for token in _all_tokens(tokens):
        page.links += _hrefs(token)
        if token.type in _HTML:
            page.html.append(token.content)
    return page


def _hrefs(inline: Token) -> list[str]:
    return [unquote(str(token.attrs["href"])) for token in inline.children or () if token.type == "link_open"]


def shown_text(inline: Token) -> str:
    """Return the text that a reader sees, a hard blank as a plain one."""
    return plain_blanks("".join(token.content for token in inline.children or () if not token.type.endswith("_open")))


def plain_blanks(text: str) -> str:
    """Return a text with each hard blank as a plain one: both look the same."""
    return text.replace("\u00a0", " ")


def _all_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()
