"""The ledger of a snapshot: every task with its units, dates, topics and acts, read once, for pages and exports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

from graph_query.details import place_of, span_of
from graph_query.sparql import with_prefixes
from graph_query.stores import Store, select

DOCUMENTS = """SELECT ?file ?title ?source ?place ?placeName ?year ?copy ?issuer ?openness ?url ?retrieved ?sureness
  ?work ?number ?issued ?sha WHERE {
  ?file a zr:Document ; skos:prefLabel ?title ; zr:fileName ?source ; zr:fileOf ?work ; zr:sha256 ?sha .
  OPTIONAL { ?file zr:place ?place . ?place skos:prefLabel ?placeName }
  OPTIONAL { ?file zr:year ?year }
  OPTIONAL { ?file zr:copyKind/skos:prefLabel ?copy FILTER (LANG(?copy) = "zh") }
  OPTIONAL { ?file zr:issuerAsWritten ?issuer }
  OPTIONAL { ?file zr:openness ?openness }
  OPTIONAL { ?file dcterms:source ?url }
  OPTIONAL { ?file zr:retrieved ?retrieved }
  OPTIONAL { ?file zr:sureness ?sureness }
  OPTIONAL { ?work eli:id_local ?number }
  OPTIONAL { ?work eli:date_document ?issued }
} ORDER BY DESC(BOUND(?place)) ?placeName ?title ?file"""
OUTER = """SELECT DISTINCT ?file ?outer ?name WHERE {
  ?file zr:place/zr:within* ?outer . ?outer skos:prefLabel ?name
}"""
UNITS = """SELECT DISTINCT ?unit ?name ?class ?place ?order WHERE {
  ?unit a ?class ; skos:prefLabel ?name . VALUES ?class { zr:Agency zr:AgencyGroup }
  FILTER EXISTS { ?assignment zr:unit ?unit }
  OPTIONAL { ?unit zr:place/skos:prefLabel ?place } OPTIONAL { ?unit zr:order ?order }
}"""
FUNCTIONS = """SELECT ?unit ?name WHERE {
  ?unit org:purpose/skos:prefLabel ?name FILTER (LANG(?name) = "zh")
} ORDER BY ?name"""
TASKS = """SELECT ?task ?file ?index ?no ?text ?section ?subsection ?remark ?progress ?open WHERE {
  ?task a zr:Task ; zr:document ?file ; zr:index ?index ; zr:text ?text .
  OPTIONAL { ?task zr:no ?no } OPTIONAL { ?task zr:section ?section } OPTIONAL { ?task zr:subsection ?subsection }
  OPTIONAL { ?task zr:remark ?remark } OPTIONAL { ?task zr:progress ?progress } OPTIONAL { ?task zr:openEnded ?open }
}"""
ITEMS = "SELECT ?task ?no ?text WHERE { ?task zr:hasItem ?item . ?item zr:index ?index ; zr:text ?text . "
ITEMS += "OPTIONAL { ?item zr:no ?no } } ORDER BY ?task ?index"
ASSIGNMENTS = """SELECT ?assignment ?task ?unit ?name ?role ?basis ?quote WHERE {
  ?assignment a zr:Assignment ; zr:task ?task ; zr:unit ?unit ; zr:nameAsWritten ?name ; zr:role ?its ; zr:basis ?kind ;
    prov:wasDerivedFrom ?quote .
  ?its skos:prefLabel ?role . ?kind skos:prefLabel ?basis .
  FILTER (LANG(?role) = "zh" && LANG(?basis) = "zh")
} ORDER BY ?assignment ?quote"""
LIMITS = """SELECT ?task ?limit ?words ?kind ?until ?ongoing ?after ?own ?basis WHERE {
  ?task zr:deadline|zr:hasLimit ?limit . ?limit zr:words ?words .
  BIND (EXISTS { ?task zr:deadline ?limit } AS ?own)
  OPTIONAL { ?limit zr:kind/skos:notation ?kind } OPTIONAL { ?limit zr:until/time:inXSDDate ?until }
  OPTIONAL { ?limit zr:ongoing ?ongoing } OPTIONAL { ?limit zr:after ?after }
  OPTIONAL { ?limit zr:basis/skos:prefLabel ?basis FILTER (LANG(?basis) = "zh") }
} ORDER BY ?limit"""
TOPICS = """SELECT DISTINCT ?task ?name WHERE {
  ?task zr:topic/skos:prefLabel ?name FILTER (LANG(?name) = "zh")
} ORDER BY ?task ?name"""
ACTS = """SELECT ?task ?act ?title ?number ?known WHERE {
  ?citation zr:task ?task ; zr:cited ?act . OPTIONAL { ?citation zr:titleAsWritten ?title }
  OPTIONAL { ?act eli:id_local ?number } OPTIONAL { ?act dcterms:title ?known }
} ORDER BY ?citation"""
QUOTES = """SELECT ?task ?quote ?source ?page ?sheet WHERE {
  ?task a zr:Task ; prov:wasDerivedFrom ?quote . ?quote prov:wasQuotedFrom/zr:fileName ?source .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }
} ORDER BY ?task ?quote"""
DAMAGED = "SELECT DISTINCT ?task WHERE { ?task zr:restoredFrom|zr:unreadable ?quote }"

SEVERAL_YEARS = re.compile(r"(20\d\d)年?[—\-－–~～至到]+(20\d\d)年?")
ONE_YEAR = re.compile(r"20\d\d年")
ROLES = ("牵头", "责任", "配合")
SUPPOSED = "合并格推定"


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its place and those that it lies in by name, its work's IRI, number and day of issue.

    `years` are those that its tasks are for, a plan for several years (its title says 2024—2026年) has several; `timed`
    says whether it sets a deadline for any task. Texts are empty where nothing is known.
    """

    iri: str
    title: str
    source: str
    place: str
    places: tuple[str, ...]
    years: tuple[str, ...]
    copy: str
    issuer: str
    openness: str
    url: str
    retrieved: str
    sureness: float
    work: str
    number: str
    issued: str
    sha256: str
    timed: bool

    @property
    def year(self) -> str:
        """The years of its tasks, as they are shown."""
        return "—".join(dict.fromkeys((self.years[0], self.years[-1]))) if self.years else ""

    @property
    def shown(self) -> str:
        """Title, and place where the title does not say it."""
        return self.title if not self.place or self.place in self.title else f"{self.title}（{self.place}）"

    @property
    def slug(self) -> str:
        """The name by which the program knows the document."""
        return self.iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that carries a task: its preferred name, place, fields of work, and place in the register of units.

    `where` is its place, or where that is not known the document that alone names it.
    """

    iri: str
    name: str
    collective: bool
    place: str
    where: str
    functions: tuple[str, ...]
    order: int | None

    @property
    def shown(self) -> str:
        """Its name, and where it is."""
        return f"{self.name}（{self.where}）" if self.where else self.name


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit's part in a task, under the name that the document writes; role and basis in Chinese."""

    iri: str
    unit: str
    name: str
    role: str
    basis: str

    @property
    def supposed(self) -> bool:
        """Whether the document leaves the cell blank, and the unit is that of a row above."""
        return self.basis == SUPPOSED


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as written: kind (by_date, ongoing, within, at_least, recurring, or empty) and last day."""

    iri: str
    words: str
    kind: str
    until: date | None
    ongoing: bool
    after: str
    basis: str

    @property
    def supposed(self) -> bool:
        """Whether the document leaves the cell blank, and the limit is that of a row above."""
        return self.basis == SUPPOSED


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a task cites: title as written and number, either may be empty."""

    iri: str
    title: str
    number: str

    @property
    def shown(self) -> str:
        """Title and number, as a document would cite it."""
        title = f"《{self.title}》" if self.title else ""
        return f"{title}（{self.number}）" if title and self.number else title or self.number


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a document, whole. `items` are its sub-items; `limits` stand in its text, `deadline` beside it.

    `where` tells in words where its text stands in the file, `quotes` are the IRIs of those words.
    """

    iri: str
    document: Document
    index: int
    no: str
    text: str
    section: str
    subsection: str
    remark: str
    progress: str
    open_ended: bool
    items: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    deadline: Limit | None
    limits: tuple[Limit, ...]
    topics: tuple[str, ...]
    acts: tuple[Act, ...]
    where: tuple[str, ...]
    quotes: tuple[str, ...]
    damaged: bool

    def of_role(self, role: str) -> str:
        """Return the units of a role, 推定 said of those that are supposed."""
        return "、".join(f"{a.name}（推定）" if a.supposed else a.name for a in self.assignments if a.role == role)

    @property
    def all_limits(self) -> tuple[Limit, ...]:
        """Its deadline, and the limits in its text."""
        return (self.deadline, *self.limits) if self.deadline else self.limits

    @property
    def days(self) -> tuple[date, ...]:
        """The last days that it sets, its deadline's first."""
        return tuple(limit.until for limit in self.all_limits if limit.until)

    @property
    def numbered(self) -> str:
        """Its number in the document; where that has none, its place in the order, said to be that."""
        return f"第{self.no}项" if self.no else f"按顺序第{self.index}项（原文无编号）"

    @property
    def supposed(self) -> bool:
        """Whether a unit's part in it, or its deadline, is supposed."""
        return any(a.supposed for a in self.assignments) or any(limit.supposed for limit in self.all_limits)

    @property
    def tabular(self) -> bool:
        """Whether it stands in a table: in a cell, or in a text file, whose lines hold tables that lost their cells."""
        return self.document.source.lower().endswith((".txt", ".md")) or any(span_of(q)[1] >= 0 for q in self.quotes)


