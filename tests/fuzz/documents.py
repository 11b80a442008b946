"""Draw the mutants: a document of some kind in which something is wrong, more often than not."""

from __future__ import annotations

from functools import cache
from random import Random

from fuzz.byte_mutations import damaged
from fuzz.seeds import accepted, every, refused
from fuzz.tree_mutations import mutated
from fuzz.trees import copied, tree_of, written
from fuzz.yaml_writing import written_yaml


@cache
def _trees(kind: str) -> tuple[object, ...]:
    return tuple(tree_of(document) for document in accepted(kind))


@cache
def _donors() -> tuple[object, ...]:
    return tuple(tree_of(document) for document in every())


def json_mutant(kind: str, rng: Random) -> bytes:
    """Draw a JSON document of a kind: faults in its structure, in its bytes, in both, and now and then in nothing."""
    chance = rng.random()
    if chance < 0.25:
        return damaged(rng.choice(accepted(kind)), rng, every())
    if chance < 0.28:
        return damaged(rng.choice(refused(kind)), rng, every())
    data = written(_tree(kind, rng), rng)
    return damaged(data, rng, every()) if chance < 0.38 else data


def yaml_mutant(kind: str, rng: Random) -> bytes:
    """Draw a YAML document of a kind, as ``json_mutant``."""
    data = written_yaml(_tree(kind, rng), rng)
    return damaged(data, rng, every()) if rng.random() < 0.3 else data


def _tree(kind: str, rng: Random) -> object:
    tree = rng.choice(_trees(kind))
    return copied(tree) if rng.random() < 0.03 else mutated(tree, rng, _donors())


def remixed(data: bytes, rng: Random) -> bytes:
    """Return a mutant of any bytes: by its structure if it is plain JSON, else of the bytes themselves."""
    try:
        tree = tree_of(data)
    except (ValueError, RecursionError):
        return damaged(data, rng, every())
    return written(mutated(tree, rng, _donors()), rng) if rng.random() < 0.7 else damaged(data, rng, every())
