"""Read the router's decisions and refuse those that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training_plan.contract import Locate, SchemaName
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, json_pointer
from training_plan.models import PooledRoute, Route, RoutingPlan
from training_plan.reading import locator, parse_model, read_bytes

_NEEDS_POOLED_MODEL = frozenset({Route.ROUTE_CROSS_SECTIONAL, Route.ROUTE_BOTH})


def load_routing_plan(path: Path) -> RoutingPlan:
    """Return the routing plan in a file.

    Raises:
        UnreadableFileError: if the file cannot be read.
        InvalidDocumentError: if it breaks the schema or contradicts itself.
    """
    return parse_routing_plan(read_bytes(path, "routing plan"), str(path))


def parse_routing_plan(data: bytes, file: str) -> RoutingPlan:
    """Return the routing plan in ``data``; errors as in ``load_routing_plan``."""
    plan = parse_model(RoutingPlan, SchemaName.ROUTING_PLAN, data, file)
    locate = locator(data)
    findings = [contradiction(file, pair, locate) for pair in contradictions(plan)]
    if findings:
        raise InvalidDocumentError("the routing plan contradicts itself", findings=findings)
    return plan


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
