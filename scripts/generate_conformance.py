"""Write schema/conformance/, or check that it is what conformance_cases/ says.

    python scripts/generate_conformance.py           # write
    python scripts/generate_conformance.py --check   # compare bytes; exit 1 and name every difference

Each case is a good document with one small edit. What the contract says of it (the verdict, the code and the
place of the fault) is written there by hand; no validator is asked.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from conformance_cases.files import COMMAND, SUITE_DIR, differences, expected_files, write

__all__ = ["ROOT", "SUITE_DIR", "main"]

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run the script; 0 if all is as it should be, 1 if ``--check`` found a difference."""
    parser = argparse.ArgumentParser(description="Write the conformance suite, or check it.")
    parser.add_argument("--check", action="store_true", help="compare only; write nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    expected = expected_files()
    if not options.check:
        write(options.root, expected)
        return 0
    found = differences(options.root, expected)
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(f"to mend: {COMMAND}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
