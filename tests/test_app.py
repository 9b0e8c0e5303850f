"""The app in a real browser: its pages, a click on a node, and that no request leaves the machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright

from graph_build.pipeline import build
from tests.conftest import CASES, PROJECT, built

TASK = "https://w3id.org/zeren/id/task/xiamen-2022/d9ae5f857d55"
SENTENCE = "制定完善我市重大行政决策事项目录，根据决策事项的推进情况依法公开。"
PLACE = """id => {
  const at = window.drawn.canvasToDOM(window.drawn.getPosition(id));
  return [at.x, at.y, window.drawn.getScale()];
}"""
NODES = "() => window.drawn.body.nodeIndices"


class Listener:
    """A proxy that lets nothing through and keeps what it was asked for."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.asked: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                with connection:
                    self.asked.append(connection.recv(200).decode("latin-1").splitlines()[0])


@contextlib.contextmanager
def served(home: Path, proxy: str = "") -> Iterator[str]:
    """Serve the app on a free port of this machine until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"ZEREN_HOME": str(home)}
    if proxy:
        environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy)
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), "--server.port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/_stcore/health")
            yield address
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(240):
        with contextlib.suppress(OSError), opener.open(address, timeout=1):
            return
        time.sleep(0.25)
    raise TimeoutError(address)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def address(home: Path, listener: Listener) -> Iterator[str]:
    with served(home, listener.address) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that fails the test if it asks any other host for anything."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(30_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert asked
    assert {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in ("data", "blob", "about")} == {
        "127.0.0.1"
    }


def drawing(page: Page) -> Frame:
    """Return the frame of the drawing once it is drawn."""
    page.frame_locator('iframe[title="关系图"]').locator("canvas").wait_for()
    frame = next(frame for frame in page.frames if frame is not page.main_frame)
    frame.wait_for_function("() => window.drawn")
    return frame


def click_node(page: Page, frame: Frame, node: str) -> None:
    x, y, _ = frame.evaluate(PLACE, node)
    box = page.locator('iframe[title="关系图"]').bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)


def choose(page: Page, label: str, option: str) -> None:
    """Type into a choice until only the option is left, and take it: long lists show but a part."""
    page.get_by_role("combobox", name=label).fill(option)
    page.get_by_role("option", name=option).click()


def test_a_click_on_a_task_shows_its_sentence_and_moves_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/network")
    frame = drawing(page)
    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    before = frame.evaluate(PLACE, TASK)
    click_node(page, frame, TASK)
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    expect(page.get_by_text("各开发区管委会　责任　本格　原文第10行")).to_be_visible()
    assert not frame.is_detached()
    assert frame.evaluate(PLACE, TASK) == before
    assert frame.evaluate("() => window.drawn.physics.physicsEnabled") is False


def test_a_click_on_a_unit_lists_its_tasks(page: Page, address: str) -> None:
    page.goto(f"{address}/network")
    click_node(page, drawing(page), "https://w3id.org/zeren/id/unit/350200/市税务局")
    expect(page.get_by_text("共 1 条责任分工")).to_be_visible()
    expect(page.get_by_text("第12项　责任　本格　原文第78行：市税务局")).to_be_visible()


def test_a_restored_heading_is_marked_with_its_raw_words(browser: Browser, tmp_path: Path) -> None:
    home = built(tmp_path, ["jingmen-2022"])
    with served(home) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(30_000)
        page.goto(f"{address}/network")
        frame = drawing(page)
        first = next(node for node in frame.evaluate(NODES) if "/task/" in node)
        click_node(page, frame, first)
        expect(page.get_by_text("复原自（原文损坏，第7行）")).to_be_visible()
        expect(page.get_by_text("加强涉及市场主体的信息公开")).to_be_visible()
        page.close()


def test_filters_change_what_is_drawn(page: Page, address: str) -> None:
    page.goto(f"{address}/network")
    frame = drawing(page)
    assert len(frame.evaluate(NODES)) == 25 + 23
    choose(page, "单位", "市税务局（2022年全市")
    expect(page.get_by_text("任务 1 项，单位 3 个")).to_be_visible()
    choose(page, "角色", "配合")
    expect(page.get_by_text("没有符合条件的任务")).to_be_visible()


def test_a_ready_made_query_is_run_with_its_slot(page: Page, address: str) -> None:
    page.goto(f"{address}/queries")
    choose(page, "选择查询", "哪些任务引用某文件")
    slot = page.get_by_role("textbox", name="发文字号或标题")
    expect(slot).to_have_count(1)
    expect(slot).to_have_value("国办发〔2019〕54号")
    slot.fill("国办函〔2021〕132号")
    slot.press("Enter")
    expect(page.get_by_text("引用国办函〔2021〕132号的任务共1项。")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("降低败诉率、纠错率")
    page.get_by_text("所运行的 SPARQL").click()
    expect(page.locator("code").filter(has_text='VALUES ?act { "国办函〔2021〕132号" }')).to_be_visible()


def test_text_in_a_slot_stays_text(page: Page, address: str) -> None:
    page.goto(f"{address}/queries")
    choose(page, "选择查询", "某事项由哪些单位承担")
    slot = page.get_by_role("textbox", name="事项")
    expect(slot).to_have_count(1)  # the one of the query before is gone
    slot.fill('<img src="http://example.com/x.png">" } #')
    slot.press("Enter")
    expect(page.get_by_text("没有查到。")).to_be_visible()
    assert page.locator("img[src*=example]").count() == 0


def test_a_question_is_answered_and_a_condition_taken_away(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("责任分工中有")).to_be_visible()
    box = page.get_by_role("textbox", name="输入单位、事项、文号或问题")
    box.fill("槐荫区第13项任务的配合单位是谁？")
    box.press("Enter")
    expect(page.get_by_role("heading", name="有关部门")).to_be_visible()
    page.get_by_text("第13项（第").click()
    expect(page.get_by_text("配合 有关部门（本格）")).to_be_visible()
    page.get_by_role("button", name="角色：配合").click()
    expect(page.get_by_role("heading", name="区行政审批服务局")).to_be_visible()
    assert "without=" in page.url
    page.get_by_role("button", name="恢复全部条件").click()
    expect(page.get_by_role("button", name="角色：配合")).to_be_visible()


def test_an_address_opens_its_answer_and_a_refusal_offers_questions(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=深圳市有哪些任务？")
    expect(page.get_by_text("图谱里没有深圳市的文件")).to_be_visible()
    page.get_by_role("button", name="槐荫区有哪些任务？").click()
    expect(page.get_by_role("heading", name="槐荫区，任务有67项")).to_be_visible()


def test_an_empty_graph_and_none_at_all_are_said(page: Page, tmp_path: Path) -> None:
    from graph_build.pipeline import build

    with served(tmp_path) as address:
        page.goto(f"{address}/network")
        expect(page.get_by_text("请先运行 zeren build")).to_be_visible()
    (tmp_path / "data" / "documents").mkdir(parents=True)
    build(tmp_path)
    with served(tmp_path) as address:
        page.goto(f"{address}/network")
        expect(page.get_by_text("没有符合条件的任务")).to_be_visible()
        page.goto(f"{address}/queries")
        expect(page.get_by_text("没有查到。")).to_be_visible()
        page.goto(f"{address}/?q=哪些任务涉及政府公报？")
        expect(page.get_by_text("图谱是空的")).to_be_visible()
        expect(page.get_by_text("Traceback")).to_have_count(0)


def test_a_new_snapshot_is_seen_without_a_restart(page: Page, tmp_path: Path) -> None:
    home = built(tmp_path, ["xiamen-2022"])
    with served(home) as address:
        page.goto(f"{address}/queries")
        choose(page, "选择查询", "库中有哪些文件")
        expect(page.get_by_text("库中有1份文件")).to_be_visible()
        shutil.copy(CASES / "yuzhong-2022" / "source.txt", home / "data" / "documents" / "two.txt")
        build(home)
        page.reload()
        choose(page, "选择查询", "库中有哪些文件")
        expect(page.get_by_text("库中有2份文件")).to_be_visible()


def test_the_server_asked_nobody(address: str, listener: Listener) -> None:
    """Runs last: while the pages above were used, the server's own requests would have met the proxy."""
    wait_for(f"{address}/_stcore/health")
    assert listener.asked == []
    proxied = urllib.request.build_opener(urllib.request.ProxyHandler({"http": listener.address}))
    with contextlib.suppress(OSError):
        proxied.open("http://example.com/", timeout=2)
    assert listener.asked  # the proxy would have told
