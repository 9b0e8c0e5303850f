"""Which field of government work an agency has, by its name and the words of zr:functions in ontology/concepts.ttl."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from graph_build.values.names import is_group
from graph_build.vocabulary.concepts import combined, concepts_of, words_of
from graph_build.vocabulary.levels import without_level

# What a name has besides level and field: form, and words that are no field of their own.
BESIDES = re.compile(
    r"^国家|委员会|办公室|办事处|管理|服务|事务|工作|行政|监督|综合|发展|领导小组|指挥部|中心|分局|支队|大队"
    r"|[委局厅办部处科室站所队会院馆行和与及、]"
)
# A field must make up this part of what a name has besides that.
LEAST = 0.6


@cache
def functions_of(name: str) -> tuple[str, ...]:
    """Return the notations of the fields of work that an agency's name names; none for collectives and other names.

    >>> functions_of("区发改委"), functions_of("市教育和体育局"), functions_of("各区人民政府")
    (('development_reform',), ('education_sports',), ())
    """
    if is_group(name):
        return ()
    found: list[str] = []
    whole = rest = without_level(name)
    for word, function in field_words():
        if word in rest:
            found.append(function)
            rest = rest.replace(word, "\n", 1)
    unknown = len(BESIDES.sub("", rest.replace("\n", "")))
    known = len(whole) - len(rest.replace("\n", ""))
    return tuple(sorted(set(found))) if found and known >= LEAST * (known + unknown) else ()


def parts_of(functions: Iterable[str]) -> frozenset[str]:
    """Return the fields of work that some fields are made of: education and sports, of education_sports."""
    return frozenset(part for function in functions for part in combined("functions", function))


@cache
def field_words() -> tuple[tuple[str, str], ...]:
    """Return the words for fields of work and the field that each stands for, the longest first."""
    words = [(word, function) for function in concepts_of("functions") for word in words_of("functions", function)]
    return tuple(sorted(words, key=lambda entry: (-len(entry[0]), entry)))
