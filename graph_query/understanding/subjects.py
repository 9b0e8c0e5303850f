"""What a question is about, found in the tasks: as a phrase, as parts of one, by words, or misspelt."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from graph_build.vocabulary.everyday import same_words
from graph_query.questions import words
from graph_query.snapshots.text_index import TextIndex
from graph_query.stores import Store
from graph_query.understanding.wording import (
    DOING,
    as_written,
    chunks,
    content_words,
    everyday_words,
    forms_of,
    intersection,
    is_generic,
    says_nothing,
    slug_of_task,
    tasks_holding,
    without_tail,
)

PARTS = re.compile(r"[的、，,;；/]|以及|(?<=..)(?:和|与|及|或)(?=..)")
# Of the weight of a question's words a task must hold so much to be meant.
ENOUGH = 0.62
# Tasks that hold nearly as much as the best one are meant too.
NEARLY = 0.9
MOST_TASKS = 40
# A shorter phrase counts in further documents where so few tasks hold it, or such a part of all.
FEW, FEW_OF_ALL = 5, 0.03


@dataclass(frozen=True, slots=True)
class Subject:
    """What the tasks of an answer must be about.

    `phrases`: all of them must stand in a task, of each any one of its forms. `tasks`: where no phrases do, the IRIs of
    the tasks that hold most of the words, the best first. `corrected`: words as typed and as they were read. `missing`:
    words that these tasks do not hold. `other_words`: words as typed, and those for the same that tasks hold instead.
    """

    words: str
    phrases: tuple[tuple[str, ...], ...] = ()
    tasks: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    other_words: tuple[tuple[str, tuple[str, ...]], ...] = ()


def subject_of(pieces: Sequence[str], slugs: AbstractSet[str], store: Store) -> Subject | None:
    """Return how the tasks of some documents speak of what a question is about, if they do."""
    index = store.snapshot.index
    lookup = _Lookup(slugs, index)
    found = _found(pieces, lookup)
    if found is None or found.missing:
        better, corrected = _mended(pieces, index)
        mended = _found(better, lookup) if corrected else None
        if mended and not mended.missing:
            return replace(mended, corrected=corrected)
    return found


def tasks_about(subject: Subject, slugs: AbstractSet[str], store: Store) -> frozenset[str]:
    """Return the tasks of some documents that a subject means."""
    return _tasks_of(subject, _Lookup(slugs, store.snapshot.index))


def _found(pieces: Sequence[str], lookup: _Lookup) -> Subject | None:
    found = lookup.by_phrases(pieces) or lookup.by_words(pieces)
    if found is None:
        return None
    found = _narrowed(pieces, _in_words(pieces, found, lookup), lookup)
    return replace(found, missing=_missing(pieces, found, lookup), other_words=_other_words(pieces, found, lookup))


def _other_words(pieces: Sequence[str], subject: Subject, lookup: _Lookup) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words of a question in place of which tasks hold other words for the same, with these."""
    tasks = _tasks_of(subject, lookup)
    found = {}
    for word in dict.fromkeys(word for piece in pieces for word in everyday_words(piece)):
        rest = tasks - lookup.index.holding(word)
        others = tuple(w for w in same_words().get(word.lower(), ()) if rest & lookup.index.holding(w))
        if others:
            found[word] = others
    return tuple(found.items())


def _in_words(pieces: Sequence[str], subject: Subject, lookup: _Lookup) -> Subject:
    """Return a subject by its words, where the tasks that hold all of them are those that were found."""
    if subject.phrases:
        return subject
    tasks = frozenset(subject.tasks)
    forms = [forms_of(word) for word in content_words(pieces)]
    held = [form for form in forms if tasks <= tasks_holding(form, lookup.index)]
    same = held and frozenset(lookup.inside(intersection(tasks_holding(form, lookup.index) for form in held))) == tasks
    return replace(subject, phrases=tuple(held), tasks=()) if same else subject


def _narrowed(pieces: Sequence[str], subject: Subject, lookup: _Lookup) -> Subject:
    """Return a subject with the doings that its tasks hold, all or some of them: 就业 of 就业补贴政策."""
    tasks, said = _tasks_of(subject, lookup), [form for forms in subject.phrases for form in forms]
    for word, weight in content_words(pieces).items():
        held = tasks_holding(forms_of(word), lookup.index)
        claimed = says_nothing(word) or any(word in form for form in said)
        if weight > DOING or claimed or not tasks & held:
            continue
        tasks &= held
        words_ = subject.words if word in subject.words else f"{subject.words}、{word}"
        if subject.phrases:
            subject = replace(subject, words=words_, phrases=(*subject.phrases, forms_of(word)))
        else:
            subject = replace(subject, words=words_, tasks=tuple(task for task in subject.tasks if task in tasks))
    return subject


