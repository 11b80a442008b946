"""One master training plan from a routing plan, and exact views of it.

Every public name is imported when it is first used, so that ``import training_plan`` and the command's
``--help`` cost next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from training_plan.building import BuiltPlan, Provenance, build_plan, plan_from_jobs
    from training_plan.candidates import Candidate, load_candidates
    from training_plan.encoding import EncodedPlan, encode_plan
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
    from training_plan.plan_config import PlanRules, load_plan_rules
    from training_plan.publishing import PublishReport, publish, publish_views
    from training_plan.routing_plan import load_routing_plan

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
    "UnreadableFileError",
    "UsageError",
    "build_plan",
    "encode_plan",
    "load_candidates",
    "load_plan_rules",
    "load_routing_plan",
    "plan_from_jobs",
    "publish",
    "publish_views",
]

_HOMES = {
    "BuiltPlan": "building",
    "Candidate": "candidates",
    "Code": "findings",
    "DecisionAccount": "models",
    "EmptyPlanError": "errors",
    "EncodedPlan": "encoding",
    "Finding": "findings",
    "InvalidDocumentError": "errors",
    "Job": "models",
    "LockHeldError": "errors",
    "Manifest": "models",
    "MasterPlan": "models",
    "PlanMetadata": "models",
    "PlanRules": "plan_config",
    "PlanSummary": "models",
    "Provenance": "building",
    "PublicationError": "errors",
    "PublishReport": "publishing",
    "Route": "models",
    "RoutingPlan": "models",
    "TrainingPlanError": "errors",
    "TrainingType": "models",
    "UnreadableFileError": "errors",
    "UsageError": "errors",
    "build_plan": "building",
    "encode_plan": "encoding",
    "load_candidates": "candidates",
    "load_plan_rules": "plan_config",
    "load_routing_plan": "routing_plan",
    "plan_from_jobs": "building",
    "publish": "publishing",
    "publish_views": "publishing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the types are those above
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
