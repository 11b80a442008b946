"""What a check of a plan folder must find, worked out from a clean publication of its master."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from support.documents import MANIFEST, MASTER, YAML_MIRROR, schema_errors
from support.oracle import FAMILY_FIELDS, JsonObject, canonical, expected_summary, load
from training_plan.errors import InvalidDocumentError, TrainingPlanError, UnreadableFileError
from training_plan.findings import Code
from training_plan.publishing.publication import publish_views

STAGING = ".publishing"
COUNTS = ("decisions", "pooled_decisions", "symbol_decisions", "jobs", "covered", "blocked", "blocked_jobs")

FOREIGN_NAMES = (
    *("notes.txt", ".hidden", "manifest.json.bak", "MANIFEST.JSON", "training_plan.yml", "by_model", "caf\u00e9 |.md"),
    *("by_target/by hand.json", "by_symbol/by hand.json", "by_type/blocked.json", "by_route/ROUTE_NONE.json"),
    *("by_symbol/.x", "by_route/sub", "by_type/CROSS_SECTIONAL.JSON"),
)
"""No plan has these: a blank in the name of a view would be percent-encoded."""

REFUSAL = r"nothing was changed|symbolic link"

NO_MIRROR = (
    b"",
    b"[",
    b"[]",
    b"null\n",
    b"\xff\xfe",
    b"\x00",
    b"a: 2025-99-99\n",
    b"a: b\n---\na: b\n",
    b"{? [a] : b}",
    b"a: !!bool x\n",
    b"a: !!int ''\n",
    b"a: !!timestamp x\n",
    b"a: " + b":".join([b"1"] * 250) + b".5\n",
    b"- " * 20_000 + b"a\n",
)
"""Files that are no YAML, or another document."""

Findings = set[tuple[str, Code]]
Snapshot = dict[str, tuple[int, int, bytes]]


@dataclass(frozen=True)
class Entry:
    """What stands at a path of a plan folder: a file (or what a link leads to) with its bytes, or a folder."""

    is_link: bool
    data: bytes | None


@dataclass(frozen=True)
class Verdict:
    """What a check must find, and what it may find beyond that."""

    demanded: Findings
    open: Findings

    def allows(self, findings: Findings) -> bool:
        return self.demanded <= findings <= self.demanded | self.open


def disk(folder: Path) -> dict[str, Entry]:
    """Return what stands in a plan folder and in those of its view folders that are no links, by path."""
    entries = {}
    for place in (folder, *(folder / family for family in FAMILY_FIELDS)):
        if place.is_dir() and not place.is_symlink():
            for path in place.iterdir():
                name = path.relative_to(folder).as_posix()
                if name not in FAMILY_FIELDS:
                    entries[name] = Entry(path.is_symlink(), path.read_bytes() if path.is_file() else None)
    return entries


def linked_families(folder: Path) -> set[str]:
    return {family for family in FAMILY_FIELDS if (folder / family).is_symlink()}


def snapshot(root: Path) -> Snapshot:
    """Return mode, time of change and bytes of everything under a folder; links are not followed."""
    taken: Snapshot = {}
    for place, folders, files in os.walk(root):
        for name in (".", *folders, *files):
            path = Path(place, name)
            status = path.lstat()
            is_file = stat.S_ISREG(status.st_mode)
            taken[str(path)] = status.st_mode, status.st_mtime_ns, path.read_bytes() if is_file else b""
    return taken


def plan_in(master: bytes) -> JsonObject | None:
    """Return the plan that a master holds, or None if it breaks the contract; judged without the package."""
    try:
        plan = load(master.decode())  # type: ignore[arg-type]  # json reads text as well, and guesses no encoding
        json.dumps(plan, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, LookupError):
        return None
    if schema_errors("master_training_plan", plan):
        return None
    jobs = plan["jobs"]
    right = (
        canonical(plan["summary"]) == canonical(expected_summary(jobs))
        and canonical(plan["metadata"]["total_jobs"]) == canonical(len(jobs))
        and all(type(job["priority"]) is int for job in jobs)
        and len({job["job_id"] for job in jobs}) == len(jobs)
    )
    return plan if right else None


def fitting_account(plan: JsonObject, blocked: int, pooled: int) -> JsonObject:
    """Return an account that fits a plan; the number of blocked decisions is free where the plan has none."""
    summary = expected_summary(plan["jobs"])
    told = (job["metadata"].get("covered_symbols") for job in plan["jobs"])
    covered = sum(len(symbols) for symbols in told if isinstance(symbols, list))
    jobs = summary["total_cs_jobs"] + summary["total_symbol_jobs"]
    blocked = summary["total_blocked"] or blocked
    decisions = jobs + covered + blocked
    pooled = min(pooled, decisions)
    numbers = (decisions, pooled, decisions - pooled, jobs, covered, blocked, summary["total_blocked"])
    return {**dict(zip(COUNTS, numbers, strict=True)), "candidates": None}


def fits(account: JsonObject, plan: JsonObject) -> bool:
    """Return whether an account is one that ``fitting_account`` could have made."""
    numbers = [account.get(name) for name in COUNTS]
    if not all(type(number) is int and number >= 0 for number in numbers):
        return False
    return account == fitting_account(plan, account["blocked"], account["pooled_decisions"])


def told_account(manifest: bytes | None) -> JsonObject | None:
    """Return the account in a manifest, or None if there is none to be read."""
    try:
        account = load(manifest or b"").get("account")
    except (ValueError, LookupError, AttributeError):
        return None
    return account if isinstance(account, dict) else None


@lru_cache(maxsize=256)
def clean_publication(master: bytes, account: str | None = None) -> dict[str, bytes]:
    """Return every file that a valid master and an account (as JSON) demand, from a fresh folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / MASTER).write_bytes(master)
        if account is not None:
            digest = hashlib.sha256(master).hexdigest()
            text = f'{{"plan_sha256": "{digest}", "account": {account}, "files": []}}'
            (folder / MANIFEST).write_text(text, encoding="utf-8")
        publish_views(folder, sync=False)
        return {path: entry.data for path, entry in disk(folder).items() if entry.data is not None}


