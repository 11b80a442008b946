"""What the generated models cannot know, and which model reads which document."""

from __future__ import annotations

from training_plan.models import (
    Manifest,
    MasterPlan,
    PlanConfig,
    RouteView,
    RoutingPlan,
    SymbolView,
    TargetView,
    TypeView,
)

MODELS: dict[str, type] = {
    "master_training_plan": MasterPlan,
    "routing_plan": RoutingPlan,
    "plan_config": PlanConfig,
    "manifest": Manifest,
    "view_by_target": TargetView,
    "view_by_symbol": SymbolView,
    "view_by_type": TypeView,
    "view_by_route": RouteView,
}

# Keyword that refuses a document, and why the models let it pass.
UNKNOWN_TO_MODELS = {
    "additionalProperties": "readers ignore fields that they do not know, so that a newer minor version is readable",
    "$schema": "an annotation of the file, which the models do not carry",
    "if": "rules between fields are not part of a type",
    "not": "a type has patterns that must match, none that must not",
    "uniqueItems": "a sequence does not compare its items",
    "minProperties": "a class does not count the fields that are set",
}
