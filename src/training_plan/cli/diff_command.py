"""``training-plan diff``: what a new plan asks for that an old one did not, and the other way round."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from training_plan.cli.arguments import count_argument, path_argument
from training_plan.cli.name_notes import unknown_names
from training_plan.cli.output import Outcome
from training_plan.cli.plan_argument import load_named_plan
from training_plan.errors import IncomparableError, TrainingPlanError

if TYPE_CHECKING:
    from training_plan.models import MasterPlan

NAME = "diff"
HELP = "Say what differs between two plans: what is no longer trained, what moved, each field that changed."
EXAMPLE = "training-plan diff yesterday/training_plan METRICS/training_plan --symbol AAPL"

_SHOWN_ROWS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("old", type=path_argument, metavar="OLD", help="a plan folder, or a master file of any name")
    parser.add_argument("new", type=path_argument, metavar="NEW", help="the plan that is compared with it")
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="FIELD",
        help="leave out changes of a field: model_families, priority, reason, metadata, metadata.KEY; may be repeated",
    )
    parser.add_argument("--target", metavar="T", help="compare the jobs of this target alone")
    parser.add_argument(
        "--symbol", metavar="S", help="compare the jobs of this symbol, and the pooled jobs whose model serves it"
    )
    parser.add_argument(
        "--tolerance",
        type=float,
        metavar="X",
        help="relative difference up to which numbers in the metadata are equal (default: 1e-9)",
    )
    parser.add_argument(
        "--moved",
        metavar="OLD:NEW",
        help="list only the pairs that moved from one route to another, such as BOTH:BLOCKED; covered and none go too",
    )
    parser.add_argument(
        "--max-rows",
        type=count_argument,
        metavar="N",
        help=f"entries of each list in text and markdown (default: {_SHOWN_ROWS}; with --moved all)",
    )
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if the plans differ")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.cli.diff_document import diff_document  # noqa: PLC0415 - keeps --help instant
    from training_plan.cli.diff_markdown import diff_markdown, moves_markdown  # noqa: PLC0415
    from training_plan.cli.diff_text import diff_text, moves_text  # noqa: PLC0415
    from training_plan.cli.diff_words import cell_named  # noqa: PLC0415
    from training_plan.comparing.caveats import caveats  # noqa: PLC0415
    from training_plan.comparing.comparison import compare_plans  # noqa: PLC0415

    cell = None if options.moved is None else cell_named(options.moved)
    plans = _load(options.old, "old"), _load(options.new, "new")
    tolerance = {} if options.tolerance is None else {"tolerance": options.tolerance}
    diff = compare_plans(*plans, ignore=options.ignore, target=options.target, symbol=options.symbol, **tolerance)
    notes = [f"note: {caveat}" for caveat in caveats(diff)]
    notes += unknown_names(plans, options, "neither plan has")
    moves = None if cell is None else [move for move in diff.moved if (move.old, move.new) == cell]
    outcome = Outcome(exit_code=1 if options.exit_code and not diff.is_empty else 0, notes=notes)
    if options.format == "json":
        outcome.result = diff_document(diff, moves, {"old": options.old.as_posix(), "new": options.new.as_posix()})
    elif moves is not None:
        list_moves = moves_markdown if options.format == "markdown" else moves_text
        outcome.text = list_moves(moves, limit=options.max_rows)
    else:
        show_diff = diff_markdown if options.format == "markdown" else diff_text
        outcome.text = show_diff(diff, limit=_SHOWN_ROWS if options.max_rows is None else options.max_rows)
    return outcome


def _load(path: Path, which: str) -> MasterPlan:
    try:
        return load_named_plan(path)
    except TrainingPlanError as error:
        raise IncomparableError(
            f"the {which} plan cannot be compared: {error.message}",
            path=error.path,
            hint=error.hint,
            findings=error.findings,
        ) from error
