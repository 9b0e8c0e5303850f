"""What can be asked, and in which words, as data: one TOML file for each thing that is asked for, and lists of words.

A thing that is asked for (`asked/`) holds `examples`, the `select` that finds it, which key of the answer its rows give
(`returns`), and what is said: the `sentence`, and `nothing` where no row is found. lexicon.toml and empty.toml are the
words of questions, following.toml those of one that goes on from another, generic.toml what says nothing as a topic,
occasions.toml what people tell beside it, each.toml how a number is asked for each of several things, pointing.toml
what points to something said before, not_held.toml what no task list says; what people say for what documents write is
ontology/everyday.ttl.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
KINDS = (
    "tasks", "task_count", "grouped", "each", "share", "difference", "units", "unit_count", "workload", "acts",
    "act_count", "documents", "document_count", "limits", "durations", "sections", "issued", "issuer", "number",
    "implements", "why", "progress",
)  # fmt: skip
USUAL_COST = 0.2


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing that can be asked for; `select` is SPARQL with $conditions, $roles, $limit and such to fill in."""

    name: str
    title: str
    examples: tuple[str, ...]
    select: str
    columns: tuple[tuple[str, str], ...]
    returns: str
    sentence: str
    nothing: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the lexicon: what it is for the grammar, what it says, and how unlikely it is."""

    symbol: str
    value: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Words:
    """The words of questions; `entries` are those of the lexicon and the empty ones."""

    entries: dict[str, tuple[Entry, ...]]
    following: dict[str, tuple[Entry, ...]]
    faint: frozenset[str]
    no_words: frozenset[str]
    longest: int
    not_held: tuple[tuple[re.Pattern[str], str], ...]
    generic: re.Pattern[str]
    generic_tail: re.Pattern[str]
    subjects: frozenset[str]
    occasions: Occasions
    each: Each
    pointing: tuple[Pointing, ...]


@dataclass(frozen=True, slots=True)
class Occasions:
    """What people tell beside what they ask about: words `beside` a topic, how a clause begins that is a `story`.

    What is `broad` means another thing with every word beside it; askers who `intends` something `writes`
    `papers` with an answer.
    """

    beside: re.Pattern[str]
    story: re.Pattern[str]
    no_story: re.Pattern[str]
    broad: re.Pattern[str]
    papers: re.Pattern[str]
    intends: re.Pattern[str]
    writes: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Each:
    """`words` that ask for a number of each thing, and what may stand `between` such a word and its number."""

    words: tuple[str, ...]
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pointing:
    """`words` that point to something said before, `what` it is, and what of a question `needs` to say it."""

    words: re.Pattern[str]
    what: str
    needs: str


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the things that can be asked for, in the order of KINDS."""
    return tuple(_kind(name) for name in KINDS)


@cache
def kind_named(name: str) -> Kind:
    """Return a thing that can be asked for by its name."""
    return next(kind for kind in kinds() if kind.name == name)


@cache
def words() -> Words:
    """Return the words of questions."""
    found, following = _entries("lexicon"), _entries("following")
    empty = _toml("empty")
    for pattern in empty["words"]:
        for word in spelled_out(pattern):
            found.setdefault(word, {})["EMPTY", ()] = Entry("EMPTY", (), USUAL_COST)
    topics, each = _toml("generic"), _toml("each")
    generic = "|".join(map(re.escape, sorted(topics["generic"], key=len, reverse=True)))
    return Words(
        entries={word: tuple(entries.values()) for word, entries in found.items() if word},
        following={word: tuple(entries.values()) for word, entries in following.items() if word},
        faint=frozenset(empty["faint"]),
        no_words=frozenset(empty["no_words"]),
        longest=max(map(len, (*found, *following))),
        not_held=tuple((re.compile(entry["pattern"]), entry["reason"]) for entry in _toml("not_held")["not_held"]),
        generic_tail=re.compile(f"(?:的|之)?(?:{topics['tails']})$"),
        generic=re.compile(f"{generic}|{topics['tails']}|的"),
        subjects=frozenset(topics["subjects"]),
        each=Each(tuple(word for pattern in each["words"] for word in spelled_out(pattern)), tuple(each["between"])),
        pointing=tuple(Pointing(**{**p, "words": _any_of(p["words"])}) for p in _toml("pointing")["pointing"]),
        occasions=Occasions(**{name: _any_of(patterns) for name, patterns in _toml("occasions").items()}),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what matches any of the words that patterns stand for, the longest first."""
    spelled = sorted({word for pattern in patterns for word in spelled_out(pattern)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, spelled)))


def _entries(name: str) -> dict[str, dict[tuple[str, tuple[str, ...]], Entry]]:
    found: dict[str, dict[tuple[str, tuple[str, ...]], Entry]] = {}
    for group in _toml(name)["words"]:
        entry = Entry(group["is"], tuple(group.get("value", ())), group.get("cost", USUAL_COST))
        for pattern in group["words"]:
            for word in spelled_out(pattern):
                found.setdefault(word, {}).setdefault((entry.symbol, entry.value), entry)
    return found


def spelled_out(pattern: str) -> list[str]:
    """Return all words that a pattern of the lexicon stands for.

    >>> spelled_out("哪(个|些)?"), spelled_out("活儿?")
    (['哪个', '哪些', '哪'], ['活儿', '活'])
    """
    words, at = _alternatives(pattern, 0)
    if at != len(pattern):
        raise ValueError(pattern)
    return words


def _alternatives(pattern: str, at: int) -> tuple[list[str], int]:
    """Return the words of the alternatives from a place on, and where they end: at a closing bracket or the end."""
    found: list[str] = []
    parts: list[list[str]] = []
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            found += map("".join, itertools.product(*parts))
            parts, at = [], at + 1
            continue
        options, at = _alternatives(pattern, at + 1) if pattern[at] == "(" else ([pattern[at]], at)
        at += 1
        if pattern[at : at + 1] in ("?", "*"):
            options, at = [*options, ""], at + 1
        parts.append(options)
    return list(dict.fromkeys([*found, *map("".join, itertools.product(*parts))])), at


def _kind(name: str) -> Kind:
    data = _toml(f"asked/{name}")
    select = (FOLDER / "select" / f"{data['select']}.rq").read_text("utf-8")
    heads = (
        line.removeprefix("# column: ").split(" ", 1) for line in select.splitlines() if line.startswith("# column")
    )
    return Kind(
        name=name,
        title=data["title"],
        examples=tuple(data["examples"]),
        select="".join(f"{line}\n" for line in select.splitlines() if not line.startswith("#")),
        columns=tuple((variable, label) for variable, label in heads),
        returns=data["returns"],
        sentence=data["sentence"],
        nothing=data["nothing"],
        suggestion=data.get("suggestion", ""),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
