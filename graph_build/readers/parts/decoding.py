"""Bytes of a text -> characters: byte order mark, declared encoding, UTF-8, else the likelier of GB18030 and Big5."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from graph_build.errors import FileUnreadable

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What pages call GB2312 is written in its successor.
SUCCESSORS = {"gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "x-gbk": "gb18030"}
GUESSED = ("gb18030", "big5")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
USUAL = re.compile("[\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# More controls and unreadable bytes than this, in parts of the text, are no text.
MOST_CONTROLS = 0.002


def decode(data: bytes, declared: str | None = None) -> tuple[str, int]:
    """Return a text with its line ends as LF, and how many of its characters could not be read.

    Raises FileUnreadable where the bytes are no text.

    >>> decode("责任单位".encode("gb18030"))
    ('责任单位', 0)
    """
    for encoding in _encodings(data, declared):
        try:
            text, lost = data.decode(encoding, errors="strict"), 0
        except (LookupError, ValueError):  # a declared encoding may be anything
            continue
        break
    else:
        text = data.decode(_guess(data) or "utf-8", errors="replace")
        lost = text.count("\ufffd")
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise FileUnreadable("内容不是文字，或编码无法识别。请确认它是文本文件，另存为 UTF-8 后重试。")
    return text.replace("\r\n", "\n").replace("\r", "\n"), lost


def _encodings(data: bytes, declared: str | None) -> Iterator[str]:
    """Return the encodings to try, the surest first."""
    mark = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if mark:
        yield mark
        return
    if declared:
        yield SUCCESSORS.get(declared.lower(), declared)
    # No other encoding has zero bytes in a text.
    if b"\x00" in data:
        yield max(("utf-16-le", "utf-16-be"), key=lambda encoding: len(USUAL.findall(data.decode(encoding, "replace"))))
    yield "utf-8"
    if guess := _guess(data):
        yield guess


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # imported late: 0.1 s

    best = from_bytes(data, cp_isolation=list(GUESSED)).best()
    return best.encoding if best else None