# Two ledgers are the same only if they are one: facets remember what they found in it.
@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """All of a snapshot: tasks by document and order; documents, units, tasks, and acts that tasks cite, by IRI."""

    snapshot: str
    tasks: tuple[Task, ...]
    documents: Mapping[str, Document]
    units: Mapping[str, Unit]
    by_iri: Mapping[str, Task]
    acts: Mapping[str, Act]


T = TypeVar("T")
_known: WeakKeyDictionary[Store, Ledger] = WeakKeyDictionary()


def ledger_of(store: Store) -> Ledger:
    """Return the ledger of a store's snapshot, read once."""
    if store not in _known:
        _known[store] = _read(store)
    return _known[store]


def _read(store: Store) -> Ledger:
    limits: defaultdict[str, list[Limit]] = defaultdict(list)
    deadlines: dict[str, Limit] = {}
    for row in _rows(store, LIMITS):
        if row["own"] == "true":
            deadlines[row["task"]] = _limit(row)
        else:
            limits[row["task"]].append(_limit(row))
    timed = {task.split("/task/")[1].split("/")[0] for task in deadlines}
    documents = _documents(store, timed)
    tasks = _tasks(store, documents, limits, deadlines)
    order = {document: n for n, document in enumerate(documents)}
    tasks.sort(key=lambda task: (order[task.document.iri], task.index))
    by_iri = {task.iri: task for task in tasks}
    acts = {act.iri: act for task in reversed(tasks) for act in task.acts}
    return Ledger(store.snapshot, tuple(tasks), documents, _units(store, documents), by_iri, acts)


