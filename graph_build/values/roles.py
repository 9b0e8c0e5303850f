"""Words that give a role, as the ontology has them: verbs behind names, and words over columns and in labels."""

from __future__ import annotations

import re

from graph_build.model import ROLES, Role
from graph_build.rules import holds
from graph_build.spans import HAN
from graph_build.values.headings import kind_of
from graph_build.vocabulary.concepts import column_parts, column_words, role_words


def _any_of(role: Role) -> str:
    return "|".join(map(re.escape, role_words(role)))


LEAD, RESPONSIBLE, COOPERATING = map(_any_of, ROLES)
# How they do it: no part of a name.
HOW = r"(?:按照?(?:各自)?职责(?:分工)?)?(?:分别|共同|联合|具体)?"
# A牵头负责, A、B积极配合落实, A按职责分工负责, A（牵头单位）
AT_END = re.compile(
    rf"(?:{HOW}(?P<lead>(?:{LEAD})(?:{RESPONSIBLE})?)"
    rf"|{HOW}(?:{COOPERATING}|协同|积极)?(?P<cooperating>{COOPERATING})(?:{RESPONSIBLE})?"
    rf"|{HOW}(?P<responsible>{RESPONSIBLE})"
    rf"|（(?P<bracketed>[{HAN}]{{2,6}}?)(?:单位|部门)?）)$"
)
ENDS = (*{word[-1] for role in ROLES for word in role_words(role)}, "）")
# By docs/reading.md; the word in a bracket binds the name before it alone.
RULES: dict[Role, str] = {"lead": "R4", "cooperating": "R5", "responsible": "R6"}
ALONE = "R9"
# 列首位的为牵头单位（下同）
FIRST_LEADS = re.compile(
    r"[，,；;（(]?(?:以上|以下|各项|各项任务|所列|责任单位(?:中|栏)?)?[，,]?"
    r"(?:列|排|位列|居|排列)(?:在|名)?(?:首位|第一位?|首|最前面?|前面?第一位)(?:的|者)?(?:责任)?(?:单位|部门|科室)?(?:均|即)?(?:为|是)"
    rf"(?:该项(?:工作|任务)的?)?总?(?:{LEAD})(?:责任)?(?:单位|部门|科室)?(?:[，,；;（(、]?下同[）)]?)?"
)
LABEL = re.compile(rf"(?P<word>[{HAN}]{{2,8}})[：:】\]]")
# 牵头单位, 责任部门: words for a role, and no names.
LABELLED = (*ROLES, "deadline", "unread")
LABELS = sorted((word for word, kind in column_words().items() if kind in LABELLED), key=len, reverse=True)
TALK = re.compile(
    rf"(?:{'|'.join(map(re.escape, LABELS))}|{LEAD}|{RESPONSIBLE}|{COOPERATING}"
    r"|按照?|各自|职责|分工|分别|共同|联合|具体|由|以?及|和|与"
    r"|等|\d*个?(?:部门|单位|科室|处室|股室)|完成|前)*"
)
PARTS = (part for part, kind in column_parts().items() if kind in ROLES and part.endswith(("单位", "部门")))
NOUN = re.compile("|".join(PARTS))


def role_at_end(words: str) -> tuple[int, Role, str] | None:
    """Return where a role's words at the end of names begin, the role, and the rule that gives it; None without any.

    >>> role_at_end("县教育局牵头负责"), role_at_end("县教育局（配合单位）"), role_at_end("保卫部（处）")
    ((4, 'lead', 'R4'), (4, 'cooperating', 'R9'), None)
    """
    match = AT_END.search(words) if words.endswith(ENDS) else None
    if match is None:
        return None
    own = next((role for role in ROLES if match[role]), None)
    role = own or _role_of(f"{match['bracketed']}单位")
    rule = RULES[own] if own else ALONE
    return (match.start(), role, rule) if role and holds(rule) else None


def is_role_talk(words: str) -> bool:
    """Say whether words only say who does what, and name nobody: labels, verbs of roles, how it is done, 等部门.

    >>> is_role_talk("；责任单位："), is_role_talk("牵头，"), is_role_talk("、县文联负责")
    (True, True, False)
    """
    return bool(TALK.fullmatch(re.sub(r"\W", "", words)))


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


def _role_of(word: str) -> Role | None:
    return next((role for role in ROLES if role == kind_of(word)), None)
