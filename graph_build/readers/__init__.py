"""One file a file format. A member has SUFFIXES and read(path) -> Document; a new one is named in READERS."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from graph_build.errors import FileUnreadable
from graph_build.model import Document
from graph_build.readers import text

READERS: tuple[ModuleType, ...] = (text,)


def suffixes() -> frozenset[str]:
    """Return the file name endings that some reader takes, in lower case."""
    return frozenset(suffix for reader in READERS for suffix in reader.SUFFIXES)


def read(path: Path) -> Document:
    """Read a file with the reader of its format.

    Raises FileUnreadable where it is missing, empty, or of no known format or encoding.
    """
    if not path.is_file():
        raise FileUnreadable(f"{path.name}：没有这个文件。请检查路径。")
    for reader in READERS:
        if path.suffix.lower() in reader.SUFFIXES:
            document: Document = reader.read(path)
            return document
    known = "、".join(sorted(suffixes()))
    raise FileUnreadable(f"{path.name}：不认识的文件格式“{path.suffix}”。目前能读的是 {known}。")
