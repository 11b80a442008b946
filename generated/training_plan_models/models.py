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

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType
from training_plan_models.base import Document, IdentifiedByJobId, Referable


class Route(StrEnum):
    """
    What the router decided for a pair of target and symbol, or for a target pooled over symbols.
    """

    ROUTE_CROSS_SECTIONAL = 'ROUTE_CROSS_SECTIONAL'
    ROUTE_SYMBOL_SPECIFIC = 'ROUTE_SYMBOL_SPECIFIC'
    ROUTE_BOTH = 'ROUTE_BOTH'
    ROUTE_EXPERIMENTAL_ONLY = 'ROUTE_EXPERIMENTAL_ONLY'
    ROUTE_BLOCKED = 'ROUTE_BLOCKED'


class TrainingType(StrEnum):
    """
    Whether a job trains one model over all symbols or one model for one symbol.
    """

    CROSS_SECTIONAL = 'cross_sectional'
    SYMBOL_SPECIFIC = 'symbol_specific'


Name: TypeAlias = Annotated[
    str,
    Meta(
        description='Any text of 1 to 200 characters without control characters.',
        max_length=200,
        min_length=1,
        title='Name',
    ),
]


PositiveCount: TypeAlias = Annotated[
    int,
    Meta(
        description='A number of things of which there is at least one.',
        ge=1,
        title='PositiveCount',
    ),
]


PriorityKey: TypeAlias = Annotated[
    str,
    Meta(
        description='A priority as a decimal integer without leading zeros.',
        pattern='^(0|-?[1-9][0-9]*)$',
        title='PriorityKey',
    ),
]


class RoutingMetadata(Document, frozen=True, kw_only=True):
    """
    Provenance of a routing plan.
    """

    config_hash: Annotated[str, Meta(description='Hash of the routing configuration; null if it is not known.')] | None
    generated_at: Annotated[
        str,
        Meta(
            description='When the decisions were made.',
            pattern='^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$',
            title='Timestamp',
        ),
    ]
    git_commit: Annotated[str, Meta(description='Commit of the router; null if it is not known.')] | None
    metrics_snapshot: Annotated[str, Meta(description='Path of the routing candidates that the router read; null if it is not known.')] | None
    view: Annotated[str, Meta(description='The view of the candidates that the router took; null if it is not known.')] | None


class PooledRoute(StrEnum):
    """
    Whether a pooled model is trained.
    """

    ENABLED = 'ENABLED'
    DISABLED = 'DISABLED'


class SignalState(StrEnum):
    """
    Strength of a signal.
    """

    STRONG = 'STRONG'
    WEAK_BUT_OK = 'WEAK_BUT_OK'
    EXPERIMENTAL = 'EXPERIMENTAL'
    DISALLOWED = 'DISALLOWED'


class PooledState(StrEnum):
    """
    How stable the features of a pooled model are over time, or DISALLOWED: there are no metrics of such a model.
    """

    STABLE = 'STABLE'
    DRIFTING = 'DRIFTING'
    DIVERGED = 'DIVERGED'
    UNKNOWN = 'UNKNOWN'
    DISALLOWED = 'DISALLOWED'


class FamilyMatch(Document, frozen=True, kw_only=True):
    """
    Conditions on a job. A condition on a fact that is not known of a job does not hold.
    """

    target: (
        Annotated[
            str,
            Meta(
                description='Shell pattern (*, ?, [abc]) for the target, upper and lower case distinct.',
                max_length=200,
                min_length=1,
                title='Name',
            ),
        ]
        | UnsetType
    ) = UNSET
    symbol: (
        Annotated[
            str,
            Meta(
                description='Shell pattern for the symbol; no cross-sectional job matches.',
                max_length=200,
                min_length=1,
                title='Name',
            ),
        ]
        | UnsetType
    ) = UNSET
    route: Annotated[Route, Meta(description="The job's route.")] | UnsetType = UNSET
    training_type: (
        Annotated[TrainingType, Meta(description="The job's training type.")]
        | UnsetType
    ) = UNSET
    min_sample_size: (
        Annotated[
            int,
            Meta(
                description='Smallest sample size, in rows, that matches.',
                ge=0,
                title='Count',
            ),
        ]
        | UnsetType
    ) = UNSET
    max_sample_size: (
        Annotated[
            int,
            Meta(
                description='Largest sample size, in rows, that matches.',
                ge=0,
                title='Count',
            ),
        ]
        | UnsetType
    ) = UNSET


