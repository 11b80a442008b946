"""Hypothesis strategies for names, routing plans, jobs and plans, written to reach what breaks software."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from training_plan.building.candidates import Candidate
from training_plan.building.plan_building import Provenance, plan_from_jobs
from training_plan.models import Job, MasterPlan

JsonObject = dict[str, Any]
Pair = tuple[str, str | None]

LARGEST_PRIORITY: Final = 2**53 - 1

ROUTES: Final = (
    "ROUTE_CROSS_SECTIONAL",
    "ROUTE_SYMBOL_SPECIFIC",
    "ROUTE_BOTH",
    "ROUTE_EXPERIMENTAL_ONLY",
    "ROUTE_BLOCKED",
)
POOLED_JOB_ROUTES: Final = ("ROUTE_CROSS_SECTIONAL", "ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED")
SYMBOL_JOB_ROUTES: Final = ("ROUTE_SYMBOL_SPECIFIC", "ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED")
ROUTES_WITHOUT_POOLED_MODEL: Final = ("ROUTE_SYMBOL_SPECIFIC", "ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED")
SIGNAL_STATES: Final = ("STRONG", "WEAK_BUT_OK", "EXPERIMENTAL", "DISALLOWED")
STABILITIES: Final = ("STABLE", "DRIFTING", "DIVERGED", "UNKNOWN")
POOLED_STATES: Final = (*STABILITIES, "DISALLOWED")

PLAIN_NAMES: Final = ("AAPL", "MSFT", "fwd_ret_1d", "y_will_swing_low_10m_0.20", "^GSPC", "ES=F", "BRK.B")

YAML_NAMES: Final = (
    *("NO", "no", "ON", "Off", "TRUE", "Y", "NULL", "~", "1e5", "0x1F", "1_000", "12:30:00", "007", "0o17", "1.0"),
    *(".inf", ".nan", "2025-12-11", "=", "<<", "-", "?", "- a", "a: b", "a #b", "&a", "*a", "!tag", "%YAML", "---"),
)

MARKUP_NAMES: Final = (
    *("a|b", "|", '"quoted"', "it's", "`tick`", "a``b", "*bold*", "_it_", "[l](u)", "![i](u)", "<b>", "<!-- c -->"),
    *("&amp;", "&nbsp;", "&#124;", "\\", "a\\", "\\|", "# head", "a #", "https://example.org", "<https://a.b>"),
    *(":---:", "~~x~~", "1. one", "+ x", "> x", "$x$", "{{x}}", "\\u2028"),
)

PATH_NAMES: Final = (
    *("BF/B", "a\\b", "..", ".", "../x", "/abs", "C:\\x", "C:", ".hidden", "-rf", "a.", "x.json", "%2F", "%2f", "~"),
    *("CON", "con", "nul.txt", "COM1", "LPT9.x", "aux", "a?b", "a*b"),
)

BLANK_NAMES: Final = (" ", "  ", "a b", " a", "a ", "a  b", "a   b", "\u00a0", "\u3000x", "x\u2003", "a\u00a0b")

UNICODE_NAMES: Final = (
    *("\u00e9", "e\u0301", "\u00df", "SS", "\u0130", "\u0131", "\u017f", "\u65e5\u7d4c", "\U0001f4c8", "\u2126"),
    *("\u03a9", "a\u2028b", "a\u2029b", "\ufeff", "\ufeffa", "\u200b", "\u202eabc", "a\u200db", "\uffff", "\ufffd"),
)

LONG_NAMES: Final = ("x" * 200, "\u00e9" * 200, "\u2028" * 200, "/" * 200, "x" * 195, "x" * 196, "|" * 200)

HARD_NAMES: Final = (*YAML_NAMES, *MARKUP_NAMES, *PATH_NAMES, *BLANK_NAMES, *UNICODE_NAMES, *LONG_NAMES)

COLLIDING_POOLS: Final = (["a", "a_b"], ["b_c", "c"])
"""Targets and symbols of which two pairs would share a job_id."""

TWINS: Final = (
    ("\u00e9", "e\u0301", "\u2126", "\u03a9"),
    ("AAPL", "aapl", "Aapl"),
    ("CON", "con"),
    ("BF/B", "BF%2FB", "bf/b"),
    ("%2F", "/", "%2f"),
    ("a", "a_b", "b_c", "c"),
    ("x" * 199 + "a", "x" * 199 + "b"),
    ("\u00e9", "e\u0301"),
    (" ", "\u00a0"),
    ("a b", "a  b"),
)
"""Names that some tool, disk or person takes for one."""

HARD_TEXTS: Final = (
    *(
        "",
        " ",
        "two\nlines",
        "\n",
        "cr\r\nlf",
        "tab\there",
        "a\u2028b",
        "a\u2029b",
        "a\u0085b",
        "\ufeffbom",
        "nul\x00",
        "\x1b[31m",
    ),
    *("\x7f", "\x9f", "trailing ", " leading", "a|b", "<script>", '"', "'", "`", "\\", "&lt;", "---", "a: b", "\ufffe"),
    *("score=-0.011, stability=UNKNOWN", "NO", "1e5", "__init__", "_a_ b", "a_b_c", "**b** __c__ *i*", "_|_x_"),
)

HARD_FLOATS: Final = (1e-05, 1e16, -0.0, 0.0, 1e22, 1e-7, 5e-324, 1.7976931348623157e308, -1.5, 0.1, 1e300, 123456.0)

WHOLE_NUMBERS: Final = (0, 1, -1, 2**31, 2**53, -(2**53), 2**63 - 1, -(2**63), 2**64 - 1)

LONG_KEYS: Final = ("k" * 1100, "\u2028" * 300, '"' * 600)

CONTROL_CHARACTERS: Final = "Cc"
SURROGATES: Final = "Cs"


@cache
def names() -> st.SearchStrategy[str]:
    """Draw targets, symbols and identifiers: 1 to 200 characters, none of them a control character."""
    character = st.characters(exclude_categories=[CONTROL_CHARACTERS, SURROGATES])
    return st.one_of(
        st.sampled_from(PLAIN_NAMES),
        st.sampled_from(HARD_NAMES),
        st.sampled_from(HARD_NAMES),
        st.text(character, min_size=1, max_size=12),
        st.text(st.sampled_from("aB|`\\ ./~%_-<&[]*"), min_size=1, max_size=8),
    )


HANDFULS: Final = tuple(HARD_NAMES[start::20] for start in range(20))
"""The hard names in small mixed groups, so that one draw brings several of them."""


@st.composite
def name_pools(draw: st.DrawFn) -> list[str]:
    """Draw a few different names, among them often two that are easily taken for one."""
    kind = draw(st.sampled_from(("hard", "hard", "twins", "any")))
    if kind == "hard":
        return list(draw(st.sampled_from(HANDFULS)))
    if kind == "twins":
        # Equal but for normal form is the rarest to meet in one list of jobs: draw it more often.
        return list(draw(st.sampled_from((*TWINS, TWINS[0], TWINS[0], TWINS[0]))))
    return draw(st.lists(names(), min_size=1, max_size=4, unique=True))


@st.composite
def pools_of_targets_and_symbols(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Draw names for targets and for symbols, sometimes such that two pairs would share a job_id."""
    if draw(st.integers(0, 4)) == 4:
        return COLLIDING_POOLS
    return draw(name_pools()), draw(name_pools())


