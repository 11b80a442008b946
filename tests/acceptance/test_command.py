"""The command line as a person, a pipe and a CI job meet it."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Any

import pytest

from acceptance.conftest import Run
from training_plan.cli.main import COMMANDS, main, make_parser
from training_plan.contract.schemas import SchemaName
from unit.sample_plans import decision, plan_text, routing_plan, target, tree

SCHEMAS = Path(__file__).parents[2] / "schema"
HEAVY_MODULES = {"jsonschema", "jsonschema_rs", "msgspec", "polars", "rich", "yaml"}
BUILD = ("build", "--routing-plan", "routing_plan.json", "--out", "plan", "--git-commit", "abc1234", "--no-sync")
BLOCKED = plan_text(
    routing_plan(
        {"ret_1d": target({"IBM": decision("ROUTE_BLOCKED"), "XOM": decision("ROUTE_BLOCKED")}, route="DISABLED")}
    )
)


def master(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the metadata of the plan in a folder, and its jobs by job_id."""
    document = json.loads((folder / "master_training_plan.json").read_bytes())
    return {"metadata": document["metadata"], "jobs": {job["job_id"]: job for job in document["jobs"]}}


# Help


def test_the_command_is_installed_under_its_name() -> None:
    (script,) = entry_points(group="console_scripts", name="training-plan")

    assert script.load() is main


def test_the_help_lists_every_command_and_every_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = capsys.readouterr()

    assert ended.value.code == 0
    assert shown.err == ""
    for module in COMMANDS:
        assert module.NAME in shown.out
    assert "0 fine, 1 findings, 2 usage, 3 could not run" in " ".join(shown.out.split())


@pytest.mark.parametrize("module", COMMANDS, ids=lambda module: module.NAME)
def test_each_help_has_an_example_that_parses(
    module: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    name, example = str(getattr(module, "NAME")), str(getattr(module, "EXAMPLE"))  # noqa: B009 - modules have no type

    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    shown = capsys.readouterr().out
    options = make_parser().parse_args(shlex.split(example.partition(" > ")[0].partition(" | ")[0])[1:])

    assert ended.value.code == 0
    assert f"example:\n  {example}\n" in shown
    assert str(getattr(module, "HELP")).split(";")[0] in shown  # noqa: B009
    assert options.command == name


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"training-plan {version('training-plan')}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([module.NAME, "--help"] for module in COMMANDS)])
def test_help_imports_no_heavy_module(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "training_plan", *arguments],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}

    assert "training_plan.cli.main" in imported
    assert not {name.partition(".")[0] for name in imported} & HEAVY_MODULES


# schema


def test_schema_lists_the_schemas_and_their_ids(run: Run) -> None:
    ended = run("schema")
    listed = [line.split() for line in ended.stdout.splitlines()]

    assert ended.exit_code == 0
    assert ended.stderr == ""
    assert sorted(name for name, _ in listed) == sorted(path.name.partition(".")[0] for path in SCHEMAS.glob("*.json"))
    for name, identifier in listed:
        assert json.loads((SCHEMAS / f"{name}.schema.json").read_bytes())["$id"] == identifier


@pytest.mark.parametrize("name", SchemaName)
def test_schema_prints_the_bytes_of_the_file(name: str, run: Run) -> None:
    ended = run("schema", name)

    assert ended.exit_code == 0
    assert ended.stdout.encode() == (SCHEMAS / f"{name}.schema.json").read_bytes()
    assert ended.stderr == ""


def test_schema_prints_the_bytes_of_the_file_into_a_pipe_too(here: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training_plan", "schema", "master_training_plan"],
        capture_output=True,
        check=True,
        cwd=here,
    )

    assert done.stdout == (SCHEMAS / "master_training_plan.schema.json").read_bytes()
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("name", "says"),
    [("master_traning_plan", "did you mean master_training_plan?"), ("xyz", "one of: master_training_plan,")],
)
def test_an_unknown_schema_gets_a_hint(name: str, says: str, run: Run) -> None:
    ended = run("schema", name)

    assert ended.exit_code == 2
    assert repr(name) in ended.stderr
    assert says in ended.stderr
    assert ended.stdout == ""


