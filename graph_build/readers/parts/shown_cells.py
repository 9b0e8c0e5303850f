"""A cell of a workbook as Excel shows it: dates and numbers by their format, what of it is struck out."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

# 0.00: so many places behind the point, whatever they are.
FIXED = re.compile(r"(?:#,##)?0\.(0+)_?")
# Names of months and days; a form that says only the time.
FOREIGN = re.compile(r"mmm|ddd|am/pm")
# The parts of a date in a number format, and how they are written: yyyy"年"m"月"d"日"
DATE_PARTS = re.compile(r"yyyy|yy|mm?|dd?")
# Chinese Excel's own forms of dates, which have a number and no words: of the first ones the month at most is shown.
OF_MONTHS, OF_DAYS = {27, 36, 50, 52, 57}, {28, 29, 30, 31, 51, 53, 54, 58}


def struck(cell: Cell, words: str) -> set[int]:
    """Return which of a cell's characters are struck out: all, or those of some runs."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    whole = bool(cell.font and cell.font.strike)
    if not isinstance(cell.value, CellRichText):
        return set(range(len(words))) if whole else set()
    found: set[int] = set()
    start = 0
    for run in cell.value:
        end = start + len(str(run))
        if run.font.strike if isinstance(run, TextBlock) else whole:
            found |= set(range(start, end))
        start = end
    return found


def shown(cell: Cell | MergedCell) -> str:
    """Return a cell's value as Excel shows it: dates by their format, whole numbers without a point."""
    value, form = cell.value, cell.number_format
    if day := _day_of_own_form(cell):
        return day
    if isinstance(value, (datetime, date)):
        return _date_shown(value, form)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_shown(value, form)
    if value is None or isinstance(value, (time, bool)):
        return "" if value is None else str(value)
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _day_of_own_form(cell: Cell | MergedCell) -> str | None:
    """Return the day of a number in one of Chinese Excel's own forms; of the first of a month only the month."""
    from openpyxl.utils.datetime import from_excel

    own = getattr(cell, "_style", None) and cell._style.numFmtId  # noqa: SLF001
    if own not in OF_MONTHS | OF_DAYS or isinstance(cell.value, bool) or not isinstance(cell.value, (int, float)):
        return None
    day = from_excel(cell.value, cell.parent.parent.epoch)
    if not isinstance(day, datetime):
        return None
    return f"{day.year}年{day.month}月" + ("" if own in OF_MONTHS and day.day == 1 else f"{day.day}日")


def _number_shown(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:g}%"
    if fixed := FIXED.fullmatch(form):
        return f"{value:.{len(fixed[1])}f}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _date_shown(value: date, form: str) -> str:
    """Return a date in Excel's number format: quoted words stand for themselves, yyyy, m and d for the date's parts."""
    bare = re.sub(r"\[[^\]]*\]|[\"\\@]|_.|\*.", "", form.split(";", maxsplit=1)[0]).lower()
    # Forms of other languages, and of a system's own, are shown by Chinese Excel with year, month and day.
    named = re.search("[年月日]", form) or "yyyy" in bare
    if not DATE_PARTS.search(bare) or "general" in bare or not named or FOREIGN.search(bare):
        return value.isoformat()[:10]
    parts = {"yyyy": f"{value.year}", "yy": f"{value.year % 100:02}", "mm": f"{value.month:02}", "m": f"{value.month}"}
    parts |= {"dd": f"{value.day:02}", "d": f"{value.day}"}
    # Behind the day stand hours and minutes, where the value has any: an m there is no month.
    days, hours, _ = bare.partition("h")
    clock = f" {value:%H:%M}" if hours and isinstance(value, datetime) and (value.hour or value.minute) else ""
    return DATE_PARTS.sub(lambda match: parts[match.group()], days.rstrip()) + clock
