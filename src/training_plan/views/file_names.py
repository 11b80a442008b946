"""From a key to the name of its file: readable, injective, and the same file on every kind of disk."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

EXTENSION = ".json"
MAX_BYTES = 200
_HASH_LENGTH = 16

# Windows gives these to devices, whatever the extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE | re.DOTALL)

_FILE_NAME = re.compile(r"[A-Za-z0-9_%][A-Za-z0-9_.%~-]*" + re.escape(EXTENSION))


def file_names(keys: Iterable[str]) -> dict[str, str]:
    """Return the file name of each key, all of them different on a disk that ignores case.

    A plain key (letters, digits, ``_ - .``, starting with none of ``- .``) is its own name; every other
    byte of its UTF-8 form is percent-encoded, and so are the dots of a reserved name. A name that is
    reserved, longer than 200 bytes or equal to another but for case ends in ``~`` and a hash of the key; no
    other name holds a ``~``.
    """
    encoded = {key: _encode(key) for key in keys}
    spellings = Counter(name.lower() for name in encoded.values())
    return {
        key: (_with_hash(name, key) if spellings[name.lower()] > 1 or _needs_hash(name) else name) + EXTENSION
        for key, name in encoded.items()
    }


def is_file_name(name: str) -> bool:
    """Return whether a name is one that a key could have: never one that leads out of a folder."""
    return len(name) <= MAX_BYTES and _FILE_NAME.fullmatch(name) is not None


def _encode(key: str) -> str:
    name = quote(key, safe="").replace("~", "%7E")
    return f"%{ord(name[0]):02X}{name[1:]}" if name[0] in ".-" else name


def _needs_hash(name: str) -> bool:
    return len(name) + len(EXTENSION) > MAX_BYTES or _RESERVED.fullmatch(name) is not None


def _with_hash(name: str, key: str) -> str:
    if _RESERVED.fullmatch(name):
        # The device is what stands before the first dot.
        name = name.replace(".", "%2E")
    digest = hashlib.sha256(key.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{name[: MAX_BYTES - len(EXTENSION) - 1 - _HASH_LENGTH]}~{digest}"
