"""Validators that share no code agree on spoilt documents, but for a short written list of odd ones.

``PYTHONPATH=tests python tests/property/test_validators_agree.py`` prints that list as a Markdown table.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import msgspec
import pytest
from check_jsonschema import main as check_jsonschema  # type: ignore[import-untyped]  # ships no types
from click.testing import CliRunner
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from conformance.outside import outside_folder, run_ajv
from conformance.suite import ACCEPTED, ROOT, SCHEMA_NAMES, SCHEMAS, Case, schema, schema_path
from training_plan.checking.document_kinds import DocumentKind
from training_plan.checking.validation import validate
from training_plan.findings import json_pointer
from training_plan.models import MasterPlan
from training_plan.plan.encoding import line_document

PROFILE = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

Place = tuple[str | int, ...]
SMALL = [case for case in ACCEPTED if len(case.data) < 4_000]
WITH_JOBS = [case for case in SMALL if case.kind in {"plan", "view"}]
SLOW = {name: jsonschema.Draft202012Validator(schema(name)) for name in SCHEMA_NAMES}
FAST = {name: jsonschema_rs.Draft202012Validator(schema(name)) for name in SCHEMA_NAMES}

KEY_OF_VIEW = {"target", "symbol", "training_type", "route"}

OTHER_VALUES: tuple[Any, ...] = (None, True, 0, -1, 1.0, 50.0, 2.5, 2**53, -(2**53), "", "A", "n" * 201, [], {}, [None])
TEXT_EDITS: tuple[Callable[[str], str], ...] = (
    lambda text: text + "\n",
    lambda text: text + " ",
    lambda text: text.swapcase(),
    lambda text: text[:-1],
    lambda text: text + "\x85",
    lambda text: text.replace("Z", ""),
    lambda text: "0" + text,
)
NUMBER_EDITS: tuple[Callable[[Any], Any], ...] = (
    lambda number: number + 1,
    lambda number: number - 1,
    float,
    str,
    lambda number: number + 0.5,
    lambda number: -number - 1,
)


def paths_of(value: object, at: Place = ()) -> list[Place]:
    """Return the path of every value in a document but the document itself."""
    if isinstance(value, dict):
        members: list[tuple[str | int, object]] = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    else:
        return []
    return [path for key, inner in members for path in ((*at, key), *paths_of(inner, (*at, key)))]


def mutate(document: Any, draw: st.DrawFn) -> str:  # noqa: ANN401 - changes whatever it is
    """Make one small change in a document, in place; return what was done."""
    path = draw(st.sampled_from(paths_of(document)))
    *way, last = path
    holder = document
    for part in way:
        holder = holder[part]
    value = holder[last]
    kinds = ["delete", "retype"]
    if isinstance(holder, dict):
        kinds += ["rename", "add"]
    if isinstance(holder, list):
        kinds.append("repeat")
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        kinds += ["near miss", "near miss"]
    kind = draw(st.sampled_from(kinds))
    if kind == "delete":
        del holder[last]
    elif kind == "retype":
        holder[last] = copy.deepcopy(draw(st.sampled_from(OTHER_VALUES)))
    elif kind == "rename":
        holder[draw(st.sampled_from(TEXT_EDITS))(str(last))] = holder.pop(last)
    elif kind == "add":
        holder[draw(st.sampled_from(("", "remark", "a\nb", "n" * 201)))] = copy.deepcopy(value)
    elif kind == "repeat":
        holder.append(copy.deepcopy(value))
    else:
        edits = TEXT_EDITS if isinstance(value, str) else NUMBER_EDITS
        holder[last] = draw(st.sampled_from(edits))(value)
    return kind


@st.composite
def spoilt_documents(draw: st.DrawFn, cases: list[Case]) -> tuple[Case, Any]:
    """Draw an accepted case and its document with up to three small changes."""
    case = draw(st.sampled_from(cases))
    document = json.loads(case.data)
    for _ in range(draw(st.integers(0, 3))):
        if paths_of(document):
            event(mutate(document, draw))
    return case, document


def findings_of(data: bytes, case: Case) -> set[tuple[str, str]]:
    kind = DocumentKind(case.kind)
    return {(str(finding.code), finding.pointer) for finding in validate(data, "document.json", kind).findings}


def one_line(document: object) -> bytes:
    return json.dumps(document).encode()


@PROFILE
@given(spoilt_documents(SMALL))
def test_jsonschema_and_jsonschema_rs_never_disagree(drawn: tuple[Case, Any]) -> None:
    case, document = drawn
    accepted = SLOW[case.schema].is_valid(document)
    event(f"accepted: {accepted}")
    assert FAST[case.schema].is_valid(document) == accepted


@PROFILE
@given(spoilt_documents(SMALL))
def test_validate_refuses_whatever_the_schema_refuses(drawn: tuple[Case, Any]) -> None:
    case, document = drawn
    findings = findings_of(one_line(document), case)
    if not SLOW[case.schema].is_valid(document):
        assert {code[:3] for code, _ in findings} == {"TP2"}
    else:
        assert {code for code, _ in findings if code != "TP210"} <= {f"TP30{digit}" for digit in range(1, 10)} | {
            "TP401"
        }


def places_of(error: Any, way: Place = ()) -> Iterator[Place]:  # noqa: ANN401 - the stubs know half of it
    """Yield the places of what an error of jsonschema is about, in the manner of the conformance suite."""
    path = (*way, *error.relative_path)
    if error.validator == "additionalProperties":
        yield from ((*path, name) for name in error.instance if name not in error.schema["properties"])
    elif "propertyNames" in error.relative_schema_path:
        yield (*path, error.instance)
    elif error.validator == "anyOf":
        # The other alternative is null.
        for inner in error.context or ():
            if inner.schema_path[0] == 0:
                yield from places_of(inner, path)
    else:
        yield path


@PROFILE
@given(spoilt_documents(SMALL))
def test_validate_names_the_places_that_jsonschema_names(drawn: tuple[Case, Any]) -> None:
    case, document = drawn
    places = {place for error in SLOW[case.schema].iter_errors(document) for place in places_of(error)}
    event(f"places: {min(len(places), 4)}")
    findings = findings_of(one_line(document), case)
    if findings == {("TP211", "")}:
        # A view of which nothing tells the family is held against no schema.
        assert (case.kind, document.keys() & KEY_OF_VIEW) == ("view", set())
    elif places:
        assert {pointer for _, pointer in findings} == set(map(json_pointer, places))


@PROFILE
@given(spoilt_documents(WITH_JOBS))
def test_validate_finds_the_same_in_every_layout(drawn: tuple[Case, Any]) -> None:
    case, document = drawn
    if not isinstance(document.get("jobs"), list):
        event("no list of jobs")
        return
    header = {key: value for key, value in document.items() if key != "jobs"}
    in_lines = line_document(header, "jobs", [one_line(job) for job in document["jobs"]])
    assert json.loads(in_lines) == document
    assert findings_of(in_lines, case) == findings_of(one_line(document), case)


@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_both_verdicts_are_drawn(name: str, accepted: bool) -> None:
    seen = set()

    @settings(PROFILE, max_examples=60)
    @given(spoilt_documents([case for case in SMALL if case.schema == name]))
    def draw_some(drawn: tuple[Case, Any]) -> None:
        seen.add(FAST[name].is_valid(drawn[1]))

    draw_some()
    assert accepted in seen


# What an odd plan is made of: a text of the good one, what stands in its place, and who accepts the result.
VALIDATORS = ("training-plan validate", "jsonschema", "jsonschema-rs", "ajv", "check-jsonschema", "models")
BASE = next(case for case in ACCEPTED if case.file == "plan/accepted/one_job.json")
ODD = {
    "1.0 for an integer": ('"priority": 50', '"priority": 50.0'),
    "true for an integer": ('"priority": 50', '"priority": true'),
    "a name that ends in a newline": ('"symbol": "AAPL"', '"symbol": "AAPL\\n"'),
    "NaN": ('"score": 0.5', '"score": NaN'),
    "a number beyond a double": ('"score": 0.5', '"score": 1e999'),
    "a moment without time zone": ("18:45:00Z", "18:45:00"),
    "an unknown field": ('"priority": 50', '"remark": 1, "priority": 50'),
    "a bad property name in a map": ('"50": 1', '"050": 1'),
    "an empty property name in a job's metadata": ('"score": 0.5', '"": 0.5'),
    "a duplicate key": ('"priority": 50', '"priority": 50, "priority": 50'),
    "a symbol-specific job without symbol": ('"symbol": "AAPL"', '"symbol": null'),
    "a model family twice": ('"lightgbm"\n      ]', '"lightgbm", "lightgbm"\n      ]'),
    "a wrong count": ('"total_blocked": 0', '"total_blocked": 1'),
    "a byte-order mark": ("", "\ufeff"),
    "half a surrogate pair": ('"score": 0.5', '"score": "\\ud800"'),
}
NONE: frozenset[str] = frozenset()
MODELS = frozenset({"models"})
SCHEMA_ONLY = frozenset({"jsonschema", "jsonschema-rs", "ajv", "check-jsonschema"})
ACCEPTED_BY: dict[str, frozenset[str]] = {
    "1.0 for an integer": SCHEMA_ONLY,
    "true for an integer": NONE,
    "a name that ends in a newline": MODELS,
    "NaN": SCHEMA_ONLY - {"ajv"},
    "a number beyond a double": SCHEMA_ONLY,
    "a moment without time zone": NONE,
    "an unknown field": MODELS,
    "a bad property name in a map": NONE,
    "an empty property name in a job's metadata": NONE,
    "a duplicate key": SCHEMA_ONLY | MODELS,
    "a symbol-specific job without symbol": MODELS,
    "a model family twice": MODELS,
    "a wrong count": SCHEMA_ONLY | MODELS,
    "a byte-order mark": frozenset({"check-jsonschema"}),
    "half a surrogate pair": SCHEMA_ONLY,
}


def odd_plan(name: str) -> bytes:
    old, new = ODD[name]
    text = BASE.data.decode()
    assert old == "" or text.count(old) == 1
    return text.replace(old, new, 1).encode()


def loaded(data: bytes) -> object:
    """Return what Python's own reader makes of a document."""
    document: object = json.loads(data.decode())
    return document


