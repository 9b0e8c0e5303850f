"""A manifest says what a snapshot holds, so that damage is found: every file with its size and hash.

It and other small JSON files are sealed: they hold the hash of what else stands in them, and are replaced in one step.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph_build.folders import SCHEMA, SCHEMA_FILE

MANIFEST = "manifest.json"
# So many damaged files are named in a line.
NAMED = 3
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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot held when it was made: its files by name, those below it with their path."""

    folder: Path
    files: Mapping[str, Sum]

    def check_sizes(self) -> None:
        """Raise Damaged where a file is gone or has another size; none is opened."""
        for name, wanted in self.files.items():
            with _named(name):
                if (self.folder / name).stat().st_size != wanted.size:
                    raise Damaged(f"{name} 大小不对")

    def check(self, name: str) -> None:
        """Raise Damaged where a file is not as it was."""
        with _named(name):
            found = sum_of(self.folder / name)
        if found != self.files.get(name):
            raise Damaged(f"{name} 内容不对")

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises Damaged where they are not as they were."""
        with _named(name):
            data = (self.folder / name).read_bytes()
        if Sum(len(data), hashlib.sha256(data).hexdigest()) != self.files.get(name):
            raise Damaged(f"{name} 内容不对")
        return data

    def check_all(self) -> None:
        """Raise Damaged, which names the first three, where files are not as they were; all are read."""
        damage = [line for name in self.files if (line := self._damage(name))]
        if damage:
            raise Damaged("；".join(damage[:NAMED]) + (f"；等 {len(damage)} 个文件" if len(damage) > NAMED else ""))

    def _damage(self, name: str) -> str:
        try:
            self.check(name)
        except Damaged as error:
            return str(error)
        return ""


def write_manifest(folder: Path) -> None:
    """Write the manifest of all files of a snapshot."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = {name: asdict(sum_of(folder / name)) for name in names if name != MANIFEST}
    (folder / MANIFEST).write_bytes(sealed({"files": files}))


def read_manifest(folder: Path) -> Manifest:
    """Return a snapshot's manifest. Raises OtherVersion, and Damaged where it has none, or a damaged one."""
    schema = folder / SCHEMA_FILE
    written = schema.read_bytes() if schema.is_file() else b""
    if written.isdigit() and written != SCHEMA.encode():
        raise OtherVersion(f"{SCHEMA_FILE} 是 {written.decode()}")
    files = read_sealed(folder / MANIFEST)["files"]
    return Manifest(folder, {name: Sum(**found) for name, found in files.items()})


def sum_of(path: Path) -> Sum:
    """Return the size and the hash of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Sum(file.tell(), digest)


def sealed(content: Mapping[str, Any]) -> bytes:
    """Return an object as JSON that holds its own hash, by which `unsealed` knows it.

    >>> unsealed(sealed({"built": "2026-01-15"}))
    {'built': '2026-01-15'}
    """
    rest = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()[1:]
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
