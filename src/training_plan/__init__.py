"""One master training plan from a routing plan, and exact views of it.

Every public name is imported when it is first used, so that ``import training_plan`` and the command's
``--help`` cost next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training_plan.building.candidates import Candidate, load_candidates
    from training_plan.building.plan_building import BuiltPlan, Provenance, build_plan, plan_from_jobs
    from training_plan.building.plan_config import PlanRules, load_plan_rules
    from training_plan.building.routing_plan import load_routing_plan
    from training_plan.comparing.comparison import compare_plans
    from training_plan.comparing.plan_diff import PlanDiff
    from training_plan.errors import (
        EmptyPlanError,
        InvalidDocumentError,
        LockHeldError,
        PublicationError,
        TrainingPlanError,
        UnreadableFileError,
        UsageError,
    )
    from training_plan.findings import Code, Finding
    from training_plan.models import (
        DecisionAccount,
        Job,
        Manifest,
        MasterPlan,
        PlanMetadata,
        PlanSummary,
        Route,
        RoutingPlan,
        TrainingType,
    )
    from training_plan.plan.encoding import EncodedPlan, encode_plan
    from training_plan.publishing.publication import PublishReport, publish, publish_views
    from training_plan.training_plan_consumer import (
        NewerPlanWarning,
        UnknownTargetError,
        UnsupportedVersionError,
        get_blocked_jobs,
        get_cs_jobs,
        get_jobs_for_symbol,
        get_jobs_for_target,
        get_pooled_jobs_covering,
        get_symbol_jobs,
        iter_batches,
        load_master_training_plan,
        model_families_for,
        pending,
        plan_digest,
        require_jobs_for_target,
        symbols_by_target,
        targets,
        to_pandas,
        to_polars,
    )

__all__ = [
    "BuiltPlan",
    "Candidate",
    "Code",
    "DecisionAccount",
    "EmptyPlanError",
    "EncodedPlan",
    "Finding",
    "InvalidDocumentError",
    "Job",
    "LockHeldError",
    "Manifest",
    "MasterPlan",
    "NewerPlanWarning",
    "PlanDiff",
    "PlanMetadata",
    "PlanRules",
    "PlanSummary",
    "Provenance",
    "PublicationError",
    "PublishReport",
    "Route",
    "RoutingPlan",
    "TrainingPlanError",
    "TrainingType",
    "UnknownTargetError",
    "UnreadableFileError",
    "UnsupportedVersionError",
    "UsageError",
    "build_plan",
    "compare_plans",
    "encode_plan",
    "get_blocked_jobs",
    "get_cs_jobs",
    "get_jobs_for_symbol",
    "get_jobs_for_target",
    "get_pooled_jobs_covering",
    "get_symbol_jobs",
    "iter_batches",
    "load_candidates",
    "load_master_training_plan",
    "load_plan_rules",
    "load_routing_plan",
    "model_families_for",
    "pending",
    "plan_digest",
    "plan_from_jobs",
    "publish",
    "publish_views",
    "require_jobs_for_target",
    "symbols_by_target",
    "targets",
    "to_pandas",
    "to_polars",
]

_HOMES = {
    "BuiltPlan": "building.plan_building",
    "Candidate": "building.candidates",
    "Code": "findings",
    "DecisionAccount": "models",
    "EmptyPlanError": "errors",
    "EncodedPlan": "plan.encoding",
    "Finding": "findings",
    "InvalidDocumentError": "errors",
    "Job": "models",
    "LockHeldError": "errors",
    "Manifest": "models",
    "MasterPlan": "models",
    "NewerPlanWarning": "training_plan_consumer",
    "PlanDiff": "comparing.plan_diff",
    "PlanMetadata": "models",
    "PlanRules": "building.plan_config",
    "PlanSummary": "models",
    "Provenance": "building.plan_building",
    "PublicationError": "errors",
    "PublishReport": "publishing.publication",
    "Route": "models",
    "RoutingPlan": "models",
    "TrainingPlanError": "errors",
    "TrainingType": "models",
    "UnknownTargetError": "training_plan_consumer",
    "UnreadableFileError": "errors",
    "UnsupportedVersionError": "training_plan_consumer",
    "UsageError": "errors",
    "build_plan": "building.plan_building",
    "compare_plans": "comparing.comparison",
    "encode_plan": "plan.encoding",
    "get_blocked_jobs": "training_plan_consumer",
    "get_cs_jobs": "training_plan_consumer",
    "get_jobs_for_symbol": "training_plan_consumer",
    "get_jobs_for_target": "training_plan_consumer",
    "get_pooled_jobs_covering": "training_plan_consumer",
    "get_symbol_jobs": "training_plan_consumer",
    "iter_batches": "training_plan_consumer",
    "load_candidates": "building.candidates",
    "load_master_training_plan": "training_plan_consumer",
    "load_plan_rules": "building.plan_config",
    "load_routing_plan": "building.routing_plan",
    "model_families_for": "training_plan_consumer",
    "pending": "training_plan_consumer",
    "plan_digest": "training_plan_consumer",
    "plan_from_jobs": "building.plan_building",
    "publish": "publishing.publication",
    "publish_views": "publishing.publication",
    "require_jobs_for_target": "training_plan_consumer",
    "symbols_by_target": "training_plan_consumer",
    "targets": "training_plan_consumer",
    "to_pandas": "training_plan_consumer",
    "to_polars": "training_plan_consumer",
}


if not TYPE_CHECKING:
    # Hidden from type checkers, to whom it would make every misspelt name legal.
    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
