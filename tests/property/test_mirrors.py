"""Every mirror says what the master says, under readers of YAML 1.1 and 1.2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from support.documents import MASTER, MIRROR, YAML_MIRROR, files_of
from support.oracle import canonical, load
from support.strategies import PLAIN_NAMES, json_values, plan_of, plans, provenances
from training_plan.building.plan_building import Provenance
from training_plan.models import MasterPlan

MOMENT = datetime(2025, 12, 11, 18, 45, tzinfo=UTC)


def yaml_1_1(data: bytes) -> Any:  # noqa: ANN401 - any YAML value
    """Return a YAML document as PyYAML reads it."""
    return yaml.safe_load(data.decode())


def yaml_1_2(data: bytes) -> Any:  # noqa: ANN401 - any YAML value
    """Return a YAML document as ruamel.yaml reads it."""
    return YAML(typ="safe", pure=True).load(data.decode())


@given(plans())
def test_json_mirror_is_the_master_byte_for_byte(plan: MasterPlan) -> None:
    files = files_of(plan)
    assert files[MIRROR].data == files[MASTER].data


@given(plans(max_size=3))
def test_yaml_1_1_reads_the_master(plan: MasterPlan) -> None:
    files = files_of(plan)
    assert canonical(yaml_1_1(files[YAML_MIRROR].data)) == canonical(load(files[MASTER].data))


@given(plans(max_size=3))
def test_yaml_1_2_reads_the_master(plan: MasterPlan) -> None:
    files = files_of(plan)
    assert canonical(yaml_1_2(files[YAML_MIRROR].data)) == canonical(load(files[MASTER].data))


def plan_with(value: object, provenance: Provenance, *, fact: str = "value") -> MasterPlan:
    """Return a plan of one job with one fact in its metadata."""
    job = {
        "job_id": "cs_a",
        "target": PLAIN_NAMES[0],
        "symbol": None,
        "route": "ROUTE_CROSS_SECTIONAL",
        "training_type": "cross_sectional",
        "model_families": ["lightgbm"],
        "priority": 90,
        "reason": "",
        "metadata": {fact: value},
    }
    return plan_of([job], provenance)


@given(json_values(), provenances())
def test_both_readers_agree_on_any_value(value: object, provenance: Provenance) -> None:
    files = files_of(plan_with(value, provenance))
    expected = canonical(load(files[MASTER].data))
    assert canonical(yaml_1_1(files[YAML_MIRROR].data)) == expected
    assert canonical(yaml_1_2(files[YAML_MIRROR].data)) == expected


@given(
    st.sampled_from(("k" * 1100, "\u2028" * 300, '"' * 600)),
    st.sampled_from(("text", [], {}, [1], {"a": 1}, [{"a": [None]}])),
)
def test_both_readers_take_keys_that_are_longer_than_they_look_ahead(key: str, value: object) -> None:
    for length in (100, 200, 990, 1010, 1100):
        document = {"outer": [{(key * 4)[:length]: value}]}
        files = files_of(plan_with(document, Provenance(generated_at=MOMENT)))
        expected = canonical(load(files[MASTER].data))
        assert canonical(yaml_1_1(files[YAML_MIRROR].data)) == expected
        assert canonical(yaml_1_2(files[YAML_MIRROR].data)) == expected


def test_both_readers_take_the_longest_name_of_a_fact_when_every_character_is_escaped() -> None:
    files = files_of(plan_with(1, Provenance(generated_at=MOMENT), fact="\u2028" * 200))
    expected = canonical(load(files[MASTER].data))
    assert canonical(yaml_1_1(files[YAML_MIRROR].data)) == expected
    assert canonical(yaml_1_2(files[YAML_MIRROR].data)) == expected


def _composed(plan: MasterPlan) -> yaml.Node:
    root = yaml.compose(files_of(plan)[YAML_MIRROR].data.decode(), yaml.SafeLoader)
    assert root is not None
    return root


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)


def _collections(node: yaml.Node) -> Iterator[yaml.CollectionNode]:
    if isinstance(node, yaml.CollectionNode):
        yield node
        for item in node.value:
            for part in item if isinstance(item, tuple) else (item,):
                yield from _collections(part)


@given(plans(max_size=3))
def test_every_text_is_double_quoted_and_nothing_else_is(plan: MasterPlan) -> None:
    root = _composed(plan)
    for scalar in _scalars(root):
        is_text = scalar.tag == "tag:yaml.org,2002:str"
        assert scalar.style == ('"' if is_text else None)


@given(plans(max_size=3))
def test_every_collection_that_is_not_empty_is_in_block_style(plan: MasterPlan) -> None:
    root = _composed(plan)
    for collection in _collections(root):
        assert collection.flow_style == (not collection.value)


@given(plans(max_size=3))
def test_there_are_no_anchors_aliases_tags_or_directives(plan: MasterPlan) -> None:
    forbidden = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken, yaml.DocumentStartToken)
    tokens = yaml.scan(files_of(plan)[YAML_MIRROR].data.decode(), yaml.SafeLoader)
    assert not [token for token in tokens if isinstance(token, forbidden)]
