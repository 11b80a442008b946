"""Arguments that several commands take."""

from __future__ import annotations

import argparse

from training_plan.lock import DEFAULT_LOCK_TIMEOUT


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add ``--format``."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="text for people or one JSON object (default: text)"
    )


def add_publishing(parser: argparse.ArgumentParser) -> None:
    """Add how a plan folder is written."""
    parser.add_argument(
        "--lock-timeout",
        type=float,
        default=DEFAULT_LOCK_TIMEOUT,
        metavar="SECONDS",
        help="how long to wait for another writer of the folder (default: %(default)g)",
    )
    parser.add_argument(
        "--no-sync", dest="sync", action="store_false", help="do not flush to the disk; faster, not safe on power loss"
    )
