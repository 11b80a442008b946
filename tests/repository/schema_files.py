"""The schemas of the checkout, and what two validators say of a value."""

from __future__ import annotations

import json
from typing import Final

import jsonschema
import jsonschema_rs

import generate_models
from repository.schema_lint import Schema

ROOT: Final = generate_models.ROOT
SCHEMAS: Final[dict[str, Schema]] = {
    path.name: json.loads(path.read_bytes()) for path in sorted((ROOT / "schema").glob("*.json"))
}


def accepts(schema: Schema, value: object) -> tuple[bool, bool]:
    """Return what jsonschema and jsonschema_rs say."""
    slow = jsonschema.Draft202012Validator(schema).is_valid(value)
    fast: bool = jsonschema_rs.Draft202012Validator(schema).is_valid(value)
    return slow, fast
