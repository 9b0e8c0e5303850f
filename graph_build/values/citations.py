"""Acts that a text cites: 《title》（number）, a title or a number alone -> citations with spans.

Cited are titles of laws, regulations, policy documents, reports and plans; the document's own short name is not
(docs/reading.md C1 to C7).
"""

from __future__ import annotations

import re
from functools import cache

from graph_build.model import Citation
from graph_build.spans import Text
from graph_build.values.act_numbers import NUMBER, canonical_number
from graph_build.vocabulary.concepts import words_of


@cache
def _forms(notation: str) -> tuple[str, ...]:
    return tuple(sorted(words_of("titleForms", notation), key=lambda word: (-len(word), word)))


TITLE = r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》"
# Behind the number a bracket may say more (…修订), or go on with another number, which is a citation of its own.
CITED = re.compile(
    rf"{TITLE}(?:[（(](?:(?:19|20)\d\d年)?(?P<behind>{NUMBER})(?:[^（）()、，,；]*[）)])?)?|(?P<alone>{NUMBER})"
)
# What acts are called by: the last word of a title, before brackets such as （试行） or 〉.
KIND = re.compile(rf"(?:{'|'.join(map(re.escape, _forms('act')))})(?:[（(〈<][^（）()〈〉<>]*[）)〉>]|[）)〉>》])*$")
# What lists of tasks are called by, and what their titles are filled with before that.
LISTS, FILLERS = _forms("list"), _forms("filler")
# What stands before a number alone is no part of it: 认真落实国办发〔2019〕54号.
LEAD_IN = re.compile(rf".*(?:{'|'.join(map(re.escape, _forms('lead_in')))}|(?<!共)和|[年与及])")
# 在《专项报告》上的批示, 《某办法》同时废止: named, and not carried out.
MENTION = re.compile(
    rf"(?:[（(][^（）()]*[）)])?[^，。；《》]{{0,8}}?(?:{'|'.join(map(re.escape, _forms('mention')))})"
)
SHORT_NAME = re.compile(r"《([^《》]+)》[^《》，。；]{0,30}[（(]以下简称[:：]?《([^《》]+)》")


def find_citations(text: Text, own_names: frozenset[str] = frozenset()) -> tuple[Citation, ...]:
    """Return the acts that a text without white space cites, in order; `own_names` are the document's own."""
    found = []
    for match in CITED.finditer(text.value):
        title, number = match["title"], match["behind"] or match["alone"]
        if title is not None and not number and (title in own_names or not KIND.search(title)):
            continue
        start = match.start()
        if title is None:
            start += len(number) - len(LEAD_IN.sub("", number))
            number = text.value[start : match.end()]
        span = text[start : match.end()].span()
        found.append(Citation(_inner_brackets(title), canonical_number(number) if number else None, span))
    return tuple(found)


def own_names(text: str, title: str) -> frozenset[str]:
    """Return the short names by which a document calls itself: 现将《〈its title〉》（以下简称《Y》）印发给你们.

    >>> own_names("按《某条例》（以下简称《条例》），将《2022年分工》（以下简称《分工》）印发", "2022年分工")
    frozenset({'分工'})
    """
    return frozenset(short for full, short in SHORT_NAME.findall(text) if full in title or title in full)


def short_names(text: str) -> frozenset[str]:
    """Return the short names that a text introduces for anything: 《某规划纲要》（以下简称《纲要》）.

    >>> short_names("按《某条例》（以下简称《条例》）办理")
    frozenset({'条例'})
    """
    return frozenset(short for _, short in SHORT_NAME.findall(text))


def is_mention(behind: str) -> bool:
    """Say whether the words behind a citation only mention it: a leader's remark on it, its repeal.

    >>> is_mention("上的批示要求"), is_mention("要求，制定本方案")
    (True, False)
    """
    return bool(MENTION.match(behind))


def _inner_brackets(title: str | None) -> str | None:
    """Return a title whose nested 《》 and <> are 〈〉."""
    return title and title.translate(str.maketrans("《》<>", "〈〉〈〉"))
