"""The original beside the reading, as HTML: rows and lines as the file has them, each with what became of its words.

All words of documents are escaped, here and nowhere else.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from graph_build.pipeline import RawBlock, RawCell, ReadTask
from graph_query.ledger.account import EMPTY, NOT_UNDERSTOOD, AccountLine, Piece, Place
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.model import Task

OF_TASKS = ("task", "assignment", "limit", "remark")
LEGEND = (
    "<p class='legend'><span><mark class='asked'>红底</mark>没有读懂</span>"
    "<span><del>划去</del>划去或隐藏，未读</span>"
    "<span><span class='supposed'>※</span>推定</span><span><span class='supposed'>✎</span>人工更正</span>"
    "<span><span class='of-assignment'>蓝线</span>分工</span>"
    "<span><span class='of-limit'>绿线</span>时限</span></p>"
)


# What is said of a part of a reading by its basis: a sign, and what it means.
SIGNS = {"merged_supposed": ("※", "推定"), "aligned_supposed": ("※", "推定"), "corrected": ("✎", "人工更正")}
# A line of the account, as a view points at it: its block, and its row where it is one.
At = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What was read as a task, as it is said beside its words: number as written, where it leads, lines of HTML."""

    no: str
    lines: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands beside the lines: their tasks by number.

    `supposed` are the words that a blank cell is supposed to say, by its place; `here` are lines that are pointed at,
    `first` those beside which all that is read of a task is said, its longest ones.
    """

    tasks: Mapping[int, Told]
    supposed: Mapping[Place, str] = field(default_factory=dict)
    here: frozenset[At] = frozenset()
    first: Mapping[int, At] = field(default_factory=dict)


def told(task: Task | ReadTask, address: str = "") -> Told:
    """Return what is said of a task beside its words."""
    return Told(task.no or "", tuple(_read(task)), address)


def _read(task: Task | ReadTask) -> Iterator[str]:
    for role in ROLES:
        names = [_signed(a.name, a.basis) for a in task.assignments if a.role == role]
        if names:
            yield f"{shown('roles', role)}：{'、'.join(names)}"
    if task.open_ended:
        yield "单位以“等”结尾"
    if task.deadline:
        unknown = "" if task.deadline.kind else "<mark class='asked'>没有读懂</mark>"
        yield f"时限：{_signed(task.deadline.words, task.deadline.basis)}{unknown}"
    if task.damaged:
        yield "<mark class='asked'>原文有损坏</mark>"


def _signed(words: str, basis: str) -> str:
    sign, meaning = SIGNS.get(basis, ("", ""))
    return html.escape(words) + (f"<span class='supposed' title='{meaning}'>{sign}</span>" if sign else "")


def is_of(lines: Sequence[AccountLine], blocks: Sequence[RawBlock]) -> bool:
    """Say whether an account is of these blocks, character by character: another program may read a file otherwise."""
    return all(
        "".join(piece.words for piece in pieces) == _text_at(blocks, place)
        for line in lines
        for place, pieces in line.cells.items()
    )


def _text_at(blocks: Sequence[RawBlock], place: Place) -> str | None:
    block, row, column = place
    content = blocks[block] if block < len(blocks) else ""
    if isinstance(content, str):
        return content if row is None else None
    cells = content.get(row or 0, ())
    return next((cell.text for cell in cells if (cell.row, cell.column) == (row, column)), None)


def view(
    on_page: Sequence[AccountLine], all_lines: Sequence[AccountLine], blocks: Sequence[RawBlock], reading: Reading
) -> str:
    """Return lines of a document as HTML, with what became of them; as tables where the file's `blocks` are at hand.

    `all_lines` are those of the document: a merged cell may begin above the lines of a page.
    """
    cells = {place: pieces for line in all_lines for place, pieces in line.cells.items()}
    reading = replace(reading, first=_firsts(on_page))
    parts = []
    for (block, in_table), group in groupby(on_page, key=lambda line: (line.block, line.row is not None)):
        lines = list(group)
        if in_table:
            parts.append(_table(lines, cells, blocks[block] if block < len(blocks) else "", reading))
        else:
            parts += [_line(line, reading) for line in lines]
    return f"<div class='beside' role='region' aria-label='原文与识读' tabindex='0'>{''.join(parts)}</div>"


def _firsts(lines: Sequence[AccountLine]) -> dict[int, At]:
    """Return the line of each task that holds most of its words: a number may stand on a line of its own."""
    found: dict[int, At] = {}
    most: Counter[int] = Counter()
    for line in lines:
        for number in line.tasks:
            length = sum(len(p.words) for p in line.pieces if p.fate == "task" and p.task == number)
            if length > most[number]:
                most[number], found[number] = length, (line.block, line.row)
    return found


def _line(line: AccountLine, reading: Reading) -> str:
    words = "".join(_pieces(pieces) for pieces in line.cells.values())
    return f"<div class='line{_is_here(line, reading)}'><div class='words'>{words}</div>{_fates(line, reading)}</div>"


def _table(
    lines: Sequence[AccountLine], cells: Mapping[Place, tuple[Piece, ...]], block: RawBlock, reading: Reading
) -> str:
    """Return rows of a table; a merged cell stands once, over as many of these rows and columns as it covers."""
    columns = 1 + max(column or 0 for line in lines for _, _, column in line.cells)
    rows = [_raw_row(line, block, columns) for line in lines]
    width, found = max(map(len, rows)), []
    for at, (line, row) in enumerate(zip(lines, rows, strict=True)):
        words = []
        above = {(cell.row, cell.column) for cell in rows[at - 1]} if at else set()
        for cell in dict.fromkeys(row):
            if (cell.row, cell.column) in above:
                continue
            place = line.block, cell.row, cell.column
            spans = _spans(cell, rows[at:])
            words.append(f"<td{spans}>{_pieces(cells.get(place, ())) or _supposed(place, reading)}</td>")
        if len(row) < width:
            words.append(f"<td colspan='{width - len(row)}'></td>")
        fates = _fates(line, reading, "td")
        found.append(f"<tr class='{_is_here(line, reading)}'>{''.join(words)}{fates}</tr>")
    return f"<div class='scroll'><table class='rows'>{''.join(found)}</table></div>"


def _raw_row(line: AccountLine, block: RawBlock, columns: int) -> tuple[RawCell, ...]:
    """Return the cells of a row; without its file those of so many columns, as far as the account has words of them."""
    row = block.get(line.row or 0) if isinstance(block, dict) else None
    if row is not None:
        return row
    return tuple(RawCell(line.row or 0, column, "") for column in range(columns))


def _spans(cell: RawCell, rows: Sequence[Sequence[RawCell]]) -> str:
    """Return over how many columns of its row, and how many rows that follow each other, a cell stands."""
    wide, high = rows[0].count(cell), 0
    for row in rows:
        if cell not in row:
            break
        high += 1
    return (f" colspan='{wide}'" if wide > 1 else "") + (f" rowspan='{high}'" if high > 1 else "")


def _supposed(place: Place, reading: Reading) -> str:
    words = reading.supposed.get(place, "")
    return f"<span class='supposed'>※ {html.escape(words)}</span>" if words else ""


def _is_here(line: AccountLine, reading: Reading) -> str:
    return " here" if (line.block, line.row) in reading.here else ""


def _pieces(pieces: Sequence[Piece]) -> str:
    return "".join(map(_piece, pieces)) if any(piece.words.strip() for piece in pieces) else ""


def _piece(piece: Piece) -> str:
    """Return words with their mark; white space around them is not marked."""
    bare = piece.words.strip()
    before, _, after = piece.words.partition(bare) if bare else (piece.words, "", "")
    return f"{before}{_marked(html.escape(bare), piece.fate)}{after}" if bare else before


def _marked(words: str, fate: str) -> str:
    if fate == NOT_UNDERSTOOD:
        return f"<mark class='asked'>{words}</mark>"
    if fate == "left_out":
        return f"<del>{words}</del>"
    return f"<span class='of-{fate}'>{words}</span>" if fate in OF_TASKS else words


def _fates(line: AccountLine, reading: Reading, tag: str = "div") -> str:
    """Return where a line stands, what was read of it, and what became of its other words."""
    parts = [f"<span class='where'>{html.escape(line.where)}</span>"]
    others = dict.fromkeys(_other(piece, line) for piece in line.pieces if piece.fate != EMPTY)
    parts.append(html.escape("、".join(filter(None, others))))
    at = line.block, line.row
    parts += [_task(number, reading, whole=reading.first.get(number) == at) for number in line.tasks]
    return f"<{tag} class='fate'>{''.join(parts)}</{tag}>"


def _other(piece: Piece, line: AccountLine) -> str:
    """Return what became of a piece that is no part of the tasks of its own line.

    A merged cell beside a task holds for it too, whichever task the account names.
    """
    if piece.task is None or piece.fate not in OF_TASKS:
        return shown("fates", piece.fate)
    return "" if line.tasks else f"任务{piece.task}的{shown('fates', piece.fate)}"


def _task(number: int, reading: Reading, *, whole: bool) -> str:
    """Return what was read as a task: its number, which leads to it; as a `whole` its units and time too."""
    task = reading.tasks.get(number)
    if task is None:
        return f"<b>任务{number}</b> "
    name = f"任务{number}" + (f"（{html.escape(task.no)}）" if task.no and task.no != str(number) else "")
    if task.address:
        name = f"<a href='{html.escape(task.address)}'>{name}</a>"
    return f"<b>{name}</b>" + (f"<ul>{''.join(f'<li>{line}</li>' for line in task.lines)}</ul>" if whole else "")
