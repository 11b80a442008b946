"""Arguments that several commands take."""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path

from training_plan.publishing.lock import DEFAULT_LOCK_TIMEOUT

_LONGEST_NAME = 200
_SHOWN_FINDINGS = 20


def text_argument(given: str) -> str:
    """Return an argument that is text: the shell may hand over any bytes."""
    if "\0" in given or any("\ud800" <= character <= "\udfff" for character in given):
        raise argparse.ArgumentTypeError("it is no text in UTF-8")
    return given


def path_argument(given: str) -> Path:
    """Return an argument that is a path and text, as every path in a plan is."""
    return Path(text_argument(given))


def name_argument(given: str) -> str:
    """Return an argument that is a name of the contract: 1 to 200 characters, none of them a control character."""
    if not 1 <= len(text_argument(given)) <= _LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"it has {len(given)} characters, 1 to {_LONGEST_NAME} are allowed")
    if any(unicodedata.category(character) == "Cc" for character in given):
        raise argparse.ArgumentTypeError("it holds a control character")
    return given


def count_argument(given: str) -> int:
    """Return an argument that counts something: a whole number, 0 or more."""
    try:
        count = int(given)
    except ValueError:
        count = -1
    if count < 0:
        raise argparse.ArgumentTypeError(f"{given!r} is no whole number, 0 or more")
    return count


def _seconds(given: str) -> float:
    seconds = float(given)
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{given} is no number of seconds")
    return seconds


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add ``--format``."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="text for people or one JSON object (default: text)"
    )


def add_finding_formats(parser: argparse.ArgumentParser) -> None:
    """Add ``--format`` and ``--max-findings`` of a command that judges files."""
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="text for people, one JSON object, annotations of GitHub Actions, or a SARIF log (default: text)",
    )
    parser.add_argument(
        "--max-findings",
        type=count_argument,
        default=_SHOWN_FINDINGS,
        metavar="N",
        help="findings that text and github show of each file; json and sarif have all (default: %(default)s)",
    )


def add_publishing(parser: argparse.ArgumentParser) -> None:
    """Add how a plan folder is written."""
    parser.add_argument(
        "--lock-timeout",
        type=_seconds,
        default=DEFAULT_LOCK_TIMEOUT,
        metavar="SECONDS",
        help="how long to wait for another writer of the folder (default: %(default)g)",
    )
    parser.add_argument(
        "--no-sync", dest="sync", action="store_false", help="do not flush to the disk; faster, not safe on power loss"
    )
