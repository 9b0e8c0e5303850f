"""The index for text search: SQLite FTS5 over the words of tasks.

Table `tasks`: IRI, words of the headings, words of the text, and all characters one by one, in which a phrase is found
wherever it stands. Table `words`: the dictionary that cut them, for cutting what is looked for, with how many documents
hold each. Table `documents`: the number of each; its tasks' rows have that number and their own.

A word that does not stand in a text makes no difference to how it is cut: documents come and go by themselves, and the
rows are the same whichever came first.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_build.vocabulary.concepts import concepts_of, words_of
from graph_build.vocabulary.segmenting import COMMON, Segmenter, characters, words_in

SCHEMA = """
CREATE VIRTUAL TABLE tasks
  USING fts5(iri UNINDEXED, headings, words, characters, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL, documents INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (name TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE) WITHOUT ROWID;
"""
# A row's number is its document's, and behind it the task's own of so many bits.
DOCUMENT_BITS, TASK_BITS = 40, 20
NEW = "INSERT INTO tasks (rowid, iri, headings, words, characters) VALUES (?, ?, ?, ?, ?)"
COUNT = "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE SET documents = documents + excluded.documents"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A task's IRI, the lines of its headings, and those of its text, items and remark."""

    iri: str
    headings: str
    text: str


class WordIndex:
    """An index that documents are taken from and added to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        concepts = [(scheme, code) for scheme in ("topics", "functions") for code in concepts_of(scheme)]
        self._own = frozenset(word for scheme, code in concepts for word in words_of(scheme, code))
        self._common: dict[str, int] = {}
        self._documents = Counter[str]()

    def remove(self, name: str, tasks: Iterable[Indexed]) -> None:
        """Remove a document of these tasks."""
        ((number,),) = self._connection.execute("SELECT number FROM documents WHERE name = ?", (name,))
        first, behind = number << TASK_BITS, (number + 1) << TASK_BITS
        self._connection.execute("DELETE FROM tasks WHERE rowid >= ? AND rowid < ?", (first, behind))
        self._connection.execute("DELETE FROM documents WHERE name = ?", (name,))
        self._documents.subtract(self._words(tasks).keys())

    def add(self, name: str, tasks: Iterable[Indexed]) -> None:
        """Add a document of these tasks."""
        tasks = list(tasks)
        words = self._words(tasks)
        segmenter = Segmenter(words, COMMON)
        for row, task in enumerate(tasks, self._new_number(name) << TASK_BITS):
            letters = characters(f"{task.headings}\n{task.text}")
            values = (row, task.iri, _cut(task.headings, segmenter), _cut(task.text, segmenter), letters)
            self._connection.execute(NEW, values)
        self._documents.update(words.keys())

    def complete(self) -> None:
        """Note which words the documents hold now."""
        changed = sorted((word, n) for word, n in self._documents.items() if n)
        self._connection.executemany(COUNT, ((word, self._common[word], n) for word, n in changed))
        self._connection.execute("DELETE FROM words WHERE documents = 0")

    def _words(self, tasks: Iterable[Indexed]) -> dict[str, int]:
        words = words_in((f"{task.headings}\n{task.text}" for task in tasks), self._own)
        self._common |= words
        return words

    def _new_number(self, name: str) -> int:
        number = number_of(name)
        while self._connection.execute("SELECT 1 FROM documents WHERE number = ?", (number,)).fetchone():
            number += 1
        self._connection.execute("INSERT INTO documents VALUES (?, ?)", (name, number))
        return number


def number_of(name: str) -> int:
    """Return a document's number, unless it is taken; many documents are added soonest in the order of theirs."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[: DOCUMENT_BITS // 8], "big")


@contextmanager
def word_index(path: Path) -> Iterator[WordIndex]:
    """Give the index in a file, which is new or a copy, to be changed."""
    is_new = not path.exists()
    with closing(sqlite3.connect(path)) as connection, connection:
        if is_new:
            connection.executescript(SCHEMA)
        index = WordIndex(connection)
        yield index
        index.complete()


def write_words(path: Path, tasks: Iterable[Indexed]) -> None:
    """Write the index of some tasks as those of one document to a new file."""
    with word_index(path) as index:
        index.add("", tasks)


def _cut(text: str, segmenter: Segmenter) -> str:
    return " ".join(segmenter.cut(text))
