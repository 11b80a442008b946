"""The strategies keep the contract, and reach what they are there for."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import yaml
from hypothesis import HealthCheck, Phase, given, settings

from support.documents import parsed, routing_bytes, schema_errors
from support.drawing import drawn
from support.oracle import JsonObject, load
from support.strategies import (
    HARD_NAMES,
    LARGEST_PRIORITY,
    POOLED_JOB_ROUTES,
    SYMBOL_JOB_ROUTES,
    job_lists,
    name_pools,
    names,
    plans,
    routing_plans,
)
from training_plan.models import MasterPlan
from training_plan.plan.encoding import encode_plan

_WORD = re.compile(r"[A-Za-z0-9~._:+-]*[A-Za-z0-9~]")


@cache
def drawn_job_lists() -> list[list[JsonObject]]:
    """Return lists of jobs as drawn."""
    return drawn(job_lists())


@cache
def drawn_routing_plans() -> list[JsonObject]:
    """Return routing plans as drawn."""
    return drawn(routing_plans())


@cache
def drawn_names() -> frozenset[str]:
    """Return names as drawn for the targets and symbols of plans."""
    return frozenset(name for pool in drawn(name_pools()) for name in pool)


@cache
def used_names() -> frozenset[str]:
    """Return the names that stand both in drawn jobs and in drawn routing plans, as target or symbol."""
    of_jobs = {job[field] for jobs in drawn_job_lists() for job in jobs for field in ("target", "symbol")}
    routed = [target for routing in drawn_routing_plans() for target in routing["targets"].items()]
    of_routing = {name for target, decisions in routed for name in (target, *decisions["symbols"])}
    return frozenset(of_jobs & of_routing)


@cache
def drawn_values() -> list[object]:
    """Return every value at any depth of the metadata of the drawn jobs."""
    return [value for jobs in drawn_job_lists() for job in jobs for value in _values(job["metadata"])]


def _values(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, dict):
        for value in node.values():
            yield from _values(value)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _has_twins(jobs: list[JsonObject], normal_form: Callable[[str], str]) -> bool:
    symbols = {job["symbol"] for job in jobs if job["symbol"] is not None}
    return len({normal_form(symbol) for symbol in symbols}) < len(symbols)


NAME_CASES: dict[str, Callable[[str], bool]] = {
    **{
        f"YAML 1.1 word {word}": lambda name, word=word: name == word  # type: ignore[misc]
        for word in ("NO", "ON", "TRUE", "Y", "NULL", "1e5", "0x1F", "1_000", "12:30:00", "~")
    },
    "pipe": lambda name: "|" in name,
    "double quote": lambda name: '"' in name,
    "single quote": lambda name: "'" in name,
    "backtick": lambda name: "`" in name,
    "backslash": lambda name: "\\" in name,
    "slash": lambda name: "/" in name,
    "two dots": lambda name: name == "..",
    "one dot": lambda name: name == ".",
    "not ASCII": lambda name: not name.isascii(),
    "outside the basic plane": lambda name: max(name) > "\uffff",
    "reserved": lambda name: name.upper() == "CON",
    "200 characters": lambda name: len(name) == 200,
    "200 characters that are not ASCII": lambda name: len(name) == 200 and not name.isascii(),
    "blank inside": lambda name: " " in name.strip(),
    "only a blank": lambda name: name == " ",
    "blank at an end": lambda name: name != name.strip(" "),
    "blanks in a row": lambda name: "  " in name,
    "line separator": lambda name: "\u2028" in name,
    "byte-order mark": lambda name: "\ufeff" in name,
    "HTML": lambda name: "<" in name,
    "character reference": lambda name: name.startswith("&") and name.endswith(";"),
    "percent sign": lambda name: "%" in name,
    "tilde inside": lambda name: "~" in name[1:],
}


def test_names_reach_every_case() -> None:
    assert [case for case, holds in NAME_CASES.items() if not any(map(holds, drawn_names()))] == []


def test_plans_use_most_of_the_hard_names_that_are_drawn() -> None:
    assert len(used_names() & set(HARD_NAMES)) > len(HARD_NAMES) / 2


def test_names_reach_words_that_yaml_1_1_reads_as_every_other_type() -> None:
    found = {type(_yaml_1_1(name)).__name__ for name in drawn_names()}
    assert found >= {"bool", "NoneType", "int", "float", "str", "date"}


def _yaml_1_1(name: str) -> object:
    """Return what PyYAML makes of a name without quotes; the name itself where that is more than a word."""
    return yaml.safe_load(name) if _WORD.fullmatch(name) else name


JOB_LIST_CASES: dict[str, Callable[[list[JsonObject]], bool]] = {
    "no job": lambda jobs: not jobs,
    "one job": lambda jobs: len(jobs) == 1,
    "several jobs": lambda jobs: len(jobs) >= 4,
    "equal keys": lambda jobs: max(Counter((job["target"], job["symbol"]) for job in jobs).values(), default=0) > 1,
    "equal keys and priority": lambda jobs: (
        max(Counter((job["priority"], job["target"], job["symbol"]) for job in jobs).values(), default=0) > 1
    ),
    "names that differ by case": lambda jobs: _has_twins(jobs, str.lower),
    "NFC and NFD twins": lambda jobs: _has_twins(jobs, _fold),
    "every training type": lambda jobs: len({job["training_type"] for job in jobs}) == 2,
    "only blocked": lambda jobs: bool(jobs) and all(job["route"] == "ROUTE_BLOCKED" for job in jobs),
    "a blocked pooled job": lambda jobs: any(job["route"] == "ROUTE_BLOCKED" and job["symbol"] is None for job in jobs),
    "a job without families": lambda jobs: any(not job["model_families"] for job in jobs),
    "largest priority": lambda jobs: any(job["priority"] == LARGEST_PRIORITY for job in jobs),
    "smallest priority": lambda jobs: any(job["priority"] == -LARGEST_PRIORITY for job in jobs),
    "priority -1": lambda jobs: any(job["priority"] == -1 for job in jobs),
    "a symbol that is a target": lambda jobs: bool({job["symbol"] for job in jobs} & {job["target"] for job in jobs}),
    "a job_id of 200 characters": lambda jobs: any(len(job["job_id"]) == 200 for job in jobs),
}


def test_job_lists_reach_every_case() -> None:
    assert [case for case, holds in JOB_LIST_CASES.items() if not any(map(holds, drawn_job_lists()))] == []


def test_job_lists_reach_every_route_that_a_job_can_have() -> None:
    jobs = [job for drawn in drawn_job_lists() for job in drawn]
    assert {job["route"] for job in jobs if job["symbol"] is None} == set(POOLED_JOB_ROUTES)
    assert {job["route"] for job in jobs if job["symbol"] is not None} == set(SYMBOL_JOB_ROUTES)


VALUE_CASES: dict[str, Callable[[object], bool]] = {
    **{
        f"float {number!r}": lambda value, number=number: isinstance(value, float) and repr(value) == repr(number)  # type: ignore[misc]
        for number in (1e-05, 1e16, -0.0)
    },
    "map in a list": lambda value: isinstance(value, list) and any(isinstance(item, dict) and item for item in value),
    "list in a list": lambda value: isinstance(value, list) and any(isinstance(item, list) and item for item in value),
    "list in a map": lambda value: isinstance(value, dict) and any(isinstance(item, list) for item in value.values()),
    "map in a map": lambda value: isinstance(value, dict) and any(isinstance(item, dict) for item in value.values()),
    "empty map": lambda value: value == {},
    "empty list": lambda value: value == [],
    "null": lambda value: value is None,
    "truth": lambda value: value is True,
    "number over 53 bits": lambda value: isinstance(value, int) and value > 2**53,
    "key over 1,000 characters": lambda value: isinstance(value, dict) and any(len(key) > 1000 for key in value),
    "key of line separators": lambda value: isinstance(value, dict) and any("\u2028" * 200 in key for key in value),
    "empty key": lambda value: isinstance(value, dict) and "" in value,
    "merge key of YAML": lambda value: isinstance(value, dict) and "<<" in value,
}


def test_metadata_reaches_every_case() -> None:
    assert [case for case, holds in VALUE_CASES.items() if not any(map(holds, drawn_values()))] == []


def test_reasons_reach_every_kind_of_character() -> None:
    reasons = {job["reason"] for jobs in drawn_job_lists() for job in jobs}
    wanted = "\n\r\t\x00\x1b\x7f\x85\u2028\u2029\ufeff\ufffe|<`_*"
    assert [character for character in wanted if not any(character in reason for reason in reasons)] == []


def _pooled_routes(targets: JsonObject) -> list[str]:
    return [target["cross_sectional"]["route"] for target in targets.values()]


def _symbol_routes(targets: JsonObject) -> list[str]:
    return [decision["route"] for target in targets.values() for decision in target["symbols"].values()]


def _cs_states(target: JsonObject) -> set[str]:
    return {decision["cs_state"] for decision in target["symbols"].values()}


def _shares_a_job_id(targets: JsonObject) -> bool:
    ids = [
        f"sym_{target}_{symbol}"
        for target, decisions in targets.items()
        for symbol, decision in decisions["symbols"].items()
        if decision["route"] not in {"ROUTE_CROSS_SECTIONAL", "ROUTE_BLOCKED"}
    ]
    return len(set(ids)) < len(ids)


ROUTING_CASES: dict[str, Callable[[JsonObject], bool]] = {
    "no target": lambda targets: not targets,
    "several targets": lambda targets: len(targets) >= 2,
    "a target without symbols": lambda targets: any(not target["symbols"] for target in targets.values()),
    "a disabled pooled model": lambda targets: "DISABLED" in _pooled_routes(targets),
    "an enabled pooled model": lambda targets: "ENABLED" in _pooled_routes(targets),
    "a pooled model without metrics": lambda targets: any(
        target["cross_sectional"]["state"] == "DISALLOWED" for target in targets.values()
    ),
    "only disabled pooled models": lambda targets: set(_pooled_routes(targets)) == {"DISABLED"},
    "a covered symbol": lambda targets: "ROUTE_CROSS_SECTIONAL" in _symbol_routes(targets),
    "several covered symbols": lambda targets: _symbol_routes(targets).count("ROUTE_CROSS_SECTIONAL") > 1,
    "a symbol with both": lambda targets: "ROUTE_BOTH" in _symbol_routes(targets),
    "a symbol of its own": lambda targets: "ROUTE_SYMBOL_SPECIFIC" in _symbol_routes(targets),
    "an experimental symbol": lambda targets: "ROUTE_EXPERIMENTAL_ONLY" in _symbol_routes(targets),
    "a blocked symbol": lambda targets: "ROUTE_BLOCKED" in _symbol_routes(targets),
    "nothing trainable": lambda targets: (
        set(_pooled_routes(targets)) == {"DISABLED"} and set(_symbol_routes(targets)) == {"ROUTE_BLOCKED"}
    ),
    "pairs that would share a job_id": _shares_a_job_id,
    "a job_id over 200 characters": lambda targets: any(len(target) > 197 for target in targets),
    "signal states that differ": lambda targets: any(len(_cs_states(target)) > 1 for target in targets.values()),
    "signal states that agree": lambda targets: any(
        len(target["symbols"]) > 1 and len(_cs_states(target)) == 1 for target in targets.values()
    ),
}


def test_routing_plans_reach_every_case() -> None:
    targets = [routing["targets"] for routing in drawn_routing_plans()]
    assert [case for case, holds in ROUTING_CASES.items() if not any(map(holds, targets))] == []


@given(routing_plans())
def test_every_routing_plan_is_one_that_the_reader_takes(routing: JsonObject) -> None:
    assert schema_errors("routing_plan", routing) == []
    assert json.loads(routing_bytes(routing)) == routing
    assert sorted(parsed(routing).targets) == sorted(routing["targets"])


@given(plans())
def test_every_plan_keeps_the_schema(plan: MasterPlan) -> None:
    assert schema_errors("master_training_plan", load(encode_plan(plan).master)) == []


@given(names())
def test_every_name_keeps_the_schema(name: str) -> None:
    assert 1 <= len(name) <= 200
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in name)


def test_profile_of_this_run_is_the_one_for_its_environment() -> None:
    assert settings.get_current_profile_name() == ("ci" if os.environ.get("CI") else "dev")


def test_ci_profile_draws_the_same_in_every_run() -> None:
    profile = settings.get_profile("ci")
    assert profile.derandomize
    assert profile.database is None
    assert profile.deadline is None
    assert Phase.shrink in profile.phases
    assert HealthCheck.filter_too_much not in profile.suppress_health_check
