"""Dates and periods in a question: 2022年10月底前, 上半年, 今年, 三季度 -> the first and last day that are meant."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph_build.values.figures import FIGURES, ONES, number_of

MONTHS = 12
COUNT = rf"(?:\d{{1,3}}|[{FIGURES}两]{{1,3}})"
FIGURED_YEAR = r"(?:20|19)\d\d"
YEAR = (
    rf"(?:(?P<year>{FIGURED_YEAR}|[二〇零一]{{2}}[〇零{ONES}]{{2}})年?度?|(?P<this>今年度?|本年度?|当年)"
    r"|(?P<last>去年|上一?年度?)|(?P<next>明年|次年|下一?年度?))的?"
)
MONTH = rf"(?P<month>{COUNT})月(?:份)?(?:(?P<day>{COUNT})[日号]|(?P<end>底|末|终)|(?P<third>[上中下])旬)?"
QUARTER = r"第?(?P<quarter>[一二三四1-4])(?:个)?季度(?:底|末)?|(?P<half>[上下])半年(?:底|末)?"
FIGURES_ALONE = (
    rf"(?P<figures>{FIGURED_YEAR}[-./](?:0?[1-9]|1[0-2])[-./](?:[0-2]?\d|3[01])"
    rf"|{FIGURED_YEAR}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))"
)
YEAR_END = (
    rf"(?P<yearend>(?:{YEAR.replace('?P<', '?P<e')})?"
    r"(?:年底|年末|年终|年内|(?<=年)底|(?<=年)末|(?<=年)内|年底以?内|全年内))"
)
NOW = r"(?P<now>(?:本月|这个月|本季度?|这个季度|下个?月|下(?:个)?季度)(?:底|末)?|今天)"
POINT = rf"(?:(?:{YEAR})?(?:{MONTH}|{QUARTER})|{FIGURES_ALONE}|{YEAR_END}|{NOW})"
BEFORE = r"(?:这天|当天|这一天)?(?:为止|之前|以前|前|止|内)"
AFTER = r"(?:这天|当天)?(?:之后|以后|过后|后|起)"
AHEAD = (
    r"(?P<ahead>不(?:晚于|迟于|超过|早于)|晚于|迟于|截[至止]到?|至迟|最迟|最晚|早于|到|赶在|在|于|是|为|定[在于]|等于)?"
)
SPAN = re.compile(rf"{AHEAD}{POINT}(?:(?P<before>{BEFORE})|(?P<after>{AFTER}))?")
# 9月和12月 are two months; 9月和12月之间 is all that lies between.
RANGE = re.compile(
    rf"(?:从|自|在|介于)?(?P<from>{POINT.replace('P<', 'P<a')})(?:(?P<to_>到|至|—|-|~)|和|与)"
    rf"(?P<to>{POINT.replace('P<', 'P<b')})(?(to_)(?:之间|期间|间|这段时间)?|(?:之间|期间|间|这段时间))"
)
OPEN_BEFORE = (
    "不晚于",
    "不迟于",
    "不超过",
    "早于",
    "截至",
    "截至到",
    "截止",
    "截止到",
    "至迟",
    "最迟",
    "最晚",
    "赶在",
    "到",
)
PLAIN_YEAR = re.compile(
    rf"(?<!\d)(?P<year>{FIGURED_YEAR}|[二][〇零][〇零{ONES}]{{2}})年(?:度)?"
    rf"(?!的?(?:\d+月|[{FIGURES}]+月|年?(?:底|末|内|终)|上半年|下半年|第?[一二三四1-4]个?季度))"
    r"|(?P<this>今年度?|本年度)|(?P<last>去年)|(?P<next>明年)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Words of a question from `start` to `end` that say a day or a period: its first and last day, both included.

    `first` or `last` is None where it is open. `year_said` is set where the question names the year.
    """

    start: int
    end: int
    words: str
    first: date | None
    last: date | None
    year_said: bool


@dataclass(frozen=True, slots=True)
class YearNamed:
    """Words of a question that name a year as such: 2022年的文件, 今年."""

    start: int
    end: int
    words: str
    year: int


def periods(question: str, year: int, today: date) -> list[Period]:
    """Return the days and periods that a question names; `year` is meant where it names none.

    >>> [(str(p.first), str(p.last)) for p in periods("2022年10月底前和2023年上半年", 2020, date(2024, 5, 1))]
    [('None', '2022-10-31'), ('2023-01-01', '2023-06-30')]
    """
    found: list[Period] = []
    at = 0
    while match := _next(question, at):
        at = match.end()
        if match.re is RANGE:
            first = _days(match, "a", year, today)
            last = _days(match, "b", first[0].year if first else year, today)
            if first and last:
                year_named = _names_year(match, "a") or _names_year(match, "b")
                found.append(Period(match.start(), match.end(), match.group(), first[0], last[1], year_named))
            continue
        days = _days(match, "", year, today)
        if days is None:
            continue
        first_day, last_day = days
        begin, end = _open(match, first_day, last_day)
        found.append(Period(match.start(), match.end(), match.group(), begin, end, _names_year(match, "")))
    return found


