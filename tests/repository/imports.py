"""What each module imports, read from its source and never by running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path


def module_name(path: Path, root: Path) -> str:
    """Return the dotted name of a module below the folder that holds its package."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(root: Path) -> dict[str, Path]:
    """Return every module below a folder, by dotted name."""
    return {module_name(path, root): path for path in sorted(root.rglob("*.py"))}


def imported(path: Path) -> set[str]:
    """Return every name that a module imports, at its top or inside a function: ``a.b`` and ``a.b.name``."""
    return set(_imported(ast.parse(path.read_bytes())))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # A relative import counts as one of the package, so that none slips by.
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def import_graph(root: Path, *, leave_out: frozenset[str] = frozenset()) -> dict[str, set[str]]:
    """Return for every module below a folder the modules below it that it imports."""
    found = {name: path for name, path in modules(root).items() if name not in leave_out}
    return {
        name: {other for other in imported(path) if other in found and other != name} for name, path in found.items()
    }


def cycles(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the modules that import themselves, through others or not."""
    return [name for name in graph if name in reachable(graph, name)]


def reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """Return every module that a module imports, directly or through others."""
    seen: set[str] = set()
    waiting = set(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting |= graph[name]
    return seen
