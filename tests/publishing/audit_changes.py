"""Publish while the interpreter tells of every change that it makes on the disk, and name the module that made it.

Run as ``python -B -m publishing.audit_changes``: what listens to the interpreter cannot be taken away again.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter

from publishing.plans import clean_tree, workplace
from publishing.scenarios import SCENARIOS

_CHANGES = frozenset(
    {
        *("os.chflags", "os.chmod", "os.chown", "os.link", "os.lockf", "os.mkdir", "os.remove", "os.removexattr"),
        *("os.rename", "os.rmdir", "os.setxattr", "os.symlink", "os.truncate", "os.utime", "shutil.chown"),
        *("shutil.copyfile", "shutil.copymode", "shutil.copystat", "shutil.copytree", "shutil.move", "shutil.rmtree"),
        *("tempfile.mkdtemp", "tempfile.mkstemp", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"),
    }
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_made: Counter[str] = Counter()
_is_listening = False


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if not _is_listening:
        return
    is_change = event in _CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING)
    if is_change:
        _made[f"{sys._getframe(1).f_globals['__name__']} {event}"] += 1


def main() -> None:
    """Publish every scenario and write the number of changes by module and kind."""
    global _is_listening  # noqa: PLW0603 - the listener stays for good
    for scenario in SCENARIOS.values():
        clean_tree(scenario.new)
    sys.addaudithook(_listen)
    for scenario in SCENARIOS.values():
        with workplace() as place:
            scenario.start(place / "plan")
            _is_listening = True
            scenario.act(place / "plan")
            _is_listening = False
    sys.stdout.write(json.dumps(_made))


if __name__ == "__main__":
    main()
