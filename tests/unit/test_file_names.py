"""File names of views: injective, inside the folder, and the same on every kind of disk."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_plan.views.file_names import file_names

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@pytest.mark.parametrize("key", ["AAPL", "ret_1d", "BRK.B", "a-b", "A1", "_x", "NO", "1e5", "a.", "x.json"])
def test_a_plain_key_is_its_own_name(key: str) -> None:
    assert file_names([key]) == {key: f"{key}.json"}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("BF/B", "BF%2FB.json"),
        ("^GSPC", "%5EGSPC.json"),
        ("ES=F", "ES%3DF.json"),
        ("a b", "a%20b.json"),
        ("ä", "%C3%A4.json"),
        ("100%", "100%25.json"),
        ("BF%2FB", "BF%252FB.json"),
        ("a~b", "a%7Eb.json"),
        ("..", "%2E..json"),
        (".", "%2E.json"),
        ("../master_training_plan", "%2E.%2Fmaster_training_plan.json"),
        (".hidden", "%2Ehidden.json"),
        ("-rf", "%2Drf.json"),
        ("/etc/passwd", "%2Fetc%2Fpasswd.json"),
        ("a\\b", "a%5Cb.json"),
        ("C:", "C%3A.json"),
        ("a|b", "a%7Cb.json"),
        ("*?", "%2A%3F.json"),
        ("\U0001f600", "%F0%9F%98%80.json"),
    ],
)
def test_every_other_byte_is_percent_encoded(key: str, name: str) -> None:
    assert file_names([key]) == {key: name}
    assert unquote(name) == f"{key}.json"


@pytest.mark.parametrize("key", ["CON", "con", "Nul", "aux", "PRN", "COM1", "lpt9", "com0", "CON.x", "nul.tar.gz"])
def test_a_device_name_gets_a_hash(key: str) -> None:
    (name,) = file_names([key]).values()

    assert re.fullmatch(re.escape(key.replace(".", "%2E")) + r"~[0-9a-f]{16}\.json", name)


@pytest.mark.parametrize("key", ["CONE", "COM", "COM10", "XCON", "auxiliary", "LPT", "NULL"])
def test_what_only_begins_like_a_device_name_is_plain(key: str) -> None:
    assert file_names([key]) == {key: f"{key}.json"}


def test_keys_that_differ_by_case_alone_all_get_a_hash() -> None:
    names = file_names(["Abc", "aBC", "abd"])

    assert names["abd"] == "abd.json"
    assert re.fullmatch(r"Abc~[0-9a-f]{16}\.json", names["Abc"])
    assert names["Abc"].lower() != names["aBC"].lower()


def test_a_long_name_is_cut_and_gets_a_hash() -> None:
    keys = ["x" * 195, "x" * 196, "x" * 200, "ä" * 200, "ä" * 199 + "ö"]
    names = file_names(keys)

    assert names["x" * 195] == "x" * 195 + ".json"
    for key in keys[1:]:
        assert len(names[key]) == 200
        assert "~" in names[key]
    assert len(set(names.values())) == len(keys)


def test_the_name_of_a_key_hangs_on_no_order() -> None:
    keys = ["a", "A", "b", "CON", "ä"]

    assert file_names(keys) == file_names(reversed(keys))


@given(st.lists(NAMES | st.text("aA./~%", min_size=1, max_size=3), unique=True, max_size=30))
def test_names_are_different_safe_and_inside_the_folder(keys: list[str]) -> None:
    names = file_names(keys)

    assert list(names) == keys
    assert len({name.lower() for name in names.values()}) == len(keys)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_%][A-Za-z0-9_.%~-]*\.json", name)
        assert len(name.encode()) <= 200
