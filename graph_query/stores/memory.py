"""`memory:DIR`: a snapshot's files loaded into memory, on pyoxigraph."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores.parts.engine import Engine

SCHEMES = ("memory",)


def open_store(location: str, home: Path) -> Engine:
    """Load the snapshot in a folder, following a link such as data/graph/current.

    The named graphs are loaded, beside their merge, when a query first asks for them: with both in one store every
    query takes up to twice the time. Raises StoreUnavailable where the folder holds none, or a damaged one.
    """
    snapshot = Snapshot((home / location).resolve())
    snapshot.check()
    merged = _merged(snapshot.graphs())

    @cache
    def with_named_graphs() -> ox.Store:
        both = ox.Store()
        both.bulk_extend(merged)
        for graph in snapshot.graphs():
            both.bulk_load(graph, format=ox.RdfFormat.TRIG)
        return both

    return Engine(merged, snapshot, with_named_graphs)


def _merged(graphs: Iterable[bytes]) -> ox.Store:
    # Oxigraph's own union of named graphs counts a triple once for every graph that holds it (oxigraph issue 1919).
    merged = ox.Store()
    for graph in graphs:
        quads = ox.parse(graph, format=ox.RdfFormat.TRIG)
        merged.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return merged
