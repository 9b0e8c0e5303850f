"""Kinds of question as data: one TOML file a kind; words.toml and synonyms.toml are the words that all of them share.

A kind holds `examples`; `asks` and `has`: what a question of it must ask for and name, `lacks`: what it must not name;
`select`: the query of select/ that it runs, with a `condition` of its own; `units`: whether all the units named must
carry a task, any, or are ranked; `returns`: which key of the answer its rows give; and the `sentence`.
A new kind is a new file, and its name in KINDS.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
KINDS = (
    "units_of_topic", "units_of_task", "units_of_act", "units_in_place", "tasks_of_unit", "tasks_of_topic",
    "tasks_citing", "tasks_due", "tasks_in_place", "shared_tasks", "partners", "units_compared", "workload", "count",
    "count_units", "count_documents", "count_references", "deadline", "references_of_topic",
    "references_of_document", "documents_of", "documents_without", "documents_most", "document_issued",
    "document_number", "document_issuer", "documents_unissued", "documents_unnumbered", "task_detail",
    "tasks_without_lead", "tasks_without_responsible", "tasks_without_deadline", "documents_without_lead",
    "documents_without_cooperating", "duration", "progress",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question; `select` is SPARQL with $conditions, $roles, $limit and such to fill in."""

    name: str
    title: str
    examples: tuple[str, ...]
    asks: frozenset[str]
    has: frozenset[str]
    lacks: frozenset[str]
    units: str
    condition: str
    select: str
    columns: tuple[tuple[str, str], ...]
    returns: str
    sentence: str
    nothing: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Words:
    """What words.toml and synonyms.toml hold, compiled."""

    not_held: tuple[tuple[re.Pattern[str], str], ...]
    asks: tuple[tuple[str, re.Pattern[str]], ...]
    roles: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    aside: re.Pattern[str]
    idle: re.Pattern[str]
    not_understood: re.Pattern[str]
    negations: frozenset[str]
    edge: re.Pattern[str]
    generic_tail: re.Pattern[str]
    edges: tuple[str, ...]
    groups: tuple[re.Pattern[str], re.Pattern[str]]
    generic: re.Pattern[str]
    synonyms: tuple[tuple[str, ...], ...]
    abbreviations: dict[str, str]


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the kinds of question, in the order of KINDS."""
    return tuple(_kind(name) for name in KINDS)


@cache
def words() -> Words:
    """Return the words that all kinds share."""
    data = _toml("words")
    generic = "|".join(map(re.escape, sorted(data["generic"]["words"], key=len, reverse=True)))
    return Words(
        not_held=tuple((re.compile(entry["pattern"]), entry["reason"]) for entry in data["not_held"]),
        asks=tuple((entry["name"], re.compile(entry["pattern"])) for entry in data["asks"]),
        roles=tuple((tuple(entry["roles"]), re.compile(entry["pattern"])) for entry in data["roles"]),
        aside=re.compile(data["idle"]["aside"]),
        idle=re.compile(data["idle"]["pattern"]),
        negations=frozenset(data["not_understood"]["words"]),
        not_understood=re.compile(data["not_understood"]["pattern"]),
        edge=re.compile(f"(?:{'|'.join(_edges(data))})+"),
        edges=tuple(word for word in _edges(data) if word.isalpha() and len(word) > 1),
        groups=(_pattern_of(data, "without_groups"), _pattern_of(data, "with_groups")),
        generic_tail=re.compile(f"(?:的|之)?(?:{data['generic']['tail']})$"),
        generic=re.compile(f"{generic}|{data['generic']['tail']}|的"),
        synonyms=tuple(tuple(group) for group in _toml("synonyms")["groups"]),
        abbreviations=_toml("synonyms")["abbreviations"],
    )


def _edges(data: dict[str, Any]) -> list[str]:
    return sorted(set(data["edges"]["words"].split("|")), key=len, reverse=True)


def _pattern_of(data: dict[str, Any], name: str) -> re.Pattern[str]:
    return re.compile(next(entry["pattern"] for entry in data["asks"] if entry["name"] == name))


def _kind(name: str) -> Kind:
    data = _toml(name)
    select = (FOLDER / "select" / f"{data['select']}.rq").read_text("utf-8")
    heads = (
        line.removeprefix("# column: ").split(" ", 1) for line in select.splitlines() if line.startswith("# column")
    )
    return Kind(
        name=name,
        title=data["title"],
        examples=tuple(data["examples"]),
        asks=frozenset(data.get("asks", ())),
        has=frozenset(data.get("has", ())),
        lacks=frozenset(data.get("lacks", ())),
        units=data.get("units", "all"),
        condition=data.get("condition", ""),
        select="".join(f"{line}\n" for line in select.splitlines() if not line.startswith("#")),
        columns=tuple((variable, label) for variable, label in heads),
        returns=data["returns"],
        sentence=data["sentence"],
        nothing=data["nothing"],
        suggestion=data.get("suggestion", ""),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
