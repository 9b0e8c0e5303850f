"""Pages run by Streamlit without a browser: odd addresses, odd documents, and what stands under each list."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app_pages.parts import opened
from app_pages.parts.literal import literal
from graph_build.pipeline import build
from graph_query.errors import QueryStopped
from graph_query.ledger.reading import ledger_of
from graph_query.stores import Store, open_store
from tests.conftest import PROJECT
from tests.page_runs import AppTest

Opener = Callable[..., AppTest]
PLAN = "重点工作任务分工方案（2024—2026年）"
HEADS = "序号\t任务内容\t责任单位\t完成时限\n"
TABLE = f"{HEADS}1\t推进政务公开平台建设。\t市教育局\t2025年6月底\n2\t做好政策解读。\t市教育局\t2060年底\n"
OTHER_TABLE = f"{HEADS}1\t加强基层公开标准化建设。\t市司法局\t2025年9月底\n"


@pytest.fixture
def opener(home_of_five: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    return opens(home_of_five, monkeypatch)


def opens(home: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Return what opens a page of the app at an address and runs it, and fails on any error."""

    def run(page: str, /, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("ZEREN_HOME", str(home))
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        if page != "home":
            app.switch_page(f"app_pages/{page}.py")
        for key, value in address.items():
            app.query_params[key] = value
        return fine(app.run())

    return run


def fine(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].message
    return app


def text_of(app: AppTest) -> str:
    """Return all that a page says."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text, app.warning, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def html_of(app: AppTest) -> str:
    """Return what a page says as HTML of its own."""
    return "".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, label: str) -> AppTest:
    return fine(next(button for button in app.button if button.label == label).click().run())


# 首页


@pytest.mark.parametrize("scope", [{}, {"place": "厦门市"}, {"year": "2023"}])
def test_the_numbers_of_the_first_page_are_those_of_their_lists(opener: Opener, scope: dict[str, str]) -> None:
    front = opener("home", **scope)
    counts = {name: int(count) for count, name in re.findall(r"<b>(\d+)</b> (\w+)", html_of(front))}
    assert f"共 {counts['任务']} 项任务" in text_of(opener("tasks", **scope))
    assert f"共 {counts['单位']} 个单位" in text_of(opener("units", **scope))
    acts = text_of(opener("acts", cited="true", **scope))
    assert f"共 {counts['所引文件']} 份" in acts or not counts["所引文件"]
    documents = html_of(opener("documents", **scope))
    assert len(re.findall(r"<tr><td[^>]*data-label='标题'", documents)) == counts["文件"]
    of_places = [int(count) for count in re.findall(r">(\d+) 项任务</a></span>", html_of(front))]
    assert sum(of_places) == counts["任务"]
    supposed = re.search(r"（<a href='/tasks[^']*basis=[^>]*>(\d+) 项任务", html_of(front))
    if supposed:
        bases = {"basis": ["aligned_supposed", "merged_supposed"]}
        assert f"共 {supposed[1]} 项任务" in text_of(opener("tasks", **scope, **bases))


def test_what_is_due_next_stands_on_the_first_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    (documents / "plan.txt").write_text(f"厦门市2033年重点工作任务分工方案\n{TABLE.replace('2060', '2033')}", "utf-8")
    build(tmp_path)
    opener = opens(tmp_path, monkeypatch)
    front = html_of(opener("home"))
    assert "2033-12-31" in front
    assert "全部 1 项" in front
    assert "到期的 1 项" in text_of(opener("tasks", view="到期", within="3660"))


def test_a_question_suggested_twice_is_one_button(opener: Opener) -> None:
    app = opener("home")
    asked = next(button.label for button in app.button if "负责哪些任务" in button.label)
    app = press(app, asked)
    app = fine(app.text_input(key="question").set_value("").run())
    app = fine(app.text_input(key="question").set_value("深圳市有哪些任务？").run())
    assert "图谱里没有深圳市的文件" in text_of(app)


def test_a_condition_said_twice_is_shown(opener: Opener) -> None:
    assert "50" in text_of(opener("home", q="2022年荆门市2022年有多少项任务"))


def test_a_place_taken_away_counts_for_nothing(opener: Opener) -> None:
    everywhere = opener("home", q="市教育局负责哪些任务？")
    within = opener("home", q="市教育局负责哪些任务？", place="荆门市")
    without = opener("home", q="市教育局负责哪些任务？", place="荆门市", without="荆门市")
    assert within.header[0].value != everywhere.header[0].value == without.header[0].value


def test_a_unit_without_its_place_is_that_of_all_places(opener: Opener) -> None:
    everywhere = opener("home", q="市卫健委负责哪些任务？").header[0].value
    taken = opener("home", q="荆门市的市卫健委负责哪些任务？", without="荆门市").header[0].value
    assert taken == everywhere
    one = opener("home", q="厦门市的市卫健委负责哪些任务？").header[0].value
    assert opener("home", q="荆门市和厦门市的市卫健委负责哪些任务？", without="荆门市").header[0].value == one


def test_a_question_asked_back_offers_its_readings(opener: Opener) -> None:
    app = opener("home", q="槐荫区6月底到期的有哪几项，我要发催办函")
    assert "没有理解“催办函”。您是问：" in app.warning[0].value
    app = press(app, "槐荫区，2022年6月30日到期的任务有哪些？")
    assert "第39项" in app.header[0].value


def test_a_question_goes_on_from_the_answer_that_is_shown(opener: Opener) -> None:
    app = opener("home", q="荆门市审批局牵头几项任务？")
    app = fine(app.text_input(key="next").set_value("那市住建局呢？").run())
    assert "我理解为：荆门市，市住建局牵头的任务有多少项？" in text_of(app)
    app = fine(app.text_input(key="next").set_value("什么时候完成？").run())
    assert app.query_params["after"] == ["荆门市审批局牵头几项任务？", "那市住建局呢？"]
    again = opener("home", q="那市住建局呢？", after="荆门市审批局牵头几项任务？")
    assert "我理解为：荆门市，市住建局牵头的任务有多少项？" in text_of(again)
    assert "接着问的是：荆门市审批局牵头几项任务？" in text_of(again)


def test_a_whole_question_in_either_box_is_a_new_one(opener: Opener) -> None:
    app = opener("home", q="荆门市审批局牵头几项任务？")
    app = fine(app.text_input(key="next").set_value("厦门市第3项任务由谁负责？").run())
    assert "接着问的是" not in text_of(app)
    app = fine(app.text_input(key="question").set_value("荆门呢？").run())
    assert "after" not in app.query_params
    assert app.warning[0].value.startswith("请接着哪一句问？")


def test_units_offered_are_of_the_place_that_is_asked_about(opener: Opener) -> None:
    options = opener("home", q="荆门市的市审批局负责哪些任务？").selectbox(key="change-unit-市审批局").options
    assert "市卫健委" in options
    assert not [option for option in options if "的" in option or option.startswith("区")]


def test_sources_that_are_left_out_are_said(opener: Opener) -> None:
    app = opener("home", q="荆门市有哪些任务？")
    assert "依据**（50 项任务，只列前 20 项" in text_of(app)
    assert "依据**（1 项任务）" in text_of(opener("home", q="厦门市第1项任务由谁负责？"))


def test_what_users_and_documents_say_is_no_markdown(opener: Opener) -> None:
    refused = opener("home", q="“![x](http://example.com/x.png)”由谁负责？")
    assert "![x](" not in refused.warning[0].value
    assert literal("![x](http:/a) 第1项") == r"\!\[x\]\(http\:/a\) 第1项"


# 关系图


@pytest.mark.parametrize("node", ["<x>", "%", 'https://e.com/"x', "unit/350200/没有", "a b", "topic:没有"])
def test_an_odd_node_is_said_to_be_unknown(node: str, opener: Opener) -> None:
    assert "库中没有这个地址所指的节点" in text_of(opener("network", find="公报", node=node))


def test_an_unknown_unit_is_said_to_be_unknown(opener: Opener) -> None:
    assert "库中没有这个地址所指的单位" in text_of(opener("network", place="厦门市", unit="unit/350200/没有"))


def test_every_node_and_line_can_be_chosen_in_the_list(opener: Opener) -> None:
    app = opener("network", place="厦门市", find="公开")
    options = app.selectbox(key="node-list").options
    assert len(options) == len({*options}) > 100


def test_what_is_too_large_for_a_drawing_is_offered_by_document(opener: Opener) -> None:
    app = opener("network", find="公开")
    assert "任务和单位共 321 个，一张图看不清楚" in text_of(app)
    listed = "".join(html.proto.body for html in app.get("html"))
    assert "/network?find=%E5%85%AC%E5%BC%80&amp;document=document/xiamen-2022" in listed
    assert "列成表" in text_of(opener("network", find="公开", document="document/xiamen-2022"))


def test_a_unit_has_as_many_common_tasks_as_the_drawing_says(opener: Opener, five: Store) -> None:
    unit = next(iri for iri, it in ledger_of(five).units.items() if it.shown == "区教育和体育局（槐荫区）")
    drawn = text_of(opener("network", unit=unit))
    listed = html_of(opener("units", unit=unit))
    for name, count in re.findall(r"(各街道办事处|区住房城乡建设局)（(\d+) 项）", drawn):
        found = re.search(rf">{name}[^<]*</a></td><td[^>]*data-label='点名的共同任务'>(\d+)</td>", listed)
        assert found
        assert found[1] == count


def test_what_a_chart_shows_is_a_table_whose_numbers_lead_to_their_tasks(opener: Opener) -> None:
    shown = html_of(opener("units", place="厦门市", view="图表", chart="单位与主题"))
    cells = re.findall(r"<a href='(/tasks[^']*topic=[^']*)' aria-label='市税务局，减税降费：1 项'>1</a>", shown)
    assert len(cells) == 1


def test_two_units_are_asked_about_and_what_hangs_on_nothing_is_no_longer_asked(opener: Opener) -> None:
    units = {"unit": "unit/350200/市司法局", "with": "unit/350200/各区人民政府"}
    app = opener("network", **units)
    assert "市司法局（厦门市）和各区人民政府（厦门市）共同承担哪些任务？" in text_of(app)
    assert "任务 3 项" in text_of(app)
    app.text_input(key="door-find").set_value("公报").run()
    assert "文字或单位名称有“公报”的任务有哪些" in text_of(fine(app))
    assert not {"unit", "with"} & {*app.query_params}


# 年度, 单位


def test_a_plan_of_several_years_is_of_each_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    (documents / "plan.txt").write_text(f"厦门市{PLAN}\n{TABLE}", "utf-8")
    build(tmp_path)
    opener = opens(tmp_path, monkeypatch)
    assert opener("tasks").selectbox(key="year").options == ["2026", "2025", "2024"]
    assert "共 2 项任务" in text_of(opener("tasks", year="2025"))
    assert "任务共2项" in text_of(opener("home", q="一共有多少项任务？", year="2025")).replace("\\", "")
    # A day that is more than ten years away.
    assert "2060-12-31 至 2060-12-31 到期的 1 项" in text_of(
        opener("tasks", view="到期", **{"from": "2060-12-31", "within": "0"})
    )


def test_units_of_one_name_without_a_place_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    for name, table in (("甲", TABLE), ("乙", OTHER_TABLE.replace("市司法局", "市教育局"))):
        (documents / f"{name}.txt").write_text(f"政务公开工作{name}类任务分解表\n{table}", "utf-8")
    build(tmp_path)
    app = opens(tmp_path, monkeypatch)("units")
    options = app.selectbox(key="box-unit").options
    assert len(options) == len({*options}) == 2
    for option in options:
        app = fine(app.selectbox(key="box-unit").select(option).run())
        assert app.header[0].value == literal(option)


# 任务台账


def test_a_page_whose_query_is_stopped_says_so(opener: Opener, five: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise QueryStopped("本页的查询运行超过 10 秒，已停止。请缩小范围，或减少条件。")

    unit = next(iter(ledger_of(five).units))
    monkeypatch.setattr(opened, "run_page_query", stopped)
    page = opener("units", unit=unit)
    assert [error.value for error in page.error] == ["本页的查询运行超过 10 秒，已停止。请缩小范围，或减少条件。"]


def test_odd_addresses_of_tasks(opener: Opener) -> None:
    for address in (
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 5000},
        {"page": "٣" * 5000},
        {"view": "到期", "within": "9" * 5000},
        {"view": "到期", "within": "inf", "from": "9" * 5000},
        {"view": "月历", "month": "9" * 5000},
        {"view": "bogus"},
        {"view": "到期", "from": "garbage", "within": "x"},
        {"view": "月历", "month": "9999-99"},
        {"role": "没有"},
        {"sort": "没有"},
        {"sort": "-time", "column": "没有", "gap": "lead.没有"},
        {"open": "<x>", "gap": "没有.blank"},
        {"task": "<x>"},
        {"document": "没有", "unit": "%"},
    ):
        opener("tasks", **address)


@pytest.mark.parametrize(
    ("page", "key", "label", "notation"),
    [
        ("tasks", "role", "牵头", "lead"),
        ("tasks", "basis", "合并格推定", "merged_supposed"),
        ("tasks", "topic", "减税降费", "tax_cuts"),
        ("network", "function", "教育", "education"),
        ("units", "function", "教育", "education"),
    ],
)
def test_an_address_with_a_label_is_that_of_its_concept(
    page: str, key: str, label: str, notation: str, opener: Opener
) -> None:
    asked = {"find": "教育"} if page == "network" else {}
    by_label, by_notation = (opener(page, place="厦门市", **asked, **{key: word}) for word in (label, notation))
    assert text_of(by_label) == text_of(by_notation)
    assert by_label.query_params[key] == notation
    assert any(option.startswith(label) for option in by_label.multiselect(key=f"box-{key}").options)


def test_a_topic_that_an_address_calls_by_its_label_is_found(opener: Opener) -> None:
    by_label, by_notation = (opener("network", find="公报", node=f"topic:{it}") for it in ("减税降费", "tax_cuts"))
    assert text_of(by_label) == text_of(by_notation)
    assert "有关任务 9 项" in text_of(by_label)


def test_what_is_exported_is_what_is_listed(opener: Opener, five: Store) -> None:
    assert "导出所列 202 项任务" in text_of(opener("tasks"))
    month = text_of(opener("tasks", view="月历", month="2022-10"))
    due = [task for task in ledger_of(five).tasks if any(f"{day:%Y-%m}" == "2022-10" for day in task.days)]
    assert f"2022-10 到期 {len(due)} 项" in month
    assert f"导出所列 {len(due)} 项任务" in month
    none = text_of(opener("tasks", view="到期", **{"from": "2026-11-27", "within": "0"}))
    assert "导出所列" not in none


def test_words_find_titles_places_and_preferred_names(opener: Opener, five: Store) -> None:
    tasks = ledger_of(five).tasks
    for words in ("厦门", "重点工作任务分解表"):
        tasks_with_words = [
            t for t in tasks if words in f"{t.document.place}{t.document.title}{t.text}{t.section}{t.subsection}"
        ]
        assert f"共 {len(tasks_with_words)} 项任务" in text_of(opener("tasks", find=words))


def test_what_is_missing_is_listed(opener: Opener) -> None:
    app = opener("tasks", gap="lead.none")
    listed = re.search(r"共 (\d+) 项任务", text_of(app))
    assert listed
    assert f">{listed[1]} 项</a>" in html_of(app)
    assert "只列：文件不设牵头单位" in text_of(app)
    assert "202 项任务" in text_of(press(app, "恢复全部"))


def test_a_column_is_one_that_stands_in_the_head_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    rows = ["序号,任务,牵头单位,完成时限", "1,编报方案。,,6月底前"]
    rows += [f"{n},建设第{n}个便民站点。,县民政局{'会同各乡镇' if n == 4 else ''},6月底前" for n in range(2, 7)]
    (documents / "a.csv").write_text("\n".join(["栗山县2026年便民任务分工表", *rows]), "utf-8")
    build(tmp_path)
    app = opens(tmp_path, monkeypatch)
    assert "共 5 项任务" in text_of(app("tasks", gap="responsible.none"))
    assert "没有符合条件的任务" in text_of(app("tasks", gap="responsible.blank"))
    tasks = ledger_of(open_store("memory:data/graph/current", tmp_path)).tasks
    of_first = text_of(app("tasks", task=tasks[1].iri))
    assert "责任单位：文件不设此栏\n配合单位：文件不设此栏" in of_first
    assert "牵头单位：" not in of_first.partition("责任单位：")[0]
    assert "牵头单位：没有写（文件设有此栏）\n责任单位：文件不设此栏" in text_of(app("tasks", task=tasks[0].iri))
    assert "的 1 份文件（2026年），其中 1 份未标明公开属性" in html_of(app("home"))


def test_columns_are_chosen(opener: Opener) -> None:
    heads = re.findall(r"<th scope='col'[^>]*>(?:<a[^>]*>)?(\w+)", html_of(opener("tasks", column=["place", "topic"])))
    assert heads == ["序", "地方", "主题"]


# 查询台


def test_a_ready_made_query_has_a_field_and_heads_in_chinese(opener: Opener) -> None:
    app = opener("console")
    app = fine(app.selectbox(key="example").select("duties_of_unit").run())
    app = fine(app.text_input(key="slot-duties_of_unit").set_value("市教育局").run())
    assert "市教育局" in str(app.text_area(key="editor").value)
    assert re.findall(r"<th scope='col'>(\w+)", html_of(app)) == ["单位", "地方", "点名", "统称包含", "可能涉及"]
    app = fine(app.text_input(key="slot-duties_of_unit").set_value(" ").run())
    assert app.error[0].value.startswith("请填写单位")


def test_what_is_typed_into_the_console_stays(opener: Opener) -> None:
    app = opener("console")
    app = fine(app.text_area(key="editor").set_value("SELECT ?t { ?t a zr:Task }").run())
    assert app.text_area(key="editor").value == "SELECT ?t { ?t a zr:Task }"
    app = press(app, "运行")
    assert "共 202 行" in text_of(app)
    app = fine(app.text_area(key="editor").set_value("SELECT ?u { ?u a zr:Agency }").run())
    assert app.text_area(key="editor").value == "SELECT ?u { ?u a zr:Agency }"


# Documents of one title


def test_two_documents_of_one_title_are_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    (documents / "a.txt").write_text(f"政务公开工作任务分解表\n{TABLE}", "utf-8")
    (documents / "b.txt").write_text(f"政务公开工作任务分解表\n{OTHER_TABLE}", "utf-8")
    build(tmp_path)
    ledger = ledger_of(open_store("memory:data/graph/current", tmp_path))
    assert len({d.title for d in ledger.documents.values()}) == 1 < len(ledger.documents)
    opener = opens(tmp_path, monkeypatch)
    for document, tasks in (("a", 2), ("b", 1)):
        assert f"共 {tasks} 项任务" in text_of(opener("tasks", document=f"document/{document}"))
