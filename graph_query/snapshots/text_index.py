"""Ranked text search in the index that a snapshot's build wrote: never a scan of the texts."""

from __future__ import annotations

import re
import sqlite3
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graph_build.folders import INDEX_FILE
from graph_build.vocabulary.segmenting import COMMON, Segmenter, characters
from graph_query.errors import StoreUnavailable

# A heading's word weighs more than one of the text; a phrase as it was typed weighs most.
FIND = """
SELECT iri, -bm25(tasks, 0, 4, 1, 2) AS score FROM tasks WHERE tasks MATCH ? ORDER BY score DESC, iri LIMIT ?
"""
CHARACTERS = "SELECT characters FROM tasks WHERE tasks MATCH ? LIMIT 2000"
HOLDING = "SELECT iri FROM tasks WHERE tasks MATCH ?"
MOST = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A task that was found: its IRI, and how well it fits, the higher the better.

    `whole` is set where the words stand in it as they were typed.
    """

    task: str
    score: float
    whole: bool


class TextIndex:
    """The index of a snapshot's folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / INDEX_FILE
        # One connection a thread: SQLite's may not be shared.
        self._local = threading.local()

    def search(self, text: str, limit: int = MOST) -> tuple[Hit, ...]:
        """Return the tasks that hold a text, the best first: the phrase itself, then all its words, else any of them.

        Raises StoreUnavailable, as all that reads the index, where it can't be read.
        """
        found = self._matching(f"characters : {_quoted(characters(text))}", limit, whole=True)
        # One character alone stands in any text.
        words = [_quoted(word) for word in dict.fromkeys(self._segmenter.cut(text)) if len(word) > 1]
        for query in (" AND ".join(words), " OR ".join(words)):
            if query and not found:
                found = self._matching(f"{{headings words}} : ({query})", limit, whole=False)
        return found

    def holding(self, phrase: str) -> frozenset[str]:
        """Return the IRIs of all tasks in whose headings or texts a phrase stands; marks do not count."""
        wanted = _quoted(characters(phrase))
        if wanted == '""':
            return frozenset()
        return frozenset(iri for (iri,) in self._rows(HOLDING, f"characters : {wanted}"))

    def cut(self, text: str) -> list[str]:
        """Return the words of a text one after the other; what is no word of the tasks comes as single characters."""
        return self._segmenter.cut_plainly(text)

    def between(self, before: str, behind: str) -> frozenset[str]:
        """Return the characters that stand between two phrases in the tasks; either may be empty."""
        parts = [characters(part) for part in (before, behind) if part]
        query = (
            f"characters : NEAR({' '.join(map(_quoted, parts))}, 1)"
            if len(parts) > 1
            else f"characters : {_quoted(parts[0])}"
        )
        pattern = re.compile(f"(?<![^ ]){characters(before)} ?(\\w) ?{characters(behind)}(?![^ ])")
        rows = self._rows(CHARACTERS, query)
        return frozenset(found for (characters_of,) in rows for found in pattern.findall(characters_of))

    def words(self, text: str) -> list[str]:
        """Return the words of a text as those of the tasks were cut: of long ones their parts too."""
        return self._segmenter.cut(text)

    @cached_property
    def task_count(self) -> int:
        """How many tasks there are."""
        return int(self._rows("SELECT count(*) FROM tasks")[0][0])

    @cached_property
    def tasks(self) -> frozenset[str]:
        """The IRIs of its tasks."""
        return frozenset(iri for (iri,) in self._rows("SELECT iri FROM tasks"))

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words that stand in the tasks."""
        return frozenset(word for (word,) in self._rows("SELECT word FROM words"))

    def _matching(self, query: str, limit: int, *, whole: bool) -> tuple[Hit, ...]:
        return tuple(Hit(iri, score, whole) for iri, score in self._rows(FIND, query, limit))

    @cached_property
    def _segmenter(self) -> Segmenter:
        return Segmenter(dict(self._rows("SELECT word, count FROM words")), COMMON)

    def _rows(self, query: str, *values: object) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            line = f"{self._path.parent.name}：检索索引读不出来（{error}）。请运行 zeren build 修复。"
            raise StoreUnavailable(line) from error

    @property
    def _connection(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = self._local.connection = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True)
        return known


def _quoted(words: str) -> str:
    """Return words as a phrase of FTS5's query language."""
    return '"' + words.replace('"', '""') + '"'
