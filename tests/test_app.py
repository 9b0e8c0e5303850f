"""The app in a real browser: each page as a user goes through it, and that no request leaves the machine."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import urllib.request
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import networkx as nx
import openpyxl
from lxml import etree
from playwright.sync_api import Browser, Frame, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from graph_build.pipeline import build
from graph_query.ledger.reading import ledger_of
from graph_query.stores import Store
from tests.app_server import NODE_AT, NODES, at_foot, choose, click_node, downloaded, drawing, served, wait_for
from tests.conftest import CASES, PROJECT, built
from tests.light_sessions import turn_pages

if TYPE_CHECKING:
    from tests.conftest import Listener

BASE = "https://w3id.org/zeren/id/"
TASK = f"{BASE}task/xiamen-2022/d9ae5f857d55"
SENTENCE = "制定完善我市重大行政决策事项目录，根据决策事项的推进情况依法公开。"
TAX = f"{BASE}unit/350200/市税务局"
# What is visible in Latin letters alone, beside the names of forms and of SPARQL: the arrows are signs of a font.
ENGLISH = re.compile(r"[A-Za-z][A-Za-z .,+'…_-]{2,}")
NAMES = {"SPARQL", "PNG", "SVG", "GraphML", "Excel", "Turtle", "JSON-LD", "keyboard_arrow_right", "expand_more"}
IN_A_ROW = "() => document.activeElement.matches('table.opens tbody a')"
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"
# What of a page is touched, and how high it is; what is one pixel is for those who hear it.
TOUCHED = """() => [...document.querySelectorAll('.stMain a[href], .stMain button')]
  .map((one) => [one.innerText, one.getBoundingClientRect()])
  .filter(([, at]) => at.height > 1 && at.right < innerWidth).map(([words, at]) => [words, at.height])"""
PAGES = ("", "network", "units", "tasks", "acts", "documents", "console")


# 首页


def test_a_question_is_answered_and_a_condition_taken_away(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="我来核查")).to_be_visible()
    box = page.get_by_role("textbox", name="输入单位、事项、文号或问题")
    box.fill("槐荫区第13项任务的配合单位是谁？")
    box.press("Enter")
    expect(page.get_by_role("heading", name="有关部门")).to_be_visible()
    page.locator("summary", has_text="第13项（第").press("Enter")  # see downloaded()
    expect(page.get_by_text("配合 有关部门（本格）")).to_be_visible()
    take_away(page, "角色：配合")
    expect(page.get_by_role("heading", name="区行政审批服务局")).to_be_visible()
    assert "without=" in page.url
    page.get_by_role("button", name="恢复全部条件").click()
    expect(page.get_by_role("button", name="角色：配合")).to_be_visible()


def take_away(page: Page, condition: str) -> None:
    """Open a condition and take it away; what opens while the page still scrolls to it closes once."""
    button = page.get_by_role("button", name="去掉这个条件")
    for _ in range(3):
        page.get_by_role("button", name=condition).click()
        with contextlib.suppress(PlaywrightTimeout):
            button.click(timeout=5_000)
            return
    raise AssertionError(condition)


def test_a_condition_is_changed(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=厦门市有多少项任务？")
    expect(page.get_by_role("heading", name="厦门市，任务共25项")).to_be_visible()
    page.get_by_role("button", name="地方：厦门市").click()
    choose(page, "改为", "槐荫区")
    expect(page.get_by_role("heading", name="槐荫区，任务共67项")).to_be_visible()
    expect(page.get_by_role("textbox", name="输入单位、事项、文号或问题")).to_have_value("槐荫区有多少项任务？")
    page.goto(f"{address}/?q=哪些任务涉及政府公报？")
    page.get_by_role("button", name="事项：政府公报").click()
    page.get_by_role("textbox", name="改为").fill("减税降费")
    page.get_by_role("textbox", name="改为").press("Enter")
    expect(page.get_by_role("heading", name="与“减税降费”有关，任务有2项")).to_be_visible()


def test_an_answer_is_taken_along(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=厦门市第16项任务由谁负责？")
    expect(page.get_by_text("任务（共 1 项）")).to_be_visible()
    assert downloaded(page, "1 项任务（Excel）").startswith(b"PK")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制答案与出处").press("Enter")  # see downloaded()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "出处：《2022年全市政务公开工作主要任务分解表》（厦门市）第16项" in copied
    button = page.locator(".st-key-copy-link").get_by_role("button")
    button.press("Enter")
    expect(button).to_have_text("已复制")
    expect(page).to_have_title("厦门市第16项任务由谁负责？ · 责任图谱")
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url


def test_place_and_year_go_along_and_narrow_a_question(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=一共有多少项任务？")
    expect(page.get_by_role("heading", name="任务共92项")).to_be_visible()
    choose(page, "地方", "厦门市")
    expect(page.get_by_role("heading", name="任务共25项")).to_be_visible()
    page.get_by_role("link", name="任务台账").click()
    expect(page.get_by_text("共 25 项任务")).to_be_visible()
    page.goto(f"{address}/?q=区科技局负责哪些任务？&place=厦门市")
    expect(page.get_by_text("所选的地方和年度里没有“区科技局”")).to_be_visible()


def test_an_address_opens_its_answer_and_back_returns_to_it(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=深圳市有哪些任务？")
    expect(page.get_by_text("图谱里没有深圳市的文件")).to_be_visible()
    page.get_by_role("button", name="槐荫区有哪些任务？").click()
    expect(page.get_by_role("heading", name="槐荫区，任务有67项")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("图谱里没有深圳市的文件")).to_be_visible()


def test_the_sparql_of_an_answer_opens_in_the_console(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=厦门市一共有多少项任务？")
    # A page that is still drawn takes a link away under the pointer.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.locator("summary", has_text="所运行的 SPARQL").press("Enter")
    page.get_by_role("link", name="在查询台中打开").click()
    expect(page.get_by_text("共 1 行")).to_be_visible()
    expect(page.get_by_role("cell", name="25")).to_be_visible()


# 关系图


def test_a_click_on_a_task_shows_its_sentence_and_moves_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/network?find=重大行政决策&place=厦门市")
    frame = drawing(page)
    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    before = frame.evaluate(NODE_AT, TASK)
    click_node(page, frame, TASK)
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    expect(page.locator("mark").filter(has_text="各开发区管委会")).to_be_visible()
    assert not frame.is_detached()
    assert frame.evaluate(NODE_AT, TASK) == before
    assert frame.evaluate("() => window.drawn.physics.physicsEnabled") is False


def test_nothing_is_drawn_before_a_question_and_what_is_shown_comes_to_the_middle(page: Page, address: str) -> None:
    page.goto(f"{address}/network?place=厦门市")
    expect(page.get_by_text("先选一个问题")).to_be_visible()
    expect(page.locator('iframe[title="关系图"]')).to_have_count(0)
    choose(page, "单位", "市税务局")
    expect(page.get_by_role("heading", name="市税务局（厦门市）承担哪些任务，和谁一起？")).to_be_visible()
    frame = drawing(page)
    nodes = frame.evaluate(NODES)
    assert len(nodes) == 1 + 3  # its task, and who carries it
    assert frame.evaluate("id => drawn.body.nodes[id].options.font.color", TAX) == "#FFFFFF"
    click_node(page, frame, next(node for node in nodes if "/task/" in node))
    page.get_by_role("button", name="放到中间").press("Enter")
    expect(page.get_by_role("heading", name="由谁承担，依据什么？")).to_be_visible()
    assert "task=" in page.url
    assert "unit=" not in page.url


def test_arrows_go_through_a_drawing_and_enter_opens(page: Page, address: str) -> None:
    page.goto(f"{address}/network?find=重大行政决策&place=厦门市")
    frame = drawing(page)
    frame.evaluate("() => drawn.canvas.frame.focus()")
    said = [press_in(page, frame, key) for key in ("ArrowRight", "ArrowDown", "ArrowUp")]
    assert said[0] == said[2] != said[1]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("[?&]node="))


def press_in(page: Page, frame: Frame, key: str) -> str:
    """Press a key in a drawing, and return what is read aloud then."""
    page.keyboard.press(key)
    said: str = frame.evaluate("() => document.getElementById('said').textContent")
    assert said
    return said


def test_many_nodes_are_a_table_whose_cells_show_their_sentence(page: Page, address: str) -> None:
    page.goto(f"{address}/network?unit=unit/350200/各区人民政府")
    table = page.locator(".drawing table")
    expect(table.locator("thead button").first).to_have_text("各区人民政府")
    assert table.locator("tbody th[scope=row]").count() == 24
    cell = page.locator(f'.drawing td button[data-node^="{TASK}/"]').first
    cell.press("Enter")
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    expect(page.get_by_text("各区人民政府　责任　本格")).to_be_visible()
    assert downloaded(page, "PNG").startswith(b"\x89PNG")


def test_a_drawing_is_taken_along(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/network?unit=unit/350200/市司法局")
    drawing(page)
    svg = etree.fromstring(downloaded(page, "SVG"))
    words = "".join(svg.itertext())
    for said in (
        "市司法局（厦门市）承担哪些任务，和谁一起？",
        "地方：厦门市；年度：2022",
        "非官方台账，以原文为准",
        "导出日期",
    ):
        assert said in words
    assert downloaded(page, "PNG").startswith(b"\x89PNG")
    html = downloaded(page, "网页（HTML）").decode()
    assert "非官方台账，以原文为准" in html
    assert not re.findall(r"""(?:src|href)=["']https?://""", html)
    network = nx.parse_graphml(downloaded(page, "GraphML").decode())
    unit = f"{BASE}unit/350200/市司法局"
    tasks = [task for task in ledger_of(store).tasks if any(part.unit == unit for part in task.assignments)]
    assert sum(kind == "任务" for _, kind in network.nodes(data="kind")) == len(tasks) == 4
    assert network.number_of_edges() == sum(len(task.assignments) for task in tasks)


