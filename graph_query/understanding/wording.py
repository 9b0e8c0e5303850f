"""The words of what a question is about: their forms, what counts of them, and the tasks that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from graph_build.vocabulary.everyday import meant_words, said_words, same_words
from graph_build.vocabulary.segmenting import Segmenter, kind_of_word, words_in
from graph_query.questions import words
from graph_query.snapshots.text_index import TextIndex

SHORTEST = 2
SHORT_WORD = 3
# How common a word is that is never cut: more than two of jieba's list together.
COMMON = 10**9
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
        is_doing = VERB.match(kind_of_word(word)) and word.lower() not in said_words()
        if is_doing or is_empty(word) or not re.search(r"\w", word):
            found.append("")
        else:
            found[-1] += word
    return [chunk for chunk in found if len(chunk) > 1 and not is_generic(chunk)]


def without_tail(piece: str, steps: int) -> str:
    """Return a phrase without up to so many endings that most topics have: 减税降费政策公开 is about 减税降费."""
    for _ in range(steps):
        match = words().generic_tail.search(piece)
        rest = piece[: match.start()] if match else piece
        if len(rest) < SHORTEST or is_generic(rest) or piece.lower() in said_words():
            break
        piece = rest
    return piece


def is_generic(piece: str) -> bool:
    """Say whether a phrase says nothing of its own: 政务公开工作."""
    return not words().generic.sub("", piece) and piece.lower() not in said_words()


def as_written(phrase: str) -> tuple[str, ...]:
    """Return a phrase with the marks of ASCII, and with those that Chinese texts mostly have."""
    return tuple(dict.fromkeys((phrase, re.sub('"([^"]*)"', "“\\1”", phrase.translate(FULL_WIDTH)))))


def forms_of(phrase: str) -> tuple[str, ...]:
    """Return a phrase with other words for the same put in for its words."""
    found = dict.fromkeys(mark for part in phrase.split("|") for mark in as_written(part))
    for word in everyday_words(phrase) if "|" not in phrase else ():
        for other in same_words().get(word.lower(), ()):
            # 吃低保 is 低保; 政务舆情 holds 舆情, and is more.
            if other not in phrase or (other in word and word.lower() in said_words()):
                found[phrase.replace(word, other)] = None
    return tuple(found)


def everyday_words(phrase: str) -> Iterator[str]:
    """Yield the words of a phrase that others may stand for.

    A part of a longer word is none: 舆情 in 政务舆情 stands for itself.
    """
    return (match.group() for match in _everyday().finditer(phrase))


@cache
def _everyday() -> re.Pattern[str]:
    every = sorted(said_words() | meant_words(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, every)), re.IGNORECASE)


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
    return Segmenter(words_in([piece], own) | dict.fromkeys(everyday_words(piece), COMMON)).cut_plainly(piece)


def is_empty(word: str) -> bool:
    """Say whether a word says nothing by itself."""
    return any(entry.symbol == "EMPTY" for entry in words().entries.get(word, ()))


def _is_whole(word: str) -> bool:
    """Say whether an everyday word, or one that documents write for it, is never cut, as 适老化, which jieba lacks."""
    return word.lower() in said_words() or (len(word) <= SHORT_WORD and not kind_of_word(word))


def content_words(pieces: Sequence[str]) -> dict[str, float]:
    """Return the words of a question that say what it is about, and how much each weighs.

    Long words are cut into short ones, which may stand apart in a text; what no word covers stays together, and so does
    what people say for another word.
    """
    found: dict[str, float] = {}
    said = dict.fromkeys(word for piece in pieces for word in everyday_words(piece) if _is_whole(word))
    apart = re.compile("|".join(map(re.escape, said)) or "$^")
    for part in (part for piece in pieces for part in apart.split(piece)):
        run = ""
        short = Segmenter({word: count for word, count in words_in([part]).items() if len(word) <= SHORT_WORD})
        for word in [*short.cut_plainly(part), ""]:
            if len(word) == 1 and not is_empty(word) and re.search(r"\w", word):
                run += word
                continue
            if len(run) > 1:
                found[run] = 1.0
            run = ""
            if len(word) > 1 and not words().generic.fullmatch(word) and not is_empty(word):
                found[word] = DOING if NO_THING.match(kind_of_word(word)) else 1.0
    return found | dict.fromkeys(said, 1.0)
