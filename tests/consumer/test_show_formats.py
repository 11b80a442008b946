"""``training-plan show`` says the same in every format."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from consumer.samples import (
    GOLDEN,
    MASTER,
    OWN,
    POOLED,
    Recorder,
    by_lines,
    document,
    golden_document,
    with_metadata,
    written,
)
from consumer.showing import COLUMNS, STEERING, Show, jsonl
from support.documents import job_lines
from support.strategies import plans
from training_plan import MasterPlan
from training_plan.cli.main import main


def test_jsonl_lines_are_the_lines_of_the_master(show: Show) -> None:
    shown = show("--format", "jsonl")
    assert shown.out.encode().splitlines() == job_lines((GOLDEN / MASTER).read_bytes())


@given(plan=plans())
def test_every_format_says_the_same_of_every_plan(folder: Path, plan: MasterPlan) -> None:
    written(folder, plan)
    texts = {}
    for output in ("jsonl", "csv", "json", "table"):
        stream = io.StringIO(newline="")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sys, "stdout", stream)
            assert main(["show", str(folder), "--format", output]) == 0
        texts[output] = stream.getvalue()
    lines = job_lines((folder / MASTER).read_bytes())
    jobs = [json.loads(line) for line in lines]
    assert texts["jsonl"].encode() == b"".join(line + b"\n" for line in lines)
    assert json.loads(texts["json"])["result"]["jobs"] == jobs
    rows = list(csv.DictReader(io.StringIO(texts["csv"], newline="")))
    assert [row["job_id"] for row in rows] == [job["job_id"] for job in jobs]
    assert [row["reason"] for row in rows] == [job["reason"] for job in jobs]
    assert [row["symbol"] or None for row in rows] == [job["symbol"] for job in jobs]
    table = texts["table"].removesuffix("\n").split("\n")
    assert len(table) == len(jobs) + 1
    assert all(len(row.split("\t")) == len(COLUMNS) for row in table)
    assert not STEERING.search(texts["table"])


@pytest.mark.parametrize("reason", ["a\rb", "a\nb", "a\r\nb", "\r", 'say "x"', "a,b", "=1+1", "\u2028", "\x00", " "])
def test_csv_can_be_read_back_whatever_a_reason_holds(reason: str, tmp_path: Path, show: Show) -> None:
    written(tmp_path, document({**POOLED, "reason": reason}, {**OWN, "priority": -5}))
    rows = list(csv.DictReader(io.StringIO(show("--format", "csv", plan=tmp_path).out, newline="")))
    assert [row["reason"] for row in rows] == [reason, ""]
    assert [list(row) for row in rows] == [COLUMNS, COLUMNS]
    assert [row["priority"] for row in rows] == ["90", "-5"]
    assert [row["symbol"] for row in rows] == ["", "AAPL"]


def test_the_json_envelope_is_that_of_every_command(show: Show) -> None:
    shown = show("--format", "json", "--top", "1")
    envelope = json.loads(shown.out)
    assert list(envelope) == ["command", "status", "exit_code", "result", "notes", "findings", "error"]
    assert (envelope["command"], envelope["status"], envelope["exit_code"]) == ("show", "ok", 0)
    assert envelope["result"] == {"total": 69, "jobs": golden_document()["jobs"][:1]}
    assert shown.err == ""


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize(("data", "exit_code"), [(b"", 1), (b"{", 1), (None, 3)])
def test_a_plan_that_cannot_be_used_is_told_in_every_format(
    data: bytes | None, exit_code: int, output: str, tmp_path: Path, show: Show
) -> None:
    if data is not None:
        written(tmp_path, data)
    shown = show("--format", output, plan=tmp_path)
    assert shown.exit_code == exit_code
    if output == "json":
        envelope = json.loads(shown.out)
        assert envelope["error"]["path"] == str(tmp_path / MASTER)
        assert envelope["result"] is None
    else:
        assert shown.out == ""
        assert str(tmp_path / MASTER) in shown.err


@pytest.mark.parametrize("output", ["table", "jsonl", "csv", "json"])
@pytest.mark.parametrize(
    ("option", "name", "near"),
    [
        ("--target", "fwd_vol_5", "fwd_vol_5d"),
        ("--symbol", "APL", "AAPL"),
        ("--symbol", "aapl", "AAPL"),
        ("--family", "lightgmb", "lightgbm"),
    ],
)
def test_a_name_that_the_plan_lacks_is_told_with_those_that_look_like_it(
    option: str, name: str, near: str, output: str, show: Show
) -> None:
    shown = show(option, name, "--format", output)
    assert shown.exit_code == 0
    notes = "\n".join(json.loads(shown.out)["notes"]) if output == "json" else shown.err
    assert name in notes
    assert "did you mean" in notes
    assert near in notes


def test_a_symbol_that_only_pooled_jobs_serve_is_among_the_near_names(tmp_path: Path, show: Show) -> None:
    written(tmp_path, document({**POOLED, "metadata": {"covered_symbols": ["GOOG", "MSFT"]}}))
    assert [row[1] for row in show("--symbol", "GOOG", plan=tmp_path).rows()] == ["cs_ret"]
    assert "GOOG" in show("--symbol", "GOGO", plan=tmp_path).err
    assert "did you mean" not in show("--symbol", "GOOG", "--route", "ROUTE_BOTH", plan=tmp_path).err
    assert "no job" not in show("--symbol", "GOOG", "--route", "ROUTE_BOTH", plan=tmp_path).err


def test_a_name_that_the_plan_has_needs_no_note(show: Show) -> None:
    assert show("--target", "fwd_vol_5d", "--route", "ROUTE_BOTH", "--family", "xgboost").err == ""
    assert show("--symbol", "AAPL").err == ""


@pytest.mark.parametrize("given_as", [GOLDEN, GOLDEN / MASTER], ids=["folder", "file"])
def test_show_opens_the_master_and_nothing_else(given_as: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(GOLDEN, plan)
    recorder = Recorder(tmp_path)
    command = [sys.executable, "-m", "training_plan", "show", str(plan / given_as.relative_to(GOLDEN))]
    subprocess.run(command, check=True, capture_output=True, env=recorder.environment())
    assert recorder.opened_in(plan) == {MASTER}


@pytest.mark.parametrize("output", ["table", "jsonl", "csv", "json"])
def test_a_newer_minor_version_is_a_note(output: str, tmp_path: Path, show: Show) -> None:
    shown = show("--format", output, plan=written(tmp_path, with_metadata(schema_version="1.7")))
    assert shown.exit_code == 0
    (note,) = json.loads(shown.out)["notes"] if output == "json" else shown.err.splitlines()
    assert note.startswith(f"note: {tmp_path / MASTER}: the plan has schema version")
    assert "1.7" in note


def test_a_copy_of_a_master_is_shown_whatever_its_name(tmp_path: Path, show: Show) -> None:
    copied = tmp_path / "yesterday.json"
    copied.write_bytes((GOLDEN / MASTER).read_bytes())
    assert show(plan=copied) == show()


@pytest.mark.parametrize("encode", [by_lines, msgspec.json.encode])
def test_a_plan_is_shown_from_a_pipe(encode: Callable[[object], bytes], tmp_path: Path, show: Show) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(encode(document(POOLED, OWN)),))
    writer.start()
    shown = show("--format", "jsonl", plan=pipe)
    writer.join()
    assert (shown.exit_code, jsonl(shown.out)) == (0, [POOLED, OWN])
