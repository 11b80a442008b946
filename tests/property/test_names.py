"""Names of files and jobs: one for each key, safe on every disk."""

from __future__ import annotations

import re
from urllib.parse import unquote

from hypothesis import example, given
from hypothesis import strategies as st

from support.documents import files_of
from support.strategies import HARD_NAMES, TWINS, names, plans
from training_plan.building.job_ids import job_ids
from training_plan.models import MasterPlan
from training_plan.views.file_names import file_names

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}

KEYS = st.one_of(st.sets(names(), max_size=8), st.sampled_from(TWINS).map(set), st.just(set(HARD_NAMES)))
PAIRS = st.sets(
    st.one_of(
        st.tuples(names(), st.none() | names()),
        st.tuples(st.sampled_from(("a", "a_b", "a_b_c")), st.sampled_from(("b_c", "c", "b_c_c", None))),
        st.tuples(st.text("a_", min_size=1, max_size=4), st.none() | st.text("a_", min_size=1, max_size=4)),
    ),
    max_size=8,
)


@given(KEYS)
@example(set(HARD_NAMES))
@example({name for twins in TWINS for name in twins})
def test_each_key_has_a_file_name_of_its_own_on_a_disk_that_ignores_case(keys: set[str]) -> None:
    found = file_names(keys)
    assert found.keys() == keys
    assert len({name.casefold() for name in found.values()}) == len(keys)


@given(KEYS)
@example({"nul.txt"})
@example(set(HARD_NAMES))
def test_file_name_is_safe_everywhere(keys: set[str]) -> None:
    for name in file_names(keys).values():
        assert len(name.encode()) <= 200
        assert re.fullmatch(r"[A-Za-z0-9_%~][A-Za-z0-9_.%~-]*\.json", name)
        assert name.casefold().split(".")[0] not in RESERVED


@given(KEYS)
def test_file_name_of_a_key_does_not_depend_on_the_order_of_keys(keys: set[str]) -> None:
    ordered = sorted(keys)
    assert file_names(ordered) == file_names(reversed(ordered))


@given(KEYS)
def test_file_name_without_a_hash_tells_its_key(keys: set[str]) -> None:
    for key, name in file_names(keys).items():
        if "~" not in name:
            assert unquote(name.removesuffix(".json")) == key


@given(st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,20}", fullmatch=True))
def test_plain_key_is_its_own_file_name(key: str) -> None:
    if key.casefold().split(".")[0] not in RESERVED:
        assert file_names([key]) == {key: f"{key}.json"}


@given(plans())
def test_paths_of_a_plan_are_different_on_a_disk_that_ignores_case(plan: MasterPlan) -> None:
    paths = list(files_of(plan))
    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(path.count("/") <= 1 for path in paths)


@given(PAIRS)
def test_job_ids_are_unique_and_short(pairs: set[tuple[str, str | None]]) -> None:
    ids = job_ids(list(pairs))
    assert len(ids) == len(pairs)
    assert len(set(ids)) == len(ids)
    assert all(1 <= len(job_id) <= 200 for job_id in ids)


@given(PAIRS, st.data())
def test_job_id_of_a_pair_does_not_depend_on_the_order(pairs: set[tuple[str, str | None]], data: st.DataObject) -> None:
    ordered = sorted(pairs, key=repr)
    shuffled = data.draw(st.permutations(ordered))
    assert dict(zip(ordered, job_ids(ordered), strict=True)) == dict(zip(shuffled, job_ids(shuffled), strict=True))


@given(names(), st.none() | names())
def test_job_id_of_a_pair_alone_starts_as_documented(target: str, symbol: str | None) -> None:
    natural = f"cs_{target}" if symbol is None else f"sym_{target}_{symbol}"
    (job_id,) = job_ids([(target, symbol)])
    if len(natural) <= 200:
        assert job_id == natural
    else:
        assert job_id[:100] == natural[:100]
