"""The plan config: its default, reading one, and what it says of a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from training_plan.building.job_ids import Pair
from training_plan.contract.reading import model_of, read_bytes
from training_plan.contract.schemas import SchemaName
from training_plan.contract.yaml_parsing import parse_yaml
from training_plan.models import (
    FamilyMatch,
    FamilyRule,
    PlanConfig,
    PriorityByState,
    PriorityTable,
    Route,
    SignalState,
    TrainingType,
)

DEFAULT_FAMILIES = ("lightgbm", "xgboost")

BLOCKED_PRIORITY = 0

DEFAULT_PRIORITIES = PriorityTable(
    ROUTE_CROSS_SECTIONAL=PriorityByState(STRONG=90, WEAK_BUT_OK=85, OTHER=50),
    ROUTE_SYMBOL_SPECIFIC=PriorityByState(STRONG=80, WEAK_BUT_OK=70, OTHER=50),
    ROUTE_BOTH=PriorityByState(OTHER=70),
    ROUTE_EXPERIMENTAL_ONLY=PriorityByState(OTHER=50),
)


@dataclass(frozen=True, slots=True)
class PlanRules:
    """A plan config with every gap filled.

    Attributes:
        default_families: families of a job that no rule matches.
        family_rules: exceptions; the first that matches decides.
        priorities: priority by route and signal state.
    """

    default_families: Sequence[str] = field(default_factory=lambda: list(DEFAULT_FAMILIES))
    family_rules: Sequence[FamilyRule] = ()
    priorities: PriorityTable = DEFAULT_PRIORITIES

    def priority(self, route: Route, state: SignalState | None) -> int:
        """Return the priority of a job; ``state`` is None if its signal state is not known."""
        if route is Route.ROUTE_BLOCKED:
            return BLOCKED_PRIORITY
        by_state: PriorityByState = getattr(self.priorities, route)
        listed = msgspec.UNSET if state is None else getattr(by_state, state)
        priority: int = by_state.OTHER if listed is msgspec.UNSET else listed
        return priority

    def families(self, pair: Pair, route: Route, sample_size: int | None) -> Sequence[str]:
        """Return the families of the job of a pair; a blocked job has none.

        ``sample_size`` is None if it is not known.
        """
        if route is Route.ROUTE_BLOCKED:
            return []
        for rule in self.family_rules:
            if _matches(rule.match, pair, route, sample_size):
                return rule.model_families
        return self.default_families


def _matches(match: FamilyMatch, pair: Pair, route: Route, size: int | None) -> bool:
    unset, (target, symbol) = msgspec.UNSET, pair
    training_type = TrainingType.CROSS_SECTIONAL if symbol is None else TrainingType.SYMBOL_SPECIFIC
    return (
        (match.target is unset or fnmatchcase(target, match.target))
        and (match.symbol is unset or (symbol is not None and fnmatchcase(symbol, match.symbol)))
        and (match.route is unset or match.route is route)
        and (match.training_type is unset or match.training_type is training_type)
        and (match.min_sample_size is unset or (size is not None and size >= match.min_sample_size))
        and (match.max_sample_size is unset or (size is not None and size <= match.max_sample_size))
    )


def load_plan_rules(path: Path | None, families: Sequence[str] | None = None) -> PlanRules:
    """Return the rules in a config file, or the default ones where there is no file.

    Args:
        path: a YAML (or JSON) file.
        families: replaces the default families, whatever the file says of them; its rules stay.

    Raises:
        UnreadableFileError: if the file cannot be read.
        InvalidDocumentError: if it is no YAML or breaks the schema.
    """
    config = PlanConfig() if path is None else parse_plan_config(read_bytes(path, "plan config"), str(path))
    default = DEFAULT_FAMILIES if config.model_families is msgspec.UNSET else config.model_families
    return PlanRules(
        default_families=list(families or default),
        family_rules=() if config.family_rules is msgspec.UNSET else config.family_rules,
        priorities=_with_defaults(config.priorities),
    )


def _with_defaults(table: PriorityTable | msgspec.UnsetType) -> PriorityTable:
    if isinstance(table, msgspec.UnsetType):
        return DEFAULT_PRIORITIES
    given = {name: value for name, value in msgspec.structs.asdict(table).items() if value is not msgspec.UNSET}
    return msgspec.structs.replace(DEFAULT_PRIORITIES, **given)


def parse_plan_config(data: bytes, file: str) -> PlanConfig:
    """Return the config in ``data``; errors as in ``load_plan_rules``."""
    document = parse_yaml(data, file)
    value = {} if document.value is None else document.value
    return model_of(PlanConfig, SchemaName.PLAN_CONFIG, value, file, document.position)
