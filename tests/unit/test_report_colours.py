"""The colours of the page can be read on each other, and told apart by people who see colours otherwise."""

from __future__ import annotations

import itertools
import math
import re

import pytest

from training_plan.reporting.page_script import asset

STANDINGS = ("cross", "symbol", "both", "experimental", "blocked", "covered")

# Viénot-like matrices for linear RGB at full severity: Machado, Oliveira and Fernandes (2009), table 1.
VISIONS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
SMALLEST_DISTANCE = 15
"""In CIELAB (1976); about 2 is what an eye just sees side by side."""

Colour = tuple[float, float, float]


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the style sheet by name, for light and for dark."""
    light, dark = re.findall(r":root \{(.*?)\}", asset("page.css"), re.DOTALL)
    by_day = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return {"light": by_day, "dark": by_day | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


SCHEMES = schemes()


def linear(colour: str) -> Colour:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return tuple(each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in (red, green, blue))  # type: ignore[return-value]


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG 2."""
    light, dark = sorted(
        (sum(part * weight for part, weight in zip(linear(each), (0.2126, 0.7152, 0.0722), strict=True)))
        for each in (one, other)
    )[::-1]
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, vision: str) -> Colour:
    """Return a colour in CIELAB (D65) as somebody sees it."""
    red, green, blue = (
        min(1.0, max(0.0, sum(factor * part for factor, part in zip(row, linear(colour), strict=True))))
        for row in VISIONS[vision]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_standings_are_told_apart(scheme: str, vision: str) -> None:
    colours = {name: seen(SCHEMES[scheme][name], vision) for name in STANDINGS}
    near = {
        pair: round(math.dist(*(colours[name] for name in pair)))
        for pair in itertools.combinations(STANDINGS, 2)
        if math.dist(*(colours[name] for name in pair)) < SMALLEST_DISTANCE
    }
    assert near == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_letters_and_texts_are_read_on_what_they_stand_on(scheme: str) -> None:
    colours = SCHEMES[scheme]
    pairs = [(f"on-{name}", name) for name in STANDINGS]
    pairs += [(text, ground) for text in ("ink", "quiet", "link") for ground in ("paper", "raised")]
    pairs += [("ink", "attention"), ("quiet", "attention")]
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: round(value, 2) for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_of_jobs_stand_out_from_the_page(scheme: str) -> None:
    colours = SCHEMES[scheme]
    weak = {name: contrast(colours[name], colours["paper"]) for name in STANDINGS if name != "covered"}
    assert {name: round(value, 2) for name, value in weak.items() if value < 3} == {}


def test_the_measures_are_those_of_their_sources() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert seen("#ffffff", "usual") == pytest.approx((100, 0, 0), abs=0.1)
    assert math.dist(seen("#ff0000", "protanopia"), seen("#008000", "protanopia")) < math.dist(
        seen("#ff0000", "usual"), seen("#008000", "usual")
    )
