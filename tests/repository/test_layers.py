"""Dependencies of the package point one way, from room to room."""

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

# From the ground up: rooms (packages) and the modules that stand between them. What is in a room imports from
# its own room and from those below; the rooms of one storey know nothing of each other.
STOREYS = (
    {"findings", "collector"},
    {"errors"},
    {"contract"},
    {"models"},
    {"plan"},
    {"building", "views", "consuming"},
    {"training_plan_consumer", "publishing", "checking", "comparing"},
    {"reporting"},
    {"cli"},
    {"demo"},
)


def room(module: str) -> str:
    return module.partition(".")[0]


def storey(name: str) -> int | None:
    return next((index for index, rooms in enumerate(STOREYS) if name in rooms), None)


def forbidden(graph: dict[str, set[str]]) -> list[str]:
    """Return every import that does not lead down to a room of a lower storey."""
    found = []
    for name, others in sorted(graph.items()):
        here = storey(room(name))
        for other in sorted(others):
            there = storey(room(other))
            if room(name) != room(other) and (here is None or there is None or there >= here):
                found.append(f"{name} imports {other}")
    return found


def test_every_room_is_in_a_storey_and_every_storey_exists() -> None:
    assert {room(name) for name in GRAPH} == set().union(*STOREYS)


def test_imports_lead_to_lower_storeys() -> None:
    assert forbidden(GRAPH) == []


def test_no_module_imports_itself_through_others() -> None:
    assert cycles(GRAPH) == []


@pytest.mark.parametrize(
    "module", ["contract.lines", "views.file_names", "views.markdown", "building.job_ids", "models"]
)
def test_modules_that_need_nothing_of_the_package_import_nothing_of_it(module: str) -> None:
    assert GRAPH[module] == set()


def test_the_training_phase_reads_without_the_builder_and_without_the_views() -> None:
    reached = {room(name) for name in reachable(GRAPH, "training_plan_consumer")}
    assert reached == {"findings", "collector", "errors", "contract", "models", "plan", "consuming"}


def test_nothing_imports_the_package_itself_or_its_command_line() -> None:
    whole = import_graph(generate_models.ROOT / "src")
    assert [name for name, others in whole.items() if "training_plan" in others] == []
    outside = {name for name, others in whole.items() if any(other.startswith("training_plan.cli") for other in others)}
    assert {name for name in outside if not name.startswith(("training_plan.cli", "training_plan.demo"))} == {
        "training_plan.__main__"
    }


# The rules can fail.


def test_an_import_that_leads_up_or_sideways_is_found() -> None:
    graph = {"views.markdown": {"publishing.lock", "building.job_ids", "plan.layout", "views.reports"}}
    assert forbidden(graph) == ["views.markdown imports building.job_ids", "views.markdown imports publishing.lock"]
    assert forbidden({"new_room.module": {"findings"}}) == ["new_room.module imports findings"]


def test_a_cycle_is_found() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]
