"""What the rules of questions/grammar.txt mean: what is asked for and about, the most and the first."""

from __future__ import annotations

from dataclasses import replace

from graph_query.understanding.formula import (
    DEFAULT_ROLES,
    AnyOf,
    Atom,
    Condition,
    Order,
    all_of,
    any_of,
    mapped,
    negated,
)
from graph_query.understanding.meanings import ROLE_NAMES, Parts, roles_of, units_carry
from graph_query.understanding.parts import Ask, EitherTopic, Noun, Topic
from graph_query.understanding.wording import as_written

# By what tasks can be counted, and by which noun that is said.
GROUPS = {"units": "unit", "places": "place", "documents": "document", "sections": "section"}


def ask(p: Parts, wants: str, *how: str) -> Ask:
    """Mean a thing is asked for, its `count`, or `one`."""
    roles = p.get("RO", p.get("ROLEN"))
    return Ask(
        wants,
        tuple(roles) if roles is not None else None,
        "count" in how,
        "one" in how,
        bool(p.get("TOG")),
        p.get("INT", 0),
    )


def several_homes(p: Parts) -> Condition | None:
    """Mean several places, with how many they are behind: 厦门、荆门、渝中、槐荫四家."""
    scopes: Condition = p["SCOPES"]
    return scopes if isinstance(scopes, AnyOf) and len(scopes.parts) == p["INT"] else None


def asked_of(p: Parts) -> Ask | None:
    """Mean a noun and 哪些 ask for the thing: 任务有哪些."""
    noun: Noun = p["NOUN"]
    counted = noun.wants == "counted"
    if "CLT" in p and not counted and noun.wants != "tasks":
        return None
    return Ask("tasks" if counted else noun.wants, noun.roles, count=counted or "HOWMANY" in p)


def with_role(p: Parts) -> Ask | None:
    """Mean units are asked for in a role: 由谁牵头."""
    asked: Ask = p["ASK"]
    if asked.wants not in ("units", "homes") or asked.roles:
        return None
    return replace(asked, wants="units", roles=roles_of(p), joint=asked.joint or bool(p.get("TOG")))


def also_carried(p: Parts) -> Ask:
    """Mean tasks in a role or any of the usual ones: 牵头或负责哪些任务."""
    return Ask("tasks", tuple(role for role in ROLE_NAMES if role in {*p["RO"], *DEFAULT_ROLES}))


def led_count(_: Parts) -> Ask:
    """Mean 牵了几项的头."""
    return Ask("tasks", ("lead",), count=True)


def common_acts(_: Parts) -> Ask:
    """Mean 都引用了哪些文件."""
    return Ask("acts", joint=True)


def acts_of_topic(p: Parts) -> Ask:
    """Mean 按照国务院办公厅的哪份文件: words of a topic stand inside."""
    return Ask("acts", spans=p["TP"].spans)


def noun(p: Parts, wants: str) -> Noun:
    """Mean a thing is named."""
    return Noun(wants, tuple(p["ROLEN"]) if "ROLEN" in p else None)


def rank(p: Parts, *how: str) -> Order:
    """Mean the most or `least`, so many as are said; the `nth`, the `first`, the `last`."""
    if "nth" in how:
        return Order("least" in how, 1, p["INT"])
    if how in (("first",), ("last",)):
        return Order(how == ("last",), 1)
    return Order("least" in how, p.get("INT", 0))


def versus(p: Parts, *how: str) -> tuple[Condition, Order]:
    """Mean which of two has more, or `less`: 厦门多还是荆门多."""
    return any_of((p["SCOPES"], p["SCOPES2"])), Order(bool(how), 0)


def both_scopes(p: Parts) -> tuple[Condition, Condition]:
    """Mean two places, years or documents that are compared."""
    return p["SCOPES"], p["SCOPES2"]


def both_units(p: Parts) -> tuple[Condition, Condition]:
    """Mean two units that are compared."""
    return units_carry(p["US"], ()), units_carry(p["US2"], ())


def group(p: Parts) -> str | None:
    """Mean by what it is counted: 按部门."""
    return GROUPS.get(p["NOUN"].wants)


def whole(p: Parts) -> Condition | bool:
    """Mean of what a share is: 占荆门全部任务的比例."""
    scope: Condition | bool = p.get("SCOPES", True)
    return scope


# What it is about


def topic(p: Parts) -> Topic:
    """Mean a word that says what a question is about."""
    return Topic(p["TOPIC"])


def longer_topic(p: Parts) -> Topic:
    """Mean one more such word behind it."""
    return Topic(((p["TP"].spans[0][0], p["TOPIC"][0][1]),))


def topic_not(p: Parts) -> Topic | EitherTopic:
    """Mean what it is not about."""
    without: Topic | EitherTopic = replace(p["TP"], without=True)
    return without


def either_topic(p: Parts) -> EitherTopic:
    """Mean either of two topics."""
    return EitherTopic((p["TP"].spans, p["TP2"].spans))


def in_text(p: Parts, *how: str) -> Condition:
    """Mean words that stand so in the text of a task, its headings apart."""
    return mapped(quoted(p, *how), lambda atom: text_with(atom.words))


def topic_in_text(p: Parts, *how: str) -> Condition:
    """Mean the text of a task holds what a question is about; where its words stand is put in later."""
    condition = Atom("text", tuple(f"{start}-{end}" for start, end in p["TP"].spans), op="=")
    return negated(condition) if how else condition


def text_with(phrase: str) -> Atom:
    """Return the condition that a phrase stands in the text of a task."""
    return Atom("text", forms=(as_written(phrase),), words=phrase)


def quoted(p: Parts, *how: str) -> Condition:
    """Mean words that stand so in a task, `any` or `all` of two, or `not`."""
    texts = dict.fromkeys(p[symbol] for symbol in ("QUOTE", "QUOTE2") if symbol in p)
    found = [Atom("topic", (text,), words=text, loose=True) for text in texts]
    condition = all_of(found) if "all" in how else any_of(found)
    return negated(condition) if "not" in how else condition
