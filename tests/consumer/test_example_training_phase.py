"""The example training phase trains what is to be trained once, in order, and goes on where it was killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from consumer.phases import DONE_BEFORE_THE_KILL, LONGEST_WAIT, Phase, wait_for
from consumer.samples import GOLDEN, MASTER, OWN, POOLED, document, golden_document, written


@pytest.fixture
def phase(tmp_path: Path) -> Phase:
    """The stored plan, not yet trained."""
    return Phase(tmp_path)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the stored plan, all of them."""
    phase = Phase(tmp_path_factory.mktemp("finished"))
    assert phase.run().exit_code == 0
    return phase.out


@pytest.fixture
def finished(phase: Phase, results: Path) -> Phase:
    """The stored plan, trained; no more is noted of it."""
    shutil.copytree(results, phase.out)
    return phase


def to_train() -> list[str]:
    """Return the job_ids to train of the stored plan, in its order."""
    return [job["job_id"] for job in golden_document()["jobs"] if job["route"] != "ROUTE_BLOCKED"]


def test_every_job_is_trained_once_with_one_worker_in_the_order_of_the_plan(phase: Phase) -> None:
    ended = phase.run()
    assert ended.exit_code == 0
    assert phase.trained() == to_train()
    assert sorted(result["job_id"] for result in phase.results()) == sorted(to_train())
    assert all(result["result"]["score"] == 0.5 for result in phase.results())
    assert "43 jobs to train" in ended.stderr
    assert "43/43" in ended.stderr


def test_the_most_important_job_comes_first_whatever_the_order_of_the_plan(tmp_path: Path) -> None:
    jobs = [{**POOLED, "job_id": f"cs_{number}", "priority": number % 7} for number in range(20)]
    phase = Phase(tmp_path, document(*jobs))
    assert phase.run().exit_code == 0
    priorities = [next(job["priority"] for job in jobs if job["job_id"] == job_id) for job_id in phase.trained()]
    assert priorities == sorted(priorities, reverse=True)


def test_each_result_is_a_file_under_the_digest_of_the_plan(results: Path) -> None:
    digest = json.loads((GOLDEN / "manifest.json").read_bytes())["plan_sha256"]
    (folder,) = results.iterdir()
    assert len(folder.name) >= 16
    assert digest.startswith(folder.name)
    assert {path.suffix for path in folder.iterdir()} == {".json"}
    assert len(list(folder.iterdir())) == len(to_train())


def test_several_workers_train_every_job_once(phase: Phase) -> None:
    assert phase.run(workers=3).exit_code == 0
    assert sorted(phase.trained()) == sorted(to_train())
    assert len(phase.results()) == len(to_train())


def test_a_second_run_trains_nothing(finished: Phase) -> None:
    ended = finished.run()
    assert ended.exit_code == 0
    assert finished.trained() == []
    assert "0 jobs to train" in ended.stderr


def test_another_plan_is_trained_anew(finished: Phase) -> None:
    written(finished.plan, document(POOLED, OWN))
    assert finished.run().exit_code == 0
    assert finished.trained() == ["cs_ret", "sym_ret_AAPL"]


def test_after_a_kill_only_what_is_missing_is_trained(phase: Phase) -> None:
    with phase.stalling(workers=1):
        pass
    first = phase.trained()
    assert first == to_train()[:DONE_BEFORE_THE_KILL]
    assert [result["job_id"] for result in phase.results()] == sorted(first, key=to_train().index)

    phase.log.unlink()
    ended = phase.run()
    assert ended.exit_code == 0
    assert phase.trained() == to_train()[DONE_BEFORE_THE_KILL:]
    assert sorted(result["job_id"] for result in phase.results()) == sorted(to_train())
    assert f"{43 - DONE_BEFORE_THE_KILL} jobs to train" in ended.stderr


def test_no_worker_outlives_a_run_that_was_killed(phase: Phase) -> None:
    with phase.stalling(workers=2) as process:
        assert phase.is_stalled()
        process.kill()
        process.wait()
        wait_for(lambda: not phase.is_stalled())


def test_an_interrupted_run_ends_at_once_and_can_go_on(phase: Phase) -> None:
    with phase.stalling(workers=2) as process:
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=LONGEST_WAIT)
        assert process.returncode == 130
        assert stderr.endswith("interrupted; run it again to go on\n")
        assert "Traceback" not in stderr
    assert phase.run().exit_code == 0
    assert len(phase.results()) == len(to_train())


