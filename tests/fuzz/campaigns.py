"""What CI judges: how many mutants of which kind, and what they reach at least."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from fuzz.csv_mutants import csv_mutant
from fuzz.documents import json_mutant, yaml_mutant
from fuzz.entry_points import EntryPoints
from fuzz.seeds import CONFIG, MANIFEST, PLAN, ROUTING_PLAN, VIEW

SHARDS = 4
"""Parts of a campaign, so that several cores share it."""


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """Mutants of one kind of document.

    Attributes:
        documents: how many.
        draw: makes one.
        judge: hands it to the entry points that read its kind.
        reached: different outcomes that they reach at least.
    """

    documents: int
    draw: Callable[[Random], bytes]
    judge: Callable[[EntryPoints, bytes], str]
    reached: int

    def numbers(self, shard: int) -> range:
        """Return the numbers of the documents of a part."""
        return range(shard, self.documents, SHARDS)


def _yaml(kind: str, documents: int) -> Campaign:
    return Campaign(
        documents=documents,
        draw=partial(yaml_mutant, kind),
        judge=partial(EntryPoints.yaml_document, kind=kind),
        reached=8,
    )


CAMPAIGNS = {
    "plans": Campaign(documents=15_000, draw=partial(json_mutant, PLAN), judge=EntryPoints.plan, reached=18),
    "routing plans": Campaign(
        documents=10_000, draw=partial(json_mutant, ROUTING_PLAN), judge=EntryPoints.routing_plan, reached=12
    ),
    "views": Campaign(documents=10_000, draw=partial(json_mutant, VIEW), judge=EntryPoints.view, reached=15),
    "manifests": Campaign(documents=8_000, draw=partial(json_mutant, MANIFEST), judge=EntryPoints.manifest, reached=12),
    "configs": Campaign(documents=3_000, draw=partial(yaml_mutant, CONFIG), judge=EntryPoints.config, reached=10),
    "plans in YAML": _yaml(PLAN, 400),
    "routing plans in YAML": _yaml(ROUTING_PLAN, 400),
    "views in YAML": _yaml(VIEW, 400),
    "manifests in YAML": _yaml(MANIFEST, 400),
    "snapshots in CSV": Campaign(
        documents=6_000, draw=csv_mutant, judge=partial(EntryPoints.candidates, suffix=".csv"), reached=6
    ),
}

PARQUET_FILES = 3_000
FOLDERS = 600
COMMANDS = 1_000

LEAST_DOCUMENTS = 50_000
"""What CI judges in all, at least."""
