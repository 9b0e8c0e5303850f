"""The ledger of a snapshot, read from its store once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

from graph_build.spans import span_of
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.details import where_quoted
from graph_query.ledger.model import Act, Assignment, Document, Ledger, Limit, Task, Unit, years_of
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select

DOCUMENTS = """SELECT ?file ?title ?source ?place ?placeName ?year ?copy ?issuer ?openness ?url ?retrieved ?sureness
  ?work ?number ?issued ?sha WHERE {
  ?file a zr:Document ; skos:prefLabel ?title ; zr:fileName ?source ; zr:fileOf ?work ; zr:sha256 ?sha .
  OPTIONAL { ?file zr:place ?place . ?place skos:prefLabel ?placeName }
  OPTIONAL { ?file zr:year ?year }
  OPTIONAL { ?file zr:copyKind/skos:notation ?copy }
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
  ?unit a ?class ; skos:prefLabel ?name . FILTER (?class IN (zr:Agency, zr:AgencyGroup))
  { SELECT DISTINCT ?unit WHERE { ?assignment zr:unit ?unit } }
  OPTIONAL { ?unit zr:place/skos:prefLabel ?place } OPTIONAL { ?unit zr:order ?order }
}"""
FUNCTIONS = "SELECT ?unit ?function WHERE { ?unit org:purpose/skos:notation ?function }"
TASKS = """SELECT ?task ?file ?index ?no ?text ?section ?subsection ?remark ?progress ?open WHERE {
  ?task a zr:Task ; zr:document ?file ; zr:index ?index ; zr:text ?text .
  OPTIONAL { ?task zr:no ?no } OPTIONAL { ?task zr:section ?section } OPTIONAL { ?task zr:subsection ?subsection }
  OPTIONAL { ?task zr:remark ?remark } OPTIONAL { ?task zr:progress ?progress } OPTIONAL { ?task zr:openEnded ?open }
}"""
ITEMS = "SELECT ?task ?no ?text WHERE { ?task zr:hasItem ?item . ?item zr:index ?index ; zr:text ?text . "
ITEMS += "OPTIONAL { ?item zr:no ?no } } ORDER BY ?task ?index"
ASSIGNMENTS = """SELECT ?assignment ?task ?unit ?name ?role ?basis ?quote WHERE {
  ?assignment a zr:Assignment ; zr:task ?task ; zr:unit ?unit ; zr:nameAsWritten ?name ; prov:wasDerivedFrom ?quote ;
    zr:role/skos:notation ?role ; zr:basis/skos:notation ?basis .
} ORDER BY ?assignment ?quote"""
LIMITS = """SELECT ?task ?limit ?words ?kind ?until ?ongoing ?after ?own ?basis WHERE {
  ?task ?link ?limit . ?limit zr:words ?words . FILTER (?link IN (zr:deadline, zr:hasLimit))
  OPTIONAL { ?limit zr:kind/skos:notation ?kind } OPTIONAL { ?limit zr:until/time:inXSDDate ?until }
  OPTIONAL { ?limit zr:ongoing ?ongoing } OPTIONAL { ?limit zr:after ?after }
  OPTIONAL { ?limit zr:basis/skos:notation ?basis }
  BIND (?link = zr:deadline AS ?own)
} ORDER BY ?limit"""
TOPICS = "SELECT DISTINCT ?task ?topic WHERE { ?task zr:topic/skos:notation ?topic }"
ACTS = """SELECT ?task ?act ?title ?number ?known ?written WHERE {
  ?citation zr:task ?task ; zr:cited ?act . OPTIONAL { ?citation zr:titleAsWritten ?title }
  OPTIONAL { ?citation zr:numberAsWritten ?written }
  OPTIONAL { ?act eli:id_local ?number } OPTIONAL { ?act dcterms:title ?known }
} ORDER BY ?citation"""
QUOTES = """SELECT ?task ?quote ?source ?page ?sheet WHERE {
  ?task a zr:Task ; prov:wasDerivedFrom ?quote . ?quote prov:wasQuotedFrom/zr:fileName ?source .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }
} ORDER BY ?task ?quote"""
DAMAGED = "SELECT DISTINCT ?task WHERE { ?task zr:restoredFrom|zr:unreadable ?quote }"


T = TypeVar("T")
_by_store: WeakKeyDictionary[Store, Ledger] = WeakKeyDictionary()


def ledger_of(store: Store) -> Ledger:
    """Return the ledger of a store's snapshot, read once."""
    if store not in _by_store:
        _by_store[store] = _read(store)
    return _by_store[store]


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
    return Ledger(tuple(tasks), documents, _units(store, documents), by_iri, acts)


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
        functions[row["unit"]].append(row["function"])
    return {
        row["unit"]: Unit(
            iri=row["unit"],
            name=row["name"],
            collective=row["class"].endswith("AgencyGroup"),
            place=row["place"],
            where=row["place"] or titles.get(row["unit"].rsplit("/", 2)[-2], ""),
            functions=_by_label("functions", functions[row["unit"]]),
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
    topics = _grouped((row["task"], row["topic"]) for row in _rows(store, TOPICS))
    acts = _grouped((row["task"], _act(row)) for row in _rows(store, ACTS))
    quotes = [(row["task"], row) for row in _rows(store, QUOTES)]
    where = _grouped((t, where_quoted(row["quote"], row["source"], row["page"], row["sheet"])) for t, row in quotes)
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
            topics=_by_label("topics", topics.get(iri, ())),
            acts=acts.get(iri, ()),
            where=where.get(iri, ()),
            quotes=spans.get(iri, ()),
            damaged=iri in damaged,
        )
        for row in _rows(store, TASKS)
    ]


def _act(row: Mapping[str, str]) -> Act:
    supplied = bool(row["number"]) and not row["written"]
    return Act(row["act"], row["title"] or row["known"], row["number"], supplied)


def _assignments(store: Store) -> dict[str, tuple[Assignment, ...]]:
    """Return the assignments of each task: by role, those of one role as the document lists them."""
    found: defaultdict[str, dict[str, tuple[tuple[int, ...], Assignment]]] = defaultdict(dict)
    for row in _rows(store, ASSIGNMENTS):
        assignment = Assignment(row["assignment"], row["unit"], row["name"], row["role"], row["basis"])
        span = span_of(row["quote"])
        order = (ROLES.index(assignment.role), *(span.order if span else ()))
        found[row["task"]].setdefault(assignment.iri, (order, assignment))
    return {
        task: tuple(a for _, a in sorted(several.values(), key=lambda it: it[0])) for task, several in found.items()
    }


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


def _by_label(scheme: str, notations: Iterable[str]) -> tuple[str, ...]:
    """Return concepts in the order in which people look for them."""
    return tuple(sorted(notations, key=lambda notation: shown(scheme, notation)))


def _rows(store: Store, query: str) -> list[dict[str, str]]:
    return select(store, with_prefixes(query)).values()


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Return what belongs to each key, in order, the same thing once."""
    found: defaultdict[str, dict[T, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: tuple(values) for key, values in found.items()}
