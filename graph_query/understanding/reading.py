"""From a question with all readings of its parts to its formulas, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from graph_query.errors import NotKnown
from graph_query.ledger import notices
from graph_query.questions import words
from graph_query.understanding.asking import text_with
from graph_query.understanding.building import NOT_COMPARED, built
from graph_query.understanding.chart import Chart, Way
from graph_query.understanding.counting import without_others
from graph_query.understanding.each import asks_each
from graph_query.understanding.folding import PAST, Folded, folded
from graph_query.understanding.formula import (
    SCOPE,
    AnyOf,
    Atom,
    Condition,
    Formula,
    all_of,
    any_of,
    atoms,
    conjuncts,
    is_scope,
    mapped,
    negated,
)
from graph_query.understanding.grammar import rules, top
from graph_query.understanding.lattice import Question, add_phrases
from graph_query.understanding.parts import Span
from graph_query.understanding.pointing import check_pointing
from graph_query.understanding.scoping import body
from graph_query.understanding.wanted import also_asked, asked, not_counted, unanswered
from graph_query.understanding.wording import is_generic

MOST_WAYS = 8
# Ways that cost so much more than the cheapest are not looked at.
NEAR = 1.2
# Between two parts of one phrase of what a question is about.
JOINT = re.compile(r"(?:的|和|与|及|以及|、|\"|或)?")
AS_WELL = re.compile("既.+?(?:又|也|还)")
NOT_WHAT = "没有看懂“没有”。请写明没有什么。"
NO_QUESTION = "请接着哪一句问？前面没有问题。请先把整句话写出来，如“政府公报由谁牵头？”，再换一个地方或单位接着问。"
PURPOSE_ALONE = "冒号前面是提问的目的，没有作为条件；后面没有写明条件。请把条件写在问题里。"
NOT_APART = "没有看懂哪两处不一致。请写明正文怎样写、时限栏怎样写，如：正文写的是年底前，时限栏写的却是10月底前。"
NO_OTHERS = "没有看懂“其他单位”是除哪个单位、哪种角色以外的。请写明单位和角色。"
ONLY_LISTED = "异同没有比较，各方的任务都列在下面，请对照"
NOT_WHOM = "没有说明指的是哪个单位、哪项任务。请写明名称。"


# What makes a formula of the phrases of a way, with what makes it less likely than its way.
Making = Callable[[Folded, Question], tuple[float, Formula]]


def readings(q: Question, making: Making | None = None) -> list[tuple[float, Formula]]:
    """Return the formulas of a question, the likeliest first, each with its cost; still without the graph's scope.

    Raises NotKnown where no way covers the question, with the part that was not understood.
    """
    making = making or _formula
    ways = ways_of(q)
    found: dict[Formula, float] = {}
    refusal: NotKnown | None = None
    for way in ways:
        if way.cost > ways[0].cost + NEAR:
            break
        try:
            cost, formula = making(folded(way, q), q)
        except NotKnown as refused:
            refusal = refusal or refused
            continue
        found[formula] = min(way.cost + cost, found.get(formula, way.cost + cost))
    if not found:
        raise refusal or NotKnown("没有看懂这个问题。")
    found = {formula: cost for formula, cost in found.items() if not _body_beside_unit(formula, q)} or found
    # Where tasks come from says what they cite too.
    said_more = {replace(formula, wants="acts") for formula in found if formula.wants == "why"}
    kept = ((cost, formula) for formula, cost in found.items() if formula not in said_more)
    return sorted(kept, key=lambda entry: entry[0])


def _body_beside_unit(formula: Formula, q: Question) -> bool:
    """Say whether a body that carries no task is one of several units: 大学里由教务处牵头 is of its list."""
    units = [atom for atom in atoms(formula.of) if atom.kind == "unit"]
    bodies = [atom for atom in units if atom.reason and q.labels.of_name(atom.words, "scope")]
    return bool(bodies) and len(bodies) < len(units)


def ways_of(q: Question) -> list[Way]:
    """Return the cheapest ways to cover a question; where none does, phrases of the tasks may hold operators too."""
    ways = Chart(q.tokens, len(q.text), rules()).ways(top(), MOST_WAYS)
    if any(phrase.symbol == "UNREAD" for phrase in ways[0].phrases) and add_phrases(q):
        ways = Chart(q.tokens, len(q.text), rules()).ways(top(), MOST_WAYS)
    return ways


def _formula(found: Folded, q: Question) -> tuple[float, Formula]:
    """Return a formula, and what makes it less likely than its way. Raises NotKnown where it does not say enough."""
    if not q.follows and not (found.asks or found.nouns) and _turns(q.text):
        raise NotKnown(NO_QUESTION)
    conditions = conditions_of(found, q)
    _check_whom(found, conditions, q)
    if asks_each(q.text, found):
        found.seen.add("EACH")
    if AS_WELL.search(q.text):
        found.seen.add("AS_WELL")
    ask = asked(found, conditions)
    notes = (*_notes(found, q), *not_counted(found, ask))
    formula = replace(built(found, ask, conditions), notes=notes, also=also_asked(found, ask))
    return unanswered(found, ask), formula


def _check_whom(found: Folded, conditions: Sequence[Condition], q: Question) -> None:
    """Raise NotKnown where a question leaves open whom or what it means, or what it compares."""
    kinds = {atom.kind for condition in conditions for atom in atoms(condition)}
    if ("HERE" in found.seen and not kinds & {"unit", "only", "number"}) or (
        "THEY" in found.seen and kinds <= {*SCOPE}
    ):
        raise NotKnown(NOT_WHOM)
    check_pointing(q, (*conditions, *found.every))
    if "DIFFERS" in found.seen and not ("text" in kinds and kinds & {"limit", "due"}):
        raise NotKnown(NOT_APART)
    if "CONTRAST" in found.seen and not any(isinstance(condition, AnyOf) for condition in conditions):
        raise NotKnown(NOT_COMPARED)
    if "PURPOSE" in found.seen and all(is_scope(condition) for condition in (*conditions, *found.every)):
        raise NotKnown(PURPOSE_ALONE)


def _notes(found: Folded, q: Question) -> Iterator[str]:
    """Yield what is said of words that are no condition, and of those that were read as others."""
    for start, end, note in q.misspelt:
        if not any(a < end and start < b for a, b in found.topics):
            yield note
    if "CONTRAST" in found.seen:
        yield ONLY_LISTED
    if "PURPOSE" in found.seen:
        yield from q.notes


def _turns(text: str) -> bool:
    """Say whether a text begins or ends with a word that turns to another thing: 那荆门呢."""
    turns = [word for word, entries in words().following.items() if any(entry.symbol == "TURN" for entry in entries)]
    return text.endswith(tuple(turns)) or text.startswith(tuple(turns))


def conditions_of(found: Folded, q: Question) -> list[Condition]:
    """Return the conditions that the phrases of a way say. Raises NotKnown where one says nothing."""
    conditions = [mapped(condition, lambda atom: _filled(atom, q)) for condition in found.conditions]
    conditions = _not_quoted(_either_place(conditions, q), found)
    kinds = {atom.kind for condition in conditions for atom in atoms(condition)}
    conditions += found.alone
    found.roles += [atom.values for part in found.alone for atom in atoms(part) if q.follows or "unit" in kinds]
    for roles in found.no_others:
        conditions = _without_others(conditions, roles)
    # 共同承担 beside a unit is with others; without one it is by two at least.
    if "unit" not in kinds:
        conditions += found.together
    elif found.together:
        found.seen.add("TOG")
    return [*conditions, *_about(found, q)]


def _not_quoted(conditions: list[Condition], found: Folded) -> list[Condition]:
    """Return conditions in which words in quotes are those that are not spoken of: “回头看”哪一份只字未提."""
    quoted = [c for c in conditions if isinstance(c, Atom) and c.kind == "topic" and c.loose]
    if "ABOUTNOT" not in found.seen or found.topics or len(quoted) != 1:
        return conditions
    found.seen.discard("ABOUTNOT")
    return [negated(c) if c in quoted else c for c in conditions]


def _without_others(conditions: list[Condition], roles: tuple[str, ...]) -> list[Condition]:
    """Return conditions whose units are the only ones in some roles. Raises NotKnown where they are in another."""
    conditions = [part for condition in conditions for part in conjuncts(condition)]
    named = [c for c in conditions if isinstance(c, Atom) and c.kind in ("unit", "only")]
    units = [c for c in named if c.kind == "only"] or named
    alone = {unit: without_others(unit, roles) for unit in units}
    if len(units) != 1 or None in alone.values():
        raise NotKnown(NO_OTHERS)
    return [alone.get(c, c) or c if isinstance(c, Atom) else c for c in conditions]


def _either_place(conditions: list[Condition], q: Question) -> list[Condition]:
    """Return conditions in which places side by side are any of them, unless one lies in the other: 厦门荆门."""
    places = [c for c in conditions if isinstance(c, Atom) and c.kind == "place" and c.values]
    together = all(any(place.values[0] in file.places for file in q.labels.files) for place in places)
    nested = any(all(place.values[0] in file.places for place in places) for file in q.labels.files)
    if len(places) < 2 or nested or not together:  # noqa: PLR2004 (one stands beside none)
        return conditions
    return [any_of(places), *(c for c in conditions if c not in places)]


def _filled(atom: Atom, q: Question) -> Condition:
    """Return a condition with the words of a topic in place of where they stand, the day before today for the past.

    What is past says nothing of what was done.
    """
    if atom.kind == "place" and atom.values and atom.values[0] in q.labels.scopes:
        return body(q, atom.values[0], atom.words)
    if atom == PAST:
        return Atom("due", ("", str(q.today - timedelta(days=1))), words="期限已过", note=notices.PAST)
    if atom.kind not in ("topic", "text") or atom.op != "=":
        return atom
    starts = [value.partition("-") for value in atom.values]
    spans = [(int(start), int(end)) for start, _, end in starts]
    pieces = pieces_of(spans, q.text) or [q.text[start:end] for start, end in spans]
    if any(entry.symbol == "ROLE" for piece in pieces for entry in words().entries.get(piece, ())):
        raise NotKnown(f"没有看懂“{'、'.join(pieces)}”。请换一种说法。")
    return all_of(map(text_with, pieces)) if atom.kind == "text" else _topic(pieces)


def _topic(pieces: Sequence[str]) -> Atom:
    return Atom("topic", tuple(pieces), words="、".join(pieces))


def _about(found: Folded, q: Question) -> list[Condition]:
    """Return the condition of what a question is about: all its pieces, or the other name that stands in brackets."""
    spans = [*found.topics, *(span for ask in found.asks for span in ask.spans)]
    story = pieces_of([span for span in spans if span[0] < found.told], q.text)
    pieces = pieces_of([span for span in spans if span[0] >= found.told], q.text)
    without = "ABOUTNOT" in found.seen
    if story:
        told = Atom("topic", tuple(story), op="<=", words="、".join(story))
        return [told, _topic(pieces)] if pieces else [told]
    if not pieces and without:
        raise NotKnown(NOT_WHAT)
    beside: list[Condition] = [
        Atom("topic", (piece,), op=">=", words=piece) for piece in pieces_of(found.beside_quotes, q.text)
    ]
    if not pieces:
        return beside
    if all(len(piece) == 1 for piece in pieces):
        raise NotKnown(f"没有看懂“{'、'.join(pieces)}”。请换一种说法。")
    topic = _by_either_name(pieces, found, q) if found.other_names else _topic(pieces)
    # 政府公报只字未提的是哪份文件: what is not spoken of stands before.
    return [*beside, negated(topic) if without else topic]


def _by_either_name(pieces: list[str], found: Folded, q: Question) -> Condition:
    """Return the condition of a topic, the piece before a bracket by either of its names: 互联网协议第6版（IPv6）."""
    start = min(span[0] for span in found.other_names)
    named = pieces_of([span for span in found.topics if span[1] < start][-1:], q.text) or pieces
    rest = [piece for piece in pieces if piece not in named]
    either = any_of((_topic(named), _topic(pieces_of(found.other_names, q.text))))
    return all_of((either, _topic(rest))) if rest else either


def pieces_of(spans: Sequence[Span], text: str) -> list[str]:
    """Return the phrases of what a question is about: what stands together, or is joined by 的, 和 and such."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and JOINT.fullmatch(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    pieces = [text[start:end].strip('"') for start, end in found]
    return list(dict.fromkeys(piece for piece in pieces if piece and not is_generic(piece)))
