"""The file of a snapshot's ledger, asked in SQL: for reading only, by any number of threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph_query.errors import StoreUnavailable

# What is written beside the graphs is not written to again.
READ_ONLY = "mode=ro&immutable=1"


class Columns:
    """The tables of a ledger (graph_build/vocabulary/ledger_tables.py)."""

    def __init__(self, name: str, connect: Callable[[], sqlite3.Connection]) -> None:
        self._name, self._connect = name, connect
        # One connection a thread: SQLite's may not be shared.
        self._local = threading.local()

    @classmethod
    def of_file(cls, path: Path) -> Columns:
        """Return those of a file."""
        return cls(path.parent.name, lambda: sqlite3.connect(f"{path.as_uri()}?{READ_ONLY}", uri=True))

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return the rows of a query. Raises StoreUnavailable where the file can't be read."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            line = f"{self._name}：台账数据读不出来（{error}）。请运行 zeren build 修复。"
            raise StoreUnavailable(line) from error

    @property
    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = self._local.connection = self._connect()
        return known
