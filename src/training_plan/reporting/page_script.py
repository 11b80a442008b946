"""The JavaScript of the page: the modules in ``assets/`` as one script, each in a function of its own.

A browser that opens a file from the disk loads no module beside it, and a page that forbids the network may load none
at all. The modules keep to lines that this reads: ``import { a, b } from "./module.js";`` at the start, and ``export``
in front of a function, a class or a const.
"""

from __future__ import annotations

import re
from importlib import resources

FIRST_MODULE = "main"

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def asset(name: str) -> str:
    """Return the text of a file in ``assets/``."""
    return resources.files("training_plan.reporting").joinpath("assets", name).read_text(encoding="utf-8")


def page_script() -> str:
    """Return the script of the page."""
    functions: dict[str, str] = {}
    _add_module(FIRST_MODULE, functions)
    return "\n" + "\n".join(functions.values())


def _add_module(name: str, functions: dict[str, str]) -> None:
    """Add a module as a function that gives what it exports, after those that it imports from."""
    source = asset(f"{name}.js")
    for _, imported in _IMPORT.findall(source):
        if imported not in functions:
            _add_module(imported, functions)
    exported = ", ".join(match[1] for match in _EXPORT.findall(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const \1 = module_\2;", source))
    functions[name] = f"const module_{name} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"
