"""Whatever is wrong with an input: one clear message, the right exit code, and nothing is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.bad_candidates import CANDIDATES
from acceptance.bad_configs import CONFIGS
from acceptance.bad_input import BadInput
from acceptance.bad_routing_plans import PLANS
from acceptance.conftest import Run
from unit.sample_plans import decision, plan_text, position, routing_plan, target, tree

BAD_INPUTS = {**PLANS, **CANDIDATES, **CONFIGS}


@pytest.mark.parametrize("bad", BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_a_bad_input_ends_in_one_clear_message(bad: BadInput, here: Path, former: Path, build: Run) -> None:
    (here / bad.file).write_bytes(bad.data)
    before = tree(here)

    ended = build(*bad.arguments)

    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: ")
    assert len(ended.stderr) < 2500
    for words in (bad.place, bad.code, *bad.says):
        assert words in ended.stderr
    assert tree(here) == before
    assert former.is_dir()


@pytest.mark.parametrize("bad", BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_a_bad_input_ends_in_one_envelope(bad: BadInput, here: Path, former: Path, build: Run) -> None:
    (here / bad.file).write_bytes(bad.data)
    before = tree(here)

    envelope = build(*bad.arguments, "--format", "json").envelope

    findings = envelope["findings"]
    assert envelope["command"] == "build"
    assert envelope["exit_code"] == 1
    assert envelope["result"] is None
    assert envelope["error"]["type"] == "InvalidDocumentError"
    assert [finding["file"] for finding in findings] == [bad.file] * bad.findings
    assert findings[0]["code"] == bad.code
    if bad.at is not None:
        assert (findings[0]["line"], findings[0]["column"]) == position(bad.data.decode(errors="replace"), bad.at)
    assert tree(here) == before
    assert former.is_dir()


UNREADABLE = {
    "no such routing plan": (["--routing-plan", "none.json"], ("none.json", "no such routing plan", "check the path")),
    "no such candidates": (["--candidates", "none.csv"], ("none.csv", "no such metrics snapshot", "check the path")),
    "no such config": (["--config", "none.yaml"], ("none.yaml", "no such plan config", "check the path")),
    "a folder as routing plan": (["--routing-plan", "plan"], ("plan", "folder, not a routing plan", "name the file")),
    "a folder as candidates": (["--candidates", "plan"], ("plan", "folder, not a metrics snapshot", "name the file")),
    "a folder as config": (["--config", "plan"], ("plan", "folder, not a plan config", "name the file")),
    "below a file": (["--routing-plan", "routing_plan.json/x"], ("routing_plan.json/x", "cannot be read", "irectory")),
    "a name too long": (["--routing-plan", "x" * 300], ("cannot be read", "too long")),
    "a file as plan folder": (["--out", "routing_plan.json"], ("routing_plan.json", "nothing was changed")),
    "a plan folder below a file": (["--out", "routing_plan.json/x"], ("routing_plan.json/x", "nothing was changed")),
}


@pytest.mark.parametrize(("arguments", "says"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_or_written_is_named(
    arguments: list[str], says: tuple[str, ...], here: Path, former: Path, build: Run
) -> None:
    before = tree(here)

    ended = build(*arguments)
    envelope = build(*arguments, "--format", "json").envelope

    assert ended.exit_code == 3
    assert ended.stdout == ""
    for words in says:
        assert words in ended.stderr
    assert (envelope["exit_code"], envelope["command"], envelope["findings"]) == (3, "build", [])
    assert envelope["error"]["message"]
    assert tree(here) == before
    assert former.is_dir()


def test_every_contradiction_is_named_but_a_flood_is_cut(here: Path, build: Run) -> None:
    symbols = {f"S{number:04}": decision("ROUTE_BOTH") for number in range(1000)}
    document = routing_plan({"ret_1d": target(symbols, route="DISABLED")})
    (here / "routing_plan.json").write_text(plan_text(document), encoding="utf-8")

    findings = build("--format", "json").envelope["findings"]
    text = build().stderr

    assert [finding["pointer"] for finding in findings] == [f"/targets/ret_1d/symbols/{name}/route" for name in symbols]
    assert "S0000" in text
    assert "1000" in text
    assert len(text.splitlines()) < 100


def test_memory_that_runs_out_is_said(build: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("training_plan.building.routing_plan.read_bytes", no_memory)

    assert "not enough memory" in build().stderr
    assert build("--format", "json").envelope["exit_code"] == 3


@pytest.mark.parametrize("bad", ["NaN", "not UTF-8", "deep", "pooled routes without a pooled model"])
def test_the_real_command_shows_no_traceback(bad: str, here: Path, run_process: Run) -> None:
    (here / "routing_plan.json").write_bytes(
        b"\xff" if bad == "not UTF-8" else PLANS[bad].data,
    )

    text = run_process("build", "--routing-plan", "routing_plan.json", "--out", "plan")
    envelope = run_process("build", "--routing-plan", "routing_plan.json", "--out", "plan", "--format", "json").envelope

    assert text.exit_code == 1
    assert text.stdout == ""
    assert text.stderr.startswith("error: ")
    assert "Traceback" not in text.stderr
    assert envelope["exit_code"] == 1
    assert not (here / "plan").exists()
