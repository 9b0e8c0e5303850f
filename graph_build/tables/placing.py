"""Cells whose rows or columns were lost are put in rows, each under a column that it fits, at the least cost.

A row's cells stand in the order of the columns, and one is what is to be done. What it costs: a column left blank (in
front, below a merged cell, least), a cell that is not quite what its heading promises, a section's name on a row alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_build.spans import Text
from graph_build.tables.fitting import WRONG, measure_of, misfit
from graph_build.values.contents import Content, content_of, is_complete
from graph_build.values.headings import CHAPTERS, rank_of

FRONT, INSIDE, END, JOINED, PARTED = 2, 4, 3, 1, 4
NUMBERED_SECTION, SECTION = 1, 6
# What a cell in a row is worth: what stands behind a table makes rows that cost more.
PLACED = -3
LONGEST_NAME = 40
# The column of a section's name, which has a row to itself, and of what stands behind the table.
ALONE, BEHIND = -1, -2


@dataclass(frozen=True, slots=True)
class Loose:
    """A cell whose place was lost, how many blank ones stand before it, whether a row can or must begin with it."""

    text: Text
    content: Content
    blanks: int = 0
    begins: bool = True
    must: bool = False

    @classmethod
    def of(cls, text: Text, blanks: int = 0, *, begins: bool = True, must: bool = False) -> Loose:
        """Return a cell with what it holds."""
        return cls(text, content_of(text), blanks, begins, must)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a cell stands: its column, whether it begins a row, and whether another place was as good."""

    column: int
    begins: bool = True
    unsure: bool = False
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Placing:
    """Where cells stand, and what it costs."""

    cost: int
    places: tuple[Placed, ...]

    @property
    def wrong(self) -> int | None:
        """The first cell that fits none of the columns where it could stand; None where all fit."""
        return next((n for n, at in enumerate(self.places) if at.wrong), None)

    @property
    def used(self) -> int:
        """How many cells are the table's; the others stand behind it."""
        return sum(at.column != BEHIND for at in self.places)


# A cell's column, and whether its row has what is to be done.
_State = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class _Step:
    """The best way to a state: what it costs, whence it comes, whether a row begins.

    `unsure` is set where other ways are as good, `wrong` where the cell does not fit.
    """

    cost: int
    before: _State
    begins: bool
    wrong: bool = False
    unsure: bool = False


def place(cells: Sequence[Loose], kinds: Sequence[str | None], *, joins: bool = False, ends: bool = False) -> Placing:
    """Return the best places for cells under columns of some kinds.

    With `joins` a cell can go on with the one before; with `ends` what stands behind the table may stay outside.
    """
    grid = _Grid(tuple(kinds), measure_of(kinds), joins, ends)
    steps: list[dict[_State, _Step]] = []
    for n, cell in enumerate(cells):
        steps.append(grid.steps(cells[n - 1] if n else None, steps[-1] if n else {}, cell))
    last = {state: step.cost + grid.end(state) for state, step in (steps[-1].items() if steps else ()) if state[1]}
    if not last:
        return Placing(WRONG, tuple(Placed(BEHIND) for _ in cells))
    state = min(last, key=lambda one: last[one])
    return Placing(last[state], _way_to(state, steps, unsure=list(last.values()).count(last[state]) > 1))


def _way_to(state: _State, steps: Sequence[dict[_State, _Step]], *, unsure: bool) -> tuple[Placed, ...]:
    """Return where the cells stand on the best way to the last one's state, and of which another place is as good."""
    places = []
    for known in reversed(steps):
        step = known[state]
        # Where the way to a row's first cell is not sure, the last cell of the row before is not.
        places.append(Placed(state[0], step.begins, unsure or (step.unsure and not step.begins), step.wrong))
        unsure = step.unsure and step.begins
        state = step.before
    return tuple(reversed(places))


