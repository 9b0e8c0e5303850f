"""What a question asks for: of several things the one that says most, by what it names where no word asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_query.errors import NotKnown
from graph_query.understanding.folding import Folded
from graph_query.understanding.formula import Condition, atoms, is_scope
from graph_query.understanding.meanings import ROLE_NAMES
from graph_query.understanding.parts import Ask, Noun

# Of several things asked for the first of these is answered.
ORDER = (
    "progress", "issued", "issuer", "number", "implements", "why", "acts", "sections", "documents", "places", "units",
    "durations", "limits", "tasks",
)  # fmt: skip
# What is asked of tasks, where of a document it would be another thing: 依据哪份文件, 谁发布.
OF_TASKS = {"implements": "why", "number": "acts", "issuer": "units"}
# And the other way round: what a document rests on is what it carries out, what all its tasks do is what they cite.
OF_A_DOCUMENT, OF_ALL_TASKS = {"why": "implements"}, {"why": "acts"}
NOT_ASKED = "没有看懂要问什么。可以问：某单位负责哪些任务、某事项由谁牵头、什么时候完成、依据什么文件。"
# What each task has of its own, of which two can be asked for at once.
OF_EACH_TASK = {"units": "单位", "limits": "完成时限", "durations": "办理期限", "acts": "依据", "why": "依据"}
# What is counted of a whole list.
COUNTED = {"tasks": "任务有多少项", "units": "单位有多少家", "acts": "引用的文件有多少份", "sections": "章节有多少个"}
# A reading that leaves a thing unanswered is so much less likely.
UNANSWERED = 0.8


def asked(folded: Folded, conditions: Sequence[Condition]) -> Ask:
    """Return what is asked for. Raises NotKnown where nothing is."""
    asks = [_of_homes(ask, folded) for ask in folded.asks if ask.wants != "aside"]
    asks = asks or [replace(ask, wants="any") for ask in folded.asks[:1]]
    # 2022年的几份文件 are some documents, where something else is asked.
    asks = [ask for ask in asks if not (ask.wants in ("documents", "places") and ask.count)] or asks
    exact = _with_their_place([ask for ask in asks if ask.wants != "any"], folded)
    if not exact:
        return _by_noun(_noun(folded, conditions), asks)
    if not all(is_scope(condition) for condition in conditions):
        exact = [replace(ask, wants=OF_TASKS.get(ask.wants, ask.wants)) for ask in exact]
    else:
        of_tasks = any(noun.wants == "tasks" for noun in folded.nouns)
        other = OF_ALL_TASKS if of_tasks else OF_A_DOCUMENT
        exact = [replace(ask, wants=other.get(ask.wants, ask.wants)) for ask in exact]
    chosen = min(exact, key=lambda ask: (ORDER.index(ask.wants), not ask.count))
    same = [ask for ask in exact if ask.wants == chosen.wants]
    roles = _all_roles([ask.roles for ask in same if ask.roles is not None])
    count = all(ask.count for ask in same)
    return replace(chosen, roles=roles, count=count, joint=any(ask.joint for ask in exact))


def _with_their_place(asks: list[Ask], folded: Folded) -> list[Ask]:
    """Return what is asked for without places, where tasks are too, of which it is said: 哪里写的，是哪一条."""
    tasks = any(ask.wants == "tasks" and not ask.count for ask in asks)
    if not tasks or folded.ranks or folded.every or folded.some or "TPN" in folded.seen:
        return asks
    return [ask for ask in asks if ask.wants not in ("documents", "places")]


def _of_homes(ask: Ask, folded: Folded) -> Ask:
    """Return 哪家 as the places that are several homes, else as units."""
    if ask.wants != "homes":
        return ask
    return replace(ask, wants="places" if "HOMES" in folded.seen and not ask.roles else "units")


def unanswered(folded: Folded, ask: Ask) -> float:
    """Return what a reading costs more for things that it is asked for and does not answer."""
    return UNANSWERED * len({one.wants for one in folded.asks} - {"any", "aside", "homes", ask.wants})


def also_asked(folded: Folded, ask: Ask) -> tuple[str, ...]:
    """Return what is asked for of each task beside what is answered: 由谁负责，什么时候完成."""
    others = (one.wants for one in folded.asks if one.wants in OF_EACH_TASK and one.wants != ask.wants)
    return tuple(dict.fromkeys(others)) if ask.wants in OF_EACH_TASK else ()


def not_counted(folded: Folded, ask: Ask) -> Iterator[str]:
    """Yield what is said of other numbers that were asked for too and are not answered: 几项任务，几家单位."""
    counts = [one.wants for one in folded.asks if one.count and one.wants in COUNTED and one.wants != ask.wants]
    for wants in dict.fromkeys(counts if ask.count else ()):
        yield f"还问到{COUNTED[wants]}，这里没有答，请另问一句"


def _all_roles(roles: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the roles of several questions together: 谁牵头、谁负责 asks for both."""
    if len(roles) > 1 and () in roles and any(roles):
        return ()
    return tuple(role for role in ROLE_NAMES if any(role in one for one in roles)) if any(roles) else None


def _by_noun(noun: Noun, asks: Sequence[Ask]) -> Ask:
    counted = noun.wants == "counted"
    count = any(ask.count for ask in asks) or (counted and not asks)
    return Ask("tasks" if counted else noun.wants, noun.roles, count, any(ask.one for ask in asks))


def _noun(folded: Folded, conditions: Sequence[Condition]) -> Noun:
    """Return the thing that is meant where no word asks for one: what is named last, else what the conditions tell."""
    if folded.ranks and folded.nouns and folded.nouns[-1].wants in ("documents", "places"):
        return folded.nouns[-1]
    # 引用的、带文号的文件 are acts.
    cited = folded.nouns[-1:] == [Noun("documents")] and "CITE" in folded.seen and not folded.asks
    nouns = [noun for noun in folded.nouns if noun.wants not in ("documents", "places", "sections")]
    kinds = {atom.kind for condition in conditions for atom in atoms(condition)}
    if (nouns and not cited) or (folded.nouns and (folded.asks or kinds & {"issued", "issuer"})):
        return (nouns or folded.nouns)[-1]
    if folded.seen & {"CITEN", "ACTN"} or cited:
        return Noun("acts")
    if "LIMITN" in folded.seen:
        return Noun("limits")
    if folded.roles and not kinds & {"unit", "only"}:
        return Noun("units", folded.roles[-1])
    if not conditions and not folded.asks:
        raise NotKnown(NOT_ASKED)
    return Noun("tasks")
