"""Remarks that are a time limit, or end in one: 6月底前完成, 续建，6月底前完成."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_build.model import TimeLimit
from graph_build.rules import holds
from graph_build.spans import HAN, Text
from graph_build.values.contents import LONGEST_DEADLINE
from graph_build.values.points import PERIOD, any_of
from graph_build.values.times import find_limits, read_deadline
from graph_build.vocabulary.concepts import done_words, lead_in_words, limit_words

CLAUSE = re.compile(r"[^，,；;。：:]+")
# What a limit is said with, beside its figures.
WORDS = re.compile(
    any_of(
        [
            *done_words(),
            *lead_in_words("by_date"),
            *limit_words("by_date"),
            *limit_words("ongoing"),
            "全部",
            "基本",
            "并",
        ]
    )
)
DONE, PASSED = re.compile(any_of(done_words())), re.compile("已")
# With a last day that is said to be one, so many letters more may say what is done: 6月底前完成验收.
LONGEST_MORE = 2


def deadline_of_remark(remark: Text | None, year: int | None) -> TimeLimit | None:
    """Return the limit that a remark is, or that its last clauses are; None where it is more, or none."""
    if remark is None or len(remark.value) > LONGEST_DEADLINE or not holds("L4") or not holds("B1"):
        return None
    start = len(remark.value)
    for clause in reversed([*CLAUSE.finditer(remark.value)]):
        if not _is_limit(remark[clause.start() : clause.end()]):
            break
        start = clause.start()
    limit = read_deadline(remark[start:], year) if remark[start:] else None
    passed = limit and limit.date and year and limit.date.year < year
    return replace(limit, rules=("L4", "B1", *limit.rules)) if limit and limit.kind and not passed else None


def _is_limit(clause: Text) -> bool:
    """Say whether a clause is a limit and no more, or what is said is to be done by its last day."""
    value = clause.value
    known = [limit.words for limit in find_limits(clause, None)] + [point[0] for point in PERIOD.finditer(value)]
    for words in known:
        value = value.replace(words, "", 1)
    last_day = any(words.endswith("前") for words in known)
    if last_day and DONE.search(value) and not PASSED.search(clause.value):
        return True
    return len(re.findall(f"[{HAN}]", WORDS.sub("", value))) <= (LONGEST_MORE if last_day else 0)
