"""Names become things: unit names -> units, cited titles and numbers -> acts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from graph_build.acts import number_of_title
from graph_build.model import Act, Citation, Task, TaskList, Unit
from graph_build.units import is_group

# 国办发〔2019〕54号, 国务院令第713号, 国务院第713号令, 财政部公告2021年第3号
NUMBER = re.compile(
    r"(?:中华人民共和国)?(?P<prefix>.+?)(?:〔(?P<bracketed>\d{2,4})〕|(?P<plain>\d{4})年)?第?(?P<serial>\d+)号(?P<order>令)?"
)
# The State Council's orders are numbered under both names.
SAME_SERIES = {"国令": "国务院令"}


def resolve(task_list: TaskList, slug: str, place: str | None) -> TaskList:
    """Return the list with a unit for every name and an act for every citation.

    Aliases are one unit, under the fullest of its names. `place` is a GB/T 2260 code; without one, units belong to
    the document.
    """
    groups = {name: group for group in task_list.aliases for name in group}
    cited_on = task_list.issued or (date(task_list.year, 12, 31) if task_list.year else None)
    mentions = 0

    def unit(name: str) -> Unit:
        names = groups.get(name, (name,))
        fullest = max(names, key=len)
        return Unit(fullest, is_group(fullest), place, slug, names)

    def named(citation: Citation) -> Citation:
        nonlocal mentions
        number = citation.number or (number_of_title(citation.title, cited_on) if citation.title else None)
        act = act_of(replace(citation, number=number))
        if act is None:
            mentions += 1
            act = Act(document=slug, mention=mentions)
        return replace(citation, act=act)

    def resolved(task: Task) -> Task:
        assignments = tuple(replace(a, unit=unit(a.name)) for a in task.assignments)
        return replace(task, assignments=assignments, citations=tuple(map(named, task.citations)))

    implements = tuple(map(named, task_list.implements))
    return replace(task_list, implements=implements, tasks=tuple(map(resolved, task_list.tasks)))


def act_of(citation: Citation) -> Act | None:
    """Return the act by its number, or by its title where it has none; None where what names it is blotted out by *.

    >>> from graph_build.spans import Span
    >>> act_of(Citation(None, "国办发〔2019〕54号", Span(0, None, None, 0, 0, "")))
    Act(prefix='国办发', year='2019', serial='54', title=None, document=None, mention=None)
    """
    match = NUMBER.fullmatch(citation.number or "")
    if match and "*" not in match.group():
        series = match["prefix"] + (match["order"] or "")
        year = match["bracketed"] or match["plain"]
        return Act(prefix=SAME_SERIES.get(series, series), year=year, serial=match["serial"])
    if citation.number is None and citation.title and "*" not in citation.title:
        return Act(title=citation.title)
    return None