def test_half_a_result_counts_as_none(finished: Phase) -> None:
    (folder,) = finished.out.iterdir()
    lost = folder / "0.json"
    (folder / "0.tmp").write_bytes(lost.read_bytes()[:10])
    lost.unlink()
    assert finished.run().exit_code == 0
    assert finished.trained() == to_train()[:1]
    assert not (folder / "0.tmp").exists()


def test_failing_jobs_are_told_and_the_others_are_trained(phase: Phase) -> None:
    ended = phase.run("my_trainer:fail_some")
    failing = [job["job_id"] for job in golden_document()["jobs"] if job["symbol"] == "AAPL"]
    failing = [job_id for job_id in failing if job_id in to_train()]
    assert failing
    assert ended.exit_code == 1
    assert "Traceback" not in ended.stderr
    for job_id in failing:
        assert f"{job_id} failed: ValueError: no data for AAPL" in ended.stderr
    assert {result["job_id"] for result in phase.results()} == {*to_train()} - {*failing}

    phase.log.unlink()
    assert phase.run().exit_code == 0
    assert sorted(phase.trained()) == sorted(failing)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_fails_what_is_under_way_and_nothing_else(workers: int, phase: Phase) -> None:
    ended = phase.run("my_trainer:die_once", workers)
    assert ended.exit_code == 1
    assert "cs_y_vol_expand_5d_1.5 failed: a worker died" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert 1 <= ended.stderr.count(" failed: ") == len(to_train()) - len(phase.results()) <= workers


@pytest.mark.parametrize("trainer", ["give_a_set", "give_nan"])
def test_a_result_that_json_cannot_say_fails_its_job(trainer: str, phase: Phase) -> None:
    ended = phase.run(f"my_trainer:{trainer}")
    assert ended.exit_code == 1
    assert "Traceback" not in ended.stderr
    assert phase.results() == []


def test_a_file_that_is_no_result_is_told_and_its_job_is_trained(finished: Phase) -> None:
    (folder,) = finished.out.iterdir()
    for number, content in enumerate(["", "{", "5", "[]", "{}"]):
        (folder / f"{number}.json").write_text(content, encoding="utf-8")
    ended = finished.run()
    assert ended.exit_code == 0
    assert all(f"{folder / f'{number}.json'} is no result" in ended.stderr for number in range(5))
    assert finished.trained() == to_train()[:5]


def test_results_that_cannot_be_written_end_the_run_without_a_traceback(phase: Phase) -> None:
    phase.out.write_text("a file", encoding="utf-8")
    ended = phase.run()
    assert ended.exit_code == 3
    assert ended.stderr.startswith("error: ")
    assert str(phase.out) in ended.stderr
    assert "Traceback" not in ended.stderr


def test_of_the_plan_folder_only_the_master_is_opened(phase: Phase) -> None:
    assert phase.run(workers=2).exit_code == 0
    assert phase.recorder.opened_in(phase.plan) == {MASTER}


def test_a_plan_without_a_job_to_train_is_done(tmp_path: Path) -> None:
    phase = Phase(tmp_path, document({**OWN, "route": "ROUTE_BLOCKED", "model_families": []}))
    assert phase.run().exit_code == 0
    assert phase.trained() == []


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", None])
def test_a_bad_plan_ends_the_run_without_a_traceback(data: bytes | None, phase: Phase) -> None:
    if data is None:
        (phase.plan / MASTER).unlink()
    else:
        (phase.plan / MASTER).write_bytes(data)
    ended = phase.run()
    assert ended.exit_code == 3
    assert ended.stderr.startswith("error: ")
    assert str(phase.plan / MASTER) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert phase.trained() == []
    assert phase.results() == []


@pytest.mark.parametrize(
    "trainer",
    ["my_trainer", "my_trainer:", ":train", "no_such_module:train", "my_trainer:no_such", "my_trainer:NOT_CALLABLE"],
)
def test_a_trainer_that_is_none_is_told_once_and_before_any_work(trainer: str, phase: Phase) -> None:
    ended = phase.run(trainer)
    assert ended.exit_code == 2
    assert trainer in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) < 10
    assert phase.trained() == []


def test_no_workers_are_a_bad_argument(phase: Phase) -> None:
    ended = phase.run(workers=0)
    assert ended.exit_code == 2
    assert "--workers" in ended.stderr
