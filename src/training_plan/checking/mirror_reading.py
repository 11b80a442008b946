"""Whether a YAML mirror that was edited still says what the master demands."""

from __future__ import annotations

import json

from training_plan.contract.json_parsing import MAX_DEPTH

_MARGIN = 10
"""Levels that a mirror may have beyond those of a document: the plan around the jobs."""


def is_same_yaml(found: bytes, demanded: bytes) -> bool:
    """Return whether two YAML documents load to the same object, types included."""
    import yaml  # noqa: PLC0415 - needed only for a mirror that was edited

    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if _depth(found, loader) > MAX_DEPTH + _MARGIN:
            return False
        said = yaml.load(found, loader)  # noqa: S506 - a safe loader
        # As JSON, because to Python 1, 1.0 and true are equal.
        return json.dumps(said, sort_keys=True) == json.dumps(yaml.load(demanded, loader), sort_keys=True)  # noqa: S506
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError):
        # The constructors of tagged scalars raise whatever their conversion raises.
        return False


def _depth(data: bytes, loader: type) -> int:
    """Return the depth of a YAML document; the loader itself, in C, would overflow the stack."""
    import yaml  # noqa: PLC0415

    depth = deepest = 0
    for event in yaml.parse(data, loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            deepest = max(deepest, depth)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return deepest
