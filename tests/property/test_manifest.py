"""The manifest lists exactly what there is, and a published folder is exactly what the manifest lists."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from hypothesis import given, settings

from support.documents import MANIFEST, MASTER, MIRROR, REPORT, SUMMARY, YAML_MIRROR, bytes_of, parsed, schema_errors
from support.oracle import FAMILY_FIELDS, JsonObject, expected_account, load
from support.strategies import plans, routing_plans
from training_plan.building.plan_building import Provenance, build_plan
from training_plan.models import Manifest, MasterPlan
from training_plan.plan.encoding import encode_plan
from training_plan.publishing.publication import publish

PROVENANCE = Provenance(generated_at=datetime(2025, 12, 11, 18, 45, tzinfo=UTC))

WHOLE_PLAN = {MASTER: "master", MIRROR: "mirror", YAML_MIRROR: "yaml", REPORT: "report", SUMMARY: "summary"}


@given(plans())
def test_manifest_lists_every_other_file_in_order_of_path(plan: MasterPlan) -> None:
    files = bytes_of(plan)
    manifest = load(files.pop(MANIFEST))
    assert [entry["path"] for entry in manifest["files"]] == sorted(files)
    assert manifest["plan_sha256"] == hashlib.sha256(files[MASTER]).hexdigest()


@given(plans())
def test_manifest_tells_size_and_digest_of_every_file(plan: MasterPlan) -> None:
    files = bytes_of(plan)
    for entry in load(files[MANIFEST])["files"]:
        data = files[entry["path"]]
        assert (entry["size"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


@given(plans())
def test_manifest_tells_kind_key_and_jobs_of_every_file(plan: MasterPlan) -> None:
    files = bytes_of(plan)
    total = len(load(files[MASTER])["jobs"])
    for entry in load(files[MANIFEST])["files"]:
        if entry["path"] in WHOLE_PLAN:
            assert (entry["kind"], entry["key"], entry["jobs"]) == (WHOLE_PLAN[entry["path"]], None, total)
        else:
            view = load(files[entry["path"]])
            assert entry["path"].startswith(f"{entry['kind']}/")
            assert (entry["key"], entry["jobs"]) == (view[FAMILY_FIELDS[entry["kind"]]], len(view["jobs"]))


@given(plans())
def test_manifest_keeps_its_schema_and_the_models_read_it(plan: MasterPlan) -> None:
    data = bytes_of(plan)[MANIFEST]
    assert schema_errors("manifest", load(data)) == []
    assert msgspec.json.decode(data, type=Manifest).account is None


@given(routing_plans())
def test_manifest_keeps_the_account_of_decisions(routing: JsonObject) -> None:
    built = build_plan(parsed(routing), PROVENANCE)
    manifest = load(bytes_of(built.plan, built.account)[MANIFEST])
    assert schema_errors("manifest", manifest) == []
    assert manifest["account"] == {**expected_account(routing, include_blocked=False), "candidates": None}


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@settings(max_examples=25)
@given(plans(max_size=5), plans(max_size=5))
def test_published_folder_holds_exactly_the_files_of_the_last_plan(first: MasterPlan, second: MasterPlan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for plan in (first, second, second):
            report = publish(encode_plan(plan), None, Path(folder), sync=False)
            assert tree_of(Path(folder)) == bytes_of(plan)
            assert report.foreign == []
        assert (report.written, report.removed) == ([], [])
        assert report.unchanged == len(bytes_of(second))