def _documents(store: Store, timed: set[str]) -> dict[str, Document]:
    places = defaultdict(list)
    for row in _rows(store, OUTER):
        places[row["file"]].append(row["name"])
    return {
        row["file"]: Document(
            iri=row["file"],
            title=row["title"] if row["title"] != row["source"] else f"无标题（{row['source']}）",
            source=row["source"],
            place=row["placeName"],
            places=tuple(places[row["file"]]),
            years=years_of(row["title"], row["year"]),
            copy=row["copy"],
            issuer=row["issuer"],
            openness=row["openness"],
            url=row["url"],
            retrieved=row["retrieved"],
            sureness=float(row["sureness"] or 0),
            work=row["work"],
            number=row["number"],
            issued=row["issued"],
            sha256=row["sha"],
            timed=row["file"].rsplit("/", 1)[-1] in timed,
        )
        for row in _rows(store, DOCUMENTS)
    }


def _units(store: Store, documents: Mapping[str, Document]) -> dict[str, Unit]:
    titles = {document.slug: document.title for document in documents.values()}
    functions = defaultdict(list)
    for row in _rows(store, FUNCTIONS):
        functions[row["unit"]].append(row["name"])
    return {
        row["unit"]: Unit(
            iri=row["unit"],
            name=row["name"],
            collective=row["class"].endswith("AgencyGroup"),
            place=row["place"],
            where=row["place"] or titles.get(row["unit"].rsplit("/", 2)[-2], ""),
            functions=tuple(functions[row["unit"]]),
            order=int(row["order"]) if row["order"] else None,
        )
        for row in _rows(store, UNITS)
    }


