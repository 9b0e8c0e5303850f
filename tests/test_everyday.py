"""The words of everyday questions: the list itself, questions in them over five documents, what is near."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from graph_build.vocabulary.concepts import label_of
from graph_build.vocabulary.everyday import meant_words, near_words, said_words, same_words, sayings
from graph_query.answering import Answer, ask
from graph_query.stores import Store
from graph_query.understanding.subjects import PARTS
from tests.conftest import PROJECT

TODAY = date(2026, 11, 22)
LEAST_PAIRS = 400
LINES = (PROJECT / "tests" / "tables" / "everyday.jsonl").read_text("utf-8").splitlines()
QUESTIONS: list[dict[str, Any]] = [json.loads(line) for line in LINES]


def asked(question: str, store: Store) -> Answer:
    return ask(question, store, TODAY)


# The list


def test_the_list_is_long_enough_and_says_no_word_twice() -> None:
    said = [saying.said.lower() for saying in sayings()]
    assert sorted(said) == sorted(set(said))
    assert len(said_words()) >= LEAST_PAIRS


@pytest.mark.parametrize("name", ["spoken", "popular", "former", "short", "other", "recent"])
def test_every_register_is_used(name: str) -> None:
    assert label_of("registers", name)
    assert any(saying.register and saying.register.value.endswith(f"#{name}Register") for saying in sayings())


def test_a_word_has_either_names_and_a_register_or_what_is_near() -> None:
    for saying in sayings():
        assert bool(saying.means) == bool(saying.register) != bool(saying.near), saying
        values = (saying.said, *saying.means, *saying.near)
        assert len(values) == len(set(values)), saying
        assert all(value == value.strip() and len(value) > 1 for value in values), saying


def test_what_a_word_means_is_never_said_for_another() -> None:
    assert said_words() & meant_words() == set()


def test_what_is_only_near_is_no_name_of_it() -> None:
    for word, near in near_words().items():
        assert not set(same_words().get(word, ())) & set(near), word


def test_a_word_is_not_parted_where_topics_are() -> None:
    assert [word for word in said_words() if PARTS.search(word)] == []


def test_only_what_documents_write_stands_for_it_both_ways() -> None:
    assert "社保卡" in same_words()["社会保障卡"]
    assert "没水" not in same_words().get("供水", ())


# Questions


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["question"])
def test_everyday_questions_find_the_right_tasks(question: dict[str, Any], five: Store) -> None:
    values = asked(question["question"], five).values
    if question["wants"] == "count":
        assert values == {"count": question["expect"]}
    else:
        assert sorted([task["document"], task["index"]] for task in values["tasks"]) == sorted(question["expect"])


@pytest.mark.parametrize("said", [saying.said for saying in sayings()[::10]])
def test_a_word_of_the_list_is_never_passed_over(said: str, five: Store) -> None:
    answer = asked(f"{said}由哪些单位负责？", five)
    quoted = re.findall("“([^”]+)”", answer.understood if answer.answerable else answer.answer)
    # Asked back, each part of it is named: what is held, and what is not.
    assert said in quoted or (answer.clarify and set(said) <= set("".join(quoted)))


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("打疫苗归谁管？", "“打疫苗”按“疫苗接种”理解"),
        ("教育局负责哪些任务？", "“教育局”按职能理解为市教育局、区教委、区教育和体育局"),
        ("厦门市住建部门负责哪些任务？", "“住建部门”按职能理解为市建设局、市住房局"),
        ("教育局和卫健委哪个任务多？", "“教育局”按职能理解为"),
    ],
)
def test_what_was_read_in_other_words_is_said(question: str, note: str, five: Store) -> None:
    assert note in asked(question, five).answer


@pytest.mark.parametrize(
    "question", ["槐荫区疫苗接种归谁管？", "荆门市教育局负责哪些任务？", "厦门市卫健委负责哪些任务？"]
)
def test_what_stands_so_needs_no_note(question: str, five: Store) -> None:
    assert "理解" not in asked(question, five).answer


def test_a_level_that_is_said_counts(five: Store) -> None:
    tasks = asked("市教育局负责哪些任务？", five).values["tasks"]
    assert {task["document"] for task in tasks} == {"jingmen-2022", "template-2023", "xiamen-2022"}


# What is near


@pytest.mark.parametrize(
    ("question", "reason", "first"),
    [
        (
            "小学入学由谁负责？",
            "图谱里没有涉及“小学入学”的任务；相近的有：义务教育（2处任务）、教育（13处任务）。",
            "涉及“义务教育”的任务由哪些单位负责？",
        ),
        (
            "渝中区住房补贴归谁管？",
            "渝中区的文件里没有涉及“住房补贴”的任务；相近的有：补贴（1处任务）。",
            "渝中区，涉及“补贴”的任务由哪些单位负责？",
        ),
    ],
)
def test_what_is_near_is_proposed_and_not_answered(question: str, reason: str, first: str, five: Store) -> None:
    answer = asked(question, five)
    assert (answer.answerable, answer.answer, answer.suggestions[0]) == (False, reason, first)
    assert asked(first, five).answerable


def test_where_nothing_is_near_nothing_is_proposed(five: Store) -> None:
    assert asked("外星人登月由谁负责？", five).answer == "图谱里没有涉及“外星人登月”的任务。"


def test_a_word_of_its_own_is_no_other_word_misspelt(five: Store) -> None:
    answer = asked("失业由哪些单位负责？", five)
    assert not answer.answerable
    assert "就业" in answer.answer
    assert "事业" not in answer.answer
