"""Units that also carry something else or never do, acts and documents with bounds, words of a task's text alone."""

from __future__ import annotations

import pytest

from graph_query.answering import ask
from graph_query.stores import Store

# A question, how it is understood, and what it finds.
UNITS = [
    (
        "荆门市第16项任务的牵头单位中，没有参与牵头第18项任务的有哪些？",
        "荆门市，第16项的任务由哪些单位牵头，不牵头第18项？",
        6,
    ),
    (
        "荆门市同时承担第16项和第18项任务的单位有哪些？",
        "荆门市，第16、18项的任务由哪些单位负责，又负责第16项，又负责第18项？",
        6,
    ),
    ("荆门市哪些单位只牵头、不配合？", "荆门市的任务由哪些单位牵头，不配合任何任务？", 26),
    ("荆门市有哪些单位牵头过任务，但没有配合过任何任务？", "荆门市的任务由哪些单位牵头，不配合任何任务？", 26),
    ("渝中区哪些单位既牵头任务又是责任单位？", "渝中区的任务由哪些单位牵头，又作为责任单位承担任务？", 10),
    ("渝中区哪些单位从不牵头任务？", "渝中区的任务由哪些单位负责，不牵头任何任务？", 14),
]
DOCUMENTS = [
    ("任务超过50项的文件有哪些？", "任务至少51项的文件有哪些？", ["huaiyin-2022"]),
    (
        "五份文件中，任务数超过30项、但不到60项的是哪几份？",
        "任务至少31项、至多59项的文件有哪些？",
        ["jingmen-2022", "yuzhong-2022"],
    ),
    ("任务在40到60项之间的文件有哪几份？", "任务至少40项、至多60项的文件有哪些？", ["jingmen-2022"]),
    ("任务正文出现“适老化”的是哪几份文件？", "哪些文件有正文提到“适老化”的任务？", ["huaiyin-2022", "template-2023"]),
]
TASKS = [
    ("2022年的文件里，哪些任务的正文提到“回头看”？", "2022年，正文提到“回头看”的任务有哪些？", 4),
    ("荆门市正文没有提到“疫情防控”的任务有哪些？", "荆门市，正文没有提到“疫情防控”的任务有哪些？", 47),
    ("哪些任务的正文既提到“政策解读”又提到“新闻发布会”？", "正文提到“政策解读”，正文提到“新闻发布会”的任务有哪些？", 1),
    ("正文提到疫情防控的渝中区任务有哪些？", "渝中区，正文提到“疫情防控”的任务有哪些？", 4),
]


@pytest.mark.parametrize(("question", "understood", "count"), UNITS)
def test_what_else_a_unit_carries(question: str, understood: str, count: int, five: Store) -> None:
    found = ask(question, five)
    assert (found.understood, len({row["unitName"] for row in found.rows})) == (understood, count)
    again = ask(found.understood, five)
    assert again.values == found.values


@pytest.mark.parametrize(("question", "understood", "slugs"), DOCUMENTS)
def test_documents_with_so_many_tasks_or_such_words(
    question: str, understood: str, slugs: list[str], five: Store
) -> None:
    found = ask(question, five)
    assert (found.understood, sorted(found.values["documents"])) == (understood, slugs)


@pytest.mark.parametrize(("question", "understood", "count"), TASKS)
def test_words_of_the_text_alone(question: str, understood: str, count: int, five: Store) -> None:
    found = ask(question, five)
    assert (found.understood, len(found.values["tasks"])) == (understood, count)
    assert ask(found.understood, five).values == found.values


def test_an_act_is_left_out_of_the_acts_and_not_of_the_tasks(five: Store) -> None:
    every = ask("槐荫区的任务引用了哪些文件？", five).values["references"]
    number = "国办公开办函〔2021〕33号"
    others = ask(f"槐荫区的任务除了{number}，还引用了哪些文件？", five).values["references"]
    assert [act for act in every if act["number"] != number] == others
    assert len(others) == len(every) - 1


