"""The year that a list's tasks are for (docs/reading.md D8 to D14)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from graph_build.model import Block, Paragraph
from graph_build.spans import Text
from graph_build.values.contents import LONGEST_DEADLINE
from graph_build.values.figures import number_of
from graph_build.values.points import PERIOD
from graph_build.values.times import find_limits, read_deadline

DIGITS = r"20\d\d|[二〇○零一三四五六七八九]{4}"
# Of 2022—2024年 the first.
RANGE = re.compile(r"(?<!\d)(?P<first>20\d\d)年?[—－–~至-]+20\d\d年?")
SINGLE = re.compile(rf"(?<![\d—－–~至-])(?P<first>{DIGITS})年(?![—－–~至-])")
QUOTED = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")
# 〔2024〕 of a number; what is signed from this month on may be for the next year.
NUMBER_YEAR = re.compile(r"〔(20\d\d)〕")
LAST_QUARTER = 10
MENDED = "整改"
# 做好2024年政务公开工作, 确定的2024年重点任务, 2024年全县工作安排如下; a target (到2025年) and a date are none.
OWN_YEAR = re.compile(
    rf"(?<![\d—－–~至到前底])(?P<year>{DIGITS})年度?(?![\d—－–~至前底末初内]|上半年|下半年)(?:是|[，,]?"
    r"[^，。；：\d《》]{0,24}(?:工作|任务|重点|目标|项目|实事|安排|要点|行动|措施|整治"
    r"|要(?:认真|坚持|深入|全面|围绕|切实|继续|进一步|聚焦)))"
)
THIS_YEAR, NEXT_YEAR = re.compile(r"今年|本年度|本年"), re.compile(r"明年|下一?年度")
TALK_OF_YEAR = r"(?:以来|[^，。；]{0,16}(?:工作|任务|重点|目标|项目|实事|安排))"


def find_year(
    titles: Iterable[str], before: Sequence[Text], number: str | None, issued: date | None, blocks: Sequence[Block]
) -> int | None:
    """Return the year of a list: its title's, else its own words', else the signature's or the number's.

    `titles` are the list's own and what the notice calls it. Signed in the last quarter, and with all its dated limits
    in the next year, it is for that year. The years that tasks aim at tell nothing.
    """
    of_number = NUMBER_YEAR.search(number or "")
    signed = issued.year if issued else int(of_number[1]) if of_number else None
    for title in titles:
        if named := _year_of_title(title):
            # 2022年督察反馈意见整改任务 of 2023: the year is the inspection's.
            return signed if signed and named < signed and MENDED in title else named
    own = _own_year([QUOTED.sub("《》", line.value) for line in before], signed)
    if own:
        return own
    if issued and issued.month >= LAST_QUARTER and _limit_years(blocks) == {issued.year + 1}:
        return issued.year + 1
    return signed


def _year_of_title(title: str) -> int | None:
    """Return the year that a title names, first outside of what it quotes; beside the years of a plan a single one."""
    for words in (QUOTED.sub("", title), title):
        named = [*SINGLE.finditer(RANGE.sub("", words)), *RANGE.finditer(words)]
        if named:
            return number_of(named[0]["first"])
    return None


def _own_year(lines: Sequence[str], signed: int | None) -> int | None:
    """Return the year that a list says it is for in the text in front of it."""
    for line in lines:
        for match in OWN_YEAR.finditer(line):
            year = number_of(match["year"])
            # What is signed next year looks back on this one.
            if signed is None or signed <= year:
                return year
    talk = "".join(lines)
    if signed and re.search(NEXT_YEAR.pattern + TALK_OF_YEAR, talk):
        return signed + 1
    return signed if re.search(f"(?:{THIS_YEAR.pattern}){TALK_OF_YEAR}", talk) else None


def _limit_years(blocks: Sequence[Block]) -> set[int]:
    """Return the years in which the dated limits of a list lie, as far as these name them."""
    texts = (
        text
        for block in blocks
        for text in (
            (block.text.compact(),)
            if isinstance(block, Paragraph)
            else tuple(cell.text.compact() for row in block.rows for cell in row)
        )
    )
    return {year for text in texts for year in _years_of(text)}


def _years_of(text: Text) -> Iterable[int]:
    if len(text.value) <= LONGEST_DEADLINE and PERIOD.search(text.value):
        limit = read_deadline(text, None)
        return [limit.date.year] if limit and limit.date else []
    return [limit.date.year for limit in find_limits(text, None) if limit.date]