class PriorityByState(Document, frozen=True, kw_only=True):
    """
    Priorities by signal state; OTHER stands for every state that is not listed and for a state that is not known.
    """

    OTHER: Annotated[
        int,
        Meta(
            description='Priority of every other signal.',
            ge=-9007199254740991,
            le=9007199254740991,
            title='Priority',
        ),
    ]
    STRONG: (
        Annotated[
            int,
            Meta(
                description='Priority of a strong signal.',
                ge=-9007199254740991,
                le=9007199254740991,
                title='Priority',
            ),
        ]
        | UnsetType
    ) = UNSET
    WEAK_BUT_OK: (
        Annotated[
            int,
            Meta(
                description='Priority of a weak signal that is good enough.',
                ge=-9007199254740991,
                le=9007199254740991,
                title='Priority',
            ),
        ]
        | UnsetType
    ) = UNSET
    EXPERIMENTAL: (
        Annotated[
            int,
            Meta(
                description='Priority of an experimental signal.',
                ge=-9007199254740991,
                le=9007199254740991,
                title='Priority',
            ),
        ]
        | UnsetType
    ) = UNSET
    DISALLOWED: (
        Annotated[
            int,
            Meta(
                description='Priority of a signal that is not good enough.',
                ge=-9007199254740991,
                le=9007199254740991,
                title='Priority',
            ),
        ]
        | UnsetType
    ) = UNSET


class CandidateAccount(Document, frozen=True, kw_only=True):
    """
    How the rows of the metrics snapshot fit the decisions.
    """

    rows: Annotated[int, Meta(description='Rows of the snapshot.', ge=0, title='Count')]
    without_decision: Annotated[
        int,
        Meta(
            description='Rows whose target or pair the routing plan does not have.',
            ge=0,
            title='Count',
        ),
    ]
    jobs_without_row: Annotated[
        int,
        Meta(
            description='Jobs for which the snapshot has no row.', ge=0, title='Count'
        ),
    ]
    scores_left_out: Annotated[
        int,
        Meta(
            description='Jobs whose score is not a finite number and was left out.',
            ge=0,
            title='Count',
        ),
    ]


class FileKind(StrEnum):
    """
    What a file of the plan folder is.
    """

    MASTER = 'master'
    MIRROR = 'mirror'
    YAML = 'yaml'
    REPORT = 'report'
    SUMMARY = 'summary'
    BY_TARGET = 'by_target'
    BY_SYMBOL = 'by_symbol'
    BY_TYPE = 'by_type'
    BY_ROUTE = 'by_route'


class PooledDecision(Document, frozen=True, kw_only=True):
    """
    Whether a target is trained pooled over symbols.
    """

    route: Annotated[
        PooledRoute, Meta(description='Whether the pooled model is trained.')
    ]
    state: Annotated[
        PooledState,
        Meta(
            description='Stability of the pooled model; DISALLOWED where the router had no metrics of it.'
        ),
    ]
    reason: Annotated[str, Meta(description='Why, for people.')]


class SymbolDecision(Document, frozen=True, kw_only=True):
    """
    How a target is trained for one symbol.
    """

    route: Annotated[Route, Meta(description='The decision.')]
    cs_state: Annotated[SignalState, Meta(description='Strength of the pooled signal.')]
    local_state: Annotated[
        SignalState, Meta(description="Strength of the symbol's own signal.")
    ]
    reason: Annotated[
        Sequence[str],
        Meta(description='The steps that led to the decision, for people.'),
    ]


class FamilyRule(Document, frozen=True, kw_only=True):
    """
    Families for the jobs that meet every condition of the rule.
    """

    match: Annotated[FamilyMatch, Meta(description='The conditions; all must hold.')]
    model_families: Annotated[
        Sequence[Name],
        Meta(
            description='Families of the jobs that match.',
            min_length=1,
            title='RequiredFamilies',
        ),
    ]


