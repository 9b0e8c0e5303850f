"""The index for text search that lies beside the graphs of a snapshot: of which tasks it is, and what these say."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from graph_build.folders import PUBLISHED
from graph_build.snapshots.gathering import Change
from graph_build.vocabulary.terms import RDF, ZR
from graph_build.vocabulary.word_index import Indexed, number_of, word_index

HEADINGS = (ZR.section, ZR.subsection)
TEXTS = (ZR.text, ZR.remark)


def write_index(path: Path, change: Change) -> None:
    """Write the index of the tasks of a snapshot's documents, from nothing or from the one before."""
    if change.before:
        shutil.copyfile(change.before / path.name, path)
    documents = [name for name in change.names if name.startswith(f"{PUBLISHED}/")]
    with word_index(path) as index:
        for name in documents:
            if old := change.old(name):
                index.remove(name, _tasks(old))
        for name in sorted(documents, key=number_of):
            if new := change.new(name):
                index.add(name, _tasks(new))


def _tasks(graph: bytes) -> Iterator[Indexed]:
    """Return each task of a document's graph with its headings and its text, items and remark."""
    said: defaultdict[ox.NamedNode, dict[ox.NamedNode, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(graph, format=ox.RdfFormat.TRIG):
        if isinstance(quad.subject, ox.NamedNode):
            said[quad.subject][quad.predicate].append(quad.triple)
    for node, by_link in said.items():
        if any(triple.object == ZR.Task for triple in by_link[RDF.type]):
            items = [item.object for item in by_link[ZR.hasItem] if isinstance(item.object, ox.NamedNode)]
            text = [_text(by_link, TEXTS), *(_text(said[item], TEXTS) for item in items)]
            yield Indexed(node.value, _text(by_link, HEADINGS), "\n".join(text))


def _text(by_link: Mapping[ox.NamedNode, list[ox.Triple]], links: Iterable[ox.NamedNode]) -> str:
    found = [triple.object for link in links for triple in by_link.get(link, [])]
    return "\n".join(value.value for value in found if isinstance(value, ox.Literal))
