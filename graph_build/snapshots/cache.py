"""What was made of files before: an unchanged file is not read again.

The key is the hash of the file, its name and slug, its entry of documents.toml, what people say of its reading, the
registers, the ontology, zeren's own code and the versions of the libraries that it stands on. An entry is one
compressed JSON file, sealed, that says what it was made of, and one with the graphs and the account beside it; neither
is read where the snapshot before holds what they say. One that cannot be read, or is not what it should be, counts as
none.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from graph_build.files import shown
from graph_build.folders.manifest import Sum, sealed, sum_of, sum_of_bytes, unsealed
from graph_build.model import Problem
from graph_build.registers.units import Register
from graph_build.snapshots.making import Context, Made, Prepared, made_before
from graph_build.snapshots.program import program
from graph_build.snapshots.report import as_entry
from graph_build.snapshots.whole import Before

# What is known of a file, and beside it the graph and the account.
FACTS, MADE = ".json.gz", ".made.gz"
CONTENTS = ("graph", "account", "machine")


@dataclass(frozen=True, slots=True)
class Key:
    """What a reading depends on, as one hash; and the hash of the file alone, when it was looked up."""

    name: str
    sha256: str


class Cache:
    """The folder of what was made before; `used` are the keys that this build asked for or added."""

    def __init__(self, folder: Path, register: Register, before: Before) -> None:
        self._folder, self._before = folder, before
        self._program = program()
        self._of_before = {entry.made_of: entry for entry in before.entries.values() if entry.made_of}
        self._register = hashlib.sha256(repr(sorted(register.items())).encode()).hexdigest()
        self.used: set[str] = set()

    def key(self, path: Path, context: Context) -> Key | None:
        """Return the key of a file, with what is known of it; None where it is no file that can be read."""
        try:
            # A pipe would keep whoever opens it waiting.
            if not os.path.isfile(path):  # noqa: PTH113 (of some thousand files a Path takes twice as long)
                return None
            of_file = sum_of(path).sha256
        except OSError:
            return None
        known = (context.slug, repr(context.origin), repr(context.lent), *(one.key for one in context.said))
        parts = (self._program, self._register, shown(path), *known, of_file)
        return Key(hashlib.sha256("\0".join(parts).encode()).hexdigest(), of_file)

    def get(self, key: Key, path: Path) -> Prepared | None:
        """Return what was made under a key; None where there is nothing."""
        entry = self._of_before.get(key.name)
        made = made_before(self._before, entry) if entry else None
        if entry and made:
            self.used.add(key.name)
            # What other documents made of it is found anew.
            return Prepared(path, replace(entry, joined="", copies=(), differing={}), made)
        try:
            found = unsealed(gzip.decompress(self._file(key.name).read_bytes()))
            if found["key"] != key.name:
                return None
            prepared = self._prepared(path, key, found)
        except (OSError, EOFError, ValueError, zlib.error, KeyError, TypeError):
            return None
        self.used.add(key.name)
        return prepared

    def put(self, key: Key, prepared: Prepared) -> Prepared:
        """Keep what was made of a file, and return it as it is kept; what could not be made is tried again next time.

        So is a file that was saved anew between the making of its key and its reading.
        """
        if prepared.entry is None or prepared.made is None or prepared.entry.sha256 != key.sha256:
            return prepared
        self.used.add(key.name)
        made = asdict(prepared.made)
        facts = made | {part: asdict(sum_of_bytes(made[part])) for part in CONTENTS}
        file = self._file(key.name, MADE)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(b"".join(made[part] for part in CONTENTS), compresslevel=1))
        content = sealed({"key": key.name, "entry": asdict(prepared.entry), "made": facts})
        self._file(key.name).write_bytes(gzip.compress(content, compresslevel=1))
        return replace(prepared, entry=replace(prepared.entry, made_of=key.name))

    def prune(self) -> None:
        """Remove what this build did not use."""
        for file in self._folder.glob("*/*.gz"):
            if file.name.partition(".")[0] not in self.used:
                file.unlink(missing_ok=True)

    def _prepared(self, path: Path, key: Key, found: Mapping[str, Any]) -> Prepared:
        """Return what an entry says. Raises what reading a damaged one raises."""
        made = found["made"]
        sums = [Sum(**made[part]) for part in CONTENTS]
        held = all(self._before.holding(one) for one in sums if one.size)
        contents = dict(
            zip(
                CONTENTS, [one if one.size else b"" for one in sums] if held else self._contents(key, sums), strict=True
            )
        )
        doubts = tuple(Problem(**doubt) for doubt in made["doubts"])
        others = {"doubts": doubts, "titles_cited": tuple(made["titles_cited"])}
        return Prepared(path, as_entry(found["entry"] | {"made_of": key.name}), Made(**made | contents | others))

    def _contents(self, key: Key, sums: Sequence[Sum]) -> list[bytes]:
        data = gzip.decompress(self._file(key.name, MADE).read_bytes())
        ends = [0, *accumulate(one.size for one in sums)]
        contents = [data[start:end] for start, end in pairwise(ends)]
        if [sum_of_bytes(content) for content in contents] != list(sums):
            raise ValueError(f"{key.name}{MADE} is not as it was written")
        return contents

    def _file(self, key: str, suffix: str = FACTS) -> Path:
        return self._folder / key[:2] / f"{key}{suffix}"
