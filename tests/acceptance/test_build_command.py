"""``training-plan build``: the clock and other provenance, and what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from acceptance.conftest import Run
from unit.sample_plans import decision, plan_text, routing_plan, target, tree

BLOCKED = plan_text(
    routing_plan(
        {"ret_1d": target({"IBM": decision("ROUTE_BLOCKED"), "XOM": decision("ROUTE_BLOCKED")}, route="DISABLED")}
    )
)


def master(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the metadata of the plan in a folder, and its jobs by job_id."""
    document = json.loads((folder / "master_training_plan.json").read_bytes())
    return {"metadata": document["metadata"], "jobs": {job["job_id"]: job for job in document["jobs"]}}


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


def test_no_git_and_no_repository_means_no_commit(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    run("build", "--routing-plan", "routing_plan.json", "--out", "one")
    monkeypatch.setenv("PATH", str(here))
    run("build", "--routing-plan", "routing_plan.json", "--out", "two")

    assert master(here / "one")["metadata"]["git_commit"] is None
    assert master(here / "two")["metadata"]["git_commit"] is None


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
        "\n"
        "route                    jobs\n"
        "ROUTE_CROSS_SECTIONAL       1\n"
        "ROUTE_SYMBOL_SPECIFIC       1\n"
        "ROUTE_BOTH                  1\n"
        "ROUTE_EXPERIMENTAL_ONLY     1\n"
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