# build: the clock and other provenance


def test_the_given_moment_is_the_clock_and_names_the_run(here: Path, build: Run) -> None:
    build("--generated-at", "2025-12-11T19:45:00+01:00")
    about = master(here / "plan")["metadata"]

    assert about["generated_at"] == "2025-12-11T18:45:00Z"
    assert about["run_id"] == "20251211_184500"
    assert about["git_commit"] == "abc1234"
    assert about["config_hash"] == "536c7ff6"
    assert about["routing_plan_path"] == "routing_plan.json"
    assert about["metrics_snapshot"] == "routing_candidates.parquet"


def test_the_environment_sets_the_clock(here: Path, build: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1765478700")
    build()

    assert master(here / "plan")["metadata"]["generated_at"] == "2025-12-11T18:45:00Z"


def test_the_run_can_be_named(here: Path, build: Run) -> None:
    build("--run-id", "nightly 7")

    assert master(here / "plan")["metadata"]["run_id"] == "nightly 7"


def test_the_candidates_are_named_as_given(here: Path, build: Run) -> None:
    (here / "in").mkdir()
    (here / "in/candidates.csv").write_text("target,symbol,score,sample_size\nret_1d,IBM,0.5,10\n", encoding="utf-8")
    build("--candidates", "in/../in/candidates.csv")
    plan = master(here / "plan")

    assert plan["metadata"]["metrics_snapshot"] == "in/../in/candidates.csv"
    assert plan["jobs"]["sym_ret_1d_IBM"]["metadata"] == {
        "cs_state": "STRONG",
        "local_state": "STRONG",
        "score": 0.5,
        "sample_size": 10,
    }


def test_the_same_inputs_give_the_same_bytes(here: Path, build: Run) -> None:
    build("--out", "one")
    document = routing_plan()
    reordered = {
        "targets": {
            name: {**decisions, "symbols": dict(reversed(decisions["symbols"].items()))}
            for name, decisions in reversed(document["targets"].items())
        },
        "metadata": document["metadata"],
    }
    (here / "routing_plan.json").write_text(json.dumps(reordered), encoding="utf-8")
    build("--out", "two")

    assert tree(here / "one") == tree(here / "two")


def test_nothing_but_the_moment_changes_with_the_moment(here: Path, build: Run) -> None:
    build("--generated-at", "2025-12-11T18:45:00Z")
    ended = build("--generated-at", "2025-12-11T18:45:01Z")

    # The five files over the whole plan, and the manifest.
    assert "files      6 written, 11 unchanged, 0 removed in plan" in ended.stdout
    assert (here / "plan").is_dir()


def test_families_replace_the_default_but_not_the_rules(here: Path, build: Run) -> None:
    (here / "config.yaml").write_text(
        "model_families: [ridge]\nfamily_rules:\n  - match: {symbol: IBM}\n    model_families: [mlp]\n",
        encoding="utf-8",
    )
    build("--config", "config.yaml", "--families", "catboost, lasso")
    plan = master(here / "plan")

    assert plan["metadata"]["model_families"] == ["catboost", "lasso"]
    assert plan["jobs"]["cs_ret_1d"]["model_families"] == ["catboost", "lasso"]
    assert plan["jobs"]["sym_ret_1d_IBM"]["model_families"] == ["mlp"]


# build: what it says


def test_the_account_is_on_stdout_and_adds_up(build: Run) -> None:
    ended = build()

    assert ended.exit_code == 0
    assert ended.stderr == ""
    assert ended.stdout == (
        "decisions  7 (2 pooled, 5 of a symbol)\n"
        "  jobs     4\n"
        "  covered  1 (by the pooled job of their target)\n"
        "  blocked  2\n"
        "files      17 written, 0 unchanged, 0 removed in plan\n"
    )


def test_the_envelope_holds_plan_summary_account_and_files(here: Path, build: Run) -> None:
    envelope = build("--format", "json").envelope
    document = json.loads((here / "plan/master_training_plan.json").read_bytes())
    manifest = json.loads((here / "plan/manifest.json").read_bytes())
    result = envelope["result"]

    assert (envelope["command"], envelope["status"], envelope["error"], envelope["findings"]) == (
        "build",
        "ok",
        None,
        [],
    )
    assert envelope["notes"] == []
    assert result["folder"] == "plan"
    assert result["plan"] == document["metadata"]
    assert result["summary"] == document["summary"]
    assert result["account"] == manifest["account"]
    assert result["files"] == {"written": 17, "unchanged": 0, "removed": [], "foreign": []}


@pytest.mark.parametrize("spelling", [("--format", "json"), ("--format=json",)])
def test_an_accepted_spelling_of_the_format_gives_json(spelling: tuple[str, ...], build: Run) -> None:
    assert build(*spelling).envelope["status"] == "ok"


def test_the_last_format_counts(build: Run) -> None:
    assert build("--format", "json", "--format", "text").stdout.startswith("decisions ")


def test_blocked_decisions_become_jobs_on_request(here: Path, build: Run) -> None:
    ended = build("--include-blocked")
    jobs = master(here / "plan")["jobs"]

    assert "  jobs     4\n" in ended.stdout
    assert "  blocked  2 (2 kept as jobs)\n" in ended.stdout
    for name in ("cs_vol_5d", "sym_ret_1d_^GSPC"):
        assert jobs[name]["route"] == "ROUTE_BLOCKED"
        assert jobs[name]["priority"] == 0
        assert jobs[name]["model_families"] == []


@pytest.mark.parametrize("arguments", [(), ("--include-blocked",)])
def test_an_empty_plan_is_valid_and_loud(arguments: tuple[str, ...], here: Path, build: Run) -> None:
    (here / "routing_plan.json").write_text(BLOCKED, encoding="utf-8")

    ended = build(*arguments)
    envelope = build(*arguments, "--format", "json").envelope

    assert ended.exit_code == 0
    assert "THE PLAN IS EMPTY" in ended.stderr.splitlines()[0]
    assert "--fail-on-empty" in ended.stderr
    assert "THE PLAN IS EMPTY" in envelope["notes"][0]
    assert len(master(here / "plan")["jobs"]) == (3 if arguments else 0)
    assert "nothing will be trained" in (here / "plan/MASTER_TRAINING_PLAN_SUMMARY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("--include-blocked",)])
@pytest.mark.parametrize("text", [BLOCKED, plan_text(routing_plan({}))])
def test_an_empty_plan_can_be_made_an_error(arguments: tuple[str, ...], text: str, here: Path, build: Run) -> None:
    build()
    (here / "routing_plan.json").write_text(text, encoding="utf-8")
    before = tree(here)

    ended = build("--fail-on-empty", *arguments)
    envelope = build("--fail-on-empty", *arguments, "--format", "json").envelope

    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert "no job can be trained; nothing was written" in ended.stderr
    assert "decisions are blocked" in ended.stderr
    assert envelope["error"]["type"] == "EmptyPlanError"
    assert tree(here) == before


def test_what_this_software_did_not_write_is_kept_and_named(here: Path, build: Run) -> None:
    build()
    for number in range(13):
        (here / f"plan/notes{number:02}.txt").write_text("mine", encoding="utf-8")

    ended = build()
    envelope = build("--format", "json").envelope

    notes = ended.stderr.splitlines()
    assert notes[0] == "note: plan/notes00.txt was not written by this software and stays"
    assert notes[-1] == "note: and 3 more such files"
    assert len(notes) == 11
    assert envelope["result"]["files"]["foreign"] == [f"notes{number:02}.txt" for number in range(13)]
    assert (here / "plan/notes12.txt").read_text(encoding="utf-8") == "mine"


def test_nothing_steers_the_terminal(here: Path, build: Run, run: Run) -> None:
    build()
    (here / "plan/\x1b]0;title\x07\u202e\x9b31m.txt").write_text("mine", encoding="utf-8")

    built = build()
    refused = run("views", "no\x1b[2Jne")
    misspelt = run("schema", "\x1b[31m")

    for shown in (built, refused, misspelt):
        for character in ("\x1b", "\x07", "\x9b", "\u202e"):
            assert character not in shown.stdout + shown.stderr
    assert "\\u001b]0;title\\u0007\\u202e\\u009b31m.txt" in built.stderr
    assert "no\\u001b[2Jne" in refused.stderr


def test_a_name_with_a_line_break_cannot_forge_a_line(run: Run) -> None:
    ended = run("views", "none\nerror: all is well")

    assert len([line for line in ended.stderr.splitlines() if line.startswith("error: ")]) == 1


# views


def derived_files(folder: Path) -> list[str]:
    """Return every file of a plan folder but the master and the manifest."""
    kept = {"master_training_plan.json", "manifest.json"}
    return [path for path, data in tree(folder).items() if data is not None and path not in kept]


def replace_by_link(path: Path) -> None:
    """Replace a file by a symbolic link to the same bytes."""
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "one byte changed": lambda path: path.write_bytes(b"?" + path.read_bytes()[1:]),
    "replaced by a link": replace_by_link,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_views_mends_each_derived_file_from_the_master_alone(
    damage: Callable[[Path], object], here: Path, build: Run, run: Run
) -> None:
    build()
    clean = tree(here / "plan")
    files = derived_files(here / "plan")
    assert len(files) == 15

    for path in files:
        damage(here / "plan" / path)
        ended = run("views", "plan", "--no-sync")
        assert ended.exit_code == 0
        assert "files      1 written, 16 unchanged, 0 removed in plan" in ended.stdout
        assert not (here / "plan" / path).is_symlink()
        (here / "plan" / path).with_name("elsewhere").unlink(missing_ok=True)
        assert tree(here / "plan") == clean


def test_views_mends_all_of_them_at_once(here: Path, build: Run, run: Run) -> None:
    build()
    clean = tree(here / "plan")
    for path in derived_files(here / "plan"):
        (here / "plan" / path).unlink()

    assert run("views", "plan").exit_code == 0
    assert tree(here / "plan") == clean


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "not JSON", "[" * 100_000])
def test_views_mends_the_manifest_but_cannot_know_the_account(
    text: str | None, here: Path, build: Run, run: Run
) -> None:
    build()
    path = here / "plan/manifest.json"
    clean = json.loads(path.read_bytes())
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")

    assert run("views", "plan").exit_code == 0
    assert json.loads(path.read_bytes()) == {**clean, "account": None}


