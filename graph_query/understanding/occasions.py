"""What people tell before they ask, or beside it: a story, a season, who they are. It is told, and narrows nothing.

A clause before the one that asks is a story where it begins as one (questions/occasions.toml). What its words say more
of the tasks that the asking clause is about narrows these; all else that it says is left out, and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from graph_query.questions import words
from graph_query.stores import Store
from graph_query.understanding.lattice import QUESTION_WORD, Question
from graph_query.understanding.subjects import Subject, subject_of, tasks_about
from graph_query.understanding.wording import (
    DOING,
    content_words,
    forms_of,
    is_generic,
    says_nothing,
    slug_of_task,
    tasks_holding,
)

CLAUSE = re.compile(r"[，,。；;：:！!]+")
RUN = re.compile(r"\w{2,40}")
# A story as one topic costs more than any other reading of it that leaves nothing unread.
TOLD = 8.0
# Where more tasks of a document are meant, what is left out of a story, or from beside a topic, may have told which.
MOST_TASKS, MOST_BESIDE = 5, 2


def clause_starts(text: str) -> list[int]:
    """Return where the clauses of a question begin."""
    return [0, *(mark.end() for mark in CLAUSE.finditer(text))]


def story_end(q: Question) -> int:
    """Return where the clause begins that asks, behind one that tells a story; 0 where none does."""
    asks = QUESTION_WORD.search(q.text)
    begins = clause_starts(q.text)
    end = max((at for at in begins if asks and at <= asks.start()), default=0)
    return end if any(_is_story(at, q) for at in begins if at < end) else 0


def _is_story(at: int, q: Question) -> bool:
    """Say whether a clause tells a story: it begins as one, also behind a place."""
    known = words().occasions
    ends = {t.end for t in q.tokens[at] if t.symbol in ("PLACE", "YEAR")}
    return any(known.story.match(q.text, a) and not known.no_story.match(q.text, a) for a in (at, *ends))


def add_story(q: Question) -> None:
    """Add what a story says as a topic of one piece, where it is read in no other way."""
    end = story_end(q)
    names = sorted({(t.start, t.end) for at in range(end) for t in q.tokens[at] if t.symbol == "PLACE"})
    at = 0
    for start, stop in sorted([*(m.span() for m in CLAUSE.finditer(q.text, 0, end)), *names]):
        if RUN.fullmatch(q.text, at, start):
            q.add(at, start, "TOPIC", ((at, start),), TOLD)
        at = stop


def without_occasions(
    pieces: Sequence[str], slugs: AbstractSet[str], store: Store
) -> tuple[Subject, tuple[str, ...]] | None:
    """Return the subject of a topic without words that only say the occasion, with these; None where it is no other."""
    known = words().occasions
    left = [found.group() for piece in pieces for found in known.beside.finditer(piece) if not _attributes(found)]
    rest = [bare for piece in pieces if (bare := known.beside.sub(_kept, piece))]
    if not left or all(is_generic(known.broad.sub("", piece)) for piece in rest):
        return None
    subject = subject_of(rest, slugs, store)
    if subject is None or subject.missing or not _few(tasks_about(subject, slugs, store), MOST_BESIDE):
        return None
    return subject, tuple(dict.fromkeys(left))


def _attributes(found: re.Match[str]) -> bool:
    """Say whether a word says which thing is meant: 孩子的补贴 is no other's."""
    return found.string.startswith("的", found.end())


def _kept(found: re.Match[str]) -> str:
    return found.group() if _attributes(found) else ""


def told_beside(
    story: Sequence[str], about: Sequence[str], slugs: AbstractSet[str], store: Store
) -> tuple[list[str], list[str]] | None:
    """Return the words of a story that narrow the tasks of a topic, and those that don't stand in these.

    None where the topic alone is too many tasks to leave anything out.
    """
    index, subject = store.snapshot.index, subject_of(about, slugs, store) if about else None
    if about and subject is None:
        return [], []
    tasks = tasks_about(subject, slugs, store) if subject else None
    narrowing, left = [], []
    for word, weight in content_words(story).items():
        if says_nothing(word) or not (bare := words().occasions.story.sub("", word)):
            continue
        held = frozenset(t for t in tasks_holding(forms_of(word), index) if slug_of_task(t) in slugs)
        held = held if tasks is None else held & tasks
        if not held:
            left.append(bare if len(bare) > 1 else next((piece for piece in story if word in piece), word))
        elif weight > DOING and words().occasions.beside.sub("", word):
            narrowing += [word] * (held != tasks)
            tasks = held
    left = [word for word in dict.fromkeys(left) if not any(word in other for other in left if other != word)]
    return (narrowing, left) if not left or tasks is None or _few(tasks, MOST_TASKS) else None


def _few(tasks: AbstractSet[str], most: int) -> bool:
    """Say whether no document has more than so many of the tasks."""
    slugs = [slug_of_task(task) for task in tasks]
    return all(slugs.count(slug) <= most for slug in set(slugs))
