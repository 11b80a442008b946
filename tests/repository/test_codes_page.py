"""schema/codes.md explains every code, and its examples print what it says they print."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from repository.schema_files import ROOT
from training_plan.cli.main import main
from training_plan.findings import Code

PAGE = ROOT / "schema" / "codes.md"
START = "The files of the examples"
"""Title of the section whose files and commands come before those of every example."""

_CODE = re.compile(r"TP[0-9]{3}")


@dataclass(slots=True)
class Section:
    """A heading and what follows it up to the next one; ``fences`` are pairs of info string and content."""

    title: str
    prose: str = ""
    fences: list[tuple[str, str]] = field(default_factory=list)


def sections() -> list[Section]:
    found = [Section("")]
    tokens = MarkdownIt("commonmark").parse(PAGE.read_text(encoding="utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            found.append(Section(token.content))
        elif token.type == "inline":
            found[-1].prose += token.content + "\n"
        elif token.type == "fence":
            found[-1].fences.append((token.info, token.content))
    return found


SECTIONS = sections()
EXAMPLES = {section.title: section for section in SECTIONS if _CODE.fullmatch(section.title)}
(BASE,) = (section for section in SECTIONS if section.title == START)


def changed(text: str, diff: str) -> str:
    """Return a text with the lines of a diff replaced; the old ones stand in it exactly once."""
    lines = diff.splitlines(keepends=True)
    assert {line[0] for line in lines} <= set(" +-")
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    assert f"\n{text}".count(f"\n{old}") == 1, old
    return f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block and what it printed."""
    for block in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, output = block.partition("\n")
        yield command, output


def run(command: str) -> tuple[int, str]:
    """Return the exit code of a command and what it printed, both streams together as on a terminal."""
    words = shlex.split(command)
    if words[0] != "training-plan":
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, check=False, env={**os.environ, "PATH": path}
        )
        return done.returncode, done.stdout + done.stderr
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        code = main(words[1:])
    return code, screen.getvalue()


def play(section: Section) -> Iterator[tuple[str, str, int, str]]:
    """Write the files and run the commands of a section in the working directory.

    Yields each command with what the page says that it prints, its exit code and what it really printed.
    """
    for info, content in section.fences:
        language, _, file = info.partition(" file=")
        if language == "console":
            for command, said in commands(content):
                yield command, said, *run(command)
        elif language == "diff":
            Path(file).write_text(changed(Path(file).read_text(encoding="utf-8"), content), encoding="utf-8")
        else:
            Path(file).write_text(content, encoding="utf-8")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_code_is_one_heading_and_no_other_code_is() -> None:
    titles = [title for section in SECTIONS for title in _CODE.findall(section.title)]
    assert titles == sorted(code.value for code in Code)
    assert list(EXAMPLES) == titles


def test_the_groups_are_those_of_the_docstring() -> None:
    groups = re.findall(r"(TP[1-9]xx): (.*?)\.(?=\s)", " ".join((Code.__doc__ or "").split()) + " ")
    assert len(groups) == len({code.value[:3] for code in Code})
    assert [section.title for section in SECTIONS if "xx" in section.title] == [
        f"{group}: {what}" for group, what in groups
    ]


def test_the_table_has_every_code_with_its_name() -> None:
    rows = re.findall(r"^\| \[(TP[0-9]{3})\]\(#(tp[0-9]{3})\) \| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert rows == [(code.value, code.value.lower(), code.name) for code in Code]


@pytest.mark.parametrize("code", list(Code))
def test_a_code_is_explained_before_and_after_its_example(code: Code) -> None:
    prose = EXAMPLES[code].prose
    assert re.match(r"\*\*[^*]+\.\*\* \S", prose)
    assert len(re.findall(r"^\*\*Fix:\*\* \w", prose, flags=re.MULTILINE)) == 1
    assert EXAMPLES[code].fences


def test_the_files_of_the_examples_are_in_order() -> None:
    for command, said, exit_code, printed in play(BASE):
        assert (command, printed, exit_code) == (command, said, 0)
    files = [info.partition(" file=")[2] for info, _ in BASE.fences if "file=" in info]
    assert len(files) > 1
    assert main(["validate", *(file for file in files if file.endswith(".json"))]) == 0
    assert main(["check", "training_plan"]) == 0


@pytest.mark.parametrize("code", list(Code))
def test_an_example_prints_what_the_page_says(code: Code) -> None:
    list(play(BASE))
    runs = list(play(EXAMPLES[code]))
    for command, said, _, printed in runs:
        assert (command, printed) == (command, said)
    assert [exit_code for *_, exit_code, _ in runs] == [0] * (len(runs) - 1) + [1]
    command, _, _, last = runs[-1]
    assert command.startswith("training-plan ")
    assert set(_CODE.findall(last)) == {code}


HINT = "**Fix:** Run the command of the hint."
MENDED_BY_THE_HINT = [code for code, section in EXAMPLES.items() if HINT in section.prose]


@pytest.mark.parametrize("code", MENDED_BY_THE_HINT)
def test_the_command_of_the_hint_mends_it(code: str) -> None:
    list(play(BASE))
    *_, (_, _, _, printed) = play(EXAMPLES[code])
    (command,) = re.findall(r"\(make it again: (training-plan .+)\)$", printed, flags=re.MULTILINE)
    assert run(command)[0] == 0
    assert run("training-plan check training_plan")[0] == 0


def test_there_are_examples_that_the_hint_mends() -> None:
    assert MENDED_BY_THE_HINT == ["TP501", "TP502", "TP504", "TP505"]
