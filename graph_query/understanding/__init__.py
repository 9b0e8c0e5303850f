"""What a question asks for, and under which conditions: names, dates, roles and what it is about.

What is known is replaced by a letter each (Ｐ place, Ｕ unit …), then what is asked for is taken away by the patterns
of questions/words.toml; what is left is what the question is about.
"""

from __future__ import annotations

from datetime import date

from graph_query.errors import NotKnown
from graph_query.questions import words
from graph_query.stores import Store
from graph_query.understanding.about import take_topic
from graph_query.understanding.conditions import Part, PartKind, Reading, role_words
from graph_query.understanding.naming import (
    refuse_unknown_places,
    scope_of,
    take_misspelt_units,
    take_names,
    take_units,
    take_years,
    unlisted_units,
)
from graph_query.understanding.question import opened
from graph_query.understanding.wanted import kind_of_question, most_of, take_asks
from graph_query.understanding.written import (
    take_asides,
    take_limit_words,
    take_numbers,
    take_periods,
    take_quotes,
    take_titles,
)

__all__ = ["Part", "PartKind", "Reading", "role_words", "understand"]


def understand(question: str, store: Store, today: date) -> Reading:
    """Return how a question is understood. Raises NotKnown, with the reason, where the graph can't answer it."""
    q = opened(question, store, today)
    take_asides(q)
    take_misspelt_units(q)
    take_titles(q)
    mentions = take_names(q)
    take_quotes(q)
    take_numbers(q)
    for pattern, reason in words().not_held:
        if pattern.search(q.masked):
            raise NotKnown(f"{reason}，这个问题答不了。")
    refuse_unknown_places(q)
    units = [mention for mention in mentions if mention.kind == "unit"] + unlisted_units(q)
    years = take_years(q)
    files = scope_of(q, mentions, units, years)
    take_units(q, units, files)
    take_limit_words(q)
    take_periods(q, files, years)
    take_asks(q)
    take_topic(q, files)
    kind = kind_of_question(q)
    return Reading(
        kind, tuple(q.parts), files, most_of(q), bool(q.asks & {"least", "fewer"}), tuple(q.notes), q.text, q.features
    )
