"""Families and priorities: the defaults, what a config changes, and the order of rules."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from training_plan.building.plan_config import PlanRules, load_plan_rules, parse_plan_config
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code
from training_plan.models import Route, SignalState


class Subject(NamedTuple):
    """What the rules look at."""

    pair: tuple[str, str | None]
    route: Route
    sample_size: int | None


JOB = Subject(("vol_5d", "^GSPC"), Route.ROUTE_BOTH, 100)
POOLED = Subject(("vol_5d", None), Route.ROUTE_CROSS_SECTIONAL, 100)


def rules(text: str, tmp_path: Path) -> PlanRules:
    """Return the rules of a config."""
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    return load_plan_rules(tmp_path / "config.yaml")


def rule(match: str) -> str:
    """Return a config with one rule."""
    return f"family_rules:\n  - match: {{{match}}}\n    model_families: [matched]\n"


def test_without_a_config_the_defaults_hold() -> None:
    assert load_plan_rules(None) == PlanRules()
    assert list(PlanRules().families(*JOB)) == ["lightgbm", "xgboost"]


DEFAULTS = {
    Route.ROUTE_CROSS_SECTIONAL: {"STRONG": 90, "WEAK_BUT_OK": 85, "EXPERIMENTAL": 50, "DISALLOWED": 50, None: 50},
    Route.ROUTE_SYMBOL_SPECIFIC: {"STRONG": 80, "WEAK_BUT_OK": 70, "EXPERIMENTAL": 50, "DISALLOWED": 50, None: 50},
    Route.ROUTE_BOTH: {"STRONG": 70, "WEAK_BUT_OK": 70, "EXPERIMENTAL": 70, "DISALLOWED": 70, None: 70},
    Route.ROUTE_EXPERIMENTAL_ONLY: {"STRONG": 50, "WEAK_BUT_OK": 50, "EXPERIMENTAL": 50, "DISALLOWED": 50, None: 50},
    Route.ROUTE_BLOCKED: {"STRONG": 0, "WEAK_BUT_OK": 0, "EXPERIMENTAL": 0, "DISALLOWED": 0, None: 0},
}


@pytest.mark.parametrize("route", Route)
@pytest.mark.parametrize("state", [*SignalState, None])
def test_the_default_priorities_are_those_of_the_design(route: Route, state: SignalState | None) -> None:
    assert PlanRules().priority(route, state) == DEFAULTS[route][state]


def test_priorities_override_the_routes_they_name(tmp_path: Path) -> None:
    found = rules("priorities:\n  ROUTE_SYMBOL_SPECIFIC: {STRONG: -5, OTHER: 7}\n", tmp_path)

    assert found.priority(Route.ROUTE_SYMBOL_SPECIFIC, SignalState.STRONG) == -5
    assert found.priority(Route.ROUTE_SYMBOL_SPECIFIC, SignalState.WEAK_BUT_OK) == 7
    assert found.priority(Route.ROUTE_SYMBOL_SPECIFIC, None) == 7
    assert found.priority(Route.ROUTE_CROSS_SECTIONAL, SignalState.STRONG) == 90
    assert found.priority(Route.ROUTE_BOTH, None) == 70


def test_families_given_to_the_call_replace_the_default_of_the_config(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("model_families: [ridge]\n" + rule("symbol: XOM"), encoding="utf-8")

    found = load_plan_rules(tmp_path / "config.yaml", ["lasso"])

    assert list(found.families(*JOB)) == ["lasso"]
    assert list(found.families(*JOB._replace(pair=("vol_5d", "XOM")))) == ["matched"]
    assert load_plan_rules(tmp_path / "config.yaml").default_families[0] == "ridge"


def test_the_first_rule_that_matches_decides(tmp_path: Path) -> None:
    found = rules(
        "family_rules:\n"
        "  - {match: {symbol: 'X*'}, model_families: [first]}\n"
        "  - {match: {symbol: '*M'}, model_families: [second]}\n"
        "  - {match: {target: '*'}, model_families: [third]}\n",
        tmp_path,
    )

    families = {symbol: list(found.families(*JOB._replace(pair=("vol_5d", symbol)))) for symbol in ("XOM", "IBM", "T")}
    assert families == {"XOM": ["first"], "IBM": ["second"], "T": ["third"]}


@pytest.mark.parametrize(
    ("match", "job", "matches"),
    [
        ("target: vol_5d", JOB, True),
        ("target: vol", JOB, False),
        ("target: 'vol*'", JOB, True),
        ("target: 'VOL*'", JOB, False),
        ("target: 'vol_?d'", JOB, True),
        ("target: 'vol_[0-4]d'", JOB, False),
        ("symbol: '^GSPC'", JOB, True),
        ("symbol: '^*'", JOB, True),
        ("symbol: '*'", JOB, True),
        ("symbol: '*'", POOLED, False),
        ("target: '*'", POOLED, True),
        ("route: ROUTE_BOTH", JOB, True),
        ("route: ROUTE_BOTH", POOLED, False),
        ("training_type: cross_sectional", POOLED, True),
        ("training_type: cross_sectional", JOB, False),
        ("min_sample_size: 100", JOB, True),
        ("min_sample_size: 101", JOB, False),
        ("max_sample_size: 100", JOB, True),
        ("max_sample_size: 99", JOB, False),
        ("min_sample_size: 50, max_sample_size: 150", JOB, True),
        ("min_sample_size: 0", JOB._replace(sample_size=0), True),
        ("max_sample_size: 0", JOB._replace(sample_size=0), True),
        ("min_sample_size: 0", JOB._replace(sample_size=None), False),
        ("max_sample_size: 1000000000000", JOB._replace(sample_size=None), False),
        ("target: 'vol*', route: ROUTE_BOTH", JOB, True),
        ("target: 'vol*', route: ROUTE_EXPERIMENTAL_ONLY", JOB, False),
    ],
)
def test_a_rule_matches_what_it_says(match: str, job: Subject, matches: bool, tmp_path: Path) -> None:
    assert (list(rules(rule(match), tmp_path).families(*job)) == ["matched"]) is matches


def test_a_blocked_job_has_no_families_whatever_the_rules_say(tmp_path: Path) -> None:
    found = rules(rule("route: ROUTE_BLOCKED"), tmp_path)

    assert list(found.families(*JOB._replace(route=Route.ROUTE_BLOCKED))) == []
    assert found.priority(Route.ROUTE_BLOCKED, SignalState.STRONG) == 0


def test_a_json_file_is_a_config_too(tmp_path: Path) -> None:
    found = rules('{"model_families": ["a", "b"], "$schema": "urn:training-plan:plan-config:1.0"}', tmp_path)

    assert list(found.default_families) == ["a", "b"]


def test_anchors_and_merges_work(tmp_path: Path) -> None:
    found = rules(
        "priorities:\n"
        "  ROUTE_BOTH: &base {STRONG: 9, OTHER: 1}\n"
        "  ROUTE_EXPERIMENTAL_ONLY:\n    <<: *base\n    OTHER: 2\n",
        tmp_path,
    )

    assert found.priority(Route.ROUTE_EXPERIMENTAL_ONLY, SignalState.STRONG) == 9
    assert found.priority(Route.ROUTE_EXPERIMENTAL_ONLY, None) == 2


def test_a_finding_says_line_column_and_pointer() -> None:
    text = "model_families: [a]\nfamily_rules:\n  - match: {symbol: X}\n    model_families:\n      - yes\n"

    with pytest.raises(InvalidDocumentError) as refused:
        parse_plan_config(text.encode(), "config.yaml")

    finding = refused.value.findings[0]
    assert (finding.line, finding.column) == (5, 9)
    assert finding.pointer == "/family_rules/0/model_families/0"
    assert finding.code == Code.WRONG_TYPE


@pytest.mark.parametrize("number", ["0x" + "f" * 5000, "0b" + "1" * 5000, "1:" * 3000 + "1", ".inf", "-.INF", ".nan"])
def test_a_number_that_json_does_not_have_is_refused(number: str) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        parse_plan_config(f"priorities: {{ROUTE_BOTH: {{OTHER: {number}}}}}\n".encode(), "config.yaml")

    (finding,) = refused.value.findings
    assert finding.code == Code.NOT_FINITE
    assert (finding.line, finding.column) == (1, 34)
    assert len(finding.message) < 200


def test_a_key_is_shown_as_json_wherever_it_stands_twice() -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        parse_plan_config(b'"a\\e[31m": 1\n"a\\e[31m": 2\n', "config.yaml")

    (finding,) = refused.value.findings
    assert finding.code == Code.DUPLICATE_KEY
    assert (finding.line, finding.column) == (2, 1)
