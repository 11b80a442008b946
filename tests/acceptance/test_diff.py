"""``training-plan diff`` as a person, a pipe and a CI job meet it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.conftest import Run
from training_plan.building.plan_building import BuiltPlan
from training_plan.comparing.job_comparison import DEFAULT_TOLERANCE
from training_plan.plan.encoding import encode_plan
from unit.sample_plans import Document, built, decision, routing_plan

MASTER = "master_training_plan.json"

pytestmark = pytest.mark.usefixtures("plans")


@pytest.fixture
def plans(here: Path) -> Path:
    """Folders ``old`` and ``new``: AAPL is gone, IBM is blocked for a target that has lost its pooled model."""
    targets: Document = routing_plan()["targets"]
    put(here / "old", built(targets))
    targets["ret_1d"]["cross_sectional"]["route"] = "DISABLED"
    targets["ret_1d"]["symbols"]["IBM"] = decision("ROUTE_BLOCKED", reason=("too few rows",))
    del targets["ret_1d"]["symbols"]["AAPL"]
    targets["vol_5d"]["symbols"]["MSFT"] = decision("ROUTE_SYMBOL_SPECIFIC")
    put(here / "new", built(targets, include_blocked=True))
    return here


def put(folder: Path, plan: BuiltPlan) -> None:
    """Write the master of a plan into a folder."""
    folder.mkdir()
    (folder / MASTER).write_bytes(encode_plan(plan.plan).master)


# What it says.


def test_a_plan_does_not_differ_from_itself(run: Run) -> None:
    ended = run("diff", "old", "old", "--exit-code")
    assert ended.exit_code == 0
    assert ended.stdout.startswith("no difference: 4 jobs\n")
    assert ended.stderr == ""


def test_what_is_lost_comes_first(run: Run) -> None:
    parts = run("diff", "old", "new").stdout.split("\n\n")
    assert parts[0] == "4 -> 7 jobs: 3 added, 0 removed, 2 changed, 2 unchanged"
    assert parts[1].startswith("NO LONGER TRAINED: 2 pairs\n  blocked: 1\n")
    assert "ret_1d  IBM     BOTH\n      too few rows" in parts[1]
    assert "ret_1d  AAPL    covered" in parts[1]
    assert parts[2].startswith("WITHOUT THEIR POOLED JOB: 1 target\n")


def test_markdown_says_the_same_in_the_same_order(run: Run) -> None:
    page = run("diff", "old", "new", "--format", "markdown").stdout
    assert re.findall(r"^### ([^:\n]+)", page, flags=re.MULTILINE)[:4] == [
        "No longer trained",
        "Without their pooled job",
        "Moved",
        "Added",
    ]
    assert "Note: the new plan lists blocked pairs and the old one does not" in page


def test_why_is_apple_gone(run: Run) -> None:
    said = run("diff", "old", "new", "--symbol", "AAPL").stdout
    assert "NO LONGER TRAINED: 1 pair\n" in said
    assert "not decided: the plan lists what is blocked, and this is not among it: 1\n" in said
    assert "IBM" not in said.split("provenance")[0].replace("metadata.covered_symbols", "")


def test_one_target_alone(run: Run) -> None:
    result = run("diff", "old", "new", "--target", "vol_5d", "--format", "json").envelope["result"]
    assert {job["job"]["target"] for job in result["added"]} == {"vol_5d"}
    assert [entry["name"] for entry in result["by_target"]] == ["vol_5d"]


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (("--symbol", "AAPLE"), "note: neither plan has the symbol AAPLE; did you mean AAPL?"),
        (("--target", "ret_2d"), "note: neither plan has the target ret_2d; did you mean ret_1d?"),
        (("--target", "?"), "note: neither plan has the target ?"),
    ],
)
def test_a_name_that_neither_plan_has_is_said(arguments: tuple[str, ...], note: str, run: Run) -> None:
    ended = run("diff", "old", "new", *arguments)
    assert ended.exit_code == 0
    assert note in ended.stderr.splitlines()


def test_the_pairs_behind_a_number_are_listed_on_demand(run: Run) -> None:
    for named in ("BOTH:BLOCKED", "both:block", "ROUTE_BOTH:ROUTE_BLOCKED"):
        assert run("diff", "old", "new", "--moved", named).stdout == "target  symbol\nret_1d  IBM\n1 pair\n"
    assert run("diff", "old", "new", "--moved", "cov:none").stdout == "target  symbol\nret_1d  AAPL\n1 pair\n"
    assert run("diff", "old", "new", "--moved", "SYMBOL:BOTH").stdout == "0 pairs\n"
    (moved,) = run("diff", "old", "new", "--moved", "BOTH:BLOCKED", "--format", "json").envelope["result"]["moved"]
    assert moved == {"target": "ret_1d", "symbol": "IBM", "old": "ROUTE_BOTH", "new": "ROUTE_BLOCKED"}
    assert run("diff", "old", "new", "--moved", "BOTH:BLOCKED", "--format", "markdown").stdout.endswith("`IBM` |\n")


@pytest.mark.parametrize("named", ["BOTH", "B:BOTH", "BOTH:BOTH", "a:b:c", ":", "X:BOTH", ""])
def test_what_names_no_cell_is_refused(named: str, run: Run) -> None:
    ended = run("diff", "old", "new", "--moved", named)
    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert "--moved is" in ended.stderr


def test_lists_are_capped_with_counts_and_json_has_all(run: Run) -> None:
    assert "  and 2 more (--max-rows; --format json has all)\n" in run("diff", "old", "new", "--max-rows", "1").stdout
    assert "\nand 2 more\n" in run("diff", "old", "new", "--max-rows", "1", "--format", "markdown").stdout
    result = run("diff", "old", "new", "--max-rows", "1", "--format", "json").envelope["result"]
    assert len(result["added"]) == result["counts"]["added"] == 3


# What counts.


def test_fields_can_be_ignored(plans: Path, run: Run) -> None:
    text = (plans / "old" / MASTER).read_text(encoding="utf-8")
    (plans / "copy.json").write_text(text.replace("because", "therefore"), encoding="utf-8")
    assert run("diff", "old", "copy.json", "--exit-code").exit_code == 1
    assert run("diff", "old", "copy.json", "--exit-code", "--ignore", "reason").exit_code == 0
    ended = run("diff", "old", "copy.json", "--ignore", "reson")
    assert ended.exit_code == 2
    assert "one of: route, model_families, priority, reason, metadata, metadata.KEY" in ended.stderr


def test_the_help_tells_the_tolerance_that_is_used(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("diff", "--help")
    (told,) = re.findall(r"metadata are equal \(default: ([^)]+)\)", " ".join(capsys.readouterr().out.split()))
    assert float(told) == DEFAULT_TOLERANCE


@pytest.mark.parametrize("tolerance", ["-1", "nan", "inf", "x"])
def test_a_tolerance_that_makes_no_sense_is_a_matter_of_usage(tolerance: str, run: Run) -> None:
    assert run("diff", "old", "new", "--tolerance", tolerance).exit_code == 2


# How it ends.


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_difference_is_an_exit_code_on_request_alone(form: str, run: Run) -> None:
    assert run("diff", "old", "new", "--format", form).exit_code == 0
    assert run("diff", "old", "new", "--format", form, "--exit-code").exit_code == 1


BROKEN: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "there is no such master plan"),
    "empty": (b"", "the plan cannot be used"),
    "torn": (b'{"metadata": {"generated_at"', "the plan cannot be used"),
    "no plan": (b'{"target": "ret_1d", "jobs": []}', "the plan cannot be used"),
    "another major version": (b'{"metadata": {"schema_version": "2.0"}}', "this software reads version 1.x"),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("which", ["old", "new"])
def test_a_plan_that_cannot_be_loaded_is_named_and_is_no_difference(
    case: str, which: str, plans: Path, run: Run
) -> None:
    data, says = BROKEN[case]
    if data is not None:
        (plans / "broken.json").write_bytes(data)
    sides = ("broken.json", "new") if which == "old" else ("old", "broken.json")
    ended = run("diff", *sides, "--exit-code")
    assert ended.exit_code == 3
    assert ended.stdout == ""
    assert f"the {which} plan cannot be compared: " in ended.stderr
    assert "broken.json" in ended.stderr
    assert says in ended.stderr.lower()
    envelope = run("diff", *sides, "--exit-code", "--format", "json").envelope
    assert envelope["error"]["type"] == "IncomparableError"
    assert envelope["error"]["message"].startswith(f"the {which} plan")


def test_a_plan_that_contradicts_itself_is_not_compared(plans: Path, run: Run) -> None:
    text = (plans / "new" / MASTER).read_text(encoding="utf-8")
    (plans / "copy.json").write_text(text.replace('"total_jobs": 7', '"total_jobs": 8'), encoding="utf-8")
    ended = run("diff", "old", "copy.json")
    assert ended.exit_code == 3
    assert "TP302" in ended.stderr


def test_a_plan_of_a_newer_minor_version_is_compared_with_a_note(plans: Path, run: Run) -> None:
    text = (plans / "old" / MASTER).read_text(encoding="utf-8")
    (plans / "copy.json").write_text(
        text.replace('"schema_version": "1.0"', '"schema_version": "1.9"'), encoding="utf-8"
    )
    ended = run("diff", "copy.json", "old", "--exit-code")
    assert ended.exit_code == 0
    assert ended.stderr.startswith("note: copy.json: the plan has schema version")


def test_folder_master_and_copy_are_the_same(plans: Path, run: Run) -> None:
    (plans / "copy of old.json").write_bytes((plans / "old" / MASTER).read_bytes())
    said = {run("diff", place, "new").stdout for place in ("old", f"old/{MASTER}", "copy of old.json")}
    assert len(said) == 1


def test_nothing_is_written(plans: Path, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in plans.rglob("*")}
    for form in ("text", "json", "markdown"):
        run("diff", "old", "new", "--format", form)
    assert {path: path.stat().st_mtime_ns for path in plans.rglob("*")} == before


# Where it is shown.


def on_a_terminal(columns: int, *arguments: str, **environment: str) -> str:
    """Return what the command shows on a terminal of so many columns."""
    leader, follower = pty.openpty()
    try:
        import fcntl  # noqa: PLC0415 - with the terminal alone
        import struct  # noqa: PLC0415
        import termios  # noqa: PLC0415

        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        command = [sys.executable, "-m", "training_plan", *arguments]
        outside = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "LINES"}}
        with subprocess.Popen(command, stdout=follower, env={**outside, **environment}) as process:
            os.close(follower)
            shown = b""
            while chunk := _chunk(leader):
                shown += chunk
        assert process.returncode == 0
        return shown.decode().replace("\r\n", "\n")
    finally:
        os.close(leader)


def _chunk(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # the other end is closed
        return b""


@pytest.mark.parametrize(("columns", "longest"), [(60, 60), (80, 80), (200, 110)])
def test_a_terminal_is_filled_and_not_steered(columns: int, longest: int) -> None:
    shown = on_a_terminal(columns, "diff", "old", "new", TERM="xterm-256color")
    assert max(map(len, shown.split("\n"))) <= longest
    assert "\x1b" not in shown
    assert shown.isascii()
    assert shown == on_a_terminal(columns, "diff", "old", "new", TERM="dumb", NO_COLOR="1")


def test_a_pipe_gets_80_columns_whatever_the_environment(run_process: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run_process("diff", "old", "new").stdout
    assert max(map(len, said.split("\n"))) <= 80
    monkeypatch.setenv("COLUMNS", "300")
    assert run_process("diff", "old", "new").stdout == said


def test_a_pair_with_several_jobs_is_told(plans: Path, run: Run) -> None:
    document = json.loads((plans / "old" / MASTER).read_bytes())
    twin = {**document["jobs"][0], "job_id": "a twin", "reason": "twin"}
    document["jobs"].append(twin)
    document["metadata"]["total_jobs"] += 1
    for name in ("by_route", "by_type", "by_priority"):
        key = str(twin[{"by_route": "route", "by_type": "training_type", "by_priority": "priority"}[name]])
        document["summary"][name][key] += 1
    document["summary"]["total_cs_jobs"] += 1
    (plans / "copy.json").write_text(json.dumps(document), encoding="utf-8")
    ended = run("diff", "copy.json", "old")
    assert "note: 1 pair with several jobs, matched by content, then job_id, then order\n" in ended.stderr
    assert "one job less: the pair has another: 1\n" in ended.stdout
