"""Questions of the app run where they can be ended, and are answered as everywhere."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from graph_build.sandbox import limits
from graph_query.answering import Beside, ask
from graph_query.answering.bounded import ask_bounded
from graph_query.errors import QueryRefused, QueryStopped
from graph_query.sparql import lanes, typed
from graph_query.sparql.page_queries import run_page_query
from graph_query.stores import Store
from tests.conftest import PROJECT

TODAY = date(2022, 6, 30)
QUESTIONS = [
    json.loads(line)["question"]
    for line in (PROJECT / "tests" / "questions" / "clerks.jsonl").read_text("utf-8").splitlines()[::8]
]


def test_answers_are_the_same(five: Store) -> None:
    assert len(QUESTIONS) > 5
    for question in QUESTIONS:
        assert ask_bounded(question, five.snapshot, TODAY) == ask(question, five, TODAY)
    beside = Beside("厦门市")
    question = "一共有多少项任务？"
    assert ask_bounded(question, five.snapshot, TODAY, beside) == ask(question, five, TODAY, beside)


def test_what_is_loaded_once_is_not_counted_as_the_question_s(five: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = lanes._Lanes(network=False)
    monkeypatch.setattr(lanes, "_near", fresh)
    monkeypatch.setattr(limits, "QUICK_QUESTION", 0.6)
    monkeypatch.setattr(fresh.slow, "take", lambda *_: pytest.fail("a first question went on in the slow lane"))
    try:
        assert ask_bounded(QUESTIONS[0], five.snapshot, TODAY) == ask(QUESTIONS[0], five, TODAY)
    finally:
        fresh.stop()


def test_a_question_that_does_not_end_is_ended_and_the_next_one_answered(
    five: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "市审批局和" * 50 + "市教育局牵头的任务"  # seconds
    with monkeypatch.context() as short:
        short.setattr(limits, "QUICK_QUESTION", 0.02)
        short.setattr(limits, "QUERY_SECONDS", 0.02)
        stopped = ask_bounded(question, five.snapshot, TODAY)
    assert not stopped.answerable
    assert stopped.answer.startswith("这个问题运行超过 0 秒，已停止。")
    assert ask_bounded(QUESTIONS[0], five.snapshot, TODAY) == ask(QUESTIONS[0], five, TODAY)


@pytest.mark.parametrize("text", ["(" * 2000 + ")" * 2000, "{" * 5000 + "}" * 5000])
def test_deep_nesting_is_called_so(text: str, home: Path) -> None:
    with pytest.raises(QueryRefused, match="括号嵌套超过 100 层"):
        typed.run_typed(f"SELECT * {{ ?a ?b ?c FILTER {text} }}", "memory:data/graph/current", home)
    assert typed.run_typed(
        "SELECT * { ?a ?b ?c FILTER " + "(" * 90 + "1 = 1" + ")" * 90 + " } LIMIT 1", "memory:data/graph/current", home
    )


def test_a_query_of_a_page_that_does_not_end_is_ended(five: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as short:
        short.setattr(limits, "QUICK_SECONDS", 0.1)
        short.setattr(limits, "QUERY_SECONDS", 0.1)
        with pytest.raises(QueryStopped, match="本页的查询运行超过 0 秒，已停止"):
            run_page_query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", five.snapshot)
    query = "SELECT ?task { ?task a <https://w3id.org/zeren/ontology#Task> }"
    assert run_page_query(query, five.snapshot) == five.query(query)
