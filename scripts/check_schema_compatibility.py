"""Check that every change of schema/ since a release has the version that it needs.

    python scripts/check_schema_compatibility.py                   # against schema/released
    python scripts/check_schema_compatibility.py --against v1.2.0  # against schema/ at a git revision
    python scripts/check_schema_compatibility.py --against FILE    # against one schema; or against a folder of them

A published ``$id`` stands for the same bytes forever. A changed schema needs a new one: the next minor version if old
documents and old readers get along with it, the next major version if not. schema_change_rules.py has the rules.

Prints one line for each change. Exit code: 0 fine, 1 findings, 2 wrong usage, 3 could not run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from schema_change_rules import Change, Rule, Schema, Verdict, Version, identity, verdict_of, version_fits
from schema_compatibility import compare, unsupported_parts

ROOT = Path(__file__).resolve().parent.parent
SCHEMA_DIR = "schema"
RELEASED_DIR = "schema/released"
SUFFIX = ".schema.json"


class CannotRunError(Exception):
    """What is to be compared cannot be had."""


@dataclass(frozen=True)
class SchemaFile:
    """One version of a schema and where it was read."""

    place: str
    data: bytes
    schema: Schema
    name: str
    version: Version


@dataclass(frozen=True)
class Report:
    """What became of one schema: its changes and, if they do not fit its version, what to do."""

    place: str
    summary: str
    changes: list[Change]
    problem: str | None = None


def parse(place: str, data: bytes) -> SchemaFile:
    """Return a schema from its bytes."""
    try:
        schema = json.loads(data)
        Draft202012Validator.check_schema(schema)
        name, version = identity(schema)
    except SchemaError as error:
        raise CannotRunError(f"{place}: not a JSON Schema: {error.message} at {error.json_path}") from error
    except (ValueError, AttributeError) as error:
        raise CannotRunError(f"{place}: {error}") from error
    return SchemaFile(place, data, schema, name, version)


def read_files(folder: Path, paths: Iterable[Path]) -> list[SchemaFile]:
    """Return the schemas in files, each named by its path from a folder."""
    try:
        return [parse(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths]
    except OSError as error:
        raise CannotRunError(str(error)) from error


def _git(root: Path, *arguments: str) -> bytes:
    try:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, check=True, capture_output=True).stdout
    except OSError as error:
        raise CannotRunError(f"git does not run: {error}") from error
    except subprocess.CalledProcessError as error:
        message = error.stderr.decode(errors="replace").strip()
        raise CannotRunError(f"git {arguments[0]}: {message}") from error


def read_revision(root: Path, revision: str) -> list[SchemaFile]:
    """Return the schemas in schema/ at a git revision."""
    try:
        commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    except CannotRunError as error:
        raise CannotRunError(f"{revision}: neither a file, nor a folder, nor a git revision ({error})") from error
    names = _git(root, "ls-tree", "-z", "--name-only", commit, f"{SCHEMA_DIR}/").decode().split("\0")
    return [
        parse(f"{revision}:{name}", _git(root, "show", f"{commit}:./{name}")) for name in names if name.endswith(SUFFIX)
    ]


def read_baseline(root: Path, against: str | None) -> list[SchemaFile]:
    """Return the released schemas that ``--against`` names."""
    path = Path(against) if against is not None else root / RELEASED_DIR
    if path.is_file():
        found = read_files(path.parent, [path])
    elif path.is_dir():
        found = read_files(path, sorted(path.rglob(f"*{SUFFIX}")))
    else:
        found = [] if against is None else read_revision(root, against)
    if not found:
        raise CannotRunError(f"{against or path} holds no *{SUFFIX}")
    if len({(file.name, file.version) for file in found}) < len(found):
        raise CannotRunError(f"{against or path} holds two schemas with one $id")
    return found


def read_current(root: Path) -> list[SchemaFile]:
    """Return the schemas of the checkout."""
    found = read_files(root, sorted((root / SCHEMA_DIR).glob(f"*{SUFFIX}")))
    if len({file.name for file in found}) < len(found):
        raise CannotRunError(f"{root / SCHEMA_DIR} holds two versions of one schema")
    return found


def check(current: list[SchemaFile], baseline: list[SchemaFile]) -> Iterator[Report]:
    """Yield a report for every schema."""
    present = {file.name: file for file in current}
    for name in sorted({file.name for file in baseline} | present.keys()):
        releases = [file for file in baseline if file.name == name]
        if name not in present:
            gone = max(releases, key=lambda file: file.version)
            advice = f"bring back the schema {name}: its readers are out there"
            yield Report(gone.place, "removed", [Change(Rule.SCHEMA_REMOVED, "")], advice)
        elif releases:
            yield _check_against(present[name], releases)
        else:
            unsupported = list(unsupported_parts(present[name].schema))
            problem = _advice_to_undecided() if unsupported else None
            yield Report(present[name].place, f"{_text(present[name].version)}, new", unsupported, problem)


def _check_against(file: SchemaFile, releases: list[SchemaFile]) -> Report:
    latest = max(releases, key=lambda release: release.version)
    same_id = next((release for release in releases if release.version == file.version), None)
    if same_id is not None and same_id.data != file.data:
        changes = compare(same_id.schema, file.schema)
        verdict = verdict_of(changes)
        advice = f"{file.name}:{_text(file.version)} is released and stays as it is; undo the change, or "
        advice += _advice(latest.version, verdict)
        return Report(file.place, f"{_text(file.version)} changed, {verdict.name.lower()}", changes, advice)
    if file.version == latest.version:
        return Report(file.place, f"{_text(file.version)}, unchanged", [])
    changes = compare(latest.schema, file.schema)
    verdict = verdict_of(changes)
    fits = version_fits(latest.version, file.version, verdict)
    summary = f"{_text(latest.version)} -> {_text(file.version)}, {verdict.name.lower()}"
    return Report(file.place, summary, changes, None if fits else _advice(latest.version, verdict))


def _text(version: Version) -> str:
    return f"{version[0]}.{version[1]}"


def _advice(latest: Version, verdict: Verdict) -> str:
    if verdict == Verdict.UNDECIDED:
        return _advice_to_undecided()
    if verdict == Verdict.BREAKING:
        return f"give it the $id of a new major version, {latest[0] + 1}.0: the change is breaking"
    return f"give it the $id of a new minor version, {latest[0]}.{latest[1] + 1}: the change breaks nothing"


def _advice_to_undecided() -> str:
    return "say it with the keywords that the contract uses, or give scripts/schema_compatibility.py a rule for it"


def lines(report: Report) -> Iterator[str]:
    """Yield the lines that tell a person about a report."""
    yield f"{report.place}: {report.summary}"
    for change in report.changes:
        rule = change.rule
        detail = f" {change.detail}" if change.detail else ""
        yield f"  {rule.verdict.name.lower()} {rule.label} {change.pointer or '(root)'}{detail}: {rule.reason}"


def main(arguments: list[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description="Check that every change of schema/ has the version that it needs.")
    parser.add_argument(
        "--against", metavar="REV|FILE|DIR", help=f"what was released: a git revision or schemas ({RELEASED_DIR})"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    try:
        current = read_current(options.root)
        baseline = read_baseline(options.root, options.against)
    except CannotRunError as error:
        print(f"cannot run: {error}", file=sys.stderr)
        return 3
    if options.against is not None and Path(options.against).is_file():
        current = [file for file in current if file.name == baseline[0].name]
    reports = list(check(current, baseline))
    for report in reports:
        print("\n".join(lines(report)))
    problems = [report for report in reports if report.problem]
    for report in problems:
        print(f"{report.place}: {report.problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
