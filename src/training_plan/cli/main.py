"""The entry point: parse the arguments, run one command, turn its outcome into text or JSON and an exit code."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

from training_plan.cli import (
    build_command,
    check_command,
    diff_command,
    report_command,
    schema_command,
    show_command,
    validate_command,
    views_command,
)
from training_plan.cli.output import Outcome, emit, package_version
from training_plan.collector import collector_at_rest
from training_plan.errors import TrainingPlanError, UsageError

COMMANDS = (
    build_command,
    views_command,
    validate_command,
    check_command,
    show_command,
    diff_command,
    report_command,
    schema_command,
)

_EPILOG = "exit status: 0 fine, 1 findings, 2 usage, 3 could not run"


class _Parser(argparse.ArgumentParser):
    """A parser that raises what it refuses, so that the outcome is reported in one place."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"see {self.prog} --help")


class _Version(argparse.Action):
    """Print the version; it is looked up only then, because that is slow."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002, ARG002 - argparse's word
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"{parser.prog} {package_version()}\n")
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="training-plan",
        description="Turn a routing plan into one master training plan and exact views of it.",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action=_Version, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        command = commands.add_parser(
            module.NAME,
            help=module.HELP,
            description=module.HELP,
            epilog=f"example:\n  {module.EXAMPLE}\n\n{_EPILOG}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = next((module.NAME for module in COMMANDS if module.NAME in given[:1]), None)
    as_json = _wants_json(given)
    with warnings.catch_warnings(record=True) as told:
        # Such as NewerPlanWarning: a warning is a note, made safe for the terminal like any other.
        warnings.simplefilter("always", UserWarning)
        try:
            options = make_parser().parse_args(given)
            as_json = getattr(options, "format", None) == "json"
            with collector_at_rest():
                outcome: Outcome = options.run(options)
        except TrainingPlanError as error:
            outcome = Outcome.of_error(error)
        except KeyboardInterrupt:
            outcome = Outcome.of_error(TrainingPlanError("interrupted"))
            outcome.exit_code = 130
        except MemoryError:
            outcome = Outcome.of_error(TrainingPlanError("there is not enough memory", hint="build a smaller plan"))
    outcome.notes += [f"note: {each.message}" for each in told]
    return emit(outcome, command, as_json=as_json)


def _wants_json(given: Sequence[str]) -> bool:
    """Return whether the arguments, which may not make sense, ask for JSON; the last word counts."""
    pairs = pairwise([*given, ""])
    formats = [
        value if word == "--format" else word.removeprefix("--format=")
        for word, value in pairs
        if word == "--format" or word.startswith("--format=")
    ]
    return formats[-1:] == ["json"]
