"""``training-plan views``: every derived file again from the master alone."""

from __future__ import annotations

import argparse

from training_plan.cli.arguments import add_format, add_publishing, path_argument
from training_plan.cli.output import Outcome
from training_plan.cli.progress import ProgressBar

NAME = "views"
HELP = "Make every derived file again from the master plan alone; the master itself is never written."
EXAMPLE = "training-plan views METRICS/training_plan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", type=path_argument, metavar="DIR", help="the plan folder")
    add_publishing(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.cli.build_command import files_lines, files_result, foreign_notes  # noqa: PLC0415
    from training_plan.publishing.publication import publish_views  # noqa: PLC0415 - keeps --help instant

    with ProgressBar("writing") as bar:
        published = publish_views(
            options.folder,
            sync=options.sync,
            lock_timeout=options.lock_timeout,
            progress=lambda done, _path: bar.update(done),
        )
    return Outcome(
        text="\n".join(files_lines(published, options.folder)) + "\n",
        result={"folder": options.folder.as_posix(), "files": files_result(published)},
        notes=foreign_notes(published, options.folder),
    )