@dataclass(frozen=True, slots=True)
class _Grid:
    kinds: tuple[str | None, ...]
    measure: int | None
    joins: bool
    ends: bool

    def steps(self, last: Loose | None, before: dict[_State, _Step], cell: Loose) -> dict[_State, _Step]:
        """Return the best steps to every state in which a cell can stand, behind the best ones of the cell before."""
        found: dict[_State, _Step] = {}
        costs = [misfit(cell.text, cell.content, kind) + PLACED for kind in self.kinds]
        ways = self._begin((ALONE, True), 0, cell, costs) if last is None else self._behind(last, before, cell, costs)
        for state, step in ways:
            _keep(found, state, step)
        return found

    def _behind(
        self, last: Loose, before: dict[_State, _Step], cell: Loose, costs: Sequence[int]
    ) -> Iterator[tuple[_State, _Step]]:
        """Return the steps behind those of the cell before."""
        for state, step in before.items():
            if state[0] == BEHIND:
                yield state, _Step(step.cost, state, begins=False)
                continue
            if state[0] >= 0 and not cell.must:
                yield from self._go_on(state, step.cost, last, cell, costs)
            if state[1] and (cell.begins or cell.must):
                yield from self._begin(state, step.cost + self.end(state), cell, costs)

    def _go_on(
        self, state: _State, cost: int, last: Loose, cell: Loose, costs: Sequence[int]
    ) -> Iterator[tuple[_State, _Step]]:
        """Return the steps to the same row."""
        column, has_measure = state
        if self.joins:
            own = _join(last, cell, self.kinds[column]) + costs[column]
            yield state, _Step(cost + own, state, begins=False, wrong=own > WRONG // 2)
        for n in range(column + 1, len(self.kinds)):
            left = n - column - 1
            blank = 0 if left == cell.blanks else INSIDE * left + 2 * INSIDE * cell.blanks
            step = _Step(cost + blank + costs[n], state, begins=False, wrong=costs[n] > WRONG // 2)
            yield (n, has_measure or n == self.measure), step

    def _begin(self, state: _State, cost: int, cell: Loose, costs: Sequence[int]) -> Iterator[tuple[_State, _Step]]:
        """Return the steps to a new row, to a section's name, and out of the table."""
        for n, own in enumerate(costs):
            blank = 0 if cell.must and n == cell.blanks else FRONT * n
            yield (n, n == self.measure), _Step(cost + blank + own, state, begins=True, wrong=own > WRONG // 2)
        if (name := _names_section(cell)) is not None:
            yield (ALONE, True), _Step(cost + name + PLACED, state, begins=True)
        if self.ends:
            yield (BEHIND, True), _Step(cost, state, begins=True)

    def end(self, state: _State) -> int:
        """Return what it costs to end a row: the columns behind that stay blank, but for remarks."""
        column = state[0]
        behind = self.kinds[column + 1 :] if column >= 0 else ()
        return sum(END for kind in behind if kind not in ("remark", "progress", "unread", None))


def _keep(found: dict[_State, _Step], state: _State, step: _Step) -> None:
    known = found.get(state)
    if known is None or step.cost < known.cost:
        found[state] = step
    elif step.cost == known.cost and (step.before, step.begins) != (known.before, known.begins):
        found[state] = replace(known, unsure=True)


def _join(last: Loose, cell: Loose, kind: str | None) -> int:
    """Return what it costs to let a cell go on with the one before in one column."""
    if cell.content == "number" or last.content == "number":
        return WRONG
    whole = is_complete(last.text.compact())
    if whole and last.content != cell.content:
        return WRONG
    alike = cell.content == last.content == "units" and kind not in ("task", "measure")
    return JOINED if alike or not whole else PARTED


def _names_section(cell: Loose) -> int | None:
    """Return what it costs to take a cell for a section's name alone in its row; None where it can't be one."""
    words = cell.text.compact().value
    if rank_of(words) in CHAPTERS:
        return NUMBERED_SECTION
    is_name = cell.content == "text" and len(words) <= LONGEST_NAME and not re.search(r"[。；，;,：:]", words)
    return SECTION if is_name else None
