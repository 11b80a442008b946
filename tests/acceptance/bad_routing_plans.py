"""Routing plans that are refused."""

from __future__ import annotations

import json

from acceptance.bad_input import LONG, BadInput
from training_plan.findings import Code
from unit.sample_plans import plan_text, routing_plan

TEXT = plan_text()


def edited(old: str, new: str, text: str = TEXT) -> bytes:
    """Return the routing plan with its first ``old`` replaced by ``new``."""
    assert old in text
    return text.replace(old, new, 1).encode()


def mark(value: str) -> bytes:
    """Return the routing plan with ``value`` as the commit, where text or null is expected."""
    return edited('"git_commit": null', f'"git_commit": {value}')


PLANS = {
    "empty file": BadInput(data=b"", code=Code.SYNTAX, says=("not JSON", "the file is empty")),
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
    "unknown route of a symbol of digits": BadInput(
        data=edited("ROUTE_CROSS_SECTIONAL", "ROUTE_CROSS").replace(b'"AAPL"', b'"007"'),
        code=Code.NOT_ALLOWED_VALUE,
        says=("/targets/ret_1d/symbols/007/route",),
        at='"ROUTE_CROSS"',
    ),
    "unknown route below an empty name": BadInput(
        data=edited("ROUTE_CROSS_SECTIONAL", "ROUTE_CROSS").replace(b'"AAPL"', b'""'),
        code=Code.NOT_ALLOWED_VALUE,
        says=("/targets/ret_1d/symbols//route", 'the key "" is not allowed'),
        at='"ROUTE_CROSS"',
        findings=2,
    ),
    "unknown pooled route": BadInput(
        data=edited('"ENABLED"', '"enabled"'),
        code=Code.NOT_ALLOWED_VALUE,
        says=(
            '"enabled" is not allowed: it must be one of ENABLED, DISABLED at /targets/ret_1d/cross_sectional/route',
            "(did you mean ENABLED?)",
        ),
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
