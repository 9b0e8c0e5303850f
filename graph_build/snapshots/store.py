"""The graphs of a snapshot as an Oxigraph store on disk: for more than memory holds, and to be opened again quickly.

The default graph is the merge of all named graphs: Oxigraph's own union of named graphs counts a triple once for every
graph that holds it (oxigraph issue 1919).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from graph_build.folders import STORE_FOLDER
from graph_build.snapshots.gathering import Change

# So many quads are loaded at once: what a load holds in memory grows with them.
BATCH = 100_000
# RocksDB never writes to such a file again; what it notes beside is copied, but for what it says to people.
TABLE, NOTES = ".sst", "LOG"
DEFAULT = ox.DefaultGraph()


def write_store(folder: Path, change: Change) -> None:
    """Write a store in a new folder, from nothing or from the one before.

    Raises OSError where the disk does not let it.
    """
    try:
        if change.before:
            _link(change.before / STORE_FOLDER, folder)
            _update(ox.Store(str(folder)), change)
        else:
            _load(ox.Store(str(folder)), change)
    except RuntimeError as error:  # what RocksDB makes of some errors of the disk
        raise OSError(str(error)) from error


def _load(store: ox.Store, change: Change) -> None:
    quads = (quad for name in change.names for quad in _quads(change.new(name)))
    doubled = (each for quad in quads for each in (quad, _default(quad)))
    while batch := list(islice(doubled, BATCH)):
        store.bulk_extend(batch)
    store.optimize()
    store.flush()


def _link(before: Path, folder: Path) -> None:
    """Make a copy of a store that is closed: of links where files never change."""
    folder.mkdir()
    for path in before.iterdir():
        if path.suffix == TABLE:
            os.link(path, folder / path.name)
        elif not path.name.startswith(NOTES):
            shutil.copyfile(path, folder / path.name)


def _update(store: ox.Store, change: Change) -> None:
    for name in change.names:
        old, new = set(_quads(change.old(name))), set(_quads(change.new(name)))
        for quad in old - new:
            store.remove(quad)
            if not any(other.graph_name != DEFAULT for other in _holding(store, quad)):
                store.remove(_default(quad))
        store.extend(each for quad in new - old for each in (quad, _default(quad)))
    store.flush()


def _holding(store: ox.Store, quad: ox.Quad) -> Iterable[ox.Quad]:
    return store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)


def _quads(graph: bytes) -> Iterator[ox.Quad]:
    return ox.parse(graph, format=ox.RdfFormat.TRIG)


def _default(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)
