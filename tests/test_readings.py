"""Units, times and citations: texts and what a careful reader finds in them (tests/tables)."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from graph_build.model import ROLES, TimeLimit
from graph_build.registers.places import place_named_in, place_of, places
from graph_build.spans import Raw, Text
from graph_build.values.citations import find_citations
from graph_build.values.functions import functions_of
from graph_build.values.times import find_limits, read_deadline
from graph_build.values.units import read_units
from tests.conftest import FIVE, PROJECT
from tests.test_cases import read_case


def table(name: str) -> Any:
    return tomllib.loads((PROJECT / "tests" / "tables" / f"{name}.toml").read_text("utf-8"))


def cases(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", table(name)["case"], ids=lambda case: case["text"][:20])


def text_of(value: str) -> Text:
    return Text.whole(Raw(value, 0, lines=True))


def as_case(limit: TimeLimit) -> dict[str, Any]:
    """Return what a limit says, without what it does not."""
    keys = ("kind", "date", "ongoing", "amount", "unit", "after", "at_least")
    return {key: value for key in keys if (value := getattr(limit, key))}


@cases("units")
def test_units(case: Any) -> None:
    found = read_units(text_of(case["text"]))
    assert [[unit.name, unit.role or ""] for unit in found.units] == case["units"]
    assert found.open_ended == case.get("open_ended", False)
    for unit in found.units:
        assert "".join(unit.span.exact.split()) == unit.name


@cases("deadlines")
def test_deadlines(case: Any) -> None:
    limit = read_deadline(text_of(case["text"]), 2022)
    assert limit
    words = case.pop("words", case["text"])
    assert limit.words == words
    assert as_case(limit) == {key: value for key, value in case.items() if key != "text"}
    assert limit.span.exact == case["text"]


@pytest.mark.parametrize("text", table("deadlines")["unknown"])
def test_deadline_that_is_not_understood_keeps_its_words(text: str) -> None:
    limit = read_deadline(text_of(text), 2022)
    assert limit
    assert limit.words == text
    assert limit.kind is None


@pytest.mark.parametrize("text", table("deadlines")["empty"])
def test_empty_deadline_is_none(text: str) -> None:
    assert read_deadline(text_of(text), 2022) is None


def test_deadline_without_a_year_has_no_date() -> None:
    limit = read_deadline(text_of("10月底前"), None)
    assert limit
    assert (limit.kind, limit.date) == ("by_date", None)


@cases("limits")
def test_limits_inside_a_text(case: Any) -> None:
    found = find_limits(text_of(case["text"]), 2022)
    assert [{"words": limit.words} | as_case(limit) for limit in found] == case["limits"]
    assert [limit.span.exact for limit in found] == [limit["words"] for limit in case["limits"]]


@cases("citations")
def test_citations(case: Any) -> None:
    found = find_citations(text_of(case["text"]), frozenset(case.get("own", ())))
    assert [[c.title or "", c.number or "", c.span.exact] for c in found] == case["cited"]


@pytest.mark.parametrize(("name", "function"), table("functions")["functions"].items())
def test_functions(name: str, function: str) -> None:
    assert functions_of(name) == tuple(function.split())


def test_every_unit_of_the_five_documents_has_its_line() -> None:
    tasks = [task for name in FIVE for task in read_case(name)[1]["tasks"]]
    named = {unit for task in tasks for role in ROLES for unit in task[role]}
    assert named == table("functions")["functions"].keys()


@pytest.mark.parametrize(("name", "code"), table("places")["places"].items())
def test_places(name: str, code: str) -> None:
    place = place_of(name)
    assert (place.code if place else "") == code


def test_places_in_titles() -> None:
    assert place_named_in(["2022年槐荫区政务公开重点工作任务分解表"]) == places()["370104"]
    assert place_named_in(["关于印发渝中区任务分工的通知", "重庆市渝中区人民政府办公室"]) == places()["500103"]
    assert place_named_in(["厦门市任务分工", "荆门市人民政府"]) is None
    # What a title quotes is another document's, unless the title is nothing else.
    assert place_named_in(["《厦门市2022年政务公开工作要点》任务分解表"]) is None
    assert place_named_in(["《厦门市2022年政务公开工作要点任务分解表》"]) == places()["350200"]
    assert place_named_in(["2022年全市政务公开工作主要任务分解表", "**市任务分工"]) is None
