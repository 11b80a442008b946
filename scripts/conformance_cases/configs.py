"""Configs that keep the contract, and such that break it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance_cases.case import Case, Fault, not_plain_integers, refused, root_faults, unparsable
from conformance_cases.common_faults import (
    faults_of_choice,
    faults_of_count,
    faults_of_families,
    faults_of_name,
    faults_of_object,
    faults_of_priority,
    faults_of_type,
    wrong,
)
from conformance_cases.editing import Document, edited, put
from conformance_cases.layout import pretty
from conformance_cases.vocabulary import EXACT, ROUTES, schema_id

CONFIG: Document = {
    "model_families": ["lightgbm", "xgboost"],
    "family_rules": [
        {
            "match": {
                "target": "y_*",
                "symbol": "^*",
                "route": "ROUTE_BOTH",
                "training_type": "symbol_specific",
                "min_sample_size": 0,
                "max_sample_size": 1000,
            },
            "model_families": ["ridge"],
        }
    ],
    "priorities": {
        route: {"STRONG": 90, "WEAK_BUT_OK": 85, "EXPERIMENTAL": -1, "DISALLOWED": 0, "OTHER": 50}
        for route in ROUTES[:-1]
    },
}


def accepted_configs() -> Iterator[Case]:
    """Yield configs that keep the contract."""
    rule = CONFIG["family_rules"][0]
    rows: tuple[tuple[str, str, Document], ...] = (
        ("everything", "Every part.", CONFIG),
        ("nothing", "Every part may be left out.", {}),
        ("families_alone", "One part.", {"model_families": ["mlp"]}),
        ("rules_alone", "One part.", {"family_rules": [rule, rule]}),
        ("no_rule", "The list of rules may be empty.", {"family_rules": []}),
        ("one_condition", "One condition is enough.", {"family_rules": [{**rule, "match": {"symbol": "NO"}}]}),
        (
            "impossible_sizes",
            "That a rule matches something is not asked.",
            edited(CONFIG, put("/family_rules/0/match/min_sample_size", 5000)),
        ),
        ("no_priority", "The table may be empty.", {"priorities": {}}),
        ("other_alone", "OTHER stands for every state.", {"priorities": {"ROUTE_BOTH": {"OTHER": 70}}}),
        (
            "priorities_at_the_ends",
            "The largest and the smallest.",
            {"priorities": {"ROUTE_BOTH": {"STRONG": EXACT, "OTHER": -EXACT}}},
        ),
        ("schema_stated", "A config may name its schema.", {"$schema": schema_id("config")}),
    )
    for name, reason, document in rows:
        yield Case("config", "plan_config", name, pretty(document), reason)


def config_faults() -> Iterator[Fault]:
    """Yield what can be wrong with a config."""
    rule = "/family_rules/0"
    match = f"{rule}/match"
    yield from faults_of_object("", "", ())
    yield from faults_of_object("rule", rule, ("match", "model_families"))
    yield from faults_of_object("match", match, ())
    yield wrong("match_is_empty", "TP209", match, {}, "A rule has at least one condition.")
    yield from faults_of_name("target", f"{match}/target")
    yield from faults_of_name("symbol", f"{match}/symbol")
    yield from faults_of_choice("route", f"{match}/route", "BOTH")
    yield from faults_of_choice("training_type", f"{match}/training_type", "symbol")
    yield from faults_of_count("min_sample_size", f"{match}/min_sample_size")
    yield from faults_of_count("max_sample_size", f"{match}/max_sample_size")
    for name, at in (("families", "/model_families"), ("rule_families", f"{rule}/model_families")):
        yield from faults_of_families(name, at)
        yield wrong(f"{name}_is_empty", "TP209", at, [], "At least one family is needed to train something.")
    yield from faults_of_object("priorities", "/priorities", ())
    yield wrong(
        "priorities_of_blocked", "TP203", "/priorities/ROUTE_BLOCKED", {"OTHER": 1}, "Blocked jobs have priority 0."
    )
    for route in ROUTES[:-1]:
        yield wrong(
            f"priorities_of_{route.lower()}_is_a_number", "TP201", f"/priorities/{route}", 70, "A table by state."
        )
    states = "/priorities/ROUTE_BOTH"
    yield from faults_of_object("states", states, ("OTHER",))
    for state in CONFIG["priorities"]["ROUTE_BOTH"]:
        yield from faults_of_priority(f"priority_{state.lower()}", f"{states}/{state}")
    yield from faults_of_type(
        ("schema_is_a_list", "/$schema", [], "text"),
        ("rules_is_an_object", "/family_rules", {}, "a list"),
    )


def refused_configs() -> Iterator[Case]:
    """Yield configs that break the contract."""
    kind, schema = "config", "plan_config"
    yield from root_faults(kind, schema)
    yield from refused(kind, schema, CONFIG, config_faults())
    at = "/family_rules/0/match/max_sample_size"
    rows = [("size_with_fraction", at, '"max_sample_size": 1000', '"max_sample_size": 1000.0')]
    yield from not_plain_integers(kind, schema, CONFIG, rows)
    yield from unparsable(kind, schema, CONFIG, "priorities", "/priorities")
