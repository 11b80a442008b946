"""A diff as Markdown for a pull request: what is lost first, lists capped with counts, every name escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from training_plan.cli import diff_words as words
from training_plan.comparing.caveats import caveats
from training_plan.comparing.plan_diff import FieldChange, LoneJob, Move, NameDiff, PlanDiff
from training_plan.views.markdown import escaped, name, table


def diff_markdown(diff: PlanDiff, *, limit: int) -> str:
    """Return a diff as Markdown; each list has at most ``limit`` entries."""
    parts = [
        ["## Training plan: what differs"],
        [f"**{words.headline(diff)}**", *(f"\nNote: {caveat}." for caveat in caveats(diff))],
        _losses(diff, limit),
        _lost_pools(diff, limit),
        _moved(diff),
        _lone_jobs("Removed", "in the new plan", diff.removed, limit),
        _lone_jobs("Added", "in the old plan", diff.added, limit),
        _changed(diff, limit),
        _names("target", diff.by_target, limit),
        _names("symbol", diff.by_symbol, limit),
        _provenance(diff),
    ]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def moves_markdown(moves: Sequence[Move], *, limit: int | None) -> str:
    """Return the pairs behind a number of the matrix as Markdown, all of them unless there is a limit."""
    shown = moves if limit is None else moves[:limit]
    rows = [(name(move.target), _symbol(move.symbol)) for move in shown]
    lines = [*table(("target", "symbol"), rows), *_more(len(moves), len(shown))] if rows else ["No pair."]
    return "\n".join(lines) + "\n"


def _more(total: int, shown: int) -> Iterator[str]:
    if total > shown:
        yield ""
        yield f"and {total - shown} more"


def _section(title: str) -> Iterator[str]:
    yield f"### {title}"
    yield ""


def _symbol(symbol: str | None) -> str:
    return words.symbol_words(None) if symbol is None else name(symbol)


def _losses(diff: PlanDiff, limit: int) -> Iterator[str]:
    if diff.lost:
        yield from _section(f"No longer trained: {words.counted(len(diff.lost), 'pair')}")
        losses = [loss for _, group in words.losses_by_cause(diff.lost) for loss in group]
        yield from table(
            ("target", "symbol", "was", "is", "why"),
            (
                (
                    name(loss.target),
                    name(loss.symbol),
                    words.standing_words(loss.old),
                    words.standing_words(loss.new),
                    escaped(words.cut(loss.reason)),
                )
                for loss in losses[:limit]
            ),
        )
        yield from _more(len(losses), limit)


def _lost_pools(diff: PlanDiff, limit: int) -> Iterator[str]:
    if diff.lost_pools:
        yield from _section(f"Without their pooled job: {words.counted(len(diff.lost_pools), 'target')}")
        yield from table(
            ("target", "symbols it covered:", "no longer trained:", "is", "why"),
            (
                (
                    name(pool.job.target),
                    str(len(pool.covered)),
                    str(len(pool.unserved)),
                    words.standing_words(pool.new),
                    escaped(words.cut(pool.reason)),
                )
                for pool in diff.lost_pools[:limit]
            ),
        )
        yield from _more(len(diff.lost_pools), limit)


def _moved(diff: PlanDiff) -> Iterator[str]:
    if diff.moved:
        yield from _section(f"Moved: {len(diff.moved)}")
        header, rows = words.matrix(diff)
        yield from table((escaped(header[0]), *header[1:]), rows)


def _lone_jobs(title: str, where: str, jobs: Sequence[LoneJob], limit: int) -> Iterator[str]:
    if jobs:
        yield from _section(f"{title}: {words.counted(len(jobs), 'job')}")
        yield from table(
            ("priority:", "target", "symbol", "route", where),
            (
                (
                    str(lone.job.priority),
                    name(lone.job.target),
                    _symbol(lone.job.symbol),
                    words.route_words(lone.job),
                    escaped(lone.reason),
                )
                for lone in words.most_important(jobs, limit)
            ),
        )
        yield from _more(len(jobs), limit)


def _changed(diff: PlanDiff, limit: int) -> Iterator[str]:
    if diff.changed:
        yield from _section(f"Changed: {words.counted(len(diff.changed), 'job')}")
        counts = words.field_counts(diff.changed)
        yield from table(("field", "jobs:"), ((name(field), str(count)) for field, count in counts[:limit]))
        yield from _more(len(counts), limit)
        yield ""
        rows = (
            (name(change.new.target), _symbol(change.new.symbol), *_field(field))
            for change in words.most_important_changes(diff.changed, limit)
            for field in change.fields
        )
        yield from table(("target", "symbol", "field", "old", "new"), islice(rows, limit))
        yield from _more(sum(len(change.fields) for change in diff.changed), limit)


def _field(change: FieldChange) -> tuple[str, str, str]:
    """Return field, old and new; of covered symbols those that went and those that came."""
    old, new = words.symbol_sides(change) or words.value_sides(change)
    return name(change.field), escaped(old), escaped(new)


def _names(field: str, names: Sequence[NameDiff], limit: int) -> Iterator[str]:
    if names:
        yield from _section(f"{words.counted(len(names), field).capitalize()} with a difference")
        shown = words.most_different(names, limit)
        rows = ([name(entry.name), *words.name_counts(entry)] for entry in shown)
        yield from table((field, *words.NAME_COLUMNS), rows)
        yield from _more(len(names), limit)


def _provenance(diff: PlanDiff) -> Iterator[str]:
    yield from _section("Provenance")
    rows = ((change.field, *(escaped(value) for value in words.value_sides(change))) for change in diff.provenance())
    yield from table(("", "old", "new"), rows)
