"""Formulas of a sheet without a saved value: the few that can surely be worked out without a program for sheets."""

from __future__ import annotations

import re
from collections.abc import Callable

Value = str | int | float | None
# =ROW()-2  =ROW(A1)  =A3+1  =$A$4  =MAX(A$3:A3)+1  =COUNTA(B$3:B3)
CELL = r"\$?([A-Z]{1,3})\$?(\d{1,7})"
ADDED = r"\s*([+-]\s*\d{1,6})?"
ROW = re.compile(rf"=ROW\(\s*(?:{CELL})?\s*\){ADDED}", re.IGNORECASE)
OTHER = re.compile(rf"={CELL}{ADDED}", re.IGNORECASE)
COUNTED = re.compile(rf"=(MAX|COUNTA)\(\s*{CELL}\s*:\s*{CELL}\s*\){ADDED}", re.IGNORECASE)
# =C4&"、县财政局"  =CONCATENATE("县",C4)
PART = rf'(?:"[^"]*"|{CELL})'
JOINED = re.compile(rf"=(?:{PART}(?:\s*&\s*{PART})*|CONCAT(?:ENATE)?\(\s*{PART}(?:\s*,\s*{PART})*\s*\))", re.IGNORECASE)
ONE = re.compile(rf'"(?P<words>[^"]*)"|{CELL}')
MOST_COUNTED = 10_000


def worked_out(formula: str, row: int, value_at: Callable[[int, int], Value]) -> Value:
    """Return what a formula in a row gives, where it only counts rows or a cell on, or joins words; else None.

    `value_at` gives the value of a row and column, counted from 1; the formula itself where it has none.

    >>> worked_out("=ROW()-2", 3, lambda row, column: None), worked_out("=A3+1", 4, lambda row, column: "1")
    (1, 2)
    >>> worked_out('=C4&"、县财政局"', 5, lambda row, column: "县民政局")
    '县民政局、县财政局'
    """
    if match := ROW.fullmatch(formula):
        return (int(match[2]) if match[2] else row) + _added(match[3])
    if match := OTHER.fullmatch(formula):
        number = _number(value_at(int(match[2]), _column(match[1])), _added(match[3]))
        if number is not None:
            return number
    if match := COUNTED.fullmatch(formula):
        return _counted(match, value_at)
    return _words(formula, value_at) if JOINED.fullmatch(formula) else None


def _words(formula: str, value_at: Callable[[int, int], Value]) -> str | None:
    """Return the words that a formula joins, of cells and its own; None where a cell holds none that are known."""
    found: list[str] = []
    for one in ONE.finditer(formula):
        value = one["words"] if one["words"] is not None else value_at(int(one[3]), _column(one[2]))
        if not isinstance(value, str) or value.startswith("="):
            return None
        found.append(value)
    return "".join(found)


def _counted(match: re.Match[str], value_at: Callable[[int, int], Value]) -> int | float | None:
    """Return the largest number of a column's part, or how many of its cells are filled; None where one is unknown."""
    rows, columns = (int(match[3]), int(match[5])), (_column(match[2]), _column(match[4]))
    if columns[0] != columns[1] or not 0 <= rows[1] - rows[0] <= MOST_COUNTED:
        return None
    values = [value_at(row, columns[0]) for row in range(rows[0], rows[1] + 1)]
    if any(isinstance(value, str) and value.startswith("=") for value in values):
        return None
    numbers = [value for value in values if isinstance(value, (int, float))]
    filled = sum(value is not None for value in values)
    return (filled if match[1].upper() == "COUNTA" else max(numbers, default=0)) + _added(match[6])


def _added(words: str | None) -> int:
    return int("".join(words.split())) if words else 0


def _number(value: Value, added: int) -> int | float | None:
    """Return a number, or figures that were typed as text, with something added; None for words."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    return value + added if isinstance(value, (int, float)) else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
