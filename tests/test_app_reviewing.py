"""校对 in a real browser: a person corrects a document by keys and forms, and it holds, here and elsewhere."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph_build import corrections
from graph_build.pipeline import build
from tests.app_server import served

PATIENCE = 30_000
LINES = [
    "雄安新区2024年城乡建设重点任务分工",
    "一、城乡建设",
    "1.改造老旧小区。（牵头单位：区住建局；配合单位：区财政局）",
    "2.修编国土空间规划。（牵头单位：区自然资源局）",
    "做好接待工作。（区外事办打头，区档案馆帮衬）",
    "3.建设农村公路。（责任单位：区交通局）",
    "4.请各单位按季报送进展。（责任单位：区交通运输局）",
]
# Blank cells that are supposed to go on with the one above.
DOUBTFUL = 30


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviewing")
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    (documents / "a.txt").write_text("\n".join(LINES), "utf-8")
    rows = ["序号,任务,责任单位,完成时限", "1,修编规划。,县水利局,6月底前"]
    rows += [f"{n},改造第{n}处泵站。,,9月底前" for n in range(2, DOUBTFUL + 2)]
    (documents / "b.csv").write_text("\n".join(["栗山县2024年水利任务分工表", *rows]), "utf-8")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home) as found:
        yield found


def whole(page: Page) -> None:
    page.locator("[data-test-script-state=notRunning]").wait_for()


def press(page: Page, key: str) -> None:
    """Press a key when the page is whole: Streamlit may lose one that comes before."""
    whole(page)
    page.keyboard.press(key)


def begin(page: Page, name: str) -> None:
    page.get_by_label("核对人").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("h2.item")).to_be_visible(timeout=PATIENCE)


def test_ten_things_of_eight_kinds_are_corrected_and_hold(page: Page, home: Path, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/tasks?find=老旧小区")
    page.get_by_role("link", name="第1项").click()
    page.get_by_role("link", name="在原文中看").click()
    expect(page.locator(".beside .here")).to_contain_text("改造老旧小区")
    page.go_back()
    page.get_by_role("link", name="这里读错了").click()
    begin(page, "督查科")
    expect(page.locator("h2.item")).to_contain_text("任务1")
    correct_a_task(page)
    say_what_is_a_task(page)
    say_what_the_document_is(page)
    said = corrections.read(home, "a")
    assert len([one for one in said if one.what not in corrections.CHECKS]) == 10
    assert {one.what for one in said} == {
        "unit", "role", "deadline", "text", "task", "not_a_task", "document", "body", "checked"
    }  # fmt: skip
    page.get_by_role("button", name="更新图谱").click()
    expect(page.get_by_text("图谱已更新").first).to_be_visible(timeout=2 * PATIENCE)
    page.goto(f"{address}/tasks?find=老旧小区")
    page.get_by_role("link", name="第1项").click()
    row = page.get_by_role("row").filter(has_text="区住房和城乡建设局").filter(has_text="督查科")
    expect(row).to_contain_text("区住建局")
    page.goto(f"{address}/documents?tab=更正记录")
    expect(page.get_by_role("cell", name=re.compile("“请各单位按季报送进展。”不是任务"))).to_be_visible()
    shutil.copytree(home / "data" / "documents", tmp_path / "data" / "documents")
    shutil.copytree(home / "data" / "corrections", tmp_path / "data" / "corrections")
    assert build(tmp_path).snapshot.name == (home / "data" / "graph" / "current").resolve().name


def correct_a_task(page: Page) -> None:
    """Change a task's unit, another one's role, its deadline and its text, without the mouse."""
    press(page, "e")
    expect(page.get_by_label("牵头单位")).to_be_focused()
    for label, now in (
        ("牵头单位", "区住房和城乡建设局"),
        ("责任单位", "区财政局"),
        ("配合单位", ""),
        ("完成时限", "10月底前"),
        ("任务内容", "改造老旧小区十个。"),
        ("说明（可不填）", "对照纸质件"),
    ):
        page.get_by_label(label).focus()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(now) if now else page.keyboard.press("Delete")
    press(page, "Control+Enter")
    expect(page.get_by_text("已核对 1 / 4 项任务")).to_be_visible(timeout=PATIENCE)


def say_what_is_a_task(page: Page) -> None:
    """Say that words that were not understood are a task, and that a task is none."""
    while "没有读懂的字句" not in page.locator("h2.item").inner_text():
        before = page.locator("h2.item").inner_text()
        press(page, "k")
        expect(page.locator("h2.item")).not_to_have_text(before)
    press(page, "t")
    expect(page.get_by_label("任务的原文")).to_be_focused()
    page.get_by_label("任务的原文").fill("做好接待工作。")
    page.get_by_label("牵头单位").fill("区外事办")
    page.get_by_label("配合单位").fill("区档案馆")
    press(page, "Control+Enter")
    expect(page.get_by_text("已核对 1 / 5 项任务")).to_be_visible(timeout=PATIENCE)
    while "按季报送进展" not in page.locator(".beside .here").inner_text():
        before = page.locator("h2.item").inner_text()
        press(page, "j")
        expect(page.locator("h2.item")).not_to_have_text(before)
        whole(page)
    press(page, "x")
    expect(page.get_by_text("已核对 1 / 4 项任务")).to_be_visible(timeout=PATIENCE)
    press(page, "u")
    expect(page.get_by_text("已核对 1 / 5 项任务")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".beside .here")).to_contain_text("按季报送进展")
    press(page, "x")
    expect(page.get_by_text("已核对 1 / 4 项任务")).to_be_visible(timeout=PATIENCE)


def choose_name(page: Page, name: str) -> None:
    """Choose a name by keys; the list of options closes where the page moves, and is opened again."""
    option = page.get_by_role("option", name=name, exact=True)
    for _ in range(20):
        page.get_by_role("combobox", name="选两个单位名").fill(name)
        page.wait_for_timeout(500)
        if option.count():
            break
        page.get_by_role("combobox", name="选两个单位名").fill("")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stMultiSelect").filter(has_text="选两个单位名")).to_contain_text(name)


def say_what_the_document_is(page: Page) -> None:
    """Give a place that is none of the register, an issuer and a day; make one body of two names."""
    page.get_by_text("文件信息：地方、年度").click()
    page.get_by_role("textbox", name="地方", exact=True).fill("雄安新区")
    page.get_by_role("textbox", name="所在市县").fill("河北省")
    page.get_by_role("textbox", name="发文机关").fill("雄安新区管委会")
    page.get_by_role("textbox", name="成文日期").fill("2024-02-01")
    page.get_by_role("button", name="保存文件信息").click()
    expect(page.get_by_text("已存入 3 条更正").first).to_be_visible(timeout=PATIENCE)
    whole(page)
    page.get_by_text("同一单位的两种写法").click()
    for name in ("区外事办", "区档案馆"):
        choose_name(page, name)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已存入 1 条更正：").first).to_be_visible(timeout=PATIENCE)


def test_enter_on_what_has_the_keyboard_confirms_nothing(page: Page, home: Path, address: str) -> None:
    page.goto(f"{address}/documents?document=b&review=1")
    begin(page, "督查科")
    whole(page)
    first = page.locator("h2.item").inner_text()
    page.get_by_role("button", name="下一处").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2.item")).not_to_have_text(first)
    whole(page)
    page.get_by_role("link", name="任务台账").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="任务台账")).to_be_visible(timeout=PATIENCE)
    assert not corrections.read(home, "b")


def test_what_is_refused_is_in_sight_and_the_keyboard_stays(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/documents?document=b")
    page.get_by_role("button", name="校对").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("核对人")).to_be_focused(timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("核对人：没有写")).to_be_in_viewport(timeout=PATIENCE)
    begin(page, "督查科")
    expect(page.locator("h2.item")).to_be_focused(timeout=PATIENCE)
    press(page, "j")
    whole(page)
    expect(page.locator("h2.item")).to_be_focused(timeout=PATIENCE)
    press(page, "e")
    expect(page.get_by_label("牵头单位")).to_be_focused(timeout=PATIENCE)
    expect(page.get_by_role("button", name=re.compile("^保存 "))).to_be_in_viewport()
    page.keyboard.insert_text("县")
    press(page, "Control+Enter")
    expect(page.get_by_text("牵头单位“县”：单位名应有 2 到 40 个字")).to_be_in_viewport(timeout=PATIENCE)
    expect(page.get_by_label("牵头单位")).to_be_focused(timeout=PATIENCE)
    page.goto(f"{address}/documents?document=b")
    taken = page.get_by_role("button", name="下载逐行交代（JSON）")
    taken.focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    expect(taken).to_be_focused()
    page.get_by_role("link", name="项任务").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="任务台账")).to_be_focused(timeout=PATIENCE)


@pytest.mark.long
def test_thirty_doubtful_readings_are_settled_by_keys_in_under_five_minutes(
    page: Page, home: Path, address: str
) -> None:
    page.goto(f"{address}/documents?document=b&review=1")
    begin(page, "督查科")
    expect(page.get_by_text(f"已核对 0 / {DOUBTFUL + 1} 项任务，还有 {DOUBTFUL + 1} 处要核对")).to_be_visible()
    begun = time.monotonic()
    for settled in range(1, DOUBTFUL + 1):
        press(page, "Enter")
        expect(page.get_by_text(f"其中存疑 {DOUBTFUL - settled} 处")).to_be_visible(timeout=PATIENCE)
    assert time.monotonic() - begun < 300
    assert len(corrections.read(home, "b")) == DOUBTFUL
