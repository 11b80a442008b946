"""``training-plan build``: routing plan in, plan folder out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from training_plan.cli.arguments import add_format, add_publishing, name_argument, path_argument, text_argument
from training_plan.cli.output import Outcome
from training_plan.cli.progress import ProgressBar
from training_plan.cli.tables import output_width, text_table
from training_plan.errors import EmptyPlanError
from training_plan.findings import one_line

if TYPE_CHECKING:
    from training_plan.building.plan_building import BuiltPlan
    from training_plan.models import CandidateAccount, DecisionAccount, PlanSummary
    from training_plan.publishing.publication import PublishReport

NAME = "build"
HELP = "Make the master training plan and every view of it from a routing plan."
EXAMPLE = "training-plan build --routing-plan METRICS/routing_plan/routing_plan.json --candidates candidates.parquet"

DEFAULT_ROUTING_PLAN = Path("METRICS/routing_plan/routing_plan.json")
DEFAULT_FOLDER = Path("METRICS/training_plan")
_NAMED_FOREIGN_FILES = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--routing-plan",
        type=path_argument,
        default=DEFAULT_ROUTING_PLAN,
        metavar="FILE",
        help="the router's decisions (default: %(default)s)",
    )
    parser.add_argument("--candidates", type=path_argument, metavar="FILE", help="metrics snapshot, .parquet or .csv")
    parser.add_argument("--config", type=path_argument, metavar="FILE", help="families and priorities, YAML")
    parser.add_argument(
        "--out",
        type=path_argument,
        default=DEFAULT_FOLDER,
        metavar="DIR",
        help="the plan folder (default: %(default)s)",
    )
    parser.add_argument("--include-blocked", action="store_true", help="give blocked decisions jobs too, priority 0")
    parser.add_argument(
        "--generated-at", metavar="ISO8601", help="the plan's clock (default: SOURCE_DATE_EPOCH, else now)"
    )
    parser.add_argument(
        "--git-commit",
        type=text_argument,
        metavar="SHA",
        help="commit to record (default: that of the working directory)",
    )
    parser.add_argument(
        "--run-id", type=name_argument, metavar="ID", help="identifier of the run (default: from the clock)"
    )
    parser.add_argument(
        "--families", type=_families, metavar="A,B", help="default model families, in place of the config's"
    )
    parser.add_argument("--fail-on-empty", action="store_true", help="fail if no job can be trained; write nothing")
    add_publishing(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.plan.encoding import encode_plan  # noqa: PLC0415 - keeps --help instant
    from training_plan.publishing.publication import publish  # noqa: PLC0415

    with ProgressBar("building") as bar:
        built = _build(options)
        if options.fail_on_empty and built.account.jobs == 0:
            raise EmptyPlanError(
                "no job can be trained; nothing was written",
                path=options.routing_plan,
                hint=f"{built.account.blocked} of {built.account.decisions} decisions are blocked",
            )
        bar.phase("writing")
        published = publish(
            encode_plan(built.plan),
            built.account,
            options.out,
            sync=options.sync,
            lock_timeout=options.lock_timeout,
            progress=lambda done, _path: bar.update(done),
        )
    return _outcome(built, published, options.out)


def _build(options: argparse.Namespace) -> BuiltPlan:
    """Return the plan; what it was made of, half of the memory of a build, is let go."""
    from training_plan.building.candidates import load_candidates  # noqa: PLC0415
    from training_plan.building.plan_building import Provenance, build_plan  # noqa: PLC0415
    from training_plan.building.plan_config import load_plan_rules  # noqa: PLC0415
    from training_plan.building.provenance import git_commit, moment_of_generation, posix_path  # noqa: PLC0415
    from training_plan.building.routing_plan import load_routing_plan  # noqa: PLC0415

    moment = moment_of_generation(options.generated_at)
    rules = load_plan_rules(options.config, options.families)
    routing = load_routing_plan(options.routing_plan)
    candidates = None if options.candidates is None else load_candidates(options.candidates)
    snapshot = routing.metadata.metrics_snapshot if options.candidates is None else posix_path(options.candidates)
    provenance = Provenance(
        generated_at=moment,
        run_id=options.run_id,
        git_commit=options.git_commit or git_commit(Path.cwd()),
        config_hash=routing.metadata.config_hash,
        routing_plan_path=posix_path(options.routing_plan),
        metrics_snapshot=snapshot,
    )
    return build_plan(routing, provenance, rules=rules, candidates=candidates, include_blocked=options.include_blocked)


def _families(given: str) -> list[str]:
    families = [family.strip() for family in given.split(",")]
    if len(set(families)) != len(families):
        raise argparse.ArgumentTypeError("each family is named once, separated by commas")
    return [name_argument(family) for family in families]


def _outcome(built: BuiltPlan, published: PublishReport, folder: Path) -> Outcome:
    import msgspec  # noqa: PLC0415

    notes = [*foreign_notes(published, folder), *_candidate_notes(built.account.candidates)]
    if built.account.jobs == 0:
        notes.insert(0, "warning: THE PLAN IS EMPTY: no job can be trained (--fail-on-empty makes this an error)")
    lines = [*account_lines(built.account), *files_lines(published, folder), *_route_lines(built.plan.summary)]
    text = "\n".join(lines) + "\n"
    result = {
        "folder": folder.as_posix(),
        "plan": msgspec.to_builtins(built.plan.metadata),
        "summary": msgspec.to_builtins(built.plan.summary),
        "account": msgspec.to_builtins(built.account),
        "files": files_result(published),
    }
    return Outcome(text=text, result=result, notes=notes)


def account_lines(account: DecisionAccount) -> list[str]:
    """Return the account of decisions for people."""
    return [
        f"decisions  {account.decisions} ({account.pooled_decisions} pooled, {account.symbol_decisions} of a symbol)",
        f"  jobs     {account.jobs}",
        f"  covered  {account.covered} (by the pooled job of their target)",
        f"  blocked  {account.blocked}" + (f" ({account.blocked_jobs} kept as jobs)" if account.blocked_jobs else ""),
    ]


def files_lines(published: PublishReport, folder: Path) -> list[str]:
    """Return what became of the files, for people."""
    counts = f"{len(published.written)} written, {published.unchanged} unchanged, {len(published.removed)} removed"
    return [one_line(f"files      {counts} in {folder}")]


def _route_lines(summary: PlanSummary) -> list[str]:
    """Return how many jobs each route has, for people; nothing if there is no job."""
    rows = [[route, str(count)] for route, count in summary.by_route.items()]
    return ["", *text_table(("route", "jobs:"), rows, width=output_width())] if rows else []


def files_result(published: PublishReport) -> dict[str, object]:
    """Return what became of the files, for programs."""
    return {
        "written": len(published.written),
        "unchanged": published.unchanged,
        "removed": published.removed,
        "foreign": published.foreign,
    }


def foreign_notes(published: PublishReport, folder: Path) -> list[str]:
    """Return a line for each file that was found and left alone, capped."""
    named = [f"note: {folder / path} was not written by this software and stays" for path in published.foreign]
    hidden = len(named) - _NAMED_FOREIGN_FILES
    return named if hidden <= 0 else [*named[:_NAMED_FOREIGN_FILES], f"note: and {hidden} more such files"]


def _candidate_notes(account: CandidateAccount | None) -> list[str]:
    if account is None:
        return []
    counts = (
        (account.without_decision, "rows of the candidates without a decision in the routing plan, not used"),
        (account.jobs_without_row, "jobs without a row in the candidates, so without score and sample size"),
        (account.scores_left_out, "jobs whose score is no finite number and was left out"),
    )
    return [f"note: {words}: {count}" for count, words in counts if count]
