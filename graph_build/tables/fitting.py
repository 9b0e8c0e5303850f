"""Which columns a cell fits: what stands in it, against what the word over a column leads one to expect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_build.model import ROLES
from graph_build.spans import Text
from graph_build.values.contents import Content
from graph_build.values.headings import likely_kind

# What the kind of a column's heading leads one to expect below it; of the others anything.
EXPECTED: dict[str, Content] = {
    "number": "number",
    "deadline": "time",
    "task": "text",
    "measure": "text",
    "goal": "text",
    **dict.fromkeys(ROLES, "units"),
}
# What a place costs: one that is not quite what the heading promises, and one that cannot be.
FITS, NEARLY, WRONG = 0, 5, 1000
# A unit or a limit of unusual words is no longer than that.
LONGEST_UNUSUAL = 20
WORDED = ("task", "measure", "goal")


def kinds_of(words: Sequence[str]) -> tuple[str | None, ...]:
    """Return what the words over columns stand for, None for a word that is not known."""
    return tuple(map(likely_kind, words))


def misfit(cell: Text, content: Content, kind: str | None) -> int:
    """Return what it costs to put a cell of some content under a heading of some kind."""
    expected = EXPECTED.get(kind or "")
    if expected is None or content == expected:
        return FITS
    if content == "nothing":
        return WRONG if kind in ("number", *WORDED) else FITS
    if "number" in (content, expected) or "text" not in (content, expected):
        return WRONG
    short = len(cell.value) <= LONGEST_UNUSUAL and not cell.value.endswith("。")
    return NEARLY if short or expected == "text" else WRONG


def measure_of(kinds: Sequence[str | None]) -> int | None:
    """Return the column that holds what is to be done: the last of measures, else of tasks, else of goals."""
    return next(
        (len(kinds) - 1 - kinds[::-1].index(kind) for kind in ("measure", "task", "goal") if kind in kinds), None
    )


def widened(kinds: Sequence[str | None]) -> Iterator[tuple[int | None, ...]]:
    """Return the ways in which headings can stand over columns, as the number of each column's heading.

    As they are; with a column of numbers that has no heading (None), in front, or beside that of tasks; with the
    heading of tasks over two columns, the names and the tasks or two ranks of names; with both.
    """
    plain = tuple(range(len(kinds)))
    task = next((n for n, kind in enumerate(kinds) if kind == "task"), None)
    doubled = () if task is None else ((*plain[: task + 1], task, *plain[task + 1 :]),)
    for wide in (plain, *doubled):
        yield wide
        if "number" not in kinds:
            beside = [] if task is None else [n for n, word in enumerate(wide) if task in wide[max(0, n - 1) : n]]
            yield from ((*wide[:n], None, *wide[n:]) for n in dict.fromkeys((0, *beside)))
