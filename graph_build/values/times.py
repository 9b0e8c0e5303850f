"""Time limits: a deadline's cell, or a text with limits inside -> values with spans.

What counts as a limit, and to which day a period runs: docs/reading.md L6 to L30.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from graph_build.model import TimeLimit, TimeUnit
from graph_build.rules import holds
from graph_build.spans import Text
from graph_build.values.figures import COUNTED, FIGURES, number_of
from graph_build.vocabulary.concepts import limit_words

# What stands beside no count that is whole.
FIGURE = f"{FIGURES}两"
COUNT = rf"(?<![\d{FIGURE}])(?P<count>\d{{1,3}}|半|{COUNTED}(?![{FIGURE}]))"
SPELL = COUNT + r"(?P<measure>个?工作日|个?小时|分钟|日|天|个?星期|周|个月|年)"
OFTEN = rf"[^，。；、]{{0,20}}?(?:至少|不少于|不低于)[^，。；、\d{FIGURE}]{{0,6}}{COUNT}次"
MONTH = rf"(?<![\d{FIGURE}])(?P<month>\d{{1,2}}|{COUNTED}|\*+)月"
DAY = rf"(?P<day>\d{{1,2}}|{COUNTED}|\*+)[日号]"
POINT = (
    r"(?:(?<!\d)(?P<year>20\d\d|[二〇零○一三四五六七八九]{4}|\*+)年|(?P<next>[明次]年))?"
    rf"(?:{MONTH}(?:{DAY}|(?P<third>[上中下])旬|底|末)?"
    r"|第?(?P<quarter>[一二三四1-4])季度(?:底|末)?|(?P<half>[上下])半年"
    rf"|(?<![\d{FIGURE}半])年(?:底|末|终|内)|(?(year)(?:底|末|终|内)|(?(next)(?:底|末)|(?!))))"
)
BY_DATE = re.compile(POINT + r"(?:之前|以前|前)")
# In a text a bare period is a limit where it is a part of a year; a bare day or month can be anything's date.
WITHIN_YEAR = re.compile(
    rf"(?<![每至到从—－-])(?:(?<!\d)(?P<year>20\d\d)年|(?P<next>[明次]年))?"
    rf"(?:{MONTH}(?:(?P<third>[上中下])旬|底|末)|第?(?P<quarter>[一二三四1-4])季度(?:底|末)?|(?<!每)(?P<half>[上下])半年"
    rf"|(?<![\d{FIGURE}半])年(?:内|底|末|终))(?!前|之前|以前|至少|不少于|[至到—-])(?P<day>(?!))?"
)
# In a deadline's own cell a bare period is a limit too; it stands for its last day.
PERIOD = re.compile(
    POINT + r"(?:之前|以前|前)?|(?P<figures>20\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)|(?<!\d)(?P<whole_year>20\d\d)年"
)
# 到2025年, 截至12月底; but no 2021年到2025年.
TARGET = re.compile(
    rf"(?<=[到至])(?<![年月日][到至])(?:(?P<whole_year>20\d\d)年(?:底|末)?(?![\d月内前之以度])|{POINT})"
    r"(?!前|之前|以前|[至到—-])"
)
AS_ORDERED = re.compile(r"按.{0,30}(?:时限|时间|期限|要求)")
WITHIN = re.compile(rf"(?:(?:最迟在|不得?超过){SPELL}(?:[之以]?内)?|{SPELL.replace('?P<', '?P<inner_')}(?:之|以)?内)")
AT_LEAST = re.compile(rf"(?:不得?少于|不低于|少于){SPELL}")
RECURRING = re.compile(
    rf"(?P<every>每半年|每(?P<many>\d|{COUNTED})个?(?P<of>年|季度|月|周)|每年度?|每个?季度?|每个?月|每周)"
    rf"(?:末|底|\d{{1,2}}月(?:\d{{1,2}}[日号]|底)?前|\d{{1,2}}[日号]前|{OFTEN}"
    rf"|[^，。；、\d{FIGURE}]{{0,8}}{COUNT.replace('?P<', '?P<plain_')}次)?"
    rf"|(?<!\d)(?P<once>年内|全年|年度){OFTEN.replace('?P<', '?P<once_')}|(?<!不)定期"
)
EVENT = re.compile(
    r"(?:.*(?:自(?![然主查行治])|应?于|从|(?<![存现])在))?(?P<event>[^，。；、：（）“”]{2,24}?)(?:之日起|之日|后|起)(?:的|，)?$"
)
PERIODS: dict[str, tuple[int, TimeUnit]] = {
    "半": (6, "month"),
    "年": (1, "year"),
    "季": (3, "month"),
    "月": (1, "month"),
    "周": (1, "week"),
}


def find_limits(text: Text, year: int | None) -> tuple[TimeLimit, ...]:
    """Return the limits inside a task's text, in order; `year` is the document's, for dates that name none."""
    found = [
        (match.start(), -match.end(), replace(read(match, text, year), rules=(rule,)))
        for pattern, rule, signs, read in READINGS
        if holds(rule) and any(sign in text.value for sign in signs)
        for match in pattern.finditer(text.value)
    ]
    limits: list[TimeLimit] = []
    end = 0
    for start, minus_end, limit in sorted(found, key=lambda entry: entry[:2]):
        if start >= end:
            limits.append(limit)
            end = -minus_end
    return tuple(limits)


def read_deadline(text: Text, year: int | None) -> TimeLimit | None:
    """Return what a deadline's cell says, its words being the whole cell; None where it says nothing or —."""
    cell = text.compact()
    if not cell.value.strip("—-－–/无"):
        return None
    whole = TimeLimit(cell.value, cell.span(), None, rules=("L26",))
    goes_on = holds("L15") and any(word in cell.value for word in limit_words("ongoing"))
    points = list(PERIOD.finditer(cell.value))
    # A date is read as a whole below.
    limits = [limit for limit in find_limits(cell, year) if not (points and limit.kind == "by_date")]
    rule = "L10" if points and points[-1].group().endswith("前") else "L11"
    if points and holds(rule) and not (limits and limits[0].kind == "recurring"):
        rules = (rule, "L15") if goes_on else (rule,)
        return replace(whole, kind="by_date", date=_last_day(points, year), ongoing=goes_on, rules=rules)
    if limits:
        return replace(limits[0], words=whole.words, span=whole.span)
    if goes_on:
        return replace(whole, kind="ongoing", rules=("L15",))
    if AS_ORDERED.search(cell.value) and holds("L17"):
        return replace(whole, kind="by_date", rules=("L17",))
    return whole if holds("L26") else None


