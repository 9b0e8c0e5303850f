"""What there is to settle in a document, and what a person's answers become, without a browser."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app_pages.parts.document_facts import NotAFact, facts_said
from app_pages.parts.review_items import (
    Answer,
    Item,
    as_read,
    changes,
    confirmation,
    items_of,
    joined,
    names_in,
    parted,
    reason_of,
    refusal_of,
    rejection,
)
from graph_build import corrections
from graph_build.corrections import FACTS, Correction
from graph_build.pipeline import Review, build, review
from tests.conftest import PROJECT
from tests.page_runs import AppTest
from tests.test_pages import fine

DAY = date(2026, 3, 1)
SAID = Correction("unit", "督查科", DAY)
LINES = [
    "栗山县2024年任务分工",
    "一、城乡建设",
    "1.改造老旧小区。（牵头单位：县住建局；配合单位：县财政局）",
    "2.修编国土空间规划，年底前完成。（牵头单位：县自然资源局）",
    "做好接待工作。（县外事办打头，县档案馆帮衬）",
    "3.建设农村公路。（责任单位：县交通运输局）",
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    (documents / "a.txt").write_text("\n".join(LINES), "utf-8")
    build(tmp_path)
    return tmp_path


def settle(home: Path, found: Review, n: int, answer: Answer) -> Review:
    new = changes(found, n, as_read(found.corrected.task_list.tasks[n]), answer, SAID)
    checked = confirmation(found, n, new, replace(SAID, what="checked"))
    assert checked
    assert corrections.add(home, "a", [*new, checked]) == ()
    return review(home, "a")


def test_a_damaged_heading_is_said_to_be_the_heading_with_its_words_and_line(tmp_path: Path) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    shutil.copy(PROJECT / "data" / "documents" / "jingmen-2022.txt", documents / "a.txt")
    build(tmp_path)
    found = review(tmp_path, "a")
    item = next(item for item in items_of(found) if item.task == 13)
    (doubt,) = item.doubts
    assert reason_of(found, item, doubt) == "所属的小节标题（第26行）受损，未能恢复"
    assert doubt.words.startswith("?。┲ψ")
    of_headings = [one for one in found.doubtful if "受损，未能恢复" in one.reason]
    assert len(of_headings) == len({one.task for one in of_headings}) == 7


def test_what_is_refused_is_said_of_its_box() -> None:
    unit = replace(SAID, role="lead", now="县")
    assert refusal_of([replace(SAID, role="lead", now="县财政局"), unit]) == (
        "change-lead",
        "牵头单位“县”：单位名应有 2 到 40 个字。请改正。",
    )
    limit = refusal_of([replace(SAID, what="deadline", now="看情况")])
    assert limit
    assert limit[0] == "change-deadline"
    assert limit[1].startswith("完成时限：“看情况”不是程序能懂的时限")
    act = refusal_of([replace(SAID, what="act", was="《某方案》", now="x")])
    assert act
    assert act[0] == "change-act-《某方案》"


def test_what_is_doubtful_comes_first_then_what_nobody_has_looked_at(home: Path) -> None:
    found = review(home, "a")
    items = items_of(found)
    assert [item.state for item in items] == ["doubtful", "unchecked", "unchecked", "unchecked"]
    assert items[0].task is None
    assert "县外事办打头" in items[0].doubts[0].words
    checked = confirmation(found, 0, (), replace(SAID, what="checked"))
    assert checked
    corrections.add(home, "a", [checked])
    assert [item.state for item in items_of(review(home, "a"))] == ["doubtful", "unchecked", "unchecked", "checked"]


def test_an_answer_becomes_what_differs_and_a_confirmation(home: Path) -> None:
    found = review(home, "a")
    before = as_read(found.corrected.task_list.tasks[0])
    assert before.units == {"lead": ("县住建局",), "responsible": (), "cooperating": ("县财政局",)}
    units = {"lead": ("县住房和城乡建设局",), "responsible": ("县财政局", "县发改局"), "cooperating": ()}
    answer = Answer(units, "10月底前", "改造老旧小区一批。", why="对照纸质件")
    new = changes(found, 0, before, answer, SAID)
    assert [(one.what, one.was, one.now) for one in new] == [
        ("role", "cooperating", "responsible"),
        ("unit", "县住建局", "县住房和城乡建设局"),
        ("unit", "", "县发改局"),
        ("deadline", "", "10月底前"),
        ("text", "改造老旧小区。", "改造老旧小区一批。"),
    ]
    after = settle(home, found, 0, answer)
    assert after.corrected.left == ()
    assert as_read(after.corrected.task_list.tasks[0]) == replace(answer, why="")
    assert after.checked == {0}


def test_nothing_is_changed_where_an_answer_says_what_is_read(home: Path) -> None:
    found = review(home, "a")
    read = as_read(found.corrected.task_list.tasks[1])
    assert changes(found, 1, read, read, SAID) == []


def session(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> AppTest:
    """Return the page on which a person settles the first task, its form opened."""
    monkeypatch.setenv("ZEREN_HOME", str(home))
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    app.session_state["reviewer"] = name
    app.session_state["review-form"] = "change"
    app.session_state["review-at"] = review(home, "a").names[0]
    app.query_params["document"], app.query_params["review"] = "a", "1"
    return fine(app.switch_page("app_pages/documents.py").run())


def pressed(app: AppTest, label: str) -> AppTest:
    return fine(next(button for button in app.button if button.label == label).click().run())


def test_who_says_otherwise_than_another_sees_both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = session(home, monkeypatch, "督查科"), session(home, monkeypatch, "信息科")
    one.text_input(key="change-lead").set_value("县住房和城乡建设局")
    pressed(one, "保存")
    other.text_input(key="change-lead").set_value("县城乡建设局")
    next(box for box in other.text_input if box.label.startswith("完成时限")).set_value("6月底前")
    pressed(other, "保存")
    assert "督查科已于" in other.warning[0].value
    task = review(home, "a").corrected.task_list.tasks[0]
    assert as_read(task).units["lead"] == ("县住房和城乡建设局",)
    assert as_read(task).deadline == "6月底前"
    pressed(other, "改成我的")
    assert as_read(review(home, "a").corrected.task_list.tasks[0]).units["lead"] == ("县城乡建设局",)
    assert not other.warning


def test_words_are_no_task_or_one(home: Path) -> None:
    found = review(home, "a")
    asked = items_of(found)[0]
    no_task = rejection(found, asked, SAID)
    corrections.add(home, "a", [no_task])
    assert [item for item in items_of(review(home, "a")) if item.state == "doubtful"] == []
    corrections.withdraw(home, "a", [no_task.key])
    assert items_of(review(home, "a"))[0] == asked
    corrections.add(home, "a", [rejection(found, Item("", "unchecked", 2, ()), SAID)])
    assert len(review(home, "a").targets) == len(found.targets) - 1


def test_tasks_are_parted_and_joined(home: Path) -> None:
    found = review(home, "a")
    corrections.add(home, "a", [parted(found, 1, ["修编国土空间规划，", "年底前完成。"], SAID)])
    after = review(home, "a")
    assert after.corrected.left == ()
    assert [task.text for task in after.corrected.task_list.tasks][1:3] == ["修编国土空间规划，", "年底前完成。"]
    corrections.add(home, "a", [joined(after, 1, SAID)])
    assert len(review(home, "a").targets) == len(found.targets)


def test_what_a_task_cites_is_another_act(home: Path) -> None:
    (home / "data" / "documents" / "a.txt").write_text(
        "\n".join(LINES).replace("规划，", "规划，落实《某某方案》，"), "utf-8"
    )
    build(home)
    found = review(home, "a")
    before = as_read(found.corrected.task_list.tasks[1])
    assert before.acts == {"《某某方案》": "《某某方案》"}
    after = settle(home, found, 1, replace(before, acts={"《某某方案》": "《某某方案》（栗政发〔2024〕3号）"}))
    assert as_read(after.corrected.task_list.tasks[1]).acts == {"《某某方案》": "《某某方案》（栗政发〔2024〕3号）"}


def test_names_are_parted_as_people_write_them() -> None:
    assert names_in(" 县财政局、县 发改局，县住建局\n县财政局") == ("县财政局", "县发改局", "县住建局")


FOUND = dict.fromkeys(FACTS, "") | {"place": "320106", "year": "2024", "openness": "未标明"}
TYPED = FOUND | {"place": "江苏省南京市鼓楼区", "within": ""}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, []),
        ({"year": "2025"}, [("year", "2024", "2025", "")]),
        ({"place": "福州市鼓楼区"}, [("place", "320106", "350102", "")]),
        ({"place": "雄安新区", "within": "河北省"}, [("place", "320106", "雄安新区", "130000")]),
        ({"place": "某某大学"}, [("place", "320106", "某某大学", "")]),
        ({"place": ""}, [("place", "320106", "", "")]),
        ({"issued": "2024-03-05"}, [("issued", "", "2024-03-05", "")]),
    ],
)
def test_facts_become_what_differs(typed: dict[str, str], said: list[tuple[str, ...]]) -> None:
    found = facts_said(FOUND, TYPED | typed, SAID)
    assert [(one.fact, one.was, one.now, one.within) for one in found] == said


@pytest.mark.parametrize(
    ("typed", "box", "message"),
    [
        ({"place": "鼓楼区"}, "place", "叫“鼓楼区”的地方有"),
        ({"place": "雄安新区", "within": "雄州"}, "within", "名录中没有“雄州”"),
        ({"year": "二〇二四"}, "year", "年度“二〇二四”：年度应是四位数字"),
        ({"issued": "2024年3月"}, "issued", "成文日期“2024年3月”：日期应写成"),
    ],
)
def test_what_is_no_fact_is_said_of_its_box(typed: dict[str, str], box: str, message: str) -> None:
    with pytest.raises(NotAFact, match=message) as refused:
        facts_said(FOUND, TYPED | typed, SAID)
    assert refused.value.box == box
