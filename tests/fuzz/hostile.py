"""What breaks software: words, keys, texts, numbers, and pieces of JSON, of YAML and of any file."""

from __future__ import annotations

from typing import Final

from support.strategies import HARD_FLOATS, HARD_NAMES, HARD_TEXTS, WHOLE_NUMBERS

WORDS: Final = (
    *("ROUTE_CROSS_SECTIONAL", "ROUTE_SYMBOL_SPECIFIC", "ROUTE_BOTH", "ROUTE_EXPERIMENTAL_ONLY", "ROUTE_BLOCKED"),
    *("cross_sectional", "symbol_specific", "ENABLED", "DISABLED", "STRONG", "WEAK_BUT_OK", "EXPERIMENTAL"),
    *("DISALLOWED", "STABLE", "DRIFTING", "DIVERGED", "UNKNOWN", "enabled", "route_both", "OTHER", "by_symbol"),
    *("2025-12-11T18:45:00Z", "2025-12-11", "2025-13-41T99:99:99Z", "0001-01-01T00:00:00Z", "1.0", "1.17", "2.0"),
    *("1.", "1.\u0661", "\u0661", "urn:training-plan:master-training-plan:1.0", "urn:training-plan:view-by-symbol:1.0"),
)
"""Words that mean something in some document of the contract, and near misses of them."""

KEYS: Final = (
    *("metadata", "summary", "jobs", "job_id", "target", "symbol", "route", "training_type", "model_families"),
    *("priority", "reason", "schema_version", "generated_at", "total_jobs", "by_priority", "covered_symbols"),
    *("targets", "cross_sectional", "symbols", "state", "family_rules", "match", "priorities", "OTHER", "files"),
    *("score", "sample_size", "cs_state", "account", "plan_sha256", "path", "key", "kind", "$schema", "$ref"),
    *("Priority", "prioritty", "", "<<", "=", "__class__", "-1", "0", "90"),
)
"""Keys that stand somewhere in a document of the contract, and others."""

TEXTS: Final = (
    *HARD_NAMES,
    *HARD_TEXTS,
    *WORDS,
    *("\ud800", "\udfff\ud800", "a\udcff", "\x00", "x" * 201, "x" * 5000, "../../etc/passwd", "AAPL\n", " AAPL"),
    *("\x1b[2J\x1b]0;title\x07", "\u202egnp.exe", "a\u0301" * 60, "[" * 20, "*a" * 40 + "b", "[z-a]*", "%s{0}%(x)d"),
)

NUMBERS: Final = (
    *WHOLE_NUMBERS,
    *HARD_FLOATS,
    *(1.0, 90.0, 2**53 + 1, 2.0**53, 2**64, -(2**64), 10**30, float("nan"), float("inf"), float("-inf")),
)

RAW_JSON: Final = (
    *("NaN", "-Infinity", "1e999", "-1e999", "1e-999", "01", "+1", "1.", ".5", "0x1F", "1_000", "9" * 5000),
    *("1" + "0" * 400, "1" * 310 + ".5", "-0", "-", "'single'", "bare", "undefined", "None", "True", "", ","),
    *("//c\n1", "/*c*/1", '"open', "[1,]", '{"a":1,}', "{a:1}", '"\\ud800"', '"\\x41"', '"\\u12"', '"tab\there"'),
    *('"nul\x00"', '{"a":1,"a":2}', '{"a" : 1, "\\u0061" : 2}', '"\\ud83d\\ude00"', '"\\ude00\\ud83d"'),
    *("[" * 190 + "]" * 190, "[" * 250 + "]" * 250, '{"a":' * 201 + "1" + "}" * 201, "[" * 150),
)
"""Text to write where a value of JSON belongs: most of it is none."""