def test_a_damaged_task_says_what_became_of_it(page: Page, home_of_five: Path) -> None:
    with served(home_of_five) as address:
        page.goto(f"{address}/network?find=加强涉及市场主体的信息公开&document=document/jingmen-2022")
        frame = drawing(page)
        click_node(page, frame, next(node for node in frame.evaluate(NODES) if "/task/" in node))
        expect(page.get_by_text("复原自（原文损坏").first).to_be_visible()


# 单位清单


def test_a_unit_shows_what_binds_it_and_gives_its_ledger(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/units?place=槐荫区")
    page.get_by_role("link", name="区教育和体育局", exact=True).click()
    expect(page.get_by_role("heading", name="区教育和体育局（槐荫区）")).to_be_visible()
    expect(page.get_by_role("heading", name="点名的任务（6 项，按最后一日先后）")).to_be_visible()
    expect(page.get_by_text("文件所定期限已过；本库未收录完成情况材料，不代表未完成")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("责任 ?推定：本格空白")).first).to_be_visible()
    page.locator("summary", has_text="统称包含的任务").press("Enter")
    expect(page.get_by_role("cell", name="区政府各部门").first).to_be_visible()
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(page, "导出台账（Excel）")))["台账"]
    words = [str(row[0].value) for row in sheet.iter_rows()]
    unit = next(iri for iri, unit in ledger_of(store).units.items() if unit.name == "区教育和体育局")
    named = [task for task in ledger_of(store).tasks if any(assignment.unit == unit for assignment in task.assignments)]
    assert len(named) == 6
    assert words[0] == "槐荫区教育和体育局任务台账"
    assert words.index("二、统称包含的任务（38 项，原文写“区政府各部门”）") - words.index("一、点名的任务（6 项）") == 7
    page.get_by_text("下月到期").click()
    choose(page, "月份", "2022年9月")
    expect(page.get_by_test_id("stCode")).to_contain_text("槐荫区教育和体育局2022年9月到期任务清单")


