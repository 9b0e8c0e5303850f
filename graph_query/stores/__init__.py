"""One file a backend. A member has SCHEMES and open_store(location, home) -> Store; a new one is named in BACKENDS."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

from graph_query.errors import StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.snapshots.snapshot import Snapshot

BACKENDS: tuple[ModuleType, ...] = tuple(import_module(f"{__name__}.{name}") for name in ("memory", "oxigraph"))


class Store(Protocol):
    """Answers SPARQL queries on the merge of all named graphs of a snapshot; it never writes."""

    def query(self, text: str, limit: int | None = None) -> Rows | Triples:
        """Run a SPARQL query; what goes beyond a limit is cut. Raises QueryInvalid where the text is no query."""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that the store holds: what is no SPARQL query is asked of it."""


def open_store(address: str, home: Path) -> Store:
    """Open the store at an address such as `memory:data/graph/current`; a relative folder counts from home.

    Raises StoreUnavailable where the scheme is not known or nothing is there.
    """
    backend, location = _backend(address)
    store: Store = backend.open_store(location, home)
    return store


def snapshot_at(address: str, home: Path) -> Snapshot:
    """Return the snapshot at an address, unopened. Raises StoreUnavailable where the scheme is not known."""
    folder = home / _backend(address)[1]
    try:
        # Pages ask at every turn: one look at the disk, where resolve() looks at each folder on the way.
        return Snapshot(folder.parent / folder.readlink())
    except OSError:
        return Snapshot(folder)


def _backend(address: str) -> tuple[ModuleType, str]:
    scheme, _, location = address.partition(":")
    for backend in BACKENDS:
        if scheme in backend.SCHEMES:
            return backend, location
    known = "、".join(f"{scheme}:" for backend in BACKENDS for scheme in backend.SCHEMES)
    raise StoreUnavailable(f"图谱地址“{address}”不认识。地址应以 {known} 开头。")


def select(store: Store, text: str) -> Rows:
    """Run a SELECT query of the program's own."""
    result = store.query(text)
    if isinstance(result, Triples):
        raise TypeError(f"not a SELECT query: {text}")
    return result
