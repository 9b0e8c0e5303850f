"""The columns of a task table: recognised by the words of its heading row, told apart by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph_build.errors import TableNotUnderstood
from graph_build.headings import is_heading, kind_of
from graph_build.model import ROLES, Cell, Role, Table, Text
from graph_build.times import read_deadline
from graph_build.units import is_whole_name, read_units

# What a heading's kind leads one to expect in its column.
EXPECTED: dict[str, str] = {
    "number": "number",
    "deadline": "time",
    "remark": "text",
    "task": "text",
    "measure": "text",
    **dict.fromkeys(ROLES, "units"),
}
# 1  （1）  ①  1-1  一、
NUMBER = re.compile(r"[（(]?(\d+(?:[-—.．﹒]\d+)*|[①-⑳]|[一二三四五六七八九十百]+)[)）、.．﹒]?")
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
    """Return the number of the row that heads a table of tasks; None where the table is none."""
    found = (number for number, row in enumerate(table.rows[:5]) if is_heading([cell.text.value for cell in row]))
    return next(found, None)


def understand(heading: Sequence[Cell], body: Sequence[Sequence[Cell]], source: str) -> Columns:
    """Return which column holds what.

    Raises TableNotUnderstood where a heading's word is not known, no column holds the tasks, or too many head them.
    """
    kinds = [_known_kind(cell, source) for cell in heading]
    width = max(len(row) for row in body)
    content = [_content([row[column] for row in body if column < len(row)]) for column in range(width)]
    placed = _place(kinds, content)
    numbers = [c for c, kind in enumerate(placed) if kind in ("number", "task") and content[c] == "number"]
    measures = [c for c, kind in enumerate(placed) if kind == "measure"]
    # A section's name can also stand in front of the number, under the heading of the numbers.
    headed = {"number": ("text",), "task": ("text", "units", "time"), "measure": ("text", "units", "time")}
    texts = [c for c, kind in enumerate(placed) if content[c] in headed.get(kind, ())]
    measure = next(iter([*reversed(measures), *reversed(texts)]), None)
    headings = tuple(c for c in texts if c != measure)
    if measure is None or len(headings) > 2:  # noqa: PLR2004 (section and subsection)
        words = "、".join(cell.text.compact().value for cell in heading)
        wrong = "没有写任务内容的栏目" if measure is None else "任务内容之前的标题栏多于两级"
        raise TableNotUnderstood(f"{source}：表格{wrong}（表头为 {words}）。请检查表头。")
    return Columns(
        number=numbers[0] if numbers else None,
        headings=headings,
        measure=measure,
        roles=tuple((c, role) for c, kind in enumerate(placed) for role in ROLES if kind == role),
        deadline=placed.index("deadline") if "deadline" in placed else None,
        remark=placed.index("remark") if "remark" in placed else None,
    )


def number_of(cell: Text) -> str | None:
    """Return the figure of a number column's cell, without brackets and marks: ① is 1, （2） is 2, 1-1 stays."""
    match = NUMBER.fullmatch(cell.compact().value)
    if match is None:
        return None
    figure = match[1]
    return str("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".index(figure) + 1) if "①" <= figure <= "⑳" else figure


def _known_kind(cell: Cell, source: str) -> str:
    kind = kind_of(cell.text.value)
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
    return max(_placings(kinds, len(content)), key=lambda placed: _fit(placed, content))


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
    """Return what most filled cells of a column hold: number, time, units or text; nothing where all are blank."""
    held = Counter(_held(cell) for cell in cells if cell.text.compact())
    return held.most_common(1)[0][0] if held else "nothing"


def _held(cell: Cell) -> str:
    text = cell.text.compact()
    if number_of(text):
        return "number"
    limit = read_deadline(text, None) if len(text.value) <= LONGEST_DEADLINE else None
    if limit and limit.kind:
        return "time"
    units = read_units(text).units
    if not text.value.endswith("。") and units and all(unit.role or is_whole_name(unit.name) for unit in units):
        return "units"
    return "text"