class PriorityTable(Document, frozen=True, kw_only=True):
    """
    Priorities by route. Blocked jobs always have priority 0.
    """

    ROUTE_CROSS_SECTIONAL: (
        Annotated[
            PriorityByState,
            Meta(
                description='Priorities of cross-sectional jobs, by the state of the pooled signal.'
            ),
        ]
        | UnsetType
    ) = UNSET
    ROUTE_SYMBOL_SPECIFIC: (
        Annotated[
            PriorityByState,
            Meta(
                description="Priorities of symbol-specific jobs, by the state of the symbol's signal."
            ),
        ]
        | UnsetType
    ) = UNSET
    ROUTE_BOTH: (
        Annotated[
            PriorityByState,
            Meta(
                description="Priorities of symbol jobs beside a pooled model, by the state of the symbol's signal."
            ),
        ]
        | UnsetType
    ) = UNSET
    ROUTE_EXPERIMENTAL_ONLY: (
        Annotated[
            PriorityByState,
            Meta(
                description="Priorities of experimental jobs, by the state of the symbol's signal."
            ),
        ]
        | UnsetType
    ) = UNSET


class DecisionAccount(Document, frozen=True, kw_only=True):
    """
    Every decision once: decisions = jobs + covered + blocked.
    """

    decisions: Annotated[
        int,
        Meta(
            description='Decisions of the routing plan: one per target for the pooled model and one per pair of target and symbol.',
            ge=0,
            title='Count',
        ),
    ]
    pooled_decisions: Annotated[
        int, Meta(description='Decisions on a pooled model.', ge=0, title='Count')
    ]
    symbol_decisions: Annotated[
        int,
        Meta(
            description='Decisions on a pair of target and symbol.', ge=0, title='Count'
        ),
    ]
    jobs: Annotated[
        int,
        Meta(description='Decisions that are a trainable job.', ge=0, title='Count'),
    ]
    covered: Annotated[
        int,
        Meta(
            description='Decisions that the pooled job of their target covers (its covered_symbols).',
            ge=0,
            title='Count',
        ),
    ]
    blocked: Annotated[
        int,
        Meta(
            description='Decisions that are blocked, disabled pooled models included.',
            ge=0,
            title='Count',
        ),
    ]
    blocked_jobs: Annotated[
        int,
        Meta(
            description='Blocked decisions that stand in the plan as jobs: all of them or none.',
            ge=0,
            title='Count',
        ),
    ]
    candidates: Annotated[CandidateAccount, Meta(description='How the metrics snapshot fits the decisions; null if none was given.')] | None


class ManifestFile(Document, frozen=True, kw_only=True):
    """
    One file of the plan folder.
    """

    path: Annotated[
        str,
        Meta(
            description='Path in the plan folder, with forward slashes.', min_length=1
        ),
    ]
    kind: Annotated[FileKind, Meta(description='What the file is.')]
    key: Annotated[Name, Meta(description='The target, symbol, training type or route of a view; null for a file over the whole plan.')] | None
    jobs: Annotated[
        int,
        Meta(description='Number of jobs that the file is about.', ge=0, title='Count'),
    ]
    size: Annotated[
        int, Meta(description='Size of the file in bytes.', ge=0, title='Count')
    ]
    sha256: Annotated[
        str,
        Meta(
            description="SHA-256 of the file's bytes.",
            max_length=64,
            pattern='^[0-9a-f]{64}$',
            title='Sha256',
        ),
    ]


class PlanConfig(Document, frozen=True, kw_only=True):
    """
    Which model families a job trains and which priority it has. Every part may be left out; the builder then uses its own default.
    """

    model_families: (
        Annotated[
            Sequence[Name],
            Meta(
                description='Families of every job that no rule names.',
                min_length=1,
                title='RequiredFamilies',
            ),
        ]
        | UnsetType
    ) = UNSET
    family_rules: (
        Annotated[
            Sequence[FamilyRule],
            Meta(
                description='Exceptions, in order: the first rule that matches a job decides its families.'
            ),
        ]
        | UnsetType
    ) = UNSET
    priorities: (
        Annotated[
            PriorityTable,
            Meta(
                description="Priority by route and signal state. A route that is left out keeps the builder's default."
            ),
        ]
        | UnsetType
    ) = UNSET


