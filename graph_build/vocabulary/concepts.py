"""The concepts of ontology/concepts.ttl: their words, and what words of documents stand for.

An office's own words count with them, each for what it means.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from graph_build.errors import UnknownTerm
from graph_build.vocabulary.own_words import usable_words
from graph_build.vocabulary.terms import SKOS, ZR, ZR_IRI, ontology_triples


def _links(predicate: ox.NamedNode) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]]:
    """Return the subjects and objects that the ontology links by a predicate."""
    return [
        (t.subject, t.object)
        for t in ontology_triples()
        if t.predicate == predicate
        and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, (ox.NamedNode, ox.Literal))
    ]


@cache
def _concepts() -> dict[tuple[str, str], ox.NamedNode]:
    scheme = {node: value.value.removeprefix(ZR_IRI) for node, value in _links(SKOS.inScheme)}
    return {(scheme[node], code.value): node for node, code in _links(SKOS.notation)}


def concept(scheme: str, notation: str) -> ox.NamedNode:
    """Return the concept of a scheme (roles, bases, limitKinds …) by its notation.

    >>> concept("bases", "merged_supposed")
    <NamedNode value=https://w3id.org/zeren/ontology#mergedSupposed>
    """
    try:
        return _concepts()[scheme, notation]
    except KeyError:
        raise UnknownTerm(f"concepts.ttl has no concept {notation!r} in zr:{scheme}") from None


@cache
def notations() -> dict[str, str]:
    """Return the notation of each concept by its IRI."""
    return {node.value: notation for (_, notation), node in _concepts().items()}


@cache
def concepts_of(scheme: str) -> tuple[str, ...]:
    """Return the notations of a scheme's concepts, sorted."""
    return tuple(sorted(code for of, code in _concepts() if of == scheme))


def words_of(scheme: str, notation: str) -> frozenset[str]:
    """Return the Chinese words that name a concept: its prefLabel and altLabels."""
    return frozenset(_labels().get(concept(scheme, notation), ()))


@cache
def _labels() -> dict[ox.NamedNode, set[str]]:
    found: dict[ox.NamedNode, set[str]] = {}
    for node, label in (*_links(SKOS.prefLabel), *_links(SKOS.altLabel)):
        if isinstance(label, ox.Literal) and label.language == "zh":
            found.setdefault(node, set()).add(label.value)
    for use, scheme in (("function", "functions"), ("ending", "unitForms")):
        nodes = [node for (of, _), node in _concepts().items() if of == scheme]
        for own in usable_words(use):
            for node in nodes:
                if own.means in found.get(node, ()):
                    found[node] = {*found[node], own.word}
    return found


@cache
def words_asked(scheme: str) -> dict[str, str]:
    """Return the words by which questions alone name a scheme's concepts, each with its label: 工商 -> 市场监管."""
    notations = {node: code for (of, code), node in _concepts().items() if of == scheme}
    return {
        word.value: label_of(scheme, notations[node]) for node, word in _links(SKOS.hiddenLabel) if node in notations
    }


@cache
def combined(scheme: str, notation: str) -> tuple[str, ...]:
    """Return the notations of the concepts that one is made of.

    >>> combined("functions", "education_sports"), combined("functions", "education")
    (('education', 'sports'), ())
    """
    whole = concept(scheme, notation)
    parts = {part for node, part in _links(ZR.combines) if node == whole}
    return tuple(sorted(code for (of, code), node in _concepts().items() if of == scheme and node in parts))


@cache
def column_words() -> dict[str, str]:
    """Return the notation that each word of a table's heading stands for: {"责任单位": "responsible", …}.

    A role's word and 部门, 科室 or another word for units is one too: 协办股室.
    """
    named = columns_named()
    own = {one.word: named[one.means] for one in usable_words("column") if one.means in named}
    units = words_of("assignmentWords", "unnamed")
    made = {
        f"{word}{unit}": role
        for role in ("lead", "responsible", "cooperating")
        for word in words_of("roles", role)
        for unit in units
    }
    return made | _notations(ZR.columnWord) | own


@cache
def columns_named() -> dict[str, str]:
    """Return the notations of columns by what a person calls them: the words for their headings, and 备注栏."""
    return _notations(ZR.columnWord) | {label_of("columns", code): code for code in concepts_of("columns")}


@cache
def role_words(role: str) -> tuple[str, ...]:
    """Return the verbs that stand behind names and give them a role, the longest first: 牵头, 主办."""
    words = {word.value for node, word in _links(ZR.roleWord) if node == concept("roles", role)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def role_marks() -> dict[str, str]:
    """Return the role that each mark below a unit's name stands for: {"★": "lead", "√": "responsible", …}."""
    return _notations(ZR.roleMark)


@cache
def collective_words() -> tuple[tuple[str, str], ...]:
    """Return the endings of collective names, each with a kind of bodies that it collects: (街道办事处, street)."""
    notations = {node: code for (scheme, code), node in _concepts().items() if scheme == "agencyKinds"}
    return tuple((word.value, notations[node]) for node, word in _links(ZR.collectiveWord))


@cache
def limit_words(kind: str) -> tuple[str, ...]:
    """Return the words of documents that say a kind of time limit, the longest first: 长期坚持 is ongoing."""
    return _words_of_limit(ZR.limitWord, kind)


@cache
def lead_in_words(kind: str) -> tuple[str, ...]:
    """Return the words in front of figures that make them a kind of time limit: 到 a day, 提前 a shortest period."""
    return _words_of_limit(ZR.limitLeadIn, kind)


@cache
def done_words() -> tuple[str, ...]:
    """Return the verbs that make a year or a month in front of them a last day: 2023年建成."""
    return _words_of_limit(ZR.doneWord, "by_date")


@cache
def begin_words() -> tuple[str, ...]:
    """Return the words that make a point in time in front of them a beginning, and no last day: 3月启动."""
    return _words_of_limit(ZR.beginWord, "by_date")


@cache
def no_limit_words(kind: str) -> tuple[str, ...]:
    """Return the words with which a word of time is no limit: 年底考核."""
    return _words_of_limit(ZR.noLimitWord, kind)


def _words_of_limit(predicate: ox.NamedNode, kind: str) -> tuple[str, ...]:
    node = concept("limitKinds", kind)
    words = (word.value for subject, word in _links(predicate) if subject == node)
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def no_topic_words() -> frozenset[str]:
    """Return the words that hold a topic's word and do not name the topic: 规章制度."""
    return frozenset(word.value for _, word in _links(ZR.noTopicWord))


@cache
def label_of(scheme: str, notation: str) -> str:
    """Return the Chinese prefLabel of a concept."""
    node = concept(scheme, notation)
    labels = (label for subject, label in _links(SKOS.prefLabel) if subject == node and isinstance(label, ox.Literal))
    return next(label.value for label in labels if label.language == "zh")


@cache
def column_parts() -> dict[str, str]:
    """Return the notation that each part of a heading's word stands for, the longest parts first."""
    parts = _notations(ZR.columnPart)
    return {part: parts[part] for part in sorted(parts, key=lambda part: (-len(part), part))}


def _notations(predicate: ox.NamedNode) -> dict[str, str]:
    notations = {node: code for (_, code), node in _concepts().items()}
    return {word.value: notations[node] for node, word in _links(predicate)}