def test_views_never_writes_the_master(here: Path, build: Run, run: Run) -> None:
    build()
    path = here / "plan/master_training_plan.json"
    path.write_text(json.dumps(json.loads(path.read_bytes())), encoding="utf-8")
    before, data = path.stat(), path.read_bytes()

    envelope = run("views", "plan", "--format", "json").envelope

    assert envelope["result"]["folder"] == "plan"
    assert (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes()) == (before.st_mtime_ns, before.st_ino, data)
    assert (here / "plan/training_plan.json").read_bytes() == data


def test_views_clears_the_views_that_an_edited_master_no_longer_has(here: Path, build: Run, run: Run) -> None:
    build()
    old = (here / "plan/master_training_plan.json").read_bytes()
    document = routing_plan()
    del document["targets"]["vol_5d"]
    (here / "routing_plan.json").write_text(plan_text(document), encoding="utf-8")
    build("--out", "wanted")
    assert (here / "wanted/master_training_plan.json").read_bytes() != old
    (here / "plan/master_training_plan.json").write_bytes((here / "wanted/master_training_plan.json").read_bytes())

    removed = run("views", "plan", "--format", "json").envelope["result"]["files"]["removed"]

    assert removed == ["by_symbol/BF%2FB.json", "by_target/vol_5d.json"]
    assert {**tree(here / "plan"), "manifest.json": b""} == {**tree(here / "wanted"), "manifest.json": b""}


