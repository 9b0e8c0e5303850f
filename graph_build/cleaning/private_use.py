"""Characters of the private area (U+E000 to U+F8FF), which each font fills for itself: brackets told by their place.

What stands before a label and again behind what the label says is a bracket, whatever its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.spans import HAN, Text, where
from graph_build.values.roles import has_label

PRIVATE = re.compile("[\ue000-\uf8ff]")
BETWEEN_LETTERS = re.compile(f"(?<=[{HAN}])[\ue000-\uf8ff]+(?=[{HAN}])")
YEAR = re.compile(r"(?:19|20)\d\d$")
PLAIN, ANGLED = "（）", "〔〕"


def brackets(texts: Sequence[str]) -> dict[int, str]:
    r"""Return which private characters open and close brackets, each with the bracket that it is.

    >>> brackets(["做好公开。\ue10c责任单位：县教育局\ue10d"])
    {57612: '（', 57613: '）'}
    """
    held: dict[tuple[str, str], list[str]] = {}
    loose: set[str] = set()
    for text in texts:
        marks = [*PRIVATE.finditer(text)]
        for left, right in zip(marks[::2], marks[1::2], strict=False):
            held.setdefault((left.group(), right.group()), []).append(text[left.end() : right.start()])
        if len(marks) % 2:
            loose.update(mark.group() for mark in marks)
    found: dict[int, str] = {}
    for (opens, closes), inside in held.items():
        shape = ANGLED if all(map(YEAR.match, inside)) else PLAIN if all(map(_is_labelled, inside)) else ""
        shared = any(len({opens, closes} & {*other}) == 1 or other == (closes, opens) for other in held)
        if shape and opens != closes and not shared and not {opens, closes} & loose:
            found |= {ord(opens): shape[0], ord(closes): shape[1]}
    return found


def doubts(texts: Sequence[Text], known: dict[int, str], source: str) -> Iterator[str]:
    """Say where a private character that is not known stands between letters: it may be a letter of a name."""
    unknown = [
        (text, match)
        for text in texts
        for match in BETWEEN_LETTERS.finditer(text.value)
        if not all(ord(character) in known for character in match.group())
    ]
    if unknown:
        text, match = unknown[0]
        place = where(text[match.start() : match.end()].span(), source, in_a_sentence=True)
        yield f"有 {len(unknown)} 处自造的字符不知道是什么字（{place}{'等' if len(unknown) > 1 else ''}），请核对原文"


def _is_labelled(words: str) -> bool:
    return has_label(words) and bool(re.match(f"[{HAN}、]{{2,12}}[:：]", words))
