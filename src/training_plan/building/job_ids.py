"""Identifiers of jobs: readable, unique, and independent of any order."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

MAX_LENGTH = 200
_SUFFIX_LENGTHS = (8, 16, 32, 64)

Pair = tuple[str, str | None]


def job_ids(pairs: Sequence[Pair]) -> list[str]:
    """Return an identifier for each pair of target and symbol (None: pooled), in their order.

    It is ``cs_<target>`` or ``sym_<target>_<symbol>``. Where two pairs would share one, or it is longer
    than 200 characters, it ends in a hash of the pair, long enough that no two are the same.

    Args:
        pairs: distinct pairs.
    """
    natural = [f"cs_{target}" if symbol is None else f"sym_{target}_{symbol}" for target, symbol in pairs]
    if len(set(natural)) == len(natural) and max(map(len, natural), default=0) <= MAX_LENGTH:
        return natural
    counts = Counter(natural)
    suffixed = {index for index, job_id in enumerate(natural) if counts[job_id] > 1 or len(job_id) > MAX_LENGTH}
    ids = list(natural)
    lengths = iter(_SUFFIX_LENGTHS)
    while suffixed:
        length = next(lengths, None)
        if length is None:
            # Even the longest suffix met a name that looks like it: that name gets one too.
            taken = Counter(ids)
            suffixed |= {index for index, job_id in enumerate(ids) if taken[job_id] > 1}
        for index in suffixed:
            ids[index] = _with_suffix(natural[index], pairs[index], length or _SUFFIX_LENGTHS[-1])
        if len(set(ids)) == len(ids):
            break
    return ids


def _with_suffix(natural: str, pair: Pair, length: int) -> str:
    return f"{natural[: MAX_LENGTH - 1 - length]}_{_digest(pair)[:length]}"


def _digest(pair: Pair) -> str:
    return hashlib.sha256(json.dumps(pair).encode()).hexdigest()
