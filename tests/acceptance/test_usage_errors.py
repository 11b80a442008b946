"""Arguments that no run could work with: one message or one envelope, and nothing is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.conftest import Run
from unit.sample_plans import tree

USAGE = {
    "no command": ([], None),
    "unknown command": (["bulid"], None),
    "unknown option": (["build", "--routing"], "build"),
    "surplus argument": (["build", "x"], "build"),
    "views without a folder": (["views"], "views"),
    "unknown format": (["build", "--format", "xml"], "build"),
    "option without a value": (["build", "--out"], "build"),
    "timeout as text": (["build", "--lock-timeout", "soon"], "build"),
    "timeout that is no number": (["build", "--lock-timeout", "nan"], "build"),
    "timeout below zero": (["build", "--lock-timeout", "-1"], "build"),
    "moment without a time zone": (["build", "--generated-at", "2025-12-11T18:45:00"], "build"),
    "moment that is none": (["build", "--generated-at", "2025-02-30T00:00:00Z"], "build"),
    "moment in words": (["build", "--generated-at", "yesterday"], "build"),
    "no family": (["build", "--families", ""], "build"),
    "a family left out": (["build", "--families", "a,,b"], "build"),
    "a family twice": (["build", "--families", "a,b,a"], "build"),
    "a family with a control character": (["build", "--families", "a\x01"], "build"),
    "a family of 300 characters": (["build", "--families", "x" * 300], "build"),
    "a family that is no text": (["build", "--families", "\udcff"], "build"),
    "a run with a control character": (["build", "--run-id", "a\x01"], "build"),
    "a run that is no text": (["build", "--run-id", "\udcff"], "build"),
    "a commit that is no text": (["build", "--git-commit", "\udcff"], "build"),
    "unknown schema": (["schema", "master"], "schema"),
}


@pytest.mark.parametrize(("arguments", "command"), USAGE.values(), ids=USAGE.keys())
def test_a_usage_error_is_one_message_or_one_envelope(
    arguments: list[str], command: str | None, here: Path, former: Path, run: Run
) -> None:
    if arguments[:1] == ["build"]:
        usual = ["--routing-plan", "routing_plan.json", "--git-commit", "abc1234"]
        arguments = [*arguments[:1], *usual, *arguments[1:]]
    before = tree(here)

    ended = run(*arguments)
    envelope = run(*arguments, "--format=json").envelope

    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: ")
    assert len(ended.stderr) < 1000
    assert (envelope["exit_code"], envelope["command"]) == (2, command)
    assert envelope["error"]["type"] == "UsageError"
    assert tree(here) == before
    assert former.is_dir()


def test_a_clock_that_is_no_number_is_refused(build: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")

    ended = build()

    assert ended.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in ended.stderr
    assert "seconds since 1970" in ended.stderr
