"""One file a backend. A member has SCHEMES and open_store(location, home) -> Store; a new one is named in BACKENDS."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

from graph_query.errors import StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.snapshots.snapshot import Snapshot

BACKENDS: tuple[ModuleType, ...] = tuple(
    import_module(f"{__name__}.{name}") for name in ("memory", "oxigraph", "endpoint")
)


class Store(Protocol):
    """Answers SPARQL queries on the merge of all named graphs of a snapshot; it never writes."""

    def query(self, text: str, limit: int | None = None, size: int | None = None) -> Rows | Triples:
        """Run a SPARQL query; what goes beyond so many rows or bytes is cut. Raises QueryInvalid."""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that the store holds: what is no SPARQL query is asked of it."""

    def __hash__(self) -> int:
        """Return what tells it from other stores: what was found in one is remembered."""


def open_store(address: str, home: Path) -> Store:
    """Open the store at an address: `memory:data/graph/current`, `https://…/query`; a relative folder counts from home.

    Raises StoreUnavailable where the scheme is not known or nothing is there.
    """
    backend, location = _backend(address)
    store: Store = backend.open_store(location, home)
    return store


def current_address(address: str, home: Path) -> str:
    """Return the address of what is current at one. Raises StoreUnavailable where the scheme is not known."""
    location = _backend(address)[1]
    if location is address:
        return address
    folder = home / location
    # Pages ask at every turn: one look at the disk, where resolve() looks at each folder on the way.
    with suppress(OSError):
        folder = folder.parent / folder.readlink()
    return f"{address.partition(':')[0]}:{folder}"


def snapshot_at(address: str, home: Path) -> Snapshot:
    """Return the snapshot at an address, of a folder unopened. Raises StoreUnavailable."""
    current = current_address(address, home)
    return open_store(address, home).snapshot if current is address else Snapshot(Path(current.partition(":")[2]))


def _backend(address: str) -> tuple[ModuleType, str]:
    scheme, _, location = address.partition(":")
    for backend in BACKENDS:
        if scheme in backend.SCHEMES:
            return backend, address if location.startswith("//") else location
    known = "、".join(f"{scheme}:" for backend in BACKENDS for scheme in backend.SCHEMES)
    raise StoreUnavailable(f"图谱地址“{address}”不认识。地址应以 {known} 开头。")


def select(store: Store, text: str) -> Rows:
    """Run a SELECT query of the program's own."""
    result = store.query(text)
    if isinstance(result, Triples):
        raise TypeError(f"not a SELECT query: {text}")
    return result
