"""Words with a wrong character or two, read as words of the graph that sound the same or differ in one character."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

# Of single characters the sounds are enough; the phrases take a third of a second to load.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import Style, lazy_pinyin, pinyin

from graph_build.vocabulary.segmenting import kind_of_word
from graph_query.snapshots.text_index import TextIndex

SHORTEST, LONGEST = 2, 8
# Names as long as this are known by their sound.
LEAST_FOR_SOUND, LEAST_FOR_NEAREST, LONGEST_NAME = 3, 4, 20


def mended(phrase: str, index: TextIndex) -> str:
    """Return a phrase in which runs that are no words of the tasks are replaced by words that sound the same."""
    found = _one_wrong(phrase, index)
    if found:
        return found
    by_sound = _by_sound(index)
    known = index.known_words
    at = 0
    while at < len(phrase):
        for length in range(min(LONGEST, len(phrase) - at), SHORTEST - 1, -1):
            run = phrase[at : at + length]
            # 失业 is a word, and no 事业 with a wrong character.
            if run in known or kind_of_word(run):
                at += length
                break
            better = by_sound.get(_sound(run))
            if better and _is_typo(run, better):
                phrase = phrase[:at] + better + phrase[at + length :]
                at += length
                break
        else:
            at += 1
    return phrase


def _one_wrong(phrase: str, index: TextIndex) -> str | None:
    """Return a phrase of a task that differs from one in a character that sounds the same: 留低退税, 留抵退税."""
    for at, character in enumerate(phrase):
        before, behind = phrase[:at], phrase[at + 1 :]
        if len(phrase) < LEAST_FOR_SOUND - 1 or (len(before) < SHORTEST and len(behind) < SHORTEST):
            continue
        for other in index.between(before, behind):
            if other != character and _sound(other) == _sound(character):
                return before + other + behind
    return None


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the only name that sounds the same as one; None where none or several do.

    >>> nearest("市审皮局", ["市审批局", "市教育局"]), nearest("市统计局", ["市审计局", "市审批局"])
    ('市审批局', None)
    """
    if len(name) < LEAST_FOR_NEAREST:
        return None
    sound = _sound(name)
    same = {other for other in names if len(other) == len(name) and _sound(other) == sound}
    return next(iter(same)) if len(same) == 1 else None


def misspelt_in(text: str, names: Iterable[str], shortest: int = LEAST_FOR_SOUND) -> list[tuple[int, int, str]]:
    """Return where a text has a name with a wrong character or two that sound the same: start, end and the name."""
    known = frozenset(names)
    by_sound = _names_by_sound(known, shortest)
    sounds = [_sound(character) for character in text]
    found = []
    at = 0
    while at < len(text):
        for length in range(min(LONGEST_NAME, len(text) - at), shortest - 1, -1):
            name = by_sound.get(" ".join(sounds[at : at + length]))
            window = text[at : at + length]
            if name and window not in known and len(name) == length and _is_typo(window, name):
                found.append((at, at + length, name))
                at += length
                break
        else:
            at += 1
    return found


def sounding_nearly(text: str, names: Iterable[str]) -> set[str]:
    """Return the names that are a text but for one character that sounds the same, or nearly, in any of its readings.

    >>> sounding_nearly("夏门", ["厦门", "荆门"]), sounding_nearly("海门", ["厦门"])
    ({'厦门'}, set())
    """
    by_rest = _by_rest(frozenset(names))
    return {
        name
        for at, character in enumerate(text)
        for name in by_rest.get((text[:at], text[at + 1 :]), ())
        if name[at] != character and _sounds(name[at]) & _sounds(character)
    }


@lru_cache(maxsize=4)
def _by_rest(names: frozenset[str]) -> Mapping[tuple[str, str], list[str]]:
    """Return names by what stands before and behind each of their characters."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        for at in range(len(name)):
            found[name[:at], name[at + 1 :]].append(name)
    return found


@lru_cache(maxsize=65536)
def _sounds(character: str) -> frozenset[str]:
    """Return all the ways in which a character is read, zh as z and ng as n, as many say it."""
    (read,) = pinyin(character, style=Style.NORMAL, heteronym=True)
    return frozenset(re.sub("ng$", "n", re.sub("^([zcs])h", r"\1", sound)) for sound in read)


@lru_cache(maxsize=4)
def _names_by_sound(names: frozenset[str], shortest: int) -> Mapping[str, str]:
    long = sorted(name for name in names if len(name) >= shortest)
    return {" ".join(_sound(character) for character in name): name for name in long}


def alike(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return the names that are most like one, for a user to choose from."""
    scored = sorted((Levenshtein.normalized_distance(name, other), other) for other in names)
    return [other for distance, other in scored[:most] if distance < 0.6]  # noqa: PLR2004 (two of five characters alike)


def _is_typo(run: str, word: str) -> bool:
    return len(run) == len(word) and sum(a != b for a, b in zip(run, word, strict=True)) <= max(1, len(run) // 2)


@lru_cache(maxsize=65536)
def _sound(text: str) -> str:
    return " ".join(lazy_pinyin(text))


@lru_cache(maxsize=4)
def _by_sound(index: TextIndex) -> Mapping[str, str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in index.known_words:
        found[_sound(word)].append(word)
    return {sound: same[0] for sound, same in found.items() if len(same) == 1}
