"""Runs of ``training-plan show``."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support.oracle import JsonObject

COLUMNS = ["priority", "job_id", "target", "symbol", "route", "model_families", "reason"]
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ESCAPE = re.compile("\x1b\\[[0-9;]*m")
COLOUR = re.compile("\x1b\\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|38|48|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
HOSTILE = "\x1b[2J\x1b]0;pwned\x07\x9b31m\r\x08\x7f\u202etxt.exe\u2066\tx\ny\x00"


@dataclass(frozen=True)
class Shown:
    """What a run of ``show`` said."""

    exit_code: int
    out: str
    err: str

    def rows(self) -> list[list[str]]:
        """Return the rows of a table that was piped, without its header."""
        header, *rows = self.out.removesuffix("\n").split("\n")
        assert header.split("\t") == COLUMNS
        return [row.split("\t") for row in rows]


Show = Callable[..., Shown]


def by_importance(jobs: list[JsonObject]) -> list[JsonObject]:
    """Return jobs by priority from high to low, else in their order."""
    return sorted(jobs, key=lambda job: -job["priority"])


def jsonl(text: str) -> list[JsonObject]:
    """Return the objects of a text with one on each line."""
    return [json.loads(line) for line in text.removesuffix("\n").split("\n") if line]


def on_terminal(plan: Path, *arguments: str, columns: int = 80, environment: dict[str, str] | None = None) -> str:
    """Return what ``show`` writes to a terminal."""
    main_end, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    settings = termios.tcgetattr(terminal)
    settings[1] &= ~termios.OPOST
    termios.tcsetattr(terminal, termios.TCSANOW, settings)
    usual = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "training_plan", "show", str(plan), *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        env={**usual, "TERM": "xterm-256color", "PYTHONUTF8": "1", **(environment or {})},
    )
    os.close(terminal)
    told = b""
    try:
        while piece := os.read(main_end, 65536):
            told += piece
    except OSError:
        pass  # Linux ends a terminal that nobody holds with an error.
    finally:
        os.close(main_end)
    assert process.wait() == 0
    return told.decode()
