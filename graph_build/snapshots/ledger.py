"""The ledger that lies beside the graphs of a snapshot: what pages list, count and filter, as columns."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from graph_build.snapshots.gathering import Change
from graph_build.vocabulary.ledger_tables import drop_graph, fill, put_graph, settle

# Its words are known to the program.
ONTOLOGY = "ontology"
# A snapshot is brought to the disk when all of it is written: nothing is kept to undo what was begun.
UNGUARDED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"


def write_ledger(path: Path, change: Change) -> None:
    """Write the ledger of a snapshot's graphs, from nothing or from the one before."""
    if change.before:
        shutil.copyfile(change.before / path.name, path)
    with closing(sqlite3.connect(path)) as ledger, ledger:
        ledger.executescript(UNGUARDED)
        if change.before is None:
            fill(ledger, ((name, _triples(change.new(name))) for name in change.names if name != ONTOLOGY))
            return
        for name in change.left:
            drop_graph(ledger, name)
        for name in change.come:
            if name != ONTOLOGY:
                put_graph(ledger, name, _triples(change.new(name)))
        settle(ledger)


def _triples(graph: bytes) -> Iterable[ox.Triple]:
    return (quad.triple for quad in ox.parse(graph, format=ox.RdfFormat.TRIG))
