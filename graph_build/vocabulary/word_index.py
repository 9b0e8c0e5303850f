"""The index for text search: SQLite FTS5 over the words of tasks.

Table `tasks`: IRI, words of the headings, words of the text, and all characters one by one, in which a phrase is found
wherever it stands. Table `words`: the dictionary that cut them, for cutting what is looked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph_build.vocabulary.concepts import concepts_of, words_of
from graph_build.vocabulary.segmenting import Segmenter, characters, words_in

SCHEMA = """
CREATE VIRTUAL TABLE tasks
  USING fts5(iri UNINDEXED, headings, words, characters, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A task's IRI, the lines of its headings, and those of its text, items and remark."""

    iri: str
    headings: str
    text: str


def write_words(path: Path, tasks: Iterable[Indexed]) -> None:
    """Write the index of some tasks, in their order, to a new file."""
    tasks = list(tasks)
    concepts = [(scheme, code) for scheme in ("topics", "functions") for code in concepts_of(scheme)]
    own_words = (word for scheme, code in concepts for word in words_of(scheme, code))
    words = words_in((f"{task.headings}\n{task.text}" for task in tasks), own_words)
    segmenter = Segmenter(words)
    with closing(sqlite3.connect(path)) as index, index:
        index.executescript(SCHEMA)
        index.executemany("INSERT INTO words VALUES (?, ?)", sorted(words.items()))
        for task in tasks:
            letters = characters(f"{task.headings}\n{task.text}")
            row = (task.iri, _cut(task.headings, segmenter), _cut(task.text, segmenter), letters)
            index.execute("INSERT INTO tasks VALUES (?, ?, ?, ?)", row)


def _cut(text: str, segmenter: Segmenter) -> str:
    return " ".join(segmenter.cut(text))
