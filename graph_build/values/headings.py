"""The words over a table's columns, as ontology/concepts.ttl knows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.model import ROLES
from graph_build.values.figures import FIGURES
from graph_build.vocabulary.concepts import column_parts, column_words, words_of

# What a user is told of a word over a column that is not known.
TEACHING = "可在加入文件的页面上说明它是什么栏目，或写入 data/registers/words.toml"
LONGEST_WORD = 10
# So many of a heading's words must be known, whatever the others are likely to be.
FEWEST_KNOWN = 2
BRACKETS, MARKS = re.compile(r"[（(][^（）()]*[）)]"), re.compile(r"[\s（）()：:*、/]")
# 目标及时限 names two things.
JOINED = re.compile("[及和与]")
# Numbering in front of a heading, the outer kinds first: 表一：  第一部分  一、  （一） and 问题一：  1.
NUMBERINGS = (
    re.compile(rf"附?表\s*[{FIGURES}百\d]+\s*[:：、.．\s]?\s*"),
    re.compile(rf"第[{FIGURES}百\d]+(?:部分|章|篇)[，、:：.．\s]*"),
    re.compile(rf"(?:[{FIGURES}百]+[、.．]|第[{FIGURES}百]+[，、])\s*"),
    re.compile(rf"[（(][{FIGURES}百]+[）)][、.．]?\s*|问题(?:[{FIGURES}百]+|\d+)\s*[:：、.．]\s*"),
    re.compile(r"(?:\d+[、.．﹒](?!\d)|[（(]\d+[）)])\s*"),
)
# The ranks of headings; the deeper ones are numbers of items.
CHAPTERS = (0, 1, 2, 3)
# The last one whose headings are names of chapters; （一） may be an item.
LAST_CHAPTER = 2


def kind_of(word: str) -> str | None:
    """Return what a heading's word stands for: a role, number, task, measure, deadline …; None where it is not known.

    >>> kind_of(" 责任 单位："), kind_of("县教育局")
    ('responsible', None)
    """
    return column_words().get(_bare(word))


def likely_kind(word: str) -> str | None:
    """Return what a heading's word stands for; of a word that is not known, what the longest known part of it does.

    Of parts as long as each other the one at its end tells: 任务完成时间 is a time.

    >>> likely_kind("县级牵头单位"), likely_kind("任务完成时间"), likely_kind("天干地支")
    ('lead', 'deadline', None)
    """
    bare = _bare(word)
    known = column_words().get(bare)
    if known or len(bare) > LONGEST_WORD:
        return known
    parts = [part for part in column_parts() if part in bare]
    one = not JOINED.search(bare)
    longest = max(parts, key=lambda part: (len(part), one and bare.endswith(part)), default=None)
    return longest and column_parts()[longest]


def ends_as(word: str, noun: str) -> bool:
    """Say whether a heading's word ends in one of the words for plans or classes (zr:columnNouns).

    >>> ends_as("推进计划", "plan"), ends_as("项目类别", "class"), ends_as("工作措施", "plan")
    (True, True, False)
    """
    return _bare(word).endswith(tuple(words_of("columnNouns", noun)))


def is_heading(words: Sequence[str]) -> bool:
    """Say whether words head a table of tasks: most are known, one is for tasks and one for units or deadlines.

    >>> is_heading(["序号", "工作任务", "责任单位"]), is_heading(["1", "做好公开", "县教育局"])
    (True, False)
    """
    known = sum(kind_of(word) is not None for word in words)
    if known < FEWEST_KNOWN:
        return False
    kinds = [kind for kind in map(likely_kind, words) if kind]
    holds_tasks = bool({"task", "measure", "goal"} & set(kinds)) and bool({*ROLES, "deadline"} & set(kinds))
    return holds_tasks and 2 * len(kinds) >= len(words)


def rank_of(heading: str) -> int | None:
    """Return how deep the kind of a heading's numbering is, 0 for the outermost; None where it has none.

    >>> rank_of("一、总体要求"), rank_of("（一）公开"), rank_of("公开")
    (2, 3, None)
    """
    return next((rank for rank, numbering in enumerate(NUMBERINGS) if numbering.match(heading)), None)


def without_number(heading: str) -> str:
    """Return a heading without its numbering.

    >>> without_number("表一：重点任务"), without_number("（二）公开")
    ('重点任务', '公开')
    """
    rank = rank_of(heading)
    match = NUMBERINGS[rank].match(heading) if rank is not None else None
    return heading[match.end() :] if match else heading


def _bare(word: str) -> str:
    """Return a heading's word without white space, brackets and what brackets say: 责任单位（科室） is 责任单位."""
    outside = BRACKETS.sub("", word)
    return MARKS.sub("", outside or word)