def test_the_ledgers_of_all_units_come_as_a_zip(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/units?way=点名")
    archive = zipfile.ZipFile(io.BytesIO(downloaded(page, "全部单位台账（Excel，zip）")))
    ledger = ledger_of(store)
    books = [name for name in archive.namelist() if name.endswith(".xlsx")]
    assert len(books) == len(ledger.units) + 1
    assert "汇总表.xlsx" in books
    assert "以原文为准" in archive.read("说明.txt").decode("utf-8-sig")


def test_units_are_compared_in_their_documents_order(page: Page, address: str, store: Store) -> None:
    page.goto(f"{address}/units?place=厦门市")
    first = ledger_of(store).tasks[0].assignments[0].name
    expect(page.get_by_role("row").nth(1)).to_contain_text(first)
    expect(page.get_by_text("不用于评价单位")).to_be_visible()
    page.get_by_role("tab", name="图表").click()
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    page.get_by_role("tab", name="单位与主题").click()
    expect(page.get_by_text("画的是这些单位任务最多的主题")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    assert downloaded(page, "存为图片（PNG）").startswith(b"\x89PNG")
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "存为表格（Excel）")))
    assert first in {row[0].value for row in book.worksheets[0].iter_rows()}
    page.get_by_test_id("stVegaLiteChart").locator(".mark-rect path").first.click()
    expect(page).to_have_url(re.compile("/tasks[?].*unit=.*topic="))


