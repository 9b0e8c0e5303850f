"""Names become things: unit names -> units, cited titles and numbers -> acts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from graph_build import iris
from graph_build.linking.identity import Home, body_of
from graph_build.linking.registered import Registered
from graph_build.model import Act, Body, Citation, RegisteredUnit, Task, TaskList, Unit
from graph_build.registers.acts import number_of_title
from graph_build.registers.places import places
from graph_build.registers.units import Register
from graph_build.values.act_numbers import parts_of_number
from graph_build.values.names import is_group


def resolve(task_list: TaskList, slug: str, home: Home, register: Register | None = None) -> TaskList:
    """Return the list with a unit for every name and an act for every citation.

    Names that mean one body of one place are one unit, under the register's name of it or the fullest of theirs.
    """
    cited_on = task_list.issued or (date(task_list.year, 12, 31) if task_list.year else None)
    units = Units(task_list, slug, home, Registered(register or {}, home, cited_on))
    mentions = 0

    def named(citation: Citation) -> Citation:
        nonlocal mentions
        meant = citation.meant or citation
        number = meant.number or (number_of_title(meant.title, cited_on) if meant.title else None)
        act = act_of(replace(meant, number=number))
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
    """The units that a document's names stand for: names that come to one IRI are one unit."""

    def __init__(self, task_list: TaskList, slug: str, home: Home, registered: Registered) -> None:
        self._slug, self._home, self._registered = slug, home, registered
        # An issuer signs with its name in full; what it is called in the tasks comes before that.
        self._in_tasks = dict.fromkeys(a.name for task in task_list.tasks for a in task.assignments)
        self._alone: dict[str, Unit] = {}
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys([*self._in_tasks, *([task_list.issuer] if task_list.issuer else [])]):
            group = next((group for group in task_list.aliases if name in group), (name,))
            self._alone[name] = self._of(group)
        for one, other in task_list.apart:
            if {one, other} <= self._alone.keys() and self._iri(one) == self._iri(other):
                self._alone[other] = _by_itself(self._alone[other], other)
        for name in self._alone:
            self._names[self._iri(name)].append(name)
        self._units: dict[str, Unit] = {}
        # Agencies first: a collective's member that the list names itself is one unit with it.
        for iri in sorted(self._names, key=lambda iri: self._alone[self._names[iri][0]].group):
            self._units[iri] = self._whole(self._names[iri])

    def of(self, name: str | None) -> Unit | None:
        """Return the unit of a name."""
        return self._units[self._iri(name)] if name else None

    def _iri(self, name: str) -> str:
        return iris.unit(self._alone[name]).value

    def _of(self, group: tuple[str, ...]) -> Unit:
        """Return the unit that names of one unit stand for, as far as they tell it alone."""
        found = next((unit for name in group if (unit := self._registered.unit(name))), None)
        if found:
            return _of_register(found, self._slug, self._registered.key(found))
        name = max(group, key=_fullness)
        return Unit(name, is_group(name), self._slug, body_of(name, self._home), group)

    def _whole(self, names: list[str]) -> Unit:
        """Return the unit of all names that come to one IRI, under the fullest, with its members."""
        unit = next((self._alone[name] for name in names if self._alone[name].registered), self._alone[names[0]])
        if unit.registered:
            return replace(unit, names=tuple(names))
        name = max([name for name in names if name in self._in_tasks] or names, key=_fullness)
        members = self._members(names, unit.body) if unit.group else ()
        # Who is known one by one needs no rule by kind.
        body = replace(unit.body, collects=(), may_collect=()) if members else unit.body
        return replace(unit, name=name, body=body, names=tuple(names), members=members)

    def _members(self, names: list[str], body: Body) -> tuple[Unit, ...]:
        """Return the members of a collective: those that the register lists, else the governments of its divisions."""
        listed = [unit for unit in self._registered.of_place(body.place) if set(names) & set(unit.collectives)]
        found = [_of_register(unit, self._slug, self._registered.key(unit)) for unit in listed] or map(
            self._government, body.governs
        )
        return tuple(self._units.get(iris.unit(unit).value, unit) for unit in found)

    def _government(self, code: str) -> Unit:
        name = f"{places()[code].name}人民政府"
        return Unit(name, group=False, document=self._slug, body=body_of(name, Home(code)), names=(name,))


def _of_register(unit: RegisteredUnit, slug: str, key: str) -> Unit:
    body = body_of(unit.name, Home(unit.place))
    body = replace(body, key=key, place=unit.place, kind=unit.kind or body.kind)
    return Unit(unit.name, group=False, document=slug, body=body, names=(unit.name,), registered=unit)


def _by_itself(unit: Unit, name: str) -> Unit:
    """Return a unit whose name means another body than names that come to the same one."""
    return replace(unit, name=name, names=(name,), body=replace(unit.body, key=name), registered=None)


def _fullness(name: str) -> tuple[int, str]:
    return len(name), name


def act_of(citation: Citation) -> Act | None:
    """Return the act by its number, or by its title where it has none; None where what names it is blotted out by *.

    >>> from graph_build.spans import Span
    >>> act_of(Citation(None, "国办发〔2019〕54号", Span(0, None, None, 0, 0, "")))
    Act(prefix='国办发', year='2019', serial='54', title=None, document=None, mention=None)
    """
    parts = parts_of_number(citation.number or "")
    if parts:
        prefix, year, serial = parts
        return Act(prefix=prefix, year=year, serial=serial)
    if citation.number is None and citation.title and "*" not in citation.title:
        return Act(title=citation.title)
    return None
