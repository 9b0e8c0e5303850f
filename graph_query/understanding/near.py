"""What tasks hold that is near to what a question is about, where they don't hold that: proposed, never answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from graph_build.vocabulary.everyday import near_words
from graph_query.snapshots.text_index import TextIndex
from graph_query.understanding.wording import DOING, content_words, forms_of, is_generic, slug_of_task, tasks_holding

MOST = 3


def near_topics(pieces: Sequence[str], slugs: AbstractSet[str], index: TextIndex) -> dict[str, int]:
    """Return topics near to words that tasks of some documents hold, with how many tasks hold each.

    First those of the list of near words, then the words of the question itself that stand in tasks.
    """
    found: dict[str, int] = {}
    for word in _candidates(pieces):
        held = sum(slug_of_task(task) in slugs for task in tasks_holding(forms_of(word), index))
        if held and word not in found and not is_generic(word):
            found[word] = held
        if len(found) == MOST:
            break
    return found


def _candidates(pieces: Sequence[str]) -> Iterator[str]:
    for piece in pieces:
        inside = [word for word in near_words() if word in piece.lower()]
        for word in sorted(inside, key=len, reverse=True):
            yield from near_words()[word]
    yield from (word for word, weight in content_words(pieces).items() if weight > DOING)
