"""Bytes of a text -> characters: byte order mark, declared encoding, UTF-8, else the likelier of GB18030 and Big5."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from graph_build.errors import FileUnreadable
from graph_build.readers.parts.passed import Passed

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What pages call GB2312 is written in its successor.
SUCCESSORS = {"gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "x-gbk": "gb18030"}
GUESSED = ("gb18030", "big5")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
# What could not be read: bytes of no character, zeros, controls.
BROKEN = re.compile("\ufffd+")
USUAL = re.compile("[\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# So many broken places are a few, whatever the length; of more than this share of the text it is none.
FEW_BROKEN, MOST_BROKEN = 3, 0.002
# Behind words that end so, or before a bracket with a label, a mark was lost at most and no letter of a name.
ENDS, BEGINS = re.compile(r"(?:^|[。；！？）)】〕\s])$"), re.compile(r"\s*[（(【〔\[][^：:]{2,8}[：:]")
# Line by line, a GB text that lost a byte is read one byte off: of so many rare letters a line is not what it was.
MOST_RARE, FIRST_RARE = 0.2, 0xD8


def decode(data: bytes, declared: str | None = None) -> str:
    """Return a text with its line ends as LF; what of it could not be read is U+FFFD.

    Raises FileUnreadable where the bytes are no text.

    >>> decode("责任单位".encode("gb18030"))
    '责任单位'
    """
    for encoding in _encodings(data, declared):
        try:
            text = data.decode(encoding, errors="strict")
        except (LookupError, ValueError):  # a declared encoding may be anything
            continue
        break
    else:
        guesses = (data.decode(encoding, errors="replace") for encoding in ("utf-8", *GUESSED))
        text = min(guesses, key=lambda one: one.count("\ufffd"))
    text = CONTROLS.sub("\ufffd", text)
    if len(BROKEN.findall(text)) > max(FEW_BROKEN, MOST_BROKEN * len(text)):
        raise FileUnreadable("内容不是文字，或编码无法识别。请确认它是文本文件，另存为 UTF-8 后重试。")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def note_broken(lines: Iterable[str], passed: Passed, place: str) -> None:
    """Say where characters could not be read: `place` names a line by its number, as 第 {} 行.

    Where a letter may be lost, not only a mark, it is doubted.
    """
    for number, line in enumerate(lines, 1):
        for match in BROKEN.finditer(line):
            harmless = ENDS.search(line[: match.start()]) or BEGINS.match(line, match.end())
            tell = passed.left_out if harmless and not _is_shifted(line) else passed.doubt
            tell("有 {n} 处字的编码无法识别", place.format(number))


def _is_shifted(line: str) -> bool:
    """Say whether a line is read one byte off: many of its letters are rare ones."""
    codes = [character.encode("gb2312", errors="ignore") for character in line if "\u4e00" <= character <= "\u9fff"]
    rare = sum(not code or code[0] >= FIRST_RARE for code in codes)
    return rare > MOST_RARE * len(codes)


def _encodings(data: bytes, declared: str | None) -> Iterator[str]:
    """Return the encodings to try, the surest first."""
    mark = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if mark:
        yield mark
        return
    if declared:
        yield SUCCESSORS.get(declared.lower(), declared)
    # No other encoding has zero bytes in a text, but for a few that a damaged disk or program left.
    if data.count(b"\x00") > max(FEW_BROKEN, MOST_BROKEN * len(data)):
        yield max(("utf-16-le", "utf-16-be"), key=lambda encoding: len(USUAL.findall(data.decode(encoding, "replace"))))
    yield "utf-8"
    if guess := _guess(data):
        yield guess


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # imported late: 0.1 s

    best = from_bytes(data, cp_isolation=list(GUESSED)).best()
    return best.encoding if best else None
