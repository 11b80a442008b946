"""The conformance suite is whole, and every validator says of it what the index says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import msgspec
import pytest
from check_jsonschema import main as check_jsonschema  # type: ignore[import-untyped]  # ships no types
from click.testing import CliRunner
from jsonschema.exceptions import ValidationError

import generate_conformance
from conformance.keyword_coverage import (
    Location,
    evaluated_locations,
    keyword_locations,
    refusing_locations,
    shown,
)
from conformance.models import MODELS, UNKNOWN_TO_MODELS
from conformance.outside import outside_folder, run_ajv
from conformance.suite import (
    ACCEPTED,
    CASES,
    PARSABLE,
    REFUSED,
    ROOT,
    SCHEMA_NAMES,
    SCHEMAS,
    SUITE,
    Case,
    schema,
    schema_path,
)
from training_plan.checking.document_kinds import DocumentKind
from training_plan.checking.validation import validate
from training_plan.cli.main import main as training_plan
from training_plan.findings import Code

INVARIANTS = {code for code in Code if code.startswith("TP3")}
PARSE_CODES = {code for code in Code if code.startswith("TP1")}

# Keywords that no document can meet, by schema and place.
NEVER_REFUSES = {
    ("master_training_plan", "/$defs/PriorityKey/type"): "a key is always text",
    ("routing_plan", "/$defs/Name/type"): "a name is only ever a key there, and a key is always text",
}
_POOLED = "a job of a symbol's view has a symbol, so it is never pooled"
NEVER_ACCEPTS = {
    ("view_by_symbol", "/$defs/Job/allOf/0/then"): _POOLED,
    ("view_by_symbol", "/$defs/Job/allOf/0/then/properties"): _POOLED,
    ("view_by_symbol", "/$defs/Job/allOf/0/then/properties/symbol/type"): _POOLED,
    ("view_by_symbol", "/$defs/Job/allOf/1/then"): _POOLED,
    ("view_by_symbol", "/$defs/Job/allOf/1/then/properties"): _POOLED,
    ("view_by_symbol", "/$defs/Job/allOf/1/then/properties/training_type/const"): _POOLED,
    ("view_by_symbol", "/$defs/Job/properties/symbol/anyOf/1/type"): _POOLED,
}


def documents(cases: list[Case], name: str) -> Iterator[Any]:
    return (json.loads(case.data) for case in cases if case.schema == name and case in PARSABLE)


def test_suite_is_large_enough() -> None:
    assert len(ACCEPTED) >= 40
    assert len(REFUSED) >= 150
    kinds = {str(kind) for kind in DocumentKind}
    assert {case.kind for case in ACCEPTED} == {case.kind for case in REFUSED} == kinds
    assert {schema_path(name) for name in SCHEMA_NAMES} == set(SCHEMAS.glob("*.schema.json"))


def test_index_and_files_agree() -> None:
    files = {path.relative_to(SUITE).as_posix() for path in SUITE.rglob("*") if path.is_file()}
    assert files - {case.file for case in CASES} == {"README.md", "cases.json"}
    assert {case.file for case in CASES} <= files
    for case in CASES:
        folder = {"accept": "accepted", "refuse": "refused"}[case.verdict]
        assert case.file.startswith(f"{case.kind}/{folder}/")
        assert (case.code is None) == (case.pointer is None) == (case.refused_by is None) == (case in ACCEPTED)
        assert case.reason.endswith(".")


def test_files_are_what_the_script_writes() -> None:
    assert generate_conformance.main(["--check"]) == 0


def test_script_names_every_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate_conformance.main(["--root", str(tmp_path)]) == 0
    assert generate_conformance.main(["--root", str(tmp_path), "--check"]) == 0
    suite = tmp_path / generate_conformance.SUITE_DIR
    (suite / "plan/accepted/no_job.json").unlink()
    (suite / "plan/accepted/one_job.json").write_bytes(b"{}")
    (suite / "plan/accepted/more.json").write_bytes(b"{}")
    capsys.readouterr()
    assert generate_conformance.main(["--root", str(tmp_path), "--check"]) == 1
    told = [line.split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert told == ["missing", "changed", "orphaned", "to mend"]


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_every_keyword_refuses_something(name: str) -> None:
    _compare(name, refusing_locations(schema(name), documents(REFUSED, name)), NEVER_REFUSES)


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_every_keyword_is_met_by_a_good_document(name: str) -> None:
    _compare(name, evaluated_locations(schema(name), documents(ACCEPTED, name)), NEVER_ACCEPTS)


def _compare(name: str, met: set[Location], exceptions: dict[tuple[str, str], str]) -> None:
    missed = {shown(location) for location in keyword_locations(schema(name)) - met}
    assert missed == {place for of, place in exceptions if of == name}


def test_every_code_of_the_suite_has_both_sides() -> None:
    met = Counter(case.code for case in REFUSED)
    assert set(met) >= INVARIANTS | PARSE_CODES
    assert {Code.NOT_A_PLAIN_INTEGER, Code.CONTRADICTION} <= set(met)
    assert all(code is None or code in set(Code) for code in met)
    by_cause = {cause: {case.code for case in REFUSED if case.refused_by == cause} for cause in ("parse", "schema")}
    assert by_cause["parse"] == PARSE_CODES
    assert {str(code)[:3] for code in by_cause["schema"]} == {"TP2"}


def findings_of(case: Case) -> set[tuple[str, str]]:
    data = case.data
    # A document that names its schema needs no other word on what it is.
    kind = None if b'"$schema": "urn:' in data else DocumentKind(case.kind)
    return {(str(finding.code), finding.pointer) for finding in validate(data, case.file, kind).findings}


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_validate_accepts(case: Case) -> None:
    assert findings_of(case) == set()


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_validate_refuses_with_code_and_place(case: Case) -> None:
    assert (case.code, case.pointer) in findings_of(case)


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_jsonschema_and_jsonschema_rs_say_what_the_index_says(name: str) -> None:
    slow, fast = jsonschema.Draft202012Validator(schema(name)), jsonschema_rs.Draft202012Validator(schema(name))
    cases = [case for case in PARSABLE if case.schema == name]
    said = {case.file: case.schema_accepts for case in cases}
    assert {case.file: slow.is_valid(json.loads(case.data)) for case in cases} == said
    assert {case.file: fast.is_valid(json.loads(case.data)) for case in cases} == said


def reads(case: Case) -> bool:
    try:
        msgspec.json.decode(case.data, type=MODELS[case.schema])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def refusing_keywords(case: Case) -> set[str]:
    """Return the rules that refuse a document; for a value that may be null too, what it breaks if it is none."""

    def keywords(error: ValidationError) -> Iterator[str]:
        if list(error.absolute_path) == ["$schema"]:
            yield "$schema"
        elif {"then", "else"} & set(error.absolute_schema_path):
            yield "if"
        elif error.validator == "anyOf":
            for inner in error.context or ():
                if inner.schema_path[0] == 0:
                    yield from keywords(inner)
        else:
            yield str(error.validator)

    validator = jsonschema.Draft202012Validator(schema(case.schema))
    return {keyword for error in validator.iter_errors(json.loads(case.data)) for keyword in keywords(error)}


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_models_read_what_is_accepted(case: Case) -> None:
    assert reads(case)


def test_models_refuse_all_but_the_written_list() -> None:
    let_pass: dict[str, list[str]] = {keyword: [] for keyword in UNKNOWN_TO_MODELS}
    unexplained = {}
    for case in REFUSED:
        if case.refused_by == "schema" and reads(case):
            keywords = refusing_keywords(case)
            if not keywords <= set(UNKNOWN_TO_MODELS):
                unexplained[case.file] = keywords
            for keyword in keywords & set(UNKNOWN_TO_MODELS):
                let_pass[keyword].append(case.file)
    assert unexplained == {}
    assert [keyword for keyword, files in let_pass.items() if not files] == []


def test_models_let_pass_what_no_type_states() -> None:
    let_pass = {case.code for case in REFUSED if case.refused_by == "invariant" and reads(case)}
    assert let_pass == INVARIANTS | {Code.CONTRADICTION}
    assert {case.code for case in REFUSED if case.refused_by == "parse" and reads(case)} == {Code.DUPLICATE_KEY}


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_check_jsonschema_accepts_then_refuses(name: str) -> None:
    cases = [case for case in PARSABLE if case.schema == name]
    for accepts in (True, False):
        files = {str(case.path) for case in cases if case.schema_accepts is accepts}
        options = ["--schemafile", str(schema_path(name)), "--output-format", "json", "-vv"]
        result = CliRunner().invoke(check_jsonschema, [*options, *sorted(files)])
        report = json.loads(result.stdout)
        assert not report.get("parse_errors")
        assert {error["filename"] for error in report["errors"]} == (set() if accepts else files)
        assert result.exit_code == (0 if accepts else 1)


def test_ajv_says_what_the_index_says(outside: Path) -> None:
    said = run_ajv(outside, SUITE, SCHEMAS)
    assert {case.file: said[case.file] for case in PARSABLE} == {case.file: case.schema_accepts for case in PARSABLE}


def test_sarif_log_keeps_its_schema(
    outside: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    files = [str(case.path.relative_to(ROOT)) for case in CASES]
    path = outside / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    sarif_schema = json.loads(path.read_bytes())
    validator = jsonschema.validators.validator_for(sarif_schema)
    for exit_code, given in ((1, files), (0, files[:1])):
        capsys.readouterr()
        assert training_plan(["validate", "--format", "sarif", *given]) == exit_code
        log = json.loads(capsys.readouterr().out)
        assert list(validator(sarif_schema, format_checker=validator.FORMAT_CHECKER).iter_errors(log)) == []
        assert bool(log["runs"][0]["results"]) is bool(exit_code)
    assert not validator(sarif_schema).is_valid({**log, "version": "2"})


@pytest.fixture(scope="session")
def outside() -> Path:
    return outside_folder()
