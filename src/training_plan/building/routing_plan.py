"""Read the router's decisions and refuse those that contradict each other."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from training_plan.contract.json_parsing import has_number_of_keys
from training_plan.contract.reading import locator, parse_model, read_bytes
from training_plan.contract.schemas import SchemaName
from training_plan.errors import InvalidDocumentError
from training_plan.models import (
    PooledDecision,
    RoutingMetadata,
    RoutingPlan,
    SymbolDecision,
    TargetRouting,
)
from training_plan.plan.contradictions import contradiction, contradictions

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def load_routing_plan(path: Path) -> RoutingPlan:
    """Return the routing plan in a file.

    Raises:
        UnreadableFileError: if the file cannot be read.
        InvalidDocumentError: if it breaks the schema or contradicts itself.
    """
    return parse_routing_plan(read_bytes(path, "routing plan"), str(path))


def parse_routing_plan(data: bytes, file: str) -> RoutingPlan:
    """Return the routing plan in ``data``; errors as in ``load_routing_plan``."""
    plan = _decode_plain(data) or parse_model(RoutingPlan, SchemaName.ROUTING_PLAN, data, file)
    locate = locator(data)
    findings = [contradiction(file, pair, locate) for pair in contradictions(plan)]
    if findings:
        raise InvalidDocumentError("the routing plan contradicts itself", findings=findings)
    return plan


# Keys of one object of each kind: every field is required, so their number is known.
_DOCUMENT_KEYS = 2 + len(RoutingMetadata.__struct_fields__)
_TARGET_KEYS = 1 + len(TargetRouting.__struct_fields__) + len(PooledDecision.__struct_fields__)
_SYMBOL_KEYS = 1 + len(SymbolDecision.__struct_fields__)


def _decode_plain(data: bytes) -> RoutingPlan | None:
    """Return the routing plan in ``data`` if it can be proven cheaply to keep its schema, else None.

    Decoding to the models proves all but three things: that no key stands twice, that none is unknown (both: the
    bytes hold as many keys as the models), and that names hold no control character (looked at here). Most routing
    plans are plain; any other one takes the long way, which also words what is wrong.
    """
    try:
        plan = msgspec.json.decode(data, type=RoutingPlan)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    names = set(plan.targets)
    for routing in plan.targets.values():
        names.update(routing.symbols)
    pairs = sum(len(routing.symbols) for routing in plan.targets.values())
    keys = _DOCUMENT_KEYS + _TARGET_KEYS * len(plan.targets) + _SYMBOL_KEYS * pairs
    is_plain = has_number_of_keys(data, keys) and not any(map(_CONTROL.search, (*names, plan.metadata.generated_at)))
    return plan if is_plain else None
