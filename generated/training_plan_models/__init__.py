# Generated; do not edit. Change schema/ and run:
#     python scripts/generate_models.py
# Sources:
#     schema/master_training_plan.schema.json sha256:79b2b91c2bc9ecb6a747f754348cf161868c141933280beae27ce927bcc91d9f
#     schema/routing_plan.schema.json sha256:31e9de1221a0fbf8d33472aa972def9732254da637ee907a6b6bfc24ce5d0f5a
#     schema/plan_config.schema.json sha256:2c680fa7746a09a419b877ede0f4ab1cfdfc41d11054caf5f784fcf935659495
#     schema/manifest.schema.json sha256:0f1be23575a524dbebc37fbf411bfaeaa4611e870bcea91cc6f6bd78d70c9585
#     schema/view_by_target.schema.json sha256:c9d59b49f0cd378545dd4e751414268180054e27a231c0e44fdddb80adbd6295
#     schema/view_by_symbol.schema.json sha256:17583222be7c76ac790070209b4b832979a7381e894d4afab1d45132e2739cec
#     schema/view_by_type.schema.json sha256:60e45263c6f298c5db9bd37194df4dbda64f59110a48c673258259a2cfc6b81e
#     schema/view_by_route.schema.json sha256:0527f500aa8c208e796318dda6c4371290d0573ba9273c1e47144549f9cd0c1d
# Generator: datamodel-code-generator 0.89.0
"""Typed models of every document of the contract."""

from training_plan_models.models import (
    CandidateAccount,
    DecisionAccount,
    FamilyMatch,
    FamilyRule,
    FileKind,
    Job,
    Manifest,
    ManifestFile,
    MasterPlan,
    PlanConfig,
    PlanMetadata,
    PlanSummary,
    PooledDecision,
    PooledRoute,
    PooledState,
    PriorityByState,
    PriorityTable,
    Route,
    RouteView,
    RoutingMetadata,
    RoutingPlan,
    SignalState,
    SymbolDecision,
    SymbolView,
    TargetRouting,
    TargetView,
    TrainingType,
    TypeView,
)

__all__ = [
    "CandidateAccount",
    "DecisionAccount",
    "FamilyMatch",
    "FamilyRule",
    "FileKind",
    "Job",
    "Manifest",
    "ManifestFile",
    "MasterPlan",
    "PlanConfig",
    "PlanMetadata",
    "PlanSummary",
    "PooledDecision",
    "PooledRoute",
    "PooledState",
    "PriorityByState",
    "PriorityTable",
    "Route",
    "RouteView",
    "RoutingMetadata",
    "RoutingPlan",
    "SignalState",
    "SymbolDecision",
    "SymbolView",
    "TargetRouting",
    "TargetView",
    "TrainingType",
    "TypeView",
]
