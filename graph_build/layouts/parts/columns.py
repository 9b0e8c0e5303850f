"""The columns of a task table: recognised by the words of its heading row, told apart by what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph_build.errors import TableNotUnderstood
from graph_build.model import ROLES, Cell, Fate, Role
from graph_build.tables.fitting import EXPECTED
from graph_build.tables.matrix import unit_columns
from graph_build.tables.table_parts import distinct
from graph_build.values.contents import Content, content_of, most_hold
from graph_build.values.headings import TEACHING, kind_of, likely_kind

# A section's name can also stand in front of the number, under the heading of the numbers.
HEADED: dict[str, tuple[Content, ...]] = {
    "number": ("text",),
    "task": ("text", "units", "time"),
    "measure": ("text", "units", "time"),
}
# What is told of a heading's word that is not known.
KEPT = "不认识表头栏目“{}”，内容留作备注"
UNITS = "不认识表头栏目“{}”，其中的单位没有读作责任"
# A row of a section's name has one cell, and at most its number in another.
FEWEST_APART = 2
ASTRIDE = "有 {} 格横跨任务栏和另一栏，分不清属于哪一栏，请核对原表"
# How a column is called that is left out and has no word over it.
NO_HEADING = "（没有表头）"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; `headings` are the columns of section and subsection, outermost first.

    `units` are the columns below units' names, in a table where these stand over the columns. `left_out` are the words
    over columns that hold neither tasks nor units nor limits, `words` those over each column. `notes` and `doubts` are
    Chinese lines on words that are not known, `unknown` these words.
    """

    number: int | None
    headings: tuple[int, ...]
    measure: int
    roles: tuple[tuple[int, Role], ...]
    units: tuple[int, ...]
    deadline: int | None
    remark: int | None
    progress: int | None
    left_out: tuple[str, ...]
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def fates(self) -> tuple[Fate, ...]:
        """What becomes of the cells of each column."""
        fates: dict[int | None, Fate] = dict.fromkeys(self.headings, "heading")
        fates |= dict.fromkeys((*self.units, *(column for column, _ in self.roles)), "assignment")
        fates |= {self.number: "task", self.measure: "task", self.deadline: "limit"}
        return tuple(fates.get(column, "remark") for column in range(len(self.words)))


def understand(heading: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> Columns:
    """Return which column holds what.

    Raises TableNotUnderstood where no column holds the tasks, or none says who has which part.
    """
    width = max(len(row) for row in body)
    columns = [[row[column] for row in body if column < len(row)] for column in range(width)]
    content = [_content(cells) for cells in columns]
    units = unit_columns(heading, body)
    of_words = ["mark" if n in units else _known_kind(cell) for n, cell in enumerate(heading)]
    placed = _heading_over(of_words, content)
    kinds = [of_words[n] for n in placed]
    kinds = [_of_blank(columns[n], kinds[:n]) if kind == "blank" else kind for n, kind in enumerate(kinds)]
    texts = [column for column, kind in enumerate(kinds) if content[column] in HEADED.get(kind, ())]
    measure = _measure(kinds, texts)
    if measure is None:
        raise _not_understood(heading)
    headings = [column for column in texts if column != measure]
    unread, kept = _not_known(kinds, content)
    left_out = [
        column
        for column, kind in enumerate(kinds)
        if kind == "unread" or (kind == "unknown" and column != kept) or (kind == "goal" and column != measure)
    ]
    return Columns(
        number=next((c for c, kind in enumerate(kinds) if kind in ("number", "task") and content[c] == "number"), None),
        headings=(*headings[:1], *headings[1:][-1:]),
        measure=measure,
        roles=tuple((c, role) for c, kind in enumerate(kinds) for role in ROLES if kind == role),
        units=units,
        deadline=_first(kinds, "deadline"),
        remark=_first(kinds, "remark") if kept is None else kept,
        progress=_first(kinds, "progress"),
        left_out=tuple(
            _word(heading, c) or NO_HEADING
            for c in [*left_out, *headings[1:-1]]
            if c != measure and c < len(heading) and (_word(heading, c) or content[c] != "nothing")
        ),
        words=tuple(_word(heading, n) for n in placed),
        notes=() if kept is None else (KEPT.format(_word(heading, placed[kept])),),
        doubts=(*(UNITS.format(_word(heading, placed[n])) for n in unread), *_astride(body, measure, kinds)),
        unknown=_unknown(heading),
    )


def _not_known(kinds: Sequence[str], content: Sequence[Content]) -> tuple[list[int], int | None]:
    """Return the columns of units below a word that is not known, which may have a part, and the one kept as remark."""
    unknown = [column for column, kind in enumerate(kinds) if kind == "unknown"]
    unread = [column for column in unknown if content[column] == "units"]
    others = (column for column in unknown if column not in unread)
    return unread, None if "remark" in kinds else next(others, next(iter(unread), None))


def _astride(body: Sequence[Sequence[Cell]], measure: int, kinds: Sequence[str]) -> Iterator[str]:
    """Doubt the cells of rows that stand under the tasks, and under a role or the deadlines too."""
    others = [column for column, kind in enumerate(kinds) if kind in (*ROLES, "deadline")]
    rows = [row for row in body if max(measure, *others, 0) < len(row) and len(distinct(row)) > FEWEST_APART]
    count = sum(bool(row[measure].text.compact()) and any(row[n] is row[measure] for n in others) for row in rows)
    if count:
        yield ASTRIDE.format(count)


def _not_understood(heading: Sequence[Cell]) -> TableNotUnderstood:
    words = "、".join(dict.fromkeys(cell.text.compact().value for cell in heading))
    unknown = _unknown(heading)
    hint = f"不认识“{'、'.join(unknown)}”，{TEACHING}。" if unknown else ""
    return TableNotUnderstood(f"表格没有写任务内容的栏目（表头为 {words}）。{hint}请检查表头。", unknown)


def _unknown(heading: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.text.compact().value for cell in heading if _known_kind(cell) == "unknown"))


