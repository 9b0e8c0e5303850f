"""Where an answer stands: its tasks with the basis of each assignment; without tasks the documents themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph_query.answering.behind import Behind
from graph_query.answering.titles import place_of
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.details import where_quoted
from graph_query.ledger.model import Word
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

MOST_SOURCES = 20

SOURCES = """SELECT ?task ?text ?quote ?fileName ?page ?sheet WHERE {
  VALUES ?task { UNDEF }
  ?task zr:text ?text ; prov:wasDerivedFrom ?quote . ?quote prov:wasQuotedFrom/zr:fileName ?fileName .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }
} ORDER BY ?task ?quote"""
DOCUMENTS = """SELECT ?file ?fileName ?url WHERE {
  VALUES ?file { UNDEF } ?file zr:fileName ?fileName . OPTIONAL { ?file dcterms:source ?url }
}"""

BASES = """SELECT ?task ?name ?role ?basis WHERE {
  VALUES ?task { UNDEF }
  ?assignment zr:task ?task ; zr:nameAsWritten ?name ; zr:role/skos:notation ?role ; zr:basis/skos:notation ?basis .
} ORDER BY ?task ?name"""

PEOPLE = """SELECT ?task ?kind ?of ?was ?now ?by ?on ?why WHERE {
  VALUES ?task { UNDEF }
  ?word zr:corrects|zr:checks ?task ; zr:correctionKind/skos:notation ?kind ; zr:aspect ?of ; zr:on ?on ;
    prov:wasAttributedTo/skos:prefLabel ?by .
  OPTIONAL { ?word zr:was ?was } OPTIONAL { ?word zr:now ?now } OPTIONAL { ?word zr:why ?why }
} ORDER BY ?task ?on ?word"""


@dataclass(frozen=True, slots=True)
class Source:
    """A task that an answer rests on: its document, number and text, where it stands, and each assignment's basis.

    `people` is what they corrected in its reading, or that they checked it.

    Without a `task` it is the document as a whole. `document` is its title, `place` what that may not say, of a
    template that it is one. The reading may be `doubtful`.
    """

    task: str
    document: str
    slug: str
    place: str
    index: int
    number: str
    text: str
    where: tuple[str, ...]
    assignments: tuple[str, ...]
    doubtful: bool
    people: tuple[Word, ...] = ()


def sources_of(held: Behind, store: Store) -> tuple[Source, ...]:
    """Return where the first tasks behind an answer stand; where there are none, its documents."""
    tasks = held.tasks[:MOST_SOURCES]
    if not tasks:
        return _documents(held, store)
    nodes = [ox.NamedNode(task.task) for task in tasks]
    quotes: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, str] = {}
    for row in select(store, with_values(with_prefixes(SOURCES), "task", *nodes)).values():
        texts[row["task"]] = row["text"]
        quotes[row["task"]].append(where_quoted(row["quote"], row["fileName"], row["page"], row["sheet"]))
    bases = defaultdict(list)
    assignments = select(store, with_values(with_prefixes(BASES), "task", *nodes)).values()
    for row in sorted(assignments, key=lambda row: ROLES.index(row["role"])):
        bases[row["task"]].append(f"{shown('roles', row['role'])} {row['name']}（{shown('bases', row['basis'])}）")
    people = _people(nodes, store)
    return tuple(
        Source(
            task=task.task,
            document=task.file.label,
            slug=task.file.slug,
            place=task.place,
            index=task.index,
            number=task.number,
            text=texts[task.task],
            where=tuple(dict.fromkeys(quotes[task.task])),
            assignments=tuple(dict.fromkeys(bases[task.task])),
            doubtful=task.file.doubtful,
            people=tuple(people[task.task]),
        )
        for task in tasks
    )


def _people(tasks: Sequence[ox.NamedNode], store: Store) -> Mapping[str, list[Word]]:
    """Return what people say of the reading of tasks, by task."""
    found: defaultdict[str, list[Word]] = defaultdict(list)
    for row in select(store, with_values(with_prefixes(PEOPLE), "task", *tasks)).values():
        found[row["task"]].append(Word(*(row[key] for key in ("kind", "of", "was", "now", "by", "on", "why"))))
    return found


def _documents(held: Behind, store: Store) -> tuple[Source, ...]:
    nodes = [ox.NamedNode(file.iri) for file in held.files[:MOST_SOURCES]]
    found = select(store, with_values(with_prefixes(DOCUMENTS), "file", *nodes)).values() if nodes else []
    rows = {row["file"]: row for row in found}
    return tuple(
        Source(
            task="",
            document=file.label,
            slug=file.slug,
            place=place_of(file),
            index=0,
            number="",
            text="",
            where=tuple(filter(None, (f"来源文件 {rows[file.iri]['fileName']}", rows[file.iri]["url"]))),
            assignments=(),
            doubtful=file.doubtful,
        )
        for file in held.files[:MOST_SOURCES]
    )