def _tasks_of(subject: Subject, lookup: _Lookup) -> frozenset[str]:
    index = lookup.index
    return frozenset(subject.tasks or lookup.inside(intersection(tasks_holding(f, index) for f in subject.phrases)))


def _missing(pieces: Sequence[str], subject: Subject, lookup: _Lookup) -> tuple[str, ...]:
    """Return the words of a question that the tasks do not hold which were found for it.

    A thing must stand in all of them, a doing in any.
    """
    index = lookup.index
    tasks = _tasks_of(subject, lookup)
    said = [form for forms in subject.phrases for form in forms]
    found = []
    rest = "|".join(pieces)
    for word, weight in content_words(pieces).items():
        held = tasks_holding(forms_of(word), index)
        claimed = any(word in form for form in said) or tasks <= held or (weight <= DOING and bool(tasks & held))
        if not claimed and not says_nothing(word):
            found.append(word)
        rest = rest.replace(word, "|")
    for form in sorted(said, key=len, reverse=True):
        rest = rest.replace(form, "|")
    for run in re.findall(r"\w+", rest):
        left = "".join(c for c in run if c not in words().entries and c not in "".join(words().faint))
        if left and not tasks <= index.holding(left):
            found.append(left)
    return tuple(found)


def quoted_subject(phrase: str, slugs: AbstractSet[str], store: Store) -> Subject | None:
    """Return the subject of words that a question quotes: they must stand so."""
    lookup = _Lookup(slugs, store.snapshot.index)
    return Subject(phrase, (as_written(phrase),)) if lookup.inside(store.snapshot.index.holding(phrase)) else None


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Where is looked: the documents, and the index of their words."""

    slugs: AbstractSet[str]
    index: TextIndex

    def inside(self, tasks: frozenset[str]) -> list[str]:
        """Return the tasks of those that are looked at, in a steady order."""
        return sorted(task for task in tasks if slug_of_task(task) in self.slugs)

    def by_phrases(self, pieces: Sequence[str]) -> Subject | None:
        """Return the tasks in which the words stand as phrases.

        Documents that say it in other words than most are not left out: 流调信息发布 is 流调 there.
        """
        first: Subject | None = None
        tasks: dict[str, None] = {}
        for phrases in _readings(pieces, self.index):
            forms = tuple(forms_of(phrase) for phrase in phrases)
            held = intersection(tasks_holding(form, self.index) for form in forms)
            found = self.inside(held)
            if found and first is None:
                kept = tuple(tuple(f for f in form if self.index.holding(f)) for form in forms)
                first = Subject("、".join(phrases), kept)
                tasks.update(dict.fromkeys(found))
            elif found and (
                _says_the_same(pieces, phrases) or len(held) <= max(FEW, FEW_OF_ALL * self.index.task_count)
            ):
                done = set(map(slug_of_task, tasks))
                tasks.update(dict.fromkeys(task for task in found if slug_of_task(task) not in done))
        if first is None:
            return None
        same = self.inside(intersection(tasks_holding(form, self.index) for form in first.phrases))
        return first if len(same) == len(tasks) else Subject(first.words, (), tuple(tasks))

    def by_words(self, pieces: Sequence[str]) -> Subject | None:
        """Return the tasks that hold the most of the words, the rare ones weighing more, things more than doings."""
        wanted = content_words(pieces)
        holding = {word: tasks_holding(forms_of(word), self.index) for word in wanted}
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


def _says_the_same(pieces: Sequence[str], phrases: Sequence[str]) -> bool:
    """Say whether phrases are a topic without what all lists are about at its end: 减税降费, of 减税降费信息公开."""
    subjects = ("", *words().subjects)
    return len(pieces) == len(phrases) and all(
        piece.startswith(phrase) and piece[len(phrase) :] in subjects
        for piece, phrase in zip(pieces, phrases, strict=True)
    )


def _readings(pieces: Sequence[str], index: TextIndex) -> Iterator[tuple[str, ...]]:
    """Return ways to read what a question is about, the closest first.

    Parts may stand apart in a text (反垄断工作和反不正当竞争); then whole phrases; then the things named alone.
    """
    seen: set[tuple[str, ...]] = set()
    parted = [part for piece in pieces for part in PARTS.split(piece) if part]
    things = [thing for piece in pieces for thing in chunks(piece, index)]
    most = 2 * len("".join(things)) >= len("".join(pieces))
    for split in (parted, list(pieces), things if most else []):
        for steps in range(4):
            reading = tuple(dict.fromkeys(without_tail(piece, steps) for piece in split))
            specific = tuple(p for p in reading if not is_generic(p)) or reading
            if specific and specific not in seen:
                seen.add(specific)
                yield specific


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
