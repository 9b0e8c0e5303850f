"""Ways of asking, each with what it means: tests/tables/ways_of_asking.toml."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from graph_query.answering import Answer, ask
from graph_query.stores import Store
from tests.conftest import PROJECT

TODAY = date(2026, 11, 29)
WAYS = tomllib.loads((PROJECT / "tests" / "tables" / "ways_of_asking.toml").read_text("utf-8"))["way"]


def found(answer: Answer, key: str) -> Any:
    values = answer.values
    if key == "tasks":
        tasks: dict[str, list[int]] = {}
        for task in values["tasks"]:
            tasks.setdefault(task["document"], []).append(task["index"])
        return {slug: sorted(indexes) for slug, indexes in tasks.items()}
    if key == "acts":
        return [act["number"] for act in values["references"]]
    return sorted(values["documents"]) if key == "documents" else sorted(unit["name"] for unit in values["agencies"])


@pytest.mark.parametrize("way", [pytest.param(way, id=way["question"]) for way in WAYS])
def test_a_way_of_asking_means_what_a_reader_takes_it_for(way: dict[str, Any], five: Store) -> None:
    answer = ask(way["question"], five, TODAY)
    assert answer.answerable is ("refused" not in way), answer.answer
    if "refused" in way:
        assert way["refused"] in answer.answer
    else:
        (key,) = set(way) - {"question"}
        assert found(answer, key) == way[key], answer.answer
