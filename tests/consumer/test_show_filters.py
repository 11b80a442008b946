"""``training-plan show`` finds the same jobs as the consumer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from consumer.samples import GOLDEN, POOLED, document, golden_document, plain, written
from consumer.showing import Show, by_importance, jsonl
from support.oracle import JsonObject
from support.strategies import ROUTES
from training_plan import get_pooled_jobs_covering, load_master_training_plan

FILTERS: dict[str, tuple[list[str], Callable[[JsonObject], bool]]] = {
    "nothing": ([], lambda _: True),
    "target": (["--target", "fwd_vol_5d"], lambda job: job["target"] == "fwd_vol_5d"),
    "cross_sectional": (["--type", "cross_sectional"], lambda job: job["symbol"] is None),
    "symbol_specific": (["--type", "symbol_specific"], lambda job: job["symbol"] is not None),
    **{route: (["--route", route], lambda job, route=route: job["route"] == route) for route in ROUTES},  # type: ignore[misc]
    "family": (["--family", "xgboost"], lambda job: "xgboost" in job["model_families"]),
    "priority": (["--min-priority", "70"], lambda job: job["priority"] >= 70),
    "unreachable priority": (["--min-priority", "91"], lambda _: False),
    "several": (
        ["--type", "symbol_specific", "--min-priority", "50", "--route", "ROUTE_EXPERIMENTAL_ONLY"],
        lambda job: job["priority"] >= 50 and job["route"] == "ROUTE_EXPERIMENTAL_ONLY" and job["symbol"] is not None,
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_shows_the_jobs_that_meet_it(name: str, show: Show) -> None:
    arguments, test = FILTERS[name]
    expected = by_importance([job for job in golden_document()["jobs"] if test(job)])
    shown = show(*arguments, "--format", "jsonl")
    assert (shown.exit_code, shown.err) == (0, "")
    assert jsonl(shown.out) == expected
    assert json.loads(show(*arguments, "--format", "json").out)["result"] == {"total": len(expected), "jobs": expected}


@pytest.mark.parametrize("symbol", ["AAPL", "GOOG", "MSFT", "NVDA"])
def test_a_symbol_shows_its_jobs_and_the_pooled_jobs_that_serve_it(symbol: str, show: Show) -> None:
    jobs = golden_document()["jobs"]
    both = {job["target"] for job in jobs if job["symbol"] == symbol and job["route"] == "ROUTE_BOTH"}
    expected = [
        job
        for job in jobs
        if job["symbol"] == symbol
        or (
            job["route"] == "ROUTE_CROSS_SECTIONAL"
            and (symbol in job["metadata"]["covered_symbols"] or job["target"] in both)
        )
    ]
    assert any(job["symbol"] is None for job in expected)
    assert jsonl(show("--symbol", symbol, "--format", "jsonl").out) == by_importance(expected)
    pooled = [job for job in expected if job["symbol"] is None]
    assert plain(get_pooled_jobs_covering(load_master_training_plan(GOLDEN), symbol)) == pooled


def test_the_most_important_job_is_shown_first_whatever_the_order_of_the_plan(tmp_path: Path, show: Show) -> None:
    jobs = [{**POOLED, "job_id": str(number), "priority": number * 3 % 7} for number in range(10)]
    shown = show("--format", "jsonl", plan=written(tmp_path, document(*jobs)))
    assert jsonl(shown.out) == by_importance(jobs)


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("top", [0, 1, 7, 69, 1000])
def test_top_shows_at_most_so_many_jobs(top: int, output: str, show: Show) -> None:
    ids = [job["job_id"] for job in golden_document()["jobs"]][:top]
    shown = show("--top", str(top), "--format", output)
    assert shown.exit_code == 0
    if output == "table":
        assert [row[1] for row in shown.rows()] == ids
    elif output == "json":
        result = json.loads(shown.out)["result"]
        assert result["total"] == 69
        assert [job["job_id"] for job in result["jobs"]] == ids
    elif output == "jsonl":
        assert [job["job_id"] for job in jsonl(shown.out)] == ids
    else:
        assert [row["job_id"] for row in csv.DictReader(io.StringIO(shown.out))] == ids


@pytest.mark.parametrize("top", ["-1", "x", "1.5", ""])
def test_a_top_that_is_no_count_is_a_usage_error(top: str, show: Show) -> None:
    shown = show(f"--top={top}")
    assert (shown.exit_code, shown.out) == (2, "")
    assert "--top" in shown.err


@pytest.mark.parametrize("arguments", [["--type", "pooled"], ["--route", "ROUTE_NEW"], ["--format", "xml"]])
def test_a_choice_that_is_none_is_a_usage_error(arguments: list[str], show: Show) -> None:
    shown = show(*arguments)
    assert (shown.exit_code, shown.out) == (2, "")
    assert arguments[1] in shown.err