def _limit(match: re.Match[str], text: Text) -> TimeLimit:
    part = text[match.start() : match.end()]
    return TimeLimit(part.value, part.span(), None)


def _by_date(match: re.Match[str], text: Text, year: int | None) -> TimeLimit:
    return replace(_limit(match, text), kind="by_date", date=_last_day([match], year))


def _within(match: re.Match[str], text: Text, _: int | None) -> TimeLimit:
    spell = _spell(match["count"] or match["inner_count"], match["measure"] or match["inner_measure"])
    if spell is None:
        return _limit(match, text)
    amount, unit = spell
    event = EVENT.search(re.split(r"[，。；]", text.value[: match.start()])[-1])
    return replace(
        _limit(match, text), kind="within", amount=amount, unit=unit, after=event["event"] if event else None
    )


def _at_least(match: re.Match[str], text: Text, _: int | None) -> TimeLimit:
    spell = _spell(match["count"], match["measure"])
    return (
        replace(_limit(match, text), kind="at_least", amount=spell[0], unit=spell[1]) if spell else _limit(match, text)
    )


def _recurring(match: re.Match[str], text: Text, _: int | None) -> TimeLimit:
    words = match["every"] or match["once"] or ""
    amount, unit = next((PERIODS[key] for key in PERIODS if key in words), (None, None))
    if match["many"] and amount:
        amount = amount * number_of(match["many"])
    count = match["count"] or match["once_count"] or match["plain_count"]
    at_least = number_of(count) if count and count != "半" else None
    return replace(_limit(match, text), kind="recurring", amount=amount, unit=unit, at_least=at_least)


Reading = Callable[[re.Match[str], Text, int | None], TimeLimit]
# Each pattern with its rule in docs/reading.md, and words of which every match holds one: a text without them need not
# be searched.
READINGS: tuple[tuple[re.Pattern[str], str, tuple[str, ...], Reading], ...] = (
    (BY_DATE, "L10", ("前",), _by_date),
    (WITHIN_YEAR, "L9", ("月", "季", "半年", "年内", "年底", "年末", "年终"), _by_date),
    (TARGET, "L14", ("到", "至"), _by_date),
    (WITHIN, "L18", ("内", "不得超过", "不超过", "最迟"), _within),
    (AT_LEAST, "L21", ("少于", "低于"), _at_least),
    (RECURRING, "L23", ("每", "年内", "全年", "年度", "定期"), _recurring),
)


def _last_day(points: list[re.Match[str]], year: int | None) -> date | None:
    """Return the last day of the last point in time, its year the last one named; None where it is blotted out."""
    last = points[-1]
    groups = last.groupdict()
    if groups.get("figures"):
        return _date(*(int(part) for part in re.split(r"[./-]", groups["figures"])))
    if groups.get("whole_year"):
        return date(int(groups["whole_year"]), 12, 31)
    years = [_year(point, year) for point in points if point["year"] or point["next"]]
    which = years[-1] if years else year
    if which is None or "*" in (last["month"] or "") + (last["day"] or ""):
        return None
    month, day = _month_and_day(last)
    return _date(which, month, day)


def _year(point: re.Match[str], year: int | None) -> int | None:
    """Return the year that a point in time names; None where it is blotted out, or next to one that is not known."""
    if point["next"]:
        return year + 1 if year else None
    if "*" in point["year"]:
        return None
    return number_of(point["year"])


def _date(year: int, month: int, day: int | None) -> date | None:
    """Return a day, the month's last where none is given; None where there is no such day."""
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:  # 2月30日, 13月
        return None


def _month_and_day(point: re.Match[str]) -> tuple[int, int | None]:
    """Return month and day of a point in time; day is None for the month's last."""
    if point["quarter"]:
        return 3 * number_of(point["quarter"]), None
    if point["half"]:
        return (6 if point["half"] == "上" else 12), None
    if not point["month"]:
        return 12, None
    if point["third"]:
        return number_of(point["month"]), {"上": 10, "中": 20, "下": None}[point["third"]]
    return number_of(point["month"]), number_of(point["day"]) if point["day"] else None


def _spell(count: str, measure: str) -> tuple[int, TimeUnit] | None:
    """Return a length of time in whole units; None for half an hour and half a day, which have none."""
    if count == "半":
        halves: dict[str, tuple[int, TimeUnit]] = {"年": (6, "month"), "个月": (15, "day")}
        return halves.get(measure)
    units: tuple[tuple[str, TimeUnit], ...] = (
        ("工作日", "working_day"),
        ("小时", "hour"),
        ("分钟", "minute"),
        ("周", "week"),
        ("星期", "week"),
        ("月", "month"),
        ("年", "year"),
    )
    return number_of(count), next((unit for word, unit in units if word in measure), "day")
