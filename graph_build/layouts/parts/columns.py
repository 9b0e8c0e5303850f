"""The columns of a task table: recognised by the words of its heading row, told apart by what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from graph_build.errors import TableNotUnderstood
from graph_build.layouts.parts.document_rules import first_unit_leads
from graph_build.layouts.parts.section_rows import SectionRows, is_apart
from graph_build.layouts.parts.several_roles import roles_over
from graph_build.model import ROLES, Cell, Document, Fate, Role
from graph_build.tables.fitting import EXPECTED
from graph_build.tables.matrix import unit_columns
from graph_build.tables.table_parts import distinct
from graph_build.values.contents import Content, content_of, most_hold
from graph_build.values.headings import TEACHING, ends_as, kind_of, likely_kind
from graph_build.values.points import PERIOD

# A section's name can also stand in front of the number, under the heading of the numbers.
HEADED: dict[str, tuple[Content, ...]] = {
    "number": ("text",),
    "task": ("text", "units", "time"),
    "measure": ("text", "units", "time"),
}
# What is told of a heading's word that is not known.
KEPT = "不认识表头栏目“{}”，内容留作备注"
UNITS = "不认识表头栏目“{}”，其中的单位没有读作责任"
ASTRIDE = "有 {} 格横跨任务栏和另一栏，分不清属于哪一栏，请核对原表"
PARTS_OF_YEAR = "栏目“{}”按时段写了内容，没有读作任务或时限，请核对原表"
# Of columns of these kinds one at most is read, and none of the first.
ONE_READ = ("unread", "unknown", "goal", "deadline", "remark", "progress")
# How a column is called that is left out and has no word over it.
NO_HEADING = "（没有表头）"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; `headings` are the columns of section and subsection, outermost first.

    `units` are the columns below units' names, in a table where these stand over the columns. `left_out` are the words
    over columns that hold neither tasks nor units nor limits, `words` those over each column, `several` the roles of
    columns that have more than one. `notes` and `doubts` are Chinese lines on words that are not known, `unknown` these
    words.
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
    several: tuple[tuple[int, tuple[Role, ...]], ...] = ()

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
    units = unit_columns(heading, body)
    words, kinds, content = _kinds_over(heading, body, units)
    texts = [column for column, kind in enumerate(kinds) if content[column] in HEADED.get(kind, ())]
    measure = _measure(kinds, texts)
    if measure is None:
        raise _not_understood(heading)
    headings = [column for column in texts if column != measure]
    unread, kept = _not_known(kinds, content)
    deadline = _deadline(kinds, words)
    read = {measure, kept, deadline, _first(kinds, "remark"), _first(kinds, "progress")}
    left_out = [column for column, kind in enumerate(kinds) if kind in ONE_READ and column not in read]
    return Columns(
        number=next((c for c, kind in enumerate(kinds) if kind in ("number", "task") and content[c] == "number"), None),
        headings=(*headings[:1], *headings[1:][-1:]),
        measure=measure,
        roles=tuple((c, role) for c, kind in enumerate(kinds) for role in ROLES if kind == role),
        units=units,
        deadline=deadline,
        remark=_first(kinds, "remark") if kept is None else kept,
        progress=_first(kinds, "progress"),
        left_out=tuple(
            words[c] or NO_HEADING
            for c in [*left_out, *headings[1:-1]]
            if c != measure and (words[c] or content[c] != "nothing")
        ),
        words=words,
        notes=() if kept is None else (KEPT.format(words[kept]),),
        doubts=(
            *(UNITS.format(words[n]) for n in unread),
            *_astride(body, measure, kinds),
            *_parts_of_year(kinds, words, content),
        ),
        unknown=_unknown(heading),
        several=tuple((c, roles) for c, kind in enumerate(kinds) if kind in ROLES and (roles := roles_over(words[c]))),
    )


def _kinds_over(
    heading: Sequence[Cell], body: Sequence[Sequence[Cell]], units: Sequence[int]
) -> tuple[tuple[str, ...], list[str], list[Content]]:
    """Return the word over each column, what the column is for, and what stands in it."""
    width = max(len(row) for row in body)
    columns = [[row[column] for row in body if column < len(row)] for column in range(width)]
    content = [_content(cells) for cells in _telling(columns, body)]
    of_words = ["mark" if n in units else _known_kind(cell) for n, cell in enumerate(heading)]
    placed = _heading_over(of_words, content)
    kinds = [of_words[n] for n in placed]
    kinds = [_of_blank(columns[n], kinds[:n]) if kind == "blank" else kind for n, kind in enumerate(kinds)]
    words = tuple(_word(heading, n) for n in placed)
    return words, _by_nouns(kinds, words, content), content


def with_first_leading(columns: Columns, document: Document) -> Columns:
    """Return columns, those of 牵头单位和责任单位 as responsible where the document says that the first unit leads."""
    first = [c for c, roles in columns.several if roles == ("lead", "responsible")]
    if not first or not first_unit_leads(document):
        return columns
    several = tuple((c, roles) for c, roles in columns.several if c not in first)
    roles = tuple((c, "responsible" if c in first else role) for c, role in columns.roles)
    return replace(columns, several=several, roles=roles)


def _telling(columns: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """Return the cells of each column without those of sections' rows, where any others are filled."""
    apart = {id(cell) for row in body if is_apart(row) for cell in row}
    for cells in columns:
        telling = [cell for cell in cells if id(cell) not in apart]
        yield telling if _content(telling) != "nothing" else cells


