"""Whatever is wrong with an input: one clear message, the right exit code, and nothing is touched."""

from __future__ import annotations

import errno
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from acceptance.conftest import Ended, Run
from training_plan.findings import Code
from unit.sample_plans import decision, plan_text, position, routing_plan, target, tree

TEXT = plan_text()
FORMER = plan_text(routing_plan({"former": target({"OLD": decision("ROUTE_BOTH")})}))
LONG = "x" * 10_000


@dataclass(frozen=True, kw_only=True)
class BadInput:
    """An input that is refused.

    Attributes:
        data: the bytes of the file.
        code: code of the finding.
        says: what the message holds beside file and place.
        at: a part of the file at whose first character the fault stands; None if there is no place.
        file: name of the file; its extension tells which input it is.
        findings: how many there are.
    """

    data: bytes
    code: Code
    says: tuple[str, ...]
    at: str | None = None
    file: str = "routing_plan.json"
    findings: int = 1

    @property
    def arguments(self) -> list[str]:
        """The arguments that make the file an input."""
        options = {"routing_plan.json": "--routing-plan", "config.yaml": "--config"}
        return [options.get(self.file, "--candidates"), self.file]

    @property
    def place(self) -> str:
        """The place as the message gives it."""
        if self.at is None:
            return f"{self.file}:"
        line, column = position(self.data.decode(errors="replace"), self.at)
        return f"{self.file}:{line}:{column}:"


def edited(old: str, new: str, text: str = TEXT) -> bytes:
    """Return the routing plan with its first ``old`` replaced by ``new``."""
    assert old in text
    return text.replace(old, new, 1).encode()


def mark(value: str) -> bytes:
    """Return the routing plan with ``value`` as the commit, where text or null is expected."""
    return edited('"git_commit": null', f'"git_commit": {value}')


