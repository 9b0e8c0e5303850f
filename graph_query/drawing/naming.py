"""Names of tasks in a drawing: 6 to 10 characters of their own text, those that tell it from the others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from graph_build.registers.places import places
from graph_build.vocabulary.concepts import words_of
from graph_build.vocabulary.segmenting import COMMON, Segmenter, kind_of_word, words_in

SHORTEST, LONGEST = 6, 10
# So much of a text is looked at: what it is about stands at its beginning.
LOOKED_AT = 160
MARKS = re.compile(r"[^\w%％—、-]+")
# The number that a text begins with is shown as the task's number already, or is no part of its name.
NUMBERED = re.compile(r"^\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]\s*")
# Kinds of words in jieba's list that a name does not begin or end with: verbs, adverbs, prepositions, particles …
NO_BEGINNING = ("v", "d", "p", "c", "u", "r", "f", "y", "m", "q", "i", "ad", "t", "z")
NO_END = ("d", "p", "c", "u", "r", "f", "y", "m", "a", "b", "ad", "z", "h", "x")
NOT_INSIDE = ("d", "p", "r", "y", "x")
# Forms of units whose endings no name has.
BODIES = ("part", "group", "falls_away")
# A name further back tells less, one that is a whole phrase more.
PER_CHARACTER, WHOLE, VERB = 0.12, 2.5, 0.4


def names_of(texts: Sequence[str]) -> list[str]:
    """Return a name for each text: the words that are rare in general and among these texts, no two alike if it can be.

    A text that has no such words is named by its beginning.
    """
    cut = _cut([NUMBERED.sub("", text)[:LOOKED_AT] for text in texts])
    held = Counter(word for clauses in cut for word in {word for clause in clauses for word in clause})
    found: list[str] = []
    for text, clauses in zip(texts, cut, strict=True):
        ranked = sorted(_ranked(clauses, held, len(texts)), reverse=True)
        names = [name for _, name in ranked] or [_beginning(text)]
        found.append(next((name for name in names if name not in found), names[0]))
    return found


def _cut(texts: Sequence[str]) -> list[list[list[str]]]:
    """Return the words of each clause of each text."""
    segmenter = Segmenter(words_in(texts), COMMON)
    return [[segmenter.cut_plainly(clause) for clause in MARKS.split(text) if clause] for text in texts]


def _ranked(clauses: Sequence[Sequence[str]], held: Mapping[str, int], texts: int) -> Iterator[tuple[float, str]]:
    """Give the names that a text could have, each with how well it tells it from others."""
    before = 0
    for words in clauses:
        weights = [_weight(word, held, texts) for word in words]
        for first, last in _windows(words):
            name, ends = "".join(words[first:last]), _parts(words, first - 1) + _parts(words, last)
            at = before + len("".join(words[:first]))
            if any(weights[first:last]) and not (name.startswith(_of_bodies()) or name.endswith(_of_bodies())):
                yield sum(weights[first:last]) + WHOLE * ends - PER_CHARACTER * at, name
        before += len("".join(words)) + 1


def _windows(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give where names of the right length can begin and end in a clause."""
    for first, word in enumerate(words):
        if len(word) == 1 or _kind(word).startswith((*NO_BEGINNING, "x")) or word in _empty():
            continue
        length = 0
        for last in range(first, len(words)):
            length += len(words[last])
            if length > LONGEST or _kind(words[last]).startswith(NOT_INSIDE):
                break
            # 政策性 goes on with what it is a property of, and 行政 with 规范性.
            goes_on = any(word.endswith("性") for word in words[last : last + 2])
            if length >= SHORTEST and _may_end(words[last]) and not goes_on:
                yield first, last + 1


def _may_end(word: str) -> bool:
    return len(word) > 1 and not _kind(word).startswith(NO_END) and word not in _empty()


def _parts(words: Sequence[str], at: int) -> bool:
    """Say whether the word at a place parts phrases: there is none, or one that no name begins with."""
    if not 0 <= at < len(words):
        return True
    return words[at] in _empty() or _kind(words[at]).startswith(("v", "u", "p", "c", "d"))


def _weight(word: str, held: Mapping[str, int], texts: int) -> float:
    """Return how much a word tells: a long one, rare in general and among the texts.

    Nothing where it is empty or a place's name: these are of any task.
    """
    if word in _empty() or _kind(word).startswith(("u", "p", "c")) or word in _place_names():
        return 0.0
    own = math.log2(1 + texts / held[word]) / math.log2(1 + texts) if texts > 1 else 1.0
    return len(word) * own * (VERB if _kind(word) == "v" else 1)


@lru_cache(maxsize=8192)
def _kind(word: str) -> str:
    return kind_of_word(word) or ("n" if len(word) > 1 or word == "、" else "x")


@cache
def _of_bodies() -> tuple[str, ...]:
    """Return what names of bodies end with: a task named so would be taken for a unit."""
    words = (word for form in BODIES for word in words_of("unitForms", form))
    return tuple(word for word in words if len(word) > len("部门"))


@cache
def _place_names() -> frozenset[str]:
    return frozenset(place.name for place in places().values())


@cache
def _empty() -> frozenset[str]:
    return words_of("taskWords", "empty") | {"、"}


def _beginning(text: str) -> str:
    words = MARKS.sub("", NUMBERED.sub("", text))
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
