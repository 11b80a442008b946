"""What no reader should take for a document, made of a good plan."""

from __future__ import annotations

from collections.abc import Iterator

from conformance_cases.case import Case
from conformance_cases.layout import pretty, replaced
from conformance_cases.plan_documents import small_plan


def unparsable_plans() -> Iterator[Case]:
    """Yield files that are no JSON documents, made of a good plan."""
    text = pretty(small_plan())
    bad_bytes = '"symbol": "AAPL"'
    rows: tuple[tuple[str, str, str, str, bytes], ...] = (
        ("latin_1", "TP101", "", "The file is UTF-8; this is Latin-1.", replaced(text, bad_bytes, b'"symbol": "\xc4"')),
        ("utf_8_cut", "TP101", "", "A character is cut in two.", replaced(text, bad_bytes, b'"symbol": "\xc3"')),
        (
            "utf_8_overlong",
            "TP101",
            "",
            "An overlong form is no UTF-8.",
            replaced(text, bad_bytes, b'"symbol": "\xc0\x81"'),
        ),
        (
            "utf_8_surrogate",
            "TP101",
            "",
            "A surrogate is no character.",
            replaced(text, bad_bytes, b'"symbol": "\xed\xa0\x80"'),
        ),
        ("utf_16", "TP101", "", "The file is UTF-8; this is UTF-16.", text.decode().encode("utf-16")),
        ("byte_order_mark", "TP102", "", "The file starts without a byte-order mark.", b"\xef\xbb\xbf" + text),
        ("empty_file", "TP103", "", "An empty file is no document.", b""),
        ("only_blanks", "TP103", "", "Nor are blanks.", b" \n"),
        ("cut_short", "TP103", "", "The end is missing.", text[:-4]),
        ("two_documents", "TP103", "", "One document a file.", text + text),
        ("text_after_the_end", "TP103", "", "Nothing follows the document.", text + b"x\n"),
        (
            "comma_after_the_last",
            "TP103",
            "",
            "No comma after the last member.",
            replaced(text, '"score": 0.5', '"score": 0.5,'),
        ),
        (
            "comma_missing",
            "TP103",
            "",
            "Members are parted by commas.",
            replaced(text, '"priority": 50,', '"priority": 50'),
        ),
        (
            "comment",
            "TP103",
            "",
            "JSON has no comments.",
            replaced(text, '"priority": 50,', '"priority": 50, // fifty'),
        ),
        ("single_quotes", "TP103", "", "Texts have double quotes.", replaced(text, '"AAPL"', "'AAPL'")),
        ("bare_key", "TP103", "", "Keys have double quotes.", replaced(text, '"symbol":', "symbol:")),
        ("bare_number_key", "TP103", "", "So have keys of digits.", replaced(text, '"50": 1', "50: 1")),
        ("leading_zero", "TP103", "", "No leading zero.", replaced(text, '"priority": 50', '"priority": 050')),
        ("leading_plus", "TP103", "", "No leading plus.", replaced(text, '"priority": 50', '"priority": +50')),
        ("hexadecimal", "TP103", "", "Numbers are decimal.", replaced(text, '"priority": 50', '"priority": 0x32')),
        ("bare_point", "TP103", "", "A digit stands before the point.", replaced(text, '"score": 0.5', '"score": .5')),
        ("python_none", "TP103", "", "Nothing is null.", replaced(text, '"score": 0.5', '"score": None')),
        (
            "raw_newline_in_text",
            "TP103",
            "",
            "A newline in a text is escaped.",
            replaced(text, "made for", "made\nfor"),
        ),
        ("bad_escape", "TP103", "", "There is no escape \\x.", replaced(text, '"AAPL"', '"\\x41APL"')),
        (
            "lone_surrogate",
            "TP103",
            "",
            "Half a surrogate pair is no character.",
            replaced(text, '"AAPL"', '"\\ud800"'),
        ),
        (
            "key_twice",
            "TP104",
            "/metadata/run_id",
            "A key stands once.",
            replaced(text, '"run_id"', '"run_id": "", "run_id"'),
        ),
        (
            "key_twice_in_root",
            "TP104",
            "/jobs",
            "A key stands once.",
            replaced(text, "{\n  ", '{\n  "jobs": [],\n  ')
            if text.count(b"{\n  ") == 1
            else text.replace(b"{\n  ", b'{\n  "jobs": [],\n  ', 1),
        ),
        (
            "key_twice_in_job",
            "TP104",
            "/jobs/0/priority",
            "A key stands once.",
            replaced(text, '"priority": 50', '"priority": 9, "priority": 50'),
        ),
        (
            "key_twice_same_value",
            "TP104",
            "/jobs/0/priority",
            "Even with the same value.",
            replaced(text, '"priority": 50', '"priority": 50, "priority": 50'),
        ),
        (
            "key_twice_escaped",
            "TP104",
            "/jobs/0/priority",
            "Even if one is escaped.",
            replaced(text, '"priority": 50', '"\\u0070riority": 50, "priority": 50'),
        ),
        (
            "key_twice_in_job_metadata",
            "TP104",
            "/jobs/0/metadata/score",
            "Even where any key may stand.",
            replaced(text, '"score": 0.5', '"score": 0.5, "score": 1'),
        ),
        (
            "key_twice_in_counts",
            "TP104",
            "/summary/by_priority/50",
            "Even in a map.",
            replaced(text, '"50": 1', '"50": 1, "50": 1'),
        ),
        ("nan", "TP105", "", "NaN is no number.", replaced(text, '"score": 0.5', '"score": NaN')),
        ("infinity", "TP105", "", "Infinity is no number.", replaced(text, '"score": 0.5', '"score": Infinity')),
        ("minus_infinity", "TP105", "", "Nor is -Infinity.", replaced(text, '"score": 0.5', '"score": -Infinity')),
        ("number_beyond_double", "TP105", "", "No double holds it.", replaced(text, '"score": 0.5', '"score": 1e999')),
        (
            "too_deep",
            "TP106",
            "",
            "20,000 lists in each other.",
            replaced(text, '"score": 0.5', f'"score": {"[" * 20000}{"]" * 20000}'),
        ),
    )
    for name, code, at, reason, data in rows:
        yield Case("plan", "master_training_plan", f"parse_{name}", data, reason, "parse", code, at)
