"""The second thing that a question asks for of the same tasks: 由谁负责，什么时候完成."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from graph_build.model import ROLES
from graph_build.vocabulary.concepts import label_of
from graph_query.answering.listed import Listed
from graph_query.answering.titles import numbers, titled
from graph_query.understanding.formula import Formula
from graph_query.understanding.wanted import OF_EACH_TASK

# Of more tasks each says it in its row.
MOST_TASKS = 10
NOT_WRITTEN = "没有写"


def also_said(formula: Formula, tasks: Sequence[Listed]) -> str:
    """Return what the tasks of an answer say of the things that a question asks for too, or where that stands."""
    told = [want for want in formula.also if want in SAID and 0 < len(tasks) <= MOST_TASKS]
    left = [OF_EACH_TASK[want] for want in formula.also if want not in told]
    sentences = [f"{OF_EACH_TASK[want]}：{_by_words(tasks, SAID[want])}。" for want in told]
    if left:
        sentences.append(f"（还问到的{'、'.join(dict.fromkeys(left))}，请看下面各项任务，或另问一句。）")
    return "".join(sentences)


def _by_words(tasks: Sequence[Listed], words_of: Callable[[Listed], str]) -> str:
    """Return words with the tasks that say them, where not all say the same."""
    found: defaultdict[str, list[Listed]] = defaultdict(list)
    for task in tasks:
        found[words_of(task) or NOT_WRITTEN].append(task)
    if len(found) == 1:
        return next(iter(found))
    several = len({task.file.iri for task in tasks}) > 1
    return "；".join(f"{words}（{'、'.join(_which(its, several=several))}）" for words, its in found.items())


def _which(tasks: Sequence[Listed], *, several: bool) -> Iterator[str]:
    """Yield the numbers of tasks, of several documents with the title of each."""
    by_file: defaultdict[str, list[Listed]] = defaultdict(list)
    for task in tasks:
        by_file[titled(task.file) if several else ""].append(task)
    for title, its in by_file.items():
        yield title + numbers((task.no, task.index) for task in its)


def _limit(task: Listed) -> str:
    return task.limit


def _units(task: Listed) -> str:
    return "，".join(f"{label_of('roles', role)} {'、'.join(names)}" for role in ROLES if (names := task.of(role)))


SAID = {"limits": _limit, "units": _units}