def _open(match: re.Match[str], first: date, last: date) -> tuple[date | None, date | None]:
    """Return the first and last day that words beside a day or period leave open: 之前, 不晚于, 以后."""
    ahead = match["ahead"] or ""
    if ahead == "不早于" or match["after"]:
        return first, None
    if ahead in ("晚于", "迟于"):
        return last + timedelta(days=1), None
    if match["before"] or match["yearend"] or ahead in OPEN_BEFORE:
        # 年内, 年底, 本月底 is any day up to the last; of a year called 今年, 去年 or 明年 no day before it.
        return (date(last.year, 1, 1) if _is_relative(match) else None), last
    return first, last


def _is_relative(match: re.Match[str]) -> bool:
    """Say whether a period is of this year, the last or the next, by that name."""
    return any(match[f"{prefix}{key}"] for prefix in ("", "e") for key in ("this", "last", "next"))


def years_named(question: str, today: date) -> list[YearNamed]:
    """Return the years that a question names as such."""
    found = []
    for match in PLAIN_YEAR.finditer(question):
        if match["year"]:
            year = number_of(match["year"])
        else:
            year = today.year + (1 if match["next"] else -1 if match["last"] else 0)
        found.append(YearNamed(match.start(), match.end(), match.group(), year))
    return found


def in_year(found: Iterable[Period], year: int) -> list[Period]:
    """Return periods with the year, where none was said, changed."""
    return [
        p if p.year_said else replace(p, first=p.first and _moved(p.first, year), last=p.last and _moved(p.last, year))
        for p in found
    ]


def _moved(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _next(question: str, at: int) -> re.Match[str] | None:
    """Return the next range or period; the one that begins first, a range before its own first day."""
    a, b = RANGE.search(question, at), SPAN.search(question, at)
    if a and (b is None or a.start() <= b.start() + len("从")):
        return a
    return b


def _names_year(match: re.Match[str], prefix: str) -> bool:
    groups = match.groupdict()
    return any(
        groups.get(f"{prefix}{key}")
        for key in ("year", "this", "last", "next", "figures", "eyear", "ethis", "elast", "enext", "now")
    )


def _days(match: re.Match[str], prefix: str, year: int, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of what a match names; None where there is no such day."""
    groups = {key.removeprefix(prefix): value for key, value in match.groupdict().items() if key.startswith(prefix)}
    try:
        return _named_days(groups, year, today)
    except ValueError:
        return None


def _named_days(groups: dict[str, str | None], year: int, today: date) -> tuple[date, date]:
    if figures := groups.get("figures"):
        parts = re.split(r"[-./]", figures) if not figures.isdigit() else (figures[:4], figures[4:6], figures[6:])
        day = date(*map(int, parts))
        return day, day
    if now := groups.get("now"):
        return _current(now, today)
    if groups.get("yearend"):
        year = _year(groups, "e", year, today)
        return date(year, 1, 1), date(year, 12, 31)
    year = _year(groups, "", year, today)
    if quarter := groups.get("quarter"):
        return _months(year, 3 * number_of(quarter) - 2, 3)
    if half := groups.get("half"):
        return _months(year, 1 if half == "上" else 7, 6)
    return _in_month(groups, year)


def _current(now: str, today: date) -> tuple[date, date]:
    if "天" in now:
        return today, today
    length = 3 if "季" in now else 1
    month = length * ((today.month - 1) // length) + 1 + ("下" in now) * length
    return _months(today.year + (month > MONTHS), (month - 1) % MONTHS + 1, length)


def _in_month(groups: dict[str, str | None], year: int) -> tuple[date, date]:
    month = number_of(groups["month"] or "")
    if day_said := groups.get("day"):
        day = date(year, month, number_of(day_said))
        return day, day
    first, last = _months(year, month, 1)
    if groups.get("end"):
        return last, last
    if third := groups.get("third"):
        start = 1 + 10 * "上中下".index(third)
        return first.replace(day=start), last if third == "下" else first.replace(day=start + 9)
    return first, last


def _year(groups: dict[str, str | None], prefix: str, year: int, today: date) -> int:
    if figures := groups.get(f"{prefix}year"):
        return number_of(figures)
    for key, step in (("this", 0), ("last", -1), ("next", 1)):
        if groups.get(f"{prefix}{key}"):
            return today.year + step
    return year


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])
