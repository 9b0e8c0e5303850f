"""A table whose cells no lines part: by the words of its heading row and the white space below them.

Columns are parted by white space that no line of the table crosses, rows by rules, by wider white space, or by their
numbers; each row must come out whole. What does not agree is not read as a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.readers.parts.pdf_bands import (
    NEAR,
    OVERLAP,
    Columns,
    Letter,
    Letters,
    Place,
    bands_of,
    extent,
    heights,
    is_chapter,
    lines,
    pieces_of,
    text_of,
)
from graph_build.readers.parts.pdf_joined import Box, Grid
from graph_build.readers.parts.pdf_lines import cell_text, lines_of
from graph_build.spans import Raw, Text
from graph_build.values.contents import content_of
from graph_build.values.headings import is_heading, kind_of, likely_kind

# White space between two words of a heading, in letters: the first of these at which they make a heading.
HEADING_GAPS = (1.0, 0.5, 2.0)
FEWEST_WORDS = 3
# White space between two columns is wider than this part of a letter.
GUTTER = 0.2
# A line of prose fills this part of a table's width without a gap.
PROSE = 0.75
# White space between rows is so much wider than inside of one.
WIDER = 1.3
# What stands further below than so many letters is no part of a table.
FAR = 2.0
# A rule between rows reaches over this part of the table.
RULE = 0.6
ENDS = ("。", "；", ";")
# Columns that say what is to be done.
TASKS = ("task", "measure")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table found by alignment: where it stands on the page, its columns, its grid.

    `blanks` counts its blank cells, of which no one can say whether they belong to a merged one.
    """

    top: float
    bottom: float
    columns: Columns
    grid: Grid
    blanks: int


class NotAligned(Exception):
    """A heading row stands on the page, and what is below it does not agree with it."""


def aligned_table(letters: Letters, rules: Sequence[Letter], page: int, before: Columns | None) -> Aligned | None:
    """Return the table of tasks that a page's letters make by their places; None where there is no heading of one.

    `before` are the columns in which the page before ended: their table may go on without a heading. Raises NotAligned.
    """
    bands = bands_of(letters)
    for n, band in enumerate(bands):
        for gap in HEADING_GAPS:
            words = pieces_of(band, gap)
            if len(words) >= FEWEST_WORDS and is_heading([text_of(word) for word in words]):
                columns, body = _below(bands[n + 1 :], words)
                rows = _rows(body, columns, rules, cut=before is not None)
                return _made([band, *rows], columns, page)
    return _going_on(bands, rules, page, before) if before and bands else None


def _below(bands: Sequence[Letters], words: Sequence[Letters]) -> tuple[Columns, list[Letters]]:
    """Return the columns below a heading's words, and the bands that stand in them. Raises NotAligned."""
    heading = [letter for word in words for letter in word]
    body = _until_prose(bands, extent(heading))
    if not body:
        raise NotAligned
    edges = _edges(words, body)
    plain = Columns(edges, (None,) * (len(edges) - 1))
    kinds = tuple(likely_kind(text_of(plain.part(heading, n))) for n in range(len(plain.kinds)))
    body = _without_what_follows(body, plain)
    if not body:
        raise NotAligned
    return Columns(edges, kinds), body


def _going_on(bands: Sequence[Letters], rules: Sequence[Letter], page: int, columns: Columns) -> Aligned | None:
    """Return the rest of the table of the page before; None where the page's first lines are none."""
    first = next((n for n in range(1, len(bands)) if _is_far(bands, n)), 0)
    head = first if first == 1 and not _is_whole(bands[0], columns) else 0
    body = _without_what_follows(_until_prose(bands[head:], columns.sides), columns)
    if all(len(columns.filled(band)) < FEWEST_WORDS for band in body):
        return None
    return _made(_rows(body, columns, rules, cut=True), columns, page)


def _made(rows: Sequence[Letters], columns: Columns, page: int) -> Aligned:
    """Return rows of letters as a table."""
    levels = _levels(rows)
    count = len(columns.kinds)
    rights = [max((c["x1"] for row in rows for c in columns.part(row, n)), default=0.0) for n in range(count)]
    boxes, blanks = [], 0
    for row, (top, bottom) in zip(rows, pairwise(levels), strict=True):
        if columns.spanned(row):
            boxes.append(Box(text_of(row), columns.edges[0], top, columns.edges[-1], bottom))
            continue
        # The rest of a row on the page before is blank where that is filled.
        whole = "number" not in columns.kinds or bool(columns.numbers(row))
        for n, (left, right) in enumerate(pairwise(columns.edges)):
            text = cell_text(lines_of(columns.part(row, n), page), rights[n])
            blanks += whole and not text.strip()
            boxes.append(Box(text, left, top, right, bottom))
    return Aligned(levels[0], levels[-1], columns, Grid(tuple(boxes), page, aligned=True), blanks)


# Columns


def _edges(words: Sequence[Letters], body: Sequence[Letters]) -> tuple[float, ...]:
    """Return the columns' edges: the middle of the widest white space between two words of the heading.

    Where there is none the two are one word, written with space inside. Raises NotAligned.
    """
    plain = [line for band in body for line in lines(band) if not is_chapter(line)]
    left, right = extent([letter for part in (*words, *plain) for letter in part])
    edges = [left - 1]
    for one, other in pairwise(words):
        (first, _), (_, last) = extent(one), extent(other)
        space = _white_space([*plain, one, other], first, last)
        if space[1] - space[0] >= GUTTER * one[0]["size"]:
            edges.append((space[0] + space[1]) / 2)
        elif kind_of(text_of([*one, *other])) is None:
            raise NotAligned
    return (*edges, right + 1)


