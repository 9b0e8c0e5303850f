"""What the graph knows of one task, unit or assignment, with the words in the document that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox

from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

PREFIXES = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
# A quote's words, and what tells where they stand.
QUOTE = """?quote oa:exact ?exact ; prov:wasQuotedFrom/zr:fileName ?file .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }"""
TASK = (
    PREFIXES
    + """
SELECT ?title ?index ?section ?subsection ?text ?deadline ?deadlineBasis
WHERE {
  VALUES ?task { UNDEF }
  ?task a zr:Task ; zr:index ?index ; zr:text ?text ; zr:document/skos:prefLabel ?title .
  OPTIONAL { ?task zr:section ?section }
  OPTIONAL { ?task zr:subsection ?subsection }
  OPTIONAL {
    ?task zr:deadline ?limit .
    ?limit zr:words ?deadline ; zr:basis/skos:prefLabel ?deadlineBasis .
    FILTER (LANG(?deadlineBasis) = "zh")
  }
}
"""
)
ASSIGNMENTS = (
    PREFIXES
    + """
SELECT ?assignment ?task ?index ?name ?role ?basis ?quote ?exact ?page ?sheet ?file
WHERE {
  VALUES ?assignment { UNDEF }
  VALUES ?task { UNDEF }
  VALUES ?unit { UNDEF }
  ?assignment zr:task ?task ; zr:unit ?unit ; zr:nameAsWritten ?name ; prov:wasDerivedFrom ?quote .
  ?assignment zr:role/skos:prefLabel ?role ; zr:basis/skos:prefLabel ?basis .
  FILTER (LANG(?role) = "zh" && LANG(?basis) = "zh")
  ?task zr:index ?index .
  %QUOTE%
}
ORDER BY ?index DESC(?role) ?quote
""".replace("%QUOTE%", QUOTE)
)
QUOTES = (
    PREFIXES
    + """
SELECT ?quote ?exact ?page ?sheet ?file
WHERE { VALUES ?thing { UNDEF } ?thing prov:wasDerivedFrom ?quote . %QUOTE% }
ORDER BY ?quote
""".replace("%QUOTE%", QUOTE)
)
DAMAGED = (
    PREFIXES
    + """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label ?quote ?exact ?page ?sheet ?file WHERE {
  VALUES ?task { UNDEF }
  VALUES ?link { zr:restoredFrom zr:unreadable }
  ?task ?link ?quote . %QUOTE% ?link rdfs:label ?label FILTER (LANG(?label) = "zh")
}
ORDER BY ?label ?quote
""".replace("%QUOTE%", QUOTE)
)
NAME = PREFIXES + "SELECT ?name WHERE { VALUES ?unit { UNDEF } ?unit skos:prefLabel ?name }"


# The end of a quote's IRI: block, row and column of a cell, start and end.
SPAN = re.compile(r"/span/(\d+)(?:\.(\d+)\.(\d+))?/(\d+)-(\d+)$")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, and where they stand, in words."""

    exact: str
    place: str


@dataclass(frozen=True, slots=True)
class AssignmentDetails:
    """One unit's part in one task; `index` is the task's."""

    iri: str
    task: str
    index: str
    name: str
    role: str
    basis: str
    quote: Quoted


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """A task with its source; texts are empty where the document does not say.

    `damaged` are words that were unreadable in the document, each with what became of them: 复原自 or 未能复原.
    """

    iri: str
    title: str
    index: str
    section: str
    subsection: str
    text: str
    deadline: str
    deadline_basis: str
    quotes: tuple[Quoted, ...]
    damaged: tuple[tuple[str, Quoted], ...]
    assignments: tuple[AssignmentDetails, ...]


def task_details(store: Store, iri: str) -> TaskDetails | None:
    """Return what the graph knows of a task; None where it holds no such task."""
    node = ox.NamedNode(iri)
    rows = select(store, with_values(TASK, "task", node)).values()
    if not rows:
        return None
    row = rows[0]
    quotes = select(store, with_values(QUOTES, "thing", node)).values()
    damaged = select(store, with_values(DAMAGED, "task", node)).values()
    return TaskDetails(
        iri=iri,
        title=row["title"],
        index=row["index"],
        section=row["section"],
        subsection=row["subsection"],
        text=row["text"],
        deadline=row["deadline"],
        deadline_basis=row["deadlineBasis"],
        quotes=tuple(_quoted(quote) for quote in quotes),
        damaged=tuple((found["label"], _quoted(found)) for found in damaged),
        assignments=_assignments(store, "task", iri),
    )


def assignment_details(store: Store, iri: str) -> AssignmentDetails | None:
    """Return what the graph knows of an assignment; None where it holds no such assignment."""
    return next(iter(_assignments(store, "assignment", iri)), None)


def unit_details(store: Store, iri: str) -> tuple[str, tuple[AssignmentDetails, ...]] | None:
    """Return a unit's name and its assignments by task; None where the graph holds no such unit."""
    names = select(store, with_values(NAME, "unit", ox.NamedNode(iri))).values()
    return (names[0]["name"], _assignments(store, "unit", iri)) if names else None


def _assignments(store: Store, variable: str, iri: str) -> tuple[AssignmentDetails, ...]:
    rows = select(store, with_values(ASSIGNMENTS, variable, ox.NamedNode(iri))).values()
    return tuple(
        AssignmentDetails(
            iri=row["assignment"],
            task=row["task"],
            index=row["index"],
            name=row["name"],
            role=row["role"],
            basis=row["basis"],
            quote=_quoted(row),
        )
        for row in rows
    )


def _quoted(row: dict[str, str]) -> Quoted:
    return Quoted(row["exact"], place_of(row["quote"], row["file"], row["page"], row["sheet"]))


def span_of(quote: str) -> tuple[int, ...]:
    """Return block, row, column, start and end of a quote by its IRI, -1 for what is no cell; none of another IRI.

    >>> span_of("https://w3id.org/zeren/id/document/a/span/8/1-66")
    (8, -1, -1, 1, 66)
    """
    match = SPAN.search(quote)
    return tuple(int(part) if part else -1 for part in match.groups()) if match else ()


def place_of(quote: str, file: str, page: str = "", sheet: str = "") -> str:
    """Return where a quote stands in a file: line, page, sheet, paragraph, and cell, counted from 1.

    >>> place_of("https://w3id.org/zeren/id/document/a/span/8/1-66", "a.txt")
    '第9行'
    >>> place_of("https://w3id.org/zeren/id/document/a/span/3.0.2/0-5", "a.docx")
    '第4段表格，第1行第3列'
    >>> place_of("https://w3id.org/zeren/id/document/a/span/3.0.2/0-5", "a.pdf", page="2")
    '第2页表格，第1行第3列'
    """
    match = SPAN.search(quote)
    if match is None:
        return ""
    block, row, column = match.groups()[:3]
    cell = f"第{int(row) + 1}行第{int(column) + 1}列" if row else ""
    if sheet:
        return f"工作表“{sheet}”，{cell}"
    if page:
        return f"第{page}页表格，{cell}" if cell else f"第{page}页"
    if file.lower().endswith((".txt", ".md")):
        return f"第{int(block) + 1}行"
    return f"第{int(block) + 1}段表格，{cell}" if cell else f"第{int(block) + 1}段"
