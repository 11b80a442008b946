"""A plan that an argument names: its folder, or its master file under any name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training_plan.models import MasterPlan


def load_named_plan(path: Path) -> MasterPlan:
    """Return the plan in a plan folder or a master file of any name; errors are those of ``load_plan_file``."""
    from training_plan.consuming.plan_loading import load_plan_file  # noqa: PLC0415 - keeps --help instant
    from training_plan.contract.reading import leads_to_folder  # noqa: PLC0415
    from training_plan.plan.layout import MASTER  # noqa: PLC0415

    return load_plan_file(path / MASTER if leads_to_folder(path, "plan folder") else path)


def folder_of_plan(path: Path) -> Path | None:
    """Return the plan folder that an argument names or lies in; None if it is a file apart from its folder."""
    from training_plan.contract.reading import leads_to_folder  # noqa: PLC0415
    from training_plan.plan.layout import MASTER  # noqa: PLC0415

    if leads_to_folder(path, "plan folder"):
        return path
    return path.parent if path.name == MASTER else None
