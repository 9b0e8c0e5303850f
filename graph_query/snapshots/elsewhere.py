"""The snapshot that an endpoint elsewhere holds: what a build here left beside the same one, else read from there."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph_build.folders import INDEX_FILE
from graph_build.vocabulary.word_index import Indexed, write_words
from graph_query.errors import StoreUnavailable
from graph_query.snapshots.report import UNKNOWN, SnapshotReport
from graph_query.snapshots.snapshot import Snapshot
from graph_query.snapshots.text_index import TextIndex

# Indexes of what endpoints hold, one a set of tasks, each below the folder of snapshots.
KEPT = ".elsewhere"


@dataclass(frozen=True)
class Elsewhere(Snapshot):
    """What an endpoint at an address holds; `tasks` are all of its tasks' IRIs, `texts` reads what they say.

    `folder` is that of a snapshot here, which may be another one, or none.
    """

    endpoint: str
    tasks: frozenset[str]
    texts: Callable[[], Iterable[Indexed]]

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

    @property
    def is_slow_at_first(self) -> bool:
        """Whether the words of its tasks must first be read from the endpoint."""
        return not self._here and not (self._kept / INDEX_FILE).exists()

    @property
    def report(self) -> SnapshotReport:
        """What the build here said of the same tasks; without one nothing is known."""
        return self._here.report if self._here else UNKNOWN

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
        if self.is_slow_at_first:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._kept.parent) as made_in:
                write_words(Path(made_in, INDEX_FILE), self.texts())
                self._kept.mkdir(exist_ok=True)
                Path(made_in, INDEX_FILE).replace(self._kept / INDEX_FILE)
        return self._kept