class Manifest(Document, frozen=True, kw_only=True):
    """
    What a plan folder holds: the digest of the plan, the account of the router's decisions, and every file that was written.
    """

    plan_sha256: Annotated[
        str,
        Meta(
            description='SHA-256 of the bytes of master_training_plan.json.',
            max_length=64,
            pattern='^[0-9a-f]{64}$',
            title='Sha256',
        ),
    ]
    account: Annotated[DecisionAccount, Meta(description='What became of every decision of the routing plan; null if it is not known, as when the plan was not made from one.')] | None
    files: Annotated[
        Sequence[ManifestFile],
        Meta(
            description='Every file that was written except the manifest, in order of path.'
        ),
    ]


class PlanMetadata(Document, frozen=True, kw_only=True):
    """
    Provenance of a plan, its size, and the families that a job trains unless a rule says otherwise.
    """

    generated_at: Annotated[
        str,
        Meta(
            description='When the plan was made.',
            pattern='^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$',
            title='Timestamp',
        ),
    ]
    run_id: Annotated[
        str,
        Meta(
            description='Identifier of the run, normally derived from generated_at (20251211_184500).',
            max_length=200,
            min_length=1,
            title='Name',
        ),
    ]
    git_commit: Annotated[str, Meta(description='Commit of the working directory in which the plan was made; null if it is not known.')] | None
    config_hash: Annotated[str, Meta(description='Hash of the routing configuration, as the routing plan states it; null if it is not known.')] | None
    routing_plan_path: Annotated[str, Meta(description='Path of the routing plan as it was given, with forward slashes; null if the plan was not made from one.')] | None
    metrics_snapshot: Annotated[str, Meta(description='Path of the routing candidates as it was given, else as the routing plan states it; null if it is not known.')] | None
    total_jobs: Annotated[
        int,
        Meta(description='Number of jobs, blocked ones included.', ge=0, title='Count'),
    ]
    model_families: Annotated[
        Sequence[Name],
        Meta(
            description="Default model families; a job's own list is what is trained.",
            title='ModelFamilies',
        ),
    ]
    schema_version: (
        Annotated[
            str,
            Meta(
                description='Version of this contract that the plan was written for; absent means 1.0.',
                pattern='^1\\.[0-9]+$',
                title='SchemaVersion',
            ),
        ]
        | UnsetType
    ) = UNSET


class PlanSummary(Document, frozen=True, kw_only=True):
    """
    Counts over the jobs. The maps list only what occurs: an absent key means 0.
    """

    by_route: Annotated[
        Mapping[Route, PositiveCount],
        Meta(
            description='Number of jobs of each route, blocked ones included.',
            title='CountByRoute',
        ),
    ]
    by_type: Annotated[
        Mapping[TrainingType, PositiveCount],
        Meta(
            description='Number of jobs of each training type, blocked ones included.',
            title='CountByType',
        ),
    ]
    by_priority: Annotated[
        Mapping[PriorityKey, PositiveCount],
        Meta(
            description='Number of jobs of each priority, blocked ones included.',
            title='CountByPriority',
        ),
    ]
    total_cs_jobs: Annotated[
        int,
        Meta(
            description='Number of trainable cross-sectional jobs.', ge=0, title='Count'
        ),
    ]
    total_symbol_jobs: Annotated[
        int,
        Meta(
            description='Number of trainable symbol-specific jobs.', ge=0, title='Count'
        ),
    ]
    total_blocked: Annotated[
        int,
        Meta(
            description='Number of jobs whose route is ROUTE_BLOCKED.',
            ge=0,
            title='Count',
        ),
    ]


