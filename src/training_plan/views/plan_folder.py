"""What a plan folder holds: every file, as bytes, from the plan alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from training_plan.contract.schemas import SchemaName, schema_id
from training_plan.models import DecisionAccount, FileKind, Manifest, ManifestFile, MasterPlan
from training_plan.plan.accounts import account_fits
from training_plan.plan.encoding import EncodedPlan, line_document
from training_plan.plan.layout import MANIFEST, MASTER, MIRROR, REPORT, SUMMARY, VIEW_FOLDERS, YAML_MIRROR
from training_plan.views.reports import plan_report, summary_report
from training_plan.views.view_families import views_of_plan
from training_plan.views.yaml_mirror import yaml_mirror


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file of the folder.

    Attributes:
        path: path in the folder, with forward slashes.
        kind: what the file is.
        key: key of a view; None for a file over the whole plan.
        jobs: number of jobs that the file is about.
        data: the bytes.
    """

    path: str
    kind: FileKind
    key: str | None
    jobs: int
    data: bytes

    def entry(self) -> ManifestFile:
        """Return the manifest's line about the file."""
        return ManifestFile(
            path=self.path,
            kind=self.kind,
            key=self.key,
            jobs=self.jobs,
            size=len(self.data),
            sha256=hashlib.sha256(self.data).hexdigest(),
        )


def plan_files(encoded: EncodedPlan) -> Iterator[PlanFile]:
    """Yield every file but the manifest, views first and the master last; one at a time, to save memory."""
    views = list(views_of_plan(encoded))
    total = len(encoded.lines)
    for view in views:
        data = view.render(encoded.lines)
        yield PlanFile(view.path, view.family.kind, view.key, len(view.indices), data)
    yield PlanFile(MIRROR, FileKind.MIRROR, None, total, encoded.master)
    yield PlanFile(YAML_MIRROR, FileKind.YAML, None, total, yaml_mirror(encoded.plan))
    yield PlanFile(REPORT, FileKind.REPORT, None, total, plan_report(encoded.plan, views))
    yield PlanFile(SUMMARY, FileKind.SUMMARY, None, total, summary_report(encoded.plan, views))
    yield PlanFile(MASTER, FileKind.MASTER, None, total, encoded.master)


def manifest_bytes(encoded: EncodedPlan, account: DecisionAccount | None, entries: Sequence[ManifestFile]) -> bytes:
    """Return manifest.json: one line for each file, in order of path."""
    header = {
        "$schema": schema_id(SchemaName.MANIFEST),
        "plan_sha256": hashlib.sha256(encoded.master).hexdigest(),
        "account": account,
    }
    lines = [msgspec.json.encode(entry) for entry in sorted(entries, key=lambda entry: entry.path)]
    return line_document(header, "files", lines)


def parse_manifest(data: bytes) -> Manifest | None:
    """Return the manifest in ``data``, or None if it is not one: what it says is never needed."""
    try:
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def known_account(folder: Path, plan: MasterPlan, plan_sha256: str) -> DecisionAccount | None:
    """Return the account of decisions that the manifest of a plan folder keeps; None if it is of another plan."""
    try:
        manifest = parse_manifest((folder / MANIFEST).read_bytes())
    except OSError:
        return None
    if manifest is None or manifest.plan_sha256 != plan_sha256 or manifest.account is None:
        return None
    return manifest.account if account_fits(manifest.account, plan) else None


def folders_in(folder: Path) -> list[Path]:
    """Return a plan folder and the view folders in it; one that is a link is none."""
    views = (folder / name for name in VIEW_FOLDERS)
    return [folder, *(view for view in views if view.is_dir() and not view.is_symlink())]


def paths_at(place: Path, folder: Path) -> list[str]:
    """Return the path of everything but view folders that stands in one of ``folders_in(folder)``.

    Raises:
        OSError: if it cannot be listed.
    """
    paths = (entry.relative_to(folder).as_posix() for entry in place.iterdir())
    return [
        path
        for path in paths
        if not (path in VIEW_FOLDERS and ((folder / path).is_dir() or (folder / path).is_symlink()))
    ]


def paths_in(folder: Path) -> list[str]:
    """Return the path of everything in a plan folder and in its view folders, sorted; links are not followed."""
    return sorted(path for place in folders_in(folder) for path in paths_at(place, folder))
