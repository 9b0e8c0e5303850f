"""What the app keeps of files that were chosen is bounded: so many at once, and of what was read one list's tasks."""

from __future__ import annotations

import io
import pickle
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1.element_tree import Button, Selectbox, TextInput

from graph_build import corrections, pipeline, uploads
from graph_build.corrections import Correction
from graph_build.pipeline import extract_json
from graph_build.sandbox.limits import MEGABYTE, MOST_UPLOADED, UPLOADED_BYTES
from tests.conftest import CASES, PROJECT
from tests.page_runs import AppTest
from tests.test_pages import fine, text_of

TABLE = (CASES / "table-lead" / "source.txt").read_bytes()
XIAMEN = (CASES / "xiamen-2022" / "source.txt").read_bytes()
File = tuple[str, bytes, str]


@pytest.fixture
def app(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page for uploads of a home of a test's own."""
    monkeypatch.setenv("ZEREN_HOME", str(shutil.copytree(home, tmp_path / "home", symlinks=True)))
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    return fine(app.switch_page("app_pages/documents.py").run())


@pytest.fixture
def removed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the files that leave the server's memory, as they do."""
    ids: list[str] = []
    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", lambda *given: ids.append(given[2]))
    return ids


@pytest.fixture
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_build.pipeline.extract_with_facts", lambda *_: pytest.fail("a file was read"))


def file(number: int, data: bytes = TABLE) -> File:
    return f"{number}.txt", data + b"\n" * number, "text/plain"


def chosen(app: AppTest, *files: File) -> AppTest:
    return fine(app.file_uploader[0].set_value(files).run())


def looked_at(app: AppTest) -> Selectbox[str]:
    return next(box for box in app.selectbox if box.label == "查看哪一份")


def markup(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def test_the_page_says_how_much_is_taken_at_once(app: AppTest) -> None:
    assert f"一次至多 {MOST_UPLOADED} 份（压缩包解开后计），共 {UPLOADED_BYTES // MEGABYTE} MB" in text_of(app)


@pytest.mark.usefixtures("nothing_read")
def test_too_many_files_are_refused_unread_and_leave_the_memory(
    app: AppTest, removed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_UPLOADED", 2)
    chosen(app, *(file(number) for number in range(3)))
    assert "所选共 3 份文件（压缩包解开后计）、0 MB，超过一次能上传的 2 份" in text_of(app)
    assert not app.file_uploader[0].value
    assert len({*removed}) == 3


@pytest.mark.usefixtures("nothing_read")
def test_too_large_files_are_refused_unread(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOADED_BYTES", 2 * MEGABYTE)
    chosen(app, file(1, bytes(MEGABYTE)), file(2, bytes(2 * MEGABYTE)))
    assert "3 MB，超过一次能上传的 500 份、2 MB，没有读。请分几次选择" in text_of(app)


@pytest.mark.usefixtures("nothing_read")
def test_what_an_archive_holds_counts(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UPLOADED", 2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", TABLE)
    chosen(app, ("a.zip", packed.getvalue(), "application/zip"))
    assert "所选共 3 份文件" in text_of(app)


def test_files_that_are_no_longer_chosen_leave_the_memory(app: AppTest, removed: list[str]) -> None:
    chosen(app, file(1), file(2))
    ids = [one.file_id for one in app.file_uploader[0].value]
    assert not removed
    chosen(app, file(3))
    assert {*removed} == {*ids}


def test_a_session_keeps_the_tasks_of_one_list(app: AppTest) -> None:
    chosen(app, *(file(number, XIAMEN) for number in range(5)), file(5))
    assert (markup(app).count("可加入"), markup(app).count("已在库中")) == (5, 1)
    assert len(pickle.dumps(app.session_state["previews"])) < 6 * 500
    first = extract_json(CASES / "xiamen-2022" / "source.txt")["tasks"][0]["text"]
    last = extract_json(CASES / "table-lead" / "source.txt")["tasks"][0]["text"]
    assert first in markup(app)
    fine(looked_at(app).select_index(5).run())
    assert last in markup(app)
    assert first not in markup(app)
    fine(looked_at(app).select_index(3).run())
    assert first in markup(app)
    assert len(pickle.dumps(app.session_state["tasks"])) < 100_000


def test_one_button_adds_a_file_with_its_facts_and_they_hold_when_it_comes_again(app: AppTest) -> None:
    plan = (
        "b.csv",
        "村镇工作分工表\n序号,任务,责任单位\n1,修缮古桥。,文物所\n2,清理河道。,水利站\n".encode(),
        "text/csv",
    )
    chosen(app, plan)
    assert "没有读出这份文件是哪个地方的" in text_of(app)
    assert [button.label for button in app.button if "信息" in button.label or "加入" in button.label] == [
        "加入本库（1 份）"
    ]
    boxed(app, "地方").set_value("浙江省杭州市西湖区")
    boxed(app, "成文日期").set_value("2026年")
    fine(button_named(app, "加入本库（1 份）").click().run())
    assert "成文日期“2026年”：日期应写成" in app.error[0].value
    assert "没有读出这份文件是哪个地方的" not in text_of(app)
    boxed(app, "成文日期").set_value("2026-01-31")
    fine(button_named(app, "加入本库（1 份）").click().run())
    assert "填写人：没有写" in app.error[0].value
    boxed(app, "填写人（有改动时记入更正记录）").set_value("李四")
    fine(button_named(app, "加入本库（1 份）").click().run())
    assert "已加入 1 份文件，2 项任务" in markup(app)
    assert not uploads.remove_uploads(pipeline.home(), ["b.csv"]).problems
    chosen(app, plan)
    assert "文件的地方补上“浙江省杭州市西湖区”" in markup(app)
    assert boxed(app, "地方").value == "浙江省杭州市西湖区"
    assert "没有读出这份文件是哪个地方的" not in text_of(app)


def boxed(app: AppTest, label: str) -> TextInput:
    return next(box for box in app.text_input if box.label == label)


def test_a_heading_that_is_not_known_is_asked_for_and_kept(app: AppTest) -> None:
    table = "栗山县2024年重点任务分工表\n序号,攻坚清单,责任单位,交卷日\n1,公开规章文本。,县司法局,6月底前\n"
    chosen(app, ("a.csv", table.encode(), "text/csv"))
    assert "表头中有 2 个不认识的词" in "".join(expander.label for expander in app.expander)
    button_named(app, "记住并重新识读").click()
    assert "请至少说明一个词，并写明填写人" in fine(app.run()).error[0].value
    next(box for box in app.selectbox if "攻坚清单" in box.label).set_value("任务：事项、名称")
    next(box for box in app.selectbox if "交卷日" in box.label).set_value("完成时限")
    next(box for box in app.text_input if box.label == "填写人").set_value("李四")
    button_named(app, "记住并重新识读").click()
    assert markup(fine(app.run())).count("可加入") == 1
    assert "6月底前" in markup(app)
    assert not [expander for expander in app.expander if "不认识的词" in expander.label]
    home = pipeline.home()
    with uploads.staged([("a.csv", table.encode())]) as sources:
        report = uploads.add_uploads(home, sources.files)
    assert [entry.tasks for entry in report.published] == [1]


def test_words_of_the_office_are_taken_from_offers_and_taken_back(app: AppTest) -> None:
    home = pipeline.home()
    said = Correction("body", "李四", date(2026, 3, 2), names=("市府办", "市政府办公室"), now="same")
    corrections.add(home, "xiamen-2022", [said])
    app.query_params["tab"] = "本机用词"
    fine(app.run())
    button_named(app, "收入").click()
    fine(app.run())
    assert [(one.word, one.means) for one in corrections.own_words(home)] == [("市府办", "市政府办公室")]
    button_named(app, "移除").click()
    fine(app.run())
    assert corrections.own_words(home) == ()
    next(box for box in app.text_input if box.label == "表头的词").set_value("交卷日")
    next(box for box in app.selectbox if box.label == "是什么栏目").set_value("完成时限")
    next(box for box in app.text_input if box.label == "填写人").set_value("李四")
    button_named(app, "收入这个词").click()
    fine(app.run())
    assert [(one.word, one.means) for one in corrections.own_words(home)] == [("交卷日", "时限栏")]


def button_named(app: AppTest, name: str) -> Button:
    return next(button for button in app.button if button.label == name)