class Job(IdentifiedByJobId, frozen=True, kw_only=True):
    """
    One unit of training: a target pooled over symbols, or one target for one symbol.
    """

    job_id: Annotated[
        str,
        Meta(
            description='Identifier of the job, unique in the plan.',
            max_length=200,
            min_length=1,
            title='Name',
        ),
    ]
    target: Annotated[
        str,
        Meta(
            description='Name of the target.',
            max_length=200,
            min_length=1,
            title='Name',
        ),
    ]
    symbol: Annotated[Name, Meta(description='Name of the symbol; null exactly if the job is cross-sectional.')] | None
    route: Annotated[Route, Meta(description="The router's decision.")]
    training_type: Annotated[
        TrainingType, Meta(description='Whether the job pools symbols or trains one.')
    ]
    model_families: Annotated[
        Sequence[Name],
        Meta(
            description='Model families to train, in order; empty only if the job is blocked.',
            title='ModelFamilies',
        ),
    ]
    priority: Annotated[
        int,
        Meta(
            description='Importance; higher comes first.',
            ge=-9007199254740991,
            le=9007199254740991,
            title='Priority',
        ),
    ]
    reason: Annotated[str, Meta(description='Why the job exists, for people.')]
    metadata: Annotated[
        Mapping["Name", Any],
        Meta(
            description='What else is known about the job, such as cs_state, local_state, stability, score, sample_size, covered_symbols. Unknown facts are left out.',
            title='JobMetadata',
        ),
    ]


class MasterPlan(Referable, frozen=True, kw_only=True):
    """
    Everything that the training phase is to train in one run. It is the only file of the plan folder that the training phase reads.
    """

    metadata: Annotated[
        PlanMetadata, Meta(description='Where the plan comes from and how large it is.')
    ]
    summary: Annotated[
        PlanSummary,
        Meta(
            description='Counts over all jobs; each can be computed again from the jobs.'
        ),
    ]
    jobs: Annotated[
        Sequence[Job],
        Meta(
            description='The jobs. The builder writes them in order of importance; the contract does not demand an order.'
        ),
    ]


class TargetView(Document, frozen=True, kw_only=True):
    """
    Every job of one target.
    """

    target: Annotated[
        str, Meta(description='The target.', max_length=200, min_length=1, title='Name')
    ]
    jobs: Annotated[
        Sequence[Job],
        Meta(
            description='The jobs of the target, as in the master plan and in its order.'
        ),
    ]


class SymbolView(Document, frozen=True, kw_only=True):
    """
    Every job of one symbol; pooled jobs belong to no symbol.
    """

    symbol: Annotated[
        str, Meta(description='The symbol.', max_length=200, min_length=1, title='Name')
    ]
    jobs: Annotated[
        Sequence[Job],
        Meta(
            description='The jobs of the symbol, as in the master plan and in its order.'
        ),
    ]


class TypeView(Document, frozen=True, kw_only=True):
    """
    Every job of one training type.
    """

    training_type: Annotated[TrainingType, Meta(description='The training type.')]
    jobs: Annotated[
        Sequence[Job],
        Meta(
            description='The jobs of the training type, as in the master plan and in its order.'
        ),
    ]


class RouteView(Document, frozen=True, kw_only=True):
    """
    Every job of one route.
    """

    route: Annotated[Route, Meta(description='The route.')]
    jobs: Annotated[
        Sequence[Job],
        Meta(
            description='The jobs of the route, as in the master plan and in its order.'
        ),
    ]


class TargetRouting(Document, frozen=True, kw_only=True):
    """
    The decisions for one target.
    """

    cross_sectional: Annotated[
        PooledDecision,
        Meta(description='The decision on the model pooled over symbols.'),
    ]
    symbols: Annotated[
        Mapping[Name, SymbolDecision],
        Meta(
            description="The decisions for each symbol, by the symbol's name.",
            title='SymbolDecisions',
        ),
    ]


class RoutingPlan(Document, frozen=True, kw_only=True):
    """
    The router's decisions: for each target whether it is trained pooled over symbols, and how it is trained for each symbol.
    """

    metadata: Annotated[
        RoutingMetadata, Meta(description='Where the routing plan comes from.')
    ]
    targets: Annotated[
        Mapping[Name, TargetRouting],
        Meta(
            description="The decisions for each target, by the target's name.",
            title='RoutingTargets',
        ),
    ]
