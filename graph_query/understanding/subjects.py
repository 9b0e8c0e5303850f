"""What a question is about, found in the tasks: as a phrase, as parts of one, by words, or misspelt."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from graph_build.vocabulary.segmenting import Segmenter, kind_of_word, words_in
from graph_query.questions import words
from graph_query.snapshots.text_index import TextIndex
from graph_query.stores import Store

PARTS = re.compile(r"[的、，,;；/]|以及|(?<=..)(?:和|与|及|或)(?=..)")
# Of the weight of a question's words a task must hold so much to be meant.
ENOUGH = 0.62
# Tasks that hold nearly as much as the best one are meant too.
NEARLY = 0.9
SHORTEST = 2
MOST_TASKS = 40
SHORT_WORD = 3
FULL_WIDTH = str.maketrans({",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"})
# What a doing weighs beside a thing.
DOING = 0.5
# A shorter phrase counts in further documents where so few tasks hold it, or such a part of all.
FEW, FEW_OF_ALL = 5, 0.03
# Verbs alone say what is asked for as long as this, if a task says so too.
LONG_VERBS = 3
# Kinds of words that name no thing: verbs, pronouns, adverbs, prepositions, numbers, times …
VERB = re.compile(r"^(?:v|vd|vi|d|p|c|u|ul|uj|uz|r|y)$")
NO_THING = re.compile(r"^(?:v|vd|vi|d|r|p|c|u|ul|uj|uz|y|e|m|mq|q|f|s|t|a|ad|zg|z|k|i|o)$")


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
    lookup = _Lookup(slugs, among, store.snapshot.index)
    found = lookup.by_phrases(pieces)
    if found is None:
        mended, corrected = _mended(pieces, store.snapshot.index)
        better = (lookup.by_phrases(mended) or lookup.by_words(mended)) if corrected else None
        if better:
            return Subject(better.words, better.phrases, better.tasks, corrected)
    return found or lookup.by_words(pieces)


def quoted_subject(phrase: str, slugs: AbstractSet[str], store: Store) -> Subject | None:
    """Return the subject of words that a question quotes: they must stand so."""
    lookup = _Lookup(slugs, None, store.snapshot.index)
    return Subject(phrase, (as_written(phrase),)) if lookup.inside(store.snapshot.index.holding(phrase)) else None


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Where is looked: the documents, the tasks (None: all), and the index of their words."""

    slugs: AbstractSet[str]
    among: frozenset[str] | None
    index: TextIndex

    def inside(self, tasks: frozenset[str]) -> list[str]:
        """Return the tasks of those that are looked at, in a steady order."""
        wanted = tasks if self.among is None else tasks & self.among
        return sorted(task for task in wanted if slug_of_task(task) in self.slugs)

    def by_phrases(self, pieces: Sequence[str]) -> Subject | None:
        """Return the tasks in which the words stand as phrases.

        Documents that say it in other words than most are not left out: 流调信息发布 is 流调 there.
        """
        first: Subject | None = None
        tasks: dict[str, None] = {}
        for phrases in _readings(pieces, self.index):
            forms = tuple(_forms(phrase) for phrase in phrases)
            holding = _intersection(_holding(form, self.index) for form in forms)
            found = self.inside(holding)
            if found and first is None:
                kept = tuple(tuple(f for f in form if self.index.holding(f)) for form in forms)
                first = Subject("、".join(phrases), kept)
                tasks.update(dict.fromkeys(found))
            elif found and len(holding) <= max(FEW, FEW_OF_ALL * self.index.task_count):
                done = set(map(slug_of_task, tasks))
                tasks.update(dict.fromkeys(task for task in found if slug_of_task(task) not in done))
        if first is None:
            return None
        same = self.inside(_intersection(_holding(form, self.index) for form in first.phrases))
        return first if len(same) == len(tasks) else Subject(first.words, (), tuple(tasks))

    def by_words(self, pieces: Sequence[str]) -> Subject | None:
        """Return the tasks that hold the most of the words, the rare ones weighing more, things more than doings."""
        wanted = _content_words(pieces)
        holding = {word: self.index.holding(word) for word in wanted}
        # A doing that no task names says how the question is put, not what it is about.
        wanted = {word: part for word, part in wanted.items() if holding[word] or part > DOING}
        count = self.index.task_count
        weight = {w: part * math.log((count + 1) / (len(holding[w]) + 0.5)) for w, part in wanted.items()}
        whole = sum(weight.values())
        share: defaultdict[str, float] = defaultdict(float)
        for word in wanted:
            tasks = holding[word]
            for task in self.inside(tasks):
                share[task] += weight[word] / whole if whole else 0
        best = max(share.values(), default=0.0)
        if best < ENOUGH:
            return None
        chosen = sorted((task for task, part in share.items() if part >= NEARLY * best), key=lambda t: (-share[t], t))
        return Subject("、".join(word for word in wanted if holding[word]), (), tuple(chosen[:MOST_TASKS]))


