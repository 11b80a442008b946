"""The seeded routing plans are what a router could write, the same each time, and hold the cases that matter."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import seeded_plans
from seeded_plans import PlanShape, routing_plan_text, symbol_names, target_names
from support.documents import schema_errors
from support.oracle import load
from training_plan.building.routing_plan import parse_routing_plan

SHAPES = st.builds(PlanShape, st.integers(0, 12), st.integers(0, 30), st.integers(0, 2**40), st.just(frozenset[int]()))


def document_of(shape: PlanShape) -> dict[str, Any]:
    return load("".join(routing_plan_text(shape)).encode())


@given(SHAPES)
def test_a_plan_is_a_valid_one_of_the_shape(shape: PlanShape) -> None:
    document = document_of(shape)
    assert schema_errors("routing_plan", document) == []
    assert [*document["targets"]] == target_names(shape) == sorted(set(target_names(shape)))
    assert len(document["targets"]) == shape.targets
    for routing in document["targets"].values():
        assert [*routing["symbols"]] == symbol_names(shape) == sorted(set(symbol_names(shape)))
        assert len(routing["symbols"]) == shape.symbols
    parse_routing_plan(json.dumps(document).encode(), "routing_plan.json")


@given(SHAPES, st.data())
def test_a_redrawn_target_is_all_that_changes(shape: PlanShape, data: st.DataObject) -> None:
    redrawn = data.draw(st.sets(st.integers(0, max(0, shape.targets - 1)), max_size=3))
    before = document_of(shape)
    after = document_of(shape._replace(redrawn=frozenset(redrawn)))
    assert before["metadata"] == after["metadata"]
    differ = {name for name in before["targets"] if before["targets"][name] != after["targets"][name]}
    assert differ == {target_names(shape)[index] for index in redrawn if index < shape.targets}


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not(tmp_path: Path) -> None:
    texts = []
    for seed in (1, 1, 2):
        path = tmp_path / "plan.json"
        assert seeded_plans.main(["--targets", "9", "--symbols", "40", "--seed", str(seed), "--out", str(path)]) == 0
        texts.append(path.read_bytes())
    assert texts[0] == texts[1] != texts[2]


def test_a_plan_of_some_size_holds_every_route_and_state_in_fair_shares() -> None:
    document = document_of(PlanShape(40, 250, seed=1))
    decisions = [each for routing in document["targets"].values() for each in routing["symbols"].values()]
    routes = Counter(each["route"] for each in decisions)
    assert len(routes) == 5
    assert min(routes.values()) > len(decisions) / 50
    assert 0.15 < routes["ROUTE_BLOCKED"] / len(decisions) < 0.35
    assert len({(each["cs_state"], each["local_state"]) for each in decisions}) == 16
    pooled = [routing["cross_sectional"] for routing in document["targets"].values()]
    assert {each["route"] for each in pooled} == {"ENABLED", "DISABLED"}
    assert {each["state"] for each in pooled} == {"STABLE", "DRIFTING", "DIVERGED", "UNKNOWN"}
    assert {"BF/B", "CON", "NO", "on", "^GSPC"} <= set(symbol_names(PlanShape(40, 250, seed=1)))
