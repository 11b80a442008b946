"""The checkout: what stands where, and what must not stand anywhere."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import generate_models

ROOT = generate_models.ROOT

FOLDERS = {"schema", "generated", "src", "tests", "scripts", ".ci"}
FILES = {
    ".gitignore",
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "pyproject.toml",
}
MAX_LINES = 350


def ignored_names() -> set[str]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return {".git", *(line.strip("/") for line in lines)}


def listed_by_git() -> list[str]:
    """Return every file that git has or would add; nothing if this is no checkout."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return []
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return [name for name in done.stdout.decode().split("\0") if name]


def listed_by_walking() -> list[str]:
    """Return every file whose name, and the names of its folders, .gitignore does not list."""
    ignored = ignored_names()
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in ignored and not name.endswith(".egg-info")]
        found += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in files if name not in ignored]
    return found


TREE = sorted(name for name in listed_by_git() or listed_by_walking() if (ROOT / name).is_file())
MODULES = [name for name in TREE if name.endswith(".py")]
WRITTEN_BY_HAND = [name for name in MODULES if name.startswith(("src/", "scripts/"))]
DOCUMENTS = [name for name in TREE if name.endswith(".md") and not name.startswith("tests/")]


def text_of(name: str) -> str | None:
    """Return a file's text; None if it is no text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


# The tree.


def test_walking_finds_the_modules_that_git_lists() -> None:
    assert {name for name in TREE if name.endswith(".py")} == {
        name for name in listed_by_walking() if name.endswith(".py")
    }


def test_the_top_level_holds_what_was_agreed() -> None:
    tops = {name.split("/", 1)[0] for name in TREE}
    assert tops == FOLDERS | FILES


@pytest.mark.parametrize("name", [*sorted(FILES), ".ci/run"])
def test_a_file_that_people_look_for_says_something(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8")) > 50


def test_the_ci_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert text.startswith("#!")
    # Without it the tests of ajv are skipped where there is no node.
    assert text.endswith("CI=true exec make test\n")


def test_no_two_names_differ_only_by_case() -> None:
    assert len({name.lower() for name in TREE}) == len(TREE)


# Modules.


@pytest.mark.parametrize("name", WRITTEN_BY_HAND)
def test_a_module_says_what_it_holds(name: str) -> None:
    assert ast.get_docstring(ast.parse((ROOT / name).read_bytes()))


def test_there_are_modules_in_every_folder_of_code() -> None:
    assert {"src", "scripts", "tests", "generated"} == {name.split("/", 1)[0] for name in MODULES}


@pytest.mark.parametrize("name", WRITTEN_BY_HAND)
def test_a_module_is_small(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= MAX_LINES


# Words that must not stand anywhere. Each pattern is spelled so that it does not match itself.

FORBIDDEN = {
    "unfinished work": re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b"),
    "package registry": re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.](npmjs|yarnpkg)|artifactory[.]|nexus[.]|(index|registry)[-_]url[ =]",
        re.I,
    ),
    "folder of one machine": re.compile(r"(?<![\w.~*/)}-])/(home|root|Users|work|workspace)/\w|[A-Z]:\\Users\\"),
    "mark of a conflict": re.compile(r"^(<{7}|>{7}|={7})( |$)", re.MULTILINE),
}

FOUND = {
    "unfinished work": ["# TO" + "DO: later", "FIX" + "ME"],
    "package registry": ["https://pypi" + ".org/simple", "--index" + "-url https://x", "registry" + ".npmjs.org"],
    "folder of one machine": ["/home" + "/ann/plan", "open('/work" + "/main')", "C:" + "\\Users\\ann"],
    "mark of a conflict": ["a\n" + "<" * 7 + " ours\n"],
}
NOT_FOUND = ["METHODOLOGY", "indexurl", "net/work/x", "~/home/x", "https://json-schema.org/draft", "======== title"]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_text_has_a_forbidden_word(what: str) -> None:
    hits = []
    for name in TREE:
        for number, line in enumerate((text_of(name) or "").splitlines(), start=1):
            if FORBIDDEN[what].search(line):
                hits.append(f"{name}:{number}: {line.strip()[:100]}")
    assert hits == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_forbidden_word_is_found(what: str) -> None:
    assert all(FORBIDDEN[what].search(text) for text in FOUND[what])
    assert not any(FORBIDDEN[what].search(text) for text in NOT_FOUND)


def test_text_files_end_with_one_newline_and_have_unix_line_ends() -> None:
    bad = []
    for name in TREE:
        text = text_of(name)
        data = (ROOT / name).read_bytes()
        if (
            text
            # Test data and the conformance suite are about bytes.
            and not name.startswith(("tests/", "schema/conformance/"))
            and (b"\r" in data or not text.endswith("\n") or text.endswith("\n\n"))
        ):
            bad.append(name)
    assert bad == []


# Documents.


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_links_of_a_document_lead_somewhere(name: str) -> None:
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text_of(name) or "", flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        file, _, anchor = target.partition("#")
        if ":" in file:
            continue
        path = (ROOT / name).parent / file if file else ROOT / name
        assert path.exists(), target
        if anchor:
            assert anchor in anchors(path), target


def anchors(path: Path) -> set[str]:
    """Return the anchors that a forge gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# pyproject.toml.

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
GENERATOR = "datamodel-code-generator"


def dependencies() -> list[str]:
    listed: list[str] = list(PROJECT["project"]["dependencies"])
    for group in PROJECT["dependency-groups"].values():
        listed += group
    for extra in PROJECT["project"].get("optional-dependencies", {}).values():
        listed += extra
    return listed


@pytest.mark.parametrize("dependency", dependencies())
def test_a_dependency_says_why_it_is_there(dependency: str) -> None:
    assert re.search(rf'^  "{re.escape(dependency)}", +# \w.+$', PYPROJECT, flags=re.MULTILINE)


def test_the_generator_is_pinned_once_and_exactly_and_installed_as_pinned() -> None:
    (pin,) = (dependency for dependency in dependencies() if dependency.startswith(GENERATOR))
    assert pin == f"{GENERATOR}=={version(GENERATOR)}"


def test_no_dependency_is_fetched_from_an_address() -> None:
    assert not [dependency for dependency in dependencies() if "@" in dependency or "://" in dependency]
