"""Where the words of a task stand in its document: the spans to be marked in the text of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from graph_build.spans import Span, span_of, where
from graph_query.ledger.details import where_quoted
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

# A block, and row and column where it is a cell, -1 where not.
Cell = tuple[int, int, int]
Marks = dict[Cell, list[tuple[int, int]]]
# What is supposed stands in a row above, and is no mark in the task's own.
QUOTES = """SELECT DISTINCT ?quote WHERE {
  VALUES ?task { UNDEF }
  { ?task prov:wasDerivedFrom|zr:headingQuote ?quote }
  UNION { ?task zr:deadline|zr:hasLimit|zr:hasItem|^zr:task ?part . ?part prov:wasDerivedFrom ?quote
    MINUS { ?part zr:basis zr:mergedSupposed } }
}"""
SUPPOSED = """SELECT DISTINCT ?quote ?exact ?file ?page ?sheet WHERE {
  VALUES ?task { UNDEF }
  ?task zr:deadline|^zr:task ?part . ?part zr:basis zr:mergedSupposed ; prov:wasDerivedFrom ?quote .
  ?quote oa:exact ?exact ; prov:wasQuotedFrom/zr:fileName ?file .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }
} ORDER BY ?quote"""
SUPPOSED_IN = """SELECT DISTINCT ?task ?quote ?exact WHERE {
  VALUES ?document { UNDEF }
  ?task zr:document ?document ; zr:deadline|^zr:task ?part .
  ?part zr:basis zr:mergedSupposed ; prov:wasDerivedFrom ?quote . ?quote oa:exact ?exact .
} ORDER BY ?task ?quote"""


def marks_of(store: Store, task: str) -> Marks:
    """Return the spans of a task by block and cell, in order, those that overlap as one."""
    spans: defaultdict[Cell, list[tuple[int, int]]] = defaultdict(list)
    quotes = select(store, with_values(with_prefixes(QUOTES), "task", ox.NamedNode(task))).values()
    for span in filter(None, (span_of(found["quote"]) for found in quotes)):
        block, row, column, start, end = span.order
        spans[block, row, column].append((start, end))
    return {cell: joined(sorted(its)) for cell, its in sorted(spans.items())}


def where_block(block: int, source: str) -> str:
    """Return where a paragraph stands in a file, in words."""
    return where(Span(block, None, None, 0, 0, ""), source)


def supposed_quotes(store: Store, task: str) -> list[tuple[str, str]]:
    """Return the places and words, in rows above, that a task's supposed units and deadline are taken from."""
    rows = select(store, with_values(with_prefixes(SUPPOSED), "task", ox.NamedNode(task))).values()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        words = " ".join(row["exact"].split())
        found[where_quoted(row["quote"], row["file"], row["page"], row["sheet"])].append(words)
    return [(where, "、".join(words)) for where, words in found.items()]


def supposed_in(store: Store, document: str) -> dict[str, dict[tuple[int, int], str]]:
    """Return what blank cells of a document are supposed to say, by task, then by block and column."""
    rows = select(store, with_values(with_prefixes(SUPPOSED_IN), "document", ox.NamedNode(document))).values()
    found: defaultdict[str, defaultdict[tuple[int, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        span = span_of(row["quote"])
        if span and span.column is not None:
            found[row["task"]][span.block, span.column].append(" ".join(row["exact"].split()))
    return {task: {cell: "、".join(words) for cell, words in its.items()} for task, its in found.items()}


def marked(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is marked.

    >>> marked("各区政府：负责", [(0, 4)])
    [('各区政府', True), ('：负责', False)]
    """
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, is_marked) for piece, is_marked in [*pieces, (text[at:], False)] if piece]


def by_block(marks: Mapping[Cell, Sequence[tuple[int, int]]]) -> dict[int, set[int]]:
    """Return the blocks that marks stand in, each with its rows; a paragraph has none."""
    blocks: defaultdict[int, set[int]] = defaultdict(set)
    for block, row, _ in marks:
        blocks[block].update({row} - {-1})
    return dict(blocks)


def joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
