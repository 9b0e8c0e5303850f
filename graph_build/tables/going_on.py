"""Tables of tasks that go on: in a table without a heading, in a second list beside the first, in a row cut in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph_build.model import Cell, Table
from graph_build.spans import WORDS, Text
from graph_build.values.contents import Content, content_of, is_complete, most_hold
from graph_build.values.headings import is_heading, kind_of

Row = tuple[Cell, ...]
# Of so many columns one may hold something else than it does in the table before.
LENIENT = 4
# Words of this length can be what is to be done.
SHORTEST_MEASURE = 8
FEWEST_CELLS = 3


def goes_on(before: Table, rows: Sequence[Row]) -> bool:
    """Say whether rows without a heading go on with a table of tasks: the same columns, holding the same."""
    if not rows or len(rows[0]) != len(before.rows[0]) or any(kind_of(cell.text.value) for cell in rows[0]):
        return False
    pairs = list(zip(_contents(before.rows[1:]), _contents(rows), strict=True))
    # A short sentence with a limit inside looks like a limit.
    same = [one == other or {one, other} == {"text", "time"} for one, other in pairs]
    sentences = any(same[n] and one in ("text", "time") and _is_long(rows, n) for n, (one, _) in enumerate(pairs))
    units = any(one == other == "units" for one, other in pairs)
    differ = sum(not alike and "nothing" not in pair for alike, pair in zip(same, pairs, strict=True))
    return sentences and units and differ <= len(pairs) // LENIENT


def could_be_tasks(rows: Sequence[Row]) -> bool:
    """Say whether rows of a table look like tasks: a column of units beside one of sentences."""
    contents = _contents(rows) if rows else []
    sentences = any(one == "text" and _is_long(rows, n) for n, one in enumerate(contents))
    return "units" in contents and sentences


def is_loose_row(text: Text) -> bool:
    """Say whether a paragraph is a row of a table without lines: cells parted by white space."""
    contents = [content_of(text[match.start() : match.end()]) for match in WORDS.finditer(text.value)]
    ends = len(contents) >= FEWEST_CELLS and (contents[0] == "number" or contents[-1] == "time")
    return ends and {"units", "text"} <= set(contents)


def side_by_side(table: Table) -> tuple[Table, ...]:
    """Return the lists that stand side by side under the same headings, each as a table; else the table alone.

    Rows that reach over both of them keep the table whole.
    """
    at = next((n for n, row in enumerate(table.rows) if is_heading([cell.text.value for cell in row])), None)
    if at is None:
        return (table,)
    words = [cell.text.compact().value for cell in table.rows[at]]
    starts = [n for n, word in enumerate(words) if word == words[0] and table.rows[at][n] != table.rows[at][n - 1]]
    bounds = [*starts, len(words)]
    parts = [slice(start, _end(words, start, end)) for start, end in pairwise(bounds)]
    same = len({tuple(words[part]) for part in parts}) == 1 and is_heading(words[parts[0]])
    if len(starts) == 1 or not same or any(_reaches_over(row, parts) for row in table.rows[at:]):
        return (table,)
    # What stands above the heading belongs to the first list.
    rows = [table.rows, *(table.rows[at:] for _ in parts[1:])]
    return tuple(Table(tuple(row[part] for row in own), table.merges) for own, part in zip(rows, parts, strict=True))


def repeats_headings(table: Table) -> bool:
    """Say whether a table's heading has the word of its first column again: lists side by side that were not parted."""
    words = [cell.text.compact().value for cell in dict.fromkeys(table.rows[0])]
    return bool(words) and words.count(words[0]) > 1


def cut_rows(table: Table) -> Iterator[int]:
    """Return the rows, by their place in the table, that look like the rest of the row above.

    They have no number where the others have one, a blank where the row above is filled, and go on with a sentence.
    """
    body = table.rows[1:]
    if not body or _contents(body)[0] != "number":
        return
    for n, (above, row) in enumerate(pairwise(body), 2):
        own = [(high, low) for high, low in zip(above, row, strict=True) if low is not high]
        filled = [(high, low) for high, low in own if low.text.compact()]
        blank = [high for high, low in own if not low.text.compact() and high.text.compact()]
        unnumbered = row[0] is not above[0] and not row[0].text.compact() and above[0].text.compact()
        if unnumbered and len(blank) > 1 and any(not is_complete(high.text.compact()) for high, _ in filled):
            yield n


def _contents(rows: Sequence[Row]) -> list[Content]:
    return [most_hold(cell.text for cell in dict.fromkeys(row[n] for row in rows)) for n in range(len(rows[0]))]


def _is_long(rows: Sequence[Row], column: int) -> bool:
    return any(len(row[column].text.compact().value) >= SHORTEST_MEASURE for row in rows)


def _end(words: Sequence[str], start: int, end: int) -> int:
    """Return where a list's columns end, without blank ones behind them."""
    while end > start and not words[end - 1]:
        end -= 1
    return end


def _reaches_over(row: Row, parts: Sequence[slice]) -> bool:
    held = [set(row[part]) for part in parts]
    return any(one & other for one, other in pairwise(held))
