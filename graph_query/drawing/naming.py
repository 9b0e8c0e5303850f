"""Names of tasks in a drawing: phrases of 6 to 10 characters of their own text, that tell it from the others.

A name ends where a phrase ends: before a mark, or before a word that begins something else. It begins where a phrase
begins: behind a verb, a preposition or 的, or with the verb of a clause whose object it holds; of a long phrase with
nouns one behind the other, the last of these are one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from graph_build.registers.places import places
from graph_build.vocabulary.concepts import concepts_of, label_of, words_of
from graph_build.vocabulary.segmenting import COMMON, Segmenter, kind_of_word, words_in

SHORTEST, LONGEST = 6, 10
# A text that has no phrase of that length has a shorter name.
SHORTER = 4
# So much of a text is looked at: what it is about stands at its beginning.
LOOKED_AT = 160
MARKS = re.compile(r"[^\w%％—、-]+")
# A year alone tells nothing, and what begins with one goes on long.
YEAR = re.compile(r"\d{4}")
# Marks behind which, and before which, a phrase goes on.
OPENING, CLOSING = re.compile(r"[“《〈‘<「『]$"), re.compile(r"^[”》〉’>」』]")
# The number that a text begins with is shown as the task's number already, or is no part of its name.
NUMBERED = re.compile(r"^\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]\s*")
# Kinds of words in jieba's list that a name does not begin or end with: adverbs, prepositions, particles …
NO_BEGINNING = ("d", "p", "c", "u", "r", "f", "y", "m", "q", "i", "ad", "t", "z", "b", "x")
NO_END = ("d", "p", "c", "u", "r", "f", "y", "m", "a", "b", "ad", "z", "h", "x", "t", "q")
NOT_INSIDE = ("d", "p", "r", "y", "x")
# Kinds of verbs: a word for what is done (vn) is a noun. Kinds behind which a phrase begins.
VERBS, BEGINS_BEHIND = ("v", "vd", "vi", "vg"), ("d", "p", "u", "ad")
# Kinds of words that tell little and have no object: 依法, 各类.
NO_GOVERNOR = (*BEGINS_BEHIND, "n", "r", "vd")
# Forms of units whose endings no name has.
BODIES = ("part", "group", "falls_away")
# A name further back tells less; one that is a whole phrase more, one cut from a longer phrase less, and least what
# stands before the verb: who does it. One of several things says less than all it is about.
PER_CHARACTER, WHOLE, CUT, SUBJECT, ONE_OF_SEVERAL, VERB = 0.18, 2.5, -1, -8, -1.5, 0.4


@dataclass(frozen=True, slots=True)
class Clause:
    """The words between two marks; whether the marks let a phrase begin before them and end behind them."""

    words: tuple[str, ...]
    begins: bool
    ends: bool


# A click runs the page again, with the same drawing.
@lru_cache(maxsize=16)
def names_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name for each text: the words that are rare in general and among these texts, no two alike if it can be.

    A text that has no such phrase is named by its beginning.
    """
    cut = _cut([NUMBERED.sub("", text)[:LOOKED_AT] for text in texts])
    held = Counter(word for clauses in cut for word in {word for clause in clauses for word in clause.words})
    found: list[str] = []
    for text, clauses in zip(texts, cut, strict=True):
        ranked = [it for least in (SHORTEST, SHORTER) for it in _ranked(clauses, held, len(texts), least)]
        longer = [clause for clause in clauses if len("".join(clause.words)) > SHORTER]
        names = [*(name for _, name in ranked), *map(_beginning, longer), text[:LONGEST]]
        found.append(next((name for name in names if name not in found), names[0]))
    return tuple(found)


def _cut(texts: Sequence[str]) -> list[list[Clause]]:
    """Return the clauses of each text; the last of a text that is longer than is looked at ends nowhere."""
    segmenter = Segmenter(words_in(texts, _matters()), COMMON)
    return [[*_clauses(segmenter, text)] for text in texts]


