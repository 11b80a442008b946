"""What this software knows of its own writing in a plan folder, so that it removes that and nothing else."""

from __future__ import annotations

import stat
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

import msgspec

from training_plan.models import DecisionAccount
from training_plan.plan.layout import MANIFEST
from training_plan.publishing.filesystem import Folder
from training_plan.publishing.plan_tree import PlanTree
from training_plan.views.file_names import is_file_name
from training_plan.views.plan_folder import parse_manifest
from training_plan.views.view_families import VIEW_FAMILIES

JOURNAL = "journal.json"
"""Name in the staging folder; written before the first file moves, removed when the manifest tells the same."""

_OPENINGS = {str(family.kind): f'{{\n  "{family.field}": "'.encode() for family in VIEW_FAMILIES}
"""What every view begins with, by the folder that it is in."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the manifest and the journal of a dead run say.

    Attributes:
        paths: what this software wrote or was about to write.
        accounts: accounts of decisions, by the SHA-256 of the master that they are about.
        has_journal: whether a run died, or failed, while files moved.
    """

    paths: Set[str] = frozenset()
    accounts: Mapping[str, DecisionAccount | None] = field(default_factory=dict)
    has_journal: bool = False


class _Journal(msgspec.Struct):
    paths: list[str]
    accounts: dict[str, DecisionAccount | None]


def read_record(root: Folder, staging: Folder) -> Record:
    """Return what is known; nothing if manifest and journal are missing or no such documents."""
    paths: set[str] = set()
    accounts: dict[str, DecisionAccount | None] = {}
    data = staging.read(JOURNAL)
    journal = _parse_journal(data)
    if journal is not None:
        paths |= set(journal.paths)
        accounts |= journal.accounts
    manifest = parse_manifest(root.read(MANIFEST) or b"")
    if manifest is not None:
        paths |= {entry.path for entry in manifest.files}
        accounts[manifest.plan_sha256] = manifest.account
    return Record(paths, accounts, has_journal=data is not None)


def _parse_journal(data: bytes | None) -> _Journal | None:
    try:
        return msgspec.json.decode(data or b"", type=_Journal)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def journal_bytes(record: Record) -> bytes:
    """Return the journal that tells a record."""
    return msgspec.json.encode(_Journal(sorted(record.paths), dict(record.accounts)))


def stale_views(tree: PlanTree, record: Record, wanted: Set[str]) -> list[str]:
    """Return the paths of the views of former plans that this software wrote and that are not wanted any more, sorted.

    Manifest and journal may have been tampered with. A path counts only if it leads straight into a view folder, its
    name is one that a view can have, and what stands there begins as a view does, is empty, or is a link: removing
    a link loses nothing of what it leads to.
    """
    known = {path for path in tree.views() if path in record.paths and is_file_name(path.rpartition("/")[2])}
    return sorted(path for path in known - wanted if _is_or_was_view(tree, path))


def _is_or_was_view(tree: PlanTree, path: str) -> bool:
    folder, name = tree.made_place(path)
    status = folder.status(name)
    if status is None or not stat.S_ISREG(status.st_mode):
        return status is not None and stat.S_ISLNK(status.st_mode)
    opening = _OPENINGS[path.partition("/")[0]]
    head = folder.read(name, len(opening)) or b""
    # A disk that lost power over an unflushed file may have cut it or left zeros.
    return opening.startswith(head.rstrip(b"\0"))
