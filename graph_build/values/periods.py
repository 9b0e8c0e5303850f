"""Lengths of time and turns: 5个工作日内, 不少于30日, 提前2日, 按月 (docs/reading.md L18 to L25)."""

from __future__ import annotations

import re
from typing import get_args

from graph_build.model import TimeUnit
from graph_build.values.figures import COUNTED, number_of
from graph_build.values.points import BEFORE, FIGURE, MORE, any_of, behind
from graph_build.vocabulary.concepts import lead_in_words, limit_words, words_of

COUNT = rf"(?<![\d{FIGURE}.])(?P<count>\d{{1,3}}(?:\.\d)?|半|{COUNTED}(?![{FIGURE}]))"
# 工作日 is a working_day, 天 a day.
UNITS: dict[str, TimeUnit] = {word: unit for unit in get_args(TimeUnit) for word in words_of("timeUnits", unit)}
# A bare 月 behind a figure is a month of the year.
MEASURES = any_of(sorted(set(UNITS) - {"月"}, key=lambda word: -len(word)))
SPELL = COUNT + rf"(?P<measure>个?{MEASURES})"
INNER = SPELL.replace("?P<", "?P<inner_")
# How long it was, not how long it may be: 近3年内.
WITHIN = re.compile(
    rf"(?:{any_of(limit_words('within'))}{SPELL}(?:[之以]?内)?"
    rf"|{behind(lead_in_words('within'))}{INNER}(?:[之以]?内)?"
    rf"|(?<![近前去]){INNER.replace('inner_', 'plain_')}[之以]?内)"
)
AT_LEAST = re.compile(
    rf"(?:{any_of(limit_words('at_least'))}{SPELL}|{behind(lead_in_words('at_least'))}{INNER}(?<!年)(?![之以]?内))"
)
TIMES = "(?:次|场|期|轮|回|批)"
LEAST = "(?:至少|不得?少于|不低于)"
OFTEN = rf"[^，。；、]{{0,20}}?{LEAST}[^，。；、\d{FIGURE}]{{0,6}}{COUNT}{TIMES}"
PLAIN = rf"[^，。；、\d{FIGURE}]{{0,8}}{COUNT.replace('?P<', '?P<plain_')}{TIMES}"
ONCE = OFTEN.replace("?P<", "?P<once_")
# 每年6月底、12月底前; 每季度首月10日前, 每周五前
YEARLY = rf"{MORE}{BEFORE}?(?:[、和及与至到—－–-]{MORE}{BEFORE}?)*"
DAY_OF_TURN = rf"(?:首月|末月|第[一二三]个?月|末|底|初)?(?:\d{{1,2}}[日号]|[一二三四五六日天](?={BEFORE}))?{BEFORE}?"
TURN = r"半年|半个?月|学年|年度?|季度?|月|周|星期|旬|学期|个?工作日"
# 每日 alone tells how one works.
DAILY = rf"每[日天](?:{OFTEN}|{PLAIN})".replace("?P<", "?P<daily_")
RECURRING = re.compile(
    rf"(?P<every>每(?P<many>\d{{1,2}}|{COUNTED})?个?(?P<of>{TURN})"
    # 按年度计划 names no turn, 逐年 tells the manner.
    r"|按(?:月|季度?|周|旬|半年|年度?(?=[，。；、）]|$))(?![份龄])|逐(?:月|季度?|周|旬)"
    r"|(?<![十\d每第])(?:一(?:年|季度?|月|周)|半年)一(?![日号直定律般]))"
    rf"的?(?:{OFTEN}|{PLAIN}|{YEARLY}|{DAY_OF_TURN})"
    # 每人每月补助100元 is an amount.
    r"(?![^，。；、]{0,8}\d(?:\.\d+)?(?:万|亿)?元)"
    rf"|(?<!\d)(?P<once>年内|全年|年度){ONCE}|全年(?=.){PLAIN.replace('plain_', 'whole_')}|{DAILY}"
    rf"|(?<!不){any_of(limit_words('recurring'))}"
)
# 自收到申请之日起, 文件公开后
EVENT = re.compile(
    r"(?:.*(?:自(?![然主查行治])|应?于|从|(?<![存现])在))?(?P<event>[^，。；、：（）“”]{2,24}?)(?:之日起|之日|后|起)(?:的|，)?$"
)
# How long a turn is, by the first of these words that it holds; a term of a school has no length.
PERIODS: dict[str, tuple[int | None, TimeUnit | None]] = {
    "学期": (None, None),
    "半年": (6, "month"),
    "半个月": (15, "day"),
    "半月": (15, "day"),
    "年": (1, "year"),
    "季": (3, "month"),
    "月": (1, "month"),
    "周": (1, "week"),
    "星期": (1, "week"),
    "旬": (10, "day"),
    "工作日": (1, "working_day"),
    "日": (1, "day"),
    "天": (1, "day"),
}
# What has no whole number of units is not reckoned, but for these.
HALVES: dict[str, tuple[int, TimeUnit]] = {"年": (6, "month"), "个月": (15, "day")}


def spell_of(match: re.Match[str]) -> tuple[int, TimeUnit] | None:
    """Return the length of time that a match names in whole units; None for 半小时 and 1.5天, which have none."""
    groups = match.groupdict()
    names = ("", "inner_", "plain_")
    count = next(found for name in names if (found := groups.get(f"{name}count")))
    measure = next(found for name in names if (found := groups.get(f"{name}measure")))
    if count == "半":
        return HALVES.get(measure)
    if "." in count:
        return None
    return number_of(count), UNITS[measure.removeprefix("个")]


def turn_of(match: re.Match[str]) -> tuple[int | None, TimeUnit | None, int | None]:
    """Return the length of a turn and its unit, and how many times in it at least; None for what is not said."""
    words = match["every"] or match["once"] or match[0][:2]
    amount, unit = next((PERIODS[key] for key in PERIODS if key in words), (None, None))
    if match["many"] and amount:
        amount = amount * number_of(match["many"])
    names = ("count", "once_count", "plain_count", "whole_count", "daily_count", "daily_plain_count")
    count = next((found for name in names if (found := match[name])), None)
    return amount, unit, number_of(count) if count and count.isalnum() and count != "半" else None


def event_before(text: str) -> str | None:
    """Return the event that the words in front of a length of time name, from which it runs.

    >>> event_before("申请材料齐全，自收到申请之日起")
    '收到申请'
    """
    event = EVENT.search(re.split(r"[，。；]", text)[-1])
    return event["event"] if event else None
