"""Markdown, read back as a forge would."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from training_plan.views.markdown import escaped, link, name, table, visible

# Every character that Markdown may keep as it is: no other white space than the blank.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"], include_characters=" "),
    min_size=1,
    max_size=20,
) | st.text("`|*_[]()<>#+-.!\\&;~: a1\n", min_size=1, max_size=12)


class _Cells(HTMLParser):
    """The text of every cell, and every tag inside one."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"td", "th"}:
            self.cells.append("")
            self.inside = True
        elif self.inside:
            self.tags |= {tag, *(f"{key}={value}" for key, value in attrs)}

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data.replace("\u00a0", " ")


def read_back(cells: list[str]) -> _Cells:
    """Render a table of one row and return what a reader sees."""
    parser = _Cells()
    parser.feed(MarkdownIt("gfm-like", {"linkify": False}).render("\n".join(table(["one", "two:"], [cells]))))
    return parser


@given(TEXTS, TEXTS)
@example("a|b", "`|`")
@example("\\|", "\\")
@example("a``b", " ` ")
@example("<b>x</b>", "&amp;")
@example("[x](http://y)", "![x](y)")
@example("# x", "1. x")
@example("  ", " a  b ")
@example("https://x.y", "a@b.cd")
def test_a_reader_sees_the_text_itself(first: str, second: str) -> None:
    shown = read_back([escaped(first), name(second)])

    assert shown.cells == ["one", "two", visible(first), visible(second)]
    assert shown.tags <= {"code"}


@pytest.mark.parametrize(
    "plain", ["AAPL", "ret_1d", "ES=F", "^GSPC", "BF/B", "a b", "1e5", "R2-x", "a,b;c:d", "50%", "C#", "a+b", "a@b.org"]
)
def test_a_plain_name_is_a_code_span(plain: str) -> None:
    assert name(plain) == f"`{plain}`"


@pytest.mark.parametrize("text", ["a|b", "a`b", "ä", "a  b", " a", "a ", "<b>", "a*b", "\\"])
def test_another_name_is_escaped(text: str) -> None:
    assert name(text) == escaped(text)
    assert "`" not in name(text).replace("\\`", "")


@pytest.mark.parametrize(
    "character",
    [
        "\n",
        "\r",
        "\t",
        "\0",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9b",
        "\u200b",
        "\u200e",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u061c",
    ],
)
def test_what_nobody_sees_is_shown_as_its_number(character: str) -> None:
    assert visible(f"a{character}b") == f"a\\u{ord(character):04x}b"
    assert character not in escaped(f"a{character}b")
    assert character not in name(f"a{character}b")


def test_what_everybody_sees_stays() -> None:
    text = "".join(map(chr, range(0x20, 0x7F))) + "äß→\U0001f600"

    assert visible(text) == text
    assert not any(unicodedata.category(character) == "Cc" for character in visible(text))


@pytest.mark.parametrize(
    "path", ["by_symbol/BF%2FB.json", "by_target/a b.json", "by_symbol/CON~0123.json", "a)b(.json", "ä.json"]
)
def test_a_link_leads_to_the_file(path: str) -> None:
    from urllib.parse import unquote  # noqa: PLC0415 - here alone

    (heading,) = [token for token in MarkdownIt().parse(link(name("x"), path)) if token.type == "inline"]
    targets = [child.attrs["href"] for child in heading.children or [] if child.type == "link_open"]

    assert [unquote(str(target)) for target in targets] == [path]


def test_a_column_of_numbers_is_marked() -> None:
    assert table(["what", "count:"], [["a", "1"], ["b", "2"]]) == [
        "| what | count |",
        "| --- | ---: |",
        "| a | 1 |",
        "| b | 2 |",
    ]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("ask a.b@c.org", "ask&#32;`a.b@c.org`"),
        ("mailto:a@b.org|x", "mailto:`a@b.org`\\|x"),
        ("a@b+c@d@@e", "`a@b+c@d`\\@\\@e"),
        ("@someone, a@`b", "\\@someone, a\\@\\`b"),
    ],
)
def test_a_mail_address_is_code(text: str, markdown: str) -> None:
    assert escaped(text) == markdown
    assert read_back([markdown, "x"]).cells[2] == text
