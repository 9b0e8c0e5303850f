"""The graphs of a snapshot as an Oxigraph store on disk: for more than memory holds, and to be opened again quickly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox


def write_store(folder: Path, graphs: Mapping[str, bytes]) -> None:
    """Write a store with every named graph, and their merge as the default graph, in a new folder.

    Oxigraph's own union of named graphs counts a triple once for every graph that holds it (oxigraph issue 1919).
    Raises OSError where the disk does not let it.
    """
    try:
        store = ox.Store(str(folder))
        store.bulk_extend(_quads(graphs))
        store.optimize()
        store.flush()
    except RuntimeError as error:  # what RocksDB makes of some errors of the disk
        raise OSError(str(error)) from error


def _quads(graphs: Mapping[str, bytes]) -> Iterator[ox.Quad]:
    for data in graphs.values():
        for quad in ox.parse(data, format=ox.RdfFormat.TRIG):
            yield quad
            yield ox.Quad(quad.subject, quad.predicate, quad.object)
