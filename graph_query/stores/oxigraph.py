"""`oxigraph:DIR`: the store on disk of a snapshot, opened for reading only, by any number of processes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph_build.folders import STORE_FOLDER
from graph_query.errors import StoreUnavailable
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores.parts.engine import Engine

SCHEMES = ("oxigraph",)


def open_store(location: str, home: Path) -> Engine:
    """Open the store of the snapshot in a folder, following a link such as data/graph/current.

    Raises StoreUnavailable where the folder holds none.
    """
    snapshot = Snapshot((home / location).resolve())
    on_disk = snapshot.folder / STORE_FOLDER
    if not on_disk.is_dir():
        raise StoreUnavailable(f"{location}：这里没有图谱。请先运行 zeren build。")
    try:
        return Engine(ox.Store.read_only(str(on_disk)), snapshot)
    except OSError as error:
        raise StoreUnavailable(f"{location}：图谱打不开（{error}）。请重新运行 zeren build。") from error