@cache
def texts() -> st.SearchStrategy[str]:
    """Draw any text that UTF-8 can hold, control characters included."""
    character = st.characters(exclude_categories=[SURROGATES])
    return st.one_of(st.sampled_from(HARD_TEXTS), st.sampled_from(HARD_TEXTS), st.text(character, max_size=12))


@cache
def json_values() -> st.SearchStrategy[Any]:
    """Draw what JSON can hold: scalars, nested lists and maps, long keys."""
    scalars = st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from(WHOLE_NUMBERS),
        st.sampled_from(HARD_FLOATS),
        st.floats(allow_nan=False, allow_infinity=False),
        texts(),
    )
    keys = st.one_of(st.sampled_from(LONG_KEYS), st.sampled_from(("<<", "=", "")), texts())
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=6,
    )


@cache
def job_metadata() -> st.SearchStrategy[JsonObject]:
    """Draw the open bag of a job, with the known facts among others."""
    known = st.fixed_dictionaries(
        {},
        optional={
            "cs_state": st.sampled_from(SIGNAL_STATES),
            "local_state": st.sampled_from(SIGNAL_STATES),
            "stability": st.sampled_from(STABILITIES),
            "score": st.one_of(st.sampled_from(HARD_FLOATS), st.floats(allow_nan=False, allow_infinity=False)),
            "sample_size": st.sampled_from((0, 1, 24685, 2**53)),
            "covered_symbols": st.lists(names(), max_size=3, unique=True).map(sorted),
        },
    )
    return st.builds(
        lambda facts, others: {**facts, **others}, known, st.dictionaries(names(), json_values(), max_size=3)
    )


