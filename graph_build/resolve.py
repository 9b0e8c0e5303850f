"""Names become things: unit names -> units, cited titles and numbers -> acts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from graph_build import vocabulary
from graph_build.acts import number_of_title
from graph_build.identity import body_of
from graph_build.model import Act, Body, Citation, RegisteredUnit, Task, TaskList, Unit
from graph_build.places import places
from graph_build.unit_register import Register
from graph_build.units import is_group

# 国办发〔2019〕54号, 国务院令第713号, 国务院第713号令, 财政部公告2021年第3号
NUMBER = re.compile(
    r"(?:中华人民共和国)?(?P<prefix>.+?)(?:〔(?P<bracketed>\d{2,4})〕|(?P<plain>\d{4})年)?第?(?P<serial>\d+)号(?P<order>令)?"
)
# The State Council's orders are numbered under both names.
SAME_SERIES = {"国令": "国务院令"}


def resolve(task_list: TaskList, slug: str, place: str | None, register: Register | None = None) -> TaskList:
    """Return the list with a unit for every name and an act for every citation.

    Names that mean one body of one place are one unit, under the register's name of it or the fullest of theirs.
    `place` is the GB/T 2260 code of the document; without one, units belong to the document.
    """
    units = Units(task_list, slug, place, register)
    cited_on = task_list.issued or (date(task_list.year, 12, 31) if task_list.year else None)
    mentions = 0

    def named(citation: Citation) -> Citation:
        nonlocal mentions
        number = citation.number or (number_of_title(citation.title, cited_on) if citation.title else None)
        act = act_of(replace(citation, number=number))
        if act is None:
            mentions += 1
            act = Act(document=slug, mention=mentions)
        return replace(citation, act=act)

    def resolved(task: Task) -> Task:
        assignments = tuple(replace(a, unit=units.of(a.name)) for a in task.assignments)
        return replace(task, assignments=assignments, citations=tuple(map(named, task.citations)))

    implements = tuple(map(named, task_list.implements))
    tasks = tuple(map(resolved, task_list.tasks))
    return replace(task_list, implements=implements, tasks=tasks, issued_by=units.of(task_list.issuer))


class Units:
    """The units that a document's names stand for."""

    def __init__(self, task_list: TaskList, slug: str, place: str | None, register: Register | None) -> None:
        self._slug, self._home, self._register = slug, place, register or {}
        # An issuer signs with its name in full; what it is called in the tasks comes before that.
        self._in_tasks = dict.fromkeys(a.name for task in task_list.tasks for a in task.assignments)
        issuer = [task_list.issuer] if task_list.issuer else []
        aliases = task_list.aliases
        first = {name: group[0] for group in aliases for name in group}
        groups: dict[object, list[str]] = {}
        for name in dict.fromkeys([*self._in_tasks, *issuer]):
            found = self._registered(name)
            group = next((group for group in aliases if name in group), (name,))
            body = self._body(max(group, key=len))
            same = found or (first.get(name, name) if is_group(name) else (body.place, body.key))
            groups.setdefault(same, []).append(name)
        # Agencies first: a collective's member that the list names itself is one unit with it.
        self._units: dict[str, Unit] = {}
        self._by_iri: dict[str, Unit] = {}
        for names in sorted(groups.values(), key=lambda names: is_group(names[0])):
            unit = self._unit(tuple(names))
            self._units |= dict.fromkeys(names, unit)
            self._by_iri[vocabulary.unit(unit).value] = unit

    def of(self, name: str | None) -> Unit | None:
        """Return the unit of a name."""
        return self._units[name] if name else None

    def _body(self, name: str) -> Body:
        return body_of(name, self._home)

    def _registered(self, name: str) -> RegisteredUnit | None:
        """Return the unit of the register that a name means: by the name itself, else by what it stands for."""
        body = self._body(name)
        here = self._register.get(body.place or "", ())
        exact = [unit for unit in here if name in (unit.name, *unit.short_names)]
        keys = [
            unit for unit in here if body.key in {body_of(n, unit.place).key for n in (unit.name, *unit.short_names)}
        ]
        found = exact or keys
        return found[0] if len(found) == 1 and not is_group(name) else None

    def _unit(self, names: tuple[str, ...]) -> Unit:
        registered = self._registered(names[0])
        if registered:
            return self._of_register(registered, names)
        in_tasks = [name for name in names if name in self._in_tasks]
        name = max(in_tasks or names, key=lambda one: (len(one), one))
        body = self._body(name)
        members = self._members(names, body) if is_group(name) else ()
        # Who is known one by one needs no rule by kind.
        body = replace(body, collects=(), may_collect=()) if members else body
        return Unit(name, is_group(name), self._slug, body, names, None, members)

    def _of_register(self, registered: RegisteredUnit, names: tuple[str, ...]) -> Unit:
        body = body_of(registered.name, registered.place)
        body = replace(body, place=registered.place, kind=registered.kind or body.kind)
        return Unit(registered.name, group=False, document=self._slug, body=body, names=names, registered=registered)

    def _members(self, names: tuple[str, ...], body: Body) -> tuple[Unit, ...]:
        """Return the members of a collective: those that the register lists, else the governments of its divisions."""
        listed = [unit for unit in self._register.get(body.place or "", ()) if set(names) & set(unit.collectives)]
        found = [self._of_register(unit, (unit.name,)) for unit in listed] or map(self._government, body.governs)
        return tuple(self._by_iri.get(vocabulary.unit(unit).value, unit) for unit in found)

    def _government(self, code: str) -> Unit:
        name = f"{places()[code].name}人民政府"
        return Unit(name, group=False, document=self._slug, body=body_of(name, code), names=(name,))


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
