"""The four families of views: pure selections of the master's lines, driven by one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from training_plan.contract.schemas import SchemaName
from training_plan.models import FileKind, Job, Route, TrainingType
from training_plan.plan.encoding import EncodedPlan, line_document
from training_plan.views.file_names import file_names


@dataclass(frozen=True, slots=True)
class ViewFamily:
    """One way to cut a plan into files.

    Attributes:
        kind: what the files are; also the name of their folder.
        field: the field of a job that is the key, and the field of the view that names it.
        schema: the schema of the files.
        always: keys that have a file even where no job has them.
    """

    kind: FileKind
    field: str
    schema: SchemaName
    always: tuple[str, ...] = ()


VIEW_FAMILIES: Final = (
    ViewFamily(FileKind.BY_TARGET, "target", SchemaName.VIEW_BY_TARGET),
    ViewFamily(FileKind.BY_SYMBOL, "symbol", SchemaName.VIEW_BY_SYMBOL),
    ViewFamily(FileKind.BY_TYPE, "training_type", SchemaName.VIEW_BY_TYPE, tuple(TrainingType)),
    ViewFamily(FileKind.BY_ROUTE, "route", SchemaName.VIEW_BY_ROUTE, tuple(Route)),
)


@dataclass(frozen=True, slots=True)
class View:
    """One view file.

    Attributes:
        family: the family.
        key: the key that all its jobs have.
        path: its path in the plan folder, with forward slashes.
        indices: positions of its jobs in the plan, ascending.
    """

    family: ViewFamily
    key: str
    path: str
    indices: Sequence[int]

    def render(self, lines: Sequence[bytes]) -> bytes:
        """Return the file; ``lines`` are the encoded jobs of the whole plan."""
        return line_document({self.family.field: self.key}, "jobs", [lines[index] for index in self.indices])


def views_of_family(family: ViewFamily, jobs: Sequence[Job]) -> list[View]:
    """Return the views of one family, sorted by key."""
    found: defaultdict[str | None, list[int]] = defaultdict(list)
    for index, key in enumerate(map(attrgetter(family.field), jobs)):
        found[key].append(index)
    always: dict[str, list[int]] = {key: [] for key in family.always}
    # A job without a key belongs to no view of the family.
    indices = always | {key: jobs_of_key for key, jobs_of_key in found.items() if key is not None}
    names = file_names(indices)
    return [View(family, str(key), f"{family.kind}/{names[key]}", indices[key]) for key in sorted(indices)]


def views_of_plan(encoded: EncodedPlan) -> Iterator[View]:
    """Yield every view of a plan, family by family."""
    for family in VIEW_FAMILIES:
        yield from views_of_family(family, encoded.plan.jobs)
