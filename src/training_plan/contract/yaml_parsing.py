"""Strict YAML: what JSON could say, no key twice, and an error that says where."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NoReturn

from training_plan.contract.json_parsing import MAX_DEPTH
from training_plan.contract.positions import Path
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, shown

if TYPE_CHECKING:
    import yaml

_TAG = "tag:yaml.org,2002:"
_SCALARS = frozenset(_TAG + name for name in ("str", "int", "float", "bool", "null"))
_NUMBERS = frozenset(_TAG + name for name in ("int", "float"))
_UNDER_WAY = -1
_MOST_VALUES = 10_000_000
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


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
        InvalidDocumentError: if it is no YAML, not UTF-8, says a key twice, or says what JSON could not.
    """
    import yaml  # noqa: PLC0415 - most runs read no YAML

    try:
        loader = yaml.SafeLoader(data.decode())
        root = loader.get_single_node()
        if root is None:
            return YamlDocument(None, None)
        _refuse_what_json_lacks(root, file)
        return YamlDocument(loader.construct_document(root), root)
    except UnicodeDecodeError as error:
        _refuse(Code.NOT_UTF8, f"byte {error.start} is not UTF-8; save the file as UTF-8", file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse(Code.SYNTAX, f"not YAML: {error.problem or error.context}", file, mark)
    except yaml.YAMLError as error:
        _refuse(Code.SYNTAX, f"not YAML: {' '.join(str(error).split())}", file)
    except RecursionError:
        _refuse(Code.TOO_DEEP, "the document is nested too deeply", file)
    except (ValueError, LookupError, AttributeError, TypeError, ArithmeticError) as error:
        # The constructors of tagged scalars raise whatever their conversion raises.
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


def _refuse_what_json_lacks(root: yaml.Node, file: str) -> None:
    sizes: dict[int, int] = {}

    def judge(node: yaml.Node, depth: int) -> int:
        """Return the number of values below a node with every alias written out."""
        if sizes.get(id(node), 1) == _UNDER_WAY or depth > MAX_DEPTH:
            message = f"nested too deeply, or in itself; at most {MAX_DEPTH} levels are allowed"
            _refuse(Code.TOO_DEEP, message, file, node.start_mark)
        if id(node) not in sizes:
            sizes[id(node)] = _UNDER_WAY
            sizes[id(node)] = 1 + sum(judge(inner, depth + 1) for inner in _inner_nodes(node, file))
        if sizes[id(node)] > _MOST_VALUES:
            _refuse(Code.TOO_DEEP, "its aliases stand for too many values", file, node.start_mark)
        return sizes[id(node)]

    judge(root, 1)


def _inner_nodes(node: yaml.Node, file: str) -> list[yaml.Node]:
    import yaml  # noqa: PLC0415

    if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
        _judge_keys(node, file)
        return [value for _, value in node.value]
    if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
        return list(node.value)
    _judge_scalar(node, file)
    return []


def _judge_keys(node: yaml.MappingNode, file: str) -> None:
    import yaml  # noqa: PLC0415

    seen: set[str] = set()
    for key, _ in node.value:
        if key.tag == _TAG + "merge":
            continue
        if not isinstance(key, yaml.ScalarNode) or key.tag != _TAG + "str":
            said = key.value if isinstance(key, yaml.ScalarNode) else "a list or an object"
            _refuse(Code.UNKNOWN_PROPERTY, f"the key {said} is no text; quote it", file, key.start_mark)
        if key.value in seen:
            _refuse(Code.DUPLICATE_KEY, f"the key {key.value} stands twice in one object", file, key.start_mark)
        seen.add(key.value)
        _judge_scalar(key, file)


def _judge_scalar(node: yaml.Node, file: str) -> None:
    if node.tag not in _SCALARS:
        kind = node.tag.removeprefix(_TAG)
        said = f"{node.value} is a {kind}, which" if isinstance(node.value, str) else f"a {kind}"
        message = f"{said} is not allowed: write text (in quotes), a number, true, false, null, a list or an object"
        _refuse(Code.WRONG_TYPE, message, file, node.start_mark)
    if node.tag in _NUMBERS and not _is_finite(node):
        message = f"{shown(node.value)} is no number of JSON; leave the value out, or quote it if it is text"
        _refuse(Code.NOT_FINITE, message, file, node.start_mark)
    if isinstance(node.value, str) and _LONE_SURROGATE.search(node.value):
        _refuse(Code.BAD_NAME, "the text holds half of a surrogate pair, which is no character", file, node.start_mark)


def _is_finite(node: yaml.Node) -> bool:
    """Return whether a number is one that a double can hold at all; YAML has others, and in many bases."""
    import yaml  # noqa: PLC0415

    number = yaml.constructor.SafeConstructor().construct_object(node)
    try:
        return math.isfinite(number)
    except OverflowError:
        return False
