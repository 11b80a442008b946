"""What a comparison of two plans says: plain, frozen facts, sorted by target, pooled first, then symbol."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from training_plan.models import Job, MasterPlan, PlanMetadata, PlanSummary


class Standing(StrEnum):
    """What a plan makes of a pair of target and symbol, or of a target pooled over symbols.

    The routes, for what has a job; COVERED for a pair without one that the target's pooled job covers; ABSENT for
    what the plan does not tell of.
    """

    ROUTE_CROSS_SECTIONAL = "ROUTE_CROSS_SECTIONAL"
    ROUTE_SYMBOL_SPECIFIC = "ROUTE_SYMBOL_SPECIFIC"
    ROUTE_BOTH = "ROUTE_BOTH"
    ROUTE_EXPERIMENTAL_ONLY = "ROUTE_EXPERIMENTAL_ONLY"
    ROUTE_BLOCKED = "ROUTE_BLOCKED"
    COVERED = "COVERED"
    ABSENT = "ABSENT"


class _Fact(msgspec.Struct, frozen=True, gc=False):
    """Base of every fact: a diff may hold millions, and none refers to itself."""


class FieldChange(_Fact, frozen=True):
    """A field whose value differs.

    Attributes:
        field: the field of the job, or ``metadata.`` and the key; of a plan's metadata the field alone.
        old: its value in the old plan; UNSET if it is not there.
        new: its value in the new plan; UNSET if it is not there.
    """

    field: str
    old: object
    new: object


class JobChange(_Fact, frozen=True):
    """A job that both plans have, with the fields that differ, at least one."""

    old: Job
    new: Job
    fields: Sequence[FieldChange]


class LoneJob(_Fact, frozen=True):
    """A job that only one of the plans has.

    Attributes:
        job: the job.
        elsewhere: what the other plan makes of its pair: COVERED or ABSENT.
        reason: the same in words, as far as the other plan can tell.
    """

    job: Job
    elsewhere: Standing
    reason: str


class Move(_Fact, frozen=True):
    """A pair, or a target pooled over symbols (symbol None), that stands otherwise in the new plan."""

    target: str
    symbol: str | None
    old: Standing
    new: Standing


class Loss(_Fact, frozen=True):
    """A pair that a model of its own or a pooled one served in the old plan, and that none serves in the new.

    Attributes:
        target: the target.
        symbol: the symbol.
        old: the route of its job, or COVERED.
        new: ROUTE_BLOCKED or ABSENT.
        reason: that of the blocked job; else what it can mean that the new plan has no job of the pair.
    """

    target: str
    symbol: str
    old: Standing
    new: Standing
    reason: str


class LostPool(_Fact, frozen=True):
    """A target that had a pooled job to train and has none in the new plan.

    Attributes:
        job: its pooled job in the old plan.
        new: ROUTE_BLOCKED or ABSENT.
        reason: as in ``Loss``.
        covered: symbols that the job covered, sorted.
        unserved: those of them that no model serves in the new plan, sorted; each is a ``Loss`` too.
    """

    job: Job
    new: Standing
    reason: str
    covered: Sequence[str]
    unserved: Sequence[str]


class NameDiff(_Fact, frozen=True):
    """The counts of one target or symbol that differs.

    Attributes:
        name: the target or symbol.
        old_jobs: its jobs in the old plan.
        new_jobs: its jobs in the new plan.
        lost: pairs that no model serves any more, and for a target its lost pooled job.
        moved: pairs, and pooled jobs, that stand otherwise.
        added: jobs that only the new plan has.
        removed: jobs that only the old plan has.
        changed: jobs that both have and that differ.
    """

    name: str
    old_jobs: int
    new_jobs: int
    lost: int
    moved: int
    added: int
    removed: int
    changed: int


class PlanSide(_Fact, frozen=True):
    """One of the two plans: its provenance, its counts, its targets, whatever of it was compared."""

    metadata: PlanMetadata
    summary: PlanSummary
    targets: frozenset[str]

    @classmethod
    def of(cls, plan: MasterPlan) -> PlanSide:
        """Return a plan as a side of a diff."""
        return cls(plan.metadata, plan.summary, frozenset(job.target for job in plan.jobs))


class PlanDiff(msgspec.Struct, frozen=True):
    """How a new plan differs from an old one.

    Attributes:
        old: the old plan.
        new: the new plan.
        old_jobs: jobs of the old plan that were compared.
        new_jobs: jobs of the new plan that were compared.
        added: jobs that only the new plan has.
        removed: jobs that only the old plan has.
        changed: jobs that both have and that differ.
        unchanged: how many jobs both have that do not differ.
        moved: what stands otherwise, jobs and covered pairs.
        stayed: how many pairs stand as they stood, by their standing; ABSENT is none of them.
        lost: pairs that no model serves any more.
        lost_pools: targets that lost their pooled job.
        by_target: the targets that differ, sorted.
        by_symbol: the symbols that differ, sorted; pooled jobs belong to none.
        repeated: pairs with several jobs in one plan, whose jobs were matched by likeness.
    """

    old: PlanSide
    new: PlanSide
    old_jobs: int
    new_jobs: int
    added: Sequence[LoneJob]
    removed: Sequence[LoneJob]
    changed: Sequence[JobChange]
    unchanged: int
    moved: Sequence[Move]
    stayed: dict[Standing, int]
    lost: Sequence[Loss]
    lost_pools: Sequence[LostPool]
    by_target: Sequence[NameDiff]
    by_symbol: Sequence[NameDiff]
    repeated: int

    @property
    def is_empty(self) -> bool:
        """Whether the plans ask for the same training; provenance does not count."""
        return not (self.added or self.removed or self.changed or self.moved)

    def provenance(self) -> list[FieldChange]:
        """Return every field of the plans' metadata, side by side, equal ones included."""
        return [
            FieldChange(field, getattr(self.old.metadata, field), getattr(self.new.metadata, field))
            for field in PlanMetadata.__struct_fields__
        ]

    def moves(self) -> dict[tuple[Standing, Standing], int]:
        """Return how many pairs stand so in the old plan and so in the new one, those that stayed included."""
        counts = {(standing, standing): count for standing, count in self.stayed.items()}
        for move in self.moved:
            counts[move.old, move.new] = counts.get((move.old, move.new), 0) + 1
        return counts
