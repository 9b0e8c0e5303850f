"""Formulas at random from a graph, and their plain evaluation over task lists: the judge of the SPARQL."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_build.pipeline import extract_json
from graph_query.labels import labels_of
from graph_query.labels.scopes import File
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select
from graph_query.understanding.formula import (
    DEFAULT_ROLES,
    All,
    AnyOf,
    Atom,
    Condition,
    Formula,
    Not,
    Order,
    all_of,
    any_of,
    negated,
)

ROLES = ("lead", "responsible", "cooperating")
# Words of many tasks and of few, none of which has a synonym.
TOPICS = (
    "信息公开",
    "政策解读",
    "疫情防控",
    "政府公报",
    "数据库",
    "解读材料",
    "政府网站",
    "保密审查",
    "养老",
    "反垄断",
    "高校毕业生",
)
DAYS = ("2022-06-30", "2022-09-30", "2022-10-31", "2022-12-31")
NAMES = """SELECT DISTINCT ?file ?name ?unit WHERE {
  ?assignment zr:task/zr:document ?file ; zr:nameAsWritten ?name ; zr:unit ?unit }"""
LABELS = """SELECT DISTINCT ?unit ?label WHERE {
  ?unit a ?class ; skos:prefLabel ?label . VALUES ?class { zr:Agency zr:AgencyGroup } }"""
ACTS = """SELECT DISTINCT ?file ?index ?act WHERE { ?task zr:cites ?act ; zr:index ?index ; zr:document ?file }"""


@dataclass(frozen=True)
class Entry:
    """A task of a list: where it stands, its units by role, and all else that a condition can ask of."""

    file: File
    index: int
    units: dict[str, frozenset[str]]
    names: dict[str, tuple[str, ...]]
    texts: tuple[str, ...]
    deadline: dict[str, Any] | None
    times: tuple[dict[str, Any], ...]
    acts: frozenset[str]
    supposed: bool
    section: tuple[str, ...]


def entries(store: Store, sources: dict[str, Path]) -> list[Entry]:
    """Return the tasks of documents as they are read, with what their names and citations are called in the graph."""
    unit_of = {(row["file"], row["name"]): row["unit"] for row in select(store, with_prefixes(NAMES)).values()}
    acts: dict[tuple[str, int], set[str]] = {}
    for row in select(store, with_prefixes(ACTS)).values():
        acts.setdefault((row["file"], int(row["index"])), set()).add(row["act"])
    found = []
    for file in labels_of(store).files:
        for index, task in enumerate(extract_json(sources[file.slug])["tasks"], 1):
            units = {role: frozenset(unit_of[file.iri, name] for name in task[role]) for role in ROLES}
            bases = [basis for key, value in task["basis"].items() if key in ROLES for basis in value]
            found.append(
                Entry(
                    file, index, units, {role: tuple(task[role]) for role in ROLES},
                    tuple(task[key] or "" for key in ("text", "section", "subsection", "remark")),
                    task["deadline"], tuple(task["times"]), frozenset(acts.get((file.iri, index), ())),
                    "merged_supposed" in bases, tuple(task[key] or "" for key in ("section", "subsection")),
                )
            )  # fmt: skip
    return found


def holds(entry: Entry, condition: Condition) -> bool:
    """Say whether a task meets a condition."""
    if isinstance(condition, All):
        return all(holds(entry, part) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(entry, part) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(entry, condition.part)
    return _atom(entry, condition)


def _atom(entry: Entry, atom: Atom) -> bool:
    wanted = set(atom.values)
    roles = atom.roles or DEFAULT_ROLES
    carried = frozenset[str]().union(*(entry.units[role] for role in roles))
    counted = frozenset[str]().union(*(entry.units.get(role, frozenset()) for role in atom.values))
    met: dict[str, Callable[[], bool]] = {
        "place": lambda: bool(wanted & {entry.file.iri, *entry.file.places}),
        "year": lambda: str(entry.file.year) in wanted,
        "document": lambda: entry.file.iri in wanted,
        "unit": lambda: bool(carried & wanted),
        "only": lambda: bool(carried) and carried <= wanted,
        "topic": lambda: _speaks(entry, atom),
        "number": lambda: str(entry.index) in wanted,
        "cites": lambda: bool(entry.acts & wanted),
        "has": lambda: _has(entry, atom.values[0]),
        "count": lambda: _compared(len(counted), atom),
        "due": lambda: any(_between(day, atom.values) for day in _days(entry)),
        "limit": lambda: bool(entry.deadline) and atom.values[0] in str((entry.deadline or {}).get("raw")),
        "supposed": lambda: entry.supposed,
        "section": lambda: bool(wanted & set(entry.section)),
    }
    return met[atom.kind]()


def _speaks(entry: Entry, atom: Atom) -> bool:
    in_text = all(any(form in text for form in forms for text in entry.texts) for forms in atom.forms)
    return in_text and (not atom.values or any(_iri_of(entry, value) for value in atom.values))


def _iri_of(entry: Entry, iri: str) -> bool:
    return f"/{entry.file.slug}/" in iri


def _has(entry: Entry, what: str) -> bool:
    if what == "deadline":
        return bool(entry.deadline or entry.times)
    if what == "date":
        return any(_days(entry))
    return bool(entry.acts if what == "citation" else entry.units[what])


def _compared(count: int, atom: Atom) -> bool:
    return {"=": count == atom.n, ">=": count >= atom.n, "<=": count <= atom.n}[str(atom.op)]


def _days(entry: Entry) -> Iterator[str]:
    """Yield the last days of a task: its own deadline's, or those in its text."""
    limits = [entry.deadline] if entry.deadline else entry.times
    yield from (limit["date"] for limit in limits if limit and limit.get("kind") == "by_date" and limit.get("date"))


