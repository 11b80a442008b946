"""What the tests of the consumer share."""

from __future__ import annotations

from pathlib import Path

import pytest

from consumer.samples import GOLDEN
from consumer.showing import Show, Shown
from training_plan.cli.main import main


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    """Run the command in this process."""

    def run(*arguments: str | Path, plan: Path = GOLDEN) -> Shown:
        capsys.readouterr()
        exit_code = main(["show", str(plan), *map(str, arguments)])
        said = capsys.readouterr()
        return Shown(exit_code, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan folder that every example writes anew."""
    return tmp_path_factory.mktemp("plan")