@cache
def priorities() -> st.SearchStrategy[int]:
    """Draw priorities: usual ones, negative ones, and the largest that are allowed."""
    usual = st.sampled_from((90, 85, 80, 70, 50, 0, -1))
    largest = st.sampled_from((LARGEST_PRIORITY, -LARGEST_PRIORITY))
    return st.one_of(usual, usual, largest, st.integers(-LARGEST_PRIORITY, LARGEST_PRIORITY))


@cache
def family_lists(min_size: int) -> st.SearchStrategy[list[str]]:
    """Draw model families, each once."""
    return st.lists(
        st.one_of(st.sampled_from(("lightgbm", "xgboost", "ridge")), names()),
        min_size=min_size,
        max_size=3,
        unique=True,
    )


@st.composite
def jobs(draw: st.DrawFn, targets: list[str], symbols: list[str]) -> JsonObject:
    """Draw one job that keeps the contract, without a meaningful job_id."""
    symbol = draw(st.one_of(st.none(), st.sampled_from(symbols), st.sampled_from(symbols)))
    route = draw(st.sampled_from(POOLED_JOB_ROUTES if symbol is None else SYMBOL_JOB_ROUTES))
    return {
        "job_id": "",
        "target": draw(st.sampled_from(targets)),
        "symbol": symbol,
        "route": route,
        "training_type": "cross_sectional" if symbol is None else "symbol_specific",
        "model_families": draw(family_lists(0 if route == "ROUTE_BLOCKED" else 1)),
        "priority": draw(priorities()),
        "reason": draw(texts()),
        "metadata": draw(job_metadata()),
    }


@st.composite
def job_lists(draw: st.DrawFn, max_size: int = 8) -> list[JsonObject]:
    """Draw jobs as plain objects in any order, with different job_ids and often with equal keys."""
    targets, symbols = draw(pools_of_targets_and_symbols())
    size = draw(st.sampled_from(sorted({size for size in (0, 1, 3, 5, max_size) if size <= max_size})))
    drawn = draw(st.lists(jobs(targets, symbols), min_size=size, max_size=size))
    first = draw(st.integers(0, len(HARD_NAMES) - 1))
    ids = dict.fromkeys([draw(names()), *HARD_NAMES[first:], *HARD_NAMES])
    return [{**job, "job_id": job_id} for job, job_id in zip(drawn, ids, strict=False)]


