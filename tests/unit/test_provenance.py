"""The clock, the run, the commit."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from training_plan.building.provenance import git_commit, moment_of_generation, posix_path, run_id, timestamp
from training_plan.errors import UsageError


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2025-12-11T18:45:00Z", "2025-12-11T18:45:00Z"),
        ("2025-12-11t18:45:00z", "2025-12-11T18:45:00Z"),
        ("2025-12-11 18:45:00Z", "2025-12-11T18:45:00Z"),
        ("2025-12-11T18:45:00+00:00", "2025-12-11T18:45:00Z"),
        ("2025-12-11T18:45:00-00:00", "2025-12-11T18:45:00Z"),
        ("2025-12-12T00:15:00+05:30", "2025-12-11T18:45:00Z"),
        ("2025-12-31T23:00:00-01:00", "2026-01-01T00:00:00Z"),
        ("2025-12-11T18:45:00.5Z", "2025-12-11T18:45:00.500000Z"),
        ("2025-12-11T18:45:00.123456Z", "2025-12-11T18:45:00.123456Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_moment_is_written_in_utc(given: str, written: str) -> None:
    assert timestamp(moment_of_generation(given, {})) == written


@pytest.mark.parametrize(
    "given",
    [
        "",
        "now",
        "2025-12-11",
        "2025-12-11T18:45:00",
        "2025-12-11T18:45Z",
        "20251211T184500Z",
        "2025-13-01T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "2025-12-11T25:00:00Z",
        "2025-12-11T23:59:60Z",
        "2025-12-11T18:45:00+99:00",
        "2025-12-11T18:45:00.1234567Z",
        "2025-12-11T18:45:00Z\n",
        "٢٠٢٥-12-11T18:45:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "2025-W50-4T18:45:00Z",
    ],
)
def test_what_is_no_moment_is_refused(given: str) -> None:
    with pytest.raises(UsageError) as refused:
        moment_of_generation(given, {"SOURCE_DATE_EPOCH": "0"})

    assert repr(given) in refused.value.message
    assert "2025-12-11T18:45:00Z" in str(refused.value.hint)


def test_the_given_moment_goes_before_the_environment() -> None:
    environment = {"SOURCE_DATE_EPOCH": "1765478700"}

    assert moment_of_generation(None, environment) == datetime(2025, 12, 11, 18, 45, tzinfo=UTC)
    assert moment_of_generation("2020-01-01T00:00:00Z", environment) == datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("epoch", ["", "soon", "1.5", "1e9", "99999999999999999999", "-99999999999999", "0x10"])
def test_an_environment_that_is_no_number_of_seconds_is_refused(epoch: str) -> None:
    with pytest.raises(UsageError, match=re.escape(repr(epoch))):
        moment_of_generation(None, {"SOURCE_DATE_EPOCH": epoch})


def test_without_both_it_is_now_in_whole_seconds() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    moment = moment_of_generation(None, {})

    assert before <= moment <= datetime.now(UTC)
    assert moment.microsecond == 0


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2025, 12, 11, 18, 45, tzinfo=UTC), "20251211_184500"),
        (datetime(2025, 12, 11, 18, 45, 0, 999999, tzinfo=UTC), "20251211_184500"),
        (datetime(1, 2, 3, 4, 5, 6, tzinfo=UTC), "00010203_040506"),
    ],
)
def test_the_run_is_named_after_the_moment(moment: datetime, name: str) -> None:
    assert run_id(moment) == name


def fake_git(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program named git first on the search path."""
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


@pytest.mark.parametrize(
    ("script", "commit"),
    [
        ("echo 9c69edc", "9c69edc"),
        ("echo", None),
        ("exit 0", None),
        ("echo 9c69edc; exit 1", None),
        ("echo no repository >&2; exit 128", None),
    ],
)
def test_the_commit_is_what_git_says(
    script: str, commit: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_git(tmp_path, script, monkeypatch)

    assert git_commit(tmp_path) == commit


def test_without_git_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert git_commit(tmp_path) is None
    assert git_commit(tmp_path / "none") is None


def test_a_path_is_kept_as_given() -> None:
    assert posix_path(Path("a/../b/plan.json")) == "a/../b/plan.json"
