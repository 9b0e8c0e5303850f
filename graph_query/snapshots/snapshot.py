"""A snapshot: the folder of graphs that a build made, with what lies beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graph_build.folders import (
    ACCOUNT,
    GRAPH,
    INDEX_FILE,
    LEDGER_FILE,
    MACHINE,
    PENDING,
    PUBLISHED,
    SCHEMA_FILE,
    STORE_FOLDER,
    is_loaded,
)
from graph_build.folders.account import unpacked
from graph_build.folders.manifest import MANIFEST, Damaged, Manifest, OtherVersion, read_manifest
from graph_query.errors import StoreUnavailable
from graph_query.snapshots.report import SnapshotReport, read_report
from graph_query.snapshots.text_index import TextIndex


# Without slots: the index is opened once.
@dataclass(frozen=True)
class Snapshot:
    """What a snapshot's folder holds, whichever engine answers queries on its graphs.

    All that reads it raises StoreUnavailable where what is read is not as the build wrote it.
    """

    folder: Path

    @property
    def id(self) -> str:
        """Its name: a hash of what it holds."""
        return self.folder.name

    @property
    def address(self) -> str:
        """The address at which it is opened."""
        return f"memory:{self.folder}"

    @property
    def size(self) -> int:
        """How many bytes its graphs have."""
        with self._whole():
            return sum(self._manifest.files[name].size for name in self._loaded)

    def graphs(self, *, documents: bool = True) -> Iterator[bytes]:
        """Return its named graphs, each as TriG, with or without those of documents.

        Those of documents that wait for a person are none of it.
        """
        with self._whole():
            for name in self._loaded:
                if documents or not name.startswith(f"{PUBLISHED}/"):
                    yield self._manifest.read(name)

    def pending(self, slug: str) -> bytes:
        """Return the graph of a document that waits for a person, as TriG."""
        with self._whole():
            return self._manifest.read(f"{PENDING}/{slug}{GRAPH}")

    def machine(self, slug: str) -> bytes:
        """Return what the machine read of a document, as TriG; nothing where nobody corrected it."""
        name = f"{MACHINE}/{slug}{GRAPH}"
        with self._whole():
            return self._manifest.read(name) if name in self._manifest.files else b""

    def account(self, slug: str) -> list[dict[str, Any]]:
        """Return what became of every character of a document, as `zeren extract --spans` prints it."""
        held_back = any(document.slug == slug for document in self.report.pending)
        with self._whole():
            return unpacked(self._manifest.read(f"{PENDING if held_back else PUBLISHED}/{slug}{ACCOUNT}"))

    @cached_property
    def index(self) -> TextIndex:
        """The words of its tasks."""
        with self._whole():
            self._manifest.check(INDEX_FILE)
        return TextIndex(self.folder)

    def ledger(self) -> Path:
        """Return the file of its ledger: what pages list, count and filter."""
        with self._whole():
            self._manifest.check(LEDGER_FILE)
        return self.folder / LEDGER_FILE

    def store(self) -> Path:
        """Return the folder of its store on disk."""
        with self._whole():
            for name in self._manifest.files:
                if name.startswith(f"{STORE_FOLDER}/"):
                    self._manifest.check(name)
        return self.folder / STORE_FOLDER

    @property
    def report(self) -> SnapshotReport:
        """What the build said of it; a build of what has not changed says it anew."""
        with self._whole():
            return read_report(self.folder)

    def check(self) -> None:
        """Raise StoreUnavailable where there is none, it is of another version, or a file is gone or cut short."""
        with self._whole():
            self._manifest.check_sizes()
            read_report(self.folder)

    def check_fully(self) -> None:
        """Raise StoreUnavailable where one byte of any file is not as the build wrote it."""
        self.check()
        with self._whole():
            self._manifest.check_all()

    @property
    def _loaded(self) -> list[str]:
        return [name for name in self._manifest.files if is_loaded(name)]

    @cached_property
    def _manifest(self) -> Manifest:
        return read_manifest(self.folder)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
        except OtherVersion as error:
            raise StoreUnavailable(f"{self.id}：图谱是另一版本的程序生成的。请重新构建：zeren build。") from error
        except Damaged as error:
            if not (self.folder / SCHEMA_FILE).exists() and not (self.folder / MANIFEST).exists():
                raise StoreUnavailable(f"{self.id}：这里没有图谱。请先运行 zeren build。") from error
            raise StoreUnavailable(f"{self.id}：图谱文件损坏（{error}）。请运行 zeren build 修复。") from error