def _clauses(segmenter: Segmenter, text: str) -> Iterator[Clause]:
    pieces = re.split(f"({MARKS.pattern})", text)
    for n in range(0, len(pieces), 2):
        before, after = pieces[n - 1] if n else "", pieces[n + 1] if n + 1 < len(pieces) else ""
        # jieba reads 要强化 as 要强 and 化.
        is_modal = pieces[n][:1] in _of_tasks("closing") and _is_verb(pieces[n][1:3])
        words = segmenter.cut_plainly(pieces[n][is_modal:])
        if words:
            ends = not OPENING.search(after) and bool(after or len(text) < LOOKED_AT)
            yield Clause(tuple(words), not CLOSING.search(before), ends)


def _ranked(clauses: Sequence[Clause], held: Mapping[str, int], texts: int, shortest: int) -> list[tuple[float, str]]:
    """Return the names that a text could have, best first, each with how well it tells it from others."""
    before, found = 0, []
    for clause in clauses:
        words = clause.words
        weights = [_weight(word, held, texts) for word in words]
        for first, last in _windows(clause, shortest):
            name = "".join(words[first:last])
            at = before + len("".join(words[:first]))
            if any(weights[first:last]) and not (name.startswith(_of_bodies()) or name.endswith(_of_bodies())):
                found.append((sum(weights[first:last]) + _shape(clause, first, last) - PER_CHARACTER * at, name))
        before += len("".join(words)) + 1
    return sorted(found, reverse=True)


def _windows(clause: Clause, shortest: int) -> Iterator[tuple[int, int]]:
    """Give where phrases of the right length begin and end in a clause."""
    for first in range(len(clause.words)):
        if not _may_begin(clause, first):
            continue
        length = 0
        for last in range(first, len(clause.words)):
            length += len(clause.words[last])
            if length > LONGEST or _parts(clause.words[last]):
                break
            if length >= shortest and _may_end(clause, first, last):
                yield first, last + 1


def _parts(word: str) -> bool:
    """Say whether a word stands in no name: with it something else begins."""
    kind = _kind(word)
    return kind.startswith(NOT_INSIDE) or (word in _of_tasks("closing") and kind != "c")


def _may_begin(clause: Clause, first: int) -> bool:
    """Say whether a phrase begins with a word: with a noun, or with the verb of the clause."""
    word, before = clause.words[first], clause.words[first - 1] if first else ""
    if len(word) == 1 or _governs(word) or _kind(word).startswith(NO_BEGINNING) or YEAR.match(word):
        return False
    if not before:
        return clause.begins
    # 政策性 goes on with what it is a property of.
    does = not _is_verb(word) or _governs(before) or _kind(before).startswith("d")
    return does and not before.endswith("性")


def _may_end(clause: Clause, first: int, last: int) -> bool:
    """Say whether a phrase ends with a word: before a mark, or before what begins something else."""
    words, rest, governed = clause.words[first : last + 1], _rest(clause, last), _is_governed(clause, first)
    if not _is_head(words, is_object=governed):
        return False
    among = "、" in words or _is_among(rest)
    # Where a verb stands within a phrase, and none that tells little has it all as its object, its beginning does that.
    if any(map(_acts, words)) and (among or not (governed or _is_verb(words[0]) or _is_behind(clause, first, "的"))):
        return False
    if {"的", *_of_tasks("beside")} & {*words} and (not _is_whole(clause, first) or _is_verb(words[0])):
        return False
    if _is_among(rest) and ("的" in words or not (governed or _is_whole(clause, first))):
        return False
    if _is_among(rest) and len(words[-1]) == 1:
        return False
    return rest[0] in {*_of_tasks("closing"), "、"} if rest else clause.ends


def _rest(clause: Clause, last: int) -> tuple[str, ...]:
    """Return the words behind a name; those that can be left off a phrase are passed over."""
    rest = clause.words[last + 1 :]
    while rest and rest[0] in _of_tasks("trailing"):
        rest = rest[1:]
    return rest


