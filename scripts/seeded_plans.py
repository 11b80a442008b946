"""Write a seeded routing plan of any size, for benchmarks and tests.

    python scripts/seeded_plans.py --targets 200 --symbols 500 --seed 1 --out routing_plan.json

Every target decides on every symbol, so the plan has targets times symbols decisions, and one on each pooled model.
About half become jobs, a quarter is blocked. The same arguments give the same bytes, and a target is streamed after
the other: a million decisions are 250 MB of JSON and need next to no memory. The shape is that of a router's output.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice, product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

# Symbols that trip file systems, readers of YAML 1.1 or shells.
_AWKWARD = ("BRK.B", "BF/B", "ON", "NO", "TRUE", "Y", "^GSPC", "ES=F", "BTC-USD", "CON", "NULL", "on", "~", "\u00d6MV")
_STEMS = ("y_will_peak", "y_will_valley", "y_will_swing_low", "y_first_touch_up", "y_vol_expand", "fwd_ret", "fwd_vol")
_HORIZONS = ("5m", "10m", "15m", "30m", "60m", "120m", "1d", "2d", "5d", "10d", "20d")
_SIZES = ("0.003", "0.01", "0.02", "0.05", "0.8")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_SCORES = {"STRONG": (0.6, 0.85), "WEAK_BUT_OK": (0.54, 0.6), "EXPERIMENTAL": (0.52, 0.6), "DISALLOWED": (0.4, 0.52)}
_STABILITIES = {
    "STRONG": ("STABLE", "STABLE", "STABLE", "UNKNOWN"),
    "WEAK_BUT_OK": ("STABLE", "UNKNOWN"),
    "EXPERIMENTAL": ("DRIFTING", "DRIFTING", "UNKNOWN"),
    "DISALLOWED": ("STABLE", "DRIFTING", "DIVERGED", "UNKNOWN"),
}

# Shares of signal states: of the pooled models, of symbols beside a pooled model, of symbols without one.
_POOLED = {"DISALLOWED": 0.4, "STRONG": 0.36, "WEAK_BUT_OK": 0.18, "EXPERIMENTAL": 0.06}
_BESIDE_POOLED = {"DISALLOWED": 0.35, "STRONG": 0.2, "WEAK_BUT_OK": 0.2, "EXPERIMENTAL": 0.25}
_ALONE = {"DISALLOWED": 0.62, "STRONG": 0.12, "WEAK_BUT_OK": 0.14, "EXPERIMENTAL": 0.12}


class PlanShape(NamedTuple):
    """What decides the bytes of a routing plan.

    Attributes:
        targets: number of targets.
        symbols: number of symbols.
        seed: any number.
        redrawn: targets, by position, on which the router changed its mind since the plan without them.
    """

    targets: int
    symbols: int
    seed: int
    redrawn: frozenset[int] = frozenset()


class _Signal(NamedTuple):
    state: str
    score: float
    stability: str


def _random(*what_for: object) -> Random:
    # Callers take random() alone: no other method promises the same numbers in every version of Python.
    return Random(" ".join(map(str, what_for)))  # noqa: S311 - no secrets here


def target_names(shape: PlanShape) -> list[str]:
    """Return the targets of a plan, sorted."""
    rng = _random(shape.seed, "targets")
    base = ["_".join(parts) for parts in product(_STEMS, _HORIZONS, _SIZES)]
    base.sort(key=lambda _: rng.random())
    versions = (f"{name}_v{version}" if version > 1 else name for version in count(1) for name in base)
    return sorted(islice(versions, shape.targets))


def symbol_names(shape: PlanShape) -> list[str]:
    """Return the symbols of a plan, sorted; the first few dozen are awkward to write to files, YAML or shells."""
    rng = _random(shape.seed, "symbols")
    names = dict.fromkeys(_AWKWARD[: shape.symbols])
    while len(names) < shape.symbols:
        length = 2 + int(rng.random() * 4)
        names["".join(_LETTERS[int(rng.random() * 26)] for _ in range(length))] = None
    return sorted(names)


def routing_plan_text(shape: PlanShape) -> Iterator[str]:
    """Yield a routing plan, in pieces of one target."""
    metadata = {
        "config_hash": f"{shape.seed & 0xFFFFFFFF:08x}",
        "generated_at": "2026-01-02T03:04:05.000000Z",
        "git_commit": "unknown",
        "metrics_snapshot": "routing_candidates.parquet",
        "view": "CROSS_SECTIONAL",
    }
    yield f'{{\n"metadata": {json.dumps(metadata)},\n"targets": {{'
    symbols = symbol_names(shape)
    for position, target in enumerate(target_names(shape)):
        rng = _random(shape.seed, target, position in shape.redrawn)
        text = f"{_text(target)}: {_target_text(rng, symbols)}"
        yield f",\n{text}" if position else f"\n{text}"
    yield "}}\n"


def _target_text(rng: Random, symbols: Sequence[str]) -> str:
    pooled = _signal(rng, _POOLED)
    is_on = pooled.state != "DISALLOWED"
    about = {
        "reason": f"score={pooled.score:.3f}, stability={pooled.stability}, sample_size={int(rng.random() * 2e6)}",
        "route": "ENABLED" if is_on else "DISABLED",
        "state": pooled.stability,
    }
    decisions = (
        f"{_text(symbol)}: {_text(_decision(pooled, _signal(rng, _BESIDE_POOLED if is_on else _ALONE)))}"
        for symbol in symbols
    )
    return f'{{"cross_sectional": {_text(about)},\n"symbols": {{\n' + ",\n".join(decisions) + "}}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _signal(rng: Random, shares: Mapping[str, float]) -> _Signal:
    left = rng.random()
    state = ""
    for state, share in shares.items():  # noqa: B007 - the last state takes what rounding leaves
        left -= share
        if left < 0:
            break
    low, high = _SCORES[state]
    stabilities = _STABILITIES[state]
    score = min(low + (high - low) * rng.random(), high - 0.001)
    return _Signal(state, score, stabilities[int(rng.random() * len(stabilities))])


def _decision(pooled: _Signal, local: _Signal) -> dict[str, Any]:
    route, why = _route(pooled.state, local.state)
    reason = [
        f"CS: {pooled.state} (score={pooled.score:.3f}, stability={pooled.stability})",
        f"LOCAL: {local.state} (score={local.score:.3f}, stability={local.stability})",
        why,
    ]
    return {"cs_state": pooled.state, "local_state": local.state, "reason": reason, "route": route}


def _route(pooled: str, local: str) -> tuple[str, str]:
    if pooled == local == "DISALLOWED":
        return "ROUTE_BLOCKED", "Both CS and local disallowed"
    if pooled == "DISALLOWED":
        return "ROUTE_SYMBOL_SPECIFIC", "CS disallowed, falling back to local-only"
    if local == "DISALLOWED":
        return "ROUTE_CROSS_SECTIONAL", "Local disallowed, falling back to CS-only"
    if "EXPERIMENTAL" in {pooled, local}:
        return "ROUTE_EXPERIMENTAL_ONLY", "Experimental lane enabled"
    return "ROUTE_BOTH", "Both CS and local strong \u2192 ROUTE_BOTH"


def write_routing_plan(path: Path, shape: PlanShape) -> None:
    """Write a routing plan to a file."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(routing_plan_text(shape))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description="Write a seeded routing plan.")
    parser.add_argument("--targets", type=int, required=True)
    parser.add_argument("--symbols", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    write_routing_plan(options.out, PlanShape(options.targets, options.symbols, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
