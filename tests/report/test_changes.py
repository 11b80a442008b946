"""With an older plan the page tells what changed, what is lost first."""

from __future__ import annotations

from playwright.sync_api import expect

from report.conftest import Open
from report.page_oracle import jobs_of
from report.sample_plans import OLDER, REAL
from support.oracle import JsonObject


def by_pair(jobs: list[JsonObject]) -> dict[tuple[str, str | None], JsonObject]:
    return {(job["target"], job["symbol"]): job for job in jobs}


NEW, OLD = by_pair(jobs_of(REAL)), by_pair(jobs_of(OLDER))


def test_what_is_lost_comes_first(open_report: Open) -> None:
    with open_report(REAL, old=OLDER) as report:
        captions = report.texts("#changes caption")
        pools = report.texts("#changes table >> nth=0 >> tbody th")
        losses = report.texts("#changes table >> nth=1 >> tbody th")
        numbers = dict(
            zip(
                report.attributes("#changes [data-number]", "data-number"),
                report.texts("#changes .number"),
                strict=True,
            )
        )
        assert report.texts("#changes h2") == ["What changed since 20260101_030405"]
    assert captions[:2] == ["Targets that lost their pooled job", "Pairs that no model serves any more"]
    assert pools == ["fwd_ret_1d"]
    assert losses == ["fwd_ret_1d", "fwd_ret_1d", "y_first_touch_up_10d_0.03"]
    assert numbers == {
        "lost pooled jobs": "1",
        "lost pairs": "3",
        "jobs added": str(len(NEW.keys() - OLD.keys())),
        "jobs removed": str(len(OLD.keys() - NEW.keys())),
        "jobs changed": str(sum(OLD[pair] != NEW[pair] for pair in NEW.keys() & OLD.keys())),
    }


def test_the_jobs_that_changed_can_be_asked_for(open_report: Open) -> None:
    with open_report(REAL, "#change=newly+blocked", old=OLDER) as report:
        page = report.ready().page
        rows = report.attributes("#jobs tr[data-row]", "data-row")
        jobs = [jobs_of(REAL)[int(row or 0)] for row in rows]
        page.locator("select[name=change]").select_option("moved")
        expect(page.locator("output.found")).to_have_text("1 of 69 jobs")
        assert "moved: was experimental" in report.texts("#jobs td")
    blocked = [
        pair
        for pair, job in NEW.items()
        if job["route"] == "ROUTE_BLOCKED" and OLD.get(pair, {}).get("route") != "ROUTE_BLOCKED"
    ]
    assert sorted((job["target"], job["symbol"] or "") for job in jobs) == sorted((t, s or "") for t, s in blocked)


def test_an_equal_plan_changed_nothing(open_report: Open) -> None:
    with open_report(REAL, old=REAL) as report:
        report.ready()
        assert "Nothing changed: both plans ask for the same training." in report.texts("#changes p")[0]
        assert report.page.locator("select[name=change]").count() == 0
