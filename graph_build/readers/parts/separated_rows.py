"""Rows of a table as text, whichever mark parts its cells."""

from __future__ import annotations

import csv
import io

from graph_build.errors import FileUnreadable
from graph_build.readers.parts.decoding import decode
from graph_build.sandbox.limits import LARGEST_TEXT, MOST_LINES
from graph_build.values.headings import is_heading

MARKS = ",;\t，；|"
# Excel's own word for the mark, on the first line.
SEPARATOR = "sep="


def is_separated(data: bytes) -> bool:
    """Say whether bytes are a table as text: in some line a mark parts the words of a heading."""
    try:
        content = decode(data)
    except FileUnreadable:
        return False
    return any(map(is_heading, rows_of(content)))


def is_saved_table(data: bytes) -> bool:
    """Say whether a text is a table as programs for sheets save it: a heading, and rows with as many cells below it.

    Tabs without line breaks in quotes are left to who reads lines: their rows can lack cells.
    """
    try:
        content = decode(data) if len(data) <= LARGEST_TEXT and data.count(b"\n") <= MOST_LINES else ""
        rows = rows_of(content)
    except FileUnreadable:
        return False
    heading = next((n for n, row in enumerate(rows) if is_heading(row)), len(rows))
    below = [row for row in rows[heading + 1 :] if any(cell.strip() for cell in row)]
    broken = any("\n" in cell for row in below for cell in row)
    whole = all(len(row) == len(rows[heading]) for row in below)
    return bool(below) and whole and (broken or not {"\t", "|"} & set(content))


def rows_of(content: str) -> list[list[str]]:
    """Return the rows by the mark that parts a heading's words, else by the one that parts most lines."""
    found: list[list[list[str]]] = []
    named, _, rest = content.partition("\n")
    if named.lower().startswith(SEPARATOR):
        return [[], *_parted(rest, named.removeprefix(named[: len(SEPARATOR)])[:1] or ",")]
    for mark in MARKS:
        rows = _parted(content, mark)
        if any(map(is_heading, rows)):
            return rows
        found.append(rows)
    return max(found, key=lambda rows: sum(len(row) > 1 for row in rows))


def _parted(content: str, mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(content), delimiter=mark))
    except csv.Error as error:
        raise FileUnreadable("有一格的文字过长，引号可能没有成对。请核对引号后重试。") from error
