"""What kind of document something is: said by a user, by the document, or told from its keys."""

from __future__ import annotations

from enum import StrEnum

from training_plan.contract.schemas import SchemaName, schema_id
from training_plan.findings import Code, Finding, shown
from training_plan.views.view_families import VIEW_FAMILIES


class DocumentKind(StrEnum):
    """Kinds of document, as a user names them."""

    PLAN = "plan"
    ROUTING_PLAN = "routing-plan"
    CONFIG = "config"
    VIEW = "view"
    MANIFEST = "manifest"


_SCHEMA_OF_KIND = {
    DocumentKind.PLAN: SchemaName.MASTER_TRAINING_PLAN,
    DocumentKind.ROUTING_PLAN: SchemaName.ROUTING_PLAN,
    DocumentKind.CONFIG: SchemaName.PLAN_CONFIG,
    DocumentKind.MANIFEST: SchemaName.MANIFEST,
}

_VIEW_OF_FIELD = {family.field: family.schema for family in VIEW_FAMILIES}

FIELD_OF_VIEW = {family.schema: family.field for family in VIEW_FAMILIES}
"""The field that the jobs of a view share, by the view's schema."""

# The first of these keys that a document has tells its kind.
_TELLING_KEYS = {
    "plan_sha256": SchemaName.MANIFEST,
    "files": SchemaName.MANIFEST,
    "targets": SchemaName.ROUTING_PLAN,
    "summary": SchemaName.MASTER_TRAINING_PLAN,
    **_VIEW_OF_FIELD,
    "jobs": SchemaName.MASTER_TRAINING_PLAN,
    "family_rules": SchemaName.PLAN_CONFIG,
    "priorities": SchemaName.PLAN_CONFIG,
    "model_families": SchemaName.PLAN_CONFIG,
}


def schema_of(document: object, kind: DocumentKind | None) -> SchemaName | None:
    """Return the schema that a document is held against; None if nothing tells it.

    Args:
        document: the document.
        kind: what a user says that it is; told from the document if None.
    """
    if kind is not None and kind is not DocumentKind.VIEW:
        return _SCHEMA_OF_KIND[kind]
    if not isinstance(document, dict):
        return None
    stated = next((name for name in SchemaName if document.get("$schema") == schema_id(name)), None)
    if kind is DocumentKind.VIEW:
        told = next((schema for field, schema in _VIEW_OF_FIELD.items() if field in document), None)
        return stated if stated in FIELD_OF_VIEW else told
    return stated or next((schema for key, schema in _TELLING_KEYS.items() if _tells(document, key)), None)


def _tells(document: dict[str, object], key: str) -> bool:
    # The key of a view is text; "target" over an object is "targets" misspelt.
    return key in document and not (key in _VIEW_OF_FIELD and isinstance(document[key], dict))


def unknown_kind(document: object, kind: DocumentKind | None, file: str) -> Finding:
    """Return the finding about a document of which ``schema_of`` does not know what it is."""
    if kind is DocumentKind.VIEW:
        what, hint = "a view", "a view names its key: one of " + ", ".join(_VIEW_OF_FIELD)
    else:
        what, hint = "a document of the contract", "say what it should be with --kind " + "|".join(DocumentKind)
    message = f"this cannot be told to be {what}: {shown(document)}"
    return Finding(code=Code.UNKNOWN_KIND, message=message, file=file, hint=hint)