def _measure(kinds: Sequence[str], texts: Sequence[int]) -> int | None:
    """Return the column of the tasks' words: of measures the last, else of tasks the last, else the goals."""
    measures = [column for column, kind in enumerate(kinds) if kind == "measure"]
    goals = [column for column, kind in enumerate(kinds) if kind == "goal"]
    return next(iter([*reversed(measures), *reversed(texts), *reversed(goals)]), None)


def _first(kinds: Sequence[str], kind: str) -> int | None:
    return next((column for column, one in enumerate(kinds) if one == kind), None)


def _word(heading: Sequence[Cell], column: int) -> str:
    return heading[column].text.compact().value


def _of_blank(cells: Sequence[Cell], before: Sequence[str]) -> str:
    """Return what a column without a word in its heading is for, behind columns of some kinds.

    Behind the tasks, one that is mostly blank holds stray notes; in front of them it can hold sections.
    """
    filled = sum(content_of(cell.text) != "nothing" for cell in cells)
    if 2 * filled <= len(cells) and {"task", "measure"} & set(before):
        return "unread"
    return {"number": "number", "text": "task", "units": "task"}.get(_content(cells), "unread")


def _known_kind(cell: Cell) -> str:
    if not cell.text.compact():
        return "blank"
    return kind_of(cell.text.value) or likely_kind(cell.text.value) or "unknown"


def _heading_over(kinds: Sequence[str], content: Sequence[Content]) -> list[int]:
    """Return the number of the heading over each column.

    Headings stand over the columns in order, each over one or more of them. Flattening lost how many; the placing whose
    columns hold what their headings promise is taken, the extra columns under a heading of tasks (numbers and headings
    of tasks stand there) before any other.
    """
    return max(_placings(len(kinds), len(content)), key=lambda placed: _fit([kinds[n] for n in placed], content))


def _placings(headings: int, width: int) -> Iterator[list[int]]:
    for cuts in combinations(range(1, width), headings - 1):
        bounds = (0, *cuts, width)
        yield [n for n in range(headings) for _ in range(bounds[n + 1] - bounds[n])]


def _fit(placed: Sequence[str], content: Sequence[Content]) -> float:
    fit = sum(
        1.0 if EXPECTED.get(kind, one) == one or (kind == "task" and one == "number") else 0.0
        for kind, one in zip(placed, content, strict=True)
    )
    doubled = sum(count - 1 for kind, count in Counter(placed).items() if kind != "task")
    return fit - 0.1 * doubled


def _content(cells: Sequence[Cell]) -> Content:
    """Return what most filled cells of a column hold. A merged cell counts once."""
    return most_hold(cell.text for cell in dict.fromkeys(cells))
