"""Time limits: a deadline's cell, or a text with limits inside -> values with spans.

What counts as a limit, and to which day a period runs: docs/reading.md L6 to L30.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from graph_build.model import LimitKind, TimeLimit
from graph_build.rules import holds
from graph_build.spans import Text
from graph_build.values.figures import COUNTED, number_of
from graph_build.values.periods import AT_LEAST, RECURRING, SPELL, WITHIN, event_before, spell_of, turn_of
from graph_build.values.points import (
    BY_DATE,
    DONE,
    PERIOD,
    RANGE,
    TARGET,
    WITHIN_YEAR,
    any_of,
    is_due,
    last_day,
    said_year,
)
from graph_build.vocabulary.concepts import lead_in_words, limit_words, no_limit_words

AS_ORDERED = re.compile(r"按.{0,30}(?:时限|时间|期限|要求)")
# 8月底前完成，并长期坚持; but not …，持续优化环境.
GOES_ON = re.compile(rf"[^，,。；;]{{0,12}}[，,并且、后]+{any_of(limit_words('ongoing'))}(?=[，,。；;）]|$)")
# 6月、10月: several days, of which none is the last.
SEVERAL = re.compile(
    rf"(?:\d{{1,2}}|{COUNTED})(?:月份?[底末初]?|季度[底末]?)?(?:[、和及与](?:\d{{1,2}}|{COUNTED})(?:月份?|季度)[底末]?)+"
)
COUNT = re.compile(rf"\d{{1,2}}|{COUNTED}")
# 20日 and 5个工作日 in a deadline's own cell.
BARE_SPELL = re.compile(SPELL)
ONGOING = re.compile(any_of(limit_words("ongoing")))
NO_LIMIT = re.compile(any_of(no_limit_words("ongoing")))


def find_limits(text: Text, year: int | None) -> tuple[TimeLimit, ...]:
    """Return the limits inside a task's text, in order; `year` is the document's, for dates that name none.

    A day of a year before the document's is no limit: 2000年底前建成的小区.
    """
    limits: list[TimeLimit] = []
    end = 0
    for start, minus_end, read, match, rule in sorted(_matches(text), key=lambda found: found[:2]):
        if start < end:
            continue
        limit = replace(read(match, text, year), rules=(rule,))
        if limit.date is None or year is None or limit.date.year >= year:
            limits.append(limit)
            end = -minus_end
    return tuple(limits)


def read_deadline(text: Text, year: int | None) -> TimeLimit | None:
    """Return what a deadline's cell says, its words being the whole cell; None where it says nothing or —."""
    cell = text.compact()
    if not cell.value.strip("—-－–/无"):
        return None
    whole = TimeLimit(cell.value, cell.span(), None, rules=("L26",))
    # A date is read as a whole below; the days of a turn (每年6月底前) are no dates.
    limits = [limit for limit in find_limits(cell, year) if limit.kind != "by_date"]
    points = _points(cell.value)
    rule = "L10" if points and points[-1].group().endswith("前") else "L11"
    if points and _are_several(cell.value) and holds("L26"):
        return whole
    ongoing = ONGOING.search(NO_LIMIT.sub("", cell.value)) if holds("L15") else None
    goes_on = ongoing is not None
    if points and holds(rule) and not (goes_on and _is_year_of(points, cell.value)):
        rules = (rule, "L15") if goes_on else (rule,)
        return replace(whole, kind="by_date", date=last_day(points, year), ongoing=goes_on, rules=rules)
    # 每月调度，长期坚持 recurs, 长期坚持，每月调度 goes on.
    if limits and not (ongoing and ongoing.start() < cell.value.find(limits[0].words)):
        return replace(limits[0], words=whole.words, span=whole.span)
    if goes_on:
        return replace(whole, kind="ongoing", rules=("L15",))
    return _bare_deadline(cell, whole)


def _bare_deadline(cell: Text, whole: TimeLimit) -> TimeLimit | None:
    """Return what a cell says that names no day: a bare length of time, as ordered, or nothing that is understood."""
    if (bare := BARE_SPELL.fullmatch(cell.value)) and holds("L36"):
        return replace(_spell(bare, cell, "within"), rules=("L36",))
    if AS_ORDERED.search(cell.value) and holds("L17"):
        return replace(whole, kind="by_date", rules=("L17",))
    return whole if holds("L26") else None


