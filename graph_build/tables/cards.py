"""One form a task (信息卡): labels and what they say, side by side or below each other, become a row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.model import ROLES, Block, Cell, Document, Paragraph, Table
from graph_build.tables.fitting import WORDED
from graph_build.values.headings import LONGEST_WORD, kind_of

Row = tuple[Cell, ...]
Pair = tuple[Cell, Cell]


def with_cards_as_rows(document: Document) -> Document:
    """Return the document with each form of a task as a table of two rows: its labels, and what they say."""
    return replace(document, blocks=tuple(part for block in document.blocks for part in _parts(block)))


def _parts(block: Block) -> Sequence[Block]:
    """Return a table of forms as their tables, with what stands over each as paragraphs; other blocks as they are."""
    if not isinstance(block, Table):
        return [block]
    parts: list[Paragraph | list[Pair]] = []
    for row in block.rows:
        filled = [cell for cell in dict.fromkeys(row) if cell.text.compact()]
        pairs = _pairs(row)
        if pairs is not None:
            form = parts[-1] if parts and isinstance(parts[-1], list) else []
            if not form or {_word(label) for label, _ in form} & {_word(label) for label, _ in pairs}:
                parts.append(form := [])
            form += pairs
        elif len(filled) == 1:
            parts.append(Paragraph(filled[0].text))
        elif filled:
            return [block]
    forms = [part for part in parts if isinstance(part, list)]
    if not forms or not all(map(_is_card, forms)):
        return [block]
    return [part if isinstance(part, Paragraph) else _table(part, block) for part in parts]


def _pairs(row: Row) -> list[Pair] | None:
    """Return a row's labels, each with what it says; None where the row is made otherwise."""
    cells = list(dict.fromkeys(row))
    while len(cells) % 2 and not cells[-1].text.compact():
        cells = cells[:-1]
    pairs = list(zip(cells[::2], cells[1::2], strict=False))
    while pairs and not any(cell.text.compact() for cell in pairs[-1]):
        pairs = pairs[:-1]
    fits = len(cells) % 2 == 0 and all(_is_label(label) and not kind_of(said.text.value) for label, said in pairs)
    return pairs if pairs and fits else None


def _is_label(cell: Cell) -> bool:
    return 0 < len(_word(cell)) <= LONGEST_WORD


def _is_card(pairs: Sequence[Pair]) -> bool:
    """Say whether labels are a task's: most are known, one is for what is to be done, one for units or limits."""
    kinds = {kind for label, _ in pairs if (kind := kind_of(label.text.value))}
    known = sum(kind_of(label.text.value) is not None for label, _ in pairs)
    return bool(kinds & {*WORDED}) and bool(kinds & {*ROLES, "deadline"}) and 2 * known >= len(pairs)


def _table(pairs: Sequence[Pair], block: Table) -> Table:
    return Table(
        (
            tuple(Cell(label.text, 0, column) for column, (label, _) in enumerate(pairs)),
            tuple(Cell(said.text, 1, column) for column, (_, said) in enumerate(pairs)),
        ),
        block.merges,
    )


def _word(cell: Cell) -> str:
    return cell.text.compact().value
