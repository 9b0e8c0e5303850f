"""The snapshot that an endpoint elsewhere holds: what a build here left beside the same one, else read from there."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph_build.folders import INDEX_FILE, LEDGER_FILE
from graph_build.vocabulary.ledger_tables import fill
from graph_build.vocabulary.word_index import Indexed, write_words
from graph_query.errors import StoreUnavailable
from graph_query.snapshots.report import UNKNOWN, SnapshotReport
from graph_query.snapshots.snapshot import Snapshot
from graph_query.snapshots.text_index import TextIndex

# Indexes of what endpoints hold, one a set of tasks, each below the folder of snapshots.
KEPT = ".elsewhere"


@dataclass(frozen=True)
class Elsewhere(Snapshot):
    """What an endpoint at an address holds; `tasks` are all of its tasks' IRIs.

    `texts` reads what these say, `triples` what pages list of it. `folder` is that of a snapshot here, which may be
    another one, or none.
    """

    endpoint: str
    tasks: frozenset[str]
    texts: Callable[[], Iterable[Indexed]]
    triples: Callable[[], Iterable[ox.Triple]]

    @property
    def address(self) -> str:
        """The endpoint."""
        return self.endpoint

    @property
    def id(self) -> str:
        """Its name: the address, and a hash of which tasks it holds."""
        return f"{self.endpoint}#{self._digest[:12]}"

    @cached_property
    def index(self) -> TextIndex:
        """The words of its tasks: of the build here where it made the same ones, else read from the endpoint, once."""
        return self._here.index if self._here else TextIndex(self._kept_index())

    def ledger(self) -> Path:
        """Return the file of its ledger: of the build here where it made the same tasks, else made of what is there.

        Raises QueryStopped where that is more than the endpoint gives: `zeren build` here makes it at hand.
        """
        return self._here.ledger() if self._here else self._made(LEDGER_FILE, self._write_ledger)

    @property
    def is_slow_at_first(self) -> bool:
        """Whether the words of its tasks must first be read from the endpoint."""
        return not self._here and not (self._kept / INDEX_FILE).exists()

    def machine(self, slug: str) -> bytes:
        """Return what the machine read of a document, where a build here made the same tasks."""
        return self._here.machine(slug) if self._here else b""

    @property
    def report(self) -> SnapshotReport:
        """What the build here said of the same tasks; without one nothing is known."""
        return self._here.report if self._here else UNKNOWN

    def account(self, slug: str) -> list[dict[str, Any]]:
        """Return what became of every character of a document; nothing where no build here made the same tasks."""
        return self._here.account(slug) if self._here else []

    def check(self) -> None:
        """Do nothing: the engine elsewhere answers for its graphs."""

    @cached_property
    def _here(self) -> Snapshot | None:
        snapshot = Snapshot(self.folder)
        try:
            return snapshot if snapshot.index.tasks == self.tasks else None
        except StoreUnavailable:
            return None

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256("\n".join(sorted(self.tasks)).encode()).hexdigest()

    @property
    def _kept(self) -> Path:
        return self.folder.parent / KEPT / self._digest

    def _kept_index(self) -> Path:
        return self._made(INDEX_FILE, lambda path: write_words(path, self.texts())).parent

    def _made(self, name: str, write: Callable[[Path], None]) -> Path:
        """Return a file beside the index of this set of tasks, written the first time."""
        path = self._kept / name
        if not path.exists():
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._kept.parent) as made_in:
                write(Path(made_in, name))
                self._kept.mkdir(exist_ok=True)
                Path(made_in, name).replace(path)
        return path

    def _write_ledger(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as ledger, ledger:
            fill(ledger, [("merged", self.triples())])
