"""Identifiers of jobs: unique, short enough, independent of order."""

from __future__ import annotations

import hashlib
import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_plan.building.job_ids import job_ids

COLLIDING = [("a_b", "c"), ("a", "b_c")]


def digest(pair: tuple[str, str | None]) -> str:
    """Return the hash of a pair."""
    return hashlib.sha256(json.dumps(pair).encode()).hexdigest()


def test_an_identifier_is_readable() -> None:
    assert job_ids([("ret_1d", None), ("ret_1d", "BF/B"), ("ret_1d", "^GSPC")]) == [
        "cs_ret_1d",
        "sym_ret_1d_BF/B",
        "sym_ret_1d_^GSPC",
    ]
    assert job_ids([]) == []


def test_pairs_that_would_share_an_identifier_all_get_a_suffix() -> None:
    first, second = job_ids(COLLIDING)

    assert re.fullmatch("sym_a_b_c_[0-9a-f]{8}", first)
    assert re.fullmatch("sym_a_b_c_[0-9a-f]{8}", second)
    assert first != second


def test_a_pair_without_a_rival_keeps_its_identifier() -> None:
    assert job_ids([*COLLIDING, ("a", "b"), ("a_b_c", None)])[2:] == ["sym_a_b", "cs_a_b_c"]


def test_a_pooled_job_and_one_of_a_symbol_never_share_an_identifier() -> None:
    assert len(set(job_ids([("x", None), ("cs_x", None), ("x", "cs"), ("sym_x_cs", None)]))) == 4


@pytest.mark.parametrize("length", [193, 194, 195, 200])
def test_an_identifier_has_at_most_200_characters(length: int) -> None:
    pairs = [("x" * length, symbol) for symbol in ("A", "B", None)] + [("x" * 200, "ä" * 200)]
    ids = job_ids(pairs)

    assert len(set(ids)) == len(ids)
    assert max(len(job_id) for job_id in ids) == 200 if length > 194 else max(map(len, ids)) <= 200
    assert all(len(job_id) <= 200 for job_id in ids)
    assert all(job_id.startswith(("sym_xxx", "cs_xxx")) for job_id in ids)


def test_only_what_is_longer_than_200_characters_is_cut() -> None:
    assert job_ids([("x" * 194, "A"), ("x" * 197, None)]) == [f"sym_{'x' * 194}_A", f"cs_{'x' * 197}"]
    (cut,) = job_ids([("x" * 195, "A")])
    assert len(cut) == 200
    assert cut != f"sym_{'x' * 195}_A"


def test_a_name_that_looks_like_a_suffix_makes_the_suffix_longer() -> None:
    rival = ("a_b_c", digest(COLLIDING[0])[:8])
    ids = job_ids([*COLLIDING, rival])

    assert len(set(ids)) == 3
    assert ids[2] == f"sym_a_b_c_{rival[1]}"


def test_a_rival_for_every_length_of_the_suffix_is_told_apart_too() -> None:
    rivals = [("a_b_c", digest(COLLIDING[0])[:length]) for length in range(1, 65)]
    ids = job_ids([*COLLIDING, *rivals])

    assert len(set(ids)) == len(ids)


def test_the_order_of_the_pairs_does_not_matter() -> None:
    pairs = [*COLLIDING, ("a_b_c", digest(COLLIDING[0])[:8]), ("x" * 200, None)]
    expected = dict(zip(pairs, job_ids(pairs), strict=True))

    for shuffled in itertools.permutations(pairs):
        assert dict(zip(shuffled, job_ids(list(shuffled)), strict=True)) == expected


NAMES = st.text("ab_", min_size=1, max_size=6)


@given(st.lists(st.tuples(NAMES, st.none() | NAMES), unique=True, max_size=40))
def test_identifiers_are_always_unique(pairs: list[tuple[str, str | None]]) -> None:
    ids = job_ids(pairs)

    assert len(set(ids)) == len(pairs)
    assert dict(zip(reversed(pairs), job_ids(pairs[::-1]), strict=True)) == dict(zip(pairs, ids, strict=True))
