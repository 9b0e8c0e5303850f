"""Documents by what their titles say that they are about: 优化营商环境任务分工里, 数字乡村发展行动方案."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_query.labels import plain
from graph_query.labels.scopes import File
from graph_query.questions import words
from graph_query.understanding.formula import Atom
from graph_query.understanding.lattice import NAME, Question
from graph_query.understanding.wording import slug_of_task

# The nouns behind what a title says, and what may stand before it.
OF_DOCUMENTS, OF_TASKS = "DOCN", "TASKN"
BEFORE = frozenset({"PLACE", "YEAR", "DOC", "CLT", "CLA", "CLD", "MARK", "EACHPLACE", "ISSUER", "WHICH"})
SCOPES = frozenset({"PLACE", "YEAR", "DOC"})
SHORTEST_SAID, SHORTEST_ALONE, LONGEST_SAID, MOST_PIECES = 2, 4, 30, 3
INSIDE = "里中内"
NO_WORDS = re.compile(r'["《》()]')
# What the tasks speak of too is as likely a topic; what most lists are about is none.
ALSO_SAID, SUBJECT = 1.0, -1.5


def add_titled(q: Question) -> None:
    """Add what titles say as the documents that are so called, where a noun for lists or tasks stands behind it."""
    for start in sorted(_starts(q)):
        for at, noun in _nouns_behind(q, start):
            end = at - (q.text[at - 1] == "的")
            if _says_enough(q, start, end) and _add(q, start, end, noun):
                break


def _add(q: Question, start: int, end: int, noun: str) -> bool:
    """Add the documents that are called so; say whether any is."""
    phrase = q.text[start:end]
    subject = phrase in words().subjects
    files = tuple(file for file in q.labels.files if says(file, phrase) or (subject and _is_about(q, file, phrase)))
    if not files and noun == OF_DOCUMENTS:
        files = tuple(file for file in q.labels.files if _says_in_pieces(file, phrase))
    if not files or len(files) == len(q.labels.files) or not (subject or _in_scope(q, files)):
        return False
    slugs = {file.slug for file in files}
    said = any(slug_of_task(task) in slugs for task in q.index.holding(phrase))
    cost = SUBJECT if subject else NAME + ALSO_SAID * (said and noun == OF_TASKS)
    shown = f"《{files[0].label}》" if len(files) == 1 else f"{phrase}的文件"
    q.add(start, end, "DOC", Atom("document", tuple(file.iri for file in files), words=phrase, shown=shown), cost)
    return True


def says(file: File, phrase: str) -> bool:
    """Say whether a document's title says a phrase."""
    return phrase in _title(file)


def _title(file: File) -> str:
    return NO_WORDS.sub("", plain(file.label))


def _says_in_pieces(file: File, phrase: str) -> bool:
    """Say whether a title says a few pieces of a phrase one behind the other: 审计|整改 of 审计查出问题整改任务."""
    title, rest = _title(file), phrase
    for _ in range(MOST_PIECES):
        ends = (end for end in range(len(rest), SHORTEST_SAID - 1, -1) if rest[:end] in title)
        end = next(ends, 0)
        if not end:
            return False
        title, rest = title.partition(rest[:end])[2], rest[end:]
        if not rest:
            return True
    return False


def _is_about(q: Question, file: File, phrase: str) -> bool:
    """Say whether a document without a title is about what most lists are about."""
    untitled = file.label.rpartition(".")[0] == file.slug
    return untitled and any(slug_of_task(task) == file.slug for task in q.index.holding(phrase))


def _starts(q: Question) -> set[int]:
    """Return where what a title says can begin: behind a place, a year, a mark, with 的 or without."""
    ends = {0, *(token.end for here in q.tokens.values() for token in here if token.symbol in BEFORE)}
    return ends | {end + 1 for end in ends if end and q.text[end : end + 1] == "的"}


def _nouns_behind(q: Question, start: int) -> Iterator[tuple[int, str]]:
    """Yield where nouns begin behind a place, and which, one for lists before one for tasks; 里 is as one for lists."""
    for at in range(start + SHORTEST_SAID, min(start + LONGEST_SAID, len(q.text) - 1) + 1):
        symbols = {token.symbol for token in q.tokens[at]} & {OF_DOCUMENTS, OF_TASKS}
        if symbols:
            yield at, min(symbols)
        elif at - start >= SHORTEST_ALONE and q.text[at] in INSIDE:
            yield at, OF_DOCUMENTS


def _says_enough(q: Question, start: int, end: int) -> bool:
    """Say whether more is left of it than places, years and words that all titles have."""
    if q.text[start:end] in words().subjects:
        return True
    rest = list(q.text[start:end])
    for at in range(start, end):
        for token in q.tokens[at]:
            listed = token.symbol in (OF_DOCUMENTS, OF_TASKS)
            if token.end <= end and (listed or token.symbol in SCOPES):
                rest[at - start : token.end - start] = [" "] * (token.end - at)
    left = words().generic.sub("", "".join(rest))
    return any(len(part) >= SHORTEST_SAID for part in left.split())


def _in_scope(q: Question, files: tuple[File, ...]) -> bool:
    """Say whether any of some documents is of the places and bodies that a question names."""
    named = {
        value
        for here in q.tokens.values()
        for token in here
        if token.symbol in ("PLACE", "DOC")
        for value in token.value.values
    }
    return not named or any(named & {file.iri, *file.places} for file in files)
