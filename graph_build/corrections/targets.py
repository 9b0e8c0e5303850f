"""What a correction is of, found by its words: a task of a reading, and words of the document with their places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from graph_build.corrections.model import bare
from graph_build.model import Accounted, Task
from graph_build.spans import Raw, Span, Text
from graph_build.vocabulary.simplify import simplified

# The beginning of a task's words is enough where it ends so.
GOES_ON = "…"
# A person may give the end of long words as the page cuts them.
SHORTEST_BEGINNING = 6


class Stale(Exception):
    """Says in Chinese why a correction does not apply to what is read now."""


class Needless(Exception):
    """What a correction says is read so already."""


def words_of(task: Task) -> str:
    """Return the raw words of a task without white space, which name it."""
    return "".join(bare(span.exact) for span in task.spans)


def targets_of(tasks: Sequence[Task]) -> tuple[tuple[str, str], ...]:
    """Return by what a correction finds each task: its words, and which of those that have the same ("2/3")."""
    words = [words_of(task) for task in tasks]
    all_of, seen = Counter(words), Counter[str]()
    targets = []
    for its in words:
        seen[its] += 1
        targets.append((its, f"{seen[its]}/{all_of[its]}" if all_of[its] > 1 else ""))
    return tuple(targets)


def found(tasks: Sequence[Task], words: str, repeat: str) -> int:
    """Return where the task stands that words name. Raises Stale where there is none, or not this one of several."""
    wanted = bare(words)
    if wanted.endswith(GOES_ON):
        start = wanted.removesuffix(GOES_ON)
        places = [n for n, task in enumerate(tasks) if words_of(task).startswith(start)]
        places = places if len(start) >= SHORTEST_BEGINNING else []
    else:
        places = [n for n, task in enumerate(tasks) if words_of(task) == wanted]
    if not places:
        raise Stale("文件中没有读出这项任务，它的原文可能已改动")
    nth, _, of = repeat.partition("/")
    if len(places) != int(of or 1):
        raise Stale(f"文件中有 {len(places)} 项任务是这样写的，分不清指哪一项")
    return places[int(nth or 1) - 1]


class RawWords:
    """The raw text of a document, as its account holds it: every character once."""

    def __init__(self, account: Iterable[Accounted]) -> None:
        pieces: defaultdict[tuple[int, int | None, int | None], list[Span]] = defaultdict(list)
        for line in account:
            pieces[line.span.cell].append(line.span)
        self._raws = [
            _raw(sorted(spans, key=lambda span: span.start)) for _, spans in sorted(pieces.items(), key=_order)
        ]

    def find(self, words: str, near: Span | None = None) -> Text:
        """Return words where they stand, white space apart; of several places the one in the row or block of `near`.

        Raises Stale where they stand nowhere, or in several places of which none is nearer.
        """
        wanted = bare(words)
        places = [part for raw in self._raws for part in _parts(raw, wanted)]
        if not places:
            raise Stale(f"依据的原文“{words}”在文件中已找不到")
        if near is not None and len(places) > 1:
            row = [it for it in places if (it.raw.block, it.raw.row) == (near.block, near.row)]
            places = row or [it for it in places if it.raw.block == near.block] or places
        if len(places) > 1:
            raise Stale(f"“{words}”在文件中有 {len(places)} 处，分不清指哪一处")
        return places[0]


def _order(item: tuple[tuple[int, int | None, int | None], list[Span]]) -> tuple[int, int, int]:
    block, row, column = item[0]
    return block, -1 if row is None else row, -1 if column is None else column


def _raw(spans: Sequence[Span]) -> Raw:
    first = spans[0]
    return Raw(
        "".join(span.exact for span in spans), first.block, first.row, first.column, page=first.page, sheet=first.sheet
    )


def _parts(raw: Raw, wanted: str) -> list[Text]:
    """Return where words stand in a raw text, in simplified characters too."""
    text = Text.whole(raw).compact()
    same = [text.value, simplified(text.value)]
    values = next((value for value in same if wanted in value and len(value) == len(text.value)), "")
    found = []
    at = values.find(wanted)
    while at >= 0 and wanted:
        found.append(text[at : at + len(wanted)])
        at = values.find(wanted, at + len(wanted))
    return found
