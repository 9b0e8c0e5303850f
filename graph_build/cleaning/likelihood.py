"""How likely one Chinese character follows another: by jieba's word list, and by a document's own sound text."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from graph_build.cleaning import gbk
from graph_build.sandbox.bounded import uncounted

# Followers of a character that are told apart, and openers of words that can follow any word's end.
FOLLOWERS = 250
# A reading of the document itself counts as much as so many of the word list.
OWN_WEIGHT = 3000


class Ranked:
    """Characters, the likeliest first, and the same by their second byte in GBK."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = tuple(characters)
        self.by_trail: defaultdict[int, list[str]] = defaultdict(list)
        for character in self.characters:
            self.by_trail[gbk.encoded(character)[1]].append(character)


class Likelihood:
    """How often one character follows another, in the words of a word list and in a document's own text.

    `spoken` tells which characters the document writes with a pinyin behind them: {"qiáng": {"強"}}.
    """

    def __init__(self, own_text: str, spoken: Mapping[str, set[str]]) -> None:
        self.spoken = spoken
        self._words = word_pairs()
        own: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for first, second in pairwise(own_text):
            own[first][second] += 1
        self._own = dict(own)
        self._known: dict[tuple[str, str], float] = {}
        self._own_first = {first: counts.total() for first, counts in self._own.items()}
        self._own_followers: dict[str, tuple[str, ...]] = {}

    def own_followers(self, before: str) -> tuple[str, ...]:
        """Return the characters that the document itself writes behind one, in every form that GBK has of them.

        One reading of the document outweighs most of the word list: they come before what that tells.
        """
        if before not in self._own_followers:
            ranked = sorted(self._own.get(before, ()), key=lambda after: (-self.of(before, after), after))
            self._own_followers[before] = tuple(form for after in ranked for form in gbk.forms().get(after, ()))
        return self._own_followers[before]

    def followers(self, before: str) -> tuple[str, ...]:
        """Return the characters that most often follow one, in every form that GBK has of them, the likeliest first."""
        return tuple(dict.fromkeys((*self.own_followers(before), *self._words.followers(before))))

    def dropped_behind(self, before: str, carry: int) -> tuple[list[str], Ranked]:
        """Return the followers whose first byte makes no pair with a byte left over: the document's, the words'."""
        leads = gbk.dropped_behind(carry)
        own = [character for character in self.own_followers(before) if gbk.encoded(character)[0] in leads]
        return own, self._words.dropped_behind(before, carry)

    def of_lead(self, before: str, lead: int) -> tuple[list[str], Ranked]:
        """Return the characters whose first byte is `lead`, the likeliest first: the document's own, and all."""
        own = [character for character in self.own_followers(before) if gbk.encoded(character)[0] == lead]
        return own, self._words.of_lead(before, lead)

    def of(self, before: str, character: str) -> float:
        """Return the log likelihood of a character behind another."""
        known = self._known.get((before, character))
        if known is None:
            known = self._known[before, character] = self._of(before, character)
        return known

    def _of(self, before: str, character: str) -> float:
        followed = self._words.first.get(before, 0) + OWN_WEIGHT * self._own_first.get(before, 0)
        inside = self._count(before, character) / (followed or 1)
        across = self._words.ends(before) * self._words.begins(character)
        return math.log(0.5 * inside + 0.5 * across + 1e-9)

    def _count(self, before: str, after: str) -> int:
        own = self._own.get(before)
        return self._words.count(before, after) + (OWN_WEIGHT * own[after] if own else 0)


class WordPairs:
    """How often characters follow each other in the words of jieba's word list, a heading's mark before each word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.after: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._begin: Counter[str] = Counter()
        self._end: Counter[str] = Counter()
        self._any: Counter[str] = Counter()
        for line in lines:
            word, figures, *_ = line.split(" ")
            count = int(figures)
            self._begin[word[0]] += count
            self._end[word[-1]] += count
            for character in word:
                self._any[character] += count
            for first, second in pairwise(f"）{word}"):
                self.after[first][second] += count
        self.first = {first: counts.total() for first, counts in self.after.items()}
        self._words = self._begin.total()
        # The characters that most words begin with: they can follow any word's end.
        self.openers = {character for character, _ in self._begin.most_common(FOLLOWERS)}

        self._followers: dict[str, tuple[str, ...]] = {}
        self._of_lead: dict[tuple[str, int], Ranked] = {}
        self._dropped: dict[tuple[str, int], Ranked] = {}

    def count(self, before: str, after: str) -> int:
        """Return how often a character follows another inside words."""
        counts = self.after.get(before)
        return counts[after] if counts else 0

    def dropped_behind(self, before: str, carry: int) -> Ranked:
        """Return the followers of a character whose first byte makes no pair with a byte left over."""
        if (before, carry) not in self._dropped:
            leads = gbk.dropped_behind(carry)
            self._dropped[before, carry] = Ranked(c for c in self.followers(before) if gbk.encoded(c)[0] in leads)
        return self._dropped[before, carry]

    def followers(self, before: str) -> tuple[str, ...]:
        """Return the characters that most often follow one in the word list, in every form that GBK has of them."""
        if before not in self._followers:
            known = self.after.get(before, {}).keys() | self.openers
            most = sorted(known, key=lambda after: (-self._weight(before, after), after))[:FOLLOWERS]
            self._followers[before] = tuple(form for after in most for form in gbk.forms().get(after, ()))
        return self._followers[before]

    def of_lead(self, before: str, lead: int) -> Ranked:
        """Return the characters whose first byte is `lead`, the likeliest behind another first."""
        if (before, lead) not in self._of_lead:
            found = gbk.characters().get(lead, ())
            ranked = sorted(found, key=lambda character: -self._weight(before, gbk.simple(character)))
            self._of_lead[before, lead] = Ranked(ranked)
        return self._of_lead[before, lead]

    def _weight(self, before: str, after: str) -> float:
        inside = self.count(before, after) / (self.first.get(before) or 1)
        return inside + self.ends(before) * self.begins(after)

    def ends(self, character: str) -> float:
        """Return how likely a word ends where a character stands; other marks always end one."""
        return self._end[character] / self._any[character] if self._any[character] else 1.0

    def begins(self, character: str) -> float:
        """Return how likely a word begins with a character."""
        return self._begin[character] / self._words


@cache
def word_pairs() -> WordPairs:
    """Return how characters follow each other in jieba's word list."""
    jieba = find_spec("jieba")  # its word list alone is used here: importing the segmenter takes half a second
    if jieba is None or jieba.origin is None:
        raise ModuleNotFoundError("jieba")
    with uncounted(), Path(jieba.origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        return WordPairs(lines)
