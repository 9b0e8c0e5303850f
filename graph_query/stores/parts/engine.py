"""SPARQL and text search on a snapshot that Oxigraph has opened, in memory or on disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from graph_build.folders import SCHEMA, SCHEMA_FILE
from graph_query.errors import QueryInvalid, StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.snapshots.text_index import MOST, Hit, TextIndex

# A query with this word may ask for named graphs.
NAMED = re.compile(r"GRAPH", re.IGNORECASE)


class Engine:
    """A store whose default graph is the merge of a snapshot's named graphs; `folder` is the snapshot's.

    `named` gives the same with the named graphs, where the store does not hold them itself.

    Raises StoreUnavailable where the snapshot is of another schema.
    """

    def __init__(self, store: ox.Store, folder: Path, named: Callable[[], ox.Store] | None = None) -> None:
        schema = folder / SCHEMA_FILE
        if not schema.is_file() or schema.read_text("utf-8") != SCHEMA:
            raise StoreUnavailable(f"{folder.name}：图谱是另一版本的程序生成的。请重新构建：zeren build。")
        self._store, self._named = store, named
        self.index = TextIndex(folder)
        self.snapshot = folder.name

    def query(self, text: str, limit: int | None = None) -> Rows | Triples:
        """Run a SPARQL query; of a result with more rows than `limit` the first ones are returned, as cut.

        Raises QueryInvalid where the text is no query.
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
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryInvalid(f"查询没有运行成功：{' '.join(str(error).split())}") from error

    def _store_for(self, text: str) -> ox.Store:
        return self._named() if self._named and NAMED.search(text) else self._store

    def search(self, text: str, limit: int = MOST) -> tuple[Hit, ...]:
        """Return the tasks that hold a text, the best first. Raises StoreUnavailable where there is no index."""
        return self.index.search(text, limit)


def _where(text: str, message: str) -> str:
    """Return the words of a query at which the engine stopped reading, from its `error at line:column`."""
    at = re.search(r"error at (\d+):(\d+)", message)
    if at is None:
        return " ".join(message.split())
    line, column = int(at[1]) - 1, int(at[2]) - 1
    lines = text.splitlines()
    near = lines[line][column:].strip()[:20] if line < len(lines) else ""
    return f"读到“{near}”处" if near else "读到末尾，似缺少括号或语句未完"
