"""Facets of the ledger: what a user ticks, which tasks remain, and how many there would be for each other tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graph_build.vocabulary.simplify import simplified
from graph_query.ledger.concepts import shown
from graph_query.ledger.model import Act, Assignment, Document, Ledger, Task, Unit
from graph_query.ledger.notices import BLANK, NO_COLUMN, NO_LIMITS, NOT_WRITTEN, deadline

# What is said of a task's time: of its deadline, else of the limits in its text, else why there is none.
DATED, NO_YEAR, ONGOING, RECURRING = "有最后一日", "写有日期而年份不详", "持续推进", "定期"
PERIOD = "某事之后若干日（无法推算）"
TIMES = (DATED, NO_YEAR, ONGOING, RECURRING, PERIOD, BLANK, NO_COLUMN, NOT_WRITTEN, NO_LIMITS)
OF_KIND = {"by_date": NO_YEAR, "ongoing": ONGOING, "recurring": RECURRING, "within": PERIOD, "at_least": PERIOD}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was ticked, by facet; of one facet any of the values will do. `words` are looked for in the texts.

    Units, roles, bases and functions are asked of one and the same assignment: 牵头 and 市教育局 means led by it.
    """

    ticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its name for users, and the values of a task, or of one of its assignments.

    `scheme` is that of its values where they are concepts.
    """

    name: str
    of_task: Callable[[Task], Iterable[str]] | None = None
    of_assignment: Callable[[Ledger, Assignment], Iterable[str]] | None = None
    scheme: str = ""

    def shown(self, value: str) -> str:
        """Return a value, of a facet whose values are no things, as people read it."""
        return shown(self.scheme, value) if self.scheme else value


def times_of(task: Task) -> tuple[str, ...]:
    """Return what is said of a task's time, of TIMES: all that holds."""
    limits = (task.deadline,) if task.deadline else task.limits
    found = {DATED if limit.until else OF_KIND.get(limit.kind, NO_YEAR) for limit in limits}
    found |= {ONGOING for limit in limits if limit.ongoing}
    if not found:
        found = {deadline(task)}
    return tuple(name for name in TIMES if name in found)


FACETS: Mapping[str, Facet] = {
    "place": Facet("地方", of_task=lambda task: task.document.places),
    "year": Facet("年度", of_task=lambda task: task.document.years),
    "document": Facet("文件", of_task=lambda task: (task.document.iri,)),
    "unit": Facet("单位", of_assignment=lambda _, assignment: (assignment.unit,)),
    "role": Facet("角色", of_assignment=lambda _, assignment: (assignment.role,), scheme="roles"),
    "function": Facet(
        "职能", of_assignment=lambda ledger, assignment: ledger.units[assignment.unit].functions, scheme="functions"
    ),
    "basis": Facet("责任依据", of_assignment=lambda _, assignment: (assignment.basis,), scheme="bases"),
    "topic": Facet("主题", of_task=lambda task: task.topics, scheme="topics"),
    "time": Facet("时限", of_task=times_of),
    "act": Facet("所引文件", of_task=lambda task: (act.iri for act in task.acts)),
}


def matching(ledger: Ledger, chosen: Choice) -> tuple[Task, ...]:
    """Return the tasks that what was ticked lets through, in the order of the ledger."""
    wanted = _wanted(chosen)
    return tuple(task for task in _with_words(ledger, chosen.words) if _fits(ledger, task, wanted))


def described(ledger: Ledger, chosen: Choice) -> str:
    """Return what was ticked, in words: 地方：厦门市；角色：牵头、责任."""
    things: dict[str, Mapping[str, Document | Unit | Act]]
    things = {"document": ledger.documents, "unit": ledger.units, "act": ledger.acts}
    labels = {
        FACETS[key].name: [things[key][value].shown if key in things else FACETS[key].shown(value) for value in values]
        for key, values in chosen.ticked.items()
        if values
    }
    labels |= {"词语": [chosen.words]} if chosen.words else {}
    return "；".join(f"{name}：{'、'.join(values)}" for name, values in labels.items())


def counts(ledger: Ledger, chosen: Choice, key: str) -> Counter[str]:
    """Return how many tasks there are for each value of a facet, what was ticked of the others as it is."""
    wanted = {other: values for other, values in _wanted(chosen).items() if other != key}
    facet = FACETS[key]
    found: Counter[str] = Counter()
    for task in _with_words(ledger, chosen.words):
        if not _fits(ledger, task, wanted):
            continue
        if facet.of_task:
            found.update(set(facet.of_task(task)))
        elif facet.of_assignment:
            fitting = _fitting(ledger, task, wanted)
            found.update({value for assignment in fitting for value in facet.of_assignment(ledger, assignment)})
    return found


def _wanted(chosen: Choice) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in chosen.ticked.items() if values}


def _fits(ledger: Ledger, task: Task, wanted: Mapping[str, frozenset[str]]) -> bool:
    for key, values in wanted.items():
        of_task = FACETS[key].of_task
        if of_task and values.isdisjoint(of_task(task)):
            return False
    asks_units = any(FACETS[key].of_assignment for key in wanted)
    return not asks_units or bool(_fitting(ledger, task, wanted))


def _fitting(ledger: Ledger, task: Task, wanted: Mapping[str, frozenset[str]]) -> tuple[Assignment, ...]:
    conditions = [(FACETS[key].of_assignment, values) for key, values in wanted.items()]
    return tuple(
        assignment
        for assignment in task.assignments
        if all(values.intersection(of(ledger, assignment)) for of, values in conditions if of is not None)
    )


# Each facet counts the tasks that hold the same words.
@lru_cache(maxsize=8)
def _with_words(ledger: Ledger, words: str) -> Sequence[Task]:
    """Return the tasks that hold each of some words: in text, headings, title, place, units or acts."""
    wanted = simplified(words).casefold().split()
    if not wanted:
        return ledger.tasks
    texts = ((task, _all_text(ledger, task)) for task in ledger.tasks)
    return [task for task, text in texts if all(word in text for word in wanted)]


def _all_text(ledger: Ledger, task: Task) -> str:
    document = task.document
    units = "".join(f"{assignment.name} {ledger.units[assignment.unit].name} " for assignment in task.assignments)
    acts = "".join(act.shown for act in task.acts)
    headings = f"{document.title} {''.join(document.places)} {task.section} {task.subsection}"
    return f"{headings} {task.text} {units} {acts}".casefold()
