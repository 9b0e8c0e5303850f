"""汇总表: how many tasks each unit has, with room for how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph_query.exports.ledgers import STATES, unit_name
from graph_query.exports.paper import WIDTH, Cell, Column, Due, Heading, Paper, Row, Table
from graph_query.exports.sheet import Edition
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.duties import MEANINGS, WAYS, Duty, Way
from graph_query.ledger.model import Unit

FEW, DAY = 18, 28
Duties = Iterable[tuple[Unit, Sequence[Duty]]]


@dataclass(frozen=True, slots=True)
class Tally:
    """A unit's tasks, counted: by way of being bound, those that name it by role, those with a last day, the next."""

    unit: Unit
    ways: Counter[Way]
    roles: Counter[str]
    dated: int
    due: date | None

    @classmethod
    def of(cls, unit: Unit, duties: Sequence[Duty], today: date) -> Tally:
        """Count a unit's duties; a task counts once."""
        ways = Counter(way for _, way in {(duty.task.iri, duty.way) for duty in duties})
        named = {(duty.task.iri, duty.assignment.role) for duty in duties if duty.way == "named"}
        days = [day for duty in duties for day in duty.task.days]
        return cls(
            unit,
            ways,
            Counter(role for _, role in named),
            len({duty.task.iri for duty in duties if duty.task.days}),
            min((day for day in days if day >= today), default=None),
        )


def summary_of(place: str, duties: Duties, ways: Sequence[Way], edition: Edition) -> Paper:
    """Return the summary of units that have duties, as `summary` does."""
    return summary(place, [Tally.of(unit, its, edition.today) for unit, its in duties if its], ways, edition)


def summary(place: str, tallies: Sequence[Tally], ways: Sequence[Way], edition: Edition) -> Paper:
    """Return units with their counts, by place; `ways` are those that were counted."""
    listed = [way for way in WAYS if way in ways]
    counted = f"共 {len(tallies)} 个单位，{'、'.join(WAYS[way] for way in listed)}的任务"
    return Paper(
        f"{place}任务汇总表",
        (f"{counted}。顺序不按任务多少排列，任务数不用于评价单位。",),
        Table(_columns(listed), lambda: _lines(tallies, listed)),
        "",
        edition.notes,
    )


def _lines(tallies: Sequence[Tally], ways: Sequence[Way]) -> Iterator[Heading | Row]:
    """Yield the units of each place in turn, collectives behind those that are one."""
    number = 0
    for place in dict.fromkeys(tally.unit.where for tally in tallies):
        for collective in (False, True):
            its = [tally for tally in tallies if (tally.unit.where, tally.unit.collective) == (place, collective)]
            if its:
                yield Heading(f"{place}{'的统称（文件没有逐一写明单位）' if collective else '的单位'}（{len(its)} 个）")
            for tally in its:
                number += 1
                yield Row((number, *_counts(tally, ways)))


def _counts(tally: Tally, ways: Sequence[Way]) -> Iterable[Cell]:
    due = Due(tally.due.isoformat(), tally.due) if tally.due else "—"
    roles = [tally.roles[role] for role in ROLES] if "named" in ways else []
    name = unit_name(tally.unit) if tally.unit.place else tally.unit.name
    return name, *(tally.ways[way] for way in ways), *roles, tally.dated, due, *(None for _ in STATES)


def _columns(ways: Sequence[Way]) -> tuple[Column, ...]:
    counted = [(WAYS[way], MEANINGS[way]) for way in ways]
    counted += [
        (f"点名{shown('roles', role)}", f"点名的任务中，角色为{shown('roles', role)}的")
        for role in ROLES
        if "named" in ways
    ]
    counted.append(("定有日期", "定有最后一日的任务"))
    counts = [Column(label, FEW, meaning, centred=True) for label, meaning in counted]
    due = Column("下一到期日", DAY, "导出之日起最早的最后一日", centred=True)
    states = [Column(state, FEW, "由填报单位填写", centred=True) for state in STATES]
    rest = WIDTH - 11 - DAY - FEW * (len(counts) + len(states))
    return Column("序号", 11, "本表中的顺序", centred=True), Column("单位", rest, "单位的名称"), *counts, due, *states