PLANS = {
    "empty file": BadInput(data=b"", code=Code.SYNTAX, says=("not JSON", "Expecting value")),
    "not JSON": BadInput(
        data=edited('"view": "CROSS', '"view": \'CROSS'), code=Code.SYNTAX, says=("not JSON",), at="'CROSS"
    ),
    "a comma too many": BadInput(
        data=edited('"CROSS_SECTIONAL"\n  },', '"CROSS_SECTIONAL",\n  }, '),
        code=Code.SYNTAX,
        says=("not JSON",),
        at="}, ",
    ),
    "something after the end": BadInput(
        data=TEXT.encode() + b"more", code=Code.SYNTAX, says=("Extra data",), at="more"
    ),
    "cut off": BadInput(data=TEXT[:-100].encode(), code=Code.SYNTAX, says=("not JSON",)),
    "Latin-1": BadInput(
        data=TEXT.replace("BF/B", "Münch").encode("latin-1"),
        code=Code.NOT_UTF8,
        says=("(0xfc) is not UTF-8", "save the file as UTF-8"),
        at="\ufffdnch",
    ),
    "UTF-16": BadInput(data=TEXT.encode("utf-16"), code=Code.NOT_UTF8, says=("save the file as UTF-8",)),
    "byte-order mark": BadInput(
        data=b"\xef\xbb\xbf" + TEXT.encode(), code=Code.BYTE_ORDER_MARK, says=("byte-order mark", "without one")
    ),
    "duplicate key": BadInput(
        data=edited('"view": ', '"git_commit": "2", "view": '),
        code=Code.DUPLICATE_KEY,
        says=('the key "git_commit" stands twice', "/metadata/git_commit"),
        at='"git_commit": "2"',
    ),
    "duplicate target": BadInput(
        data=edited('"vol_5d"', '"ret_1d"').replace(b'    "ret_1d"', b'     "ret_1d"').replace(b'     "', b'    "', 1),
        code=Code.DUPLICATE_KEY,
        says=('the key "ret_1d" stands twice', "/targets/ret_1d"),
        at='"ret_1d": {\n      "cross_sectional": {\n        "reason": "pooled",\n        "route": "DISABLED"',
    ),
    "duplicate key at depth": BadInput(
        data=edited('"local_state": "STRONG",', '"local_state": "STRONG", "route" : "ROUTE_BLOCKED",'),
        code=Code.DUPLICATE_KEY,
        says=('the key "route" stands twice', "/targets/ret_1d/symbols/AAPL/route"),
        at='"route": "ROUTE_CROSS_SECTIONAL"',
    ),
    "duplicate key, once escaped": BadInput(
        data=edited('"cs_state": "STRONG"', '"cs_state": "STRONG", "\\u0063s_state": "STRONG"'),
        code=Code.DUPLICATE_KEY,
        says=('the key "cs_state" stands twice',),
        at='"\\u0063s_state"',
    ),
    "NaN": BadInput(
        data=mark("NaN"), code=Code.NOT_FINITE, says=("NaN is not a JSON number", "leave the value"), at="NaN"
    ),
    "Infinity": BadInput(data=mark("Infinity"), code=Code.NOT_FINITE, says=("Infinity is not a JSON",), at="Infinity"),
    "-Infinity": BadInput(data=mark("-Infinity"), code=Code.NOT_FINITE, says=("-Infinity is not a",), at="-Infinity"),
    "NaN after such a text": BadInput(
        data=mark('"NaN", "view": NaN, "x": "Infinity"'), code=Code.NOT_FINITE, says=("NaN is not a",), at="NaN,"
    ),
    "1e999": BadInput(data=mark("1e999"), code=Code.NOT_FINITE, says=("too large",), at="1e999"),
    "1e999 before the text NaN": BadInput(
        data=mark('1e999, "x": "NaN"'), code=Code.NOT_FINITE, says=("too large",), at="1e999"
    ),
    "a number of 5,000 digits": BadInput(
        data=mark("1" * 5000), code=Code.NOT_FINITE, says=("5000 characters is too large",), at="1" * 5000
    ),
    "lone surrogate": BadInput(data=mark('"\\ud800"'), code=Code.SYNTAX, says=("surrogate",)),
    "lone surrogate before the text NaN": BadInput(data=mark('"\\ud800 NaN"'), code=Code.SYNTAX, says=("surrogate",)),
    "lone surrogate in a key": BadInput(data=edited('"AAPL"', '"\\udc00"'), code=Code.SYNTAX, says=("surrogate",)),
    "deep": BadInput(data=b"[" * 100_000, code=Code.TOO_DEEP, says=("nested too deeply",)),
    "deep objects": BadInput(data=b'{"a":' * 100_000, code=Code.TOO_DEEP, says=("nested too deeply",)),
    "deep and complete": BadInput(data=mark("[" * 5000 + "]" * 5000), code=Code.TOO_DEEP, says=("nested too deeply",)),
    "300 levels deep": BadInput(data=mark("[" * 300 + "]" * 300), code=Code.TOO_DEEP, says=("nested too deeply",)),
    "980 levels deep": BadInput(data=mark("[" * 980 + "]" * 980), code=Code.TOO_DEEP, says=("nested too deeply",)),
    "a list": BadInput(data=b" []", code=Code.WRONG_TYPE, says=("[] is not allowed", "must be an object"), at="[]"),
    "no targets": BadInput(
        data=edited('"targets"', '"tagrets"'),
        code=Code.MISSING_PROPERTY,
        says=('"targets" is missing', "is tagrets a misspelling of it?", "did you mean targets?"),
        at=TEXT.replace('"targets"', '"tagrets"')[:40],
        findings=2,
    ),
    "targets as a list": BadInput(
        data=json.dumps({**routing_plan(), "targets": ["ret_1d"]}).encode(),
        code=Code.WRONG_TYPE,
        says=('["ret_1d"] is not allowed', "it must be an object", "/targets"),
        at='["ret_1d"]',
    ),
    "unknown route": BadInput(
        data=edited("ROUTE_CROSS_SECTIONAL", "ROUTE_CROSS"),
        code=Code.NOT_ALLOWED_VALUE,
        says=(
            '"ROUTE_CROSS" is not allowed',
            "one of ROUTE_CROSS_SECTIONAL, ROUTE_SYMBOL_SPECIFIC, ROUTE_BOTH, ROUTE_EXPERIMENTAL_ONLY, ROUTE_BLOCKED",
            "/targets/ret_1d/symbols/AAPL/route",
            "did you mean ROUTE_CROSS_SECTIONAL?",
        ),
        at='"ROUTE_CROSS"',
    ),
    "unknown pooled route": BadInput(
        data=edited('"ENABLED"', '"enabled"'),
        code=Code.NOT_ALLOWED_VALUE,
        says=('"enabled" is not allowed', "one of ENABLED, DISABLED", "/targets/ret_1d/cross_sectional/route"),
        at='"enabled"',
    ),
    "route of a wrong type": BadInput(
        data=edited('"ENABLED"', "true"),
        code=Code.WRONG_TYPE,
        says=("true is not allowed", "/targets/ret_1d/cross_sectional/route"),
        at="true",
    ),
    "misspelt key": BadInput(
        data=edited('"symbols"', '"symbosl"'),
        code=Code.MISSING_PROPERTY,
        says=(
            '"symbols" is missing',
            '"symbosl" is not known here',
            "did you mean symbols?",
            "/targets/ret_1d/symbosl",
        ),
        findings=2,
    ),
    "additional key": BadInput(
        data=edited('"local_state": ', '"priority": 3, "local_state": '),
        code=Code.UNKNOWN_PROPERTY,
        says=('"priority" is not known here', "allowed: route, cs_state, local_state, reason"),
        at="3, ",
    ),
    "no cs_state": BadInput(
        data=edited('"cs_state": "STRONG",', ""),
        code=Code.MISSING_PROPERTY,
        says=('"cs_state" is missing', "/targets/ret_1d/symbols/AAPL"),
    ),
    "no local_state": BadInput(
        data=edited('"local_state": "STRONG",', ""),
        code=Code.MISSING_PROPERTY,
        says=('"local_state" is missing', "/targets/ret_1d/symbols/AAPL"),
    ),
    "no pooled state": BadInput(
        data=edited('"route": "ENABLED",\n        "state": "STABLE"', '"route": "ENABLED"'),
        code=Code.MISSING_PROPERTY,
        says=('"state" is missing', "/targets/ret_1d/cross_sectional"),
    ),
    "no route": BadInput(
        data=edited(',\n          "route": "ROUTE_CROSS_SECTIONAL"', ""),
        code=Code.MISSING_PROPERTY,
        says=('"route" is missing', "/targets/ret_1d/symbols/AAPL"),
    ),
    "empty target": BadInput(
        data=edited('"ret_1d"', '""'), code=Code.BAD_NAME, says=('the key "" is not allowed', "must not be empty")
    ),
    "empty symbol": BadInput(
        data=edited('"AAPL"', '""'), code=Code.BAD_NAME, says=('the key "" is not allowed', "must not be empty")
    ),
    "control character": BadInput(
        data=edited('"AAPL"', '"AA\\u0007PL"'),
        code=Code.BAD_NAME,
        says=('the key "AA\\u0007PL" is not allowed', "control character"),
    ),
    "control character, not escaped": BadInput(
        data=edited('"AAPL"', '"AA\x07PL"'), code=Code.SYNTAX, says=("control character",), at="\x07"
    ),
    "name of 10,000 characters": BadInput(
        data=edited('"AAPL"', f'"{LONG}"'),
        code=Code.BAD_NAME,
        says=("it has 10000 characters, at most 200 are allowed",),
    ),
    "pooled routes without a pooled model": BadInput(
        data=edited("ENABLED", "DISABLED"),
        code=Code.CONTRADICTION,
        says=(
            "(ret_1d, AAPL) is ROUTE_CROSS_SECTIONAL",
            "(ret_1d, IBM) is ROUTE_BOTH",
            "the pooled model of ret_1d is DISABLED",
            "enable the target's cross_sectional",
            "/targets/ret_1d/symbols/IBM/route",
        ),
        at='"ROUTE_CROSS_SECTIONAL"',
        findings=2,
    ),
}


