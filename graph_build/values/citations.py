"""Acts that a text cites: 《title》（number）, a title or a number alone -> citations with spans.

Cited are titles of laws, regulations, policy documents, reports and plans; the document's own short name is not
(docs/reading.md C1 to C7).
"""

from __future__ import annotations

import re

from graph_build.model import Citation
from graph_build.spans import Text
from graph_build.values.act_numbers import NUMBER, canonical_number

TITLE = r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》"
# Behind the number a bracket may say more (…修订), or go on with another number, which is a citation of its own.
CITED = re.compile(
    rf"{TITLE}(?:[（(](?:(?:19|20)\d\d年)?(?P<behind>{NUMBER})(?:[^（）()、，,；]*[）)])?)?|(?P<alone>{NUMBER})"
)
# What acts are called by: the last word of a title, before brackets such as （试行） or 〉.
KIND = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|规则|章程|决定|决议|命令|通知|通告|公告|意见|批复|函|方案|纲要|规划|计划|要点|报告|目录|清单"
    r"|标准|指引|指南|规范|制度|机制|措施|举措|预案|协议|准则|纪要|分工|分解表|任务书|责任书|解释|令)"
    r"(?:[（(〈<][^（）()〈〉<>]*[）)〉>]|[）)〉>》])*$"
)
# What stands before a number alone is no part of it: 认真落实国办发〔2019〕54号.
LEAD_IN = re.compile(r".*(?:根据|依据|按照|参照|对照|遵照|落实|执行|贯彻|转发|印发|关于|符合|以及|(?<!共)和|[年与及])")
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


def _inner_brackets(title: str | None) -> str | None:
    """Return a title whose nested 《》 and <> are 〈〉."""
    return title and title.translate(str.maketrans("《》<>", "〈〉〈〉"))
