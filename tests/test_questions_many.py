"""Questions over libraries of many documents: units, topics and places that share names, titles, bodies, years.

Answers are computed from the documents' gold files. tests/questions_many/ holds of each library which files it is of.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from graph_build.pipeline import build
from graph_query.answering import as_json, ask
from graph_query.stores import Store, open_store
from tests.conftest import PROJECT
from tests.score_answers import mark
from tests.score_answers import plain as bare

QUESTIONS = PROJECT / "tests" / "questions_many"
TODAY = date(2026, 11, 22)
WRONG = 0.67
# A library, what its questions must score, and how many of a hundred may be answered wrongly and surely.
LIBRARIES = [
    pytest.param("few", 0.9, 0.02),
    pytest.param("first", 0.9, 0.02, marks=pytest.mark.long),
    pytest.param("second", 0.9, 0.02, marks=pytest.mark.long),
]


def gold_of(source: Path) -> Path:
    """Return the gold file beside a source."""
    if source.parent.name == "sources":
        return source.parent.with_name("gold") / f"{source.stem}.json"
    cases = PROJECT / "tests" / "cases"
    return (source.parent if source.parent.parent == cases else cases / source.stem) / "gold.json"


def library(name: str, home: Path) -> tuple[Store, dict[tuple[str, str], str]]:
    """Return the store of a library, built in a home folder, and the aliases of its units."""
    files = tomllib.loads((QUESTIONS / f"{name}.toml").read_text("utf-8"))
    documents = home / "data" / "documents"
    documents.mkdir(parents=True)
    shutil.copy(PROJECT / "data" / "documents" / "documents.toml", documents)
    aliases: dict[tuple[str, str], str] = {}
    for slug, path in files.items():
        source = PROJECT / path
        shutil.copy(source, documents / f"{slug}{source.suffix}")
        for group in json.loads(gold_of(source).read_text("utf-8")).get("aliases") or []:
            aliases |= {(slug, bare(other)): bare(group[0]) for other in group}
    published = build(home).published
    assert {document.slug for document in published} == {*files}
    return open_store("memory:data/graph/current", home), aliases


@pytest.mark.parametrize(("name", "least", "surely"), LIBRARIES)
def test_many_documents_are_told_apart(name: str, least: float, surely: float, tmp_path: Path) -> None:
    store, aliases = library(name, tmp_path)
    marks, wrong, before = [], [], None
    for line in (QUESTIONS / f"{name}.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        before = ask(question["question"], store, TODAY, before=before if question.get("follows") else None)
        marks.append(mark(question, json.loads(as_json(before)), aliases))
        if marks[-1] < WRONG and before.answerable:
            wrong.append((question["question"], before.answer))
    assert sum(marks) / len(marks) >= least
    assert len(wrong) / len(marks) <= surely, wrong
