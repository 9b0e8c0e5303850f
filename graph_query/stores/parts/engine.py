"""SPARQL on a snapshot that Oxigraph has opened, in memory or on disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

import pyoxigraph as ox

from graph_query.errors import QueryInvalid, QueryStopped, StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.snapshots.snapshot import Snapshot

Row = TypeVar("Row", bound=Iterable[object])
# A query with this word may ask for named graphs.
NAMED = re.compile(r"GRAPH", re.IGNORECASE)


class Engine:
    """A store whose default graph is the merge of a snapshot's named graphs.

    `named` gives the same with the named graphs, where the store does not hold them itself.
    """

    def __init__(self, store: ox.Store, snapshot: Snapshot, named: Callable[[], ox.Store] | None = None) -> None:
        self.snapshot = snapshot
        self._store, self._named = store, named

    def query(self, text: str, limit: int | None = None, size: int | None = None) -> Rows | Triples:
        """Run a SPARQL query; of a result with more rows than `limit`, or bytes than `size`, the first are returned.

        It says that it is cut. Raises QueryInvalid where the text is no query, QueryStopped where one row is too large,
        StoreUnavailable where the store can't be read.
        """
        try:
            result = self._store_for(text).query(text)
            if isinstance(result, ox.QueryBoolean):
                return Rows(("answer",), ((ox.Literal(bool(result)),),))
            if isinstance(result, ox.QueryTriples):
                triples, cut = first(result, limit, size)
                return Triples(triples, cut)
            rows, cut = first(map(tuple, result), limit, size)
            return Rows(tuple(v.value for v in result.variables), rows, cut)
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


def first(rows: Iterable[Row], limit: int | None, size: int | None) -> tuple[tuple[Row, ...], bool]:
    """Return the first rows (or triples) within a limit and a size, and whether there are more."""
    kept: list[Row] = []
    length = 0
    for row in rows:
        if len(kept) == limit:
            return tuple(kept), True
        length += 0 if size is None else sum(len(str(term)) for term in row)
        if size is not None and length > size:
            if kept:
                return tuple(kept), True
            raise QueryStopped(f"结果的一行超过 {size >> 20} MB，没有取回。请缩小查询。")
        kept.append(row)
    return tuple(kept), False


def _where(text: str, message: str) -> str:
    """Return the words of a query at which the engine stopped reading, from its `error at line:column`."""
    at = re.search(r"error at (\d+):(\d+)", message)
    if at is None:
        return " ".join(message.split())
    line, column = int(at[1]) - 1, int(at[2]) - 1
    lines = text.splitlines()
    near = lines[line][column:].strip()[:20] if line < len(lines) else ""
    return f"读到“{near}”处" if near else "读到末尾，似缺少括号或语句未完"
