"""What an answer gives a person to use: its tasks one a row, places, templates apart, sources, other questions."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from graph_build.pipeline import build
from graph_query.answering import as_json, as_lines, as_text, ask
from graph_query.ledger.notices import SUPPOSED
from graph_query.ledger.reading import ledger_of
from graph_query.questions import kinds
from graph_query.stores import Store, open_store
from tests.conftest import PROJECT

TODAY = date(2026, 11, 21)
QUESTIONS = PROJECT / "tests" / "questions" / "benchmark.jsonl"
EXAMPLES = [example for kind in kinds() for example in kind.examples]


def answered(question: str, store: Store) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(ask(question, store, TODAY)))
    assert found["answerable"], found["answer"]
    return found


def test_every_answer_says_where_it_stands(five: Store) -> None:
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()[::3]]
    for question in (*EXAMPLES, *asked):
        answer = ask(question, five, TODAY)
        if answer.answerable:
            assert answer.sources, question
            assert answer.behind.files, question
            assert all(source.where for source in answer.sources), question


def test_a_task_is_one_row_with_its_units_in_their_roles(five: Store) -> None:
    (row,) = answered("荆门市第6项任务由哪些单位负责？", five)["listed"]
    assert (row["place"], row["lead"], row["responsible"]) == (
        "荆门市",
        ["市税务局", "市财政局"],
        ["各县市区", "市直各部门"],
    )
    assert (row["source"]["document"], row["source"]["number"]) == ("jingmen-2022", "第6项")
    assert row["source"]["link"] == f"/tasks?{row['task'].replace('https://w3id.org/zeren/id/', 'task=')}"
    assert len(row["duty"]) <= 60
    assert row["duty"].endswith("…")


def test_units_come_as_the_document_lists_them(five: Store) -> None:
    names = [agency["name"] for agency in answered("荆门市第6项任务由哪些单位负责？", five)["agencies"]]
    assert names == ["市税务局", "市财政局", "各县市区", "市直各部门"]


@pytest.mark.parametrize(
    "question", ["荆门市一共有多少项任务？", "厦门市有几项任务涉及政府公报？", "荆门市有多少个牵头单位？"]
)
def test_a_count_has_its_list_behind_it(question: str, five: Store) -> None:
    found = answered(question, five)
    assert found["listed_count"] == len(found["listed"]) > 0
    assert f"任务（共 {found['listed_count']} 项）" in as_lines(ask(question, five, TODAY))


def test_a_share_has_both_lists(five: Store) -> None:
    found = answered("槐荫区没有牵头单位的任务占多少比例？", five)
    assert (found["listed_count"], found["compared_count"]) == (found["count"], found["total"])
    assert len(found["compared"]) == found["total"]


def test_what_is_due_comes_by_its_day(five: Store) -> None:
    days = [task.day for task in ask("厦门市2022年底前到期的任务有哪些？", five, TODAY).behind.tasks]
    assert all(day <= after for day, after in pairwise(days))
    assert len(set(days)) > 1


def test_a_template_is_counted_apart_and_is_no_places(five: Store) -> None:
    found = answered("一共有多少项任务？", five)
    assert found["count"] == 202
    assert "任务共175项（另有范文27项，合计202项）" in found["answer"]
    assert {row["place"] for row in found["listed"] if row["template"]} == {""}
    assert [row["template"] for row in found["listed"]] == sorted(row["template"] for row in found["listed"])
    assert "范文" not in answered("荆门市一共有多少项任务？", five)["answer"]
    assert "任务有3项（均为范文）" in answered("2023年市营商环境局牵头哪些任务？", five)["answer"]


def test_tasks_without_numbers_are_counted_by_order_and_it_is_said(five: Store) -> None:
    assert "（渝中区）第21项（按文件顺序）" in answered("渝中区哪些任务提到“12345”？", five)["answer"]
    assert "（按文件顺序）" not in answered("厦门市有哪些任务？", five)["answer"]


def test_places_are_said_with_titles(five: Store) -> None:
    found = answered("哪些任务涉及政府公报？", five)["answer"]
    for place in ("厦门市", "荆门市", "槐荫区", "范文"):
        assert f"》（{place}）第" in found


def test_what_no_column_is_for_is_told_from_what_is_blank(five: Store) -> None:
    found = answered("哪些任务没有牵头单位？", five)
    assert "其中90项所在的2份文件不设牵头单位；11项所在的文件设有牵头单位，此项没有写" in found["answer"]
    notes = [row["note"] for row in found["listed"]]
    assert sum("文件不设牵头单位" in note for note in notes) == 90
    assert sum("文件设有牵头单位，此项没有写" in note for note in notes) == 11
    assert "不设时限" in answered("哪些任务没有时限？", five)["answer"]


HEADS = "序号\t任务内容\t牵头单位\t责任单位\t完成时限\n"


def test_limits_and_acts_that_are_blank_are_told_too(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "documents"
    folder.mkdir(parents=True)
    first = "1\t整理办事指南并公布。\t市教育局\t市司法局\t\n"
    rows = f"{first}2\t公布《中华人民共和国政府采购法》的问答。\t市教育局\t市财政局\t6月底\n"
    (folder / "a.txt").write_text(f"2022年重点工作任务分解表\n{HEADS}{rows}", "utf-8")
    build(tmp_path)
    store = open_store("memory:data/graph/current", tmp_path)
    limits, acts = answered("哪些任务没有时限？", store), answered("哪些任务没有依据文件？", store)
    assert "其中1项所在的文件设有时限，此项没有写" in limits["answer"]
    assert "其中1项所在的文件设有依据文件，此项没有写" in acts["answer"]


def test_an_answer_is_copied_with_its_sources(five: Store) -> None:
    text = as_text(ask("厦门市第16项任务什么时候完成？", five, TODAY), "以原文为准。")
    assert text.splitlines()[0] == "问：厦门市第16项任务什么时候完成？"
    assert "出处：《2022年全市政务公开工作主要任务分解表》（厦门市）第16项（第" in text
    assert text.endswith("以原文为准。")


def test_a_limit_that_is_only_supposed_says_so_wherever_it_stands(five: Store) -> None:
    question = "槐荫区第24项任务什么时候完成？"
    (row,) = answered(question, five)["listed"]
    answer = ask(question, five, TODAY)
    held = next(task for task in ledger_of(five).tasks if task.iri == row["task"])
    assert held.deadline
    assert row["limit_supposed"] == held.deadline.supposed is True
    for text in (as_text(answer, "以原文为准。"), as_lines(answer)):
        assert f"{row['limit']}（推定）" in text
    assert SUPPOSED in as_text(answer, "以原文为准。")
    assert not any(row["limit_supposed"] for row in answered("厦门市第16项任务什么时候完成？", five)["listed"])


@pytest.mark.parametrize(
    "question",
    [
        "荆门市市住建局牵头的任务有哪些？",
        "厦门市第16项任务什么时候完成？",
        "哪些任务没有牵头单位？",
        "渝中区的减税降费由谁负责？",
    ],
)
def test_each_other_question_is_read_as_it_is_offered(question: str, five: Store) -> None:
    answer = ask(question, five, TODAY)
    offered = [*(change.question for change in answer.changes), *answer.suggestions]
    assert offered
    for other in offered:
        found = ask(other, five, TODAY)
        assert found.understood == other or "没有" in found.answer, (other, found.answer)


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("深圳市有哪些任务？", "荆门市有哪些任务？"),
        ("厦门市反垄断由谁牵头？", "荆门市反垄断由谁牵头？"),
        ("市住健局负责哪些任务？", "市住建局负责哪些任务？"),
    ],
)
def test_what_is_refused_offers_what_is_near(question: str, offered: str, five: Store) -> None:
    answer = ask(question, five, TODAY)
    if not answer.answerable:
        assert offered in answer.suggestions
        assert all(ask(each, five, TODAY).answerable for each in answer.suggestions)


def test_alternatives_are_joined_by_or(five: Store) -> None:
    parts = ask("荆门市由市住建局或市水利湖泊局牵头的任务有哪些？", five, TODAY).reading
    assert [(part.shown, part.joint) for part in parts if part.kind == "unit"] == [
        ("市住建局", ""),
        ("市水利湖泊局", "或"),
    ]


def test_what_was_asked_for_too_is_said(five: Store) -> None:
    answer = ask("厦门市规章公开是谁的事，什么时候完成？", five).answer
    assert "完成时限：年底前（第2项）；10月底前（第3项、第4项、第6项、第7项）；持续推进（第5项）。" in answer
    assert "完成时限" not in ask("厦门市规章公开是谁的事？", five).answer


def test_units_as_the_documents_list_them_are_called_no_ranking(five: Store) -> None:
    assert "点名负责任务的单位：" in ask("槐荫区的任务由哪些单位负责？", five).answer
    assert "点名任务最多的单位：各街道办事处（66项）" in ask("槐荫区按部门统计，各有多少项任务？", five).answer


def test_of_many_tasks_where_it_stands_is_told(five: Store) -> None:
    answer = ask("政府网站由谁负责，什么时候完成？", five).answer
    assert "还问到的完成时限，请看下面各项任务，或另问一句" in answer


def test_units_are_told_apart_by_role_and_their_tasks_counted(five: Store) -> None:
    answer = ask("荆门市找工作由哪些单位负责？", five).answer
    assert "任务4项（第12项、第13项、第15项、第35项），牵头单位：市人社局、" in answer
    assert "；责任单位：各县市区、" in answer