def _readings(pieces: Sequence[str], index: TextIndex) -> Iterator[tuple[str, ...]]:
    """Return ways to read what a question is about, the closest first.

    Parts may stand apart in a text (反垄断工作和反不正当竞争); then whole phrases; then the things named alone.
    """
    seen: set[tuple[str, ...]] = set()
    parted = [part for piece in pieces for part in PARTS.split(piece) if part]
    things = [thing for piece in pieces for thing in _chunks(piece, index)]
    most = 2 * len("".join(things)) >= len("".join(pieces))
    for split in (parted, list(pieces), things if most else []):
        for steps in range(4):
            reading = tuple(dict.fromkeys(_without_tail(piece, steps) for piece in split))
            specific = tuple(p for p in reading if not is_generic(p)) or reading
            if specific and specific not in seen:
                seen.add(specific)
                yield specific


def _chunks(piece: str, index: TextIndex) -> list[str]:
    """Return the runs of words that name things, without the doings between them: 保护个人隐私 -> 个人隐私."""
    found = [""]
    for word in cut_question(piece, index):
        if VERB.match(kind_of_word(word)) or words().edge.fullmatch(word) or not re.search(r"\w", word):
            found.append("")
        else:
            found[-1] += word
    return [chunk for chunk in found if len(chunk) > 1 and not is_generic(chunk)]


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


def as_written(phrase: str) -> tuple[str, ...]:
    """Return a phrase with the marks of ASCII, and with those that Chinese texts mostly have."""
    return tuple(dict.fromkeys((phrase, re.sub('"([^"]*)"', "“\\1”", phrase.translate(FULL_WIDTH)))))


def begins_with_doing(piece: str, index: TextIndex) -> bool:
    """Say whether a part of a question begins with a verb."""
    return bool(VERB.match(kind_of_word(next(iter(cut_question(piece, index)), ""))))


def _forms(phrase: str) -> tuple[str, ...]:
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


def _holding(forms: Iterable[str], index: TextIndex) -> frozenset[str]:
    return frozenset().union(*(index.holding(form) for form in forms))


def _intersection(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    first, *rest = sets
    return first.intersection(*rest)


def slug_of_task(iri: str) -> str:
    """Return the slug of the document that a task stands in."""
    return iri.rsplit("/", 2)[1]


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
            if len(run) > 1 and not all(NO_THING.match(kind_of_word(character)) for character in run):
                found.append(run)
            run = ""
            if len(word) > 1 and not NO_THING.match(kind_of_word(word)) and not words().generic.fullmatch(word):
                found.append(word)
    return found


def _content_words(pieces: Sequence[str]) -> dict[str, float]:
    """Return the words of a question that say what it is about, and how much each weighs.

    Long words are cut into short ones, which may stand apart in a text; what no word covers stays together.
    """
    found: dict[str, float] = {}
    for piece in pieces:
        run = ""
        short = Segmenter({word: count for word, count in words_in([piece]).items() if len(word) <= SHORT_WORD})
        for word in [*short.cut_plainly(piece), ""]:
            if len(word) == 1 and not words().edge.fullmatch(word) and re.search(r"\w", word):
                run += word
                continue
            if len(run) > 1:
                found[run] = 1.0
            run = ""
            if len(word) > 1 and not words().generic.fullmatch(word) and not words().edge.fullmatch(word):
                found[word] = DOING if NO_THING.match(kind_of_word(word)) else 1.0
    return found


def _mended(pieces: Sequence[str], index: TextIndex) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Return phrases with words that the tasks don't have read as ones that sound the same, and what was changed."""
    from graph_query.understanding.misspelt import mended

    found, changed = [], []
    for piece in pieces:
        better = mended(piece, index)
        found.append(better)
        if better != piece:
            changed.append((piece, better))
    return found, tuple(changed)
