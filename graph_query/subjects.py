"""What a question is about, in its own words, found in the tasks: as a phrase, as parts of one, by words, or misspelt."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from graph_build.segmenting import Segmenter, kind_of_word, words_in
from graph_query.questions import words
from graph_query.stores import Store
from graph_query.text_search import TextIndex

PARTS = re.compile(r"[的、，,;；/]|以及|(?<=..)(?:和|与|及|或)(?=..)")
# Of the weight of a question's words a task must hold so much to be meant.
ENOUGH = 0.62
# Tasks that hold nearly as much as the best one are meant too.
NEARLY = 0.9
SHORTEST = 2
MOST_TASKS = 40
# Verbs alone say what is asked for as long as this, if a task says so too.
LONG_VERBS = 3
# Kinds of words that name no thing: verbs, pronouns, adverbs, prepositions, numbers, times …
NO_THING = re.compile(r"^(?:v|vd|vi|d|r|p|c|u|ul|uj|uz|y|e|m|mq|q|f|s|t|a|ad|zg|z|k|i|l|o)$")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the tasks of an answer must be about.

    `phrases`: all of them must stand in a task, of each any one of its forms. `tasks`: where no phrases do, the IRIs of
    the tasks that hold most of the words, the best first. `corrected`: words as typed and as they were read.
    """

    words: str
    phrases: tuple[tuple[str, ...], ...] = ()
    tasks: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()


def subject_of(
    pieces: Sequence[str], slugs: AbstractSet[str], store: Store, among: frozenset[str] | None = None
) -> Subject | None:
    """Return how the tasks of some documents (`among` some tasks) speak of what a question is about, if they do."""
    index = store.index
    found = _by_phrases(pieces, slugs, index, among) or _by_words(pieces, slugs, index, among)
    if found is None:
        mended, corrected = _mended(pieces, index)
        if corrected:
            found = _by_phrases(mended, slugs, index, among) or _by_words(mended, slugs, index, among)
            if found:
                return Subject(found.words, found.phrases, found.tasks, corrected)
    return found


def quoted_subject(phrase: str, slugs: AbstractSet[str], store: Store) -> Subject | None:
    """Return the subject of words that a question quotes: they must stand so."""
    return Subject(phrase, ((phrase,),)) if _in(store.index.holding(phrase), slugs) else None


def _by_phrases(
    pieces: Sequence[str], slugs: AbstractSet[str], index: TextIndex, among: frozenset[str] | None
) -> Subject | None:
    for phrases in _readings(pieces):
        forms = tuple(_forms(phrase) for phrase in phrases)
        tasks = _intersection(_holding(form, index) for form in forms)
        if _in(tasks if among is None else tasks & among, slugs):
            kept = tuple(tuple(f for f in form if index.holding(f)) for form in forms)
            return Subject("、".join(phrases), kept)
    return None


def _readings(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Return ways to read what a question is about, the closest first: whole phrases, without what most topics have,
    and their parts."""
    seen: set[tuple[str, ...]] = set()
    parted = [part for piece in pieces for part in PARTS.split(piece) if part]
    # Parts may stand apart in a text: 反垄断工作和反不正当竞争.
    for split in (parted, list(pieces)):
        for steps in range(4):
            reading = tuple(dict.fromkeys(_without_tail(piece, steps) for piece in split))
            specific = tuple(p for p in reading if not is_generic(p)) or reading
            if specific and specific not in seen:
                seen.add(specific)
                yield specific


def _without_tail(piece: str, steps: int) -> str:
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


def says_something(piece: str, index: TextIndex) -> bool:
    """Say whether words of a question name a thing, by their kinds in jieba's list, or stand so in a task."""
    return bool(_things([piece], index)) or (len(piece) > LONG_VERBS and bool(index.holding(piece)))


def _forms(phrase: str) -> tuple[str, ...]:
    """Return a phrase with plain synonyms put in for its words."""
    found = dict.fromkeys(phrase.split("|"))
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


def _holding(forms: Iterable[str], index: TextIndex) -> frozenset[str]:
    return frozenset().union(*(index.holding(form) for form in forms))


def _intersection(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    first, *rest = sets
    return first.intersection(*rest)


def _in(tasks: Iterable[str], slugs: AbstractSet[str]) -> list[str]:
    return [task for task in tasks if slug_of_task(task) in slugs]


def slug_of_task(iri: str) -> str:
    """Return the slug of the document that a task stands in."""
    return iri.rsplit("/", 2)[1]


def _by_words(
    pieces: Sequence[str], slugs: AbstractSet[str], index: TextIndex, among: frozenset[str] | None
) -> Subject | None:
    """Return the tasks that hold the most of a question's words, the rare ones weighing more."""
    wanted = _content_words(pieces, index)
    if not wanted:
        return None
    holding = {word: index.holding(word) for word in wanted}
    count = index.task_count
    weight = {word: math.log((count + 1) / (len(tasks) + 0.5)) * _length_weight(word) for word, tasks in holding.items()}
    whole = sum(weight.values())
    share: defaultdict[str, float] = defaultdict(float)
    for word, tasks in holding.items():
        for task in _in(tasks if among is None else tasks & among, slugs):
            share[task] += weight[word] / whole if whole else 0
    best = max(share.values(), default=0.0)
    if best < ENOUGH:
        return None
    chosen = sorted((task for task, part in share.items() if part >= NEARLY * best), key=lambda t: (-share[t], t))
    shown = "、".join(word for word in wanted if holding[word])
    return Subject(shown, (), tuple(chosen[:MOST_TASKS]))


def _length_weight(word: str) -> float:
    return min(len(word), 4) / 2


def cut_question(piece: str, index: TextIndex) -> list[str]:
    """Return the words of a part of a question, by those of the tasks and those of jieba's list."""
    own = {*words().edges, *(word for word in index.known_words if word in piece)}
    return Segmenter(words_in([piece], own)).cut_plainly(piece)


def _things(pieces: Iterable[str], index: TextIndex) -> list[str]:
    """Return the words of a question that name things."""
    found = []
    for piece in pieces:
        run = ""
        for word in [*cut_question(piece, index), ""]:
            if len(word) == 1 and not words().edge.fullmatch(word):
                run += word
                continue
            if len(run) > 1:
                found.append(run)
            run = ""
            if len(word) > 1 and not NO_THING.match(kind_of_word(word)) and not words().generic.fullmatch(word):
                found.append(word)
    return found


def _content_words(pieces: Sequence[str], index: TextIndex) -> list[str]:
    """Return the words of a question that say what it is about; what no word of the tasks covers stays together."""
    found: Counter[str] = Counter()
    for piece in pieces:
        run = ""
        for word in [*index.cut(piece), ""]:
            if len(word) == 1 and not words().edge.fullmatch(word):
                run += word
                continue
            if len(run) > 1:
                found[run] += 1
            run = ""
        for word in index.words(piece):
            if len(word) > 1 and not words().generic.fullmatch(word) and not words().edge.fullmatch(word):
                found[word] += 1
    return list(found)


def _mended(pieces: Sequence[str], index: TextIndex) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Return phrases with words that the tasks don't have read as ones that sound the same, and what was changed."""
    from graph_query.misspelt import mended

    found, changed = [], []
    for piece in pieces:
        better = mended(piece, index)
        found.append(better)
        if better != piece:
            changed.append((piece, better))
    return found, tuple(changed)
