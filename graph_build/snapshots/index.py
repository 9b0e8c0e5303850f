"""The index for text search: SQLite FTS5 over the words of tasks, a file beside the graphs of a snapshot.

Table `tasks`: IRI, words of the headings, words of the text, and all characters one by one, in which a phrase is found
wherever it stands. Table `words`: the dictionary that cut them, for cutting what is looked for.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from graph_build.vocabulary.concepts import concepts_of, words_of
from graph_build.vocabulary.segmenting import Segmenter, characters, words_in
from graph_build.vocabulary.terms import RDF, ZR

SCHEMA = """
CREATE VIRTUAL TABLE tasks
  USING fts5(iri UNINDEXED, headings, words, characters, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
"""
HEADINGS = (ZR.section, ZR.subsection)
TEXTS = (ZR.text, ZR.remark)


def write_index(path: Path, graphs: Mapping[str, bytes]) -> None:
    """Write the index of the tasks of a snapshot's document graphs (doc/<slug>)."""
    tasks = [task for name in sorted(graphs) if name.startswith("doc/") for task in _tasks(graphs[name])]
    concepts = [(scheme, code) for scheme in ("topics", "functions") for code in concepts_of(scheme)]
    own_words = (word for scheme, code in concepts for word in words_of(scheme, code))
    words = words_in((headings + "\n" + text for _, headings, text in tasks), own_words)
    segmenter = Segmenter(words)
    with closing(sqlite3.connect(path)) as index, index:
        index.executescript(SCHEMA)
        index.executemany("INSERT INTO words VALUES (?, ?)", sorted(words.items()))
        for iri, headings, text in tasks:
            row = (iri, _cut(headings, segmenter), _cut(text, segmenter), characters(headings + "\n" + text))
            index.execute("INSERT INTO tasks VALUES (?, ?, ?, ?)", row)


def _cut(text: str, segmenter: Segmenter) -> str:
    return " ".join(segmenter.cut(text))


def _tasks(graph: bytes) -> Iterator[tuple[str, str, str]]:
    """Return each task of a document's graph with its headings and its text, items and remark."""
    said: defaultdict[ox.NamedNode, dict[ox.NamedNode, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(graph, format=ox.RdfFormat.TRIG):
        if isinstance(quad.subject, ox.NamedNode):
            said[quad.subject][quad.predicate].append(quad.triple)
    for node, by_link in said.items():
        if any(triple.object == ZR.Task for triple in by_link[RDF.type]):
            items = [item.object for item in by_link[ZR.hasItem] if isinstance(item.object, ox.NamedNode)]
            text = [_text(by_link, TEXTS), *(_text(said[item], TEXTS) for item in items)]
            yield node.value, _text(by_link, HEADINGS), "\n".join(text)


def _text(by_link: Mapping[ox.NamedNode, list[ox.Triple]], links: Iterable[ox.NamedNode]) -> str:
    found = [triple.object for link in links for triple in by_link.get(link, [])]
    return "\n".join(value.value for value in found if isinstance(value, ox.Literal))
