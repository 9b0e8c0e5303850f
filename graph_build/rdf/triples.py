"""A task list as triples: with register_triples.py the only place that chooses predicates (docs/graph.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pyoxigraph as ox

from graph_build import iris
from graph_build.corrections import Applied
from graph_build.linking.resolve import act_of
from graph_build.model import (
    Act,
    Assignment,
    Citation,
    Document,
    Item,
    Origin,
    RegisteredUnit,
    Task,
    TaskList,
    TimeLimit,
    Unit,
)
from graph_build.rdf.correction_triples import correction_node, correction_triples
from graph_build.rdf.register_triples import Value, rank_triples, registered_acts, term
from graph_build.rdf.sureness import sureness_of
from graph_build.spans import Span
from graph_build.values.functions import functions_of
from graph_build.values.topics import topics_of
from graph_build.vocabulary.concepts import concept
from graph_build.vocabulary.terms import DCTERMS, ELI, FOAF, OA, ORG, PROV, RDF, SKOS, TIME, XSD, ZR

ROLE_PROPERTIES = {"lead": ZR.leadUnit, "responsible": ZR.responsibleUnit, "cooperating": ZR.cooperatingUnit}
DAMAGE_PROPERTIES = {"restored": ZR.restoredFrom, "lost": ZR.unreadable}


def triples_of(
    document: Document, task_list: TaskList, origin: Origin, applied: Sequence[Applied] = ()
) -> list[ox.Triple]:
    """Return the triples of one document's graph, sorted, without blank nodes and without repeats.

    `applied` is what people said of its reading and holds.
    """
    graph = _DocumentGraph(document.slug)
    graph.add_document(document, task_list, origin)
    tasks = [graph.add_task(index, task) for index, task in enumerate(task_list.tasks, 1)]
    for one in applied:
        graph.triples |= correction_triples(document.slug, one, None if one.task is None else tasks[one.task])
        graph.add_quotes(correction_node(document.slug, one), [one.span] if one.span else [])
    return sorted(graph.triples, key=str)


class _DocumentGraph:
    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.document = iris.document(slug)
        self.triples: set[ox.Triple] = set()
        self._task_names: dict[str, int] = {}

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, *values: Value | str | int | date | None) -> None:
        """Add a triple for every value that is not None."""
        self.triples |= {ox.Triple(subject, predicate, term(value)) for value in values if value is not None}

    def add_quotes(
        self, subject: ox.NamedNode, spans: Iterable[Span], link: ox.NamedNode = PROV.wasDerivedFrom
    ) -> None:
        """Link a thing to the words it rests on."""
        for span in spans:
            quote = iris.quote_of(self.slug, span)
            self.add(subject, link, quote)
            self.add(quote, RDF.type, ZR.Quote)
            self.add(quote, PROV.wasQuotedFrom, self.document)
            self.add(quote, OA.exact, span.exact)
            self.add(quote, ZR.page, span.page)
            self.add(quote, ZR.sheet, span.sheet)

    # Document

    def add_document(self, document: Document, task_list: TaskList, origin: Origin) -> None:
        own = Citation(task_list.title, task_list.number, Span(0, None, None, 0, 0, ""))
        work = self._work((act_of(own) if task_list.number else None) or Act(document=self.slug), own)
        place = self._place(origin)
        self.add(self.document, RDF.type, ZR.Document)
        # A list without a title goes by its file's name.
        self.add(self.document, SKOS.prefLabel, task_list.title or document.source)
        self.add(self.document, ZR.sha256, document.sha256)
        self.add(self.document, ZR.fileName, document.source)
        self.add(self.document, ZR.fileOf, work)
        self.add(self.document, ZR.place, place)
        self.add(self.document, ZR.placeBasis, concept("placeBases", origin.place_basis) if place else None)
        self.add(self.document, ZR.year, task_list.year)
        self.add(self.document, ZR.copyKind, concept("copyKinds", origin.kind) if origin.kind else None)
        self.add(self.document, ZR.openness, origin.openness)
        sureness = f"{sureness_of(document, task_list).value:.2f}"
        self.add(self.document, ZR.sureness, ox.Literal(sureness, datatype=XSD.decimal))
        self.add(self.document, ZR.retrieved, origin.retrieved)
        self.add(self.document, DCTERMS.source, ox.Literal(origin.url, datatype=XSD.anyURI) if origin.url else None)
        self.add(self.document, ZR.issuerAsWritten, task_list.issuer)
        self.add(work, ELI.passed_by, self._unit(task_list.issued_by) if task_list.issued_by else None)
        self.add(work, ELI.date_document, task_list.issued)
        self.add_quotes(work, task_list.spans)
        for n, citation in enumerate(task_list.implements, 1):
            act = self._cited(citation)
            self.add(work, ZR.implements, act)
            node = iris.below(self.document, "citation", str(n))
            self.add(node, RDF.type, ZR.PreambleCitation)
            self.add(node, ZR.citing, self.document)
            self._add_written(node, act, citation)

    def _place(self, origin: Origin) -> ox.NamedNode | None:
        """Return the place of a document; one that no register has is said here to be one, and where it lies."""
        within = iris.node("place", origin.place) if origin.place else None
        if origin.own_place is None:
            return within
        place = iris.node("place", origin.place or "own", origin.own_place)
        self.add(place, RDF.type, ZR.Place)
        self.add(place, SKOS.prefLabel, origin.own_place)
        self.add(place, ZR.within, within)
        return place

    def _work(self, act: Act, citation: Citation) -> ox.NamedNode:
        work = iris.act(act)
        self.add(work, RDF.type, ELI.LegalResource)
        # An act that the register knows goes by one spelling; how the document writes it stands with the citation.
        entry = registered_acts().get(work)
        self.add(work, ELI.id_local, entry.number if entry else citation.number)
        self.add(work, DCTERMS.title, entry.title if entry else citation.title)
        self.triples |= rank_triples(work, act)
        return work

    def _cited(self, citation: Citation) -> ox.NamedNode:
        if citation.act is None:
            raise ValueError(f"not resolved: {citation}")
        return self._work(citation.act, citation.meant or citation)

    # Task

    def add_task(self, index: int, task: Task) -> ox.NamedNode:
        node = self._task_node(task)
        self.add(node, RDF.type, ZR.Task)
        self.add(node, ZR.document, self.document)
        self.add(node, ZR.index, index)
        self.add(node, ZR.no, task.no)
        self.add(node, ZR.section, task.section)
        self.add(node, ZR.subsection, task.subsection)
        self.add(node, ZR.text, task.text)
        for link, words in ((ZR.remark, task.remark), (ZR.progress, task.progress)):
            self.add(node, link, words.text if words else None)
            self.add_quotes(node, [words.span] if words else [])
        self.add(node, ZR.openEnded, True if task.open_ended else None)
        self.add_quotes(node, task.spans)
        self.add_quotes(node, task.heading_spans, ZR.headingQuote)
        for damaged in task.damaged:
            self.add_quotes(node, [damaged.span], DAMAGE_PROPERTIES[damaged.damage])
        self._add_topics(node, task)
        for assignment in task.assignments:
            self._add_assignment(node, assignment)
        limits = [(ZR.deadline, task.deadline)] if task.deadline else []
        limits += [(ZR.hasLimit, limit) for limit in task.times]
        for n, (link, limit) in enumerate(limits, 1):
            self._add_limit(node, link, n, limit)
        for n, item in enumerate(task.items, 1):
            self._add_item(node, n, item)
        for n, citation in enumerate(task.citations, 1):
            self._add_citation(node, n, citation)
        return node

    def _task_node(self, task: Task) -> ox.NamedNode:
        """Name a task by its raw words, so that a row inserted above it moves nothing."""
        name = iris.task_name(task.spans)
        repeat = self._task_names[name] = self._task_names.get(name, 0) + 1
        return iris.node("task", self.slug, name if repeat == 1 else f"{name}-{repeat}")

    def _add_assignment(self, task: ox.NamedNode, assignment: Assignment) -> None:
        if assignment.unit is None:
            raise ValueError(f"not resolved: {assignment}")
        node = iris.below(task, assignment.role, assignment.name)
        unit = self._unit(assignment.unit)
        self.add(task, ROLE_PROPERTIES[assignment.role], unit)
        self.add(node, RDF.type, ZR.Assignment)
        self.add(node, ZR.task, task)
        self.add(node, ZR.unit, unit)
        self.add(node, ZR.role, concept("roles", assignment.role))
        self.add(node, ZR.basis, concept("bases", assignment.basis))
        self.add(node, ZR.nameAsWritten, assignment.name)
        self.add_quotes(node, [assignment.span])

    def _unit(self, unit: Unit) -> ox.NamedNode:
        node = iris.unit(unit)
        self.add(node, RDF.type, ZR.AgencyGroup if unit.group else ZR.Agency)
        self.add(node, SKOS.prefLabel, unit.name)
        self.add(node, SKOS.altLabel, *(name for name in unit.names if name != unit.name))
        body = unit.body
        self.add(node, ZR.place, iris.node("place", body.place) if body.place else None)
        self.add(node, ZR.placeBasis, concept("placeBases", body.basis))
        self.add(node, ZR.scope, iris.node("place", body.place) if body.place else self.document)
        self.add(node, ZR.level, concept("levels", body.level) if body.level else None)
        self.add(node, ORG.classification, concept("agencyKinds", body.kind) if body.kind else None)
        self.add(node, ORG.purpose, *(concept("functions", function) for function in functions_of(unit.name)))
        self.add(node, ZR.collects, *(concept("agencyKinds", kind) for kind in body.collects))
        self.add(node, ZR.mayCollect, *(concept("agencyKinds", kind) for kind in body.may_collect))
        self.add(node, FOAF.member, *map(self._unit, unit.members))
        if unit.registered:
            self._add_registered(node, unit.registered)
        return node

    def _add_registered(self, node: ox.NamedNode, unit: RegisteredUnit) -> None:
        self.add(node, SKOS.altLabel, *unit.short_names)
        self.add(node, ZR.order, unit.order)
        self.add(node, ORG.identifier, unit.code)
        self.add(node, ZR.since, unit.since)
        self.add(node, ZR.ended, unit.until)
        self.add(node, ZR.predecessor, unit.predecessor)

    def _add_limit(self, task: ox.NamedNode, link: ox.NamedNode, n: int, limit: TimeLimit) -> None:
        node = iris.below(task, "limit", str(n))
        self.add(task, link, node)
        self.add(node, RDF.type, ZR.TimeLimit)
        self.add(node, ZR.kind, concept("limitKinds", limit.kind) if limit.kind else None)
        self.add(node, ZR.basis, concept("bases", limit.basis))
        self.add(node, ZR.words, limit.words)
        self.add(node, ZR.ongoing, True if limit.ongoing else None)
        self.add(node, ZR.after, limit.after)
        self.add(node, ZR.amount, limit.amount)
        self.add(node, ZR.timeUnit, concept("timeUnits", limit.unit) if limit.unit else None)
        self.add(node, ZR.atLeast, limit.at_least)
        if limit.date:
            day = iris.day(limit.date)
            self.add(node, ZR.until, day)
            self.add(day, RDF.type, TIME.Instant)
            self.add(day, TIME.inXSDDate, limit.date)
        self.add_quotes(node, [limit.span])

    def _add_topics(self, node: ox.NamedNode, task: Task) -> None:
        """Add the topics that a task's headings and text name, each with its words and where they stand."""
        headings = "\n".join(heading for heading in (task.section, task.subsection) if heading)
        in_headings, in_text = topics_of(headings), topics_of(task.text)
        for topic in sorted({*in_headings, *in_text}):
            match = iris.below(node, "topic", topic)
            words = dict.fromkeys([*in_headings.get(topic, ()), *in_text.get(topic, ())])
            self.add(node, ZR.topic, concept("topics", topic))
            self.add(match, RDF.type, ZR.TopicMatch)
            self.add(match, ZR.task, node)
            self.add(match, ZR.matched, concept("topics", topic))
            self.add(match, ZR.words, "、".join(words))
            if topic in in_headings:
                self.add_quotes(match, task.heading_spans)
            if topic in in_text:
                self.add_quotes(match, task.spans)

    def _add_item(self, task: ox.NamedNode, n: int, item: Item) -> None:
        node = iris.below(task, "item", str(n))
        self.add(task, ZR.hasItem, node)
        self.add(node, RDF.type, ZR.Item)
        self.add(node, ZR.index, n)
        self.add(node, ZR.no, item.no)
        self.add(node, ZR.text, item.text)
        self.add_quotes(node, [item.span])

    def _add_citation(self, task: ox.NamedNode, n: int, citation: Citation) -> None:
        node = iris.below(task, "citation", str(n))
        act = self._cited(citation)
        self.add(task, ZR.cites, act)
        self.add(node, RDF.type, ZR.Citation)
        self.add(node, ZR.task, task)
        self._add_written(node, act, citation)

    def _add_written(self, node: ox.NamedNode, act: ox.NamedNode, citation: Citation) -> None:
        self.add(node, ZR.cited, act)
        self.add(node, ZR.titleAsWritten, citation.title)
        self.add(node, ZR.numberAsWritten, citation.number)
        self.add_quotes(node, [citation.span])