def accepts_in_python(validator: str, data: bytes) -> bool:
    try:
        if validator == "training-plan validate":
            return not validate(data, "odd.json", DocumentKind.PLAN).findings
        if validator == "models":
            msgspec.json.decode(data, type=MasterPlan)
            return True
        validators = SLOW if validator == "jsonschema" else FAST
        return bool(validators[BASE.schema].is_valid(loaded(data)))
    except (msgspec.DecodeError, ValueError):
        return False


def written(validator: str) -> set[str]:
    return {name for name, validators in ACCEPTED_BY.items() if validator in validators}


@pytest.mark.parametrize("validator", [name for name in VALIDATORS if name not in {"ajv", "check-jsonschema"}])
def test_python_validators_accept_the_odd_documents_that_are_written_down(validator: str) -> None:
    assert {name for name in ODD if accepts_in_python(validator, odd_plan(name))} == written(validator)


def test_check_jsonschema_accepts_the_odd_documents_that_are_written_down(tmp_path: Path) -> None:
    accepted = set()
    for name in ODD:
        path = tmp_path / "odd.json"
        path.write_bytes(odd_plan(name))
        if (
            not CliRunner()
            .invoke(check_jsonschema, ["--schemafile", str(schema_path(BASE.schema)), str(path)])
            .exit_code
        ):
            accepted.add(name)
    assert accepted == written("check-jsonschema")


