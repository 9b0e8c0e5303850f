"""A chart parser over a lattice: all phrases that the rules find, and the cheapest ways to cover the whole question.

It works from right to left: what begins at a place is complete before what begins left of it is looked at, so that a
rule needs no memory of where it stands. Between its parts words that say nothing are passed over, at a cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import count, product
from typing import Any

from graph_query.understanding.lattice import Token

# Of phrases of one symbol over the same characters so many meanings are kept.
MOST_MEANINGS = 4
# Of ways to cover a question from a place on so many are kept.
MOST_WAYS = 8
# What each phrase costs beside its parts: few large ones are better than many small ones.
EACH = 0.3
LONGEST_JUMP = 12
# A phrase of more characters is none: a text of lists without an end keeps nobody at work.
LONGEST_PHRASE = 50


# Symbols, each with whether it must follow at once; and values of such parts, where they end, and what they cost.
Parts = tuple[tuple[str, bool], ...]
Following = tuple[tuple[Any, ...], int, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """`symbol` from a sequence of others; `meaning` of the values of the parts, None where they don't go together.

    `rest` are the parts behind the first.
    """

    symbol: str
    rest: Parts
    meaning: Callable[[Mapping[str, Any]], Any]
    cost: float
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: what it is, where it stands, what it means, what it costs."""

    symbol: str
    start: int
    end: int
    value: Any
    cost: float


@dataclass(frozen=True, slots=True)
class Way:
    """A way to cover a question: phrases one behind the other."""

    cost: float
    phrases: tuple[Phrase, ...]


def rules_of(lines: Iterable[tuple[str, Callable[..., Any], float]]) -> dict[str, list[Rule]]:
    """Return rules by their first symbol, from lines such as `UC -> US TOG? +RO`.

    `?` marks what may be missing, `+` what must follow at once.
    """
    found: defaultdict[str, list[Rule]] = defaultdict(list)
    for line, meaning, cost in lines:
        symbol, _, right = line.partition(" -> ")
        for shape in product(*(([part[:-1], None] if part.endswith("?") else [part]) for part in right.split())):
            parts = tuple(part for part in shape if part)
            tight = tuple(part.startswith("+") for part in parts)
            parts = tuple(part.removeprefix("+") for part in parts)
            if parts and parts != (symbol,):
                rest = tuple(zip(parts[1:], tight[1:], strict=True))
                found[parts[0]].append(Rule(symbol, rest, meaning, cost, _names(parts)))
    return dict(found)


def _names(parts: Sequence[str]) -> tuple[str, ...]:
    """Return under which name a meaning gets the value of each part: its symbol, with a number if it is there twice."""
    return tuple(
        part if part not in parts[:n] else f"{part}{parts[:n].count(part) + 1}" for n, part in enumerate(parts)
    )


class Chart:
    """The phrases of a question."""

    def __init__(self, tokens: Mapping[int, Sequence[Token]], length: int, rules: Mapping[str, list[Rule]]) -> None:
        self._rules, self._length = rules, length
        self._at: list[dict[str, dict[int, list[Phrase]]]] = [{} for _ in range(length + 1)]
        self._known: dict[tuple[Parts, int], list[Following]] = {}
        self._jumps: list[dict[int, float]] = [{n: 0.0} for n in range(length + 1)]
        for start in range(length - 1, -1, -1):
            here = tokens.get(start, ())
            self._jumps[start] = self._jumps_from(start, here)
            number = count()
            waiting = [(t.cost, next(number), Phrase(t.symbol, t.start, t.end, t.value, t.cost)) for t in here]
            heapify(waiting)
            while waiting:
                *_, phrase = heappop(waiting)
                if self._keep(phrase):
                    for grown in self._grown(phrase):
                        heappush(waiting, (grown.cost, next(number), grown))

    def phrases(self, start: int) -> Iterator[Phrase]:
        """Yield the phrases that begin at a place."""
        for by_end in self._at[start].values():
            for phrases in by_end.values():
                yield from phrases

    def _ending(self, start: int, symbol: str) -> list[Phrase]:
        """Return the phrases of a symbol that begin at a place."""
        return [phrase for phrases in self._at[start].get(symbol, {}).values() for phrase in phrases]

    def ways(self, symbols: Mapping[str, float], most: int) -> list[Way]:
        """Return the cheapest ways to cover all characters with phrases of some symbols, each with its own cost."""
        best: list[list[Way]] = [[] for _ in range(self._length)] + [[Way(0.0, ())]]
        for start in range(self._length - 1, -1, -1):
            found = [
                Way(phrase.cost + symbols[phrase.symbol] + EACH + way.cost, (phrase, *way.phrases))
                for phrase in self.phrases(start)
                if phrase.symbol in symbols
                for way in best[phrase.end]
            ]
            best[start] = sorted(found, key=lambda way: way.cost)[: max(most, MOST_WAYS)]
        return best[0][:most]

    def _jumps_from(self, start: int, tokens: Sequence[Token]) -> dict[int, float]:
        """Return where one can go on from a place, over words that say nothing, and at which cost."""
        found = {start: 0.0}
        for token in tokens:
            if token.symbol == "EMPTY" or (token.symbol == "MARK" and token.value not in "。；;！!?？()（）"):
                for end, cost in self._jumps[token.end].items():
                    if end - start <= LONGEST_JUMP:
                        whole = cost + token.cost + (0.1 if token.symbol == "EMPTY" else 0.5)
                        found[end] = min(whole, found.get(end, whole))
        return found

    def _keep(self, phrase: Phrase) -> bool:
        """Note a phrase, unless it is known at no higher cost or there are cheaper ones enough."""
        others = self._at[phrase.start].setdefault(phrase.symbol, {}).setdefault(phrase.end, [])
        for n, other in enumerate(others):
            if other.value == phrase.value:
                if other.cost <= phrase.cost:
                    return False
                others[n] = phrase
                return True
        if len(others) >= MOST_MEANINGS:
            worst = max(others, key=lambda other: other.cost)
            if worst.cost <= phrase.cost:
                return False
            others.remove(worst)
        others.append(phrase)
        return True

    def _grown(self, first: Phrase) -> Iterator[Phrase]:
        """Yield the phrases that begin with one."""
        for rule in self._rules.get(first.symbol, ()):
            for values, end, cost in self._rest(rule.rest, first.end):
                if end - first.start > LONGEST_PHRASE:
                    continue
                value = rule.meaning(dict(zip(rule.names, (first.value, *values), strict=True)))
                if value is not None:
                    yield Phrase(rule.symbol, first.start, end, value, first.cost + cost + rule.cost)

    def _rest(self, parts: Parts, at: int) -> list[Following]:
        """Return the values of a rule's parts, where they end, and what they cost: what begins there is complete."""
        if not parts:
            return [((), at, 0.0)]
        known = self._known.get((parts, at))
        if known is None:
            (symbol, tight), *others = parts
            known = self._known[parts, at] = [
                ((phrase.value, *values), end, phrase.cost + jump + cost)
                for begin, jump in ({at: 0.0} if tight else self._jumps[at]).items()
                for phrase in self._ending(begin, symbol)
                for values, end, cost in self._rest(tuple(others), phrase.end)
            ]
        return known
