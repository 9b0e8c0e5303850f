"""What a graph says of tasks, documents, units, works and places, as rows of the ledger beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from graph_build.spans import is_in_lines, span_of
from graph_build.vocabulary.concepts import label_of, notations
from graph_build.vocabulary.terms import BASE, DCTERMS, ELI, ORG, PROV, RDF, SKOS, TIME, ZR

ID = f"{BASE}id/"
# What is said of a task's time: of its deadline, else of the limits in its text, in the order in which it is listed;
# else why there is none: in a table its cell or the whole column is blank, in prose it is not written.
TIMES = ("dated", "no_year", "ongoing", "recurring", "period", "blank", "no_column", "not_written", "no_limits")
OF_KIND = {
    "by_date": "no_year", "ongoing": "ongoing", "recurring": "recurring", "within": "period", "at_least": "period",
}  # fmt: skip
ROLES = ("lead", "responsible", "cooperating")
# What a person said of a task's reading.
CHECKS = ("checked", "corrected", "unchecked")
# All that rows are made of.
LINKS = (
    RDF.type, SKOS.prefLabel, ZR.fileName, ZR.place, ZR.year, ZR.issuerAsWritten, ZR.openness, DCTERMS.source,
    ZR.retrieved, ZR.sureness, ZR.fileOf, ZR.sha256, ZR.copyKind, ZR.order, ORG.purpose, DCTERMS.title, ELI.id_local,
    ELI.date_document, ZR.inForce, ZR.actKind, ZR.actRank, ZR.within, ZR.implements, ZR.document, ZR.index, ZR.no,
    ZR.text, ZR.section, ZR.subsection, ZR.remark, ZR.progress, ZR.openEnded, ZR.topic, ZR.hasItem, ZR.deadline,
    ZR.hasLimit, ZR.restoredFrom, ZR.unreadable, PROV.wasDerivedFrom, PROV.wasQuotedFrom, ZR.page, ZR.sheet, ZR.task,
    ZR.unit, ZR.role, ZR.basis, ZR.nameAsWritten, ZR.cited, ZR.titleAsWritten, ZR.numberAsWritten, ZR.kind, ZR.until,
    TIME.inXSDDate, ZR.ongoing, ZR.words, ZR.after, ZR.corrects, ZR.checks, ZR.correctionKind, ZR.aspect, ZR.was,
    ZR.now, ZR.on, ZR.why, PROV.wasAttributedTo,
)  # fmt: skip
Optional = str | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task: its document, its number there, what facets ask of it, its words, and as JSON what a page draws.

    `times`, `topics` and `checks` are notations with spaces between. An assignment is its unit, role and basis; a
    citation the act, its title as written and whether its number is; `days` are the last days that it sets.
    """

    iri: str
    document: str
    number: int
    times: str
    topics: str
    checks: str
    details: str
    words: str
    assignments: tuple[tuple[str, str, str], ...]
    citations: tuple[tuple[str, str, bool], ...]
    days: tuple[str, ...]