@cache
def provenances() -> st.SearchStrategy[Provenance]:
    """Draw what a plan says of its making."""
    maybe_text = st.none() | texts()
    return st.builds(
        Provenance,
        generated_at=st.datetimes(min_value=datetime(1, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001 - a bound has no zone
        run_id=st.none() | names(),
        git_commit=maybe_text,
        config_hash=maybe_text,
        routing_plan_path=maybe_text,
        metrics_snapshot=maybe_text,
    )


def plan_of(objects: list[JsonObject], provenance: Provenance) -> MasterPlan:
    """Return the plan of jobs given as plain objects."""
    return plan_from_jobs([msgspec.convert(job, Job) for job in objects], provenance)


def plans(max_size: int = 8) -> st.SearchStrategy[MasterPlan]:
    """Draw whole plans, made from jobs."""
    return st.builds(plan_of, job_lists(max_size), provenances())


@cache
def symbol_decisions(routes: tuple[str, ...]) -> st.SearchStrategy[JsonObject]:
    """Draw the decision on one symbol, with one of the routes."""
    return st.fixed_dictionaries(
        {
            "cs_state": st.sampled_from(SIGNAL_STATES),
            "local_state": st.sampled_from(SIGNAL_STATES),
            "reason": st.lists(texts(), max_size=3),
            "route": st.sampled_from(routes),
        }
    )


@st.composite
def target_routings(draw: st.DrawFn, symbols: list[str], *, all_blocked: bool, min_symbols: int) -> JsonObject:
    """Draw the decisions on one target, which do not contradict each other."""
    route = "DISABLED" if all_blocked else draw(st.sampled_from(("ENABLED", "ENABLED", "DISABLED")))
    without_pooled_model = ("ROUTE_BLOCKED",) if all_blocked else ROUTES_WITHOUT_POOLED_MODEL
    decision = symbol_decisions(ROUTES if route == "ENABLED" else without_pooled_model)
    decisions = draw(st.dictionaries(st.sampled_from(symbols), decision, min_size=min_symbols, max_size=5))
    agreed_state = draw(st.none() | st.sampled_from(SIGNAL_STATES))
    if agreed_state is not None:
        decisions = {symbol: {**decided, "cs_state": agreed_state} for symbol, decided in decisions.items()}
    return {
        "cross_sectional": {"reason": draw(texts()), "route": route, "state": draw(st.sampled_from(POOLED_STATES))},
        "symbols": decisions,
    }


@st.composite
def routing_plans(draw: st.DrawFn) -> JsonObject:
    """Draw routing plans as plain objects that keep the schema and do not contradict themselves."""
    maybe_text = st.none() | texts()
    metadata = {
        "config_hash": draw(maybe_text),
        "generated_at": draw(st.sampled_from(("2026-11-23T01:07:23.054217Z", "2025-12-11T18:45:00+01:00"))),
        "git_commit": draw(maybe_text),
        "metrics_snapshot": draw(maybe_text),
        "view": draw(maybe_text),
    }
    targets, symbols = draw(pools_of_targets_and_symbols())
    all_blocked = draw(st.integers(0, 9)) == 9
    least = 2 if (targets, symbols) == COLLIDING_POOLS else 0
    routing = target_routings(symbols, all_blocked=all_blocked, min_symbols=least)
    routed = st.dictionaries(st.sampled_from(targets), routing, min_size=least, max_size=4)
    return {"metadata": metadata, "targets": draw(routed)}


@st.composite
def candidates_for(draw: st.DrawFn, routing: Mapping[str, Any]) -> dict[Pair, Candidate]:
    """Draw a metrics snapshot that knows some pairs of a routing plan, and some that the plan does not have."""
    pairs: list[Pair] = [("a target of nobody", None), ("a target of nobody", "AAPL")]
    for target, decisions in routing["targets"].items():
        pairs += [
            (target, None),
            (target, "a symbol of nobody"),
            *((target, symbol) for symbol in decisions["symbols"]),
        ]
    facts = st.fixed_dictionaries(
        {},
        optional={
            "score_ci_low": st.sampled_from(HARD_FLOATS),
            "score_ci_high": st.sampled_from(HARD_FLOATS),
            "stability": st.sampled_from(STABILITIES),
            "leakage_status": texts(),
            "task_type": texts(),
        },
    )
    candidate = st.builds(
        Candidate,
        score=st.one_of(st.none(), st.just(float("nan")), st.sampled_from(HARD_FLOATS), st.floats()),
        sample_size=st.none() | st.integers(0, 2**53),
        facts=facts,
    )
    return draw(st.dictionaries(st.sampled_from(pairs), candidate, max_size=8))


@st.composite
def reordered(draw: st.DrawFn, document: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Draw the same JSON value with the keys of every object in another order."""
    if isinstance(document, dict):
        keys = draw(st.permutations(sorted(document)))
        return {key: draw(reordered(document[key])) for key in keys}
    if isinstance(document, list):
        return [draw(reordered(item)) for item in document]
    return document