# 任务台账, 文件依据


def test_facets_narrow_the_tasks_and_the_export_is_what_is_shown(page: Page, address: str, store: Store) -> None:
    supposed = sum(any(assignment.supposed for assignment in task.assignments) for task in ledger_of(store).tasks)
    page.goto(f"{address}/tasks")
    expect(page.get_by_text("共 92 项任务")).to_be_visible()
    at_foot(page)
    page.locator("summary", has_text="筛选").press("Enter")
    choose(page, "责任依据", "合并格推定")
    page.keyboard.press("Escape")  # the list stays open for more
    expect(page.get_by_text(f"共 {supposed} 项任务")).to_be_visible()
    assert "basis=" in page.url
    expect(page.get_by_text("推定：本格空白").first).to_be_visible()
    page.get_by_role("link", name="时限", exact=True).press("Enter")
    expect(page.get_by_role("columnheader", name="时限")).to_have_attribute("aria-sort", "ascending")
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(page, "导出台账（Excel）")))["台账"]
    assert sum(isinstance(row[0].value, int) for row in sheet.iter_rows()) == supposed > 0
    notes = "".join(row[0].value for row in sheet.parent["说明"].iter_rows())
    assert f"范围：责任依据：合并格推定；列出 {supposed} 项任务，全库 92 项。" in notes


def test_a_task_is_followed_to_its_act_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}/tasks?task={TASK.removeprefix(BASE)}")
    expect(page.locator("mark").filter(has_text=SENTENCE)).to_be_visible()
    at_foot(page)
    page.evaluate("() => { window.loaded = 'once' }")
    page.get_by_role("link", name="《重大行政决策程序暂行条例》（国务院令第713号）").click()
    expect(page.get_by_role("heading", name="引用它的任务（1 项）")).to_be_visible()
    expect(page.get_by_text("涉及地方：厦门市")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="第1项")).to_be_visible()
    assert page.evaluate("() => window.loaded") == "once"  # links and back load nothing anew


def test_the_questions_of_a_session_stay_when_links_are_followed(page: Page, address: str) -> None:
    page.goto(address)
    box = page.get_by_role("textbox", name="输入单位、事项、文号或问题")
    box.fill("厦门市第1项任务由谁负责？")
    box.press("Enter")
    page.get_by_role("link", name=re.compile("》第1项$")).first.click()
    expect(page.get_by_role("button", name="返回任务台账")).to_be_visible()
    page.get_by_role("link", name="首页").click()
    expect(page.get_by_role("button", name="厦门市第1项任务由谁负责？")).to_be_visible()


def test_an_act_is_found_in_another_spelling(page: Page, address: str) -> None:
    page.goto(f"{address}/acts")
    box = page.get_by_role("textbox", name="发文字号（写法不限）或标题")
    box.fill("国办发[2019] 54 号")
    box.press("Enter")
    expect(page.get_by_text("共 1 份")).to_be_visible()
    expect(page.get_by_role("link", name="国办发〔2019〕54号")).to_be_visible()


def test_deadlines_stand_in_a_month_and_within_days(page: Page, address: str) -> None:
    page.goto(f"{address}/tasks?view=月历")
    expect(page.get_by_role("link", name="31日").first).to_be_visible()
    expect(page.get_by_text("文件所定期限已过").first).to_be_visible()
    page.goto(f"{address}/tasks?view=到期&from=2022-10-01&within=31")
    expect(page.get_by_text("2022-10-01 至 2022-11-01 到期的")).to_be_visible()
    expect(page.get_by_role("cell", name="2022-10-31").first).to_be_visible()


# 查询台


