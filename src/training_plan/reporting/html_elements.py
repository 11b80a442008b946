"""Elements of HTML made from text alone: whatever a name holds, it stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, tostring

from training_plan.views.markdown import visible

Content = Element | str

_SHOWN_NAMES = 12


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """Return an element; an attribute's name loses a final underscore, and others in it are hyphens.

    What nobody sees in a text, such as a mark that turns its direction, is shown as its number.
    """
    made = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    last: Element | None = None
    for part in content:
        if isinstance(part, Element):
            made.append(part)
            last = part
        elif last is None:
            made.text = (made.text or "") + visible(part)
        else:
            last.tail = (last.tail or "") + visible(part)
    return made


def name(text: str) -> Element:
    """Return a name, whose direction of writing does not touch what stands around it."""
    return element("bdi", text, class_="name")


def names(texts: Sequence[str], shown: int = _SHOWN_NAMES) -> list[Content]:
    """Return names with commas between them; of a long list the first ones, and how many there are more."""
    content: list[Content] = []
    for text in texts[:shown]:
        content += [", ", name(text)] if content else [name(text)]
    hidden = len(texts) - shown
    return [*content, f" and {counted(hidden)} more"] if hidden > 0 else content


def table(caption: str, header: Iterable[Content], rows: Iterable[Sequence[Content]], **attributes: str) -> Element:
    """Return a table; the first cell of each row is its heading."""
    head = element("tr", *(element("th", cell, scope="col") for cell in header))
    body = (
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in rest))
        for first, *rest in rows
    )
    return element("table", element("caption", caption), element("thead", head), element("tbody", *body), **attributes)


def number(label: str, value: int, meaning: str, *, is_bad: bool = False) -> Element:
    """Return a number that a person sees first, with what it counts; it is for a list of terms."""
    return element(
        "div",
        element("dt", label),
        element("dd", counted(value), class_="number"),
        element("dd", meaning, class_="quiet"),
        class_="bad" if is_bad else "",
        data_number=label,
    )


def counted(value: int, one: str = "", many: str = "") -> str:
    """Return a number with commas, and the noun that goes with it."""
    noun = one if value == 1 else many or (f"{one}s" if one else "")
    return f"{value:,} {noun}".rstrip()


def html(*elements: Element) -> str:
    """Return elements as HTML."""
    return "\n".join(tostring(made, encoding="unicode", method="html") for made in elements)
