"""Read a file, parse it, and hold it against its schema: one place that words what can go wrong."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from training_plan.contract.explanations import schema_findings, written_with_fraction
from training_plan.contract.json_parsing import parse_json
from training_plan.contract.positions import JsonPositions, Locate, Path
from training_plan.contract.schemas import SchemaName
from training_plan.errors import InvalidDocumentError, UnreadableFileError

Model = TypeVar("Model")


def locator(data: bytes) -> Locate:
    """Return what finds places in a JSON document; the text is decoded only when it is first asked."""
    positions: list[JsonPositions] = []

    def locate(path: Path) -> tuple[int | None, int | None]:
        if not positions:
            positions.append(JsonPositions(data.decode()))
        return positions[0].of_path(path)

    return locate


def read_bytes(path: pathlib.Path, what: str) -> bytes:
    """Return the bytes of a file; errors as in ``reading``."""
    with reading(path, what):
        return path.read_bytes()


def leads_to_folder(path: pathlib.Path, what: str) -> bool:
    """Return whether a path leads to a folder; errors as in ``reading``, but none where there is nothing."""
    with reading(path, what):
        return path.is_dir()


@contextmanager
def reading(path: pathlib.Path, what: str) -> Iterator[None]:
    """Word what the system says of a file that is read inside.

    Raises:
        UnreadableFileError: if there is no such file, it is a folder, or it cannot be read; ``what``
            names it in the message.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise UnreadableFileError(f"there is no such {what}", path=path, hint="check the path") from error
    except IsADirectoryError as error:
        raise UnreadableFileError(f"this is a folder, not a {what}", path=path, hint="name the file in it") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFileError(f"the {what} cannot be read: {reason}", path=path) from error


def parse_model(model: type[Model], name: SchemaName, data: bytes, file: str) -> Model:
    """Return the JSON document in ``data``, which keeps the schema ``name``, as its model.

    Raises:
        InvalidDocumentError: with every finding, if it is no JSON or breaks the schema.
    """
    document = parse_json(data, file)
    return model_of(model, name, document, file, locator(data))


def model_of(model: type[Model], name: SchemaName, document: object, file: str, locate: Locate) -> Model:
    """Return a document that keeps the schema ``name`` as its model; errors as in ``parse_model``."""
    findings = list(schema_findings(name, document, file, locate))
    if not findings:
        try:
            return msgspec.convert(document, model)
        except msgspec.ValidationError:
            # The one thing that every schema allows and the models do not.
            findings = list(written_with_fraction(name, document, file, locate))
    raise InvalidDocumentError(f"not a valid {name.replace('_', ' ')}", findings=findings)
