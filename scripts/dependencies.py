"""Print requirements out of pyproject.toml, a line each, for pip.

python scripts/dependencies.py dev      # a dependency group: dev, fuzz
python scripts/dependencies.py lowest   # each runtime dependency at its lower bound
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def requirements(which: str) -> list[str]:
    """Return the requirements of a dependency group, or the runtime ones at their ``lowest`` version."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    if which != "lowest":
        return list(project["dependency-groups"][which])
    return [requirement.replace(">=", "==") for requirement in project["project"]["dependencies"]]


def main(arguments: list[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description="Print requirements out of pyproject.toml.")
    parser.add_argument("which", choices=("dev", "fuzz", "lowest"))
    for requirement in requirements(parser.parse_args(arguments).which):
        print(requirement)
    return 0


if __name__ == "__main__":
    sys.exit(main())