def parquet(**columns: Any) -> bytes:  # noqa: ANN401 - whatever a column may hold
    """Return a Parquet file with the needed columns, but for those that are given."""
    stream = io.BytesIO()
    pl.DataFrame(
        {"target": ["ret_1d"], "symbol": ["IBM"], "score": [0.5], "sample_size": [10], **columns}
    ).write_parquet(stream)
    return stream.getvalue()


HEADER = "target,symbol,score,sample_size\n"
NEEDED = "needed: target, symbol, score, sample_size"


def table(rows: str, code: Code, *says: str, findings: int = 1, header: str = HEADER) -> BadInput:
    return BadInput(data=(header + rows).encode(), code=code, says=says, file="candidates.csv", findings=findings)


def binary(data: bytes, code: Code, *says: str, file: str = "candidates.parquet") -> BadInput:
    return BadInput(data=data, code=code, says=says, file=file)


CANDIDATES = {
    "empty table": table("", Code.BROKEN_TABLE, "no csv table", header=""),
    "missing columns": table(
        "", Code.MISSING_COLUMN, "score, sample_size", "missing", "target, symbol", NEEDED, header="target,symbol\n"
    ),
    "3,000 other columns": table("", Code.MISSING_COLUMN, NEEDED, header=",".join(f"c{i}" for i in range(3000)) + "\n"),
    "two rows for a pair": table(
        "ret_1d,IBM,1,1\nret_1d,AAPL,1,1\nret_1d,IBM,2,2\n",
        Code.DUPLICATE_ROW,
        "rows 1 and 3 are both about target ret_1d, symbol IBM",
        "keep one row for each",
    ),
    "two pooled rows": table(
        "ret_1d,,1,1\nret_1d,,2,2\n", Code.DUPLICATE_ROW, "rows 1 and 2 are both about target ret_1d, pooled"
    ),
    "text as a score": table(
        "ret_1d,,1,1\nret_1d,IBM,good,1\n", Code.BAD_CELL, "row 2, column score", '"good"', "number"
    ),
    "text as a sample size": table("ret_1d,IBM,1,many\n", Code.BAD_CELL, "row 1, column sample_size", '"many"'),
    "half a row": table("ret_1d,IBM,1,1.5\n", Code.BAD_CELL, "row 1, column sample_size", "1.5", "no number of rows"),
    "fewer than no rows": table("ret_1d,IBM,1,-1\n", Code.BAD_CELL, "row 1, column sample_size", "-1"),
    "endless rows": table("ret_1d,IBM,1,inf\n", Code.BAD_CELL, "row 1, column sample_size", "inf"),
    "more rows than there can be": table("ret_1d,IBM,1,1e30\n", Code.BAD_CELL, "row 1, column sample_size", "1e+30"),
    "no target": table(",IBM,1,1\n", Code.BAD_CELL, "row 1, column target", "empty"),
    "too many cells": table("ret_1d,IBM,1,1,1,1\n", Code.BROKEN_TABLE, "no csv table"),
    "open quote": table('ret_1d,"IBM,1,1\n', Code.BROKEN_TABLE, "no csv table"),
    "long cell": table(f"ret_1d,IBM,{LONG},1\n", Code.BAD_CELL, "row 1, column score", "xxx ..."),
    "no Parquet": binary(b"no table at all", Code.BROKEN_TABLE, "no parquet table"),
    "cut Parquet": binary(parquet()[:-20], Code.BROKEN_TABLE, "no parquet table"),
    "empty Parquet": binary(b"", Code.BROKEN_TABLE, "no parquet table"),
    "text in Parquet": binary(parquet(score=["good"]), Code.BAD_CELL, "row 1, column score", '"good"'),
    "struct as a score": binary(parquet(score=[{"mean": 0.5}]), Code.BAD_CELL, "column score", "Struct"),
    "list as a score": binary(parquet(score=[[0.5]]), Code.BAD_CELL, "column score", "List"),
    "struct as a symbol": binary(parquet(symbol=[{"name": "IBM"}]), Code.BAD_CELL, "column symbol", "Struct"),
    "list as a fact": binary(parquet(stability=[["STABLE"]]), Code.BAD_CELL, "column stability", "List"),
    "wrong extension": binary(
        HEADER.encode(), Code.BROKEN_TABLE, "ends in .txt", ".parquet or a .csv", file="candidates.txt"
    ),
    "no extension": binary(
        HEADER.encode(), Code.BROKEN_TABLE, "ends in nothing", ".parquet or a .csv", file="candidates"
    ),
}


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