def _matches(text: Text) -> list[tuple[int, int, Reading, re.Match[str], str]]:
    """Return what could be a limit: where it starts, minus where it ends, how it is read, and by which rule."""
    return [
        (match.start(), -match.end(), read, match, rule)
        for pattern, rule, signs, read in READINGS
        if holds(rule) and any(sign in text.value for sign in signs)
        for match in pattern.finditer(text.value)
    ]


def _points(value: str) -> list[re.Match[str]]:
    """Return the points in time of a deadline's cell up to the last by which it is due, but for those of a turn."""
    turns = [match.span() for match in RECURRING.finditer(value)]
    found = [point for point in PERIOD.finditer(value) if not any(start <= point.start() < end for start, end in turns)]
    while found and not is_due(found[-1]):
        found.pop()
    return found


def _are_several(value: str) -> bool:
    """Say whether a cell lists points in time apart from each other, and no turn: 6月、10月, but not 二、三季度."""
    turns = [match.span() for match in RECURRING.finditer(value)]
    for found in SEVERAL.finditer(value):
        figures = [number_of(figure) for figure in COUNT.findall(found[0])]
        apart = any(after - before != 1 for before, after in pairwise(figures))
        if apart and not any(start <= found.start() < end for start, end in turns):
            return True
    return False


def _is_year_of(points: Sequence[re.Match[str]], value: str) -> bool:
    """Say whether a cell names no more than the year that something goes on in: 2024年全年."""
    last = points[-1]
    return len(points) == 1 and bool(last["whole_year"]) and value[last.end() :].startswith(limit_words("ongoing"))


def _limit(match: re.Match[str], text: Text) -> TimeLimit:
    part = text[match.start() : match.end()]
    return TimeLimit(part.value, part.span(), None)


def _by_date(match: re.Match[str], text: Text, year: int | None) -> TimeLimit:
    goes_on = bool(GOES_ON.match(text.value, match.end()))
    day = last_day([match], said_year(text.value[: match.start()], match, year))
    return replace(_limit(match, text), kind="by_date", date=day, ongoing=goes_on)


def _within(match: re.Match[str], text: Text, _: int | None) -> TimeLimit:
    found = _spell(match, text, "within")
    return replace(found, after=event_before(text.value[: match.start()])) if found.kind else found


def _at_least(match: re.Match[str], text: Text, _: int | None) -> TimeLimit:
    return _spell(match, text, "at_least")


def _spell(match: re.Match[str], text: Text, kind: LimitKind) -> TimeLimit:
    spell = spell_of(match)
    limit = _limit(match, text)
    return replace(limit, kind=kind, amount=spell[0], unit=spell[1]) if spell else limit


def _recurring(match: re.Match[str], text: Text, _: int | None) -> TimeLimit:
    amount, unit, at_least = turn_of(match)
    return replace(_limit(match, text), kind="recurring", amount=amount, unit=unit, at_least=at_least)


Reading = Callable[[re.Match[str], Text, int | None], TimeLimit]
# Each pattern with its rule in docs/reading.md, and words of which every match holds one: a text without them need not
# be searched.
READINGS: tuple[tuple[re.Pattern[str], str, tuple[str, ...], Reading], ...] = (
    (BY_DATE, "L10", ("前",), _by_date),
    (WITHIN_YEAR, "L9", ("月", "季", "半年", "年内", "年底", "年末", "年终", "五"), _by_date),
    (RANGE, "L11", ("月", "季", "半年"), _by_date),
    (TARGET, "L14", (*lead_in_words("by_date"), *limit_words("by_date")), _by_date),
    (DONE, "L33", ("年", "月"), _by_date),
    (WITHIN, "L18", ("内", *lead_in_words("within"), *limit_words("within")), _within),
    (AT_LEAST, "L21", (*lead_in_words("at_least"), *limit_words("at_least")), _at_least),
    (RECURRING, "L23", ("每", "按", "逐", "一", "年内", "全年", "年度", *limit_words("recurring")), _recurring),
)
