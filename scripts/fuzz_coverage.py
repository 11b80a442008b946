"""Coverage-guided fuzzing of every function that reads a document, by atheris: ``make fuzz SECONDS=300``.

Each target runs in a process of its own for the given time. It starts from the documents of the conformance suite and
from what earlier runs found, kept in ``.cache/fuzz/<target>``; a document that ends in anything but the agreed ways
is kept in ``.cache/fuzz/crashes`` and ends its target. The targets are the campaigns of ``tests/fuzz``, which must be
on the path.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["training_plan", "training_plan_models"]):
    from fuzz.campaigns import CAMPAIGNS
    from fuzz.documents import remixed
    from fuzz.entry_points import EntryPoints
    from fuzz.seeds import every

KEPT = Path(__file__).resolve().parent.parent / ".cache" / "fuzz"
CRASHES = KEPT / "crashes"

_SECONDS = 60
_LONGEST_DOCUMENT = 16_384
_HANG_SECONDS = 60
_MEGABYTES = 4_096


def fuzz(target: str, seconds: int) -> None:
    """Fuzz one target; this ends the process."""
    corpus = KEPT / target.replace(" ", "_")
    for folder in (corpus, CRASHES):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in every():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    judge = partial(CAMPAIGNS[target].judge, EntryPoints(Path(tempfile.mkdtemp())))
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST_DOCUMENT}",
        f"-timeout={_HANG_SECONDS}",
        f"-rss_limit_mb={_MEGABYTES}",
        f"-artifact_prefix={CRASHES}/",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], judge, custom_mutator=_mutated)
    atheris.Fuzz()


def _mutated(data: bytes, longest: int, seed: int) -> bytes:
    """Return another document: one in two by structure, or by bytes that mean something, the others by chance."""
    rng = Random(seed)  # noqa: S311 - libFuzzer's seed
    mutant: bytes = remixed(data, rng) if rng.random() < 0.5 else atheris.Mutate(data, longest)
    return mutant[:longest]


def main() -> int:
    """Run the targets one after another and return 1 if one of them found something."""
    parser = argparse.ArgumentParser(description="Fuzz with atheris, guided by coverage.")
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="for each target (default: %(default)s)")
    parser.add_argument("--target", action="append", choices=tuple(CAMPAIGNS), help="default: all")
    parser.add_argument("--here", action="store_true", help="in this process, one target")
    options = parser.parse_args()
    targets: list[str] = options.target or list(CAMPAIGNS)
    if options.here:
        fuzz(targets[0], options.seconds)
    broken = []
    for target in targets:
        print(f"== {target}", flush=True)
        command = [sys.executable, __file__, "--here", "--target", target, "--seconds", str(options.seconds)]
        if subprocess.run(command, check=False).returncode != 0:
            broken.append(target)
    for target in broken:
        print(f"FOUND something by {target}: see {CRASHES}")
    print(f"{len(targets) - len(broken)} of {len(targets)} targets found nothing")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
