"""The words in the document that say a task or an assignment."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from graph_build.spans import span_of, where
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


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document, and where they stand, in words."""

    exact: str
    where: str


def quotes_of(store: Store, iri: str) -> tuple[Quotation, ...]:
    """Return the words that a task or an assignment rests on; none where the graph does not hold it."""
    return tuple(_quotation(row) for row in _rows(store, QUOTES, iri))


def damaged_of(store: Store, iri: str) -> tuple[tuple[str, Quotation], ...]:
    """Return the words of a task that were unreadable, each with what became of them: 复原自 or 未能复原."""
    return tuple((row["label"], _quotation(row)) for row in _rows(store, DAMAGED, iri))


def _rows(store: Store, query: str, iri: str) -> list[dict[str, str]]:
    return select(store, with_values(with_prefixes(query), "thing", ox.NamedNode(iri))).values()


def _quotation(row: dict[str, str]) -> Quotation:
    return Quotation(row["exact"], where_quoted(row["quote"], row["file"], row["page"], row["sheet"]))


def where_quoted(quote: str, file: str, page: str = "", sheet: str = "") -> str:
    """Return where a quote stands in a file, in words; nothing for an IRI that is no quote's."""
    span = span_of(quote, page, sheet)
    return where(span, file) if span else ""
