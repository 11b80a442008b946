"""Trees as YAML, in whatever way a person might write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

from fuzz.hostile import RAW_YAML, YAML_DOCUMENTS
from fuzz.trees import Members, Raw, places, written


def written_yaml(tree: object, rng: Random) -> bytes:
    """Return a tree as YAML; sometimes with what only YAML has, sometimes as the JSON that YAML takes too."""
    kind = rng.random()
    if kind < 0.1:
        return rng.choice(YAML_DOCUMENTS).encode()
    if kind < 0.3:
        return written(tree, rng)
    if kind < 0.6:
        found = list(places(tree))
        if found:
            rng.choice(found).put(Raw(rng.choice(RAW_YAML)))
    return ("\n".join(_lines(tree, "", rng)) + "\n").encode("utf-8", "surrogatepass")


def _lines(node: object, indent: str, rng: Random) -> Iterator[str]:
    if isinstance(node, list) and node:
        for entry in node:
            head, value = (f"{_scalar(entry[0], rng)}:", entry[1]) if isinstance(node, Members) else ("-", entry)
            if isinstance(value, list) and value and rng.random() < 0.8:
                yield indent + head
                yield from _lines(value, indent + "  ", rng)
            else:
                yield f"{indent}{head} {_flow(value, rng)}"
    else:
        yield indent + _flow(node, rng)


def _flow(node: object, rng: Random) -> str:
    if isinstance(node, Members):
        return "{" + ", ".join(f"{_scalar(key, rng)}: {_flow(value, rng)}" for key, value in node) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(_flow(item, rng) for item in node) + "]"
    return _scalar(node, rng)


def _scalar(value: object, rng: Random) -> str:
    if isinstance(value, Raw):
        return value.text
    if not isinstance(value, str):
        return json.dumps(value)
    return rng.choice(
        (json.dumps(value), json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'", value)
    )
