"""A manifest says what a snapshot holds, so that damage is found: every file with its size and hash.

It and other small JSON files are sealed: they hold the hash of what else stands in them, and are replaced in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graph_build.folders import SCHEMA, SCHEMA_FILE

MANIFEST = "manifest.json"
# So many damaged files are named in a line; so many are compared at once.
NAMED, SIZE = 3, os.cpu_count() or 1
STEP = 1 << 20
SEAL = re.compile(rb'\{\n "sha256": "([0-9a-f]{64})",')


class Damaged(Exception):
    """Says in Chinese which file of a folder is damaged, and how."""


class OtherVersion(Damaged):
    """A program of another version made the snapshot."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The size and the hash of a file."""

    size: int
    sha256: str


# Without slots: when it was written is looked up once.
@dataclass(frozen=True)
class Manifest:
    """What a snapshot held when it was made: its files by name, those below it with their path.

    `program` is a hash of the code and the words that made it.
    """

    folder: Path
    files: Mapping[str, Sum]
    program: str = ""

    def check_sizes(self) -> None:
        """Raise Damaged where a file is gone or has another size; none is opened."""
        for name, wanted in self.files.items():
            with _named(name):
                if (self.folder / name).stat().st_size != wanted.size:
                    raise Damaged(f"{name} 大小不对")

    def check(self, name: str) -> None:
        """Raise Damaged where a file is not as it was."""
        with _named(name):
            found = sum_of(f"{self.folder}/{name}")
        if found != self.files.get(name):
            raise Damaged(f"{name} 内容不对")

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises Damaged where they are not as they were."""
        with _named(name):
            data = (self.folder / name).read_bytes()
        if sum_of_bytes(data) != self.files.get(name):
            raise Damaged(f"{name} 内容不对")
        return data

    def check_all(self) -> None:
        """Raise Damaged, which names the first three, where files are not as they were; all are read."""
        damage = list(self.damage(self.files).values())
        if damage:
            raise Damaged(as_line(damage))

    def damage(self, names: Iterable[str]) -> Mapping[str, str]:
        """Return what is wrong with those of some files that are not as they were, by name; all of them are read."""
        names = list(names)
        # Hashing a file lets other threads work meanwhile.
        with ThreadPoolExecutor(SIZE) as threads:
            parts = threads.map(self._damaged, [names[n::SIZE] for n in range(SIZE)])
        found = {name: line for part in parts for name, line in part.items()}
        return {name: found[name] for name in names if name in found}

    def touched(self) -> list[str]:
        """Return the files that are gone, of another size, or written to since the manifest was; none is opened."""
        return [name for name, wanted in self.files.items() if self._is_touched(name, wanted.size)]

    def _is_touched(self, name: str, size: int) -> bool:
        try:
            found = os.stat(f"{self.folder}/{name}")  # noqa: PTH116 (a path takes longer than the look)
        except OSError:
            return True
        return found.st_size != size or found.st_mtime_ns >= self._since

    @cached_property
    def _since(self) -> int:
        return (self.folder / MANIFEST).stat().st_mtime_ns

    def _damaged(self, names: Iterable[str]) -> dict[str, str]:
        found = {}
        for name in names:
            try:
                self.check(name)
            except Damaged as error:
                found[name] = str(error)
        return found


def as_line(damage: Sequence[str]) -> str:
    """Return what is wrong with files in a line that names the first three."""
    return "；".join(damage[:NAMED]) + (f"；等 {len(damage)} 个文件" if len(damage) > NAMED else "")


def write_manifest(folder: Path, files: Mapping[str, Sum], program: str) -> None:
    """Write the manifest of a snapshot's files."""
    sums = {name: {"size": files[name].size, "sha256": files[name].sha256} for name in sorted(files)}
    (folder / MANIFEST).write_bytes(sealed({"files": sums, "program": program}))


def read_manifest(folder: Path) -> Manifest:
    """Return a snapshot's manifest. Raises OtherVersion, and Damaged where it has none, or a damaged one."""
    schema = folder / SCHEMA_FILE
    written = schema.read_bytes() if schema.is_file() else b""
    if written.isdigit() and written != SCHEMA.encode():
        raise OtherVersion(f"{SCHEMA_FILE} 是 {written.decode()}")
    content = read_sealed(folder / MANIFEST)
    return Manifest(folder, {name: Sum(**found) for name, found in content["files"].items()}, content["program"])


def sum_of(path: Path | str) -> Sum:
    """Return the size and the hash of a file."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (of many small files a Path takes half the time)
        while step := file.read(STEP):
            digest.update(step)
            size += len(step)
    return Sum(size, digest.hexdigest())


def sum_of_bytes(data: bytes) -> Sum:
    """Return the size and the hash of what a file holds."""
    return Sum(len(data), hashlib.sha256(data).hexdigest())


def sealed(content: Mapping[str, Any]) -> bytes:
    """Return an object as JSON that holds its own hash, by which `unsealed` knows it.

    >>> unsealed(sealed({"built": "2026-01-15"}))
    {'built': '2026-01-15'}
    """
    # Without lines: json takes ten times as long to indent.
    rest = f"\n {json.dumps(content, ensure_ascii=False)[1:]}\n".encode()
    return b'{\n "sha256": "' + hashlib.sha256(rest).hexdigest().encode() + b'",' + rest


def unsealed(data: bytes) -> dict[str, Any]:
    """Return the object that was sealed. Raises ValueError where one byte of it has changed."""
    seal = SEAL.match(data)
    if seal is None or hashlib.sha256(data[seal.end() :]).hexdigest().encode() != seal[1]:
        raise ValueError("the seal is broken")
    content: dict[str, Any] = json.loads(b"{" + data[seal.end() :])
    return content


def read_sealed(path: Path) -> dict[str, Any]:
    """Return what a sealed file says. Raises Damaged where it is gone or not as it was written."""
    with _named(path.name):
        data = path.read_bytes()
    try:
        return unsealed(data)
    except ValueError as error:
        raise Damaged(f"{path.name} 内容不对") from error


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Say of a file that it can't be read. Raises Damaged."""
    try:
        yield
    except FileNotFoundError as error:
        raise Damaged(f"{name} 不见了") from error
    except OSError as error:
        raise Damaged(f"{name} 读不出来（{error.strerror}）") from error
