"""One file a file format. A member has SUFFIXES and read(path) -> Document; a new one is named in READERS."""

from __future__ import annotations

import os
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
    # Not Path.is_dir and is_file, which raise on a name that is too long.
    if os.path.isdir(path):  # noqa: PTH112
        raise FileUnreadable(f"{path}：这是一个文件夹。请写出其中的文件。")
    if not os.path.isfile(path):  # noqa: PTH113
        raise FileUnreadable(f"{path.name}：没有这个文件。请检查路径。")
    for reader in READERS:
        if path.suffix.lower() in reader.SUFFIXES:
            document: Document = reader.read(path)
            return document
    known = "、".join(sorted(suffixes()))
    raise FileUnreadable(f"{path.name}：不认识的文件格式“{path.suffix}”。目前能读的是 {known}。")
