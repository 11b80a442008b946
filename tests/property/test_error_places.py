"""The place of an error is where the bad value was put, whatever the keys on the way look like."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
from hypothesis import event, given
from hypothesis import strategies as st

from training_plan.contract.error_places import error_path

BAD = "bad"
SCHEMA = {"not": {"const": BAD}, "additionalProperties": {"$ref": "#"}, "items": {"$ref": "#"}}
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)

KEYS = st.sampled_from(
    ["", "7", "07", "007", "+7", "+07", "-7", "0", "00", "7" * 30, "\u0667", "~", "~1", "/", "a", "7a"]
)
TREES = st.recursive(
    st.sampled_from([None, 7, "good"]),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=30,
)

Path = tuple[str | int, ...]


def paths_of(tree: Any, at: Path = ()) -> list[Path]:  # noqa: ANN401 - any JSON value
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [at, *(path for key, inner in members for path in paths_of(inner, (*at, key)))]


@given(TREES, st.data())
def test_an_error_stands_where_the_bad_value_was_put(tree: Any, data: st.DataObject) -> None:  # noqa: ANN401
    document = {"root": tree}
    path = data.draw(st.sampled_from(paths_of(document)[1:]))
    holder: Any = document
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = BAD

    (error,) = VALIDATOR.iter_errors(document)

    event(f"told plainly: {tuple(error.instance_path) == path}")
    assert error_path(document, error) == path
