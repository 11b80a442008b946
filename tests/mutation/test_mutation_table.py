"""One row for each way to spoil a plan folder: reading the master or checking the folder fails with the row's code."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from training_plan.checking.folder_check import check_folder
from training_plan.errors import InvalidDocumentError, UnreadableFileError
from training_plan.findings import Code, Finding

GOLDEN = Path(__file__).parent.parent / "golden" / "complete"
MASTER = "master_training_plan.json"
A_VIEW = "by_symbol/AAPL.json"
FIRST_JOB = "sym_y_first_touch_up_10d_0.03_AAPL"

Change = Callable[[Any], object]


@dataclass(frozen=True)
class Row:
    """A mutation, the file it changes, and the codes that must come out."""

    name: str
    path: str
    mutate: Callable[[Path], object]
    codes: frozenset[Code]


def document(change: Change) -> Callable[[Path], object]:
    """Return a mutation that changes a file as a JSON document."""

    def mutate(path: Path) -> None:
        content = json.loads(path.read_bytes())
        change(content)
        path.write_text(json.dumps(content), encoding="utf-8")

    return mutate


def text(old: str, new: str) -> Callable[[Path], object]:
    """Return a mutation that replaces a text in a file, once."""

    def mutate(path: Path) -> None:
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    return mutate


def increase(section: str, key: str) -> Callable[[Path], object]:
    return document(lambda plan: plan[section].update({key: plan[section][key] + 1}))


def increase_count(name: str, key: str) -> Callable[[Path], object]:
    return document(lambda plan: plan["summary"][name].update({key: plan["summary"][name][key] + 1}))


def swap(other: str) -> Callable[[Path], object]:
    def mutate(path: Path) -> None:
        partner = path.parent / other
        mine, theirs = path.read_bytes(), partner.read_bytes()
        path.write_bytes(theirs)
        partner.write_bytes(mine)

    return mutate


def link_to_copy(path: Path) -> None:
    copy = path.parent.parent.parent / "elsewhere"
    path.rename(copy)
    path.symlink_to(copy)


def put_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def move_job_between_views(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines(keepends=True)
    job = next(line for line in first if line.startswith("{") and len(line) > 2)
    path.write_text("".join(line for line in first if line != job), encoding="utf-8")
    other = path.parent / "MSFT.json"
    other.write_text(other.read_text(encoding="utf-8").replace("[\n", "[\n" + job, 1), encoding="utf-8")


def codes(*names: Code) -> frozenset[Code]:
    return frozenset(names)


FOREIGN = "by_target/by_hand.json"
DIFFERENT = codes(Code.DIFFERENT_FILE)
TABLE = [
    Row(
        "master: a job dropped",
        MASTER,
        document(lambda plan: plan["jobs"].pop()),
        codes(Code.WRONG_TOTAL_JOBS, Code.WRONG_BY_ROUTE, Code.WRONG_BY_TYPE, Code.WRONG_BY_PRIORITY)
        | codes(Code.WRONG_TOTAL_BLOCKED),
    ),
    Row(
        "master: a job twice",
        MASTER,
        document(lambda plan: plan["jobs"].append(plan["jobs"][0])),
        codes(Code.DUPLICATE_JOB_ID, Code.WRONG_TOTAL_JOBS, Code.WRONG_BY_ROUTE, Code.WRONG_BY_TYPE)
        | codes(Code.WRONG_BY_PRIORITY, Code.WRONG_TOTAL_CS_JOBS),
    ),
    Row(
        "master: a job_id twice",
        MASTER,
        document(lambda plan: plan["jobs"][1].update(job_id=plan["jobs"][0]["job_id"])),
        codes(Code.DUPLICATE_JOB_ID),
    ),
    Row("master: total_jobs off by one", MASTER, increase("metadata", "total_jobs"), codes(Code.WRONG_TOTAL_JOBS)),
    Row(
        "master: total_cs_jobs off by one",
        MASTER,
        increase("summary", "total_cs_jobs"),
        codes(Code.WRONG_TOTAL_CS_JOBS),
    ),
    Row(
        "master: total_symbol_jobs off by one",
        MASTER,
        increase("summary", "total_symbol_jobs"),
        codes(Code.WRONG_TOTAL_SYMBOL_JOBS),
    ),
    Row(
        "master: total_blocked off by one",
        MASTER,
        increase("summary", "total_blocked"),
        codes(Code.WRONG_TOTAL_BLOCKED),
    ),
    Row("master: by_route off by one", MASTER, increase_count("by_route", "ROUTE_BOTH"), codes(Code.WRONG_BY_ROUTE)),
    Row("master: by_type off by one", MASTER, increase_count("by_type", "symbol_specific"), codes(Code.WRONG_BY_TYPE)),
    Row("master: by_priority off by one", MASTER, increase_count("by_priority", "90"), codes(Code.WRONG_BY_PRIORITY)),
    Row(
        "master: a pooled job with a symbol",
        MASTER,
        document(lambda plan: plan["jobs"][0].update(symbol="AAPL")),
        codes(Code.WRONG_TYPE),
    ),
    Row(
        "master: a trainable job without families",
        MASTER,
        document(lambda plan: plan["jobs"][0].update(model_families=[])),
        codes(Code.TOO_FEW),
    ),
    Row(
        "master: a misspelt key",
        MASTER,
        text('"priority":', '"prioritty":'),
        codes(Code.UNKNOWN_PROPERTY, Code.MISSING_PROPERTY),
    ),
    Row("master: cut off", MASTER, lambda path: path.write_bytes(path.read_bytes()[:-200]), codes(Code.SYNTAX)),
    Row("view: a job dropped", A_VIEW, document(lambda view: view["jobs"].pop()), DIFFERENT),
    Row("view: a job twice", A_VIEW, document(lambda view: view["jobs"].append(view["jobs"][0])), DIFFERENT),
    Row("view: two jobs swapped", A_VIEW, document(lambda view: view["jobs"].reverse()), DIFFERENT),
    Row("view: a value edited", A_VIEW, text('"priority":70', '"priority":71'), DIFFERENT),
    Row("view: a job moved to another view", A_VIEW, move_job_between_views, DIFFERENT),
    Row("view: two views swapped", A_VIEW, swap("MSFT.json"), DIFFERENT),
    Row("view: empty", A_VIEW, lambda path: path.write_bytes(b""), DIFFERENT),
    Row("view: cut off", A_VIEW, lambda path: path.write_bytes(path.read_bytes()[:-20]), DIFFERENT),
    Row("view: missing", A_VIEW, Path.unlink, codes(Code.MISSING_FILE)),
    Row("view: a link to the same bytes", A_VIEW, link_to_copy, codes(Code.SYMBOLIC_LINK)),
    Row("view: a pipe in its place", A_VIEW, put_pipe, codes(Code.UNREADABLE_FILE)),
    Row("view: one too many", FOREIGN, lambda path: path.write_bytes(b"{}"), codes(Code.EXTRA_FILE)),
    Row("mirror: edited", "training_plan.json", text("cs_fwd_vol_5d", "cs_fwd_vol_5e"), DIFFERENT),
    Row(
        "YAML: another value",
        "training_plan.yaml",
        text('"priority": 70', '"priority": 71'),
        codes(Code.DIFFERENT_YAML),
    ),
    Row("YAML: no YAML", "training_plan.yaml", lambda path: path.write_bytes(b"["), codes(Code.DIFFERENT_YAML)),
    Row("summary: another count", "MASTER_TRAINING_PLAN_SUMMARY.md", text("| all | 69 |", "| all | 70 |"), DIFFERENT),
    Row("report: a row dropped", "training_plan.md", text("| 90 |", "| 91 |"), DIFFERENT),
    Row("manifest: another digest", "manifest.json", text('"sha256":"', '"sha256":"0'), codes(Code.WRONG_MANIFEST)),
    Row(
        "manifest: an account that does not add up",
        "manifest.json",
        text('"blocked": 26', '"blocked": 27'),
        codes(Code.WRONG_MANIFEST),
    ),
    Row("manifest: missing", "manifest.json", Path.unlink, codes(Code.MISSING_FILE)),
    Row("manifest: no manifest", "manifest.json", lambda path: path.write_bytes(b"[]"), codes(Code.WRONG_MANIFEST)),
]


def findings_of(folder: Path) -> tuple[Finding, ...]:
    try:
        return tuple(check_folder(folder))
    except InvalidDocumentError as error:
        return error.findings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / "plan"))


def test_the_folder_is_fine_before_it_is_spoilt(folder: Path) -> None:
    assert findings_of(folder) == ()


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_mutation_is_found(row: Row, folder: Path) -> None:
    row.mutate(folder / row.path)
    findings = findings_of(folder)
    assert {finding.code for finding in findings} == row.codes
    assert (folder / row.path).as_posix() in {finding.file for finding in findings}
    assert all(finding.hint or finding.pointer or finding.line for finding in findings)


def test_a_stale_view_of_a_former_plan_is_found(folder: Path) -> None:
    (folder / "by_symbol" / "GONE.json").write_bytes((folder / A_VIEW).read_bytes())
    assert [(finding.code, finding.file) for finding in findings_of(folder)] == [
        (Code.EXTRA_FILE, (folder / "by_symbol/GONE.json").as_posix())
    ]


def test_a_view_edited_together_with_its_line_in_the_manifest_is_found(folder: Path) -> None:
    view = folder / A_VIEW
    old = view.read_bytes()
    new = old.replace(b'"priority":70', b'"priority":71', 1)
    view.write_bytes(new)
    manifest = folder / "manifest.json"
    digest = hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(*digest), encoding="utf-8")
    assert {finding.code for finding in findings_of(folder)} == {Code.DIFFERENT_FILE, Code.WRONG_MANIFEST}


def test_a_yaml_mirror_that_is_spelt_otherwise_says_the_same(folder: Path) -> None:
    mirror = folder / "training_plan.yaml"
    mirror.write_text(
        "# read me\n" + mirror.read_text(encoding="utf-8").replace('"priority"', "priority"), encoding="utf-8"
    )
    assert findings_of(folder) == ()


@pytest.mark.parametrize("cut", ["by_target", "by_symbol", "by_type", "by_route"])
def test_a_view_folder_that_is_a_link_is_found(cut: str, folder: Path, tmp_path: Path) -> None:
    (folder / cut).rename(tmp_path / "elsewhere")
    (folder / cut).symlink_to(tmp_path / "elsewhere")
    assert {finding.code for finding in findings_of(folder)} == {Code.SYMBOLIC_LINK}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (text('0.03","symbol":"AAPL"', '0.04","symbol":"AAPL"'), f"4; the job {FIRST_JOB} says something else there"),
        (move_job_between_views, f"4; the job {FIRST_JOB} should stand there"),
        (text("}\n  ]", '},\n{"job_id":"new"}\n  ]'), "11; the job new should not stand there"),
        (text("}\n  ]", "},\n  ]"), "10; the job sym_y_above_sma20_same_day_AAPL says something else there"),
        (text('"symbol"', '"symbols"'), "first in line 2"),
        (text("\n  ]\n}\n", "\n"), "first in line 11"),
    ],
)
def test_the_first_job_that_differs_is_named(spoil: Callable[[Path], object], says: str, folder: Path) -> None:
    spoil(folder / A_VIEW)
    assert says in next(finding.message for finding in findings_of(folder) if finding.file.endswith(A_VIEW))


@pytest.mark.parametrize("place", ["", "by_symbol"])
def test_a_folder_that_cannot_be_listed_is_found(place: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    denied, iterdir = folder / place, Path.iterdir

    def listing(path: Path) -> Iterator[Path]:
        if path == denied:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", listing)
    assert [(finding.code, finding.file) for finding in findings_of(folder)] == [
        (Code.UNREADABLE_FILE, denied.as_posix())
    ]


def test_a_folder_that_cannot_be_looked_at_is_an_error_of_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_dir(path: Path) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "is_dir", is_dir)
    with pytest.raises(UnreadableFileError, match="Permission denied"):
        check_folder(folder)
