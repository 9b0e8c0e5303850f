"""What the rules of questions/grammar.txt mean: numbers of tasks, days, and limits as they are written."""

from __future__ import annotations

from dataclasses import replace

from graph_query.understanding.asking import text_with
from graph_query.understanding.formula import Atom, Condition, all_of, any_of, negated
from graph_query.understanding.meanings import OPERATORS, Parts
from graph_query.understanding.periods import Period

MOST_NUMBERS = 50
# A day beside the word for a limit is the limit as it is written, but for these.
BESIDE = "是为在于"
UP_TO = ("不", "早于", "至迟", "最迟", "最晚")


def numbers(p: Parts) -> Condition:
    """Mean all numbers from one to another."""
    first, last = int(p["NUMBER"].values[0]), int(p["NUMBER2"].values[-1])
    found = tuple(str(n) for n in range(first, min(last, first + MOST_NUMBERS) + 1))
    atom: Atom = p["NUMBER"]
    return replace(atom, values=found, shown=f"第{first}项至第{last}项")


def issued_in(p: Parts) -> Condition:
    """Mean issued on a day or in a period."""
    return Atom("issued", _ends(p["DATE"]), words=p["DATE"].words)


def due(p: Parts, how: str = "") -> Condition:
    """Mean due on a day or in a period, `not`, as it is `written`, or on `either` of two days."""
    if how == "either":
        return any_of((due(p), due({"DATE": p["DATE2"]})))
    period: Period = p["DATE"]
    if how == "written" and period.last and period.first is None and not period.words.startswith(UP_TO):
        period = replace(period, first=period.last)
    condition = Atom("due", _ends(period), words=period.words, loose=not period.year_said)
    return negated(condition) if how == "not" else condition


def ending(_: Parts, op: str) -> Condition:
    """Mean due first of all that are meant, or last (`>=`): 最先到期; which day that is, the graph tells."""
    return Atom("due", ("", ""), op=OPERATORS[op], words="最早到期" if op == "<=" else "最晚到期")


def date_and_limit(p: Parts) -> Condition:
    """Mean a day and a word are both written as the limit: 既写了年底前完成，又写了长期坚持."""
    return all_of((due(p, "written"), p["LIMITWORD"]))


def text_and_date(p: Parts) -> Condition:
    """Mean a day stands in the text and another as the limit: 正文里写的是年底前，时限写的却是10月底前."""
    return all_of((text_with(p["DATE"].words.lstrip(BESIDE)), due({"DATE": p["DATE2"]}, "written")))


def date_and_text(p: Parts) -> Condition:
    """Mean the same, the limit first."""
    return text_and_date({"DATE": p["DATE2"], "DATE2": p["DATE"]})


def _ends(period: Period) -> tuple[str, str]:
    return str(period.first or ""), str(period.last or "")


def not_limit(p: Parts) -> Condition:
    """Mean a deadline is written, and not this: 时限不是全年的."""
    return all_of((Atom("has", ("deadline",)), negated(p["LIMITWORD"])))


def neither_limit(p: Parts) -> Condition:
    """Mean a deadline is written, and neither of two."""
    return all_of((not_limit(p), not_limit({"LIMITWORD": p["LIMITWORD2"]})))


def neither_quoted(p: Parts) -> Condition:
    """Mean a deadline is written, in neither of the words that are quoted."""
    return all_of(limit_quoted({"QUOTE": quote}, "not") for quote in (p["QUOTE"], p["QUOTE2"]))


def limit_quoted(p: Parts, *how: str) -> Condition:
    """Mean the deadline is written in words that are quoted, or `not`."""
    condition = Atom("limit", (p["QUOTE"],), words=p["QUOTE"])
    return not_limit({"LIMITWORD": condition}) if how else condition
