"""The diff of the stored plan and of one built from the bundled inputs, edited, is stored byte for byte.

After a change of the output that is meant: ``python tests/golden/test_golden_diff.py`` writes it again; read the diff.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from training_plan.cli.main import main

GOLDEN = Path(__file__).parent
STORED = GOLDEN / "diff"
INPUTS = GOLDEN.parents[1] / "src" / "training_plan" / "demo" / "inputs"
OUTPUTS = {
    "diff.txt": [],
    "diff.md": ["--format", "markdown"],
    "diff.json": ["--format", "json"],
    "apple.txt": ["--symbol", "AAPL"],
    "moved.txt": ["--moved", "covered:BLOCKED"],
}

NEW_ROUTES = {
    ("y_will_peak_5d_0.03", "AAPL"): "ROUTE_BLOCKED",
    ("y_will_valley_5d_0.03", "MSFT"): "ROUTE_CROSS_SECTIONAL",
    ("fwd_vol_5d", "GOOG"): "ROUTE_EXPERIMENTAL_ONLY",
    ("y_will_swing_low_10d_0.05", "AMZN"): "ROUTE_BLOCKED",
    ("y_will_swing_low_10d_0.05", "FB"): "ROUTE_BLOCKED",
    ("y_will_swing_low_10d_0.05", "IBM"): "ROUTE_BLOCKED",
    ("y_will_swing_low_10d_0.05", "NVDA"): "ROUTE_SYMBOL_SPECIFIC",
}


def edited_routing_plan() -> dict[str, Any]:
    """Return the bundled routing plan as a router might write it a day later."""
    routing: dict[str, Any] = json.loads((INPUTS / "routing_plan.json").read_bytes())
    routing["metadata"]["config_hash"] = "9d41c0ae"
    targets = routing["targets"]
    for (target, symbol), route in NEW_ROUTES.items():
        decision = targets[target]["symbols"][symbol]
        decision["reason"] = [*decision["reason"][:-1], f"{decision['route']} → {route}"]
        decision["route"] = route
    targets["y_will_swing_low_10d_0.05"]["cross_sectional"]["route"] = "DISABLED"
    del targets["y_first_touch_up_10d_0.03"]["symbols"]["AAPL"]
    return routing


def edited_candidates() -> str:
    """Return the bundled snapshot with one score another, and one that is so by its last digits alone."""
    text = (INPUTS / "routing_candidates.csv").read_text(encoding="utf-8")
    for old, new in (("0.700533", "0.688214"), ("0.383227", "0.3832270000000001")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def make_plans(folder: Path) -> None:
    """Make the plans ``old`` and ``new`` in a folder."""
    shutil.copytree(GOLDEN / "complete", folder / "old")
    (folder / "routing_plan.json").write_text(json.dumps(edited_routing_plan()), encoding="utf-8")
    (folder / "routing_candidates.csv").write_text(edited_candidates(), encoding="utf-8")
    sources = ["--routing-plan", "routing_plan.json", "--candidates", "routing_candidates.csv"]
    config = ["--config", str(INPUTS / "plan_config.yaml"), "--include-blocked", "--no-sync", "--out", "new"]
    clock = ["--generated-at", "2026-01-03T03:04:05Z", "--git-commit", "4567def"]
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        assert main(["build", *sources, *config, *clock]) == 0


def output(folder: Path, name: str) -> str:
    """Return what the command says of the plans in a folder."""
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said):
        assert main(["diff", "old", "new", "--exit-code", *OUTPUTS[name]]) == 1
    return said.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("plans")
    make_plans(made)
    return made


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_diff_is_the_stored_one(name: str, folder: Path) -> None:
    assert output(folder, name) == (STORED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["diff.txt", "apple.txt", "moved.txt"])
def test_the_stored_text_fits_80_columns(name: str) -> None:
    assert [line for line in (STORED / name).read_text(encoding="utf-8").splitlines() if len(line) > 80] == []


def test_the_readme_shows_the_beginning_of_a_stored_diff() -> None:
    readme = (GOLDEN.parents[1] / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(
        r"^\$ training-plan diff .* --symbol AAPL\n(.*?)^\.\.\.$", readme, flags=re.MULTILINE | re.DOTALL
    )
    assert len(shown.splitlines()) > 15
    assert (STORED / "apple.txt").read_text(encoding="utf-8").startswith(shown)


def test_no_other_file_is_stored() -> None:
    assert sorted(path.name for path in STORED.iterdir()) == sorted(OUTPUTS)


if __name__ == "__main__":
    STORED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        make_plans(Path(made))
        for name in OUTPUTS:
            (STORED / name).write_text(output(Path(made), name), encoding="utf-8")
