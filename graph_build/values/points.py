"""Points in time as texts write them: days, months, parts of a year -> their last day (docs/reading.md L10 to L14)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from graph_build.spans import HAN
from graph_build.values.figures import COUNTED, FIGURES, number_of
from graph_build.vocabulary.concepts import begin_words, done_words, lead_in_words, limit_words, no_limit_words


def behind(words: Sequence[str]) -> str:
    """Return a pattern for a place behind one of some words, which are no part of what is found."""
    return "(?:" + "|".join(f"(?<={re.escape(word)})" for word in words) + ")"


def any_of(words: Sequence[str]) -> str:
    """Return a pattern for one of some words."""
    return "(?:" + "|".join(map(re.escape, words)) + ")"


# What stands beside no count that is whole.
FIGURE = f"{FIGURES}两"
BEFORE = r"(?:之前|以前|前)"
TO = "[至到~～—－–-]+"
# 3年底 and 每年底 are no year's end, 去年底 none that is still to come.
NO_YEAR = f"[\\d{FIGURE}半学周常往历多数几近去上前每]"
# 24年6月 is of 2024; a year of which a figure is not understood is no year.
YEAR = (
    r"(?:(?<![\dA-Za-z.?？])(?P<year>20\d\d|[二〇零○一三四五六七八九]{4}|2\d(?=年(?:\d{1,2}月|[底末]))|\*+)年"
    r"|(?P<near>[明次今本当]年度?))"
)
MONTH = rf"(?<![\d{FIGURE}.])(?P<month>\d{{1,2}}|{COUNTED}|\*+)月份?(?![初中](?!旬))"
DAY = rf"(?P<day>\d{{1,2}}|{COUNTED}|\*+)(?:[日号](?:[（(](?:星期|周)[一二三四五六日天][）)])?|(?={BEFORE}|$))"
PART = (
    rf"(?:(?(year)|(?(near)|(?<!年))){MONTH}(?:{DAY}|(?P<third>[上中下])旬|底|末)?"
    r"|(?<![上下前每同])第?(?P<quarter>[一二三四1-4])季(?:度(?:底|末)?|末)|(?<!每)(?P<half>[上下])半年(?:底|末)?"
    rf"|(?<!{NO_YEAR})年(?:底|末|终|内))"
)
# “十四五”末
PLAN = r"“?(?P<plan>十[一二三四五六七八九]?)五”?(?:规划)?(?:时期|期)?(?:末|结束)"
POINT = rf"(?:{YEAR}?(?:{PART}|(?(year)(?:底|末|终|内)|(?(near)(?:底|末|内)|(?!))))|{PLAN})"
# The same without names, for what goes on behind another point.
MORE = (
    rf"(?:(?:20\d\d年|[明次]年)?(?:\d{{1,2}}|{COUNTED})月份?(?:(?:\d{{1,2}}|{COUNTED})[日号]|[上中下]旬|底|末)?"
    r"|第?[一二三四1-4]季度(?:底|末)?|[上下]半年|年(?:底|末|终))"
)
# No point ends in front of these.
GOES_ON = rf"{TO}|[\d日号]"
FROM = rf"(?:(?P<from_year>20\d\d)年)?(?P<from_month>\d{{1,2}})月?(?:\d{{1,2}}[日号]|[上中下]旬|初|底)?{TO}"
FIGURED = r"(?<![\d.])(?P<figures>20\d\d[./-]\d{1,2}[./-]\d{1,2})日?(?![\d./-])"
BY_DATE = re.compile(
    rf"(?:{POINT}|{FIGURED}|(?<!\d)(?P<whole_year>20\d\d)年(?=(?:之|以)?前(?![\d{FIGURE}几]))){BEFORE}"
)
# 年底考核, 年终总结
NOT_AS_NAME = f"(?!{any_of(no_limit_words('by_date'))})"
# In a text a bare period is a limit where it is a part of a year; a bare day or month can be anything's date.
WITHIN_YEAR = re.compile(
    rf"(?<![每至到从—－-]){YEAR}?"
    rf"(?:(?(year)|(?(near)|(?<!年))){MONTH}(?:(?P<third>[上中下])旬|底|末)"
    r"|(?<![上下前每同])第?(?P<quarter>[一二三四1-4])季度(?:底|末)?|(?<!每)(?P<half>[上下])半年"
    rf"|(?:(?<!{NO_YEAR})年(?:内|底|末|终)|(?(year)(?:底|末|终|内)|(?(near)(?:底|末|内)|(?!)))){NOT_AS_NAME}|{PLAN})"
    rf"(?!{BEFORE}|至少|不少于|{TO})(?P<day>(?!))?"
)
# 3月至10月, 2024年5月-12月; in a bracket it tells what a season is.
RANGE = re.compile(rf"(?<![每（(\d.年]){FROM}{POINT}(?!{BEFORE}|以来|{GOES_ON})")
# 到2025年, 截至12月底, 不迟于6月30日; but no 2021年到2025年.
TARGET = re.compile(
    rf"(?:{behind(lead_in_words('by_date'))}(?<![年月日][到至])|{any_of(limit_words('by_date'))})"
    rf"(?:(?P<whole_year>20\d\d)年(?:底|末)?(?![\d月内前之以度]|[上下]半年|[一二三四第]+季度)|{POINT}|{FIGURED})"
    rf"{BEFORE}?(?!{BEFORE}|{GOES_ON})"
)
# 2023年建成, 2026年基本实现, 9月15日完成
DONE = re.compile(
    rf"(?<![每至到从—－\d-])(?:(?P<whole_year>20\d\d)年|{YEAR}?(?(year)|(?(near)|(?<!年))){MONTH}(?:{DAY})?)"
    rf"(?=[，,]?(?!度)(?:[^\W\d度的]{{2}})?{any_of(done_words())}(?!情况|的|了|率|后|以来|时))"
    r"(?P<third>(?!))?(?P<quarter>(?!))?(?P<half>(?!))?(?P<plan>(?!))?"
)
# What no figure of a date stands beside: 2026年6@30#前 is not understood.
WHOLE = r"(?![\d@#＠＃&＆$%^?？×xX*])"
# In a deadline's own cell a bare period is a limit too; it stands for its last day.
PERIOD = re.compile(
    rf"{POINT}{WHOLE}{BEFORE}?"
    r"|(?<![\d.])(?P<figures>20\d\d[.．/-]\d{1,2}(?:[.．/-]\d{1,2}日?)?|20\d{6}"
    r"|(?:0?[1-9]|1[0-2])[.．/](?:0[1-9]|[12]\d|3[01])(?=前|之前|日|$))"
    r"(?![\d.．/]|-\d{1,2}(?!\d))"
    rf"|(?<!\d)(?P<whole_year>20\d\d)(?:年度?{WHOLE}(?!{COUNTED}月)|(?<=[—－–~至到-]20\d\d)(?!\d)|(?<=^20\d\d)$)"
)
# 3月启动, 5月1日起施行, but not 6月底前启动, 3月起草, 6月完成启动工作: what begins then is not done by then.
_BEGIN = any_of([word for word in begin_words() if len(word) > 1])
BEGINS = re.compile(rf"起(?!草)|(?:(?!{any_of(done_words())})[{HAN}]){{0,4}}?{_BEGIN}")
# 已于3月完成, 3月26日已完成
PASSED, PASSED_BEHIND = re.compile(r"已经?[于在]?$"), re.compile("已")
# 2024年汛前: by when is said in words that name no day; but not 完成前期工作.
SEASON = re.compile(rf"(?:(?!{any_of(done_words())})[{HAN}]){{1,6}}?前(?![期提后置往述来沿景线端])")
OF_SENTENCE = re.compile(r"(20\d\d)年(\d{1,2})月")


def is_due(point: re.Match[str]) -> bool:
    """Say whether something is to be done by a point in time, by what stands around it.

    >>> [is_due(PERIOD.search(words)) for words in ("3月底前启动", "3月启动", "已于3月完成", "2024年汛前", "2024年")]
    [True, False, False, False, True]
    """
    if point[0].endswith(("前", "内")):
        return True
    end, words = point.end(), point.string
    around = BEGINS.match(words, end) or PASSED_BEHIND.match(words, end) or SEASON.match(words, end)
    return not (around or PASSED.search(words[: point.start()]))


def last_day(points: Sequence[re.Match[str]], year: int | None) -> date | None:
    """Return the last day of the last point in time, its year the last one named; None where it is blotted out."""
    last = points[-1]
    groups = last.groupdict()
    if groups.get("figures"):
        return _figured(groups["figures"], year)
    if groups.get("whole_year"):
        return date(int(groups["whole_year"]), 12, 31)
    if groups.get("plan"):
        # The plans run for five years each; the fourteenth ended with 2025.
        return date(1955 + 5 * number_of(groups["plan"]), 12, 31)
    which = _year_of(points, year)
    which = which and which + _goes_over(points)
    if which is None or "*" in (last["month"] or "") + (last["day"] or ""):
        return None
    month, day = _month_and_day(last)
    return day_of(which, month, day)


def said_year(before: str, point: re.Match[str], year: int | None) -> int | None:
    """Return the year of a point that names none: a later one named in the same sentence, else the document's.

    >>> said_year("2025年3月底前完成甲，", re.search("(?P<month>6)月", "6月底前"), 2024)
    2025
    """
    named = OF_SENTENCE.findall(before.rpartition("。")[2])
    month = point.groupdict().get("month")
    if not named or not month or "*" in month:
        return year
    said = int(named[-1][0])
    return said if (year is None or said > year) and number_of(month) >= int(named[-1][1]) else year


def day_of(year: int, month: int, day: int | None) -> date | None:
    """Return a day, the month's last where none is given; None where there is no such day."""
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:  # 2月30日, 13月
        return None


