"""One file a file format. A member has SUFFIXES and read(path) -> Document; a new one is named in READERS."""

from __future__ import annotations

import atexit
import hashlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from graph_build.bounded import OutOfBounds, Worker
from graph_build.errors import FileUnreadable
from graph_build.files import read_bytes
from graph_build.model import Document
from graph_build.office import CONVERTED, converted
from graph_build.readers import excel, pdf, text, web, word
from graph_build.vocabulary import slug_of

READERS: tuple[ModuleType, ...] = (text, word, excel, web, pdf)

_worker = Worker()
atexit.register(_worker.stop)


def suffixes() -> frozenset[str]:
    """Return the file name endings that can be read, in lower case."""
    return frozenset(suffix for reader in READERS for suffix in reader.SUFFIXES) | frozenset(CONVERTED)


def read(path: Path) -> Document:
    """Read a file with the reader of its format; all but plain text in a process with bounded time and memory.

    Old office formats are converted first. Raises FileUnreadable where the file is missing, empty, of no known format
    or encoding, damaged, locked, or breaks a bound.
    """
    # Not Path.is_dir and is_file, which raise on a name that is too long.
    if os.path.isdir(path):  # noqa: PTH112
        raise FileUnreadable(f"{path}：这是一个文件夹。请写出其中的文件。")
    if not os.path.isfile(path):  # noqa: PTH113
        raise FileUnreadable(f"{path.name}：没有这个文件。请检查路径。")
    suffix = path.suffix.lower()
    if suffix in CONVERTED:
        return _read_converted(path, CONVERTED[suffix])
    for reader in READERS:
        if suffix in reader.SUFFIXES:
            return _read_with(reader, path)
    known = "、".join(sorted(suffixes()))
    raise FileUnreadable(f"{path.name}：不认识的文件格式“{path.suffix}”。目前能读的是 {known}。")


def _read_with(reader: ModuleType, path: Path) -> Document:
    if reader is text:
        return text.read(path)
    try:
        document: Document = _worker.call(reader.read, path)
    except OutOfBounds as error:
        raise FileUnreadable(f"{path.name}：{error}，已停止。请核对文件，或另存为新文件后重试。") from error
    return document


def _read_converted(path: Path, suffix: str) -> Document:
    """Read a file that LibreOffice converts; slug, source and hash are those of the file itself."""
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    with tempfile.TemporaryDirectory(prefix="zeren-") as folder:
        file = Path(folder, f"converted{suffix}")
        file.write_bytes(converted(path, suffix))
        try:
            document = read(file)
        except FileUnreadable as error:
            raise FileUnreadable(str(error).replace(file.name, path.name)) from error
    return replace(document, slug=slug_of(path), source=path.name, sha256=digest)
