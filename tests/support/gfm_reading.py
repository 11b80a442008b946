"""Markdown read back through GitHub's own renderer, which turns more into markup than CommonMark does."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote

import cmarkgfm

from support.markdown_reading import Page, Table, plain_blanks

_TEXT_HOLDERS = frozenset({"td", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_EXPECTED = _TEXT_HOLDERS | {"table", "thead", "tbody", "tr", "a", "code", "p", "strong"}
"""The tags that a report leads to; any other comes out of a name."""

_CHART = ("pre", [("lang", "mermaid")])


def read_gfm_page(data: bytes) -> Page:
    """Return what a Markdown file shows on GitHub; ``html`` has every tag that a report has no use for."""
    reader = _Reader()
    reader.feed(cmarkgfm.github_flavored_markdown_to_html(data.decode()))
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._text: str | None = None
        self._cell_links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag, attrs) == _CHART:
            return
        if tag not in _EXPECTED:
            self.page.html.append(tag)
        elif tag == "table":
            self.page.tables.append(Table(self.page.headings[-1][1] if self.page.headings else ""))
        elif tag == "tr":
            self.page.tables[-1].rows.append([])
        elif tag in _TEXT_HOLDERS:
            self._text, self._cell_links = "", []
        elif tag == "a":
            link = unquote(dict(attrs)["href"] or "")
            self.page.links.append(link)
            self._cell_links.append(link)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def handle_comment(self, data: str) -> None:
        # What the renderer leaves in the place of raw HTML.
        self.page.html.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in _TEXT_HOLDERS and self._text is not None:
            text, self._text = plain_blanks(self._text), None
            if tag in {"td", "th"}:
                table = self.page.tables[-1]
                table.rows[-1].append(text)
                table.links += [(text, link) for link in self._cell_links]
            else:
                self.page.headings.append((tag, text))
        elif tag == "table":
            self.page.tables[-1].header = self.page.tables[-1].rows.pop(0)
