"""A million jobs stay one page: small enough to send, quick enough to use. Slow: run with ``make test-slow``."""

from __future__ import annotations

import sys
import time
from random import Random

import pytest
from playwright.sync_api import expect

from report.conftest import Open
from report.sample_plans import plan_of_jobs
from training_plan.models import Job, MasterPlan, Route, TrainingType

pytestmark = pytest.mark.slow

TARGETS, SYMBOLS = 200, 5000
MOST_BYTES = 25_000_000
ROUTES = (Route.ROUTE_SYMBOL_SPECIFIC, Route.ROUTE_BOTH, Route.ROUTE_EXPERIMENTAL_ONLY, Route.ROUTE_BLOCKED)
PRIORITIES = {
    Route.ROUTE_SYMBOL_SPECIFIC: 80,
    Route.ROUTE_BOTH: 70,
    Route.ROUTE_EXPERIMENTAL_ONLY: 50,
    Route.ROUTE_BLOCKED: 0,
}


def job(rng: Random, target: str, symbol: str) -> Job:
    """Return a job whose score, sample size and reason are like no other's."""
    route, score = rng.choice(ROUTES), round(rng.uniform(0.4, 0.9), 6)
    samples = rng.randrange(1_000, 2_000_000)
    return Job(
        job_id=f"sym_{target}_{symbol}",
        target=target,
        symbol=symbol,
        route=route,
        training_type=TrainingType.SYMBOL_SPECIFIC,
        model_families=[] if route is Route.ROUTE_BLOCKED else ["lightgbm", "xgboost"][: rng.randrange(1, 3)],
        priority=PRIORITIES[route],
        reason=f"CS: STRONG (score={rng.random():.3f}, stability=STABLE); LOCAL: WEAK_BUT_OK (score={score:.3f}, "
        f"stability=DRIFTING, sample_size={samples}); decided as {route}",
        metadata={"local_state": "WEAK_BUT_OK", "score": score, "sample_size": samples, "note": rng.randrange(10**6)},
    )


@pytest.fixture(scope="module")
def plan() -> MasterPlan:
    rng = Random(1)  # noqa: S311 - the same plan every time
    targets = [f"y_will_peak_{number}m_0.05" for number in range(TARGETS)]
    symbols = [f"S{number:04}" for number in range(SYMBOLS)]
    return plan_of_jobs(*(job(rng, target, symbol) for target in targets for symbol in symbols))


def test_a_million_jobs_are_one_page_to_work_with(
    open_report: Open, plan: MasterPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = {}
    began = time.perf_counter()
    with open_report(plan) as report:
        page = report.ready().page
        figures["seconds to write and open it"] = time.perf_counter() - began
        figures["seconds from opening it until it can be used"] = page.evaluate("performance.now()") / 1000
        figures["megabytes"] = report.file.stat().st_size / 1e6
        assert report.file.stat().st_size < MOST_BYTES
        assert report.found() == "1,000,000 jobs"
        assert page.locator("#map td[data-row]").count() < 700
        for fragment, found in (
            ("#target=y_will_peak_7m_0.05", "5,000 of 1,000,000 jobs"),
            ("#symbol=S1234", "200 of 1,000,000 jobs"),
            ("#search=nothing+like+it", "0 of 1,000,000 jobs"),
            ("#sort=-score", "1,000,000 jobs"),
        ):
            asked = time.perf_counter()
            report.go(fragment)
            expect(page.locator("output.found")).to_have_text(found, timeout=60_000)
            figures[f"seconds for {fragment}"] = time.perf_counter() - asked
        best = max(plan.jobs, key=lambda job: float(job.metadata["score"]))
        assert report.texts("#jobs tr[data-row] td:nth-child(3)")[0] == best.symbol
    with capsys.disabled():
        sys.stdout.write("".join(f"\n{value:8.2f} {what}" for what, value in figures.items()) + "\n")