@lru_cache(maxsize=256)
def demanded_by(master: bytes | None) -> dict[str, bytes] | type[TrainingPlanError]:
    """Return what a master demands, with a manifest that has no account, or the error that it deserves."""
    if master is None:
        return UnreadableFileError
    return InvalidDocumentError if plan_in(master) is None else clean_publication(master)


@lru_cache(maxsize=256)
def says_the_same(found: bytes, demanded: bytes) -> bool | None:
    """Return whether two YAML texts load to the same; None if only Python takes their values for equal (1 and 1.0)."""
    try:
        theirs = yaml.safe_load(found)
    except Exception:  # noqa: BLE001 - PyYAML lets many errors through, and none of them is the plan
        return False
    ours = yaml.safe_load(demanded)
    if theirs != ours:
        return False
    return canonical(theirs) == canonical(ours) or None


def manifest_is_right(found: bytes, master: bytes, demanded: bytes) -> bool:
    account = told_account(found)
    if account is None:
        return found == demanded
    plan = plan_in(master)
    return (
        plan is not None and fits(account, plan) and found == clean_publication(master, json.dumps(account))[MANIFEST]
    )


def expected_code(path: str, entry: Entry | None, master: bytes, demanded: bytes) -> tuple[Code | None, bool]:
    """Return the code that a demanded file deserves, or None, and whether a check may be silent on it all the same."""
    code: Code | None = Code.DIFFERENT_FILE
    if entry is None:
        code = Code.MISSING_FILE
    elif entry.is_link:
        code = Code.SYMBOLIC_LINK
    elif entry.data is None:
        code = Code.UNREADABLE_FILE
    elif entry.data == demanded:
        code = None
    elif path == YAML_MIRROR:
        same = says_the_same(entry.data, demanded)
        return (None if same else Code.DIFFERENT_YAML), same is None
    elif path == MANIFEST:
        code = None if manifest_is_right(entry.data, master, demanded) else Code.WRONG_MANIFEST
    return code, False


def expected_verdict(folder: Path) -> Verdict | type[TrainingPlanError]:
    """Return what a check of the folder must say."""
    entries, linked = disk(folder), linked_families(folder)
    master = entries[MASTER].data if MASTER in entries else None
    if master is None:
        return UnreadableFileError
    wanted = demanded_by(master)
    if isinstance(wanted, type):
        return wanted
    verdict = Verdict({(family, Code.SYMBOLIC_LINK) for family in linked}, set())
    verdict.demanded.update((path, Code.EXTRA_FILE) for path in entries if path not in wanted)
    for path, data in wanted.items():
        if path.partition("/")[0] in linked:
            verdict.demanded.add((path, Code.SYMBOLIC_LINK))
            continue
        code, is_open = expected_code(path, entries.get(path), master, data)
        if code is not None:
            (verdict.open if is_open else verdict.demanded).add((path, code))
    return verdict