# Processes, pipes and locks


def test_a_second_writer_is_told_who_holds_the_lock(here: Path, build: Run, run_process: Run) -> None:
    build()
    (here / "plan/.publishing").mkdir()
    descriptor = os.open(here / "plan/.publishing/lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    holder = {"pid": 4711, "host": "elsewhere", "since": "2025-12-11T18:45:00Z"}
    (here / "plan/.publishing/holder.json").write_text(json.dumps(holder), encoding="utf-8")
    before = tree(here)

    text = run_process(*BUILD, "--lock-timeout", "0.1")
    envelope = run_process("views", "plan", "--lock-timeout", "0", "--format", "json").envelope
    os.close(descriptor)

    assert text.exit_code == 3
    assert text.stdout == ""
    assert (
        "plan: process 4711 on elsewhere (since 2025-12-11T18:45:00Z) writes this folder; waited 0.1 s" in text.stderr
    )
    assert "raise --lock-timeout" in text.stderr
    assert envelope["error"]["type"] == "LockHeldError"
    assert tree(here) == before
    assert build().exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("schema", "master_training_plan"), 0),
        (("--help",), 0),
        (BUILD, 0),
        ((*BUILD, "--routing-plan", "none.json", "--format", "json"), 3),
    ],
)
def test_a_reader_that_leaves_causes_no_noise(arguments: tuple[str, ...], exit_code: int, here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-m", "training_plan", *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        cwd=here,
    )
    os.close(writing)

    assert done.returncode == exit_code
    assert done.stderr == b""


