"""Several numbers asked for at once, and words that point to what nobody said: tests/tables/several_numbers.toml."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from graph_query.answering import ask
from graph_query.stores import Store
from tests.conftest import PROJECT

TODAY = date(2026, 11, 28)
TABLE = tomllib.loads((PROJECT / "tests" / "tables" / "several_numbers.toml").read_text("utf-8"))


def cases(name: str) -> list[Any]:
    return [pytest.param(entry, id=entry["question"]) for entry in TABLE[name]]


@pytest.mark.parametrize("case", cases("several"))
def test_each_number_is_said_and_none_is_a_sum(case: dict[str, Any], five: Store) -> None:
    answer = ask(case["question"], five, TODAY)
    assert {group["name"]: group["count"] for group in answer.values["groups"]} == case["numbers"], answer.answer
    for name, count in case["numbers"].items():
        assert f"{name}（{count}项）" in answer.answer


@pytest.mark.parametrize("case", cases("several"))
def test_it_is_understood_so_again(case: dict[str, Any], five: Store) -> None:
    answer = ask(case["question"], five, TODAY)
    assert ask(answer.understood, five, TODAY).values == answer.values, answer.understood


@pytest.mark.parametrize("case", cases("not_plain"))
def test_what_is_not_plain_is_asked_apart(case: dict[str, Any], five: Store) -> None:
    answer = ask(case["question"], five, TODAY)
    assert not answer.answerable
    assert "请分开问" in answer.answer


@pytest.mark.parametrize("case", cases("one"))
def test_two_months_are_no_range_and_two_lists_are_one(case: dict[str, Any], five: Store) -> None:
    values = ask(case["question"], five, TODAY).values
    assert values.get("count", len(values.get("tasks", ()))) == case.get("count", case.get("tasks"))


@pytest.mark.parametrize("case", cases("named"))
def test_what_is_not_answered_is_named(case: dict[str, Any], five: Store) -> None:
    assert case["words"] in ask(case["question"], five, TODAY).answer


@pytest.mark.parametrize("case", cases("pointing"))
def test_who_points_to_nothing_is_asked_back(case: dict[str, Any], five: Store) -> None:
    answer = ask(case["question"], five, TODAY)
    assert not answer.answerable
    assert f"“{case['words']}”" in answer.answer


@pytest.mark.parametrize("case", cases("said_itself"))
def test_what_the_question_says_itself_is_enough(case: dict[str, Any], five: Store) -> None:
    assert ask(case["question"], five, TODAY).answerable


@pytest.mark.parametrize("case", cases("no_purpose"))
def test_a_condition_is_not_taken_for_a_purpose(case: dict[str, Any], five: Store) -> None:
    assert "提问的目的" not in ask(case["question"], five, TODAY).answer
