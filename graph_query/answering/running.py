"""A formula run: its SPARQL and the rows, with the ties of a ranking and the time limits that are meant."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph as ox

from graph_query.answering.merging import together
from graph_query.answering.query import kind_of, sparql_of
from graph_query.questions import words
from graph_query.stores import Store, select
from graph_query.understanding.formula import Atom, Formula, alternatives, atoms, mapped
from graph_query.understanding.saying import said

Rows = list[dict[str, str]]


def run(formula: Formula, question: str, store: Store) -> tuple[str, Rows, Rows]:
    """Return the SPARQL of a formula, its rows, and those of them that are the answer.

    Of what is compared all rows are given; `question` tells which of several time limits is meant.
    """
    sparql = sparql_of(formula)
    rows = select(store, sparql).values()
    if not rows and any(atom.kind == "topic" and atom.forms for atom in atoms(formula.of)):
        # Marks do not count in the index: 社会保障卡一卡通 stands in 社会保障卡“一卡通”.
        formula = replace(formula, of=mapped(formula.of, lambda atom: _by_index(atom, store)))
        sparql = sparql_of(formula)
        rows = select(store, sparql).values()
    if kind_of(formula).name == "workload":
        rows = together(rows, store, least=bool(formula.order and formula.order.least))
    if formula.by == "each":
        counted = {row["key"]: row["tasks"] for row in rows}
        keys = map(said, alternatives(formula.of))
        rows = [{"key": key, "tasks": counted.get(key, "0")} for key in keys]
    if formula.order:
        return _ranked(formula, sparql, rows, store)
    only = _only(formula, rows, question)
    if only:
        sparql = sparql_of(formula, only=only)
        rows = select(store, sparql).values()
    return sparql, rows, rows


def _by_index(atom: Atom, store: Store) -> Atom:
    """Return the condition of a topic by the tasks in which the index finds its phrases."""
    if atom.kind != "topic" or not atom.forms:
        return atom
    found = [frozenset().union(*(store.snapshot.index.holding(form) for form in forms)) for forms in atom.forms]
    return replace(atom, forms=(), values=tuple(sorted(found[0].intersection(*found[1:]))) or ("urn:none",))


def _ranked(formula: Formula, sparql: str, rows: Rows, store: Store) -> tuple[str, Rows, Rows]:
    """Return the first rows of a ranking, with those that have as many tasks as the last one that was asked for."""
    order = formula.order
    if order is None or len(rows) < order.start:
        return sparql, rows, []
    at = min(order.start + order.first - 1, len(rows))
    if order.start > 1:
        return sparql, rows, [row for row in rows if row["tasks"] == rows[order.start - 1]["tasks"]]
    limit = max(n for n, row in enumerate(rows, 1) if row["tasks"] == rows[at - 1]["tasks"])
    joined = any("files" in row for row in rows)
    if formula.listed.among or formula.wants != "units" or limit == len(rows) or joined:
        return sparql, rows, rows[:limit]
    sparql = sparql_of(formula, limit)
    rows = select(store, sparql).values()
    return sparql, rows, rows


def _only(formula: Formula, rows: Rows, question: str) -> str:
    """Return which of several time limits of the tasks are meant, as a condition; nothing where all are."""
    kind = kind_of(formula).name
    if kind == "limits" and any(row["date"] for row in rows) and not all(row["date"] for row in rows):
        return "  FILTER (BOUND(?date) || ?kind = zr:ongoingLimit)"
    if kind == "durations" and _asks_once(question) and len({row["task"] for row in rows}) == 1 < len(rows):
        # The limit in whose clause the question's words stand: 最迟在5小时内发布权威信息，在24小时内举行新闻发布会.
        shared = {row["words"]: _shared(_clause(row["text"], row["words"]), question) for row in rows}
        best = [words for words, count in shared.items() if count == max(shared.values())]
        return f"  VALUES ?words {{ {ox.Literal(best[0])} }}" if len(best) == 1 else ""
    return ""


def _asks_once(question: str) -> bool:
    """Say whether a question asks for one time limit: not 分别, nor 多长时间 twice."""
    asked = sorted((word for word, of in words().entries.items() if any(e.symbol == "HOWLONG" for e in of)), key=len)
    found = re.findall("|".join(map(re.escape, reversed(asked))), question)
    return "分别" not in question and len(found) < 2  # noqa: PLR2004 (one is asked once)


def _clause(text: str, words: str) -> str:
    """Return what follows words in a text up to the next mark."""
    return re.split(r"[，。；]", text[text.find(words) + len(words) :], maxsplit=1)[0]


def _shared(clause: str, question: str) -> int:
    """Return how many pairs of characters a clause shares with a question."""
    return len(
        {clause[n : n + 2] for n in range(len(clause) - 1)} & {question[n : n + 2] for n in range(len(question))}
    )
