"""The columns of a task table: recognised by the words of its heading row, told apart by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph_build.errors import TableNotUnderstood
from graph_build.model import ROLES, Cell, Role, Table
from graph_build.times import read_deadline
from graph_build.units import is_whole_name, read_units
from graph_build.vocabulary import column_words

# What a heading's kind leads one to expect in its column.
EXPECTED = {
    "number": "number",
    "deadline": "time",
    "remark": "text",
    "task": "text",
    "measure": "text",
} | dict.fromkeys(ROLES, "units")
LONGEST_DEADLINE = 30


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; `headings` are the columns of section and subsection, outermost first."""

    number: int | None
    headings: tuple[int, ...]
    measure: int
    roles: tuple[tuple[int, Role], ...]
    deadline: int | None
    remark: int | None


def heading_row(table: Table) -> int | None:
    """Return the number of the row that heads a table of tasks; None where the table is none.

    It names a column of units or of deadlines, and another one.
    """
    for number, row in enumerate(table.rows[:5]):
        kinds = {kind_of(cell) for cell in row} - {None}
        if len(kinds) > 1 and kinds & {*ROLES, "deadline"}:
            return number
    return None


def kind_of(cell: Cell) -> str | None:
    """Return what a heading cell's words stand for in concepts.ttl."""
    return column_words().get(re.sub(r"[\s（）()：:]", "", cell.text.value))


def understand(heading: Sequence[Cell], body: Sequence[Sequence[Cell]], source: str) -> Columns:
    """Return which column holds what.

    Raises TableNotUnderstood where a heading's word is not known, or no column holds the tasks.
    """
    kinds = [_known_kind(cell, source) for cell in heading]
    width = max(len(row) for row in body)
    content = [_content([row[column] for row in body if column < len(row)]) for column in range(width)]
    placed = _place(kinds, content)
    numbers = [c for c, kind in enumerate(placed) if kind in ("number", "task") and content[c] == "number"]
    texts = [c for c, kind in enumerate(placed) if kind in ("task", "measure") and c not in numbers]
    if not texts:
        words = "、".join(cell.text.compact().value for cell in heading)
        raise TableNotUnderstood(f"{source}：表格没有写任务内容的栏目（表头为 {words}）。请检查表头。")
    return Columns(
        number=numbers[0] if numbers else None,
        headings=tuple(texts[:-1]),
        measure=texts[-1],
        roles=tuple((c, role) for c, kind in enumerate(placed) for role in ROLES if kind == role),
        deadline=placed.index("deadline") if "deadline" in placed else None,
        remark=placed.index("remark") if "remark" in placed else None,
    )


def _known_kind(cell: Cell, source: str) -> str:
    kind = kind_of(cell)
    if kind is None:
        word = cell.text.compact().value
        raise TableNotUnderstood(
            f"{source}：不认识表头栏目“{word}”。请在 ontology/concepts.ttl 中给相应概念增补它（zr:columnWord）。"
        )
    return kind


def _place(kinds: Sequence[str], content: Sequence[str]) -> list[str]:
    """Return the kind of each column: headings stand over the columns in order, each over one or more of them.

    Flattening lost how many; the placing whose columns hold what their headings promise is taken, the extra
    columns under a heading of tasks (numbers and headings of tasks stand there) before any other.
    """
    best = max(_placings(kinds, len(content)), key=lambda placed: _fit(placed, content), default=None)
    return best or list(kinds)


def _placings(kinds: Sequence[str], width: int) -> Iterator[list[str]]:
    for cuts in combinations(range(1, width), len(kinds) - 1):
        bounds = (0, *cuts, width)
        yield [kind for n, kind in enumerate(kinds) for _ in range(bounds[n + 1] - bounds[n])]


def _fit(placed: Sequence[str], content: Sequence[str]) -> float:
    fit = sum(
        1.0 if EXPECTED[kind] == held or (kind == "task" and held == "number") else 0.0
        for kind, held in zip(placed, content, strict=True)
    )
    doubled = sum(count - 1 for kind, count in Counter(placed).items() if kind != "task")
    return fit - 0.1 * doubled


def _content(cells: Sequence[Cell]) -> str:
    """Return what most filled cells of a column hold: number, time, units or text."""
    held = Counter(_held(cell) for cell in cells if cell.text.compact())
    return held.most_common(1)[0][0] if held else "text"


def _held(cell: Cell) -> str:
    text = cell.text.compact()
    if re.fullmatch(r"[（(]?\d+[)）.．、]?", text.value):
        return "number"
    limit = read_deadline(text, None) if len(text.value) <= LONGEST_DEADLINE else None
    if limit and limit.kind:
        return "time"
    units = read_units(text).units
    if not text.value.endswith("。") and units and all(unit.role or is_whole_name(unit.name) for unit in units):
        return "units"
    return "text"
