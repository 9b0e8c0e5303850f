"""Numbers of items, the outer kinds first: 1.  1.1  （1）  1）  ①; whether a figure is one the lines around it tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.layouts.parts.ahead import JOINED, QUANTITY, Key, joined_numbers, key_of
from graph_build.spans import Text
from graph_build.values.figures import CIRCLED, FIGURES, number_of

ITEMS = (
    re.compile(rf"(?P<no>\d{{1,3}})[.．﹒、](?:(?!\d)|(?=\d{{1,4}}[年月]))|第(?P<ordinal>[{FIGURES}]+)[，、](?!\d)"),
    re.compile(r"(?P<no>(?P<whole>\d{1,2})[.．﹒](?P<part>\d{1,2}))(?P<ordinal>)[.．﹒、]?(?!\d)"),
    re.compile(r"[（(](?P<no>\d{1,3})[）)]|(?P<ordinal>\d{1,3})[）)]"),
    re.compile(rf"(?P<no>[{CIRCLED}])(?P<ordinal>)"),
)
PARTS = 1
INNERMOST = len(ITEMS) - 1


class Numbers:
    """The numbers of a document's items."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._parts = _numbered_parts(texts)
        self._joined = joined_numbers([text for text in texts if key_of(text) not in self._parts])

    def at(self, text: Text) -> tuple[re.Match[str], int] | None:
        """Return the number that a paragraph begins with, and its level, 0 for the outermost; None without one."""
        if key_of(text) in self._joined and (match := JOINED.match(text.value)):
            return match, 0
        for level, pattern in enumerate(ITEMS):
            if (level != PARTS or key_of(text) in self._parts) and (match := pattern.match(text.value)):
                return match, level
        return None


def figure_of(match: re.Match[str]) -> str:
    """Return a number's figure: ③ and 三 are 3, 1.1 stays."""
    figure = match["no"] or match["ordinal"]
    return figure if figure.isdecimal() or len(figure) > 1 else str(number_of(figure))


def _numbered_parts(texts: Sequence[Text]) -> frozenset[Key]:
    """Return the paragraphs that begin with 1.1, 1.2, …: each goes on a run, or opens one."""
    found = [
        (key_of(text), int(match["whole"]), int(match["part"]))
        for text in texts
        if (match := ITEMS[PARTS].match(text.value)) and not QUANTITY.match(text.value)
    ]
    kept: dict[Key, tuple[int, int]] = {}
    for n, (key, whole, part) in enumerate(found):
        before = kept.get(found[n - 1][0], (0, 0)) if n else (0, 0)
        behind = found[n + 1][1:] if n + 1 < len(found) else None
        if before == (whole, part - 1) or (part == 1 and (behind == (whole, 2) or 0 < before[0] == whole - 1)):
            kept[key] = (whole, part)
    return frozenset(kept)
