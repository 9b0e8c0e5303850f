"""Named graphs as TriG, the same bytes for the same triples, and as the files of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from graph_build import iris
from graph_build.folders import GRAPH
from graph_build.vocabulary.terms import PREFIXES


def as_trig(name: str, triples: Iterable[ox.Triple]) -> bytes:
    """Return a named graph as TriG: the same bytes for the same triples."""
    graph = iris.graph(name)
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in sorted(triples, key=str)]
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""


class GraphFiles(Mapping[str, bytes]):
    """The named graphs (doc/<slug>, ontology …) that a folder holds as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> bytes:
        try:
            return (self.folder / f"{name}{GRAPH}").read_bytes()
        except FileNotFoundError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        found = (path.relative_to(self.folder).with_suffix("").as_posix() for path in self.folder.rglob(f"*{GRAPH}"))
        return iter(sorted(found))

    def __len__(self) -> int:
        return sum(1 for _ in self)
