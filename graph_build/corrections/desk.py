"""A reading while corrections are applied to it, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from graph_build.corrections.model import Correction, bare
from graph_build.corrections.targets import RawWords, Stale, found
from graph_build.model import Accounted, Fate, Origin, Task, TaskList
from graph_build.spans import Span


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction that holds: of which task (from 0; None where of the document, or of one that is none now).

    `gives` names the part of the task that it made: lead/市教育局, limit/1; empty where it made none. `span` is where
    the words stand on which it rests.
    """

    correction: Correction
    task: int | None = None
    gives: str = ""
    span: Span | None = None


class Desk:
    """A reading under correction: its tasks, each under a number that stays its own, and what else is said of it."""

    def __init__(self, task_list: TaskList, origin: Origin) -> None:
        self.list, self.origin = task_list, origin
        self._numbers = count()
        self.tasks = list(task_list.tasks)
        self.numbers = [next(self._numbers) for _ in self.tasks]
        self.account = [
            replace(line, task=None if line.task is None else self.numbers[line.task - 1]) for line in task_list.account
        ]
        self.raw = RawWords(task_list.account)
        self.settled: list[Span] = []

    def target(self, one: Correction) -> int:
        """Return where the task stands that a correction is of. Raises Stale."""
        return found(self.tasks, one.task, one.repeat)

    def put(self, at: int, task: Task) -> None:
        """Put a task in the place of the one before."""
        self.tasks[at] = task

    def insert(self, at: int, task: Task) -> int:
        """Add a task in front of the one at a place; return its number."""
        number = next(self._numbers)
        self.tasks.insert(at, task)
        self.numbers.insert(at, number)
        self.mark(task.spans, "task", number)
        return number

    def remove(self, at: int, heir: int | None = None) -> Task:
        """Take a task out; its words are another's, or such as belong to no task."""
        number = self.numbers.pop(at)
        for n, line in enumerate(self.account):
            if line.task == number:
                self.account[n] = Accounted(line.span, line.fate if heir is not None else "preamble", heir)
        return self.tasks.pop(at)

    def mark(self, spans: Sequence[Span], fate: Fate, number: int | None) -> None:
        """Say of words that something became of them: lines of the account are cut where they begin and end."""
        self.settled += spans
        for span in spans:
            self.account = [piece for line in self.account for piece in _cut(line, span, fate, number)]

    def rests_on(self, one: Correction, task: Task, said: str, otherwise: Span) -> Span:
        """Return where the words of a correction stand, else what it says in the task's row, else another place.

        Raises Stale where it names words that are nowhere.
        """
        if one.words:
            return self.raw.find(one.words, task.spans[0]).span()
        try:
            text = self.raw.find(said, otherwise) if said else None
        except Stale:
            return otherwise
        near = text is not None and (text.raw.block, text.raw.row) == (otherwise.block, otherwise.row)
        return text.span() if text is not None and near else otherwise

    def finished(self) -> TaskList:
        """Return the task list as it is now."""
        order = {number: n for n, number in enumerate(self.numbers, 1)}
        account = tuple(
            replace(line, task=None if line.task is None else order.get(line.task)) for line in self.account
        )
        return replace(self.list, tasks=tuple(self.tasks), account=account, unclaimed=tuple(self._unclaimed()))

    def _unclaimed(self) -> list[Span]:
        """Return what looked like a task and is still none, and of which nobody said that it is."""
        settled = [span for task in self.tasks for span in task.spans] + self.settled
        return [span for span in self.list.unclaimed if not any(_overlap(span, other) for other in settled)]


def overlapping(tasks: Sequence[Task], spans: Sequence[Span]) -> Task | None:
    """Return a task some of whose words stand in spans."""
    return next((task for task in tasks for one in task.spans if any(_overlap(one, span) for span in spans)), None)


def _overlap(one: Span, other: Span) -> bool:
    return one.cell == other.cell and one.start < other.end and other.start < one.end


def _cut(line: Accounted, span: Span, fate: Fate, number: int | None) -> list[Accounted]:
    if not _overlap(line.span, span):
        return [line]
    at = line.span
    start, end = max(at.start, span.start), min(at.end, span.end)
    parts = [(at.start, start, line.fate, line.task), (start, end, fate, number), (end, at.end, line.fate, line.task)]
    return [
        Accounted(replace(at, start=a, end=b, exact=at.exact[a - at.start : b - at.start]), its, task)
        for a, b, its, task in parts
        if a < b
    ]


def same(one: str | None, other: str | None) -> bool:
    """Say whether two values are the same but for white space; what is not there is an empty one."""
    return bare(one or "") == bare(other or "")
