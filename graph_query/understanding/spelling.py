"""Words for roles, limits and such that a question has with a wrong character: 负则 for 负责."""

from __future__ import annotations

from functools import cache

from graph_build.vocabulary.segmenting import kind_of_word
from graph_query.questions import words
from graph_query.understanding.lattice import Question, boundaries
from graph_query.understanding.misspelt import misspelt_in

# Which words are known by their sound too, and what they cost more so.
SPELT = frozenset({"ROLE", "ROLEN", "LIMITN", "UNITN"})
SHORTEST, MISSPELT = 2, 0.6


def add_misspelt_words(q: Question) -> None:
    """Add words for roles and such with a wrong character that sounds the same: 负则. What is a word is none."""
    cuts = boundaries(q)
    for start, end, word in misspelt_in(q.text, _spelt_words(), SHORTEST):
        said = q.text[start:end]
        is_word = kind_of_word(said) or said in q.index.known_words or said in words().entries
        if is_word or not {start, end} <= cuts:
            continue
        q.misspelt.append((start, end, f"“{said}”按“{word}”理解"))
        for entry in words().entries[word]:
            if entry.symbol in SPELT:
                q.add(start, end, entry.symbol, entry.value, entry.cost + MISSPELT)


@cache
def _spelt_words() -> frozenset[str]:
    """Return the words of the lexicon that are known by their sound too."""
    entries = words().entries.items()
    return frozenset(word for word, its in entries if len(word) > 1 and any(entry.symbol in SPELT for entry in its))