RAW_YAML: Final = (
    *("!!python/object/apply:os.system [ls]", "!!python/name:os.system", "!!binary aGk=", "!!binary '%'", "!!set {a}"),
    *("!!omap [a: 1]", "!!pairs [a: 1]", "!!timestamp 2025-12-11", "!!int x", "!!int ''", "!!float abc", "!!float ''"),
    *("!!bool maybe", "!!null x", "!!str [a]", "!!map [a]", "!!seq {a: 1}", "!local x", "!<tag:x,2025:y> z", "! x"),
    *("2025-12-11", "2025-12-11 18:45:00 +25:99", "9999-99-99", "12:30:00", "190:20:30.15", ".inf", "-.INF", ".nan"),
    *(
        "0o17",
        "017",
        "08",
        "0b12",
        "0x",
        "0x_",
        "0b_",
        "1_000",
        "_1",
        "1e5",
        "1.5e+400",
        "9" * 5000,
        "yes",
        "~",
        "=",
        "<<",
    ),
    *("&a [*a]", "&a {a: *a}", "&a x", "*a", "*nobody", "&a &b x", "{<<: *a}", "{<<: 1}", "{<<: [1]}", "{<<: {a: 1}}"),
    *("{[a]: 1}", "{{a: 1}: 2}", "{? a : 1}", "{1: 2, 1.0: 3}", "{null: 1}", "{a: 1, 'a': 2}", "{<<: {a: 1}, a: 2}"),
    *("|\n    text\n", ">-\n    text\n", "|99\n", "|0\n", "'it''s'", '"\\x1b\\u202e"', '"\\ud800"', '"\\U00110000"'),
    *(
        '"\\q"',
        "'open",
        "[a, b",
        "{a: 1",
        "@x",
        "`x",
        "%x",
        "a: b: c",
        "- - a",
        "\t- a",
        "[" * 250 + "]" * 250,
        "0x" + "f" * 5000,
        "1:" * 3000 + "1",
    ),
)
"""Text to write where a value of YAML belongs."""

_LAUGHS: Final = "\n".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

YAML_DOCUMENTS: Final = (
    f"a: &a [x, x, x]\n{_LAUGHS}\nmodel_families: *i\n",
    "family_rules: &a\n  - match: {target: x}\n    model_families: *a\n",
    "base: &b {ROUTE_BOTH: {OTHER: 70}}\npriorities:\n  <<: *b\n  <<: *b\n",
    "model_families: [a]\n---\nmodel_families: [b]\n",
    "%YAML 9.9\n---\nmodel_families: [a]\n",
    "%TAG ! tag:x,2025:\n---\n!a [b]\n",
    "%TAG !! tag:x,2025:\n---\nmodel_families: !!seq [b]\n",
    "--- # nothing\n...\n",
    "",
    "\ufeffmodel_families: [a]\n",
    "? |\n  model_families\n: [a]\n",
    "? [model_families]\n: [a]\n",
    "- a\n- b\n",
    "- " * 400 + "a\n",
    "a:\n" + "".join(f"{' ' * depth}a:\n" for depth in range(1, 400)),
    "&a a: *a\n",
    "*a : 1\n",
    "model_families: [a, b\n",
    "\tmodel_families: [a]\n",
    "model_families: [a]\r\npriorities: {}\r",
    "model_families\u2028: [a]\u2029",
    "{" * 300,
)
"""Whole documents with what only YAML has."""

BYTES: Final = (
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x1a", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"),
    *(b"\xff", b"\xc2\xa0", b"\xe2\x80\xa8", b"\x0b", b"\x0c", b"\r", b"\r\n", b"\n", b"\t", b" ", b'"', b"'", b"\\"),
    *(b"\\u", b"/", b",", b":", b"[", b"]", b"{", b"}", b"#", b"-", b"?", b"&a ", b"*a", b"!!", b"|", b">", b"%"),
    *(b"@", b"`", b";", b"0", b"9" * 400, b"e9", b".", b"NaN", b"null", b'"a":1,', b'"a" :1,', b"\n  ]"),
    *(b'\n  "jobs": [\n', b"},\n{", b"\xff\xff\xff\xff\x0f", b"\x80\x80\x80\x80\x80\x01", b"PAR1", b"[" * 1200),
)
"""Pieces to put anywhere into a file."""
