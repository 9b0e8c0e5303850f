"""`memory:DIR`: a snapshot's files loaded into memory, on pyoxigraph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from graph_query.errors import StoreUnavailable
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores.parts.engine import Engine

SCHEMES = ("memory",)


def open_store(location: str, home: Path) -> Engine:
    """Load the snapshot in a folder, following a link such as data/graph/current.

    The named graphs are loaded, beside their merge, when a query first asks for them: with both in one store every
    query takes up to twice the time. Raises StoreUnavailable where the folder holds none, or a file of it cannot be
    read.
    """
    snapshot = Snapshot((home / location).resolve())
    files = snapshot.graphs
    if not files:
        raise StoreUnavailable(f"{location}：这里没有图谱。请先运行 zeren build。")
    # Oxigraph's own union of named graphs counts a triple once for every graph that holds it (oxigraph issue 1919).
    merged = ox.Store()
    for file in files:
        try:
            merged.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in _quads(file))
        except (OSError, SyntaxError) as error:
            raise StoreUnavailable(f"{location}：{file.name} 读不出来（{error}）。请重新运行 zeren build。") from error

    @cache
    def with_named_graphs() -> ox.Store:
        both = ox.Store()
        both.bulk_extend(merged)
        for file in files:
            both.bulk_load(path=str(file), format=ox.RdfFormat.TRIG)
        return both

    return Engine(merged, snapshot, with_named_graphs)


def _quads(file: Path) -> Iterator[ox.Quad]:
    return iter(ox.parse(path=str(file), format=ox.RdfFormat.TRIG))
