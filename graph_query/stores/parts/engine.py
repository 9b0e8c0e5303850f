"""SPARQL on a snapshot that Oxigraph has opened, in memory or on disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import pyoxigraph as ox

from graph_query.errors import QueryInvalid, StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.snapshots.snapshot import Snapshot

# A query with this word may ask for named graphs.
NAMED = re.compile(r"GRAPH", re.IGNORECASE)


class Engine:
    """A store whose default graph is the merge of a snapshot's named graphs.

    `named` gives the same with the named graphs, where the store does not hold them itself.
    """

    def __init__(self, store: ox.Store, snapshot: Snapshot, named: Callable[[], ox.Store] | None = None) -> None:
        self.snapshot = snapshot
        self._store, self._named = store, named

    def query(self, text: str, limit: int | None = None) -> Rows | Triples:
        """Run a SPARQL query; of a result with more rows than `limit` the first ones are returned, as cut.

        Raises QueryInvalid where the text is no query, StoreUnavailable where the store can't be read.
        """
        try:
            result = self._store_for(text).query(text)
            if isinstance(result, ox.QueryBoolean):
                return Rows(("answer",), ((ox.Literal(bool(result)),),))
            if isinstance(result, ox.QueryTriples):
                triples = tuple(islice(result, limit))
                return Triples(triples, cut=next(result, None) is not None)
            rows = tuple(tuple(row) for row in islice(result, limit))
            return Rows(tuple(v.value for v in result.variables), rows, cut=next(result, None) is not None)
        except SyntaxError as error:
            raise QueryInvalid(
                f"查询不合语法：{_where(text, str(error))}。能运行的是 SELECT、ASK、CONSTRUCT 和 DESCRIBE。"
            ) from error
        except OSError as error:
            line = f"{self.snapshot.id}：图谱读不出来（{' '.join(str(error).split())}）。请运行 zeren build 修复。"
            raise StoreUnavailable(line) from error
        except (ValueError, RuntimeError) as error:
            raise QueryInvalid(f"查询没有运行成功：{' '.join(str(error).split())}") from error

    def _store_for(self, text: str) -> ox.Store:
        return self._named() if self._named and NAMED.search(text) else self._store


def _where(text: str, message: str) -> str:
    """Return the words of a query at which the engine stopped reading, from its `error at line:column`."""
    at = re.search(r"error at (\d+):(\d+)", message)
    if at is None:
        return " ".join(message.split())
    line, column = int(at[1]) - 1, int(at[2]) - 1
    lines = text.splitlines()
    near = lines[line][column:].strip()[:20] if line < len(lines) else ""
    return f"读到“{near}”处" if near else "读到末尾，似缺少括号或语句未完"
