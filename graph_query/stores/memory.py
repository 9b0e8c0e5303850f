"""`memory:DIR`: a snapshot's files loaded into memory, on pyoxigraph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph_query.engine import Engine
from graph_query.errors import StoreUnavailable

SCHEMES = ("memory",)
# Oxigraph's own union of named graphs counts a triple once for every graph that holds it (oxigraph issue 1919).
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"


def open_store(location: str, home: Path) -> Engine:
    """Load the snapshot in a folder, following a link such as data/graph/current.

    Raises StoreUnavailable where the folder holds none, or a file of it cannot be read.
    """
    folder = (home / location).resolve()
    files = sorted(folder.rglob("*.trig"))
    if not files:
        raise StoreUnavailable(f"{location}：这里没有图谱。请先运行 zeren build。")
    store = ox.Store()
    for file in files:
        try:
            store.bulk_load(path=str(file), format=ox.RdfFormat.TRIG)
        except (OSError, SyntaxError) as error:
            raise StoreUnavailable(f"{location}：{file.name} 读不出来（{error}）。请重新运行 zeren build。") from error
    store.update(MERGE)
    return Engine(store, folder)
