"""The command as a process: pipes, locks, encodings, interrupts."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.conftest import Run
from unit.sample_plans import tree

BUILD = ("build", "--routing-plan", "routing_plan.json", "--out", "plan", "--git-commit", "abc1234", "--no-sync")


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
