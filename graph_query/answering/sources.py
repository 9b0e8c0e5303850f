"""Where the tasks that an answer rests on stand, with the basis of each assignment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph_build.model import SURE
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.details import where_quoted
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

MOST_SOURCES = 20

SOURCES = """SELECT ?task ?document ?index ?text ?quote ?fileName ?page ?sheet ?sureness WHERE {
  VALUES ?task { UNDEF }
  ?task zr:index ?index ; zr:text ?text ; zr:document ?file ; prov:wasDerivedFrom ?quote .
  ?file skos:prefLabel ?document . ?quote prov:wasQuotedFrom/zr:fileName ?fileName .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet } OPTIONAL { ?file zr:sureness ?sureness }
} ORDER BY ?document ?index ?quote"""

BASES = """SELECT ?task ?name ?role ?basis WHERE {
  VALUES ?task { UNDEF }
  ?assignment zr:task ?task ; zr:nameAsWritten ?name ; zr:role/skos:notation ?role ; zr:basis/skos:notation ?basis .
} ORDER BY ?task ?name"""


@dataclass(frozen=True, slots=True)
class Source:
    """A task that an answer rests on: its document, number and text, where it stands, and each assignment's basis.

    The reading of its document may be `doubtful`.
    """

    task: str
    document: str
    slug: str
    index: int
    text: str
    where: tuple[str, ...]
    assignments: tuple[str, ...]
    doubtful: bool


def sources_of(tasks: Sequence[str], store: Store) -> tuple[Source, ...]:
    """Return where the first tasks of an answer stand."""
    nodes = [ox.NamedNode(task) for task in tasks[:MOST_SOURCES]]
    if not nodes:
        return ()
    quotes: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, Mapping[str, str]] = {}
    for row in select(store, with_values(with_prefixes(SOURCES), "task", *nodes)).values():
        rows.setdefault(row["task"], row)
        quotes[row["task"]].append(where_quoted(row["quote"], row["fileName"], row["page"], row["sheet"]))
    bases = defaultdict(list)
    assignments = select(store, with_values(with_prefixes(BASES), "task", *nodes)).values()
    for row in sorted(assignments, key=lambda row: ROLES.index(row["role"])):
        bases[row["task"]].append(f"{shown('roles', row['role'])} {row['name']}（{shown('bases', row['basis'])}）")
    return tuple(
        Source(
            task=task,
            document=row["document"],
            slug=task.rsplit("/", 2)[1],
            index=int(row["index"]),
            text=row["text"],
            where=tuple(dict.fromkeys(quotes[task])),
            assignments=tuple(dict.fromkeys(bases[task])),
            doubtful=float(row["sureness"] or 1) <= SURE,
        )
        for task, row in rows.items()
    )
