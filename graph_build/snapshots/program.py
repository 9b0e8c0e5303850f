"""Which program makes a snapshot: its code, words and registers, an office's own words, its libraries, as one hash."""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from graph_build.vocabulary.own_words import stamp

PACKAGE = Path(__file__).resolve().parents[1]
# Code, words and registers that a reading depends on; everyday.ttl is of questions alone.
KNOWN = (
    "graph_build/**/*.py",
    "ontology/core.ttl",
    "ontology/concepts.ttl",
    "ontology/shapes.ttl",
    "data/registers/*.csv",
)


def program() -> str:
    """Return a hash of the code, words and registers that a reading depends on, and of the libraries' versions."""
    own = stamp()
    return hashlib.sha256(f"{_shipped()} {own}".encode()).hexdigest() if own else _shipped()


@cache
def _shipped() -> str:
    digest = hashlib.sha256(repr((sys.version_info, _libraries())).encode())
    for pattern in KNOWN:
        for path in sorted(PACKAGE.parent.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _libraries() -> list[tuple[str, str]]:
    """Return the libraries that zeren names, with their versions; none where it runs from its files alone."""
    try:
        # What belongs to an extra may not be there, and reads nothing.
        needed = (name for name in requires("zeren") or [] if "extra ==" not in name)
        names = sorted(re.split(r"[^\w.-]", name, maxsplit=1)[0] for name in needed)
        return [(name, version(name)) for name in names]
    except PackageNotFoundError:
        return []
