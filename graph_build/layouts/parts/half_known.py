"""A heading of a table of which the word over the tasks is not known: where nothing was read, the user is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.model import ROLES, Document, Paragraph
from graph_build.tables.table_parts import distinct
from graph_build.values.headings import LONGEST_WORD, TEACHING, kind_of, likely_kind

FEWEST_WORDS, MOST_UNKNOWN = 3, 2


def half_known_heading(document: Document) -> tuple[str, tuple[str, ...]]:
    """Return what to tell of the first row that looks like such a heading, and its words that are not known.

    Both are empty where there is none.
    """
    found = next(((row, unknown) for row in _rows(document) if (unknown := _unknown(row))), None)
    if found is None:
        return "", ()
    named = "、".join(f"“{word}”" for word in found[1])
    words = "、".join(found[0])
    return f"有一行像是表头（{words}），不认识其中的{named}，{TEACHING}。", tuple(found[1])


def _unknown(words: Sequence[str]) -> list[str]:
    """Return the words that are not known of a row that has a role's word; none where it is no heading."""
    unknown = [word for word in words if likely_kind(word) is None]
    short = len(words) >= FEWEST_WORDS and max(map(len, words)) <= LONGEST_WORD
    return unknown if short and len(unknown) <= MOST_UNKNOWN and any(kind_of(word) in ROLES for word in words) else []


def _rows(document: Document) -> Iterator[list[str]]:
    """Return the words of each row of a document's tables, and of each line that bars or tabs part."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts = re.split(r"[|｜\t]", block.text.value)
            yield [word for part in parts if (word := "".join(part.split()))]
        else:
            yield from ([cell.text.compact().value for cell in distinct(row)] for row in block.rows)
