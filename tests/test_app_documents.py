"""文件库 in a real browser: a file is uploaded, looked at, added, found in the list, and removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import FilePayload, Page, expect

from graph_build.pipeline import build
from tests.app_server import served
from tests.conftest import CASES, built

TITLE = "关于促进全市养老托育服务健康发展的重点任务分工方案"
TASK = "编制全市养老托育整体解决方案"
# What a build, a reading or a check may take on a busy machine.
PATIENCE = 30_000
MARKED = "<img src=x onerror=alert(1)> **a** ![](http://example.com/x.png).txt"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with one document and its snapshot."""
    return built(tmp_path_factory.mktemp("library"), ["xiamen-2022"])


@pytest.fixture(scope="module")
def documents(library: Path) -> Iterator[str]:
    """Return the address of the page."""
    with served(library) as address:
        yield f"{address}/documents"


def choose_docx(page: Page, documents: str) -> None:
    """Open the page and choose a Word file to upload, beside one that can't be read, with a name that is Markdown."""
    page.goto(documents)
    page.get_by_role("tab", name="上传文件").click()
    word: FilePayload = {
        "name": "任务.docx",
        "mimeType": "",
        "buffer": (CASES / "role-sentences" / "source.docx").read_bytes(),
    }
    speech: FilePayload = {"name": MARKED, "mimeType": "text/plain", "buffer": "今天天气很好。".encode()}
    page.locator("input[type=file]").set_input_files([word, speech])
    expect(page.get_by_role("cell", name=re.compile(TASK))).to_be_visible(timeout=PATIENCE)


def test_a_file_is_uploaded_previewed_added_and_removed(page: Page, library: Path, documents: str) -> None:
    choose_docx(page, documents)
    expect(page.get_by_role("cell", name="读不了")).to_be_visible()
    assert page.locator("img[src*=x]").count() == 0
    assert not (library / "data" / "uploads").exists()
    add = page.get_by_role("button", name="加入本库（1 份）")
    with FileLock(library / "data" / "graph" / ".lock"):
        add.click()
        expect(page.get_by_text("正在生成图谱。请等它结束后再试")).to_be_visible(timeout=PATIENCE)
    add.click()  # what was chosen is still there
    expect(page.get_by_text("已加入 1 份文件，14 项任务").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    page.get_by_role("tab", name="库中文件").click()
    row = page.get_by_role("row").filter(has_text=TITLE).filter(visible=True)
    expect(row).to_contain_text("本机上传：任务.docx")
    page.get_by_role("tab", name="移除文件").click()
    page.get_by_role("combobox", name="选择要移除的文件").fill("任务")
    page.get_by_role("option", name="任务.docx").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="移除…").click()
    page.get_by_role("button", name="确认移除").click()
    expect(page.get_by_text("已移除。").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="库中文件").click()
    expect(page.get_by_text("库中有 1 份文件，25 项任务")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    assert list((library / "data" / "uploads").iterdir()) == []


def test_shapes_are_checked_and_the_graph_is_downloaded(page: Page, documents: str) -> None:
    page.goto(documents)
    page.get_by_role("tab", name="校验").click()
    page.get_by_role("button", name="校验").click()
    expect(page.get_by_text("各文件的图谱都合乎约束。")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("存疑：").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="下载图谱").click()
    for form, ending in (("Turtle", ".ttl"), ("N-Quads", ".nq"), ("CSV", "-neo4j.zip")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"下载 {form}").click()
        assert re.fullmatch(rf"zeren-[0-9a-f]{{12}}{ending}", download.value.suggested_filename)
        assert download.value.path().stat().st_size > 1000


def test_a_document_that_is_held_back_is_shown_line_by_line(page: Page, library: Path, documents: str) -> None:
    lines = ["肥西县2024年政务公开任务分工", "一、信息公开"]
    lines += [f"{n}.做好第{n}类信息公开。（责任单位：县科技局）" for n in (1, 7, 3, 9, 4)]
    lines += ["做好临时交办工作。（县气象局打头，县档案馆帮衬）"]
    held = library / "data" / "documents" / "held.txt"
    held.write_text("\n".join(lines), "utf-8")
    assert [entry.slug for entry in build(library, [held]).pending] == ["held"]
    page.goto(documents)
    expect(page.get_by_text("有 1 份文件识读存疑太多、待核").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name=lines[0]).click()
    expect(page.get_by_text("待核：识读存疑太多")).to_be_visible()
    expect(page.get_by_text("读出的 5 项任务（待核）")).to_be_visible()
    account = page.get_by_role("region", name="原文与识读")
    expect(account.locator(".line")).to_have_count(len(lines))
    expect(account.locator(".line").nth(2)).to_have_text(
        re.compile(r"做好第1类信息公开.*第 3 行.*任务1.*责任：县科技局")
    )
    expect(account.locator("mark")).to_have_text(re.compile("县气象局打头"))
    page.get_by_text("只看没有读懂的").click()
    expect(account.locator(".line")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载原件").click()
    assert download.value.path().read_bytes() == held.read_bytes()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载识读结果（Excel）").click()
    assert download.value.path().stat().st_size > 1000
    page.get_by_role("button", name="返回文件库").click()
    page.get_by_role("link", name=re.compile("2022年全市政务公开")).click()
    expect(page.get_by_text("看它的 25 项任务")).to_be_visible()
    account.get_by_role("link", name="任务1", exact=True).first.click()
    expect(page.get_by_text("第1项").first).to_be_visible()
