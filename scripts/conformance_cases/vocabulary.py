"""The names, limits and values that the documents of the suite share."""

from __future__ import annotations

TARGET = "y_will_swing_low_10m_0.20"
OTHER_TARGET = "fwd_ret_5d"
LONGEST = 200
EXACT = 2**53 - 1
SHA256 = "5f2c" * 16
ROUTES = (
    "ROUTE_CROSS_SECTIONAL",
    "ROUTE_SYMBOL_SPECIFIC",
    "ROUTE_BOTH",
    "ROUTE_EXPERIMENTAL_ONLY",
    "ROUTE_BLOCKED",
)
VIEW_FIELDS = ("target", "symbol", "training_type", "route")
VIEW_SCHEMAS = {
    "target": "view_by_target",
    "symbol": "view_by_symbol",
    "training_type": "view_by_type",
    "route": "view_by_route",
}
SCHEMA_OF_KIND = {
    "plan": "master_training_plan",
    "routing-plan": "routing_plan",
    "config": "plan_config",
    "manifest": "manifest",
}
NAMES = (
    ("with_slash", "BF/B", "A slash is a character like others."),
    ("with_caret", "^GSPC", "So is a caret."),
    ("with_equals", "ES=F", "So is an equals sign."),
    ("like_yaml_false", "NO", "A name that YAML 1.1 reads as false."),
    ("like_a_device", "CON", "A name that is a device somewhere."),
    ("like_a_path", "../../etc/x", "A name is no path."),
    ("like_a_number", "1e5", "A name may look like a number."),
    ("with_blanks", " two  words ", "Blanks count, first and last too."),
    ("with_quotes", "a\"b'c\\d", "Quotes and backslashes."),
    ("with_tilde", "a~1b/c", "Characters that a JSON Pointer escapes."),
    ("not_ascii", "Größe_日本", "Letters of any script."),
    ("with_line_separator", "a\u2028b", "U+2028 is no control character."),
    ("with_soft_hyphen", "a\u00adb\u00a0c", "Nor is anything from U+00A0 on."),
    ("shortest", "A", "One character."),
    ("longest", "n" * LONGEST, "200 characters."),
    (
        "longest_in_code_points",
        "\U0001f4c8" * LONGEST,
        "200 characters beyond U+FFFF: code points count, not UTF-16 units.",
    ),
    ("longest_in_many_bytes", "ä" * LONGEST, "200 characters of two bytes each: code points count, not bytes."),
)


def schema_id(kind: str) -> str:
    """Return the $id of a schema, as in schema/."""
    name = SCHEMA_OF_KIND.get(kind, kind)
    return f"urn:training-plan:{name.replace('_', '-')}:1.0"
