"""A document's account as a file of the snapshot: JSON, packed, the same bytes for the same account."""

from __future__ import annotations

import gzip
import json
from typing import Any


def packed(account: str) -> bytes:
    """Return an account's JSON as its file holds it.

    >>> unpacked(packed('[{"block": 0}]'))
    [{'block': 0}]
    """
    return gzip.compress(account.encode(), mtime=0)


def text_of(data: bytes) -> str:
    """Return an account's JSON from what its file holds."""
    return gzip.decompress(data).decode()


def unpacked(data: bytes) -> list[dict[str, Any]]:
    """Return an account's lines, as `zeren extract --spans` prints them, from what its file holds."""
    lines: list[dict[str, Any]] = json.loads(text_of(data))
    return lines
