"""Whatever a name or a reason holds, it stays text: shown as it is, found as it is, never run."""

from __future__ import annotations

from playwright.sync_api import expect

from report.conftest import Open
from report.page_oracle import csv_row, jobs_of, standing_words
from report.sample_plans import plan_of_jobs, symbol_job
from support.oracle import shown

SCRIPT = "</script><script>window.hit = 1</script>"
NAMES = (
    SCRIPT,
    "<img src=x onerror=window.hit=1>",
    "<!--<script>",
    "&lt;b&gt;&amp;",
    "\"'`",
    "' onfocus='window.hit=1' autofocus='",
    "javascript:window.hit=1",
    "${window.hit=1}",
    "{{constructor.constructor('window.hit=1')()}}",
    *("__proto__", "constructor", "toString", "hasOwnProperty", "length"),
    *("100%", "a#b=c&d", "a+b", "%3Cscript%3E", "\\u003c", "\\"),
    *("\u202egnitset", "a\u2028b", "\ufeff", "\u05d0\u05d1\u05d2", "e\u0301", "\U0001f4c8"),
    "x" * 200,
    " ",
    "  two  blanks  ",
)
REASON = f"\x1b[31mred\x1b[0m\nsecond line\x00 {SCRIPT}"
ALL = "#reason=red"
PLAN = plan_of_jobs(
    *(symbol_job(name, name, reason=REASON, job_id=name) for name in NAMES),
    *(symbol_job("usual", name, job_id=f"job {number}") for number, name in enumerate(NAMES)),
)


def test_names_are_shown_as_they_are_and_nothing_of_them_runs(open_report: Open) -> None:
    with open_report(PLAN, viewport={"width": 1280, "height": 900}) as report:
        page = report.ready().page
        targets = page.locator("#jobs tr[data-row] td:nth-child(2)").all_text_contents()
        assert page.evaluate("window.hit") is None
        assert page.locator("img, iframe, object, embed, link, a").count() == 0
        assert page.locator("script").count() == 2
        assert report.saved_csv() == [csv_row(job) for job in jobs_of(PLAN)]
    assert targets == [shown(job["target"]) for job in jobs_of(PLAN)][:50]


def test_the_map_names_every_pair(open_report: Open) -> None:
    names = set()
    with open_report(PLAN) as report:
        page = report.ready().page
        page.locator("#map td[data-row]").first.focus()
        for key in ("Control+Home", "End", "PageDown", "Home", "PageDown", "PageDown", "End", "Control+Home"):
            page.keyboard.press(key)
            names |= set(report.attributes("#map td[data-row]", "aria-label"))
        assert page.evaluate("window.hit") is None
    assert names == set(standing_words(jobs_of(PLAN)))


def test_each_name_can_be_asked_for_by_its_card_and_by_the_address(open_report: Open) -> None:
    found = "output.found"
    with open_report(PLAN, ALL) as report:
        page = report.ready().page
        for name in NAMES:
            row = jobs_of(PLAN).index(next(job for job in jobs_of(PLAN) if job["target"] == name))
            page.locator(f"#jobs tr[data-row='{row}'] button").click()
            assert report.texts("#card dd")[6] == " ".join(shown(REASON).split())
            page.get_by_role("button", name="Jobs of this target").click()
            expect(page.locator(found)).to_have_text(f"1 of {len(PLAN.jobs)} jobs")
            asked = page.evaluate("location.hash")
            report.go(ALL)
            expect(page.locator(found)).to_have_text(f"{len(NAMES)} of {len(PLAN.jobs)} jobs")
            report.go(asked)
            assert report.attributes("#jobs tr[data-row]", "data-row") == [str(row)]
            assert page.locator("#filters [name=target]").input_value() == name
            report.go(ALL)
        assert page.evaluate("window.hit") is None