def _tasks(
    store: Store,
    documents: Mapping[str, Document],
    limits: Mapping[str, list[Limit]],
    deadlines: Mapping[str, Limit],
) -> list[Task]:
    items = _grouped((row["task"], f"{row['no']} {row['text']}".strip()) for row in _rows(store, ITEMS))
    topics = _grouped((row["task"], row["name"]) for row in _rows(store, TOPICS))
    acts = _grouped(
        (row["task"], Act(row["act"], row["title"] or row["known"], row["number"])) for row in _rows(store, ACTS)
    )
    quotes = [(row["task"], row) for row in _rows(store, QUOTES)]
    where = _grouped((task, place_of(row["quote"], row["source"], row["page"], row["sheet"])) for task, row in quotes)
    spans = _grouped((task, row["quote"]) for task, row in quotes)
    assignments = _assignments(store)
    damaged = {row["task"] for row in _rows(store, DAMAGED)}
    return [
        Task(
            iri=(iri := row["task"]),
            document=documents[row["file"]],
            index=int(row["index"]),
            no=row["no"],
            text=row["text"],
            section=row["section"],
            subsection=row["subsection"],
            remark=row["remark"],
            progress=row["progress"],
            open_ended=row["open"] == "true",
            items=items.get(iri, ()),
            assignments=assignments.get(iri, ()),
            deadline=deadlines.get(iri),
            limits=tuple(limits.get(iri, ())),
            topics=topics.get(iri, ()),
            acts=acts.get(iri, ()),
            where=where.get(iri, ()),
            quotes=spans.get(iri, ()),
            damaged=iri in damaged,
        )
        for row in _rows(store, TASKS)
    ]


def _assignments(store: Store) -> dict[str, tuple[Assignment, ...]]:
    """Return the assignments of each task: by role, those of one role as the document lists them."""
    found: defaultdict[str, dict[str, tuple[tuple[int, ...], Assignment]]] = defaultdict(dict)
    for row in _rows(store, ASSIGNMENTS):
        held = Assignment(row["assignment"], row["unit"], row["name"], row["role"], row["basis"])
        order = (ROLES.index(held.role), *span_of(row["quote"]))
        found[row["task"]].setdefault(held.iri, (order, held))
    return {task: tuple(a for _, a in sorted(held.values(), key=lambda it: it[0])) for task, held in found.items()}


def years_of(title: str, year: str) -> tuple[str, ...]:
    """Return the years of a document: those between the two of its title (2024—2026年), else the one that is known.

    A year behind them is the title's: “十四五”规划（2021—2025年）2022年重点任务分工.

    >>> years_of("国土绿化行动任务分工（2024—2026年）", "2024"), years_of("2022年任务分解表", "2022")
    (('2024', '2025', '2026'), ('2022',))
    """
    match = SEVERAL_YEARS.search(title)
    if match and match[1] <= match[2] and not ONE_YEAR.search(title, match.end()):
        return tuple(str(each) for each in range(int(match[1]), int(match[2]) + 1))
    return (year,) if year else ()


def _limit(row: Mapping[str, str]) -> Limit:
    return Limit(
        iri=row["limit"],
        words=row["words"],
        kind=row["kind"],
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        ongoing=row["ongoing"] == "true" or row["kind"] == "ongoing",
        after=row["after"],
        basis=row["basis"],
    )


def _rows(store: Store, query: str) -> list[dict[str, str]]:
    return select(store, with_prefixes(query)).values()


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Return what belongs to each key, in order, the same thing once."""
    found: defaultdict[str, dict[T, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: tuple(values) for key, values in found.items()}
