"""Four builders and eight readers at once on one plan folder: ``python scripts/storm.py --seconds 300``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from publishing_storm.verdict import storm

_SECONDS = 20.0
_SHOWN_FAULTS = 20


def main() -> int:
    """Run a storm, print its counts, and return 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="how long (default: %(default)g)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        verdict = storm(Path(folder), options.seconds)
    print("builds of each builder:", ", ".join(map(str, verdict.builds)))
    for what, count in sorted(verdict.counts.items()):
        print(f"{what}: {count:,}")
    for fault in verdict.faults[:_SHOWN_FAULTS]:
        print("FAULT", fault)
    print(f"{len(verdict.faults)} faults")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
