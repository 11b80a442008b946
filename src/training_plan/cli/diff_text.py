"""A diff as text for a terminal or a pipe: what is lost first, lists capped with counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from training_plan.cli import diff_words as words
from training_plan.cli.tables import on_one_line, output_width, text_table, wrapped
from training_plan.comparing.plan_diff import FieldChange, LoneJob, Move, NameDiff, PlanDiff

_INDENT = "  "
_DEEP = "      "
_SHOWN_FIELDS = 8
"""Fields of a changed job that are shown."""


def diff_text(diff: PlanDiff, *, limit: int) -> str:
    """Return a diff as text; each list has at most ``limit`` entries."""
    return _DiffText(diff, limit).render()


def moves_text(moves: Sequence[Move], *, limit: int | None) -> str:
    """Return the pairs behind a number of the matrix, all of them unless there is a limit."""
    shown = moves if limit is None else moves[:limit]
    rows = [[move.target, words.symbol_words(move.symbol)] for move in shown]
    lines = text_table(("target", "symbol"), rows, width=output_width()) if rows else []
    hidden = len(moves) - len(shown)
    total = words.counted(len(moves), "pair") + (f", {hidden} of them not shown (--max-rows)" if hidden else "")
    return "\n".join([*lines, total]) + "\n"


class _DiffText:
    """Writes the parts of a diff."""

    def __init__(self, diff: PlanDiff, limit: int) -> None:
        self._diff = diff
        self._width = output_width()
        self._limit = limit

    def render(self) -> str:
        diff = self._diff
        parts = [
            self._line(words.headline(diff)),
            self._losses(),
            self._lost_pools(),
            self._moved(),
            self._lone_jobs("removed", "in the new plan", diff.removed),
            self._lone_jobs("added", "in the old plan", diff.added),
            self._changed(),
            self._names("target", diff.by_target),
            self._names("symbol", diff.by_symbol),
            self._provenance(),
        ]
        return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"

    def _table(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], below: Sequence[Sequence[str]] = ()
    ) -> list[str]:
        return text_table(header, rows, width=self._width, indent=_INDENT, below=below)

    def _line(self, text: str, indent: str = "") -> list[str]:
        return wrapped(text, width=self._width, first_indent=indent)

    def _prose(self, text: str, mark: str = "") -> list[str]:
        return self._line(words.cut(text), _DEEP + mark)

    def _more(self, total: int) -> Iterator[str]:
        if total > self._limit:
            yield from self._line(f"and {total - self._limit} more (--max-rows; --format json has all)", _INDENT)

    def _losses(self) -> Iterator[str]:
        if self._diff.lost:
            yield from self._line(f"NO LONGER TRAINED: {words.counted(len(self._diff.lost), 'pair')}")
        for cause, losses in words.losses_by_cause(self._diff.lost):
            yield from self._line(f"{cause}: {len(losses)}", _INDENT)
            shown = losses[: self._limit]
            rows = [[loss.target, loss.symbol, words.standing_words(loss.old)] for loss in shown]
            below = [self._prose(loss.reason) for loss in shown] if cause == words.BLOCKED_NOW else ()
            yield from self._table(("target", "symbol", "was"), rows, below)
            yield from self._more(len(losses))

    def _lost_pools(self) -> Iterator[str]:
        pools = self._diff.lost_pools
        if pools:
            yield from self._line(f"WITHOUT THEIR POOLED JOB: {words.counted(len(pools), 'target')}")
            shown = pools[: self._limit]
            rows = [[pool.job.target, str(len(pool.covered)), str(len(pool.unserved))] for pool in shown]
            below = [self._prose(f"{words.standing_words(pool.new)}: {pool.reason}") for pool in shown]
            yield from self._table(("target", "symbols it covered:", "no longer trained:"), rows, below)
            yield from self._more(len(pools))

    def _moved(self) -> Iterator[str]:
        if self._diff.moved:
            yield from self._line(f"moved: {len(self._diff.moved)} (--moved OLD:NEW lists what stands behind a number)")
            yield from self._table(*words.matrix(self._diff))

    def _lone_jobs(self, title: str, where: str, jobs: Sequence[LoneJob]) -> Iterator[str]:
        if jobs:
            yield from self._line(f"{title}: {words.counted(len(jobs), 'job')}; {where}:")
        for reason, group in words.lone_jobs_by_reason(jobs):
            yield from self._line(f"{reason}: {len(group)}", _INDENT)
            rows = [
                [
                    str(lone.job.priority),
                    lone.job.target,
                    words.symbol_words(lone.job.symbol),
                    words.route_words(lone.job),
                ]
                for lone in words.most_important(group, self._limit)
            ]
            yield from self._table(("priority:", "target", "symbol", "route"), rows)
            yield from self._more(len(group))

    def _changed(self) -> Iterator[str]:
        changed = self._diff.changed
        if changed:
            yield from self._line(f"changed: {words.counted(len(changed), 'job')}")
            counts = words.field_counts(changed)
            rows = [[field, str(count)] for field, count in counts[: self._limit]]
            yield from self._table(("field", "jobs:"), rows)
            yield from self._more(len(counts))
            yield ""
            shown = words.most_important_changes(changed, self._limit)
            rows = [[change.new.target, words.symbol_words(change.new.symbol)] for change in shown]
            below = [self._fields(change.fields) for change in shown]
            yield from self._table(("target", "symbol"), rows, below)
            yield from self._more(len(changed))

    def _fields(self, changes: Sequence[FieldChange]) -> list[str]:
        lines = [line for change in changes[:_SHOWN_FIELDS] for line in self._field(change)]
        hidden = len(changes) - _SHOWN_FIELDS
        return lines if hidden <= 0 else [*lines, f"{_DEEP}and {words.counted(hidden, 'more field')}"]

    def _field(self, change: FieldChange) -> list[str]:
        """Return a change on one line, or old and new below each other where they are long."""
        symbols = words.symbol_sides(change)
        if symbols is not None:
            return self._prose(f"{change.field}: {'  '.join(filter(None, symbols))}")
        old, new = words.value_sides(change)
        told = on_one_line(f"{change.field}: {old} -> {new}")
        if len(_DEEP) + len(told) <= self._width:
            return [f"{_DEEP}{told}"]
        return [*self._prose(f"{change.field}:"), *self._prose(old, "- "), *self._prose(new, "+ ")]

    def _names(self, field: str, names: Sequence[NameDiff]) -> Iterator[str]:
        if names:
            yield from self._line(f"{words.counted(len(names), field)} with a difference")
            rows = [[entry.name, *words.name_counts(entry)] for entry in words.most_different(names, self._limit)]
            yield from self._table((field, *words.NAME_COLUMNS), rows)
            yield from self._more(len(names))

    def _provenance(self) -> Iterator[str]:
        yield "provenance"
        rows = [[change.field, *words.value_sides(change)] for change in self._diff.provenance()]
        yield from self._table(("", "old", "new"), rows)