def test_what_only_units_can_do_is_refused_of_tasks(five: Store) -> None:
    found = ask("荆门市同时承担第16项和第18项任务的任务有多少项？", five)
    assert not found.answerable


def test_tasks_without_the_role_that_is_asked_for_are_said(five: Store) -> None:
    found = ask("槐荫区涉及“回头看”的任务由谁牵头？", five)
    assert not found.answerable
    assert "任务共2项，没有写明牵头单位" in found.answer
    assert "不设牵头单位" in found.answer
    assert found.suggestions[0] == "槐荫区，涉及“回头看”的任务由哪些单位负责？"


def test_who_else_there_is_beside_those_before(five: Store) -> None:
    before = ask("渝中区第11项任务由谁牵头？", five)
    after = ask("除去这些单位和区司法局，还有哪些单位牵头任务？", five, before=before)
    leading = ask("渝中区有哪些单位牵头任务？", five)
    named = {"区卫生健康委", "区政府新闻办", "区司法局"}
    expected = {row["unitName"] for row in leading.rows} - named
    assert {row["unitName"] for row in after.rows} == expected
    assert ask("这些单位之外，还有谁牵头？", five, before=after).answer == "渝中区，除所说的13个以外，没有这样的单位。"


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("渝中区牵头任务数恰好等于2的单位有哪些", "渝中区，牵头的任务正好2项的单位有哪些？"),
        ("渝中区牵头任务数大于等于3的单位有哪些", "渝中区，牵头的任务至少3项的单位有哪些？"),
        ("荆门市牵头单位达到五个或五个以上的任务有几项", "荆门市，至少5个单位牵头的任务有多少项？"),
        (
            "荆门市市民政局或者市医保局，只要有一家牵头就算，是哪几项任务",
            "荆门市，市医保局牵头或市民政局牵头的任务有哪些？",
        ),
        (
            "2023年那份文件，市司法局是责任单位但不是牵头单位的任务有哪些",
            "2023年，市司法局作为责任单位，不由市司法局牵头的任务有哪些？",
        ),
    ],
)
def test_bounds_and_roles_as_people_say_them(question: str, understood: str, five: Store) -> None:
    assert ask(question, five).understood == understood


def test_a_unit_with_another_name_that_counts_too(five: Store) -> None:
    found = ask("2022年的任务中，责任单位包括街道办事处（写成“各街道办事处”也算）的有几项", five)
    assert found.values["count"] == 85


def test_who_now_leads_is_no_more_said_not_to(five: Store) -> None:
    before = ask("渝中区党政信息中心只当责任单位、不牵头的任务是哪些", five)
    assert ask("由它牵头的有几项", five, before=before).values["count"] == 2
    before = ask("荆门市市民政局或市医保局牵头的任务有哪些", five)
    both = ask("两家都牵头的是哪项", five, before=before)
    assert [task["index"] for task in both.values["tasks"]] == [15]


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        (
            "五份文件里，牵头单位、责任单位、配合单位三样都有的任务共几项？",
            "写有配合单位，写有牵头单位，写有责任单位的任务有多少项？",
        ),
        ("“回头看”这个要求，五份文件里哪一份只字未提？", "哪些文件没有涉及“回头看”的任务？"),
        (
            "荆门市卫健委牵头的任务，市教育局没有一起牵头的有哪些？",
            "荆门市，市卫健委牵头，不由市教育局牵头的任务有哪些？",
        ),
    ],
)
def test_what_is_there_of_each_and_what_is_not_spoken_of(question: str, understood: str, five: Store) -> None:
    assert ask(question, five).understood == understood


def test_tasks_before_are_no_units_that_are_left_out(five: Store) -> None:
    before = ask("槐荫区民政局承担哪些任务？", five)
    assert not ask("这个局除了这一项，还承担哪一项？", five, before=before).answerable


def test_a_unit_that_need_not_be_told_is_not_passed_over(five: Store) -> None:
    found = ask("荆门市第16项任务由哪些单位牵头？市教育局就不用算了", five)
    assert "除市教育局以外" in found.answer
