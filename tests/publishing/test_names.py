"""Targets and symbols with any name: each has files of its own on every kind of disk, and none leads out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publishing.plans import MANIFEST, workplace
from support.strategies import HARD_NAMES, TWINS, names
from training_plan.views.file_names import MAX_BYTES, file_names, is_file_name
from unit.sample_plans import Document, decision, publish_targets, target, tree

HOSTILE = (
    *(
        "../../etc/passwd",
        "../master_training_plan",
        "/abs",
        "//host/share",
        "a/b",
        "a/../../b",
        "..",
        ".",
        "...",
        " ",
        "\u00a0",
    ),
    *("CON", "con.json", "CON .json", "aux.tar.gz", "COM\u00b9", "LPT\u00b3.x", "CONIN$", "CLOCK$", "nul.", "prn "),
    *("a.", "a..", "a ", "a. .", " a", "a\u3000", "~", "~a", "a~0123456789abcdef", "A~0123456789ABCDEF", "%", "%2e%2e"),
    *("\u202eabc", "abc\u202egnp.json", "\u200f", "\u2066a\u2069", "\U0001f4c8" * 200, "\U0010ffff" * 200, "x" * 200),
    *(
        "\u00e9",
        "e\u0301",
        "E\u0301",
        "\u212b",
        "\u00c5",
        "A\u030a",
        "\ufb01",
        "fi",
        "FI",
        "\u00df",
        "ss",
        "SS",
        "\u1e9e",
    ),
    *("\u0130", "i\u0307", "i", "I", "\u0131", "\u212a", "k", "K", "\u017f", "s", "S", "\u03c2", "\u03c3", "\u03a3"),
    *("a", "ab", "abc", "a.json", "a.json.json", ".json", "lock", "holder.json", "journal.json", ".publishing", "0"),
    *(
        "-rf",
        "--",
        "$(x)",
        "`x`",
        "x;y",
        "x&y",
        "x|y",
        "*",
        "?",
        "[a]",
        "{a}",
        "<script>",
        '"',
        "'",
        "\\",
        "C:\\x",
        "C:",
    ),
)
"""What an attacker, or the world, may call a target or a symbol."""

KEYS = st.one_of(
    st.sets(st.sampled_from(HOSTILE), max_size=12),
    st.sets(names(), max_size=8),
    st.sampled_from(TWINS).map(set),
)


def ignores_case(name: str) -> str:
    return name.casefold()


def normalizes(name: str) -> str:
    """Return what APFS and HFS+ take a name for."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def compatible(name: str) -> str:
    """Return what a file server that normalizes for compatibility takes a name for."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def trims(name: str) -> str:
    """Return what Windows takes a name for."""
    return name.upper().rstrip(". ")


@pytest.mark.parametrize("disk", [ignores_case, normalizes, compatible, trims])
@given(keys=KEYS)
@example(keys=set(HOSTILE))
@example(keys=set(HARD_NAMES))
def test_each_key_has_a_file_of_its_own_on_every_kind_of_disk(disk: Callable[[str], str], keys: set[str]) -> None:
    found = file_names(keys)

    assert found.keys() == keys
    assert len({disk(name) for name in found.values()}) == len(keys)


@given(KEYS)
@example(set(HOSTILE))
@example(set(HARD_NAMES))
def test_every_name_is_one_that_is_recognized_as_ours(keys: set[str]) -> None:
    for name in file_names(keys).values():
        assert is_file_name(name)
        assert len(name.encode()) <= MAX_BYTES
        assert Path(name).name == name
        assert name not in {"lock", "holder.json.new"}


@pytest.mark.parametrize(
    "name", ["", ".json", "..json", "a/b.json", "a\\b.json", "a\0.json", "a.json\n", "\u00e4.json", "a.txt"]
)
def test_other_names_are_not(name: str) -> None:
    assert not is_file_name(name)


@settings(max_examples=15)
@given(st.lists(st.sets(st.sampled_from(HOSTILE), min_size=1, max_size=6), min_size=2, max_size=3))
@example([set(HOSTILE), set(HARD_NAMES), {"AAPL"}])
def test_nothing_is_written_outside_and_nothing_is_left_over(plans: list[set[str]]) -> None:
    with workplace() as place:
        folder = place / "outer/plan"
        (place / "victim.json").write_bytes(b"theirs")
        for keys in plans:
            report = publish_targets(targets_and_symbols(keys), folder)
            assert report.foreign == []

        assert [path.name for path in sorted(place.iterdir())] == ["outer", "victim.json"]
        assert [path.name for path in (place / "outer").iterdir()] == ["plan"]
        manifest = json.loads((folder / MANIFEST).read_bytes())
        assert {path for path, data in tree(folder).items() if data is not None} == {
            MANIFEST,
            *(entry["path"] for entry in manifest["files"]),
        }
        for kind, field in (("by_target", "target"), ("by_symbol", "symbol")):
            entries = [entry for entry in manifest["files"] if entry["kind"] == kind]
            assert {entry["key"] for entry in entries} == plans[-1]
            for entry in entries:
                view = json.loads((folder / entry["path"]).read_bytes())
                assert view[field] == entry["key"]
                assert {job[field] for job in view["jobs"]} == {entry["key"]}


def targets_and_symbols(keys: set[str]) -> Document:
    """Return decisions on targets and symbols with these names, each at least once."""
    ordered = sorted(keys)
    pairs = [*pairwise(ordered), (ordered[-1], ordered[0])]
    return {one: target({other: decision("ROUTE_BOTH")}) for one, other in pairs}
