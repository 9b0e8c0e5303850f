"""An example for each question of a drawing, from what the library holds: neither too small nor too large to read."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

from graph_query.drawing.asking import TOPIC, Asked
from graph_query.drawing.network import MOST_DRAWN, size_of
from graph_query.ledger.facets import Choice, counts
from graph_query.ledger.reading import Ledger

# So many of those with most tasks are tried; an example has so many nodes at least.
TRIED, LEAST = 40, 8


def example_of(ledger: Ledger, chosen: Choice, key: str) -> str:
    """Return the unit, topic or act with most tasks whose drawing can be read; empty where there are none."""
    return _example(ledger, tuple(sorted(chosen.ticked.items())), key)


@lru_cache(maxsize=64)
def _example(ledger: Ledger, ticked: tuple[tuple[str, tuple[str, ...]], ...], key: str) -> str:
    chosen = Choice(dict(ticked))
    found = counts(ledger, chosen, key)
    ranked = sorted(found, key=lambda value: (-found[value], value))
    # A collective is no one's own desk.
    most = [value for value in ranked if key != "unit" or not ledger.units[value].collective]
    for value in islice((value for value in most if found[value] < MOST_DRAWN), TRIED):
        node = f"{TOPIC}{value}" if key == "topic" else value
        asked = Asked("unit" if key == "unit" else "topic" if key == "topic" else "act", (node,))
        if LEAST <= size_of(asked.tasks(ledger, chosen)) < MOST_DRAWN:
            return value
    return next(iter(most), "")
