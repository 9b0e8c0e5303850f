"""Plain text: every line is a block, empty ones included, so that a line number finds it again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph_build.errors import FileUnreadable
from graph_build.model import Document, Paragraph, Raw, Text
from graph_build.vocabulary import slug_of

SUFFIXES = (".txt",)


def read(path: Path) -> Document:
    """Read a text file in UTF-8, with or without a byte order mark.

    Raises FileUnreadable where it is empty or not UTF-8, or cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"{path.name}：打不开（{error.strerror}）。请检查文件权限。") from error
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"{path.name}：第 {error.start} 字节处不是 UTF-8 编码。请另存为 UTF-8 文本。") from error
    if not content.strip():
        raise FileUnreadable(f"{path.name}：文件是空的。")
    lines = content.split("\n")
    blocks = tuple(Paragraph(Text.whole(Raw(line, number, lines=True))) for number, line in enumerate(lines))
    return Document(slug_of(path), path.name, hashlib.sha256(data).hexdigest(), blocks)
