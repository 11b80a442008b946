"""Strict YAML: no duplicate key, no tag but the plain ones, and an error that says where."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding

if TYPE_CHECKING:
    import yaml

Path = tuple[str | int, ...]


class YamlDocument:
    """A document and where in the file its values stand.

    Attributes:
        value: the document; an empty file is None.
    """

    def __init__(self, value: Any, root: yaml.Node | None) -> None:  # noqa: ANN401 - a document may be anything
        self.value = value
        self._root = root

    def position(self, path: Path) -> tuple[int | None, int | None]:
        """Return line and column of the value at ``path``, or of the last one on the way."""
        node = self._root
        for part in path:
            inner = _child(node, part)
            if inner is None:
                break
            node = inner
        return (None, None) if node is None else (node.start_mark.line + 1, node.start_mark.column + 1)


def parse_yaml(data: bytes, file: str) -> YamlDocument:
    """Return the document in ``data``.

    Raises:
        InvalidDocumentError: if it is no YAML, not UTF-8, or says a key twice in a mapping.
    """
    import yaml  # noqa: PLC0415 - most runs read no YAML

    try:
        loader = yaml.SafeLoader(data.decode())
        root = loader.get_single_node()
        if root is None:
            return YamlDocument(None, None)
        for key in _repeated_keys(root):
            mark = key.start_mark
            _refuse(Code.DUPLICATE_KEY, f"the key {key.value} stands twice in one object", file, mark)
        return YamlDocument(loader.construct_document(root), root)
    except UnicodeDecodeError as error:
        _refuse(Code.NOT_UTF8, f"byte {error.start} is not UTF-8; save the file as UTF-8", file)
    except yaml.MarkedYAMLError as error:
        _refuse(
            Code.SYNTAX, f"not YAML: {error.problem or error.context}", file, error.problem_mark or error.context_mark
        )
    except yaml.YAMLError as error:
        _refuse(Code.SYNTAX, f"not YAML: {' '.join(str(error).split())}", file)
    except RecursionError:
        _refuse(Code.TOO_DEEP, "the document is nested too deeply", file)
    except ValueError as error:
        # What looks like a date or a number and is none, such as 2025-02-30.
        _refuse(Code.SYNTAX, f"not YAML: {error}; quote the text", file)


def _refuse(code: Code, message: str, file: str, mark: yaml.Mark | None = None) -> NoReturn:
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    finding = Finding(code=code, message=message, file=file, line=line, column=column)
    raise InvalidDocumentError("not a document", findings=[finding])


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    import yaml  # noqa: PLC0415

    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item: yaml.Node = node.value[part]
        return item
    return None


def _repeated_keys(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    import yaml  # noqa: PLC0415

    waiting, visited = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in visited:
            continue
        visited.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            seen: set[Hashable] = set()
            for key, value in node.value:
                waiting.append(value)
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        yield key
                    seen.add(key.value)
