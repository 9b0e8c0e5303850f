"""Headings read one byte off: GBK text behind a lost byte, restored by a search that must reproduce the damage.

`　（一）加強` is A1A1 A3A8 D2BB A3A9 BCD3 8F8A. With the first byte lost it reads `?`, then A1A3 `。`, A8D2 `ㄒ`,
BBA3 `唬` …; pairs that GBK does not define are dropped, and a character whose second byte is ASCII brings the rhythm
back. What is restored is the likeliest original that such a reading turns into exactly the line that was found;
characters whose bytes were dropped are chosen by how often Chinese words and the document put them side by side.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from graph_build.simplify import simplified

OPENINGS = ("　（", "　　（", "（")
PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
BEAM = 25
# Characters that are tried where neither of their neighbours tells them.
TRIED = 10
# So many characters behind the damage are weighed with it.
WEIGHED = 12
# So many pairs in a row can be dropped.
MOST_DROPPED = 3
# Followers of a character that are tried where the line found shows nothing of them.
FOLLOWERS = 250
# Numbers of headings: 一 … 九十九.
DIGITS = "一二三四五六七八九"
# A restored line must be so likely a character on average, and so much likelier than the next reading.
LEAST_LIKELY = -6.0
LEAST_LEAD = 5.0
# A reading of the document itself counts as much as so many of the word list.
OWN_WEIGHT = 3000


@dataclass(frozen=True, slots=True)
class Restored:
    """A line as it was before the damage, and how much of the line found was damaged."""

    text: str
    damaged: int


@dataclass(frozen=True, slots=True)
class _State:
    """How far a line is explained: found characters used, the byte left over, the original so far."""

    used: int
    carry: int | None
    text: str
    score: float
    dropped: int = 0


def looks_shifted(line: str) -> bool:
    """Say whether a line begins as a numbered heading read one byte off does.

    >>> looks_shifted("?。ㄒ唬┘訌"), looks_shifted("?什么是政务公开")
    (True, False)
    """
    if not line.startswith("?"):
        return False
    forced = (_forced(line, f"{opening}{heading_number(n)}）") for opening in OPENINGS for n in range(1, 31))
    # Where all pairs of an opening were dropped, it shows nothing that could be recognised.
    return any(state is not None and state.used > 1 for state in forced)


def heading_number(n: int) -> str:
    """Return a heading's number in Chinese figures, for 1 to 99.

    >>> [heading_number(n) for n in (3, 10, 17, 20, 42)]
    ['三', '十', '十七', '二十', '四十二']
    """
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens - 1] + "十") + (DIGITS[ones - 1] if ones else "")


def restore(line: str, numbers: Iterable[int], likely: Likelihood) -> Restored | None:
    """Return a heading （n）… as it was before the damage; None where no original of those numbers is likely enough."""
    openings = (f"{opening}{heading_number(n)}）" for n in numbers for opening in OPENINGS)
    starts = [start for opening in openings if (start := _forced(line, opening))]
    best = _leading(_search(line, starts, likely), line)
    if best is None:
        return None
    text = best.text + line[best.used :]
    if best.score / len(PINYIN.sub("", text)) < LEAST_LIKELY:
        return None
    return Restored(text, best.used)


def restore_torn(line: str, at: int, likely: Likelihood) -> Restored | None:
    """Return what stood from a `?` inside a line on: 展營造 that was read as 展, 範 with its pinyin, I, 造.

    The second byte of the character before was read twice, so that a wrong character came of it and of the next first
    byte; its pinyin was put behind it, and it and the bracket were lost in one `?`. The damaged part of the result is
    counted from the `?`. None where no original is likely enough.
    """
    before = PINYIN.sub("", line[:at])[-1:]
    pinyin = line[at + 1 :].partition(")")[0]
    behind = at + len(pinyin) + 2
    if not "\u4e00" <= before <= "\u9fff":
        return None
    read = likely.spoken.get(pinyin)
    found: list[_State] = []
    starts: list[_State] = []
    for character in likely.followers(_simple(before)):
        data = _encoded(character)
        wrong = _pair(_encoded(before)[1], data[0])
        if wrong is None or (read and wrong not in read):
            continue
        state = _State(behind, data[1], before + character, likely.of(_simple(before), _simple(character)))
        if data[1] >= 0x80:
            starts.append(state)
        elif line.startswith(chr(data[1]), behind):
            found.append(_finished(replace(state, used=behind + 1, carry=None), line, likely))
    best = _leading([*found, *_search(line, starts, likely)], line)
    return Restored(best.text[1:], best.used - at) if best else None


def _leading(found: Iterable[_State], line: str) -> _State | None:
    """Return the likeliest reading of a line, None where another is nearly as likely."""
    ranked = sorted(found, key=lambda state: -state.score)
    texts = [simplified(state.text + line[state.used :]) for state in ranked]
    other = next((state for state, text in zip(ranked, texts, strict=True) if text != texts[0]), None)
    if not ranked or (other and ranked[0].score - other.score < LEAST_LEAD):
        return None
    return ranked[0]


class Likelihood:
    """How often one character follows another, in the words of a word list and in a document's own text.

    `spoken` tells which characters the document writes with a pinyin behind them: {"qiáng": {"強"}}.
    """

    def __init__(self, own_text: str, spoken: Mapping[str, set[str]]) -> None:
        self.spoken = spoken
        self._words = _word_pairs()
        self._own: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for first, second in pairwise(own_text):
            self._own[first][second] += 1
        self._own_first = {first: counts.total() for first, counts in self._own.items()}
        self._followers: dict[str, tuple[str, ...]] = {}
        self._dropped: dict[tuple[str, int], tuple[str, ...]] = {}
        self._of_lead: dict[tuple[str, int], tuple[str, ...]] = {}

    def followers(self, before: str) -> tuple[str, ...]:
        """Return the characters that most often follow one, in every form that GBK has of them."""
        if before not in self._followers:
            known = self._own[before].keys() | self._words.after[before].keys() | self._words.openers
            most = sorted(known, key=lambda after: (-self.of(before, after), after))[:FOLLOWERS]
            self._followers[before] = tuple(form for after in most for form in _forms().get(after, ()))
        return self._followers[before]

    def dropped_behind(self, before: str, carry: int) -> tuple[str, ...]:
        """Return the followers of a character whose first byte makes no pair with a byte left over."""
        if (before, carry) not in self._dropped:
            leads = _dropped_behind(carry)
            self._dropped[before, carry] = tuple(c for c in self.followers(before) if _encoded(c)[0] in leads)
        return self._dropped[before, carry]

    def of_lead(self, before: str, lead: int) -> tuple[str, ...]:
        """Return the characters whose first byte is `lead`, the likeliest behind another first."""
        if (before, lead) not in self._of_lead:
            ranked = sorted(_characters().get(lead, ()), key=lambda character: -self.of(before, _simple(character)))
            self._of_lead[before, lead] = tuple(ranked)
        return self._of_lead[before, lead]

    def of(self, before: str, character: str) -> float:
        """Return the log likelihood of a character behind another."""
        followed = self._words.first.get(before, 0) + OWN_WEIGHT * self._own_first.get(before, 0)
        inside = self._count(before, character) / (followed or 1)
        across = self._words.ends(before) * self._words.begins(character)
        return math.log(0.5 * inside + 0.5 * across + 1e-9)

    def _count(self, before: str, after: str) -> int:
        return self._words.after[before][after] + OWN_WEIGHT * self._own[before][after]


class _WordPairs:
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

    def ends(self, character: str) -> float:
        """Return how likely a word ends where a character stands; other marks always end one."""
        return self._end[character] / self._any[character] if self._any[character] else 1.0

    def begins(self, character: str) -> float:
        """Return how likely a word begins with a character."""
        return self._begin[character] / self._words


@cache
def _word_pairs() -> _WordPairs:
    jieba = find_spec("jieba")  # its word list alone is used here: importing the segmenter takes half a second
    if jieba is None or jieba.origin is None:
        raise ModuleNotFoundError("jieba")
    with Path(jieba.origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        return _WordPairs(lines)


def _forced(line: str, opening: str) -> _State | None:
    """Return how far a known opening explains a damaged line; None where it does not."""
    if not line.startswith("?"):
        return None
    first = opening[0].encode("gbk")
    state: _State | None = _State(1, first[1], opening[0], 0.0)
    for character in opening[1:]:
        state = state and _append(state, line, character, 0.0)
    return state


def _search(line: str, starts: Iterable[_State], likely: Likelihood) -> list[_State]:
    """Return the likeliest ways to explain the rest of a line up to where its rhythm comes back.

    Those that explain as much of the line compete with each other; of them the likeliest go on.
    """
    waiting: dict[tuple[int, int], list[_State]] = defaultdict(list)
    for start in starts:
        waiting[start.used, start.dropped].append(start)
    done = []
    while waiting:
        here = min(waiting)
        beam = sorted(waiting.pop(here), key=lambda state: -state.score)[:BEAM]
        for state in beam:
            for character in _candidates(state, line, likely):
                score = 0.0 if character == "(" else likely.of(_simple(state.text[-1]), _simple(character))
                following = _append(state, line, character, score)
                if following and following.carry is None:
                    done.append(_finished(following, line, likely))
                elif following and character == "。" and line[following.used :] in ("", "?"):
                    # The last byte was left over: the rhythm never came back.
                    done.append(replace(following, used=len(line), carry=None))
                elif following:
                    waiting[following.used, following.dropped].append(following)
    return done


def _finished(state: _State, line: str, likely: Likelihood) -> _State:
    """Return a state whose rhythm came back, weighed with the rest of the line as it stands."""
    rest = line[state.used :]
    score = state.score
    if state.text.endswith("("):
        # The last character stands before its pinyin: it is the likelier for being one that the document so writes.
        known = likely.spoken.get(rest.partition(")")[0])
        score += 0.0 if known is None else 12.0 if state.text[-2] in known else -12.0
    whole = PINYIN.sub("", state.text[-2:] + rest[:WEIGHED])
    score += sum(likely.of(_simple(before), _simple(after)) for before, after in pairwise(whole[1:]))
    return _State(state.used, None, state.text, score)


def _append(state: _State, line: str, character: str, score: float) -> _State | None:
    """Return the state behind one more original character; None where the line found has another reading."""
    if state.carry is None:
        return None
    data = _encoded(character)
    # An ASCII mark ends the pair: both are lost in one "?". A pair that GBK does not define is dropped.
    pair = "?" if data[0] < 0x40 else _pair(state.carry, data[0])
    in_rhythm = len(data) == 1 or data[1] < 0x80
    shown = (pair or "") + (chr(data[1]) if len(data) > 1 and in_rhythm else "")
    used = state.used + len(shown)
    dropped = 0 if pair else state.dropped + 1
    if dropped > MOST_DROPPED or not line.startswith(shown, state.used):
        return None
    return _State(used, None if in_rhythm else data[1], state.text + character, state.score + score, dropped)


def _candidates(state: _State, line: str, likely: Likelihood) -> Iterable[str]:
    """Return the characters that can stand next.

    Where the line shows the pair, it tells the first byte; where the pair was dropped, the character is one of those
    known to follow. The second byte is mostly told by the pair after it; else the pair after it was dropped, and only
    the likeliest are tried.
    """
    if state.carry is None or state.used >= len(line):
        return
    before = _simple(state.text[-1])
    shown = _read_from(line[state.used])
    following = _read_from(line[state.used + 1]) if state.used + 1 < len(line) else ()
    for data in shown:
        if len(data) > 1 and data[0] == state.carry:
            yield from _likeliest(likely.of_lead(before, data[1]), following)
    if line[state.used] == "?":
        if "\u4e00" <= state.text[-1] <= "\u9fff":
            yield "("
        yield from likely.spoken.get(line[state.used + 1 :].partition(")")[0], ())
    yield from _likeliest(likely.dropped_behind(before, state.carry), shown)


def _likeliest(ranked: Iterable[str], after: Iterable[bytes]) -> Iterable[str]:
    """Return the characters whose second byte begins the pair after them, and the likeliest few of the others."""
    told = {data[0] for data in after}
    others = 0
    for character in ranked:
        if _encoded(character)[1] in told:
            yield character
        elif others < TRIED:
            others += 1
            yield character


@cache
def _encoded(character: str) -> bytes:
    return character.encode("gbk")


@cache
def _dropped_behind(carry: int) -> frozenset[int]:
    """Return the first bytes that GBK has no character for behind another byte."""
    return frozenset(lead for lead in range(0x81, 0xFF) if _pair(carry, lead) is None)


@cache
def _read_from(shown: str) -> tuple[bytes, ...]:
    """Return the bytes that a character of the line found can have been read from: full-width forms were narrowed."""
    if not "!" <= shown <= "~":
        return (shown.encode("gbk", "ignore"),) if shown.encode("gbk", "ignore") else ()
    return (shown.encode(), chr(ord(shown) + 0xFEE0).encode("gbk"))


@cache
def _pair(first: int, second: int) -> str | None:
    """Return what two bytes read as, full-width letters and digits narrowed; None where GBK has no such pair."""
    try:
        read = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return None
    if len(read) != 1 or 0xE000 <= ord(read) <= 0xF8FF:
        return None
    return chr(ord(read) - 0xFEE0) if 0xFF01 <= ord(read) <= 0xFF5E else read


@cache
def _characters() -> dict[int, tuple[str, ...]]:
    """Return the characters that headings are written with, by their first byte."""
    table: dict[int, list[str]] = defaultdict(list)
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                character = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            if "\u4e00" <= character <= "\u9fff" or character in "、，。“”":
                table[lead].append(character)
    return {lead: tuple(found) for lead, found in table.items()} | {
        lead: () for lead in range(0x81, 0xFF) if lead not in table
    }


@cache
def _simple(character: str) -> str:
    return simplified(character)


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Return the simplified and traditional forms of each character, by its simplified form."""
    forms: dict[str, list[str]] = defaultdict(list)
    for characters in _characters().values():
        for character in characters:
            forms[_simple(character)].append(character)
    return {simple: tuple(found) for simple, found in forms.items()}
