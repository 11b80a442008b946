"""Names of the files of a plan folder."""

from __future__ import annotations

from training_plan.models import FileKind

MASTER = "master_training_plan.json"
MIRROR = "training_plan.json"
YAML_MIRROR = "training_plan.yaml"
REPORT = "training_plan.md"
SUMMARY = "MASTER_TRAINING_PLAN_SUMMARY.md"
MANIFEST = "manifest.json"
PLAN_WIDE_FILES = frozenset({MASTER, MIRROR, YAML_MIRROR, REPORT, SUMMARY, MANIFEST})

VIEW_FOLDERS = tuple(
    str(kind) for kind in (FileKind.BY_TARGET, FileKind.BY_SYMBOL, FileKind.BY_TYPE, FileKind.BY_ROUTE)
)

STAGING = ".publishing"
"""Holds what a publication under way has not yet put in place."""