def _not_known(kinds: Sequence[str], content: Sequence[Content]) -> tuple[list[int], int | None]:
    """Return the columns of units below a word that is not known, which may have a part, and the one kept as remark."""
    unknown = [column for column, kind in enumerate(kinds) if kind == "unknown"]
    unread = [column for column in unknown if content[column] == "units"]
    others = (column for column in unknown if column not in unread)
    return unread, None if "remark" in kinds else next(others, next(iter(unread), None))


def _astride(body: Sequence[Sequence[Cell]], measure: int, kinds: Sequence[str]) -> Iterator[str]:
    """Doubt the cells of rows that stand under the tasks, and under a role or the deadlines too."""
    others = [column for column, kind in enumerate(kinds) if kind in (*ROLES, "deadline")]
    sections = SectionRows.of(measure, body)
    whole = [row for row in body if max(measure, *others, 0) < len(row) and len(distinct(row)) > 1]
    rows = [row for row in whole if sections.name(row) is None]
    count = sum(bool(row[measure].text.compact()) and any(row[n] is row[measure] for n in others) for row in rows)
    if count:
        yield ASTRIDE.format(count)


def _by_nouns(kinds: Sequence[str], words: Sequence[str], content: Sequence[Content]) -> list[str]:
    """Return the kinds of columns, those of plans and classes told by what stands in them and where they stand.

    A plan of nothing but times is a deadline, where the tasks stand elsewhere; a class behind the tasks is none.
    """
    found = list(kinds)
    worded = [n for n, kind in enumerate(kinds) if kind in ("task", "measure")]
    for n in worded:
        others = [other for other in worded if other != n and content[other] == "text"]
        if others and content[n] == "time" and ends_as(words[n], "plan"):
            found[n] = "unread" if "deadline" in found else "deadline"
        elif others and others[0] < n and ends_as(words[n], "class"):
            found[n] = "unread"
    return found


def _deadline(kinds: Sequence[str], words: Sequence[str]) -> int | None:
    """Return the first column of deadlines, one whose word is known before others."""
    columns = [n for n, kind in enumerate(kinds) if kind == "deadline"]
    return next((n for n in columns if kind_of(words[n]) == "deadline"), next(iter(columns), None))


def _parts_of_year(kinds: Sequence[str], words: Sequence[str], content: Sequence[Content]) -> Iterator[str]:
    """Doubt columns for parts of the year: what is to be done in each, and by then."""
    of_parts = [n for n, kind in enumerate(kinds) if kind in ("unknown", "goal") and content[n] != "nothing"]
    named = [words[n] for n in of_parts if (limit := PERIOD.match(words[n])) and not limit["whole_year"]]
    if named:
        yield PARTS_OF_YEAR.format("、".join(dict.fromkeys(named)))


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
