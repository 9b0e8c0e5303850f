"""`oxigraph:DIR`: the store on disk of a snapshot, opened for reading only, by any number of processes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph_query.errors import StoreUnavailable
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores.parts.engine import Engine

SCHEMES = ("oxigraph",)


def open_store(location: str, home: Path) -> Engine:
    """Open the store of the snapshot in a folder, following a link such as data/graph/current.

    All of the store is compared with its hashes first: Oxigraph takes all memory on a damaged block. Raises
    StoreUnavailable where the folder holds none, or a damaged one.
    """
    snapshot = Snapshot((home / location).resolve())
    snapshot.check()
    on_disk = snapshot.store()
    try:
        return Engine(ox.Store.read_only(str(on_disk)), snapshot)
    except (OSError, RuntimeError) as error:
        raise StoreUnavailable(f"{snapshot.id}：图谱打不开（{error}）。请运行 zeren build 修复。") from error
