"""One file a file format. A member has SUFFIXES and read(path) -> Document; a new one is named in READERS."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from graph_build.errors import FileUnreadable
from graph_build.files import read_bytes, shown
from graph_build.iris import slug_of
from graph_build.model import Document
from graph_build.readers.parts.contents import FLAT, UNREADABLE, real_suffix
from graph_build.readers.parts.office import CONVERTED, converted
from graph_build.readers.parts.separated_rows import is_saved_table
from graph_build.readers.parts.word_package import of_flat
from graph_build.sandbox.temporary import temporary_folder

READERS: tuple[ModuleType, ...] = tuple(
    import_module(f"{__name__}.{name}") for name in ("text", "separated", "word", "excel", "workbook_xml", "web", "pdf")
)
# New office formats, those with macros as those without.
PACKED = {".docx": ".docx", ".docm": ".docx", ".xlsx": ".xlsx", ".xlsm": ".xlsx"}


def suffixes() -> frozenset[str]:
    """Return the file name endings that can be read, in lower case."""
    return frozenset(suffix for reader in READERS for suffix in reader.SUFFIXES) | frozenset(CONVERTED)


def read(path: Path) -> Document:
    """Read a file with the reader of its format; old office formats are converted first.

    Raises FileUnreadable where the file is missing, empty, of no known format or encoding, damaged or locked.
    """
    # Not Path.is_dir and is_file, which raise on a name that is too long.
    if os.path.isdir(path):  # noqa: PTH112
        raise FileUnreadable("这是一个文件夹。请写出其中的文件。")
    if not os.path.isfile(path):  # noqa: PTH113
        wrong = "不是普通文件，或是打不开的链接" if os.path.lexists(path) else "没有这个文件"
        raise FileUnreadable(f"{wrong}。请检查路径。")
    reader = _reader_of(path)
    if reader is None:
        return _read_converted(path)
    document: Document = reader.read(path)
    return document


def _reader_of(path: Path) -> ModuleType | None:
    """Return the reader of a file; None where it must be converted first. Raises FileUnreadable where none is known."""
    suffix = path.suffix.lower()
    if suffix in CONVERTED or (suffix in PACKED and real_suffix(path, read_bytes(path)) != PACKED[suffix]):
        return None
    if suffix == ".txt" and is_saved_table(read_bytes(path)):
        suffix = ".csv"
    for reader in READERS:
        if suffix in reader.SUFFIXES:
            return reader
    if suffix in UNREADABLE:
        raise FileUnreadable(UNREADABLE[suffix])
    formats = "、".join(sorted(suffixes()))
    raise FileUnreadable(f"不认识的文件格式“{path.suffix}”。目前能读的是 {formats}。")


def _read_converted(path: Path) -> Document:
    """Read an office file of another format, by what it really is; slug, source and hash are the file's own."""
    data = read_bytes(path)
    with temporary_folder() as folder:
        # A short name of its own: the file's may be too long with another ending.
        suffix = real_suffix(path, data)
        file = folder / f"file{'.docx' if suffix == FLAT else suffix}"
        file.write_bytes(of_flat(data) if suffix == FLAT else data)
        document = read(converted(file, CONVERTED[suffix]) if suffix in CONVERTED else file)
    return replace(document, slug=slug_of(path), source=shown(path), sha256=hashlib.sha256(data).hexdigest())
