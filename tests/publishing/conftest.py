"""A folder with a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing.plans import publish_plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the old plan."""
    publish_plan("old", tmp_path / "plan")
    return tmp_path / "plan"
