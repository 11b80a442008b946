"""Dependencies of the package point one way."""

from __future__ import annotations

import pytest

import generate_models
from repository.imports import cycles, import_graph, reachable

PREFIX = "training_plan."

# The package itself only forwards names, and __main__ only calls the command.
FORWARDERS = frozenset({"training_plan", "training_plan.__main__"})

GRAPH = {
    name.removeprefix(PREFIX): {other.removeprefix(PREFIX) for other in others}
    for name, others in import_graph(generate_models.ROOT / "src", leave_out=FORWARDERS).items()
}

# From the ground up. A module imports from its own layer and from those before it. One that is not
# listed stands above them all and below the command line.
LAYERS = (
    {"findings", "positions", "file_names", "job_ids", "markdown"},
    {"errors", "contract"},
    {"filesystem", "json_parsing", "yaml_parsing", "lock", "provenance", "models"},
    {"reading", "summary", "encoding", "layout", "job_rules", "plan_cache"},
    {
        "line_documents",
        "accounts",
        "mirror_reading",
        "invariants",
        "views",
        "yaml_mirror",
        "candidates",
        "plan_config",
        "routing_plan",
    },
    {"master_plan", "plan_loading", "building", "reports"},
    {"plan_folder"},
    {"publishing"},
)
ABOVE = len(LAYERS)
COMMAND_LINE = ABOVE + 1


def layer(module: str) -> int:
    if module == "cli" or module.startswith(("cli.", "demo.")):
        return COMMAND_LINE
    return next((index for index, names in enumerate(LAYERS) if module in names), ABOVE)


def upward(graph: dict[str, set[str]]) -> list[str]:
    return [
        f"{name} imports {other}" + (", which is in no layer" if layer(other) == ABOVE else "")
        for name, others in sorted(graph.items())
        for other in sorted(others)
        if layer(other) > layer(name)
    ]


def test_every_module_of_a_layer_exists() -> None:
    assert sorted(set().union(*LAYERS) - set(GRAPH)) == []


def test_no_module_imports_one_of_a_higher_layer() -> None:
    assert upward(GRAPH) == []


def test_no_module_imports_itself_through_others() -> None:
    assert cycles(GRAPH) == []


@pytest.mark.parametrize("module", ["findings", "models", "positions", "file_names", "job_ids", "markdown"])
def test_the_ground_imports_nothing_of_the_package(module: str) -> None:
    assert GRAPH[module] == set()


@pytest.mark.parametrize(
    "module", ["building", "views", "plan_folder", "reports", "yaml_mirror", "training_plan_consumer"]
)
def test_what_works_in_memory_or_only_reads_cannot_write(module: str) -> None:
    assert not {"publishing", "lock"} & reachable(GRAPH, module)


def test_the_training_phase_reads_without_the_builder_and_without_the_views() -> None:
    builder = {
        "building",
        "candidates",
        "plan_config",
        "routing_plan",
        "views",
        "plan_folder",
        "reports",
        "yaml_mirror",
    }
    assert not builder & reachable(GRAPH, "training_plan_consumer")


def test_nothing_imports_the_package_itself_or_its_command_line() -> None:
    whole = import_graph(generate_models.ROOT / "src")
    assert [name for name, others in whole.items() if "training_plan" in others] == []
    outside = {name for name, others in whole.items() if any(other.startswith("training_plan.cli") for other in others)}
    assert {name for name in outside if not name.startswith(("training_plan.cli", "training_plan.demo"))} == {
        "training_plan.__main__"
    }


# The rules can fail.


def test_an_import_of_a_higher_layer_is_found() -> None:
    assert upward({"views": {"publishing"}, "publishing": set()}) == ["views imports publishing"]
    assert upward({"findings": {"new_module"}, "new_module": set()}) == [
        "findings imports new_module, which is in no layer"
    ]
    assert upward({"new_module": {"cli.main"}, "cli.main": {"new_module"}}) == ["new_module imports cli.main"]


def test_a_cycle_is_found() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]