def _white_space(parts: Sequence[Letters], first: float, last: float) -> Place:
    """Return the widest white space between two places."""
    covered = sorted((c["x0"], c["x1"]) for part in parts for c in part if c["x1"] > first and c["x0"] < last)
    spaces, reach = [(first, first)], first
    for start, end in covered:
        if start > reach:
            spaces.append((reach, start))
        reach = max(reach, end)
    return max(spaces, key=lambda space: space[1] - space[0])


def _until_prose(bands: Sequence[Letters], width: Place) -> list[Letters]:
    """Return bands up to the first line of prose: one that fills a table's width without a gap."""
    body: list[Letters] = []
    for band in bands:
        pieces = (extent(piece) for line in lines(band) for piece in pieces_of(line, NEAR))
        if max(end - start for start, end in pieces) > PROSE * (width[1] - width[0]):
            break
        body.append(band)
    return body


def _without_what_follows(body: Sequence[Letters], columns: Columns) -> list[Letters]:
    """Return bands without those at the end that cross a column's edge or stand far below, and what follows them."""
    last = max((n for n, band in enumerate(body) if len(columns.filled(band)) >= FEWEST_WORDS), default=-1)
    behind = next((n for n in range(last + 1, len(body)) if columns.crossed(body[n]) or _is_far(body, n)), len(body))
    return list(body[:behind])


def _is_far(body: Sequence[Letters], n: int) -> bool:
    """Say whether a band stands far below the one before, as what is no part of a table does."""
    return n > 0 and heights(body[n])[0] - heights(body[n - 1])[1] > FAR * body[n][0]["size"]


# Rows


def _rows(body: Sequence[Letters], columns: Columns, rules: Sequence[Letter], *, cut: bool) -> list[Letters]:
    """Return the letters of each row, parted so that every row is whole. Raises NotAligned.

    `cut` allows the first one to be the rest of a row on the page before.
    """
    for rows in (_by_rules(body, columns, rules), *_by_space(body), _by_numbers(body, columns)):
        if rows and all((cut and n == 0) or _is_whole(row, columns) for n, row in enumerate(rows)):
            return rows
    raise NotAligned


def _by_rules(body: Sequence[Letters], columns: Columns, rules: Sequence[Letter]) -> list[Letters]:
    """Return rows that rules part; nothing where there are none inside the body."""
    wide = RULE * (columns.edges[-1] - columns.edges[0])
    levels = {rule["top"] for rule in rules if rule["orientation"] == "h" and rule["x1"] - rule["x0"] > wide}
    rows: dict[int, list[Letter]] = {}
    for letter in (letter for band in body for letter in band):
        middle = (letter["top"] + letter["bottom"]) / 2
        rows.setdefault(sum(level < middle for level in levels), []).append(letter)
    return [rows[n] for n in sorted(rows)] if len(rows) > 1 else []


def _by_space(body: Sequence[Letters]) -> Iterator[list[Letters]]:
    """Return the ways to part rows by white space surely wider than that inside of a row, the most rows first."""
    spaces = [heights(low)[0] - heights(high)[1] for high, low in pairwise(body)]
    size = body[0][0]["size"]
    yield list(body)
    for narrow, wide in pairwise(sorted({round(space, 1) for space in spaces})):
        if wide >= WIDER * narrow and wide - narrow > OVERLAP * size:
            yield _parted(body, [space > (narrow + wide) / 2 for space in spaces])
    yield _parted(body, [False for _ in spaces])


def _by_numbers(body: Sequence[Letters], columns: Columns) -> list[Letters]:
    """Return rows that begin at the level of their number; nothing where what is to be done does not end there."""
    if "number" not in columns.kinds or not columns.numbers(body[0]):
        return []
    rows = _parted(body, [bool(columns.numbers(band)) for band in body[1:]])
    return rows if all(_task(row, columns).endswith(ENDS) for row in rows) else []


def _parted(body: Sequence[Letters], new: Sequence[bool]) -> list[Letters]:
    rows: list[list[Letter]] = [list(body[0])]
    for band, begins in zip(body[1:], new, strict=True):
        if begins:
            rows.append(list(band))
        else:
            rows[-1] += band
    return list(rows)


def _task(row: Letters, columns: Columns) -> str:
    """Return what a row says is to be done: the last column of it."""
    named = [n for n, kind in enumerate(columns.kinds) if kind in TASKS]
    return text_of(columns.part(row, named[-1])) if named else ""


def _is_whole(row: Letters, columns: Columns) -> bool:
    """Say whether a row is one: it has one number, or a sentence that ends, and two cells with words."""
    if columns.spanned(row):
        return True
    if "number" in columns.kinds:
        numbers = columns.numbers(row)
        one = len(numbers) == 1 and content_of(Text.whole(Raw(numbers[0], 0))) == "number"
    else:
        one = _task(row, columns).endswith(ENDS)
    worded = {n for n, kind in enumerate(columns.kinds) if kind not in ("number", "deadline")}
    return one and not columns.crossed(row) and len(columns.filled(row) & worded) > 1


def _levels(rows: Sequence[Letters]) -> list[float]:
    """Return the heights at which rows begin, and where the last one ends."""
    places = [heights(row) for row in rows]
    between = ((high[1] + low[0]) / 2 for high, low in pairwise(places))
    return [places[0][0], *between, places[-1][1]]
