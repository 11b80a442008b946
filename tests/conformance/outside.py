"""Validators that are no Python: installed once, outside the source tree, from a lock file."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conformance.suite import ROOT

PACKAGE = Path(__file__).parent / "node"
CACHE = ROOT / ".cache" / "ajv"
LOCK = "package-lock.json"
SCRIPT = "run_ajv.mjs"


def outside_folder() -> Path:
    """Return the folder with the installed packages; skip where there is no Node, but not in CI."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no node and npm, which the comparison with ajv needs")
        pytest.skip("needs node and npm")
    CACHE.mkdir(parents=True, exist_ok=True)
    # The workers of one run of the tests share the folder.
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_installed():
            for name in ("package.json", LOCK):
                shutil.copyfile(PACKAGE / name, CACHE / name)
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=CACHE, check=True)
            shutil.copyfile(PACKAGE / LOCK, CACHE / "installed.json")
        if not _same(PACKAGE / SCRIPT, CACHE / SCRIPT):
            shutil.copyfile(PACKAGE / SCRIPT, CACHE / SCRIPT)
    return CACHE


def _is_installed() -> bool:
    return _same(PACKAGE / LOCK, CACHE / "installed.json")


def _same(source: Path, copy: Path) -> bool:
    return copy.is_file() and copy.read_bytes() == source.read_bytes()


def run_ajv(folder: Path, suite: Path, schemas: Path) -> dict[str, bool]:
    """Return whether ajv accepts each case of the index in ``suite``, by file; False if it is no JSON."""
    done = subprocess.run(["node", SCRIPT, str(suite), str(schemas)], cwd=folder, check=True, capture_output=True)
    said: dict[str, bool] = json.loads(done.stdout)
    return said
