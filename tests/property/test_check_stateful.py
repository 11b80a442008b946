"""Whatever is done to a plan folder, a check finds exactly what a clean publication of its master has otherwise."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from support.documents import MANIFEST, MASTER, YAML_MIRROR, schema_errors
from support.oracle import FAMILY_FIELDS, JsonObject, canonical, expected_summary, load
from support.strategies import HARD_TEXTS, plans
from training_plan.checking.folder_check import check_folder
from training_plan.errors import InvalidDocumentError, PublicationError, TrainingPlanError, UnreadableFileError
from training_plan.findings import Code
from training_plan.models import DecisionAccount, MasterPlan
from training_plan.plan.encoding import encode_plan
from training_plan.publishing.publication import publish, publish_views

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


def edited(data: bytes, draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """Return bytes with one small edit."""
    at = draw(st.integers(0, max(len(data) - 1, 0)))
    byte = draw(st.one_of(st.sampled_from(b'019 -.,:"{}[]\ntZ#'), st.integers(0, 255)))
    kind = draw(st.sampled_from(("replace", "insert", "delete", "append")))
    if kind == "append":
        return data + bytes([byte])
    return data[:at] + (b"" if kind == "delete" else bytes([byte])) + data[at + (kind != "insert") :]


def with_other_lines(data: bytes, draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """Return bytes with one line gone, twice, or after the next one."""
    lines = data.splitlines(keepends=True) or [b"\n"]
    at = draw(st.integers(0, len(lines) - 1))
    kind = draw(st.sampled_from(("drop", "repeat", "swap")))
    if kind == "swap":
        return b"".join([*lines[:at], *lines[at : at + 2][::-1], *lines[at + 2 :]])
    return b"".join([*lines[:at], *([lines[at]] * 2 if kind == "repeat" else []), *lines[at + 1 :]])


def dumped(document: object, *, sort_keys: bool = False, flow: bool = False) -> bytes:
    text = yaml.safe_dump(document, sort_keys=sort_keys, default_style='"' if flow else None, width=10**6)
    return text.encode()


RESPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "comment": lambda data: b"# read me\n" + data + b"# the end",
    "start and end": lambda data: b"--- # a plan\n" + data + b"...\n",
    "bare keys": lambda data: data.replace(b'"priority":', b"priority:").replace(b'"summary":', b"'summary':"),
    "blank lines": lambda data: data.replace(b'\n"', b'\n\n"'),
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "wider": lambda data: b"\n".join(b" " + line for line in data.split(b"\n")),
    "other dumper": lambda data: dumped(yaml.safe_load(data)),
    "other order": lambda data: dumped(yaml.safe_load(data), sort_keys=True),
    "all quoted, numbers tagged": lambda data: dumped(yaml.safe_load(data), flow=True),
}
SURE_RESPELLINGS = frozenset({"comment", "start and end", "bare keys", "blank lines", "CRLF", "wider"})


def change_meaning(plan: JsonObject, kind: str, text: str) -> None:
    """Change a plan, mostly such that its counts still fit."""
    jobs = plan["jobs"]
    if kind == "reason" and jobs:
        jobs[0]["reason"] = text
    elif kind == "metadata" and jobs:
        jobs[-1]["metadata"]["remark"] = text
    elif kind == "order":
        jobs.reverse()
    elif kind == "job dropped" and jobs:
        jobs.pop()
        plan["metadata"]["total_jobs"] = len(jobs)
        plan["summary"] = expected_summary(jobs)
    elif kind == "schema dropped":
        plan.pop("$schema", None)
    else:
        plan["metadata"]["git_commit"] = text


MEANINGS = st.sampled_from(("reason", "metadata", "order", "job dropped", "schema dropped", "git_commit"))


class PlanFolder(RuleBasedStateMachine):
    """A plan folder to which things happen."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.folder = self.root / "plan $d"
        self.elsewhere = self.root / "elsewhere"
        self.elsewhere.mkdir()
        self.copies = 0
        self.last_built: dict[str, bytes] = {}
        self.foreign: set[str] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def files(self) -> dict[str, bytes]:
        """Return the bytes of everything in the folder that is a file of its own."""
        return {
            path: entry.data
            for path, entry in disk(self.folder).items()
            if entry.data is not None and not entry.is_link
        }

    def draw_file(self, data: st.DataObject) -> str | None:
        """Draw a file, the mirror in YAML and the manifest more often; None if there is none."""
        files = sorted(self.files())
        special = [path for path in (YAML_MIRROR, MANIFEST) if path in files]
        return data.draw(st.sampled_from([*files, *special * 3])) if files else None

    def draw_view(self, data: st.DataObject) -> str | None:
        views = sorted(path for path in self.files() if "/" in path)
        return data.draw(st.sampled_from(views)) if views else None

    def clear(self, path: str) -> Path:
        """Remove whatever stands at a path, and return the path on the disk."""
        target = self.folder / path
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        return target

    def put(self, path: str, data: bytes) -> None:
        """Put a file of its own at a path."""
        target = self.clear(path)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)

    def keeps_foreign(self, before: dict[str, Entry]) -> bool:
        after = disk(self.folder)
        return all(after.get(path) == entry for path, entry in before.items() if path in self.foreign)

    def stands_in_the_way(self, wanted: Iterable[str]) -> bool:
        """Return whether something is there that no publication may write over."""
        entries = disk(self.folder)
        folders = {path for path, entry in entries.items() if entry.data is None and not entry.is_link}
        return bool(linked_families(self.folder) or folders & {*wanted, MANIFEST})

    def without_staging(self) -> dict[str, Entry]:
        return {path: entry for path, entry in disk(self.folder).items() if path != STAGING}

    def publish(self, plan: MasterPlan, free: tuple[int, int] | None) -> None:
        encoded = encode_plan(plan)
        account = None
        if free is not None:
            account = msgspec.convert(fitting_account(load(encoded.master), *free), DecisionAccount)
        text = None if account is None else msgspec.json.encode(account).decode()
        wanted = clean_publication(encoded.master, text)
        before = self.without_staging() if self.folder.exists() else {}
        if self.stands_in_the_way(wanted):
            with pytest.raises(PublicationError, match=REFUSAL):
                publish(encoded, account, self.folder, sync=False)
            assert self.without_staging() == before
            return
        publish(encoded, account, self.folder, sync=False)
        after = disk(self.folder)
        assert {path: after[path] for path in wanted} == {path: Entry(False, data) for path, data in wanted.items()}
        assert set(after) <= set(wanted) | set(before)
        assert self.keeps_foreign(before)
        self.last_built = wanted

    @initialize(plan=plans(max_size=5), free=st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)))
    def build(self, plan: MasterPlan, free: tuple[int, int] | None) -> None:
        self.publish(plan, free)

    @rule(plan=plans(max_size=5), free=st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)))
    def build_another(self, plan: MasterPlan, free: tuple[int, int] | None) -> None:
        self.publish(plan, free)

    @rule()
    def make_views(self) -> None:
        entries = disk(self.folder)
        wanted = demanded_by(entries[MASTER].data if MASTER in entries else None)
        if isinstance(wanted, type):
            before = snapshot(self.root)
            with pytest.raises(wanted):
                publish_views(self.folder, sync=False)
            assert snapshot(self.root) == before
            return
        if self.stands_in_the_way(wanted):
            kept = self.without_staging()
            with pytest.raises(PublicationError, match=REFUSAL):
                publish_views(self.folder, sync=False)
            assert self.without_staging() == kept
            return
        verdict = expected_verdict(self.folder)
        report = publish_views(self.folder, sync=False)
        after = disk(self.folder)
        assert self.keeps_foreign(entries)
        assert report.foreign == sorted(set(after) - set(wanted))
        assert isinstance(verdict, Verdict)
        if MANIFEST not in {path for path, _ in verdict.demanded}:
            assert after[MANIFEST].data == entries[MANIFEST].data
        left = {(path, Code.EXTRA_FILE) for path in report.foreign}
        assert expected_verdict(self.folder) == Verdict(left, set())

    @rule(data=st.data())
    def edit_a_byte(self, data: st.DataObject) -> None:
        path = self.draw_file(data)
        if path is not None:
            self.put(path, edited(self.files()[path], data.draw))

    @rule(data=st.data())
    def edit_a_line(self, data: st.DataObject) -> None:
        path = self.draw_file(data)
        if path is not None:
            self.put(path, with_other_lines(self.files()[path], data.draw))

    @rule(data=st.data())
    def truncate(self, data: st.DataObject) -> None:
        path = self.draw_file(data)
        if path is not None:
            content = self.files()[path]
            kept = data.draw(st.one_of(st.just(0), st.just(len(content) - 1), st.integers(0, len(content))))
            self.put(path, content[: max(kept, 0)])

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        entries = disk(self.folder)
        if entries:
            self.clear(data.draw(st.sampled_from(sorted(entries))))

    @rule(family=st.sampled_from(sorted(FAMILY_FIELDS)))
    def delete_a_view_folder(self, family: str) -> None:
        self.clear(family)

    @rule(name=st.sampled_from(FOREIGN_NAMES), kind=st.sampled_from(("file", "copy", "folder", "link", "dangling")))
    def add_what_is_foreign(self, name: str, kind: str) -> None:
        target = self.clear(name)
        target.parent.mkdir(exist_ok=True)
        self.foreign.add(name)
        if kind == "folder":
            target.mkdir()
            (target / "inner.json").write_bytes(b"{}")
        elif kind == "link":
            target.symlink_to(self.elsewhere)
        elif kind == "dangling":
            target.symlink_to(self.root / "nowhere")
        else:
            target.write_bytes(b"mine" if kind == "file" else self.last_built.get(MASTER, b""))

    @rule()
    def leave_a_publication_unfinished(self) -> None:
        self.put(f"{STAGING}/0", b"{}")

    @rule(data=st.data())
    def swap_two_views(self, data: st.DataObject) -> None:
        one, other = self.draw_view(data), self.draw_view(data)
        if one is not None and other is not None:
            files = self.files()
            self.put(one, files[other])
            self.put(other, files[one])

    @rule(data=st.data())
    def replace_a_file_by_a_link_to_its_copy(self, data: st.DataObject) -> None:
        path = self.draw_file(data)
        if path is not None:
            self.replace_by_link(path)

    @rule(family=st.sampled_from(sorted(FAMILY_FIELDS)))
    def replace_a_view_folder_by_a_link_to_it(self, family: str) -> None:
        if (self.folder / family).is_dir() and not (self.folder / family).is_symlink():
            self.replace_by_link(family)

    def replace_by_link(self, path: str) -> None:
        self.copies += 1
        copy = self.elsewhere / str(self.copies)
        (self.folder / path).rename(copy)
        (self.folder / path).symlink_to(copy)

    @rule(data=st.data())
    def replace_a_file_by_a_folder(self, data: st.DataObject) -> None:
        path = self.draw_file(data)
        if path is not None:
            self.clear(path).mkdir()

    @rule(data=st.data())
    def edit_a_view_together_with_its_line_in_the_manifest(self, data: st.DataObject) -> None:
        view, files = self.draw_view(data), self.files()
        if view is None or MANIFEST not in files:
            return
        old = files[view]
        new = old.replace(b'"priority":', b'"priority":1', 1) if b'"priority":' in old else old + b" "
        line, forged = (
            f'"size":{len(content)},"sha256":"{hashlib.sha256(content).hexdigest()}"'.encode() for content in (old, new)
        )
        self.put(view, new)
        self.put(MANIFEST, files[MANIFEST].replace(line, forged))

    @rule(blocked=st.integers(0, 9), pooled=st.integers(0, 9), does_fit=st.booleans(), name=st.sampled_from(COUNTS))
    def write_another_account_into_the_manifest(self, blocked: int, pooled: int, does_fit: bool, name: str) -> None:
        files = self.files()
        plan = plan_in(files.get(MASTER, b""))
        if plan is None:
            return
        account = fitting_account(plan, blocked, pooled)
        manifest = clean_publication(files[MASTER], json.dumps(account))[MANIFEST]
        if not does_fit:
            manifest = manifest.replace(f'"{name}": '.encode(), f'"{name}": 1'.encode(), 1)
        self.put(MANIFEST, manifest)

    @rule(name=st.sampled_from(sorted(RESPELLINGS)))
    def spell_the_yaml_otherwise(self, name: str) -> None:
        yaml_mirror = self.demanded_yaml()
        if yaml_mirror is not None:
            spelt = RESPELLINGS[name](yaml_mirror)
            assert name not in SURE_RESPELLINGS or says_the_same(spelt, yaml_mirror)
            self.put(YAML_MIRROR, spelt)

    @rule(kind=MEANINGS, text=st.sampled_from(HARD_TEXTS))
    def change_what_the_yaml_says(self, kind: str, text: str) -> None:
        yaml_mirror = self.demanded_yaml()
        if yaml_mirror is not None:
            plan = yaml.safe_load(yaml_mirror)
            change_meaning(plan, kind, text)
            self.put(YAML_MIRROR, dumped(plan))

    @rule(content=st.sampled_from(NO_MIRROR))
    def replace_the_yaml(self, content: bytes) -> None:
        self.put(YAML_MIRROR, content)

    def demanded_yaml(self) -> bytes | None:
        wanted = demanded_by(self.files().get(MASTER))
        return wanted[YAML_MIRROR] if isinstance(wanted, dict) else None

    @rule(kind=MEANINGS, text=st.sampled_from(HARD_TEXTS), indent=st.sampled_from((None, 1)), is_ascii=st.booleans())
    def edit_the_master_within_the_contract(self, kind: str, text: str, indent: int | None, is_ascii: bool) -> None:
        plan = plan_in(self.files().get(MASTER, b""))
        if plan is not None:
            change_meaning(plan, kind, text)
            self.put(MASTER, json.dumps(plan, indent=indent, ensure_ascii=is_ascii).encode())

    @rule(data=st.data())
    def spoil_the_master(self, data: st.DataObject) -> None:
        master = self.files().get(MASTER)
        if master is not None:
            self.put(MASTER, data.draw(st.sampled_from((edited, with_other_lines)))(master, data.draw))

    @rule()
    def restore(self) -> None:
        if self.folder.exists():
            for left_over in self.folder.iterdir():
                self.clear(left_over.name)
        self.foreign.clear()
        for path, content in self.last_built.items():
            self.put(path, content)
        assert check_folder(self.folder) == []

    @rule(data=st.data())
    def restore_one_file(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.last_built)))
        if path.partition("/")[0] not in linked_families(self.folder):
            self.put(path, self.last_built[path])

    @invariant()
    def check_finds_exactly_what_differs(self) -> None:
        if not self.folder.exists():
            return
        verdict = expected_verdict(self.folder)
        before = snapshot(self.root)
        if isinstance(verdict, type):
            with pytest.raises(verdict) as caught:
                check_folder(self.folder)
            assert caught.type is verdict
        else:
            findings = check_folder(self.folder)
            files = [finding.file for finding in findings]
            assert files == sorted(files)
            assert all(finding.hint for finding in findings)
            prefix = f"{self.folder.as_posix()}/"
            found = {(finding.file.removeprefix(prefix), finding.code) for finding in findings}
            assert verdict.allows(found), (sorted(found), verdict)
        assert snapshot(self.root) == before


TestPlanFolder = PlanFolder.TestCase
TestPlanFolder.settings = settings(max_examples=40, stateful_step_count=12)
