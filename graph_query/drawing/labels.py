"""Labels of a drawing as lines of text: how wide they are, and where they are broken."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from graph_build.vocabulary.segmenting import COMMON, Segmenter, words_in

# Widths in parts of the size of letters: of a Chinese character, and the most that a Latin letter takes in any font.
WHOLE, LATIN = 1.0, 0.64
# A label is broken between words; marks stay with what they close or open.
BEFORE, AFTER = re.compile(r"[（《“〔(]"), re.compile(r"[、，。；：）》”〕%％…)]")
# A number of an act is not broken, nor is one with its unit: 〔2022〕8号.
WHOLE_NUMBER = re.compile(r"([〔\[(（]\d{4}[〕\])）]\d+号?|\d+[号项年月日%]?)")
# Words of one letter that stand for themselves; any other belongs to the word before it: 文件库, 统一的.
JOINING = frozenset("和与及或、对在将向")
MOST_LINES = 3


def width_of(text: str) -> float:
    """Return the width of a text in parts of the size of its letters.

    >>> width_of("市教育局"), round(width_of("16 目录"), 2)
    (4.0, 3.92)
    """
    return sum(WHOLE if unicodedata.east_asian_width(sign) in "WFA" else LATIN for sign in text)


def lines_of(label: str, widest: float, most: int = MOST_LINES) -> tuple[str, ...]:
    """Return a label as lines about equally wide, none wider than `widest`; what has no room ends with ….

    >>> lines_of("市人力资源和社会保障局", 7)
    ('市人力资源和', '社会保障局')
    """
    lines = [line for part in label.split("\n") for line in _broken(part, widest)]
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    return (*lines[: most - 1], f"{last[:-1] if width_of(last) + 1 > widest else last}…")


def _broken(text: str, widest: float) -> list[str]:
    wide = width_of(text)
    planned = max(math.ceil(wide / widest), 1)
    lines = [""]
    for piece in _pieces(text, widest):
        # A line takes what is nearer to an even share with it than without.
        is_full = len(lines) < planned and width_of(lines[-1]) + width_of(piece) / 2 > wide / planned
        if lines[-1] and (is_full or width_of(lines[-1] + piece) > widest):
            lines.append("")
        lines[-1] += piece if lines[-1] or not piece.isspace() else ""
    return [line.rstrip() for line in lines if line.strip()]


@lru_cache(maxsize=4096)
def _pieces(text: str, widest: float) -> tuple[str, ...]:
    """Return a text cut between words; a word that is wider than a line is cut in single letters."""
    pieces: list[str] = []
    for word in _words(text):
        if pieces and (AFTER.fullmatch(word) or BEFORE.fullmatch(pieces[-1]) or _belongs(pieces[-1], word, widest)):
            pieces[-1] += word
        else:
            parts = [word] if width_of(word) <= widest else re.split("(?<=〕)", word)
            pieces.extend(piece for part in parts for piece in ([part] if width_of(part) <= widest else part))
    return tuple(pieces)


def _words(text: str) -> Iterator[str]:
    segmenter = Segmenter(words_in([text]), COMMON)
    for part in WHOLE_NUMBER.split(text):
        yield from [part] if WHOLE_NUMBER.fullmatch(part) else segmenter.cut_plainly(part)


def _belongs(before: str, word: str, widest: float) -> bool:
    """Say whether a word of one letter goes with what is before it, in a line that has room for both."""
    is_letter = len(word) == 1 and word.isalpha() and word not in JOINING and not before.isspace()
    return is_letter and before not in JOINING and width_of(before + word) <= widest
