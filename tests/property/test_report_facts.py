"""The facts at the top of the report are what loops over plain objects find, and its words follow them."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
import pytest
from hypothesis import given

from support.oracle import JsonObject
from support.strategies import plans
from training_plan.models import DecisionAccount, MasterPlan
from training_plan.reporting.html_elements import html
from training_plan.reporting.overview import overview
from training_plan.reporting.plan_facts import facts_of
from unit.sample_plans import built, decision, target

EMPTY_ACCOUNT = DecisionAccount(
    decisions=7, pooled_decisions=2, symbol_decisions=5, jobs=0, covered=0, blocked=7, blocked_jobs=0, candidates=None
)


def jobs_of(plan: MasterPlan) -> list[JsonObject]:
    jobs: list[JsonObject] = msgspec.to_builtins(plan.jobs)
    return jobs


def texts(plan: MasterPlan, account: DecisionAccount | None = None) -> str:
    """Return the overview as text, a line for each element."""
    return re.sub(r"<[^>]+>", "\n", html(overview(plan, facts_of(plan, account))))


@given(plans())
def test_facts_are_what_loops_find(plan: MasterPlan) -> None:
    trainable = [job for job in jobs_of(plan) if job["route"] != "ROUTE_BLOCKED"]
    own = {(job["target"], job["symbol"]) for job in jobs_of(plan)}
    served, covered = set(), set()
    for job in trainable:
        served.add(job["symbol"])
        if job["symbol"] is None:
            for name in job["metadata"].get("covered_symbols", ()):
                served.add(name)
                covered.add((job["target"], name))
    facts = facts_of(plan)
    assert facts.targets == sorted({target for target, _ in own})
    assert facts.symbols == sorted({symbol for _, symbol in own | covered} - {None})
    assert facts.families == Counter(family for job in trainable for family in job["model_families"])
    assert facts.covered == len(covered - own)
    assert set(facts.unpooled_targets) == {t for t, _ in own} - {j["target"] for j in trainable if j["symbol"] is None}
    assert set(facts.unserved_symbols) == {symbol for _, symbol in own} - served - {None}


@given(plans())
def test_the_overview_shows_run_counts_and_warnings(plan: MasterPlan) -> None:
    facts, text = facts_of(plan), texts(plan)
    assert f"{len([job for job in plan.jobs if job.route != 'ROUTE_BLOCKED']):,} job" in text or "is empty" in text
    for names, words in ((facts.unpooled_targets, "no pooled job: "), (facts.unserved_symbols, "every target: ")):
        assert (words in text) is bool(names)
    assert ("Nothing needs a look" in text) is not ("Needs a look" in text)


def test_a_symbol_that_is_blocked_for_every_target_is_named() -> None:
    blocked = {"IBM": decision("ROUTE_BLOCKED"), "XOM": decision("ROUTE_SYMBOL_SPECIFIC")}
    text = texts(built({"up": target(blocked), "down": target(blocked)}, include_blocked=True).plan)
    assert "1 symbol is blocked for every target: \nIBM\n" in text
    assert "no pooled job" not in text


@pytest.mark.parametrize(
    ("account", "words"),
    [(None, "the router decided nothing."), (EMPTY_ACCOUNT, "all 7 decisions of the router are blocked.")],
)
def test_an_empty_plan_says_why_as_far_as_it_is_known(account: DecisionAccount | None, words: str) -> None:
    assert f"Nothing will be trained: {words}" in texts(built({}).plan, account)


def test_a_plan_of_blocked_jobs_alone_is_empty() -> None:
    plan = built({"up": target({"IBM": decision("ROUTE_BLOCKED")}, route="DISABLED")}, include_blocked=True).plan
    assert "Nothing will be trained: all 2 jobs are blocked." in texts(plan)


def test_a_long_list_of_names_is_cut_with_a_count() -> None:
    text = texts(built({f"t{number:02}": target(route="DISABLED") for number in range(20)}, include_blocked=True).plan)
    assert "20 targets have no pooled job: " in text
    assert " and 8 more" in text
    assert "t11" in text
    assert "t12" not in text
