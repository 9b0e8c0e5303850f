"""What only the paragraphs behind a paragraph tell: whether a figure is an item's number, and what a （一） holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.layouts.parts.pieces import pieces_of
from graph_build.spans import Text
from graph_build.values.headings import CHAPTERS, rank_of

Key = tuple[int, int | None, int | None]
# 11.3D打印…: the number of an item right before a figure.
JOINED = re.compile(r"(?P<no>\d{1,3})(?P<ordinal>)[.．﹒](?=\d)(?!\d{1,4}[年月])")
PLAIN = re.compile(r"(\d{1,3})[.．﹒、](?:(?!\d)|(?=\d{1,4}[年月]))")
# 2.5万亩: a figure with a decimal point.
QUANTITY = re.compile(r"\d+[.．]\d+(?:[%％‰亿万千百]|公里|千米|米|平方|立方|吨|亩|元|倍|个|兆)")
ITEM = re.compile(r"\d{1,3}[.．﹒、]|[（(]\d{1,3}[）)]|\d{1,3}[）)]|[①-⑳]")
# What a name of a part does not say: who must do what.
SENTENCE = re.compile(r"[，；]|要|应|须|不得|把|将")
LONGEST_NAME = 24


def key_of(text: Text) -> Key:
    """Return where a paragraph stands."""
    return text.raw.block, text.raw.row, text.raw.column


def joined_numbers(texts: Sequence[Text]) -> frozenset[Key]:
    """Return the paragraphs whose first figure is an item's number though another figure follows it at once.

    The run of numbers tells: it is the next one, and the number behind it goes on or starts again.
    """
    found: set[Key] = set()
    before: int | None = None
    numbers = [_number(text.value) for text in texts]
    for n, text in enumerate(texts):
        number = numbers[n]
        if number is None:
            continue
        if PLAIN.match(text.value):
            before = number
            continue
        behind = next((one for one in numbers[n + 1 :] if one is not None), None)
        follows = number == (before or 0) + 1 and (number > 1 or behind == number + 1)
        if follows and (behind == number + 1 or (behind in (None, 1) and not QUANTITY.match(text.value))):
            found.add(key_of(text))
            before = number
    return frozenset(found)


def headed_sentences(texts: Sequence[Text]) -> frozenset[Key]:
    """Return the （一） that are sentences with an assignment and have items with assignments of their own below."""
    found: set[Key] = set()
    above: Key | None = None
    for text in texts:
        if rank_of(text.value) in CHAPTERS:
            above = key_of(text) if _is_sentence(text) else None
        elif above and ITEM.match(text.value) and any(piece.insides for piece in pieces_of(text)):
            found.add(above)
            above = None
    return frozenset(found)


def _is_sentence(text: Text) -> bool:
    """Say whether a numbered paragraph assigns, and begins with a sentence and not with a name."""
    first = re.split("[。：]", pieces_of(text)[0].text.value)[0]
    assigned = any(piece.insides for piece in pieces_of(text))
    return assigned and (bool(SENTENCE.search(first)) or len(first) > LONGEST_NAME)


def _number(words: str) -> int | None:
    match = PLAIN.match(words) or JOINED.match(words)
    return int(match[1]) if match else None
