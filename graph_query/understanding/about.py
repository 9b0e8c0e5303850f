"""What a question is about: what is left of it when all that is understood is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph_query.errors import NotKnown
from graph_query.labels import File
from graph_query.questions import words
from graph_query.snapshots.text_index import TextIndex
from graph_query.understanding.conditions import Part
from graph_query.understanding.question import MASKS, Question
from graph_query.understanding.subjects import (
    begins_with_doing,
    cut_question,
    is_generic,
    quoted_subject,
    says_something,
    subject_of,
)

SENTENCE = re.compile(r"[。！!?？;；]")
BRACKETED = re.compile(r"(?<=[^，,。ＸＰＵＤＹ])[（(]([^（）()]{3,})[）)]")
SHORTEST_TOPIC = 4
# Beside words in quotes only a clause says more of what is meant.
SHORTEST_CLAUSE = 6
# What is asked for beside which a few words more change nothing.
ENOUGH = frozenset({
    "most", "least", "more", "fewer", "lacks_lead", "lacks_responsible", "lacks_deadline", "lacks_issued",
    "lacks_number", "no_lead_at_all", "no_cooperating_at_all", "issued", "issuer", "number_of_document", "implements",
    "several_leads", "has_lead", "has_cooperating", "has_supposed",
})  # fmt: skip


def _pieces(q: Question) -> list[str]:
    """Return what is left of a question when all that is understood is taken away."""
    rest = BRACKETED.sub(r"|\1", words().idle.sub("＿", q.masked))
    # Of several sentences the one that asks says what it is about, if it does.
    sentences = SENTENCE.split(rest)
    asking = [sentence for sentence in sentences if "Ｘ" in sentence] or sentences
    found = _pieces_of(asking, q) or _pieces_of(sentences, q)
    things = [piece for piece in found if says_something(piece, q.index)]
    doings = [piece for piece in found if piece not in things]
    if doings and not things and not _says_enough(q):
        # 渝中区拆迁谁负责: a doing is what the question is about where nothing else is.
        return [piece for piece in doings if q.index.holding(piece)] or doings
    if doings:
        q.notes.append(f"没有理解“{'、'.join(doings)}”，未作为条件")
    return things


def _pieces_of(sentences: Iterable[str], q: Question) -> list[str]:
    found = []
    for piece in re.split(rf"[{MASKS}＿，。？！,.?!;；:：()\"\s]+", "Ｘ".join(sentences)):
        if _changes_the_answer(piece, q.index) and not q.index.holding(piece):
            raise NotKnown(f"没有看懂“{piece}”。请换一种说法，或去掉这个条件。")
        bare = _trimmed(piece, q.index)
        if len(bare) > 1 and not is_generic(bare):
            found.append(bare)
    return found


def _changes_the_answer(piece: str, index: TextIndex) -> bool:
    """Say whether a part of a question negates, compares or counts in a way that is not understood."""
    all_words = words()
    return bool(all_words.not_understood.search(piece) or all_words.negations & set(cut_question(piece, index)))


def _says_enough(q: Question) -> bool:
    """Say whether a question has conditions by which its tasks are told, besides place and year."""
    kinds = {part.kind for part in q.parts} & {
        "unit",
        "act",
        "number",
        "due",
        "words",
        "heading",
        "issued",
        "issuer",
        "with",
    }
    return bool(kinds or q.quoted or q.asks & ENOUGH)


def _trimmed(piece: str, index: TextIndex) -> str:
    """Return a piece without the words at both ends that say nothing of what it is about."""
    parts = cut_question(piece, index)
    while parts and words().edge.fullmatch(parts[0]):
        parts.pop(0)
    while parts and words().edge.fullmatch(parts[-1]):
        parts.pop()
    return "".join(parts)


def take_topic(q: Question, files: tuple[File, ...]) -> None:
    """Note what the question is about. Raises NotKnown where no task of the documents is about it."""
    pieces = _pieces(q)
    slugs = frozenset(file.slug for file in files)
    everywhere = frozenset(file.slug for file in q.labels.files)
    among: frozenset[str] | None = None
    for phrase in q.quoted:
        subject = quoted_subject(phrase, slugs, q.store) or subject_of([phrase], slugs, q.store)
        if subject is None:
            raise _not_about(phrase, elsewhere=quoted_subject(phrase, everywhere, q.store) is not None)
        q.parts.append(Part("topic", phrase, subject.words, subject=subject))
        among = q.index.holding(phrase) if among is None else among & q.index.holding(phrase)
    if not pieces or (q.quoted and len("".join(pieces)) < SHORTEST_CLAUSE):
        return
    pieces = _without_fillers(q, pieces)
    subject = subject_of(pieces, slugs, q.store, among)
    if subject is None and (q.quoted or _is_filler(q, pieces)):
        q.notes.append(f"没有理解“{'、'.join(pieces)}”，未作为条件")
        return
    if subject is None:
        raise _not_about("、".join(pieces), elsewhere=subject_of(pieces, everywhere, q.store) is not None)
    note = "；".join(f"“{typed}”按“{read}”理解" for typed, read in subject.corrected)
    if note:
        q.notes.append(note)
    without = "lacks_topic" in q.asks and "documents" not in q.asks
    q.parts.append(
        Part("without" if without else "topic", "、".join(pieces), subject.words, note=note, subject=subject)
    )


def _without_fillers(q: Question, pieces: list[str]) -> list[str]:
    """Return the parts of what a question is about without short ones that no task holds, where others remain."""
    index = q.index
    kept = [piece for piece in pieces if len(piece) >= SHORTEST_TOPIC or index.holding(piece)]
    # A clause that begins with a doing, which no task says, tells how: 挂到政府网站上.
    things = [piece for piece in kept if not begins_with_doing(piece, index) or index.holding(piece)]
    return things or kept or pieces


def _is_filler(q: Question, pieces: Iterable[str]) -> bool:
    """Say whether what is left can be passed over: a few characters beside conditions that say enough."""
    return _says_enough(q) and all(len(piece) < SHORTEST_TOPIC for piece in pieces)


def _not_about(what: str, *, elsewhere: bool) -> NotKnown:
    where = "所问的文件里" if elsewhere else "图谱里"
    return NotKnown(f"{where}没有涉及“{what}”的任务。")