def _between(day: str, bounds: Iterable[str]) -> bool:
    first, last = bounds
    return (not first or first <= day) and (not last or day <= last)


def values_of(formula: Formula, tasks: list[Entry]) -> object:
    """Return what a formula asks for, evaluated plainly: in the form in which answered() gives it."""
    found = [entry for entry in tasks if holds(entry, formula.of)]
    if formula.wants in ("documents", "places"):
        none = {entry.file.slug for entry in tasks if formula.none is not None and holds(entry, formula.none)}
        return {entry.file.slug for entry in found} - none
    if formula.wants == "units":
        return {
            (entry.file.slug, unit)
            for entry in found
            for role in formula.its_roles
            for unit in entry.units[role] - formula.listed.without
        }
    if formula.wants in ("acts", "why"):
        return {act for entry in found for act in entry.acts}
    numbers = {(entry.file.slug, entry.index) for entry in found}
    return len(numbers) if formula.measure == "count" else numbers


class Maker:
    """Makes formulas at random from what stands in a graph."""

    def __init__(self, store: Store, tasks: list[Entry], seed: int) -> None:
        self._random, self._tasks = random.Random(seed), tasks
        self._labels = labels_of(store)
        self._label = {row["unit"]: row["label"] for row in select(store, with_prefixes(LABELS)).values()}

    def formula(self) -> Formula:
        """Return a formula of one to three conditions."""
        pick = self._random
        files = [file for file in self._labels.files if file.places]
        file = pick.choice(files)
        place = Atom("place", (file.places[0],), words=file.place, shown=file.place)
        conditions = [pick.choice((self._unit, self._unit, self._other, self._other, self._other))(file)]
        if pick.random() < 0.4:
            conditions.append(self._other(file))
        conditions = [negated(c) if pick.random() < 0.25 and _can_be_negated(c) else c for c in conditions]
        of = all_of([place, *conditions])
        wants = pick.choice(("tasks", "tasks", "tasks", "count", "units", "acts", "why"))
        if wants == "count":
            return Formula("tasks", of, "count")
        if wants == "units":
            return Formula("units", of, roles=pick.choice(((), ("lead",), ("responsible",))))
        return Formula("acts" if wants == "acts" else "why" if wants == "why" else "tasks", of)

    def ranking(self) -> Formula:
        """Return the formula of the units of a place that have the most tasks."""
        file = self._random.choice([file for file in self._labels.files if file.places])
        place = Atom("place", (file.places[0],), words=file.place, shown=file.place)
        return Formula(
            "units", place, roles=self._random.choice(((), ("lead",))), order=Order(first=self._random.randint(1, 5))
        )

    def documents(self) -> Formula:
        """Return a formula of documents: those that have tasks of a topic, or have none."""
        topic = self._topic()
        if self._random.random() < 0.5:
            return Formula("documents", topic)
        return Formula("documents", none=topic)

    def _unit(self, file: File) -> Condition:
        entry = self._random.choice([entry for entry in self._tasks if entry.file == file])
        roles = [role for role in ("lead", "responsible") if entry.units[role]]
        role = self._random.choice(roles)
        units = sorted(unit for unit in entry.units[role] if self._is_plain(unit))
        if not units:
            return self._topic(file)
        unit = self._random.choice(units)
        if len(units) > 1 and self._random.random() < 0.3:
            return any_of(self._atom(one, (role,)) for one in self._random.sample(units, 2))
        kind = "only" if role == "lead" and len(entry.units[role]) == 1 and self._random.random() < 0.3 else "unit"
        return self._atom(unit, self._random.choice(((role,), ())) if kind == "unit" else (role,), kind)

    def _is_plain(self, unit: str) -> bool:
        """Say whether a unit's name means it alone, among the documents of its place."""
        name = self._label[unit]
        files = self._labels.files_of_unit
        same = [other for other in self._labels.of_name(name, "unit") if files[other] & files[unit]]
        return same == [unit] and not re.search(r"[（(]", name)

    def _atom(self, unit: str, roles: tuple[str, ...], kind: str = "unit") -> Atom:
        return Atom(kind, (unit,), roles, words=self._label[unit], shown=self._label[unit])  # type: ignore[arg-type]

    def _topic(self, file: File | None = None) -> Atom:
        """Return a topic of which a task of a document speaks."""
        texts = [text for entry in self._tasks if file in (None, entry.file) for text in entry.texts]
        words = self._random.choice([words for words in TOPICS if any(words in text for text in texts)])
        return Atom("topic", forms=((words,),), words=words, shown=words)

    def _other(self, file: File) -> Condition:
        pick = self._random
        day = pick.choice(DAYS)
        return pick.choice(
            (
                self._topic(file),
                Atom("has", (pick.choice(("lead", "responsible", "deadline", "citation")),)),
                Atom("count", ("lead",), op=pick.choice((">=", "=", "<=")), n=pick.randint(1, 3)),
                Atom("due", pick.choice((("", day), (day, day), ("2022-01-01", day)))),
                Atom("limit", (pick.choice(("全年", "持续推进")),)),
                Atom("supposed"),
            )
        )


def _can_be_negated(condition: Condition) -> bool:
    """Say whether one would say that a condition is not so."""
    return isinstance(condition, Atom) and condition.kind in ("topic", "unit", "has", "supposed")
