"""What a schema refuses, as findings that a person can act on."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from training_plan.contract.error_places import error_path
from training_plan.contract.positions import Locate, Path
from training_plan.contract.schemas import (
    SchemaName,
    is_valid,
    is_valid_job,
    job_schema,
    job_validator,
    schema,
    validator,
)
from training_plan.findings import Code, Finding, json_pointer, shown


def schema_findings(name: SchemaName, document: object, file: str, locate: Locate) -> Iterator[Finding]:
    """Yield a finding for every place where a document breaks its schema."""
    if is_valid(name, document):
        return
    for error in _telling_errors(validator(name), document):
        for fault in _explain(schema(name), document, error):
            yield _finding(fault, file, locate, _job_id(document, fault.path))


def job_findings(job: object, index: int, file: str, locate: Locate) -> Iterator[Finding]:
    """Yield a finding for every place where the job at ``index`` of a document breaks its definition."""
    job_id = _job_id({"jobs": [job]}, ("jobs", 0))
    for error in _telling_errors(job_validator(), job):
        for fault in _explain(job_schema(), job, error):
            yield _finding(fault._replace(path=("jobs", index, *fault.path)), file, locate, job_id)
    if isinstance(job, dict) and is_valid_job(job):
        for path, value in _fractions(job_schema(), job_schema(), job, ("jobs", index)):
            yield _fraction_finding(path, value, file, locate, job_id)


def _telling_errors(validator: Any, document: object) -> Iterator[Any]:  # noqa: ANN401
    """Yield the errors, without those that only follow from a wrong type at the same place."""
    errors = list(validator.iter_errors(document))
    wrong_type = {error_path(document, error) for error in errors if error.kind.name == "type"}
    for error in errors:
        if error.kind.name == "type" or error_path(document, error) not in wrong_type:
            yield error


class _Fault(NamedTuple):
    """What a schema refuses and where, in words."""

    code: Code
    message: str
    path: Path
    hint: str | None = None


def _finding(fault: _Fault, file: str, locate: Locate, job_id: str | None) -> Finding:
    line, column = locate(fault.path)
    return Finding(
        code=fault.code,
        message=fault.message,
        file=file,
        line=line,
        column=column,
        pointer=json_pointer(fault.path),
        job_id=job_id,
        hint=fault.hint,
    )


# By how the pattern begins: a person learns more from an example.
_EXAMPLE_OF_PATTERN = {
    "^[0-9]{4}": "2025-12-11T18:45:00Z",
    "^1\\.[0-9]": "1.0: this software knows major version 1",
    "^(0|-?[1-": "90",
    "^[0-9a-f]": "64 digits of a SHA-256 in lower-case hexadecimal",
}

_TYPE_WORDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}


def _explain(root: dict[str, Any], document: object, error: Any) -> Iterator[_Fault]:  # noqa: ANN401 - one arm a keyword
    path = error_path(document, error)
    details = error.kind.as_dict()
    match error.kind.name:
        case "required":
            name = details["property"]
            hint = _hint_on_missing(root, error, name)
            yield _Fault(Code.MISSING_PROPERTY, f"{shown(name)} is missing", path, hint)
        case "additionalProperties":
            legal = list(_legal_properties(root, error))
            absent = [name for name in legal if name not in error.instance]
            allowed = "allowed: " + ", ".join(legal) if legal else None
            for unknown in details["unexpected"]:
                message = f"{shown(unknown)} is not known here"
                hint = _near(unknown, absent) or allowed
                yield _Fault(Code.UNKNOWN_PROPERTY, message, (*path, unknown), hint)
        case "propertyNames":
            inner = details["error"]
            message = f"the key {shown(inner.instance)} is not allowed: {_reason(inner)}"
            yield _Fault(Code.BAD_NAME, message, (*path, inner.instance))
        case "anyOf":
            # Each alternative is a type or null: the first tells what a value must be.
            for inner in details["context"][0]:
                if inner.kind.name in {"required", "additionalProperties"} or error_path(document, inner) != path:
                    yield from _explain(root, document, inner)
                else:
                    yield _Fault(_code_of(inner), f"{_refusal(inner)}, or null", path)
        case "enum":
            hint = _near(error.instance, details["options"]) if isinstance(error.instance, str) else None
            yield _Fault(Code.NOT_ALLOWED_VALUE, _refusal(error), path, hint)
        case _:
            yield _Fault(_code_of(error), _refusal(error), path)


def _refusal(error: Any) -> str:  # noqa: ANN401
    return f"{shown(error.instance)} is not allowed: {_reason(error)}"


def _code_of(error: Any) -> Code:  # noqa: ANN401
    return {
        "type": Code.WRONG_TYPE,
        "enum": Code.NOT_ALLOWED_VALUE,
        "const": Code.NOT_ALLOWED_VALUE,
        "minimum": Code.OUT_OF_RANGE,
        "maximum": Code.OUT_OF_RANGE,
        "minLength": Code.BAD_NAME,
        "maxLength": Code.BAD_NAME,
        "not": Code.BAD_NAME,
        "pattern": Code.BAD_FORMAT,
        "uniqueItems": Code.REPEATED_ITEM,
        "minItems": Code.TOO_FEW,
        "minProperties": Code.TOO_FEW,
    }[error.kind.name]


def _reason(error: Any) -> str:  # noqa: ANN401, C901, PLR0911 - one arm a keyword
    details = error.kind.as_dict()
    limit = details.get("limit")
    match error.kind.name:
        case "type":
            return "it must be " + " or ".join(_TYPE_WORDS[kind] for kind in details["types"])
        case "enum":
            return "it must be one of " + ", ".join(str(option) for option in details["options"])
        case "const":
            return f"here it must be {shown(details['expected_value'])}"
        case "minLength":
            return "it must not be empty"
        case "maxLength":
            return f"it has {len(error.instance)} characters, at most {limit} are allowed"
        case "not":
            return "it holds a control character"
        case "minimum":
            return f"it must be at least {limit}"
        case "maximum":
            return f"it must be at most {limit}"
        case "uniqueItems":
            repeated = next(item for index, item in enumerate(error.instance) if item in error.instance[:index])
            return f"{shown(repeated)} stands twice in it"
        case "minItems" | "minProperties":
            return f"it must hold at least {limit} item" + ("s" if limit != 1 else "")
        case "pattern":
            return f"it must look like {_EXAMPLE_OF_PATTERN.get(details['pattern'][:9], details['pattern'])}"
        case _:
            return str(error.message)


def written_with_fraction(name: SchemaName, document: object, file: str, locate: Locate) -> Iterator[Finding]:
    """Yield a finding for every whole number that is written like 90.0 or 9e1 in a document that keeps its schema.

    JSON Schema takes them for integers, readers in most languages do not.
    """
    for path, value in _fractions(schema(name), schema(name), document, ()):
        yield _fraction_finding(path, value, file, locate, _job_id(document, path))


def _fraction_finding(path: Path, value: float, file: str, locate: Locate, job_id: str | None) -> Finding:
    message = f"{shown(value)} is not allowed: a whole number is written without fraction and exponent"
    fault = _Fault(Code.NOT_A_PLAIN_INTEGER, message, path, f"write {int(value)}")
    return _finding(fault, file, locate, job_id)


def _fractions(root: Any, node: Any, value: Any, path: Path) -> Iterator[tuple[Path, float]]:  # noqa: ANN401
    if "anyOf" in node:
        # A type or null.
        node = node["anyOf"][0]
    if "$ref" in node:
        node = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
    if node.get("type") == "integer" and isinstance(value, float):
        yield path, value
    elif isinstance(value, dict):
        rest = node.get("additionalProperties") or {}
        for key, inner in value.items():
            yield from _fractions(root, node.get("properties", {}).get(key, rest), inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _fractions(root, node.get("items", {}), inner, (*path, index))


def _near(name: object, legal: Iterable[str]) -> str | None:
    """Return a hint that names the legal word nearest to ``name``, if one is near."""
    spelt = {word.lower(): word for word in legal}
    near = difflib.get_close_matches(str(name).lower(), spelt, n=1)
    return f"did you mean {spelt[near[0]]}?" if near else None


def _hint_on_missing(root: dict[str, Any], error: Any, name: str) -> str | None:  # noqa: ANN401
    """Return a hint that names the unknown key of the object which looks like the missing one, or offers null."""
    legal = _legal_properties(root, error)
    near = difflib.get_close_matches(name, [key for key in error.instance if key not in legal], n=1)
    if near:
        return f"is {near[0]} a misspelling of it?"
    return "null is allowed" if _allows_null(legal[name]) else None


def _allows_null(node: dict[str, Any]) -> bool:
    kinds = [node.get("type"), *(inner.get("type") for inner in node.get("anyOf", []))]
    return any(kind == "null" or (isinstance(kind, list) and "null" in kind) for kind in kinds)


def _legal_properties(root: dict[str, Any], error: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the schema of every property that the object of an error may have, by name."""
    node: Any = root
    for part in list(error.schema_path)[:-1]:
        is_reference = part == "$ref"
        node = root["$defs"][node[part].removeprefix("#/$defs/")] if is_reference else node[part]
    return {name: inner for name, inner in node["properties"].items() if name != "$schema"}


def _job_id(document: Any, path: Path) -> str | None:  # noqa: ANN401
    if len(path) < 2 or path[0] != "jobs":
        return None
    job = document["jobs"][path[1]]
    job_id = job.get("job_id") if isinstance(job, dict) else None
    return job_id if isinstance(job_id, str) else None