def _is_among(rest: Sequence[str]) -> bool:
    """Say whether something that stands beside a name follows: that is one of several."""
    return bool(rest) and rest[0] in _of_tasks("beside")


def _is_head(words: Sequence[str], *, is_object: bool) -> bool:
    """Say whether a phrase can end with its last word: a noun, or of an object a verb for what is done (信息公开)."""
    word, kind = words[-1], _kind(words[-1])
    if len(word) == 1:
        return kind == "n" and word != "、"
    return (not kind.startswith(NO_END) and not _is_verb(word)) or (is_object and (_is_verb(word) or kind == "ad"))


def _is_whole(clause: Clause, first: int) -> bool:
    """Say whether a phrase begins with a word, and no longer one goes on: 审批 in 项目审批问题 is no verb."""
    if not first:
        return True
    word, kind = clause.words[first - 1], _kind(clause.words[first - 1])
    if word in _of_tasks("thing"):
        return False
    if _is_verb(word) or kind == "ad":
        before = clause.words[first - 2] if first > 1 else ""
        return not before or not (_kind(before).startswith("n") or _acts(before)) or _governs(before)
    return _governs(word) or kind.startswith(BEGINS_BEHIND)


def _is_governed(clause: Clause, first: int) -> bool:
    """Say whether a phrase is, or ends, the object of a verb that tells little: 信息公开 of 推进科技信息公开."""
    for word in reversed(clause.words[:first]):
        if _governs(word) and word not in _of_tasks("closing") and not _kind(word).startswith(NO_GOVERNOR):
            return True
        if word == "、" or _kind(word).startswith((*BEGINS_BEHIND, "c", "r", "f")):
            return False
    return False


def _is_behind(clause: Clause, first: int, word: str) -> bool:
    return first > 0 and clause.words[first - 1] == word


def _governs(word: str) -> bool:
    """Say whether a word tells little and is no noun: 推进, 依法."""
    return word in _of_tasks("empty") and word not in _of_tasks("thing")


def _shape(clause: Clause, first: int, last: int) -> float:
    """Return how much of a phrase a name is: all of it, its end, or what stands before the verb; of several one."""
    rest = _rest(clause, last - 1)
    if not first and rest:
        return SUBJECT
    return (ONE_OF_SEVERAL if _is_among(rest) else 0) + (WHOLE if _is_whole(clause, first) else CUT)


def _is_verb(word: str) -> bool:
    return _kind(word) in VERBS and word not in _of_tasks("thing")


def _acts(word: str) -> bool:
    """Say whether a word is a verb that is no part of a noun, as 发布 and 公开 are."""
    return _is_verb(word) and word not in _of_tasks("empty")


def _weight(word: str, held: Mapping[str, int], texts: int) -> float:
    """Return how much a word tells: a long one, rare in general and among the texts.

    Nothing where it is empty or a place's name: these are of any task.
    """
    if word in _of_tasks("empty") or _kind(word).startswith(("u", "p", "c")) or word in _place_names():
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
def _matters() -> frozenset[str]:
    """Return the names of topics: no name begins or ends within one (依申请公开)."""
    return frozenset(label_of("topics", topic) for topic in concepts_of("topics"))


@cache
def _place_names() -> frozenset[str]:
    return frozenset(place.name for place in places().values())


@cache
def _of_tasks(kind: str) -> frozenset[str]:
    """Return the words of a kind that tasks are written with: ontology/concepts.ttl, taskWords."""
    return words_of("taskWords", kind)


def _beginning(clause: Clause) -> str:
    """Return the beginning of a clause behind the words that tell little, cut between words."""
    words = clause.words
    told = next((n for n, word in enumerate(words) if not (_governs(word) or _kind(word).startswith("d"))), 0)
    name = ""
    for word in words[told:]:
        if len(name + word) >= LONGEST:
            return f"{name if len(name) > SHORTER else (name + word)[: LONGEST - 1]}…"
        name += word
    return name
