"""What stands in a report, read back without a browser and without the code that wrote it."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from typing import Any


def data_of(page: bytes) -> dict[str, Any]:
    """Return the jobs in a page as the JSON that its script reads."""
    (text,) = re.findall(r'<script type="application/json" id="plan-data">(.*?)</script>', page.decode(), re.DOTALL)
    data: dict[str, Any] = json.loads(text)
    return data


def values_of(column: dict[str, Any]) -> list[Any]:
    """Return the values of a column; None for an unknown number."""
    data = zlib.decompress(base64.b64decode(column["data"], validate=True))
    if column["kind"] == "values":
        values: list[Any] = json.loads(data)
        return values
    if column["kind"] == "doubles":
        return [None if number != number else number for (number,) in struct.iter_unpack("<d", data)]  # noqa: PLR0124 - NaN
    whole = _whole_numbers(data, column["width"])
    if column["kind"] == "whole":
        return whole
    scale = 10 ** column.get("decimals", 0)
    return [None if place == 0 else (place - 1 + column.get("base", 0)) / scale for place in whole]


def _whole_numbers(data: bytes, width: int) -> list[int]:
    count = len(data) // width
    return [sum(data[plane * count + index] << (8 * plane) for plane in range(width)) for index in range(count)]
