"""The words in the document that say a task or an assignment."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox

from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

# A quote's words, and what tells where they stand.
QUOTE = """?quote oa:exact ?exact ; prov:wasQuotedFrom/zr:fileName ?file .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }"""
QUOTES = f"""SELECT ?quote ?exact ?page ?sheet ?file WHERE {{
  VALUES ?thing {{ UNDEF }} ?thing prov:wasDerivedFrom ?quote . {QUOTE}
}} ORDER BY ?quote"""
DAMAGED = f"""SELECT ?label ?quote ?exact ?page ?sheet ?file WHERE {{
  VALUES ?thing {{ UNDEF }}
  VALUES ?link {{ zr:restoredFrom zr:unreadable }}
  ?thing ?link ?quote . {QUOTE} ?link rdfs:label ?label FILTER (LANG(?label) = "zh")
}} ORDER BY ?label ?quote"""


# The end of a quote's IRI: block, row and column of a cell, start and end.
SPAN = re.compile(r"/span/(\d+)(?:\.(\d+)\.(\d+))?/(\d+)-(\d+)$")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, and where they stand, in words."""

    exact: str
    place: str


def quotes_of(store: Store, iri: str) -> tuple[Quoted, ...]:
    """Return the words that a task or an assignment rests on; none where the graph does not hold it."""
    return tuple(_quoted(row) for row in _rows(store, QUOTES, iri))


def damaged_of(store: Store, iri: str) -> tuple[tuple[str, Quoted], ...]:
    """Return the words of a task that were unreadable, each with what became of them: 复原自 or 未能复原."""
    return tuple((row["label"], _quoted(row)) for row in _rows(store, DAMAGED, iri))


def _rows(store: Store, query: str, iri: str) -> list[dict[str, str]]:
    return select(store, with_values(with_prefixes(query), "thing", ox.NamedNode(iri))).values()


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
