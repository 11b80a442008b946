"""What a schema refuses, in words: each hint names what the person meant, or nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from training_plan.contract.explanations import schema_findings
from training_plan.contract.schemas import SchemaName
from unit.sample_plans import decision, routing_plan, target

Change = Callable[[dict[str, Any]], object]


def symbol_of(plan: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plan["targets"]["t"]["symbols"]["IBM"]
    return found


def rename(old: str, new: str) -> Change:
    return lambda plan: symbol_of(plan).update({new: symbol_of(plan).pop(old)})


HINTS: dict[str, tuple[Change, list[str | None]]] = {
    "misspelt": (rename("cs_state", "cs_sate"), ["is cs_sate a misspelling of it?", "did you mean cs_state?"]),
    "in capitals": (rename("route", "Route"), ["is Route a misspelling of it?", "did you mean route?"]),
    "missing beside a legal name that looks like it": (lambda plan: symbol_of(plan).pop("cs_state"), [None]),
    "unknown beside the legal name that it looks like": (
        lambda plan: symbol_of(plan).update(cs_states=1),
        ["allowed: route, cs_state, local_state, reason"],
    ),
    "missing where null would do": (lambda plan: plan["metadata"].pop("view"), ["null is allowed"]),
    "missing where null would not do": (lambda plan: plan["metadata"].pop("generated_at"), [None]),
    "value in small letters": (
        lambda plan: symbol_of(plan).update(route="route_both"),
        ["did you mean ROUTE_BOTH?"],
    ),
    "value like no other": (lambda plan: symbol_of(plan).update(route="x"), [None]),
}


@pytest.mark.parametrize("case", HINTS)
def test_a_hint_names_what_was_meant(case: str) -> None:
    change, hints = HINTS[case]
    plan = copy.deepcopy(routing_plan({"t": target({"IBM": decision("ROUTE_BOTH")})}))
    change(plan)
    findings = list(schema_findings(SchemaName.ROUTING_PLAN, plan, "plan.json", lambda _path: (None, None)))
    assert [finding.hint for finding in findings] == hints
