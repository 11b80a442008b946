"""What changed since another plan: first what is no longer trained, then how pairs moved, then the provenance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import msgspec

from training_plan.comparing.caveats import caveats
from training_plan.comparing.plan_diff import JobChange, LoneJob, PlanDiff, Standing
from training_plan.models import Route
from training_plan.reporting.html_elements import Content, counted, element, name, names, number, table

MOST_ROWS = 50
"""Rows of a list; the rest is counted."""

_WORDS = {
    Standing.ROUTE_CROSS_SECTIONAL: "cross-sectional",
    Standing.ROUTE_SYMBOL_SPECIFIC: "symbol-specific",
    Standing.ROUTE_BOTH: "both",
    Standing.ROUTE_EXPERIMENTAL_ONLY: "experimental",
    Standing.ROUTE_BLOCKED: "blocked",
    Standing.COVERED: "covered",
    Standing.ABSENT: "no job",
}


def words_of_changes(diff: PlanDiff) -> dict[str, str]:
    """Return by job_id what became of every job of the new plan that is new or differs; a kind, then what it was."""
    words = {lone.job.job_id: _words_of_added(lone) for lone in diff.added}
    return words | {change.new.job_id: _words_of_change(change) for change in diff.changed}


def _words_of_added(lone: LoneJob) -> str:
    if lone.elsewhere is not Standing.COVERED:
        return "added"
    kind = "newly blocked" if lone.job.route is Route.ROUTE_BLOCKED else "added"
    return f"{kind}: was {_WORDS[lone.elsewhere]}"


def _words_of_change(change: JobChange) -> str:
    if change.old.route is change.new.route:
        return f"changed: {', '.join(field.field for field in change.fields)}"
    kind = "newly blocked" if change.new.route is Route.ROUTE_BLOCKED else "moved"
    return f"{kind}: was {_WORDS[Standing(change.old.route)]}"


def changes_section(diff: PlanDiff) -> Element:
    """Return the section about what changed."""
    return element(
        "section",
        element("h2", "What changed since ", name(diff.old.metadata.run_id), id="changes-title"),
        element("p", *_headline(diff)),
        *(element("p", f"Note: {caveat}.", class_="quiet") for caveat in caveats(diff)),
        *([] if diff.is_empty else [element("dl", *_numbers(diff), class_="numbers")]),
        *_lost_pools(diff),
        *_losses(diff),
        *_moves(diff),
        _provenance(diff),
        id="changes",
        aria_labelledby="changes-title",
    )


def _headline(diff: PlanDiff) -> Iterator[Content]:
    yield f"That plan was generated {diff.old.metadata.generated_at}. "
    if diff.is_empty:
        yield element("strong", "Nothing changed")
        yield ": both plans ask for the same training."


def _numbers(diff: PlanDiff) -> Iterator[Element]:
    pools, pairs = len(diff.lost_pools), len(diff.lost)
    yield number("lost pooled jobs", pools, "targets without one from now on", is_bad=pools > 0)
    yield number("lost pairs", pairs, "no model serves them any more", is_bad=pairs > 0)
    yield number("jobs added", len(diff.added), "only this plan has them")
    yield number("jobs removed", len(diff.removed), "only that plan has them")
    yield number("jobs changed", len(diff.changed), f"{counted(diff.unchanged)} are as before")


def _lost_pools(diff: PlanDiff) -> Iterator[Element]:
    if diff.lost_pools:
        rows = [
            (name(pool.job.target), _WORDS[pool.new], _served(pool.covered, pool.unserved), pool.reason)
            for pool in diff.lost_pools[:MOST_ROWS]
        ]
        header = ("target", "pooled job is", "symbols it covered", "reason")
        yield from _list("Targets that lost their pooled job", header, rows, len(diff.lost_pools))


def _served(covered: Sequence[str], unserved: Sequence[str]) -> Element:
    if not unserved:
        return element("span", f"{counted(len(covered))}, all served otherwise")
    return element("span", f"{counted(len(covered))}, no longer served: ", *names(unserved, 5))


def _losses(diff: PlanDiff) -> Iterator[Element]:
    if diff.lost:
        rows = [
            (name(loss.target), name(loss.symbol), _WORDS[loss.old], _WORDS[loss.new], loss.reason)
            for loss in diff.lost[:MOST_ROWS]
        ]
        header = ("target", "symbol", "was", "is", "reason")
        yield from _list("Pairs that no model serves any more", header, rows, len(diff.lost))


def _list(title: str, header: Sequence[str], rows: Sequence[Sequence[Content]], total: int) -> Iterator[Element]:
    yield element("div", table(title, header, rows, class_="changes"), class_="scroll")
    if total > len(rows):
        more = f"and {counted(total - len(rows))} more: "
        yield element("p", more, element("code", "training-plan diff"), " has them all.", class_="quiet")


def _moves(diff: PlanDiff) -> Iterator[Element]:
    """Return the matrix of how pairs stood and stand; those that stayed are in its diagonal."""
    moves = diff.moves()
    if not diff.moved:
        return
    olds = [standing for standing in Standing if any(old is standing for old, _ in moves)]
    news = [standing for standing in Standing if any(new is standing for _, new in moves)]
    rows = [(_WORDS[old], *(_count(moves.get((old, new), 0), is_same=old is new) for new in news)) for old in olds]
    header = ("was \\ is", *(_WORDS[new] for new in news))
    yield element("div", table("How pairs moved", header, rows, class_="changes matrix"), class_="scroll")


def _count(count: int, *, is_same: bool) -> Content:
    return element("span", counted(count) if count else "", class_="quiet" if is_same else "moved")


def _provenance(diff: PlanDiff) -> Element:
    fields = [change for change in diff.provenance() if change.old != change.new]
    rows = [(change.field.replace("_", " "), _value(change.old), _value(change.new)) for change in fields]
    content = table("Provenance that differs", ("", "that plan", "this plan"), rows, class_="changes")
    return element("details", element("summary", "Where the plans come from"), element("div", content, class_="scroll"))


def _value(value: object) -> Content:
    if value is None or value is msgspec.UNSET:
        return "not known"
    return name(value if isinstance(value, str) else msgspec.json.encode(value).decode())