def _figured(figures: str, year: int | None) -> date | None:
    """Return the day that 2024.6.30, 2024-06, 20240630 or 6.30 stand for."""
    bare = figures.removesuffix("日")
    parts = [bare[:4], bare[4:6], bare[6:]] if bare.isdecimal() else re.split(r"[.．/-]", bare)
    if len(parts[0]) < 4:  # noqa: PLR2004 (no year)
        return day_of(year, int(parts[0]), int(parts[1])) if year else None
    return day_of(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else None)  # noqa: PLR2004


def _year_of(points: Sequence[re.Match[str]], year: int | None) -> int | None:
    """Return the last year that points name, else the document's."""
    for point in reversed(points):
        groups = point.groupdict()
        if groups.get("year") or groups.get("near"):
            return _year(point, year)
        named = groups.get("whole_year") or groups.get("from_year")
        if named:
            return int(named)
    return year


def _goes_over(points: Sequence[re.Match[str]]) -> bool:
    """Say whether a span of months ends in the year after it began: 11月至3月."""
    last, groups = points[-1], points[-1].groupdict()
    begins = groups.get("from_month")
    if not begins and len(points) > 1 and re.fullmatch(TO, last.string[points[-2].end() : last.start()]):
        begins = points[-2].groupdict().get("month")
    figures = [begins or "", groups.get("month") or ""]
    if not all(figures) or "*" in "".join(figures) or groups.get("year") or groups.get("near"):
        return False
    return number_of(figures[0]) > number_of(figures[1])


def _year(point: re.Match[str], year: int | None) -> int | None:
    """Return the year that a point in time names; None where it is blotted out, or next to one that is not known."""
    if point["near"]:
        return year and year + (point["near"][0] in "明次")
    if "*" in point["year"]:
        return None
    named = number_of(point["year"])
    return named if named > 100 else 2000 + named  # noqa: PLR2004 (24年6月)


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
