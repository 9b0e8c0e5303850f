"""Numbers as texts write them: Arabic digits, Chinese figures, figures in circles; and numbers written so."""

from __future__ import annotations

ONES = "一二三四五六七八九"
# What numbers below 100 are written with, and those in circles, for patterns.
FIGURES = f"{ONES}十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# A number below 100 as it is counted, for patterns.
COUNTED = f"(?:[{ONES[1:]}]?十[{ONES}]?|[{ONES}两])"
VALUES = {figure: n for n, figure in enumerate(f"零{ONES}")} | {"两": 2, "〇": 0, "○": 0}
# 二〇二二
YEAR_LENGTH = 4


def number_of(figures: str) -> int:
    """Return the number that figures write: Arabic ones, Chinese ones below 1000, those of a year, one in a circle.

    Raises ValueError where they write none.

    >>> [number_of(figures) for figures in ("30", "两", "十五", "一百零二", "二〇二二", "⑳")]
    [30, 2, 15, 102, 2022, 20]
    """
    if figures.isdecimal():
        return int(figures)
    if len(figures) == 1 and figures in CIRCLED:
        return CIRCLED.index(figures) + 1
    try:
        if len(figures) == YEAR_LENGTH and not {"十", "百"} & {*figures}:
            return int("".join(str(VALUES[figure]) for figure in figures))
        hundreds, _, rest = figures.rpartition("百")
        tens, ten, ones = rest.rpartition("十")
        return 100 * _one(hundreds) + 10 * (_one(tens) if tens else len(ten)) + _one(ones.removeprefix("零"))
    except KeyError:
        raise ValueError(figures) from None


def chinese(number: int) -> str:
    """Return a number below 100 in Chinese figures, others in digits.

    >>> [chinese(n) for n in (3, 10, 12, 20, 45)]
    ['三', '十', '十二', '二十', '四十五']
    """
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:  # noqa: PLR2004
        return str(number)
    return (ONES[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (ONES[ones - 1] if ones else "")


def circled(number: int) -> str:
    """Return a number up to 20 in a circle, others in digits."""
    return CIRCLED[number - 1] if 0 < number <= len(CIRCLED) else str(number)


def _one(figure: str) -> int:
    return VALUES[figure] if figure else 0
