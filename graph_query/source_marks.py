"""Where the words of a task stand in its document: the spans to be marked in the text of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from graph_query.details import span_of
from graph_query.ready_queries import with_values
from graph_query.sparql import with_prefixes
from graph_query.stores import Store, select

# A block, and row and column where it is a cell, -1 where not.
Place = tuple[int, int, int]
QUOTES = """SELECT DISTINCT ?quote WHERE {
  VALUES ?task { UNDEF }
  { ?task prov:wasDerivedFrom|zr:headingQuote ?quote }
  UNION { ?task (zr:deadline|zr:hasLimit|zr:hasItem)/prov:wasDerivedFrom ?quote }
  UNION { ?task ^zr:task/prov:wasDerivedFrom ?quote }
}"""


def marks_of(store: Store, task: str) -> dict[Place, list[tuple[int, int]]]:
    """Return the spans of a task by block and cell, in order, those that overlap as one."""
    found: defaultdict[Place, list[tuple[int, int]]] = defaultdict(list)
    for row in select(store, with_values(with_prefixes(QUOTES), "task", ox.NamedNode(task))).values():
        span = span_of(row["quote"])
        if span:
            found[span[0], span[1], span[2]].append((span[3], span[4]))
    return {place: _joined(sorted(spans)) for place, spans in sorted(found.items())}


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


def by_block(marks: Mapping[Place, Sequence[tuple[int, int]]]) -> dict[int, set[int]]:
    """Return the blocks that marks stand in, each with its rows; a paragraph has none."""
    blocks: defaultdict[int, set[int]] = defaultdict(set)
    for block, row, _ in marks:
        blocks[block].update({row} - {-1})
    return dict(blocks)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
