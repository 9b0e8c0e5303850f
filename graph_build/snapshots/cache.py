"""What was made of files before: an unchanged file is not read again.

The key is the hash of the file, its name and slug, its entry of documents.toml, the registers, the ontology, zeren's
own code and the versions of the libraries that it stands on. An entry is one compressed JSON file, sealed, that says
what it was made of; one that cannot be read, or is not what it should be, counts as none.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import sys
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from graph_build.files import shown
from graph_build.folders.manifest import sealed, sum_of, unsealed
from graph_build.model import Origin, Problem
from graph_build.registers.units import Register
from graph_build.snapshots.copies import Particulars
from graph_build.snapshots.making import Made, Prepared
from graph_build.snapshots.report import as_entry

PACKAGE = Path(__file__).resolve().parents[1]
# Code, words and registers that a reading depends on; everyday.ttl is of questions alone.
KNOWN = (
    "graph_build/**/*.py",
    "ontology/core.ttl",
    "ontology/concepts.ttl",
    "ontology/shapes.ttl",
    "data/registers/*.csv",
)


@dataclass(frozen=True, slots=True)
class Key:
    """What a reading depends on, as one hash; and the hash of the file alone, when it was looked up."""

    name: str
    sha256: str


class Cache:
    """The folder of what was made before; `used` are the keys that this build asked for or added."""

    def __init__(self, folder: Path, register: Register) -> None:
        self._folder = folder
        self._register = repr(sorted(register.items()))
        self.used: set[str] = set()

    def key(self, path: Path, slug: str, origin: Origin, lent: Particulars | None) -> Key | None:
        """Return the key of a file under a slug; None where it is no file that can be read."""
        try:
            # A pipe would keep whoever opens it waiting.
            if not path.is_file():
                return None
            of_file = sum_of(path).sha256
        except OSError:
            return None
        parts = (_version(), self._register, shown(path), slug, repr(origin), repr(lent), of_file)
        return Key(hashlib.sha256("\0".join(parts).encode()).hexdigest(), of_file)

    def get(self, key: Key, path: Path) -> Prepared | None:
        """Return what was made under a key; None where there is nothing."""
        try:
            found = unsealed(gzip.decompress(self._file(key.name).read_bytes()))
            prepared = _prepared(path, found) if found["key"] == key.name else None
        except (OSError, EOFError, ValueError, zlib.error, KeyError, TypeError):
            return None
        if prepared is None:
            return None
        self.used.add(key.name)
        return prepared

    def put(self, key: Key, prepared: Prepared) -> None:
        """Keep what was made of a file; what could not be made is tried again next time.

        So is a file that was saved anew between the making of its key and its reading.
        """
        if prepared.entry is None or prepared.made is None or prepared.entry.sha256 != key.sha256:
            return
        self.used.add(key.name)
        content = sealed({"key": key.name, "entry": asdict(prepared.entry), "made": asdict(prepared.made)})
        file = self._file(key.name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(content, compresslevel=1))

    def prune(self) -> None:
        """Remove what this build did not use."""
        for file in self._folder.glob("*/*.json.gz"):
            if file.name.partition(".")[0] not in self.used:
                file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json.gz"


def _prepared(path: Path, found: Mapping[str, Any]) -> Prepared:
    """Return what an entry says. Raises KeyError or TypeError where it is of another shape."""
    made = found["made"]
    doubts = tuple(Problem(**doubt) for doubt in made["doubts"])
    return Prepared(
        path,
        as_entry(found["entry"]),
        Made(**made | {"doubts": doubts, "titles_cited": tuple(made["titles_cited"])}),
    )


@cache
def _version() -> str:
    """Return a hash of the code, words and registers that a reading depends on, and of the libraries' versions."""
    digest = hashlib.sha256(repr((sys.version_info, _libraries())).encode())
    for pattern in KNOWN:
        for path in sorted(PACKAGE.parent.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _libraries() -> list[tuple[str, str]]:
    """Return the libraries that zeren names, with their versions; none where it runs from its files alone."""
    try:
        names = sorted(re.split(r"[^\w.-]", name, maxsplit=1)[0] for name in requires("zeren") or [])
        return [(name, version(name)) for name in names]
    except PackageNotFoundError:
        return []
