"""A snapshot loaded into an engine elsewhere, by the SPARQL 1.1 Graph Store Protocol.

Each named graph is put in whole, in chunks, and the merge of all is one more graph: engines that make a union of named
graphs count a triple once for each that holds it. The engine keeps a note of each graph put in, by which a load that
broke off goes on; who asks meanwhile is told of the merge before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice

import pyoxigraph as ox
import requests
from requests.auth import HTTPDigestAuth

from graph_query.errors import StoreUnavailable
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores.parts.published import HASH, LOADING, MERGE, MERGED, PUBLISHED

TRIPLES = "application/n-triples"
# Engines take some megabytes in a moment; one hung on a hundred at once.
CHUNK_LINES = 10_000
ANSWER_SECONDS = 300


class GraphStore:
    """The address at which an engine takes graphs; `user` is a name and a password where it asks for them."""

    def __init__(self, address: str, user: tuple[str, str] | None = None) -> None:
        self._address, self._user = address, user
        self._session = requests.Session()
        self._session.auth = user

    def read(self, graph: str) -> list[ox.Triple]:
        """Return the triples of a graph; none where there is no such graph. Raises StoreUnavailable."""
        response = self._send("GET", graph)
        if response.status_code == requests.codes.not_found:
            return []
        return [quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)]

    def put(self, graph: str, lines: Iterable[str]) -> None:
        """Put lines of N-Triples in the place of a graph. Raises StoreUnavailable."""
        rest = iter(lines)
        self._send("PUT", graph, islice(rest, CHUNK_LINES))
        self.add(graph, rest)

    def add(self, graph: str, lines: Iterable[str]) -> None:
        """Add lines of N-Triples to a graph. Raises StoreUnavailable."""
        rest = iter(lines)
        while chunk := list(islice(rest, CHUNK_LINES)):
            self._send("POST", graph, chunk)

    def remove(self, graph: str) -> None:
        """Take a graph away, if it is there. Raises StoreUnavailable."""
        self._send("DELETE", graph)

    def _send(self, method: str, graph: str, lines: Iterable[str] = ()) -> requests.Response:
        body = "".join(lines).encode()
        # Virtuoso refuses to change a graph for who accepts triples.
        headers = {"Accept": TRIPLES} if method == "GET" else {"Content-Type": TRIPLES}
        try:
            response = self._answer(method, graph, body, headers)
            if response.status_code == requests.codes.unauthorized and self._tries_digest():
                response = self._answer(method, graph, body, headers)
        except requests.RequestException as error:
            raise StoreUnavailable(f"{self._address}：连不上（{type(error).__name__}）。请核对地址和网络。") from error
        if response.ok or (response.status_code == requests.codes.not_found and method in ("GET", "DELETE")):
            return response
        said = " ".join(response.text[:200].split())
        advice = "请设置 ZEREN_PUBLISH_USER=用户名:密码" if response.status_code == requests.codes.unauthorized else ""
        raise StoreUnavailable(f"{self._address}：没有收下 {graph}，答复 {response.status_code}（{said}）。{advice}")

    def _answer(self, method: str, graph: str, body: bytes, headers: dict[str, str]) -> requests.Response:
        return self._session.request(
            method, self._address, params={"graph": graph}, data=body, headers=headers, timeout=ANSWER_SECONDS
        )

    def _tries_digest(self) -> bool:
        """Sign in another way from now on; Virtuoso refuses the plain one without a word of which it wants."""
        if not self._user or isinstance(self._session.auth, HTTPDigestAuth):
            return False
        self._session.auth = HTTPDigestAuth(*self._user)
        return True


def publish(snapshot: Snapshot, target: GraphStore) -> int:
    """Load a snapshot into an engine, and take away what the one before had more; return how many graphs it has.

    Raises StoreUnavailable where the engine does not take it, or the snapshot is damaged.
    """
    merged, loading = f"{MERGE}/{snapshot.id}", f"{LOADING}/{snapshot.id}"
    done = {triple.subject.value for triple in target.read(loading) if isinstance(triple.subject, ox.NamedNode)}
    before = target.read(PUBLISHED)
    now: dict[str, str] = {}
    for data in snapshot.graphs():
        graph, lines = _lines(data)
        note = f'<{graph}> <{HASH}> "{hashlib.sha256(data).hexdigest()}" .\n'
        now[graph] = f"{note}<{graph}> <{MERGED}> <{merged}> .\n"
        if graph not in done:
            target.put(graph, lines)
            target.add(merged, lines)
            target.add(loading, [note])
    target.put(PUBLISHED, now.values())
    for graph in {value for triple in before for value in _graphs(triple)} - {*now, merged}:
        target.remove(graph)
    target.remove(loading)
    return len(now)


def _lines(data: bytes) -> tuple[str, list[str]]:
    """Return the name of a named graph as TriG, and its triples as lines of N-Triples."""
    quads = list(ox.parse(data, format=ox.RdfFormat.TRIG))
    return str(quads[0].graph_name.value), [f"{quad.triple} .\n" for quad in quads]


def _graphs(note: ox.Triple) -> set[str]:
    """Return the graphs that a note names: a named one, and the merge that holds it."""
    return {term.value for term in (note.subject, note.object) if isinstance(term, ox.NamedNode)}
