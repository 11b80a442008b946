"""The short way into a routing plan accepts only what the long way accepts, and gives the same plan."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.strategies import routing_plans
from training_plan.building.routing_plan import _decode_plain
from training_plan.contract.reading import parse_model
from training_plan.contract.schemas import SchemaName
from training_plan.errors import InvalidDocumentError
from training_plan.models import RoutingPlan


def long_way(data: bytes) -> RoutingPlan | None:
    try:
        return parse_model(RoutingPlan, SchemaName.ROUTING_PLAN, data, "plan.json")
    except InvalidDocumentError:
        return None


def objects_in(node: object) -> list[dict[str, Any]]:
    inner = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    return ([node] if isinstance(node, dict) else []) + [found for value in inner for found in objects_in(value)]


@st.composite
def edited_plans(draw: st.DrawFn) -> bytes:
    """Draw the bytes of a routing plan with at most one object edited."""
    document = draw(routing_plans())
    node = draw(st.sampled_from(objects_in(document)))
    keys = sorted(node)
    edit = draw(st.sampled_from(["none", "remove", "rename", "replace", "add"]))
    if edit == "add":
        node[draw(st.sampled_from(["$schema", "extra", "a\n", "\x7f"]))] = draw(st.sampled_from(["x", None, {}]))
    elif edit != "none" and keys:
        key = draw(st.sampled_from(keys))
        value = node.pop(key)
        if edit == "rename":
            node[draw(st.sampled_from([f"{key}\x01", f"{key}\x85", "k" * 201, "", f"{key}:", f'{key}"']))] = value
        elif edit == "replace":
            node[key] = draw(st.sampled_from([1, None, [], {}, "x", "ENABLED\n", True]))
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (", ", " : ")]))
    return json.dumps(document, ensure_ascii=draw(st.booleans()), separators=separators).encode()


@given(edited_plans())
def test_the_short_way_is_the_long_way(data: bytes) -> None:
    plan = _decode_plain(data)
    if plan is not None:
        assert plan == long_way(data)


@given(routing_plans())
def test_a_plan_without_colons_in_its_texts_takes_the_short_way(document: dict[str, Any]) -> None:
    data = json.dumps(document).encode()
    assert _decode_plain(data) is not None or data.count(b":") > len(json.dumps(document).split('": ')) - 1


@pytest.mark.parametrize("key", ["route", "AAPL", "cross_sectional", "ret_1d", "config_hash", "targets"])
def test_a_key_twice_does_not_take_the_short_way(key: str) -> None:
    decision = '"route":"ROUTE_BLOCKED","cs_state":"STRONG","local_state":"STRONG","reason":[]'
    target = f'"cross_sectional":{{"route":"ENABLED","state":"STABLE","reason":""}},"symbols":{{"AAPL":{{{decision}}}}}'
    metadata = '"config_hash":null,"generated_at":"2026-01-02T03:04:05Z","git_commit":null,"metrics_snapshot":null'
    text = f'{{"metadata":{{{metadata},"view":null}},"targets":{{"ret_1d":{{{target}}}}}}}'
    assert _decode_plain(text.encode()) is not None
    start = text.index(f'"{key}":')
    value = json.JSONDecoder().raw_decode(text, start + len(key) + 3)[1]
    doubled = f"{text[:value]},{text[start:value]}{text[value:]}"
    assert json.loads(doubled) == json.loads(text)
    assert _decode_plain(doubled.encode()) is None
