"""Lists of tasks: their order by a column, what is said above them, what is missing, numbers in any spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app_pages.parts.scope import places_of
from graph_query.answering import ask
from graph_query.answering.blanks import in_columns
from graph_query.ledger import notices
from graph_query.ledger.acts import number_in
from graph_query.ledger.concepts import ROLES
from graph_query.ledger.facets import Choice, counts, described, matching
from graph_query.ledger.gaps import count_of, gap, shares
from graph_query.ledger.marks import DOUBT_SIGN, PAST_SIGN, SUPPOSED_SIGN, said_of, signs_of
from graph_query.ledger.model import Task
from graph_query.ledger.numbers import numbers_in
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.ledger.sorting import SORTED_BY, in_order
from graph_query.stores import Store

DAYS = (date(2022, 10, 15), date(2023, 1, 1), date(2026, 11, 28))
VALUES: dict[str, Callable[[Task], Any]] = {
    "number": lambda task: task.index,
    "text": lambda task: task.text,
    "section": lambda task: f"{task.section}{task.subsection}",
    "document": lambda task: task.document.title,
    "place": lambda task: task.document.place,
    "year": lambda task: task.document.year,
    "time": lambda task: min(map(str, task.days), default=""),
    **{role: lambda task, role=role: next((a.name for a in task.assignments if a.role == role), "") for role in ROLES},  # type: ignore[misc]
}


@pytest.fixture(params=["five", "generated"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    found: Ledger | Store = request.getfixturevalue(request.param)
    return found if isinstance(found, Ledger) else ledger_of(found)


@pytest.mark.parametrize("column", VALUES)
def test_a_list_is_put_in_order_by_a_column(ledger: Ledger, column: str) -> None:
    value = VALUES[column]
    up, down = (in_order(ledger, ledger.tasks, column, down=is_down) for is_down in (False, True))
    assert sorted(up.numbers) == sorted(down.numbers) == sorted(ledger.tasks.numbers)
    found = [value(task) for task in up]
    filled = [it for it in found if it]
    assert found[len(filled) :] == [it for it in found if not it]
    assert filled == sorted(filled, key=lambda it: it.encode("gb18030") if isinstance(it, str) else it)
    assert [it for it in map(value, down) if it] == filled[::-1]


def test_every_column_of_a_list_puts_it_in_order(five: Store) -> None:
    ledger = ledger_of(five)
    for column in SORTED_BY:
        assert len(in_order(ledger, ledger.tasks, column)) == len(ledger.tasks)
    first = [next(a.name for a in task.assignments if a.role == "lead") for task in _by_lead(ledger)]
    assert "市财政局" in first
    assert first.index("市财政局") < first.index("市发改委") < first.index("市教育局")  # as they sound: c, f, j


def _by_lead(ledger: Ledger) -> list[Task]:
    return list(in_order(ledger, matching(ledger, Choice({"role": ("lead",)})), "lead"))


@pytest.mark.parametrize("day", DAYS)
def test_what_stands_above_a_list_is_what_its_rows_say(ledger: Ledger, day: date) -> None:
    said = {(one.sign, one.words): one.count for one in said_of(ledger, ledger.tasks, day)}
    tasks = list(ledger.tasks)
    found = Counter(sign for task in tasks for sign, _ in signs_of(task, day))
    assert said.get((PAST_SIGN, notices.PAST), 0) == found[PAST_SIGN]
    assert (
        said.get((SUPPOSED_SIGN, notices.SUPPOSED), 0) == found[SUPPOSED_SIGN] == sum(task.supposed for task in tasks)
    )
    ended = sum(notices.YEAR_ENDED in notices.of_time(task, day) for task in tasks)
    assert said.get(("", notices.YEAR_ENDED), 0) == ended
    assert said.get((DOUBT_SIGN, notices.DAMAGED), 0) == sum(task.damaged for task in tasks)
    for notice, count in Counter(notices.of_document(task.document) for task in tasks).items():
        assert not notice or said[DOUBT_SIGN, notice] == count


def test_what_is_missing_is_counted_apart_as_answers_count_it(five: Store) -> None:
    ledger = ledger_of(five)
    for role, words in (("lead", "牵头单位"), ("cooperating", "配合单位")):
        files = sorted(ledger.documents)
        having = in_columns(role, files, five)
        blank, none = (gap(ledger, role, having, is_blank=is_blank) for is_blank in (True, False))
        listed = [matching(ledger, Choice(gap=one)) for one in (blank, none)]
        assert [len(tasks) for tasks in listed] == [count_of(ledger.tasks, one) for one in (blank, none)]
        assert all(not task.of_role(role) for tasks in listed for task in tasks)
        assert sum(map(len, listed)) == sum(not task.of_role(role) for task in ledger.tasks)
        answer = ask(f"哪些任务没有{words}？", five)
        assert f"{len(listed[1])}项所在的" in answer.answer
        assert f"缺项：文件不设{words}" in described(ledger, Choice(gap=none))
    assert set(shares(ledger, "responsible")) == set(ledger.documents)


@pytest.mark.parametrize(
    "words", ["国办发2019 54", "国办发〔2019〕54号", "国办发[2019]54", "国办发2019年第54号", "国办发 2019 54 号"]
)
def test_a_number_is_found_in_any_spelling(five: Store, words: str) -> None:
    ledger = ledger_of(five)
    act = next(iri for iri, act in ledger.acts.items() if act.number == "国办发〔2019〕54号")
    citing = matching(ledger, Choice({"act": (act,)}))
    assert list(matching(ledger, Choice(words=words)).numbers) == list(citing.numbers) != []
    both = matching(ledger, Choice(words=f"{words} 标准化"))
    assert 0 < len(both) <= len(citing)
    assert sum(counts(ledger, Choice(words=words), "role").values()) > 0


def test_a_question_that_is_a_number_leads_to_its_act(five: Store) -> None:
    ledger = ledger_of(five)
    assert number_in(ledger, "国办发2019 54") == "国办发2019 54"
    assert number_in(ledger, "国办发2050 54号是什么") == "国办发2050 54号"
    assert number_in(ledger, "荆门市2022年10月的") is None


def test_a_number_that_nothing_has_stays_words(five: Store) -> None:
    assert numbers_in(ledger_of(five), "公开 2022 1") == ([], "公开 2022 1")


def test_places_stand_below_those_that_they_lie_in(five: Store) -> None:
    tree = places_of(ledger_of(five))
    assert "厦门市" in tree["福建省"]
    assert "槐荫区" in tree["山东省"]["济南市"]
