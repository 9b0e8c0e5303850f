"""What a question asks for, in which roles, and which kind of question that makes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from graph_build.model import ROLES
from graph_build.values.figures import number_of
from graph_query.errors import NotKnown
from graph_query.questions import Kind, kinds, words
from graph_query.understanding.conditions import Part, role_words
from graph_query.understanding.question import Question

# Of several things asked for the first of these is answered.
TARGETS = (
    "progress", "no_lead_at_all", "no_cooperating_at_all", "lacks_lead", "lacks_responsible", "lacks_deadline",
    "lacks_issued", "lacks_number", "issuer", "issued", "number_of_document", "count_units", "count_references",
    "count_documents", "count", "implements", "rank_units", "rank", "references", "documents", "units", "duration",
    "dates", "tasks",
)  # fmt: skip
ROLE_BEHIND = re.compile(r"(?:来|去|主要|单独|具体)*(?:为|作为|是|当|作)?(?:牵头|主办|负责|承担|责任|配合|协办|协助)")
BEHIND = {
    "牵头": ("lead",),
    "主办": ("lead",),
    "配合": ("cooperating",),
    "协": ("cooperating",),
    "责任": ("responsible",),
    "负责": ("responsible",),
    "承担": ("responsible",),
}
NEAR, SEVERAL_UNITS = 8, 2
NEGATED = re.compile(r"[不别]|无需|除")
TASKS_WANTED = re.compile(
    r"(?:任务|工作|事项)[^。？]{0,8}(?:列|找|查|给|报|看|调|清单)|(?:列|找|查|报)[^。？]{0,30}任务$"
)
# Who has the most tasks is one; which units have the most are several.
ONE = re.compile(r"谁|哪(?:一)?(?:个|家|位)|什么单位|哪单位")
SEVERAL = 10
ONLY_RESPONSIBLE = re.compile(r"(?:只|仅)(?:当|是|作|做|为|有|作为)|责任单位")


def take_asks(q: Question) -> None:
    """Take what is asked for, and the roles."""
    roles_read = False
    for name, pattern in words().asks:
        if not name.startswith(("lacks", "no_", "several", "has_")) and name != "progress" and not roles_read:
            _roles(q)
            _roles_of_each(q)
            roles_read = True
        while match := pattern.search(q.masked):
            if not match.group():
                break
            q.asks.add(name)
            for group in ("n", "m", "l", "k"):
                if group in match.re.groupindex and match[group]:
                    q.most = number_of(match[group])
            q.mask(match.start(), match.end(), "Ｘ")
    if "without_groups" in q.asks or any(map(words().groups[0].search, q.aside)):
        q.parts.append(Part("groups", "不含统称", "不含统称单位"))


def _roles(q: Question) -> None:
    found: dict[str, str] = {}
    text = q.masked + "".join(aside for aside in q.aside if not NEGATED.search(aside))
    for roles, pattern in words().roles:
        for match in pattern.finditer(text):
            found.update(dict.fromkeys(roles, match.group()))
            text = text.replace(match.group(), "＿" * len(match.group()))
            break
    if found:
        roles = tuple(role for role in ROLES if role in found)
        q.parts.append(Part("role", "、".join(dict.fromkeys(found.values())), role_words(roles), roles))


def _roles_of_each(q: Question) -> None:
    """Note the role of each unit where a question says different ones: A牵头、B负责."""
    runs = [*re.finditer("Ｕ+", q.masked)]
    units = [part for part in q.parts if part.kind == "unit"]
    if len(runs) != len(units) or len(units) < SEVERAL_UNITS:
        return
    found = []
    for n, run in enumerate(runs):
        end = runs[n + 1].start() if n + 1 < len(runs) else run.end() + NEAR
        match = ROLE_BEHIND.match(q.masked[run.end() : end])
        if match is None:
            return
        found.append(next(roles for word, roles in BEHIND.items() if word in match.group()))
    if len(set(found)) == len(found):
        q.parts = [part for part in q.parts if part.kind not in ("unit", "role")]
        q.parts += [replace(part, roles=roles) for part, roles in zip(units, found, strict=True)]
        q.asks.add("together")


def kind_of_question(q: Question) -> Kind:
    """Return the kind of question. Raises NotKnown where it is none of them."""
    has = {part.kind for part in q.parts} | {"topic" for part in q.parts if part.kind == "heading"}
    has |= {"due"} if "words" in has else set()
    asks = _with_conditions(q, _of_days(q, _ranked(q), has), has)
    target = next((name for name in TARGETS if name in asks), "")
    if not target:
        _refuse_chat(q)
        target = _supposed(has)
    if target == "tasks" and "number" in has:
        target = "detail"  # 第14项任务是什么
    features = has | {target} | asks & ({"lacks_topic", "most"} if "without" not in has else {"most"})
    units = sum(part.kind == "unit" for part in q.parts)
    if "together" in asks and units:
        features |= {"together", "units2"} if units > 1 else {"together"}
    q.features = frozenset(features)
    found = fitting(q.features)
    if not found:
        raise NotKnown("没有看懂这个问题。")
    return max(found, key=lambda kind: len(kind.asks) + len(kind.has))


def fitting(features: AbstractSet[str]) -> list[Kind]:
    """Return the kinds of question that fit what a question asks for and names."""
    return [k for k in kinds() if k.asks <= features and k.has <= features and not k.lacks & features]


def _ranked(q: Question) -> set[str]:
    """Return what is asked for, where it is a ranking: of units that are named, of documents and places, of units."""
    asks = q.asks
    if asks & {"more", "fewer"} and sum(part.kind == "unit" for part in q.parts) > 1:
        return {"rank_units"}
    if asks & {"more", "fewer"} or ("documents" in asks and asks & {"most", "least"}):
        return {*asks} - {"more", "fewer", "most", "least", "documents", "units"} | {"rank"}
    if asks & {"most", "least"}:
        return {*asks} - {"count", "tasks", "documents", "least"} | {"units", "most"}
    return {*asks}


def _of_days(q: Question, asks: set[str], has: AbstractSet[str]) -> set[str]:
    """Return what is asked for, where a day is a condition: of the tasks due, of the documents issued then."""
    if "issued" in has:
        asks -= {"issued"}
    if "due" in has:
        asks -= {"lacks_deadline"} | ({"dates", "duration"} if "tasks" in asks else set())
    others = asks & {"tasks", "units", "duration"} | (set() if "due" in has else asks & {"dates"})
    if not others and TASKS_WANTED.search(q.text):
        return asks - {"dates"} | {"tasks"}
    return asks


def _with_conditions(q: Question, asks: set[str], has: AbstractSet[str]) -> set[str]:
    """Return what is asked for without what is a condition beside it; that becomes a part of the reading."""
    if "unit" in has and "lacks_lead" in asks:
        # 没有牵头、只当责任单位; 不牵头 alone may mean all others' tasks.
        if not ONLY_RESPONSIBLE.search(q.text):
            raise NotKnown("没有看懂“不牵头”。可以问：某单位作为责任单位的任务有哪些。")
        q.parts = [part for part in q.parts if part.kind != "role"]
        q.parts.append(Part("role", "责任", role_words(("responsible",)), ("responsible",)))
        asks -= {"lacks_lead"}
    if "several_leads" in asks:
        q.parts.append(Part("with", "牵头单位不止一家", "牵头单位不止一家", ("leads",)))
        asks -= {"several_leads", "lacks_lead"}
    if "has_cooperating" in asks and "units" not in asks:
        q.parts = [part for part in q.parts if part.kind != "role"]
        q.parts.append(Part("with", "配合单位", "写有配合单位", ("cooperating",)))
    if "has_lead" in asks and "units" not in asks:
        q.parts.append(Part("with", "牵头单位", "写有牵头单位", ("lead",)))
    if {"common", "references"} <= asks and sum(part.kind in ("place", "document") for part in q.parts) > 1:
        q.parts.append(Part("with", "都引用", "都引用的", ("common",)))
    if "has_supposed" in asks:
        q.parts.append(Part("with", "推定", "有推定的责任", ("supposed",)))
    return asks


def most_of(q: Question) -> int:
    """Return how many units of a ranking are wanted."""
    return q.most or (1 if ONE.search(q.text) else SEVERAL)


def _refuse_chat(q: Question) -> None:
    """Raise NotKnown where nothing is asked for, and no words of it stand in a task as they were typed."""
    if all(part.kind == "topic" and not (part.subject and part.subject.phrases) for part in q.parts):
        raise NotKnown("没有看懂要问什么。可以问：某单位负责哪些任务、某事项由谁牵头、什么时候完成、依据什么文件。")


def _supposed(features: Iterable[str]) -> str:
    """Return what is asked for where no word says it: keywords alone."""
    has = set(features)
    if "number" in has:
        return "detail"
    if "unit" in has or "due" in has or "act" in has:
        return "tasks"
    if "topic" in has:
        return "units" if "role" in has else "tasks"
    if "role" in has:
        return "units"
    return "tasks" if has else ""
