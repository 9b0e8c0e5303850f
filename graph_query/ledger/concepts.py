"""Concepts as people read them and as addresses name them; inside, they go by their notations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import get_args

from graph_build.model import ROLES, SUPPOSED, Basis, CopyKind
from graph_build.vocabulary.concepts import concepts_of, label_of, words_of

__all__ = ["BASES", "COPIES", "ROLES", "SUPPOSED", "TEMPLATE", "notation_of", "notations", "shown"]

BASES: tuple[Basis, ...] = get_args(Basis)
COPIES: tuple[CopyKind, ...] = get_args(CopyKind)
# A document that is no place's own: place names and years are left out of it.
TEMPLATE: CopyKind = "template"


def shown(scheme: str, notation: str) -> str:
    """Return a concept as people read it; what is none, such as a word in an address, as it is.

    >>> shown("roles", "lead"), shown("roles", "")
    ('牵头', '')
    """
    return label_of(scheme, notation) if notation in concepts_of(scheme) else notation


def notations(scheme: str) -> Collection[str]:
    """Return the concepts of a scheme."""
    return concepts_of(scheme)


def notation_of(scheme: str, word: str) -> str:
    """Return the concept that an address names: by its notation, or as links once did by its label; else the word.

    >>> notation_of("roles", "lead"), notation_of("roles", "牵头"), notation_of("roles", "没有")
    ('lead', 'lead', '没有')
    """
    return _named(scheme).get(word, word)


@cache
def _named(scheme: str) -> Mapping[str, str]:
    """Return the concepts of a scheme by notation, label, and other words; of these the first counts."""
    there = concepts_of(scheme)
    others = {word: notation for notation in there for word in words_of(scheme, notation)}
    return others | {label_of(scheme, notation): notation for notation in there} | {one: one for one in there}
