"""The grammar of questions: the rules of questions/grammar.txt with what they mean, and what a question is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from graph_query.questions import FOLDER
from graph_query.understanding import asking, besides, counting, dating, meanings
from graph_query.understanding.chart import Rule, rules_of

# Where a meaning is looked for.
MODULES = (meanings, asking, besides, counting, dating)
# Names that Python keeps for itself.
KEPT = {"not": "not_", "any": "any_"}


@cache
def rules() -> Mapping[str, list[Rule]]:
    """Return the rules by their first symbol."""
    lines = (line.split(" : ") for line in _lines() if not line.startswith("!"))
    return rules_of((line[0], _meaning(line[1]), float(line[2]) if len(line) > 2 else 0.0) for line in lines)  # noqa: PLR2004


@cache
def top() -> Mapping[str, float]:
    """Return the symbols of which a question is made, with what each costs where it stands alone."""
    entries = (line.split() for line in _lines() if line.startswith("!"))
    return {symbol: float(cost) for _, symbol, cost in entries}


def _lines() -> list[str]:
    text = (FOLDER / "grammar.txt").read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _meaning(spec: str) -> Callable[[Mapping[str, Any]], Any]:
    """Return the function of a meaning with its arguments: `carried each`."""
    name, *arguments = spec.split()
    function = next(found for module in MODULES if (found := getattr(module, KEPT.get(name, name), None)))
    return lambda parts: function(parts, *arguments)
