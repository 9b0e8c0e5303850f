"""What was made of files before: an unchanged file is not read again.

The key is the hash of the file, its name and slug, its entry of documents.toml, the registers, the ontology and zeren's
own code. An entry is one compressed JSON file; one that cannot be read counts as none.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from graph_build.files import shown
from graph_build.model import Origin, Problem
from graph_build.registers.units import Register
from graph_build.snapshots.copies import Particulars
from graph_build.snapshots.making import Made, Prepared
from graph_build.snapshots.report import as_entry

PACKAGE = Path(__file__).resolve().parents[1]
# Code, words and registers that a reading depends on.
KNOWN = ("graph_build/**/*.py", "ontology/*.ttl", "data/registers/*.csv")
CHUNK = 1 << 20


class Cache:
    """The folder of what was made before; `used` are the keys that this build asked for or added."""

    def __init__(self, folder: Path, register: Register) -> None:
        self._folder = folder
        self._register = repr(sorted(register.items()))
        self.used: set[str] = set()

    def key(self, path: Path, slug: str, origin: Origin, lent: Particulars | None) -> str | None:
        """Return the key of a file under a slug; None where it is no file that can be read."""
        digest = hashlib.sha256()
        for part in (_version(), self._register, shown(path), slug, repr(origin), repr(lent)):
            digest.update(part.encode() + b"\0")
        try:
            # A pipe would keep whoever opens it waiting.
            if not path.is_file():
                return None
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
        except OSError:
            return None
        return digest.hexdigest()

    def get(self, key: str, path: Path) -> Prepared | None:
        """Return what was made under a key; None where there is nothing."""
        try:
            found: dict[str, Any] = json.loads(gzip.decompress(self._file(key).read_bytes()))
        except (OSError, EOFError, ValueError, zlib.error):
            return None
        self.used.add(key)
        made = found["made"]
        doubts = tuple(Problem(**doubt) for doubt in made["doubts"])
        return Prepared(
            path,
            as_entry(found["entry"]),
            Made(**made | {"doubts": doubts, "titles_cited": tuple(made["titles_cited"])}),
        )

    def put(self, key: str, prepared: Prepared) -> None:
        """Keep what was made of a file; what could not be made is tried again next time."""
        if prepared.entry is None or prepared.made is None:
            return
        self.used.add(key)
        said = json.dumps({"entry": asdict(prepared.entry), "made": asdict(prepared.made)}, ensure_ascii=False)
        file = self._file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(said.encode(), compresslevel=1))

    def prune(self) -> None:
        """Remove what this build did not use."""
        for file in self._folder.glob("*/*.json.gz"):
            if file.name.partition(".")[0] not in self.used:
                file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json.gz"


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for pattern in KNOWN:
        for path in sorted(PACKAGE.parent.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