@pytest.mark.parametrize("stream", [1, 2])
@pytest.mark.parametrize("arguments", [BUILD, (*BUILD, "--format", "json"), ("schema",), ("schema", "none")])
def test_a_closed_stream_breaks_nothing(arguments: tuple[str, ...], stream: int, here: Path) -> None:
    expected = 2 if "none" in arguments else 0
    done = subprocess.run(
        [sys.executable, "-m", "training_plan", *arguments],
        capture_output=True,
        check=False,
        cwd=here,
        preexec_fn=lambda: os.close(stream),
    )

    assert done.returncode == expected
    assert b"Traceback" not in done.stderr
    assert b"error: " not in done.stdout


@pytest.mark.parametrize("arguments", [BUILD, (*BUILD, "--format", "json"), ("schema", "master_training_plan")])
def test_a_stdout_without_space_is_said(arguments: tuple[str, ...], here: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "training_plan", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=here,
        )

    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_names_that_the_terminal_cannot_show_break_nothing(encoding: str, run_process: Run, here: Path) -> None:
    text = run_process(*BUILD[:4], "plän→", *BUILD[5:], environment={"PYTHONIOENCODING": f"{encoding}:strict"})

    assert text.exit_code == 0
    assert text.stderr == ""
    assert (here / "plän→/master_training_plan.json").is_file()


def test_a_path_that_is_no_text_is_recorded_or_refused_in_words(here: Path, run_process: Run) -> None:
    name = os.fsdecode(b"routing\xff.json")
    (here / "routing_plan.json").rename(here / name)

    ended = run_process("build", "--routing-plan", name, "--out", "plan", "--git-commit", "abc1234")

    assert ended.exit_code in {0, 2, 3}
    assert "Traceback" not in ended.stderr


def test_no_git_and_no_repository_means_no_commit(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    run("build", "--routing-plan", "routing_plan.json", "--out", "one")
    monkeypatch.setenv("PATH", str(here))
    run("build", "--routing-plan", "routing_plan.json", "--out", "two")

    assert master(here / "one")["metadata"]["git_commit"] is None
    assert master(here / "two")["metadata"]["git_commit"] is None


def test_build_works_in_a_process_of_its_own(here: Path, run_process: Run) -> None:
    envelope = run_process(*BUILD, "--format", "json").envelope

    assert envelope["status"] == "ok"
    assert (here / "plan/master_training_plan.json").is_file()
    assert run_process("views", "plan").stdout == "files      0 written, 17 unchanged, 0 removed in plan\n"


def test_an_interrupt_ends_with_its_own_status(build: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training_plan.building.routing_plan.read_bytes", interrupt)
    ended = build()

    assert ended.exit_code == 130
    assert ended.stderr == "error: interrupted\n"
    assert not (here / "plan").exists()