def test_ajv_accepts_the_odd_documents_that_are_written_down(tmp_path: Path) -> None:
    files = {f"{index}.json": name for index, name in enumerate(ODD)}
    for file, name in files.items():
        (tmp_path / file).write_bytes(odd_plan(name))
    index = {"cases": [{"file": file, "schema": BASE.schema} for file in files]}
    (tmp_path / "cases.json").write_text(json.dumps(index), encoding="utf-8")
    said = run_ajv(outside_folder(), tmp_path, SCHEMAS)
    assert {files[file] for file, accepted in said.items() if accepted} == written("ajv")


def test_table_has_every_odd_document_and_no_other_validator() -> None:
    assert list(ACCEPTED_BY) == list(ODD)
    assert all(validators <= set(VALIDATORS) for validators in ACCEPTED_BY.values())
    assert not any("training-plan validate" in validators for validators in ACCEPTED_BY.values())


def differences_table() -> str:
    """Return who accepts which odd document, as a Markdown table; where all refuse there is no difference to show."""
    names = {"training-plan validate": "`training-plan validate`", "models": "our models"}
    heads = [names.get(validator, validator) for validator in VALIDATORS]
    lines = [f"| document | {' | '.join(heads)} |", "| --- |" + " --- |" * len(heads)]
    for name, validators in ACCEPTED_BY.items():
        cells = ("accepts" if validator in validators else "refuses" for validator in VALIDATORS)
        if validators:
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_the_readme_shows_the_table() -> None:
    assert differences_table() in (ROOT / "README.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(differences_table())
