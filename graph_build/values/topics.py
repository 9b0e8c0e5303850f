"""Which topics of zr:topics in ontology/concepts.ttl a task's heading and text name, and by which words."""

from __future__ import annotations

import re
from functools import cache

from graph_build.vocabulary.concepts import concepts_of, no_topic_words, words_of


def topics_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return the notations of the topics that a text names, each with its words, in the order in which they come.

    Of words that overlap the longer one counts: 行政规范性文件 names normative documents, not documents.

    >>> topics_of("公开减税降费政策")
    {'tax_cuts': ('减税降费',)}
    """
    found: dict[str, dict[str, None]] = {}
    for match in _pattern().finditer(text):
        topic = _topics().get(match.group())
        if topic:
            found.setdefault(topic, {})[match.group()] = None
    return {topic: tuple(words) for topic, words in found.items()}


@cache
def _topics() -> dict[str, str]:
    return {word: topic for topic in concepts_of("topics") for word in words_of("topics", topic)}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted({*_topics(), *no_topic_words()}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))
