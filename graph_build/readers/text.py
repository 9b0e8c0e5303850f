"""Plain text: every line is a block, empty ones included, so that a line number finds it again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from graph_build.errors import FileUnreadable
from graph_build.files import document, format_of, read_bytes
from graph_build.model import Document, Paragraph
from graph_build.readers.parts.decoding import BROKEN, decode, note_broken
from graph_build.readers.parts.passed import Passed
from graph_build.sandbox.limits import LARGEST_TEXT, MEGABYTE, MOST_LINES
from graph_build.spans import IN_LINES, Raw, Text

SUFFIXES = IN_LINES
# A heading in Markdown.
HEADING = re.compile(r"\s*(#{1,6})\s")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# What Markdown leaves out of a line, and what it is called in a document's notes.
MARKS = (
    (re.compile(r"~~[^~]+~~|<(del|s|strike)>.*?</\1>", re.IGNORECASE), "有 {n} 处划去的文字没有读"),
    (re.compile(r"<!--.*?-->"), "有 {n} 处隐藏的文字没有读"),
)


def read(path: Path) -> Document:
    """Read a text file in UTF-8, UTF-16, GB18030 or Big5; lines are parted at LF, CR LF or CR.

    Raises FileUnreadable where it is empty, too long or no text, or cannot be opened.
    """
    data = read_bytes(path)
    if kind := format_of(data):
        raise FileUnreadable(f"扩展名是 {path.suffix}，看内容是{kind}文件。请改正扩展名后重试。")
    if len(data) > LARGEST_TEXT:
        raise FileUnreadable(f"文本超过 {LARGEST_TEXT // MEGABYTE} MB，没有读。请拆出任务清单部分。")
    content = decode(data)
    if not content.strip():
        raise FileUnreadable("文件是空的。")
    if content.count("\n") > MOST_LINES:
        raise FileUnreadable(f"文本超过 {MOST_LINES} 行，没有读。请拆出任务清单部分。")
    passed = Passed()
    note_broken(content.split("\n"), passed, "第 {} 行")
    texts = [Text.whole(Raw(line, n, lines=True)).without(BROKEN) for n, line in enumerate(content.split("\n"))]
    levels = [len(match[1]) if (match := HEADING.match(text.value)) else None for text in texts]
    if path.suffix.lower() == ".md":
        texts = [_without_marks(text, passed) for text in texts]
    return document(path, data, [*map(Paragraph, texts, levels)], passed.notes, passed.doubts)


def _without_marks(text: Text, passed: Passed) -> Text:
    """Return a line of Markdown without what is struck out or a comment."""
    for pattern, kind in MARKS:
        for _ in pattern.finditer(text.value):
            passed.left_out(kind, f"第 {text.raw.block + 1} 行")
        text = text.without(pattern)
    return _with_breaks(text)


def _with_breaks(text: Text) -> Text:
    """Return a line in which <br>, a line's end inside a cell, is one."""
    for match in reversed([*BREAK.finditer(text.value)]):
        value = f"{text.value[: match.start()]}\n{text.value[match.end() :]}"
        offsets = (*text.offsets[: match.start() + 1], *text.offsets[match.end() :])
        text = replace(text, value=value, offsets=offsets)
    return text