@dataclass(slots=True)
class Rows:
    """The rows of a graph, by table; IRIs without their base."""

    documents: list[tuple[str | int, ...]] = field(default_factory=list)
    tasks: list[TaskRow] = field(default_factory=list)
    units: list[tuple[str, str, bool, str, int | None]] = field(default_factory=list)
    functions: list[tuple[str, str]] = field(default_factory=list)
    works: list[tuple[str, Optional, Optional, Optional, Optional, Optional, Optional]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    places: list[tuple[str, str, str]] = field(default_factory=list)


def short(iri: str) -> str:
    """Return an IRI as it stands in the ledger.

    >>> short("https://w3id.org/zeren/id/unit/350200/市税务局")
    'unit/350200/市税务局'
    """
    return iri.removeprefix(ID)


def rows_of(triples: Iterable[ox.Triple]) -> Rows:
    """Return the rows of a graph, or of several together."""
    graph = _Graph(triples)
    units = [graph.unit(iri) for iri in graph.units]
    tasks = graph.of_class(ZR.Task)
    timed = {graph.one(task, ZR.document) for task in tasks if graph.one(task, ZR.deadline)}
    rows = [graph.task(iri, timed) for iri in tasks]
    return Rows(
        documents=[graph.document(iri, rows) for iri in graph.of_class(ZR.Document)],
        tasks=rows,
        units=units,
        functions=[(short(iri), it) for iri in graph.units for it in graph.notations(iri, ORG.purpose)],
        works=[graph.work(iri) for iri in graph.of_class(ELI.LegalResource)],
        links=[(short(work), short(act)) for work, act in graph.pairs(ZR.implements)],
        places=[graph.place(iri) for iri in graph.of_class(ZR.Place)],
    )


class _Graph:
    """A graph's values by subject and predicate, IRIs and literals both as text."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._said: dict[str, dict[str, list[str]]] = {}
        self._of_class: defaultdict[str, list[str]] = defaultdict(list)
        self._of_task: defaultdict[str, list[str]] = defaultdict(list)
        said, kind, links = self._said, RDF.type.value, {link.value for link in LINKS}
        # What leads to a task, and what people say of it or of a document.
        of_task = {link.value for link in (ZR.task, ZR.corrects, ZR.checks)}
        for triple in triples:
            predicate = triple.predicate.value
            if predicate not in links or isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple):
                continue
            subject, value = triple.subject.value, triple.object.value
            by_link = said.get(subject)
            if by_link is None:
                by_link = said[subject] = {}
            by_link.setdefault(predicate, []).append(value)
            if predicate == kind:
                self._of_class[value].append(subject)
            elif predicate in of_task:
                self._of_task[value].append(subject)
        groups = set(self.of_class(ZR.AgencyGroup))
        self.units = {iri: iri in groups for iri in (*self.of_class(ZR.Agency), *groups)}

    def of_class(self, kind: ox.NamedNode) -> list[str]:
        return self._of_class[kind.value]

    def values(self, iri: str, link: ox.NamedNode) -> list[str]:
        return sorted(set(self._said.get(iri, {}).get(link.value, ())))

    def one(self, iri: str, link: ox.NamedNode) -> str:
        values = self._said.get(iri, {}).get(link.value)
        return min(values) if values else ""

    def pairs(self, link: ox.NamedNode) -> list[tuple[str, str]]:
        return [(iri, value) for iri, links in self._said.items() for value in links.get(link.value, ())]

    def notation(self, iri: str, link: ox.NamedNode) -> str:
        return notations().get(self.one(iri, link), "")

    def notations(self, iri: str, link: ox.NamedNode) -> list[str]:
        return sorted(notations()[value] for value in self.values(iri, link))

    def document(self, iri: str, tasks: Iterable[TaskRow]) -> tuple[str | int, ...]:
        """Return a document, with how many of its tasks are checked and corrected, and what people say of it."""
        checks = [row.checks for row in tasks if row.document == short(iri)]
        counted = (sum(name in it.split() for it in checks) for name in CHECKS[:2])
        said = json.dumps(self._people(iri), ensure_ascii=False, separators=(",", ":"))
        links = (
            SKOS.prefLabel, ZR.fileName, ZR.place, ZR.year, ZR.issuerAsWritten, ZR.openness, DCTERMS.source,
            ZR.retrieved, ZR.sureness, ZR.fileOf, ZR.sha256,
        )  # fmt: skip
        facts = (short(self.one(iri, link)) for link in links)
        return (short(iri), self.notation(iri, ZR.copyKind), *facts, len(checks), *counted, said)

    def _people(self, iri: str) -> list[tuple[str, ...]]:
        """Return what people say of a task or a document, by days: kind, of what, was, now, by, on, why."""
        said = []
        for node in self._of_task.get(iri, ()):
            kind = self.notation(node, ZR.correctionKind)
            if kind:
                of, was, now, on, why = (self.one(node, link) for link in (ZR.aspect, ZR.was, ZR.now, ZR.on, ZR.why))
                by = self.one(self.one(node, PROV.wasAttributedTo), SKOS.prefLabel)
                said.append((on, kind, of, was, now, by, why))
        return [(kind, of, was, now, by, on, why) for on, kind, of, was, now, by, why in sorted(said)]

    def unit(self, iri: str) -> tuple[str, str, bool, str, int | None]:
        order = self.one(iri, ZR.order)
        name, place = self.one(iri, SKOS.prefLabel), short(self.one(iri, ZR.place))
        return short(iri), name, self.units[iri], place, int(order) if order else None

    def work(self, iri: str) -> tuple[str, Optional, Optional, Optional, Optional, Optional, Optional]:
        title, number, issued, in_force = (
            self.one(iri, link) or None for link in (DCTERMS.title, ELI.id_local, ELI.date_document, ZR.inForce)
        )
        kind, rank = (self.notation(iri, link) or None for link in (ZR.actKind, ZR.actRank))
        return short(iri), title, number, issued, in_force, kind, rank

    def place(self, iri: str) -> tuple[str, str, str]:
        return short(iri), self.one(iri, SKOS.prefLabel), short(self.one(iri, ZR.within))

    def task(self, iri: str, timed: set[str]) -> TaskRow:
        deadline = next((self._limit(limit) for limit in self.values(iri, ZR.deadline)), None)
        limits = [self._limit(limit) for limit in self.values(iri, ZR.hasLimit)]
        topics = sorted(self.notations(iri, ZR.topic), key=lambda topic: label_of("topics", topic))
        parts = list(self._assignments(iri))
        acts = list(self._citations(iri))
        quotes = [(quote, self.one(quote, ZR.page), self.one(quote, ZR.sheet)) for quote in self._quotes(iri)]
        document = self.one(iri, ZR.document)
        unlimited = _unlimited(self._is_in_table(document, quotes), is_timed=document in timed)
        times = _times([deadline] if deadline else limits) or {unlimited}
        texts = [self.one(iri, link) for link in (ZR.no, ZR.text, ZR.section, ZR.subsection, ZR.remark, ZR.progress)]
        people = self._people(iri)
        checks = {"checked" if kind == "checked" else "corrected" for kind, *_ in people} or {"unchecked"}
        is_damaged = bool(self.one(iri, ZR.restoredFrom) or self.one(iri, ZR.unreadable))
        details = [
            *texts, self.one(iri, ZR.openEnded) == "true", self._items(iri), parts, deadline, limits, acts,
            [(short(quote), page, sheet) for quote, page, sheet in quotes], is_damaged, unlimited, people,
        ]  # fmt: skip
        return TaskRow(
            iri=short(iri),
            document=short(document),
            number=int(self.one(iri, ZR.index)),
            times=" ".join(time for time in TIMES if time in times),
            topics=" ".join(topics),
            checks=" ".join(sorted(checks)),
            details=json.dumps(details, ensure_ascii=False, separators=(",", ":")),
            words=self._words(texts, parts),
            assignments=tuple((unit, role, basis) for unit, _, role, basis, _ in parts),
            citations=tuple(acts),
            days=tuple(sorted({limit[3] for limit in (deadline, *limits) if limit and limit[3]})),
        )

    def _words(self, texts: Sequence[str], parts: Iterable[tuple[str, ...]]) -> str:
        """Return the words of a task that are looked for in it, folded, those of its document and of acts apart."""
        _, text, section, subsection, *_ = texts
        names = "".join(f"{name} {self.one(ID + unit, SKOS.prefLabel)} " for unit, name, *_ in parts)
        return f"{section} {subsection} {text} {names}".casefold()

    def _quotes(self, iri: str) -> list[str]:
        """Return the words that a thing rests on, of those that tell which file they are of."""
        quotes = self.values(iri, PROV.wasDerivedFrom)
        return [quote for quote in quotes if self.one(quote, PROV.wasQuotedFrom)]

    def _is_in_table(self, document: str, quotes: Iterable[tuple[str, str, str]]) -> bool:
        """Say whether a task stands in a cell, or in a text file, whose lines hold tables that lost their cells."""
        spans = (span_of(quote) for quote, *_ in quotes)
        return is_in_lines(self.one(document, ZR.fileName)) or any(span.row is not None for span in spans if span)

    def _items(self, task: str) -> list[str]:
        items = sorted(self.values(task, ZR.hasItem), key=lambda item: int(self.one(item, ZR.index)))
        return list(dict.fromkeys(f"{self.one(it, ZR.no)} {self.one(it, ZR.text)}".strip() for it in items))

    def _assignments(self, task: str) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield unit, name, role, basis and the end of the IRI of each, by role and as the document lists them."""
        found = []
        for iri in sorted(set(self._of_task[task]).intersection(self._parts_of(task, ZR.Assignment))):
            role, quotes = self.notation(iri, ZR.role), self.values(iri, PROV.wasDerivedFrom)
            span = span_of(quotes[0]) if quotes else None
            unit, name = short(self.one(iri, ZR.unit)), self.one(iri, ZR.nameAsWritten)
            part = unit, name, role, self.notation(iri, ZR.basis), iri.removeprefix(f"{task}/")
            found.append(((ROLES.index(role), *(span.order if span else ())), part))
        yield from (part for _, part in sorted(found, key=lambda it: it[0]))

    def _citations(self, task: str) -> Iterator[tuple[str, str, bool]]:
        """Yield the act of each citation, its title as written, and whether its number is."""
        for iri in sorted(self._parts_of(task, ZR.Citation)):
            act = short(self.one(iri, ZR.cited))
            yield act, self.one(iri, ZR.titleAsWritten), bool(self.one(iri, ZR.numberAsWritten))

    def _parts_of(self, task: str, kind: ox.NamedNode) -> list[str]:
        return [part for part in self._of_task[task] if kind.value in self._said[part].get(RDF.type.value, ())]

    def _limit(self, iri: str) -> tuple[str, str, str, str, bool, str, str]:
        """Return the end of a limit's IRI, its words, kind, last day, whether it goes on, what it follows, basis."""
        kind, day = self.notation(iri, ZR.kind), self.one(iri, ZR.until)
        until = self.one(day, TIME.inXSDDate) if day else ""
        is_ongoing = self.one(iri, ZR.ongoing) == "true" or kind == "ongoing"
        words, after, basis = self.one(iri, ZR.words), self.one(iri, ZR.after), self.notation(iri, ZR.basis)
        return iri.rpartition("/")[2], words, kind, until, is_ongoing, after, basis


def _times(limits: Iterable[tuple[str, str, str, str, bool, str, str]]) -> set[str]:
    found = set()
    for _, _, kind, until, is_ongoing, *_ in limits:
        found.add("dated" if until else OF_KIND.get(kind, "no_year"))
        found |= {"ongoing"} if is_ongoing else set()
    return found


def _unlimited(is_in_table: bool, *, is_timed: bool) -> str:  # noqa: FBT001
    """Return why a task of a document has no deadline, where it has none."""
    if is_in_table:
        return "blank" if is_timed else "no_column"
    return "not_written" if is_timed else "no_limits"
