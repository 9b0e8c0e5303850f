"""The phrases that cover a question, sorted by what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph_query.errors import NotKnown
from graph_query.understanding.chart import Phrase, Way
from graph_query.understanding.counting import Load, Passing
from graph_query.understanding.formula import (
    ANYTHING,
    DEFAULT_ROLES,
    Also,
    Atom,
    Condition,
    Order,
    any_of,
    atoms,
    is_scope,
    negated,
)
from graph_query.understanding.lattice import Question
from graph_query.understanding.occasions import clause_starts, story_end
from graph_query.understanding.parts import AlsoCarried, Ask, EitherTopic, Noun, Span, Topic

# What is past is a day that the question's own today tells.
PAST = Atom("due", ("past",))
# Beside words in quotes only a clause says more of what is meant.
SHORTEST_CLAUSE = 6
OPENING, CLOSING = "(（", ")）"


@dataclass(slots=True)
class Folded:
    """The phrases of a way: conditions, what is asked for and named, and `seen`, the symbols that there are.

    `together` are conditions of several units, where no unit is named; `other_names` stand in brackets behind a topic,
    `beside_quotes` at once before or behind words in quotes;
    `told` is where a story ends, `documents` how many of them the question says there are, `whole` what a share is of;
    `them` what is referred to, `not_in` roles that the units before have not;
    `every` what holds of every task, `some` of some, `alone` that one unit has a role, `no_others` roles in which there
    are no others, `loads` how many tasks a unit has, `also` what else it carries; `tasks` how many the question says
    there are.
    """

    conditions: list[Condition] = field(default_factory=list)
    left_out: list[Condition] = field(default_factory=list)
    together: list[Condition] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)
    ranks: list[Order] = field(default_factory=list)
    roles: list[tuple[str, ...]] = field(default_factory=list)
    not_roles: set[str] = field(default_factory=set)
    topics: list[Span] = field(default_factory=list)
    other_names: list[Span] = field(default_factory=list)
    beside_quotes: list[Span] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    group: str | None = None
    documents: int | None = None
    whole: Condition | None = None
    compared: tuple[Condition, Condition] | None = None
    told: int = 0
    them: list[str] = field(default_factory=list)
    not_in: list[str] = field(default_factory=list)
    every: list[Condition] = field(default_factory=list)
    some: list[Condition] = field(default_factory=list)
    alone: list[Condition] = field(default_factory=list)
    no_others: list[tuple[str, ...]] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    also: list[Also] = field(default_factory=list)
    tasks: int | None = None


def folded(way: Way, q: Question) -> Folded:
    """Return the phrases of a way. Raises NotKnown where a part of the question is none."""
    unread = "".join(phrase.value for phrase in way.phrases if phrase.symbol == "UNREAD")
    if unread:
        raise NotKnown(f"没有看懂“{unread}”。请换一种说法。")
    found = Folded(told=_told(way, q))
    depth = 0
    for n, phrase in enumerate(way.phrases):
        first = q.text[phrase.start]
        depth += (first in OPENING) - (first in CLOSING)
        if phrase.start < found.told and (spans := _told_there(phrase)) is not None:
            found.topics += spans
        elif phrase.symbol == "TP" and _beside_quote(phrase, q.text):
            found.beside_quotes += phrase.value.spans
        elif not depth or not _in_brackets(phrase, way.phrases[:n], found):
            _note(phrase, found)
    return found


def _told(way: Way, q: Question) -> int:
    """Return where a story ends: the clause behind it, or the last of its own, says of what is asked; else 0."""
    end = story_end(q)
    says = [phrase.start for phrase in way.phrases if phrase.end - phrase.start > 1 and _says_of_what(phrase)]
    ends = [0, *(at for at in clause_starts(q.text) if at <= end)][-2:] if end else [0]
    return next((at for at in reversed(ends) if any(start >= at for start in says)), 0)


def _says_of_what(phrase: Phrase) -> bool:
    return phrase.symbol == "TP" or (phrase.symbol == "COND" and phrase.value != "past" and not is_scope(phrase.value))


def _told_there(phrase: Phrase) -> tuple[Span, ...] | None:
    """Return the words of what a story says not to be, or of its 今年: no condition; None of all else."""
    year = phrase.symbol == "COND" and isinstance(phrase.value, Atom) and phrase.value.kind == "year"
    if year and not re.search(r"\d", phrase.value.words):
        return ((phrase.start, phrase.end),)
    if phrase.symbol not in ("TPN", "TPE", "ABOUTNOT"):
        return None
    if isinstance(phrase.value, EitherTopic):
        return tuple(span for topic in phrase.value.topics for span in topic)
    return phrase.value.spans if isinstance(phrase.value, Topic) else ()


def _beside_quote(phrase: Phrase, text: str) -> bool:
    """Say whether a few words of a topic stand at once beside quoted ones: 优惠政策“免申即享”."""
    short = phrase.end - phrase.start < SHORTEST_CLAUSE
    return short and '"' in (text[phrase.start - 1 : phrase.start], text[phrase.end : phrase.end + 1])


def _in_brackets(phrase: Phrase, before: Sequence[Phrase], found: Folded) -> bool:
    """Say whether a phrase in brackets adds nothing of its own; note it as what it is there."""
    if phrase.symbol == "COND":
        return _says_again(phrase.value, found)
    if phrase.symbol == "ASK" and phrase.value.wants != "any":
        found.asks.append(replace(phrase.value, wants="aside"))
        return True
    if phrase.symbol == "TP" and found.topics and _follows_topic(before):
        found.other_names += phrase.value.spans
        return True
    return False


def _follows_topic(before: Sequence[Phrase]) -> bool:
    """Say whether a bracket begins behind a topic, of which it says another name: 互联网协议第6版（IPv6）."""
    marks = [phrase.symbol for phrase in before if phrase.symbol != "EMPTY"]
    return marks[-2:] == ["TP", "MARK"]


def _says_again(condition: Condition, found: Folded) -> bool:
    """Say whether a condition says again what stands before: 到9月底（含9月30日）."""
    known = {(atom.kind, atom.values) for other in found.conditions for atom in atoms(other)}
    dated = any(kind == "due" for kind, _ in known)
    return all((atom.kind, atom.values) in known or (atom.kind == "due" and dated) for atom in atoms(condition))


def _note(phrase: Phrase, found: Folded) -> None:
    """Put a phrase where those of its symbol are."""
    found.seen.add(phrase.symbol)
    noting = NOTING.get(phrase.symbol)
    if noting:
        noting(found, phrase.value)


def _topics(found: Folded, value: Any) -> None:  # noqa: ANN401 (what a phrase means)
    found.conditions.append(_topic_atoms(value))


def _joint(found: Folded, value: Condition) -> None:
    found.conditions.append(value)
    found.seen.add("TOG")


def _with(found: Folded, value: tuple[str, ...]) -> None:
    if not value:  # 都 and 同时 alone are not with others
        found.seen.discard("TOG")


def _versus(found: Folded, value: tuple[Condition, Order]) -> None:
    found.conditions.append(value[0])
    found.ranks.append(value[1])
    found.seen.add("MORETASKS")


def _passing(found: Folded, value: Passing) -> None:
    found.tasks = value.number
    if value.scope is not None:
        found.conditions.append(value.scope)


def _only_in(found: Folded, value: tuple[str, ...]) -> None:
    found.roles.append(value)
    found.not_in += [role for role in DEFAULT_ROLES if role not in value]


def _load(found: Folded, value: Load) -> None:
    found.loads.append(value)
    found.ranks.append(value.order)
    if value.roles is not None:
        found.roles.append(value.roles)


def _also(found: Folded, value: AlsoCarried) -> None:
    found.also += value.also
    if value.roles is not None:
        found.roles.append(value.roles)
    if value.of is not None:
        found.conditions.append(value.of)


def _set(name: str) -> Callable[[Folded, Any], None]:
    return lambda found, value: setattr(found, name, None if value is True else value)


NOTING: dict[str, Callable[[Folded, Any], None]] = {
    "COND": lambda found, value: found.conditions.append(PAST if value == "past" else value),
    "ASK": lambda found, value: found.asks.append(value),
    "NOUN": lambda found, value: found.nouns.append(value),
    "RANK": lambda found, value: found.ranks.append(value),
    "MORETASKS": lambda found, value: found.ranks.append(value),
    "RO": lambda found, value: found.roles.append(value),
    "DIFFERENCE": lambda found, value: found.roles.append(tuple(value)),
    "OUTTHEM": lambda found, value: found.left_out.extend([] if value.units == ANYTHING else [value.units]),
    "LEFTOUT": lambda found, value: found.left_out.append(value.units),
    "NOROLE": lambda found, value: found.not_roles.update(value or DEFAULT_ROLES),
    "TP": lambda found, value: found.topics.extend(value.spans),
    "TOGRO": lambda found, value: found.together.append(value),
    "NOTROLE": lambda found, value: found.not_in.extend(value or DEFAULT_ROLES),
    "ALLOFTHEM": lambda found, _: found.them.append("units"),
    "THEM": lambda found, value: found.them.extend(value),
    "TPN": _topics,
    "TPE": _topics,
    "JOINT": _joint,
    "TOG": _with,
    "VERSUS": _versus,
    "GROUP": _set("group"),
    "ALLDOCS": _set("documents"),
    "HOMES": lambda found, value: found.conditions.append(value),
    "SHAREOF": _set("whole"),
    "DIFFERENT": _set("compared"),
    "PASSING": _passing,
    "LOAD": _load,
    "UNITALSO": _also,
    "EVERYC": lambda found, value: found.every.append(value),
    "ONLYRO": _only_in,
    "SOMEC": lambda found, value: found.some.append(value),
    "ALONERO": lambda found, value: found.alone.append(value),
    "NOOTHER": lambda found, value: found.no_others.append(tuple(value)),
}


def _topic_atoms(topic: Topic | EitherTopic) -> Condition:
    """Return the condition of topics by where their words stand, which are put in later."""
    spans = (topic.spans,) if isinstance(topic, Topic) else topic.topics
    condition = any_of(Atom("topic", tuple(f"{a}-{b}" for a, b in its), op="=") for its in spans)
    return negated(condition) if topic.without else condition
