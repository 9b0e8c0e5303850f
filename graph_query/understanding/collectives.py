"""Words for the bodies of a kind, which lists name together: 街道, 镇街 for 各街道办事处."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from graph_build.vocabulary.concepts import collective_words
from graph_query.labels import Labels
from graph_query.understanding.formula import Atom
from graph_query.understanding.lattice import Question

# Kinds whose words are hardly ever the matter of a task.
KINDS = frozenset({"street", "town"})
EVERY = "各"
COST = 0.3


def add_collectives(q: Question) -> None:
    """Add words for bodies of a kind as what stands for the units that lists name so, beside other readings of them."""
    for spoken in _words().values():
        units = tuple(dict.fromkeys(_units(spoken, q.labels)))
        for match in re.finditer("|".join(sorted(spoken, key=len, reverse=True)), q.text) if units else ():
            start = match.start() - q.text.startswith(EVERY, match.start() - 1) if match.start() else 0
            if not any(token.symbol == "UNIT" and token.end >= match.end() for token in q.tokens[start]):
                words = q.text[start : match.end()]
                q.add(start, match.end(), "KIND", Atom("unit", units, words=words, shown=words), COST)


def _words() -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word, kind in collective_words():
        if kind in KINDS and len(word) > 1:
            found[kind].append(word)
    return found


def _units(spoken: list[str], labels: Labels) -> Iterator[str]:
    for word in spoken:
        yield from labels.of_name(word, "unit")
        yield from labels.of_name(EVERY + word, "unit")
