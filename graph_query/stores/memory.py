"""`memory:DIR`: a snapshot's files loaded into memory, on pyoxigraph."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from graph_query.errors import QueryInvalid, StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.text_search import MOST, Hit, TextIndex

SCHEMES = ("memory",)
# Oxigraph's own union of named graphs counts a triple once for every graph that holds it (oxigraph issue 1919).
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"


def open_store(location: str, home: Path) -> MemoryStore:
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
    return MemoryStore(store, folder)


class MemoryStore:
    """A snapshot in memory."""

    def __init__(self, store: ox.Store, folder: Path) -> None:
        self._store = store
        self._index = TextIndex(folder)
        self.snapshot = folder.name

    def query(self, text: str) -> Rows | Triples:
        """Run a SPARQL query; its default graph is the merge of all named graphs.

        Raises QueryInvalid where the text is no query.
        """
        try:
            result = self._store.query(text)
            if isinstance(result, ox.QueryTriples):
                return Triples(tuple(result))
            if isinstance(result, ox.QueryBoolean):
                return Rows(("answer",), ((ox.Literal(bool(result)),),))
            return Rows(tuple(v.value for v in result.variables), tuple(tuple(row) for row in result))
        except SyntaxError as error:
            raise QueryInvalid(
                f"查询不合语法：{_where(text, str(error))}。能运行的是 SELECT、ASK、CONSTRUCT 和 DESCRIBE。"
            ) from error
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryInvalid(f"查询没有运行成功：{' '.join(str(error).split())}") from error

    def search(self, text: str, limit: int = MOST) -> tuple[Hit, ...]:
        """Return the tasks that hold a text, the best first. Raises StoreUnavailable where there is no index."""
        return self._index.search(text, limit)


def _where(text: str, message: str) -> str:
    """Return the words of a query at which the engine stopped reading, from its `error at line:column`."""
    at = re.search(r"error at (\d+):(\d+)", message)
    if at is None:
        return " ".join(message.split())
    line, column = int(at[1]) - 1, int(at[2]) - 1
    lines = text.splitlines()
    near = lines[line][column:].strip()[:20] if line < len(lines) else ""
    return f"读到“{near}”处" if near else "读到末尾，似缺少括号或语句未完"