def test_the_console_runs_examples_and_names_unknown_terms(page: Page, address: str) -> None:
    page.goto(f"{address}/console")
    choose(page, "现成的查询", "哪些任务引用某文件")
    expect(page.get_by_role("textbox", name="SPARQL")).to_have_value(re.compile("国办发〔2019〕54号"))
    expect(page.get_by_text("共 1 行")).to_be_visible()
    box = page.get_by_role("textbox", name="SPARQL")
    box.fill("SELECT ?t { ?t zr:leadUnits ?u }")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("zr:leadUnits 不是本图谱的词汇。相近的有：zr:leadUnit")).to_be_visible()
    box.fill("SELECT * { SERVICE <http://example.com/> { ?a ?b ?c } }")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_text("SERVICE 会访问其他服务器")).to_be_visible()


def test_text_from_addresses_and_queries_stays_text(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=<img src=http://example.com/x.png>")
    at_foot(page)
    page.goto(f'{address}/console?sparql=SELECT ("<img src=http://example.com/x.png>" AS ?x) {{}}')
    expect(page.get_by_role("cell", name="<img src=http://example.com/x.png>")).to_be_visible()
    assert page.locator("img[src*=example]").count() == 0


# All pages


def test_streamlit_speaks_chinese_and_every_page_fits_a_narrow_screen(page: Page, address: str) -> None:
    page.goto(f"{address}/units")
    page.get_by_role("combobox", name="单位").fill("没有这个单位")
    expect(page.get_by_text("没有符合的")).to_be_visible()
    page.goto(address)
    page.get_by_role("textbox", name="输入单位、事项、文号或问题").fill("市税务局")
    expect(page.get_by_text("按回车确认")).to_be_visible()
    for name in PAGES:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{address}/{name}")
        at_foot(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") == 390, name
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.wait_for_function("() => document.documentElement.lang === 'zh-CN'")
        english = [words for words in page.locator("body").inner_text().splitlines() if ENGLISH.fullmatch(words)]
        assert not {*english} - NAMES, name


def test_a_fault_of_the_program_is_said_in_chinese(page: Page, home: Path, tmp_path: Path) -> None:
    for name in ("app.py", "app_pages", ".streamlit"):
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, tmp_path / name)
    with (tmp_path / "app_pages" / "acts.py").open("a") as acts:
        acts.write('raise ValueError("a fault")\n')
    with served(home, app=tmp_path / "app.py") as address:
        page.goto(f"{address}/acts")
        fault = page.get_by_test_id("stException")
        expect(fault).to_have_css("display", "block")
        words = fault.evaluate("element => getComputedStyle(element, '::before').content")
        assert "程序自身出错，已记入服务器日志" in words
        assert fault.inner_text() == ""
        expect(fault.get_by_role("link")).to_have_count(0)


def test_a_telephone_keeps_its_place(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"{address}/units")
    at_foot(page)
    row = page.locator("table.opens tbody tr").nth(30)
    for title, name, part in (("单位清单", "units", "a"), ("任务台账", "tasks", "td.long")):
        # The menu closes on choice, and does not lie over the page that was chosen.
        page.get_by_role("button", name="展开菜单").tap()
        page.get_by_test_id("stSidebarNavLink").filter(has_text=title).tap()
        expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
        expect(page).to_have_url(re.compile(f"/{name}"))
        row.scroll_into_view_if_needed()
        left = page.evaluate(SCROLLED)
        assert left > 2000
        # What a card opens is shown from its beginning, wherever the card is touched; going back leads to the card.
        row.locator(part).first.tap()
        top = page.get_by_role("heading", level=2)
        expect(top.first).to_be_in_viewport()
        page.go_back()
        expect(row).to_be_in_viewport()
        page.wait_for_function(f"() => Math.abs(({SCROLLED})() - {left}) < 2")
    page.get_by_role("button", name="展开菜单").tap()
    page.reload()
    at_foot(page)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    page.close()


def test_a_telephone_folds_what_stands_before_its_lists(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"{address}/?q=槐荫区有哪些任务？")
    at_foot(page)
    expect(page.locator("table tr.group")).to_have_count(1)
    cards = page.locator("table.rows tbody tr:not(.group):visible")
    expect(cards).to_have_count(10)
    page.get_by_role("button", name="其余 40 项").tap()
    expect(cards).to_have_count(50)
    said = page.get_by_role("list").filter(has_text="所属年度已结束")
    expect(said).to_be_hidden()
    page.get_by_role("button", name="请注意").tap()
    expect(said).to_be_visible()
    for name in ("tasks", "units", "documents"):
        page.goto(f"{address}/{name}")
        at_foot(page)
        assert not [it for it in page.evaluate(TOUCHED) if it[1] < 32], name
    page.close()


def test_the_keyboard_opens_a_task_beside_the_list_and_returns_to_it(page: Page, address: str) -> None:
    page.goto(f"{address}/tasks")
    at_foot(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(IN_A_ROW):
            break
    row = page.evaluate("() => document.activeElement.href")
    page.keyboard.press("Enter")
    panel = page.locator(".st-key-panel")
    expect(panel.get_by_role("heading", name="第1项")).to_be_visible()
    expect(panel).to_be_focused()
    expect(page.locator("tr[aria-current]")).to_contain_text(SENTENCE)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    page.wait_for_function("row => document.activeElement.href === row", arg=row)
    page.locator("table.opens tbody tr").nth(1).locator("td").nth(2).click()  # anywhere in the row
    panel.get_by_role("link", name="单独成页").click()
    expect(page.get_by_role("button", name="返回任务台账")).to_be_visible()
    expect(page).to_have_title(re.compile("第2项 · 任务台账 · 责任图谱$"))


def test_an_address_with_an_open_task_is_a_list_like_any_other(page: Page, address: str) -> None:
    page.goto(f"{address}/tasks?open={TASK.removeprefix(BASE)}")
    panel = page.locator(".st-key-panel")
    expect(panel.get_by_role("heading", name="第1项")).to_be_visible()
    at_foot(page)
    page.locator("table.opens tbody tr").nth(2).locator("td").nth(2).click()
    expect(panel.get_by_role("heading", name="第3项")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_many_sessions_open_a_new_server_at_once(home: Path) -> None:
    """What a server imports late, charts above all, one session must not meet half imported by another."""
    charts = [f"units?view=图表&chart={quote(chart)}" for chart in ("各角色任务数", "单位与主题", "共同任务")]
    with served(home) as address:
        _, errors = turn_pages(address, [*charts, *PAGES], 20)
    assert errors == []


def test_an_empty_graph_and_none_at_all_are_said(page: Page, tmp_path: Path) -> None:
    texts = {
        "network": "库中还没有任务",
        "units": "库中还没有单位",
        "tasks": "库中还没有任务",
        "acts": "库中还没有文件",
        "documents": "文件库",
        "console": "只能读取",
        "?q=哪些任务涉及政府公报？": "图谱是空的",
        "": "责任分工 0 条",
    }
    with served(tmp_path) as address:
        page.goto(f"{address}/network")
        expect(page.get_by_text("请先运行 zeren build")).to_be_visible()
        (tmp_path / "data" / "documents").mkdir(parents=True)
        build(tmp_path)
        for name, words in texts.items():
            page.goto(f"{address}/{name}")
            expect(page.get_by_text(words).first).to_be_visible()
            at_foot(page)


def test_a_new_snapshot_is_seen_without_a_restart_and_a_server_that_is_gone_is_said(page: Page, tmp_path: Path) -> None:
    home = built(tmp_path, ["xiamen-2022"])
    with served(home) as address:
        page.goto(f"{address}/tasks")
        expect(page.get_by_text("共 25 项任务")).to_be_visible()
        shutil.copy(CASES / "yuzhong-2022" / "source.txt", home / "data" / "documents" / "two.txt")
        build(home)
        page.reload()
        expect(page.get_by_text("共 58 项任务")).to_be_visible()
        at_foot(page)
    expect(page.get_by_text("请确认 zeren app 还在运行")).to_be_visible()


def test_the_server_asked_nobody(address: str, listener: Listener) -> None:
    """Runs last: while the pages above were used, the server's own requests would have met the proxy."""
    wait_for(f"{address}/_stcore/health")
    assert listener.asked == []
    proxied = urllib.request.build_opener(urllib.request.ProxyHandler({"http": listener.address}))
    with contextlib.suppress(OSError):
        proxied.open("http://example.com/", timeout=2)
    assert listener.asked  # the proxy would have told
