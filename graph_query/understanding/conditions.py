"""The conditions of a question, and how the question was read as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph_build.vocabulary.concepts import label_of
from graph_query.labels import File
from graph_query.questions import Kind
from graph_query.understanding.subjects import Subject

PartKind = Literal[
    "place",
    "year",
    "document",
    "unit",
    "role",
    "topic",
    "act",
    "heading",
    "number",
    "due",
    "words",
    "issued",
    "issuer",
    "with",
    "without",
    "groups",
]
DEFAULT_ROLES = ("lead", "responsible")


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a question: the words that say it, how it was read, and the values that it stands for.

    A caller may leave parts out, or replace them, and ask again.
    """

    kind: PartKind
    words: str
    shown: str
    values: tuple[str, ...] = ()
    note: str = ""
    subject: Subject | None = None
    roles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What an address calls it: of roles their notations, which outlast a label, of all else how it is shown."""
        return "、".join(self.values) if self.kind == "role" else self.shown


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood; `files` are the documents that it is about.

    `text` is its words, `features` what it asks for and names.
    """

    kind: Kind
    parts: tuple[Part, ...]
    files: tuple[File, ...]
    most: int | None = None
    least: bool = False
    notes: tuple[str, ...] = ()
    text: str = ""
    features: frozenset[str] = frozenset()

    def of(self, kind: PartKind) -> tuple[Part, ...]:
        """Return the conditions of a kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that count: those that the question names, else who leads and who is responsible."""
        return next((part.values for part in self.of("role")), DEFAULT_ROLES)


def role_words(roles: Iterable[str]) -> str:
    """Return roles as a user reads them."""
    return "、".join(label_of("roles", role) for role in roles)
