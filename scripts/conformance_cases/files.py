"""The files of the suite: what they must hold, how they differ from that, and writing them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from conformance_cases.layout import pretty
from conformance_cases.suite import cases

SUITE_DIR = "schema/conformance"
COMMAND = "python scripts/generate_conformance.py"
BY_HAND = {f"{SUITE_DIR}/README.md"}


def expected_files() -> dict[str, bytes]:
    """Return every generated file of the suite, by path from the root."""
    suite = cases()
    files = {f"{SUITE_DIR}/{case.file}": case.data for case in suite}
    if len(files) != len(suite):
        names = Counter(case.file for case in suite)
        raise SystemExit(f"two cases have one name: {[name for name, count in names.items() if count > 1]}")
    index = {
        "description": f"The cases of the conformance suite; README.md says what they mean. Made by: {COMMAND}",
        "cases": [case.entry() for case in suite],
    }
    files[f"{SUITE_DIR}/cases.json"] = pretty(index)
    return files


def orphans(root: Path, expected: dict[str, bytes]) -> list[str]:
    """Return every file of the suite that this script does not write."""
    present = (path.relative_to(root).as_posix() for path in (root / SUITE_DIR).rglob("*") if path.is_file())
    return sorted(name for name in present if name not in expected and name not in BY_HAND)


def differences(root: Path, expected: dict[str, bytes]) -> list[str]:
    """Return a line for every file that is missing, changed or orphaned."""
    found = []
    for name, data in sorted(expected.items()):
        path = root / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif path.read_bytes() != data:
            found.append(f"changed: {name}")
    return found + [f"orphaned: {name}" for name in orphans(root, expected)]


def write(root: Path, expected: dict[str, bytes]) -> None:
    """Make the suite what this script says."""
    for name in orphans(root, expected):
        (root / name).unlink()
    for name, data in expected.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
