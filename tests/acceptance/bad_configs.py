"""Plan configs that are refused."""

from __future__ import annotations

from acceptance.bad_input import LONG, BadInput
from training_plan.findings import Code


def config(text: str | bytes, code: Code, *says: str, at: str | None = None) -> BadInput:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return BadInput(data=data, code=code, says=says, at=at, file="config.yaml")


CONFIGS = {
    "unknown config key": config(
        "famlies: [a]\n", Code.UNKNOWN_PROPERTY, '"famlies" is not known here', "model_families", at="[a]"
    ),
    "unknown key of a rule": config(
        "family_rules:\n  - match: {tagret: x}\n    model_families: [a]\n",
        Code.UNKNOWN_PROPERTY,
        "did you mean target?",
        "/family_rules/0/match/tagret",
        at="x}",
    ),
    "a family that YAML reads as false": config(
        "model_families: [lightgbm, NO]\n", Code.WRONG_TYPE, "false is not allowed", "/model_families/1", at="NO]"
    ),
    "a family that YAML reads as a number": config(
        "model_families: [1e5, 12:30]\n", Code.WRONG_TYPE, "750 is not allowed: it must be text", at="12:30"
    ),
    "a family that YAML reads as a date": config(
        "model_families: [2025-01-01]\n", Code.WRONG_TYPE, "2025-01-01", at="2025-01-01"
    ),
    "a date that is none": config("model_families: [2025-02-30]\n", Code.WRONG_TYPE, "in quotes", at="2025-02-30"),
    "families in binary": config(
        "model_families: !!binary aGk=\n", Code.WRONG_TYPE, "is a binary, which is not allowed"
    ),
    "families as a set": config("model_families: !!set {a, b}\n", Code.WRONG_TYPE, "a set is not allowed"),
    "families as text": config("model_families: lightgbm\n", Code.WRONG_TYPE, "it must be a list", at="lightgbm"),
    "no families": config("model_families: []\n", Code.TOO_FEW, "at least 1", at="[]"),
    "a family twice": config("model_families: [a, a]\n", Code.REPEATED_ITEM, "twice", at="[a, a]"),
    "an empty family": config('model_families: [""]\n', Code.BAD_NAME, "must not be empty", at='""'),
    "a family with a control character": config(
        'model_families: ["a\\x01"]\n', Code.BAD_NAME, "control character", at='"a\\x01"'
    ),
    "a long family": config(f"model_families: [{LONG}]\n", Code.BAD_NAME, "at most 200", at=LONG),
    "a number as a key": config("1: 2\n", Code.UNKNOWN_PROPERTY, "1"),
    "a word that YAML reads as true, as a key": config("on: 2\n", Code.UNKNOWN_PROPERTY, "on"),
    "a number as a key at depth": config("priorities:\n  ROUTE_BOTH: {OTHER: 1, 5: 1}\n", Code.UNKNOWN_PROPERTY, "5"),
    "a list as a key": config("? [a]\n: b\n", Code.UNKNOWN_PROPERTY, "is no text", at="[a]"),
    "duplicate config key": config(
        "model_families: [a]\npriorities: {}\nmodel_families : [b]\n",
        Code.DUPLICATE_KEY,
        "the key model_families stands twice",
        at="model_families :",
    ),
    "duplicate key in a rule": config(
        "priorities:\n  ROUTE_BOTH: {OTHER: 1, OTHER : 2}\n", Code.DUPLICATE_KEY, "OTHER stands twice", at="OTHER :"
    ),
    "broken YAML": config("model_families: [a\npriorities: {}\n", Code.SYNTAX, "not YAML"),
    "tab": config("model_families:\n\t- a\n", Code.SYNTAX, "not YAML", "'\\t'", at="\t- a"),
    "two documents": config(
        "model_families: [a]\n---\nmodel_families: [b]\n", Code.SYNTAX, "another document", at="---"
    ),
    "unknown alias": config("model_families: *x\n", Code.SYNTAX, "undefined alias", at="*x"),
    "a tag that would run code": config(
        "model_families: !!python/object/apply:os.system [x]\n", Code.WRONG_TYPE, "python/object"
    ),
    "config as a list": config("- a\n", Code.WRONG_TYPE, "must be an object", at="- a"),
    "config that holds itself": config("model_families: &a [*a]\n", Code.TOO_DEEP, "too deeply"),
    "deep config": config("[" * 100_000, Code.TOO_DEEP, "nested too deeply"),
    "300 levels of config": config("[" * 300 + "]" * 300, Code.TOO_DEEP, "nested too deeply"),
    "Latin-1 config": config(b"model_families: [\xfc]\n", Code.NOT_UTF8, "save the file as UTF-8"),
    "lone surrogate in config": config('model_families: ["\\ud800"]\n', Code.BAD_NAME, "surrogate"),
    "infinite priority": config(
        "priorities: {ROUTE_BOTH: {OTHER: .inf}}\n", Code.NOT_FINITE, "no number of JSON", at=".inf"
    ),
    "priority too large": config(
        f"priorities: {{ROUTE_BOTH: {{OTHER: 1{'0' * 30}}}}}\n",
        Code.OUT_OF_RANGE,
        "at most 9007199254740991",
        at="10000",
    ),
    "priority of blocked": config("priorities: {ROUTE_BLOCKED: {OTHER: 1}}\n", Code.UNKNOWN_PROPERTY, "ROUTE_BLOCKED"),
    "priorities without OTHER": config(
        "priorities: {ROUTE_BOTH: {STRONG: 1}}\n", Code.MISSING_PROPERTY, '"OTHER" is missing', at="{STRONG"
    ),
    "rule that matches nothing in particular": config(
        "family_rules: [{match: {}, model_families: [a]}]\n", Code.TOO_FEW, "at least 1", at="{}"
    ),
}
