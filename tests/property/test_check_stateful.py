"""Whatever is done to a plan folder, a check finds exactly what a clean publication of its master has otherwise."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from support.documents import MANIFEST, MASTER, YAML_MIRROR
from support.file_edits import MEANINGS, RESPELLINGS, SURE_RESPELLINGS, change_meaning, dumped, edited, with_other_lines
from support.folder_oracle import (
    COUNTS,
    FOREIGN_NAMES,
    NO_MIRROR,
    REFUSAL,
    STAGING,
    Entry,
    Verdict,
    clean_publication,
    demanded_by,
    disk,
    expected_verdict,
    fitting_account,
    linked_families,
    plan_in,
    says_the_same,
    snapshot,
)
from support.oracle import FAMILY_FIELDS, load
from support.strategies import HARD_TEXTS, plans
from training_plan.checking.folder_check import check_folder
from training_plan.errors import PublicationError
from training_plan.findings import Code
from training_plan.models import DecisionAccount, MasterPlan
from training_plan.plan.encoding import encode_plan
from training_plan.publishing.publication import publish, publish_views


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
