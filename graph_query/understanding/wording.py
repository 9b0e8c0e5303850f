"""The words of what a question is about: their forms, what counts of them, and the tasks that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from graph_build.vocabulary.segmenting import Segmenter, kind_of_word, words_in
from graph_query.questions import words
from graph_query.snapshots.text_index import TextIndex

SHORTEST = 2
SHORT_WORD = 3
FULL_WIDTH = str.maketrans({",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"})
# What a doing weighs beside a thing.
DOING = 0.5
# Kinds of words that name no thing: verbs, pronouns, adverbs, prepositions, numbers, times …
VERB = re.compile(r"^(?:v|vd|vi|d|p|c|u|ul|uj|uz|r|y)$")
NO_THING = re.compile(r"^(?:v|vd|vi|d|r|p|c|u|ul|uj|uz|y|e|m|mq|q|f|s|t|a|ad|zg|z|k|i|o)$")


def says_nothing(word: str) -> bool:
    """Say whether a word counts where a task says it, and need not."""
    all_words = words()
    empty = word in all_words.faint or word in all_words.no_words or is_empty(word)
    return empty or bool(all_words.generic.fullmatch(word))


def chunks(piece: str, index: TextIndex) -> list[str]:
    """Return the runs of words that name things, without the doings between them: 保护个人隐私 -> 个人隐私."""
    found = [""]
    for word in cut_question(piece, index):
        if VERB.match(kind_of_word(word)) or is_empty(word) or not re.search(r"\w", word):
            found.append("")
        else:
            found[-1] += word
    return [chunk for chunk in found if len(chunk) > 1 and not is_generic(chunk)]


def without_tail(piece: str, steps: int) -> str:
    """Return a phrase without up to so many endings that most topics have: 减税降费政策公开 is about 减税降费."""
    for _ in range(steps):
        match = words().generic_tail.search(piece)
        rest = piece[: match.start()] if match else piece
        if len(rest) < SHORTEST or is_generic(rest):
            break
        piece = rest
    return piece


def is_generic(piece: str) -> bool:
    """Say whether a phrase says nothing of its own: 政务公开工作."""
    return not words().generic.sub("", piece)


def as_written(phrase: str) -> tuple[str, ...]:
    """Return a phrase with the marks of ASCII, and with those that Chinese texts mostly have."""
    return tuple(dict.fromkeys((phrase, re.sub('"([^"]*)"', "“\\1”", phrase.translate(FULL_WIDTH)))))


def forms_of(phrase: str) -> tuple[str, ...]:
    """Return a phrase with plain synonyms put in for its words."""
    found = dict.fromkeys(mark for part in phrase.split("|") for mark in as_written(part))
    for word, others in _synonyms().items():
        if word in phrase:
            # A part of a longer word is none: 舆情 in 政务舆情 stands for itself.
            for other in others:
                if other not in phrase and "|" not in phrase:
                    found[phrase.replace(word, other)] = None
    return tuple(found)


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    return {word: tuple(other for other in group if other != word) for group in words().synonyms for word in group}


def tasks_holding(forms: Iterable[str], index: TextIndex) -> frozenset[str]:
    """Return the tasks in which any of some forms stands."""
    return frozenset().union(*(index.holding(form) for form in forms))


def intersection(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return what all of some sets hold."""
    first, *rest = sets
    return first.intersection(*rest)


def slug_of_task(iri: str) -> str:
    """Return the slug of the document that a task stands in."""
    return iri.rsplit("/", 2)[1]


def cut_question(piece: str, index: TextIndex) -> list[str]:
    """Return the words of a part of a question, by those of the tasks and those of jieba's list."""
    own = {word for word in index.known_words if word in piece}
    return Segmenter(words_in([piece], own)).cut_plainly(piece)


def is_empty(word: str) -> bool:
    """Say whether a word says nothing by itself."""
    return any(entry.symbol == "EMPTY" for entry in words().entries.get(word, ()))


def content_words(pieces: Sequence[str]) -> dict[str, float]:
    """Return the words of a question that say what it is about, and how much each weighs.

    Long words are cut into short ones, which may stand apart in a text; what no word covers stays together.
    """
    found: dict[str, float] = {}
    for piece in pieces:
        run = ""
        short = Segmenter({word: count for word, count in words_in([piece]).items() if len(word) <= SHORT_WORD})
        for word in [*short.cut_plainly(piece), ""]:
            if len(word) == 1 and not is_empty(word) and re.search(r"\w", word):
                run += word
                continue
            if len(run) > 1:
                found[run] = 1.0
            run = ""
            if len(word) > 1 and not words().generic.fullmatch(word) and not is_empty(word):
                found[word] = DOING if NO_THING.match(kind_of_word(word)) else 1.0
    return found
