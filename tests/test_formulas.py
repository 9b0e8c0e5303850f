"""What holds for every formula: said in Chinese it is read as itself, and its SPARQL gives what a plain loop gives."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from graph_build.vocabulary.segmenting import Segmenter, kind_of_word, words_in
from graph_query.answering.grounds import CITED
from graph_query.answering.query import sparql_of
from graph_query.answering.values import slug_of_file
from graph_query.errors import NotKnown
from graph_query.questions import words
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select
from graph_query.understanding import resolved, understand
from graph_query.understanding.formula import Formula
from graph_query.understanding.lattice import opened
from graph_query.understanding.saying import question_of
from graph_query.understanding.wording import says_nothing
from tests.conftest import CASES, FIVE, PROJECT
from tests.formulas import LABELS, Entry, Maker, entries, values_of

TODAY = date(2026, 11, 22)
SAMPLE, ALL = 150, 10_000


@pytest.fixture(scope="module")
def tasks(five: Store) -> list[Entry]:
    return entries(five, {name: next((CASES / name).glob("source.*")) for name in FIVE})


def made(store: Store, tasks: list[Entry], count: int) -> list[Formula]:
    maker = Maker(store, tasks, seed=1)
    makers = (maker.formula, maker.formula, maker.formula, maker.formula, maker.ranking, maker.documents)
    return [makers[n % len(makers)]() for n in range(count)]


def answered(formula: Formula, store: Store) -> object:
    """Return what the SPARQL of a formula finds, in the form of values_of()."""
    rows = select(store, sparql_of(formula)).values()
    if formula.wants in ("documents", "places"):
        return {slug_of_file(row["file"]) for row in rows}
    if formula.wants == "units":
        return {(slug_of_file(row["file"]), row["unitName"]) for row in rows}
    if formula.wants == "acts":
        return {row["act"] for row in rows}
    if formula.wants == "why":
        return {row["act"] for row in rows if row["ground"] == CITED}
    if formula.measure == "count":
        return sum(int(row["count"]) for row in rows)
    return {(slug_of_file(row["file"]), int(row["index"])) for row in rows}


def check_sparql(formula: Formula, store: Store, tasks: list[Entry], names: dict[str, str]) -> None:
    plain: Any = values_of(formula, tasks)
    if formula.wants == "units":
        plain = {(slug, names[unit]) for slug, unit in plain}
    assert answered(formula, store) == plain, question_of(formula)


def check_said(formula: Formula, store: Store) -> None:
    said = question_of(formula)
    q, found = understand(said, store, TODAY)
    assert resolved(found[0][1], q) == formula, said


@pytest.fixture(scope="module")
def names(five: Store) -> dict[str, str]:
    return {row["unit"]: row["label"] for row in select(five, with_prefixes(LABELS)).values()}


def test_sparql_gives_what_a_plain_loop_gives(five: Store, tasks: list[Entry], names: dict[str, str]) -> None:
    for formula in made(five, tasks, SAMPLE):
        check_sparql(formula, five, tasks, names)


def test_a_formula_said_in_chinese_is_read_as_itself(five: Store, tasks: list[Entry]) -> None:
    for formula in made(five, tasks, SAMPLE):
        check_said(formula, five)


def test_no_content_word_is_dropped(five: Store) -> None:
    """Without a word that says what it is about a question means another thing, or is not answered."""
    lines = (PROJECT / "tests" / "questions" / "benchmark.jsonl").read_text("utf-8").splitlines()
    for question in (json.loads(line)["question"] for line in lines):
        formula = meant(question, five)
        for start, end in content_words(question, five) if formula else ():
            text = opened(question, five, TODAY).text
            assert meant(text[:start] + text[end:], five) != formula, (question, text[start:end])


def meant(question: str, store: Store) -> Formula | None:
    """Return the likeliest formula of a question that is answered."""
    try:
        q, found = understand(question, store, TODAY)
        formula = resolved(found[0][1], q)
    except NotKnown:
        return None
    return None if formula.missing else formula


def content_words(question: str, store: Store) -> list[tuple[int, int]]:
    """Return the things, doings and qualities of a question that are no part of a name or of a word of the lexicon."""
    q = opened(question, store, TODAY)
    known = [(name.start, name.end) for name in q.labels.readings(q.text)]
    known += [(start, end) for start in range(len(q.text)) for end in range(start + 1, start + words().longest)
              if q.text[start:end] in words().entries]  # fmt: skip
    found, at = [], 0
    for word in Segmenter(words_in([q.text])).cut_plainly(q.text):
        start, at = at, at + len(word)
        inside = any(begin <= start and at <= end for begin, end in known)
        if len(word) > 1 and kind_of_word(word)[:1] in ("n", "v", "a") and not inside and not says_nothing(word):
            found.append((start, at))
    return found


@pytest.mark.long
def test_many_formulas(five: Store, tasks: list[Entry], names: dict[str, str]) -> None:
    for formula in made(five, tasks, ALL):
        check_sparql(formula, five, tasks, names)
        check_said(formula, five)
