"""Whose lists are asked about: zones, towns, schools, companies, bureaus, namesakes, and what lies in a place."""

from __future__ import annotations

from datetime import date

import pytest

from graph_build.pipeline import build
from graph_query.answering import Answer, ask
from graph_query.stores import Store, open_store
from graph_query.understanding import resolved, understand
from graph_query.understanding.saying import question_of

TODAY = date(2024, 11, 22)
# title, issuer, tasks with their units
DOCUMENTS = {
    "xiongan": (
        "雄安新区2024年政务公开工作要点任务分解表",
        "",
        "公布征地补偿标准 改革发展局",
        "整理企业开办指南 公共服务局",
    ),
    "park": (
        "苏州工业园区2024年政务公开任务分解表",
        "苏州工业园区管理委员会",
        "公布惠企清单 经济发展委员会",
        "公布绿化养护计划 规划建设委员会",
        "整理人才公寓指南 组织部",
    ),
    "university": ("明州大学2024年信息公开任务分解表", "", "公布招生章程 招生办公室", "公布采购结果 国有资产管理处"),
    "street": (
        "中山路街道办事处2024年政务公开任务分解表",
        "",
        "公布加装电梯名单 社区建设办公室",
        "公布救助名单 民生保障办公室",
    ),
    "town": (
        "青石镇2024年政务公开任务分解表",
        "青石镇人民政府",
        "公布村级财务 镇财政所",
        "公布宅基地审批结果 镇规划所",
    ),
    "bureau": (
        "苏州市水务局2024年政务公开工作要点任务分解表",
        "苏州市水务局",
        "公布节水补贴 办公室",
        "公布河道整治计划 河湖处",
        "公布水价听证结果 财务处",
    ),
    "company": (
        "明州水务集团有限公司2024年信息公开任务分解表",
        "",
        "公布停水通知 客户服务中心",
        "公布水质结果 水质监测中心",
    ),
    "mingshui-2023": (
        "明水区2023年政务公开任务分解表",
        "明水区人民政府办公室",
        "公布养老补贴 区民政局",
        "公布招生范围 区教育局",
    ),
    "mingshui-2024": (
        "明水区2024年政务公开任务分解表",
        "明水区人民政府办公室",
        "公布就业补贴 区人社局",
        "公布教师招聘结果 区教育局",
        "公布食品抽检结果 区市场监管局",
    ),
    "gulou-xuzhou": (
        "徐州市鼓楼区2024年政务公开任务分解表",
        "",
        "公布商圈改造计划 区商务局",
        "公布公园开放时间 区城管局",
    ),
    "gulou-nanjing": (
        "南京市鼓楼区2024年政务公开任务分解表",
        "",
        "公布创业补贴 区人社局",
        "公布科技园名单 区科技局",
        "公布夜市管理办法 区城管局",
    ),
    "suzhou": (
        "苏州市2024年政务公开任务分解表",
        "",
        "公布重大项目 市发改委",
        "公布饮用水水质 市水务局",
        "公布防汛预案 市水务局",
        "公布中小学招生 市教育局",
    ),
    "jiangsu": ("江苏省2024年政务公开任务分解表", "", "公布省级规划 省发展改革委", "公布高考政策 省教育厅"),
    "hefei": ("合肥高新区2024年政务公开任务分解表", "", "公布孵化器名单 科技局"),
    "chengdu": ("成都高新区2024年政务公开任务分解表", "", "公布租房补贴 社会事业局", "公布用地计划 自然资源局"),
}


def text_of(title: str, issuer: str, *tasks: str) -> str:
    rows = []
    for number, task in enumerate(tasks, 1):
        text, unit = task.split(" ")
        rows.append(f"\t{number}\n\t{text}。\n\t{unit}\n")
    signed = f"\n{issuer}\n2024年3月1日\n" if issuer else ""
    return "\n".join([title, "", "\t序号\n\t工作任务\n\t牵头单位\n", *rows]) + signed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("home")
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    for name, (title, issuer, *tasks) in DOCUMENTS.items():
        (documents / f"{name}.txt").write_text(text_of(title, issuer, *tasks), "utf-8")
    published = build(folder).published
    assert {document.slug: document.tasks for document in published} == {
        name: len(tasks) for name, (_, _, *tasks) in DOCUMENTS.items()
    }
    return open_store("memory:data/graph/current", folder)


def asked(question: str, store: Store) -> Answer:
    return ask(question, store, TODAY)


