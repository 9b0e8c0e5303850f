"""Words that give a role, as the ontology has them: verbs behind names, and words over columns and in labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from graph_build.model import ROLES, Role
from graph_build.rules import holds
from graph_build.spans import HAN
from graph_build.values.headings import kind_of
from graph_build.vocabulary.concepts import column_parts, column_words, role_words, words_of


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for one of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


# How they do it, and what leaves a role as it is: no part of a name.
MANNER_WORDS, FOLLOWING_WORDS = (words_of("assignmentWords", kind) for kind in ("manner", "following"))
LEAD, RESPONSIBLE, COOPERATING = (any_of(role_words(role)) for role in ROLES)
# 协同 by itself is a role; in 协同负责 it says how.
SURELY_COOPERATING = any_of(word for word in role_words("cooperating") if word not in MANNER_WORDS)
MANNER, FOLLOWING = any_of(MANNER_WORDS), any_of(FOLLOWING_WORDS)
# Possessive: a word that is read is not given back, however often it stands there.
BEFORE = rf"(?:{any_of(MANNER_WORDS.union(role_words('responsible')))})*+"
BEHIND = rf"(?:{any_of(FOLLOWING_WORDS.union(MANNER_WORDS, role_words('responsible')))})*+"
BEHIND_BOTH = BEHIND.replace("(?:", f"(?:{COOPERATING}|", 1)
# A会同B
TOGETHER = any_of(words_of("assignmentWords", "together"))
# 部门, 单位: they name nobody.
UNNAMED = any_of(words_of("assignmentWords", "unnamed"))
# A牵头负责, A、B积极配合落实, A按职责分工负责, A（牵头单位）, A为牵头单位
AT_END = re.compile(
    rf"(?:{BEFORE}(?P<lead>(?:{LEAD}){BEHIND})"
    rf"|{BEFORE}(?P<cooperating>(?:{SURELY_COOPERATING}){BEHIND_BOTH})"
    rf"|(?:{MANNER})*+(?P<responsible>(?:{RESPONSIBLE}){BEHIND})"
    rf"|(?P<weak>{any_of(word for word in role_words('cooperating') if word in MANNER_WORDS)})"
    rf"|(?P<bracket>[（(〔\[［【])?(?(bracket)|(?:均?为|作为))(?P<noun>[{HAN}]{{2,6}}?)(?:单位|部门)?"
    rf"(?(bracket)[）)〕\]］】]))$"
)
# Words of a role are no longer.
LONGEST = 40
ENDS = tuple(
    {word[-1] for words in (*map(role_words, ROLES), FOLLOWING_WORDS, MANNER_WORDS) for word in words}
    | set("）)〕]］】位门")
)
# By docs/reading.md; the word in a bracket binds the name before it alone.
RULES: dict[Role, str] = {"lead": "R4", "cooperating": "R5", "responsible": "R6"}
ALONE = "R9"
# 列首位的为牵头单位（下同）, 第一个单位为牵头单位，其余为配合单位
FIRST_LEADS = re.compile(
    r"(?:[，,；;]|(?P<bracket>[（(]))?(?:以上|以下|各项|各项任务|所列|责任单位(?:中|栏)?)?[，,]?"
    r"(?:(?:列|排|位列|居|排列|排名|排序|位于)(?:在|名|于)?(?:首位|第一位?|首|最前面?|前面?第一位)"
    r"(?:的|者)?(?:责任)?(?:单位|部门|科室)?(?:(?:均|即)?(?:为|是|作为))?"
    r"|(?:首位|首个|第一(?:位|个|家))(?:的|者)?(?:责任)?(?:单位|部门|科室)?(?:均|即)?(?:为|是|作为))"
    rf"(?:(?:该项|本项)?(?:工作|任务)的?)?总?(?:{LEAD})(?:责任)?(?:单位|部门|科室)?"
    r"(?:[或及和、](?:汇总|协调|抓总)(?:单位|部门))?"
    rf"(?:[，,；;、]?其[余他]的?(?:单位|部门)?(?:均|都|则)?(?:为|是|作为)(?:(?P<others>{COOPERATING})|责任)(?:单位|部门|科室))?"
    r"(?:[，,；;（(、]?(?P<on>下同)[）)]?)?(?(bracket)(?:(?<=[）)])|[）)]?))"
)
# （按职责分工）, （按职责分工负责） behind the last name; （牵头） and （协同） are roles of the name before them.
_MANNER_ALONE = any_of(MANNER_WORDS.difference(role_words("cooperating")))
TALK_BRACKET = re.compile(rf"[（(](?:{_MANNER_ALONE})(?:{MANNER}|{FOLLOWING}|{RESPONSIBLE})*+[）)]")
LABEL = re.compile(rf"(?P<word>[{HAN}]{{2,8}})[：:】\]]")
# 牵头单位, 责任部门: words for a role, and no names.
LABELLED = (*ROLES, "deadline", "unread")
LABELS = [word for word, kind in column_words().items() if kind in LABELLED]
TALK = re.compile(
    rf"(?:{any_of(LABELS)}|{LEAD}|{RESPONSIBLE}|{COOPERATING}"
    rf"|{MANNER}|{FOLLOWING}|{TOGETHER}|由|以?及|和|与|等|\d*个?(?:{UNNAMED})|前)*+"
)
PARTS = tuple(part for part, kind in column_parts().items() if kind in ROLES and part.endswith(("单位", "部门")))
PERSONS, OFFICES = (tuple(words_of("assignmentWords", kind)) for kind in ("person", "office"))
# The same words and labels come again and again in a list; so many are remembered.
WORDS_KNOWN, LABELS_KNOWN = 1 << 14, 1 << 10
NOUN = re.compile("|".join(PARTS))


def role_at_end(words: str) -> tuple[int, Role, str] | None:
    """Return where a role's words at the end of names begin, the role, and the rule that gives it; None without any.

    >>> role_at_end("县教育局牵头负责"), role_at_end("县教育局（配合单位）"), role_at_end("保卫部（处）")
    ((4, 'lead', 'R4'), (4, 'cooperating', 'R9'), None)
    >>> role_at_end("县文联协同"), role_at_end("县文联协同负责落实"), role_at_end("县文联为牵头单位")
    ((3, 'cooperating', 'R5'), (3, 'responsible', 'R6'), (3, 'lead', 'R4'))
    """
    found = _at_end(words) if words.endswith(ENDS) else None
    return found if found and holds(found[2]) else None


@lru_cache(WORDS_KNOWN)
def _at_end(words: str) -> tuple[int, Role, str] | None:
    match = AT_END.search(words, max(0, len(words) - LONGEST))
    if match is None:
        return None
    own = "cooperating" if match["weak"] else next((role for role in ROLES if match[role]), None)
    role = own or _role_of(f"{match['noun']}单位")
    rule = ALONE if match["bracket"] or not role else RULES[role]
    return (match.start(), role, rule) if role else None


def is_role_talk(words: str) -> bool:
    """Say whether words only say who does what, and name nobody: labels, verbs of roles, how it is done, 等部门.

    >>> is_role_talk("；责任单位："), is_role_talk("牵头，"), is_role_talk("、县文联负责")
    (True, True, False)
    """
    return bool(TALK.fullmatch(re.sub(r"\W", "", FIRST_LEADS.sub("", words))))


def has_label(text: str) -> bool:
    """Say whether a role's label stands in a text: 责任单位：, [牵头部门].

    >>> has_label("做好公开，责任单位：县教育局"), has_label("来源：某网")
    (True, False)
    """
    for match in LABEL.finditer(text):
        word = match["word"]
        if any(_role_of(word[start:]) for start in range(len(word) - 1)):
            return True
    return False


@lru_cache(LABELS_KNOWN)
def label_kind(word: str) -> str | None:
    """Return what a label stands for: by its whole word, or by an end that says persons or units.

    >>> label_kind("责任校领导"), label_kind("县级牵头单位"), label_kind("公众参与")
    ('unread', 'lead', None)
    """
    kind = kind_of(word)
    if kind:
        return kind
    if word.endswith(PERSONS):
        return "unread"
    return next((column_parts()[part] for part in PARTS if word.endswith(part)), None)


def _role_of(word: str) -> Role | None:
    return next((role for role in ROLES if role == kind_of(word)), None)
