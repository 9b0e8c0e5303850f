"""Plain text: every line is a block, empty ones included, so that a line number finds it again."""

from __future__ import annotations

from pathlib import Path

from graph_build.errors import FileUnreadable
from graph_build.files import document, format_of, read_bytes
from graph_build.model import Document, Paragraph
from graph_build.readers.parts.decoding import decode
from graph_build.sandbox.limits import LARGEST_TEXT, MEGABYTE, MOST_LINES
from graph_build.spans import IN_LINES, Raw, Text

SUFFIXES = IN_LINES


def read(path: Path) -> Document:
    """Read a text file in UTF-8, UTF-16, GB18030 or Big5; lines are parted at LF, CR LF or CR.

    Raises FileUnreadable where it is empty, too long or no text, or cannot be opened.
    """
    data = read_bytes(path)
    if kind := format_of(data):
        raise FileUnreadable(f"扩展名是 {path.suffix}，看内容是{kind}文件。请改正扩展名后重试。")
    if len(data) > LARGEST_TEXT:
        raise FileUnreadable(f"文本超过 {LARGEST_TEXT // MEGABYTE} MB，没有读。请拆出任务清单部分。")
    content, lost = decode(data)
    if not content.strip():
        raise FileUnreadable("文件是空的。")
    if content.count("\n") > MOST_LINES:
        raise FileUnreadable(f"文本超过 {MOST_LINES} 行，没有读。请拆出任务清单部分。")
    blocks = [Paragraph(Text.whole(Raw(line, n, lines=True))) for n, line in enumerate(content.split("\n"))]
    return document(path, data, blocks, [f"有 {lost} 个字的编码无法识别"] if lost else [])
