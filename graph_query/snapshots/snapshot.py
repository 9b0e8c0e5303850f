"""A snapshot: the folder of graphs that a build made, with what lies beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph_build.folders import GRAPH, SCHEMA, SCHEMA_FILE
from graph_query.errors import StoreUnavailable
from graph_query.snapshots.report import SnapshotReport, read_report
from graph_query.snapshots.text_index import TextIndex


# Without slots: the index is opened once.
@dataclass(frozen=True)
class Snapshot:
    """What a snapshot's folder holds, whichever engine answers queries on its graphs."""

    folder: Path

    @property
    def id(self) -> str:
        """Its name: a hash of what it holds."""
        return self.folder.name

    @property
    def graphs(self) -> tuple[Path, ...]:
        """Its files of named graphs."""
        return tuple(sorted(self.folder.rglob(f"*{GRAPH}")))

    @cached_property
    def index(self) -> TextIndex:
        """The words of its tasks."""
        return TextIndex(self.folder)

    @property
    def report(self) -> SnapshotReport:
        """What the build said of it; a build of what has not changed says it anew."""
        return read_report(self.folder)

    def check(self) -> None:
        """Raise StoreUnavailable where a program of another version made it."""
        schema = self.folder / SCHEMA_FILE
        if not schema.is_file() or schema.read_text("utf-8") != SCHEMA:
            raise StoreUnavailable(f"{self.id}：图谱是另一版本的程序生成的。请重新构建：zeren build。")