# Of which documents a name is, whole and shortened.
WHOSE = [
    ("雄安新区", ["xiongan"]), ("雄安", ["xiongan"]), ("雄安新区管委会", ["xiongan"]),
    ("苏州工业园区", ["park"]), ("苏州工业园区管委会", ["park"]), ("苏州工业园区管理委员会", ["park"]),
    ("工业园区", ["park"]),
    ("明州大学", ["university"]), ("中山路街道办事处", ["street"]), ("中山路街道", ["street"]),
    ("青石镇", ["town"]), ("青石镇人民政府", ["town"]), ("青石镇政府", ["town"]),
    ("明州水务集团有限公司", ["company"]), ("明州水务集团", ["company"]), ("水务集团", ["company"]),
    ("明水区", ["mingshui-2023", "mingshui-2024"]), ("明水", ["mingshui-2023", "mingshui-2024"]),
    ("徐州鼓楼区", ["gulou-xuzhou"]), ("徐州市鼓楼区", ["gulou-xuzhou"]), ("徐州的鼓楼区", ["gulou-xuzhou"]),
    ("南京鼓楼区", ["gulou-nanjing"]), ("合肥高新区", ["hefei"]), ("成都的高新区", ["chengdu"]),
    ("苏州市水务局的要点里", ["bureau"]), ("市水务局的任务分解表里", ["bureau"]), ("水务局的要点", ["bureau"]),
    ("苏州市", ["suzhou"]), ("江苏省", ["jiangsu"]), ("合肥", ["hefei"]),
    ("江苏省各市", ["gulou-nanjing", "gulou-xuzhou", "park", "suzhou"]),
    ("江苏省及各地", ["bureau", "gulou-nanjing", "gulou-xuzhou", "jiangsu", "park", "suzhou"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "slugs"), WHOSE, ids=[name for name, _ in WHOSE])
def test_a_name_means_the_lists_of_whose_it_is(name: str, slugs: list[str], store: Store) -> None:
    answer = asked(f"{name}有哪些任务？", store)
    assert answer.answerable, answer.answer
    assert sorted({task["document"] for task in answer.values["tasks"]}) == slugs
    tasks = sum(len(DOCUMENTS[slug]) - 2 for slug in slugs)
    assert asked(f"{name}一共有多少项任务？", store).values["count"] == tasks


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("鼓楼区有多少项任务？", {2, 3}),
        ("高新区有多少项任务？", {1, 2}),
        # A bureau is a unit of the city's list, and has a list of its own.
        ("苏州市水务局有多少项任务？", {2, 3}),
    ],
)
def test_a_name_of_several_is_asked_back(question: str, choices: set[int], store: Store) -> None:
    answer = asked(question, store)
    assert not answer.answerable
    assert {one.values["count"] for one in answer.clarify} == choices
    assert len({one.question for one in answer.clarify}) == len(choices)
    for one in answer.clarify:
        assert asked(one.question, store).values == one.values, one.question


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("市水务局牵头多少项任务？", ["suzhou", 2, 3]),
        ("明水区教育局牵头哪些任务？", ["mingshui-2023", 2, "mingshui-2024", 2]),
        ("明水区2024年教育局牵头哪些任务？", ["mingshui-2024", 2]),
        ("明州大学招生办公室负责什么任务？", ["university", 1]),
        ("成都高新区自然资源局牵头哪些任务？", ["chengdu", 2]),
        ("苏州市教育局牵头哪些任务？", ["suzhou", 4]),
        ("明水区2023年有哪些任务？", ["mingshui-2023", 1, 2]),
    ],
)
def test_a_unit_keeps_its_readings(question: str, found: list[str | int], store: Store) -> None:
    answer = asked(question.replace("多少项", "哪些"), store)
    assert answer.answerable, answer.answer
    flat: list[str | int] = []
    for task in answer.values["tasks"]:
        flat += [task["index"]] if task["document"] in flat else [task["document"], task["index"]]
    assert flat == found


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("明州大学牵头哪些任务？", "没有任务写明由“明州大学”承担"),
        ("明水区政府牵头哪些任务？", "没有任务写明由“明水区政府”承担"),
        ("哪些任务涉及大学？", "没有涉及“大学”的任务"),
        ("青山镇有哪些任务？", "青山镇"),
        ("明州学院有多少项任务？", "明州学院"),
    ],
)
def test_what_is_no_bodys_list_is_not_guessed(question: str, reason: str, store: Store) -> None:
    answer = asked(question, store)
    assert not answer.answerable
    assert reason in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("明水区有哪些任务？", "明水区有2023年、2024年的文件，都算在内"),
        ("苏州市有哪些任务？", "只算苏州市自己的文件，苏州市水务局、苏州工业园区的不在其内"),
        ("合肥有哪些任务？", "合肥市只收录了合肥高新区的文件"),
        ("大学有哪些任务？", "“大学”按“明州大学”理解"),
    ],
)
def test_what_a_name_was_taken_for_is_said(question: str, said: str, store: Store) -> None:
    assert said in asked(question, store).answer


def test_places_are_compared_with_all_that_lies_in_them(store: Store) -> None:
    assert len(asked("江苏省有哪些文件？", store).values["documents"]) == 6
    assert asked("南京鼓楼区和徐州鼓楼区，谁的任务多？", store).values["documents"] == ["gulou-nanjing"]


def test_a_formula_said_is_read_as_itself(store: Store) -> None:
    for name, _ in WHOSE:
        q, found = understand(f"{name}有哪些任务？", store, TODAY)
        formula = resolved(found[0][1], q)
        q, again = understand(question_of(formula), store, TODAY)
        assert resolved(again[0][1], q) == formula, question_of(formula)