BAD_INPUTS = {**PLANS, **CANDIDATES, **CONFIGS}


@pytest.fixture
def former(here: Path, build: Run) -> Path:
    """A folder with a plan that was built before, which nothing may touch."""
    path = here / "routing_plan.json"
    now = path.read_bytes()
    path.write_text(FORMER, encoding="utf-8")
    assert build().exit_code == 0
    path.write_bytes(now)
    return here / "plan"


@pytest.mark.parametrize("bad", BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_a_bad_input_ends_in_one_clear_message(bad: BadInput, here: Path, former: Path, build: Run) -> None:
    (here / bad.file).write_bytes(bad.data)
    before = tree(here)

    ended = build(*bad.arguments)

    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: ")
    assert len(ended.stderr) < 2500
    for words in (bad.place, bad.code, *bad.says):
        assert words in ended.stderr
    assert tree(here) == before
    assert former.is_dir()


@pytest.mark.parametrize("bad", BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_a_bad_input_ends_in_one_envelope(bad: BadInput, here: Path, former: Path, build: Run) -> None:
    (here / bad.file).write_bytes(bad.data)
    before = tree(here)

    envelope = build(*bad.arguments, "--format", "json").envelope

    findings = envelope["findings"]
    assert envelope["command"] == "build"
    assert envelope["exit_code"] == 1
    assert envelope["result"] is None
    assert envelope["error"]["type"] == "InvalidDocumentError"
    assert [finding["file"] for finding in findings] == [bad.file] * bad.findings
    assert findings[0]["code"] == bad.code
    if bad.at is not None:
        assert (findings[0]["line"], findings[0]["column"]) == position(bad.data.decode(errors="replace"), bad.at)
    assert tree(here) == before
    assert former.is_dir()


UNREADABLE = {
    "no such routing plan": (["--routing-plan", "none.json"], ("none.json", "no such routing plan", "check the path")),
    "no such candidates": (["--candidates", "none.csv"], ("none.csv", "no such metrics snapshot", "check the path")),
    "no such config": (["--config", "none.yaml"], ("none.yaml", "no such plan config", "check the path")),
    "a folder as routing plan": (["--routing-plan", "plan"], ("plan", "folder, not a routing plan", "name the file")),
    "a folder as candidates": (["--candidates", "plan"], ("plan", "folder, not a metrics snapshot", "name the file")),
    "a folder as config": (["--config", "plan"], ("plan", "folder, not a plan config", "name the file")),
    "below a file": (["--routing-plan", "routing_plan.json/x"], ("routing_plan.json/x", "cannot be read", "irectory")),
    "a name too long": (["--routing-plan", "x" * 300], ("cannot be read", "too long")),
    "a file as plan folder": (["--out", "routing_plan.json"], ("routing_plan.json", "nothing was changed")),
    "a plan folder below a file": (["--out", "routing_plan.json/x"], ("routing_plan.json/x", "nothing was changed")),
}


@pytest.mark.parametrize(("arguments", "says"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_or_written_is_named(
    arguments: list[str], says: tuple[str, ...], here: Path, former: Path, build: Run
) -> None:
    before = tree(here)

    ended = build(*arguments)
    envelope = build(*arguments, "--format", "json").envelope

    assert ended.exit_code == 3
    assert ended.stdout == ""
    for words in says:
        assert words in ended.stderr
    assert (envelope["exit_code"], envelope["command"], envelope["findings"]) == (3, "build", [])
    assert envelope["error"]["message"]
    assert tree(here) == before
    assert former.is_dir()


USAGE = {
    "no command": ([], None),
    "unknown command": (["bulid"], None),
    "unknown option": (["build", "--routing"], "build"),
    "surplus argument": (["build", "x"], "build"),
    "views without a folder": (["views"], "views"),
    "unknown format": (["build", "--format", "xml"], "build"),
    "option without a value": (["build", "--out"], "build"),
    "timeout as text": (["build", "--lock-timeout", "soon"], "build"),
    "timeout that is no number": (["build", "--lock-timeout", "nan"], "build"),
    "timeout below zero": (["build", "--lock-timeout", "-1"], "build"),
    "moment without a time zone": (["build", "--generated-at", "2025-12-11T18:45:00"], "build"),
    "moment that is none": (["build", "--generated-at", "2025-02-30T00:00:00Z"], "build"),
    "moment in words": (["build", "--generated-at", "yesterday"], "build"),
    "no family": (["build", "--families", ""], "build"),
    "a family left out": (["build", "--families", "a,,b"], "build"),
    "a family twice": (["build", "--families", "a,b,a"], "build"),
    "a family with a control character": (["build", "--families", "a\x01"], "build"),
    "a family of 300 characters": (["build", "--families", "x" * 300], "build"),
    "a family that is no text": (["build", "--families", "\udcff"], "build"),
    "a run with a control character": (["build", "--run-id", "a\x01"], "build"),
    "a run that is no text": (["build", "--run-id", "\udcff"], "build"),
    "a commit that is no text": (["build", "--git-commit", "\udcff"], "build"),
    "unknown schema": (["schema", "master"], "schema"),
}


@pytest.mark.parametrize(("arguments", "command"), USAGE.values(), ids=USAGE.keys())
def test_a_usage_error_is_one_message_or_one_envelope(
    arguments: list[str], command: str | None, here: Path, former: Path, run: Run
) -> None:
    if arguments[:1] == ["build"]:
        usual = ["--routing-plan", "routing_plan.json", "--git-commit", "abc1234"]
        arguments = [*arguments[:1], *usual, *arguments[1:]]
    before = tree(here)

    ended = run(*arguments)
    envelope = run(*arguments, "--format=json").envelope

    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: ")
    assert len(ended.stderr) < 1000
    assert (envelope["exit_code"], envelope["command"]) == (2, command)
    assert envelope["error"]["type"] == "UsageError"
    assert tree(here) == before
    assert former.is_dir()


def test_a_clock_that_is_no_number_is_refused(build: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")

    ended = build()

    assert ended.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in ended.stderr
    assert "seconds since 1970" in ended.stderr


def test_every_contradiction_is_named_but_a_flood_is_cut(here: Path, build: Run) -> None:
    symbols = {f"S{number:04}": decision("ROUTE_BOTH") for number in range(1000)}
    document = routing_plan({"ret_1d": target(symbols, route="DISABLED")})
    (here / "routing_plan.json").write_text(plan_text(document), encoding="utf-8")

    findings = build("--format", "json").envelope["findings"]
    text = build().stderr

    assert [finding["pointer"] for finding in findings] == [f"/targets/ret_1d/symbols/{name}/route" for name in symbols]
    assert "S0000" in text
    assert "1000" in text
    assert len(text.splitlines()) < 100


def test_rows_without_a_decision_are_a_note(here: Path, build: Run) -> None:
    (here / "candidates.csv").write_text(
        f"{HEADER}ret_1d,IBM,0.5,10\nret_1d,XOM,0.5,10\nother,,0.5,10\n", encoding="utf-8"
    )

    ended = build("--candidates", "candidates.csv")
    account = build("--candidates", "candidates.csv", "--format", "json").envelope["result"]["account"]["candidates"]

    assert ended.exit_code == 0
    assert "note: 2 rows of the candidates have no decision in the routing plan" in ended.stderr
    assert "note: 3 jobs have no row in the candidates" in ended.stderr
    assert account == {"rows": 3, "without_decision": 2, "jobs_without_row": 3, "scores_left_out": 0}


@pytest.mark.parametrize("score", ["NaN", "nan", "inf", "-inf"])
def test_a_score_that_is_no_finite_number_is_left_out_and_counted(score: str, here: Path, build: Run) -> None:
    (here / "candidates.csv").write_text(f"{HEADER}ret_1d,,0.25,30\nret_1d,IBM,{score},10\n", encoding="utf-8")

    envelope = build("--candidates", "candidates.csv", "--format", "json").envelope
    jobs = json.loads((here / "plan/master_training_plan.json").read_bytes())["jobs"]
    metadata = {job["job_id"]: job["metadata"] for job in jobs}

    assert envelope["exit_code"] == 0
    assert envelope["result"]["account"]["candidates"]["scores_left_out"] == 1
    assert any("no finite number" in note for note in envelope["notes"])
    assert metadata["cs_ret_1d"]["score"] == 0.25
    assert "score" not in metadata["sym_ret_1d_IBM"]
    assert metadata["sym_ret_1d_IBM"]["sample_size"] == 10


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "{}\n", "---\n", "\ufeff", "---\n# nothing\n...\n"])
def test_an_empty_config_means_the_default(text: str, here: Path, build: Run) -> None:
    assert build().exit_code == 0
    before = tree(here / "plan")
    (here / "config.yaml").write_text(text, encoding="utf-8")

    assert build("--config", "config.yaml").exit_code == 0

    assert tree(here / "plan") == before


def test_whole_numbers_are_written_without_a_point(here: Path, build: Run) -> None:
    (here / "config.yaml").write_text(
        "family_rules: [{match: {min_sample_size: 5.0}, model_families: [a]}]\n"
        "priorities: {ROUTE_BOTH: {OTHER: 71.0}}\n",
        encoding="utf-8",
    )

    findings = build("--config", "config.yaml", "--format", "json").envelope["findings"]

    assert [(finding["code"], finding["pointer"], finding["hint"]) for finding in findings] == [
        (Code.NOT_A_PLAIN_INTEGER, "/family_rules/0/match/min_sample_size", "write 5"),
        (Code.NOT_A_PLAIN_INTEGER, "/priorities/ROUTE_BOTH/OTHER", "write 71"),
    ]


def test_views_refuses_a_master_whose_whole_numbers_have_a_point(here: Path, build: Run, run: Run) -> None:
    build()
    master = here / "plan/master_training_plan.json"
    data = master.read_bytes()
    assert b'"total_jobs": 4' in data
    master.write_bytes(data.replace(b'"total_jobs": 4', b'"total_jobs": 4.0'))

    ended = run("views", "plan")

    assert ended.exit_code == 1
    assert Code.NOT_A_PLAIN_INTEGER in ended.stderr
    assert "write 4" in ended.stderr


MASTERS = {
    "not JSON": (b'"jobs": [', b'"jobs": [,', Code.SYNTAX),
    "unknown route": (b'"route":"ROUTE_BOTH"', b'"route":"ROUTE_BOHT"', Code.NOT_ALLOWED_VALUE),
    "wrong total": (b'"total_jobs": 4', b'"total_jobs": 999', Code.WRONG_TOTAL_JOBS),
    "a job twice": (b'"job_id":"sym_vol_5d_IBM"', b'"job_id":"sym_ret_1d_IBM"', Code.DUPLICATE_JOB_ID),
    "a job that is no object": (b'\n{"job_id":"cs_ret_1d"', b'\n7,{"job_id":"cs_ret_1d"', Code.WRONG_TYPE),
    "unknown key": (b'"reason":"pooled"', b'"raeson":"pooled"', Code.MISSING_PROPERTY),
    "duplicate key": (b'"reason":"pooled"', b'"reason":"pooled","reason":"x"', Code.DUPLICATE_KEY),
    "too large a number": (b'"stability":"STABLE"', b'"stability":1e999', Code.NOT_FINITE),
    "deep facts": (b'"stability":"STABLE"', b'"stability":' + b"[" * 5000 + b"]" * 5000, Code.TOO_DEEP),
}


@pytest.mark.parametrize("fault", MASTERS.values(), ids=MASTERS.keys())
def test_views_refuses_a_bad_master_and_touches_nothing(
    fault: tuple[bytes, bytes, Code], here: Path, build: Run, run: Run
) -> None:
    old, new, code = fault
    build()
    master = here / "plan/master_training_plan.json"
    data = master.read_bytes()
    assert old in data
    master.write_bytes(data.replace(old, new, 1))
    (here / "plan/by_symbol/IBM.json").unlink()
    before = tree(here)

    ended = run("views", "plan")
    envelope = run("views", "plan", "--format", "json").envelope

    assert ended.exit_code == 1
    assert "plan/master_training_plan.json:" in ended.stderr
    assert code in ended.stderr
    assert code in [finding["code"] for finding in envelope["findings"]]
    assert tree(here) == before


@pytest.mark.parametrize("folder", ["none", "routing_plan.json", "empty"])
def test_views_needs_a_plan_folder(folder: str, here: Path, run: Run) -> None:
    (here / "empty").mkdir()
    before = tree(here)

    ended = run("views", folder)
    envelope = run("views", folder, "--format", "json").envelope

    assert ended.exit_code == 3
    assert folder in ended.stderr
    assert "hint: " in ended.stderr
    assert envelope["error"]["type"] == "UnreadableFileError"
    assert tree(here) == before


class FullDisk(io.BytesIO):
    """A file on a disk without space."""

    def write(self, _: Any, /) -> int:  # noqa: ANN401 - anything with bytes
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_former_plan_wherever_it_strikes(
    here: Path, former: Path, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(here)
    really_open = Path.open
    written = 0
    full_at = 0

    def open_until_full(self: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:  # noqa: ANN401 - as Path.open
        nonlocal written
        if "w" in mode:
            written += 1
            if written > full_at:
                return FullDisk() if "b" in mode else io.TextIOWrapper(FullDisk(), write_through=True)
        return really_open(self, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", open_until_full)
    outcomes: list[Ended] = []
    while not outcomes or outcomes[-1].exit_code:
        written = 0
        outcomes.append(build())
        if outcomes[-1].exit_code:
            assert tree(here) == before
        full_at += 1

    assert len(outcomes) > len(list(former.rglob("*.json")))
    for ended in outcomes[:-1]:
        assert ended.exit_code == 3
        assert ended.stdout == ""
        assert "plan" in ended.stderr
        assert os.strerror(errno.ENOSPC) in ended.stderr
        assert "nothing was changed" in ended.stderr
        assert "free some space and run again" in ended.stderr


@pytest.mark.parametrize("method", ["mkdir", "open"])
def test_no_right_to_write_is_said(
    method: str, here: Path, former: Path, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(here)
    really = getattr(Path, method)

    def refuse(self: Path, *rest: Any, **options: Any) -> Any:  # noqa: ANN401 - as the method
        if method == "mkdir" or rest[:1] == ("wb",):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return really(self, *rest, **options)

    monkeypatch.setattr(Path, method, refuse)
    ended = build()
    envelope = build("--format", "json").envelope

    assert ended.exit_code == 3
    assert ended.stderr.startswith("error: plan")
    assert os.strerror(errno.EACCES) in ended.stderr
    assert "nothing was changed" in ended.stderr
    assert "make the folder writable and run again" in ended.stderr
    assert envelope["error"]["type"] == "PublicationError"
    assert tree(here) == before
    assert former.is_dir()


@pytest.mark.parametrize("name", ["by_symbol", "by_target", "by_type", "by_route"])
def test_a_file_where_a_view_folder_belongs_is_named(name: str, here: Path, build: Run) -> None:
    (here / "plan").mkdir()
    (here / "plan" / name).write_text("mine", encoding="utf-8")
    before = tree(here)

    ended = build()

    assert ended.exit_code == 3
    assert f"plan/{name}" in ended.stderr
    assert tree(here) == before


def test_a_folder_where_the_master_belongs_is_named(here: Path, build: Run) -> None:
    (here / "plan/master_training_plan.json").mkdir(parents=True)
    before = tree(here)

    ended = build()

    assert ended.exit_code == 3
    assert "plan/master_training_plan.json" in ended.stderr
    assert tree(here) == before


def test_memory_that_runs_out_is_said(build: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("training_plan.building.routing_plan.read_bytes", no_memory)

    assert "not enough memory" in build().stderr
    assert build("--format", "json").envelope["exit_code"] == 3


@pytest.mark.parametrize("bad", ["NaN", "not UTF-8", "deep", "pooled routes without a pooled model"])
def test_the_real_command_shows_no_traceback(bad: str, here: Path, run_process: Run) -> None:
    (here / "routing_plan.json").write_bytes(
        b"\xff" if bad == "not UTF-8" else PLANS[bad].data,
    )

    text = run_process("build", "--routing-plan", "routing_plan.json", "--out", "plan")
    envelope = run_process("build", "--routing-plan", "routing_plan.json", "--out", "plan", "--format", "json").envelope

    assert text.exit_code == 1
    assert text.stdout == ""
    assert text.stderr.startswith("error: ")
    assert "Traceback" not in text.stderr
    assert envelope["exit_code"] == 1
    assert not (here / "plan").exists()
