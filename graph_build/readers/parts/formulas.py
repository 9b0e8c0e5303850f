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
MOST_COUNTED = 10_000


def worked_out(formula: str, row: int, value_at: Callable[[int, int], Value]) -> int | float | None:
    """Return the number that a formula in a row gives, where it only counts rows or a cell on; else None.

    `value_at` gives the value of a row and column, counted from 1; the formula itself where it has none.

    >>> worked_out("=ROW()-2", 3, lambda row, column: None), worked_out("=A3+1", 4, lambda row, column: "1")
    (1, 2)
    """
    if match := ROW.fullmatch(formula):
        return (int(match[2]) if match[2] else row) + _added(match[3])
    if match := OTHER.fullmatch(formula):
        return _number(value_at(int(match[2]), _column(match[1])), _added(match[3]))
    match = COUNTED.fullmatch(formula)
    return _counted(match, value_at) if match else None


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
