"""The rule between the decisions of a routing plan: what needs a pooled model has one."""

from __future__ import annotations

from collections.abc import Iterator

from training_plan.contract.positions import Locate
from training_plan.findings import Code, Finding, json_pointer
from training_plan.models import PooledRoute, Route, RoutingPlan

_NEEDS_POOLED_MODEL = frozenset({Route.ROUTE_CROSS_SECTIONAL, Route.ROUTE_BOTH})


def contradictions(plan: RoutingPlan) -> Iterator[tuple[str, str, Route]]:
    """Yield target, symbol and route of every decision that needs a pooled model which is disabled."""
    for target, routing in plan.targets.items():
        if routing.cross_sectional.route is PooledRoute.DISABLED:
            for symbol, decision in routing.symbols.items():
                if decision.route in _NEEDS_POOLED_MODEL:
                    yield target, symbol, decision.route


def contradiction(file: str, pair: tuple[str, str, Route], locate: Locate) -> Finding:
    """Return the finding about a decision that needs a pooled model which is disabled."""
    target, symbol, route = pair
    path = ("targets", target, "symbols", symbol, "route")
    line, column = locate(path)
    return Finding(
        code=Code.CONTRADICTION,
        message=f"({target}, {symbol}) is {route}, but the pooled model of {target} is DISABLED",
        file=file,
        line=line,
        column=column,
        pointer=json_pointer(path),
        hint="enable the target's cross_sectional, or route the symbol without it",
    )
