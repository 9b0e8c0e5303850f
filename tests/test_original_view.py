"""The original beside the reading, without a browser: rows, merges, links, marks; words of documents are never HTML."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app_pages.parts.original_view import Reading, is_of, told, view
from graph_build.errors import FileUnreadable
from graph_build.pipeline import Original, RawBlock, RawCell, build, bytes_of, extract_json, original, page_picture
from graph_build.snapshots.originals import read_again
from graph_query.ledger.account import AccountLine, lines_of, lines_of_task
from graph_query.ledger.reading import ledger_of
from graph_query.ledger.source_marks import supposed_in
from graph_query.snapshots.elsewhere import Elsewhere
from graph_query.stores import Store, open_store
from tests.conftest import CASES

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>&lt;b&gt; ' onclick='alert(3)"
NOTHING = Reading({})


class Cells(HTMLParser):
    """The cells of the first table, row by row, each with its columns, rows and words; and every tag that there is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[int, int, str]]] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            spans = dict(attrs)
            self.rows[-1].append((int(spans.get("colspan") or 1), int(spans.get("rowspan") or 1), ""))

    def handle_data(self, data: str) -> None:
        if self.rows:
            wide, high, words = self.rows[-1][-1]
            self.rows[-1][-1] = wide, high, words + data


def read(path: Path) -> tuple[Sequence[AccountLine], Sequence[RawBlock]]:
    return lines_of(extract_json(path, spans=True)["account"], path.name), read_again(path).blocks


@pytest.mark.parametrize("name", ["word-merged", "sheet-merged", "pdf-merged", "text-tabs", "web-article"])
def test_an_account_is_of_the_file_that_it_was_made_of(name: str) -> None:
    lines, blocks = read(next((CASES / name).glob("source.*")))
    assert is_of(lines, blocks)
    assert not is_of(lines, blocks[1:])


def test_a_table_is_a_table_with_its_merged_cells() -> None:
    lines, blocks = read(CASES / "word-merged" / "source.docx")
    table = [line for line in lines if line.block == 12]
    rows = Cells(view(table, lines, blocks, NOTHING)).rows
    assert [words for _, _, words in rows[0][:-1]] == ["序号", "任务", "工作措施", "责任单位", "完成时限"]
    assert rows[1][0][:2] == (5, 1)
    assert [(wide, high) for wide, high, _ in rows[2][:-1]] == [(1, 1), (1, 3), (1, 1), (1, 2), (1, 1)]
    assert len(rows[3]) == 4  # number, measure, limit, and what was read
    assert rows[2][-1][2].startswith("第 13 段表格第 3 行")


def test_a_cell_that_began_on_the_page_before_is_said_again() -> None:
    lines, blocks = read(CASES / "word-merged" / "source.docx")
    table = [line for line in lines if line.block == 12]
    rows = Cells(view(table[3:5], lines, blocks, NOTHING)).rows
    assert rows[0][1][:2] == (1, 2)
    assert rows[0][1][2] == "惠企政策公开"


def test_without_its_file_an_account_is_shown_alone() -> None:
    lines, _ = read(CASES / "word-merged" / "source.docx")
    shown = view(lines, lines, (), NOTHING)
    rows = Cells(shown).rows
    assert [len(row) for row in rows] == [6] * len(rows)
    assert [words for _, _, words in rows[3][:3]] == ["2", "", rows[3][2][2]]
    for line in lines:
        assert all(words in shown for piece in line.pieces for words in piece.words.split())


def test_words_of_a_document_are_never_html(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"栗山县2024年任务分工\n1.改造{HOSTILE}。（责任单位：县住建局）\n做好接待工作。（县{HOSTILE}局打头）\n", "utf-8"
    )
    lines, blocks = read(path)
    assert Cells(view(lines, lines, blocks, NOTHING)).tags <= {"div", "span", "mark", "b", "ul", "li", "del"}
    cell = RawCell(0, 0, HOSTILE)
    assert (
        not {"img", "script"}
        & Cells(view(lines, lines, ({0: (cell,)},), Reading({}, supposed={(0, 0, 0): HOSTILE}))).tags
    )


def test_lines_lead_to_their_tasks_and_tasks_to_their_lines(store: Store) -> None:
    document = next(one for one in ledger_of(store).documents.values() if one.slug == "xiamen-2022")
    tasks = {task.index: task for task in ledger_of(store).tasks if task.document.iri == document.iri}
    lines = lines_of(store.snapshot.account(document.slug), document.source)
    at = lines_of_task(lines, 7)
    assert at
    said = {number: told(task, f"/tasks?task={number}") for number, task in tasks.items()}
    reading = Reading(said, here=frozenset((lines[n].block, lines[n].row) for n in at))
    shown = view([lines[n] for n in at], lines, (), reading)
    assert "<a href='/tasks?task=7'>任务7" in shown
    assert shown.count(" here'") == len(at)
    assert "牵头：" in shown or "责任：" in shown
    assert sum(bool(lines_of_task(lines, number)) for number in tasks) == len(tasks)


def test_a_blank_cell_says_what_it_is_supposed_to(tmp_path: Path) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    rows = ["序号,任务,责任单位,完成时限", "1,修编规划。,县水利局,6月底前", "2,建设物资库。,,9月底前"]
    (documents / "a.csv").write_text("\n".join(["栗山县2024年任务分工表", *rows]), "utf-8")
    build(tmp_path)
    store = open_store("memory:data/graph/current", tmp_path)
    ledger = ledger_of(store)
    (document,) = ledger.documents.values()
    supposed = supposed_in(store, document.iri)
    assert supposed == {ledger.tasks[1].iri: {(0, 2): "县水利局"}}
    lines, blocks = read(documents / "a.csv")
    reading = Reading({task.index: told(task) for task in ledger.tasks}, supposed={(0, 3, 2): "县水利局"})
    rows_shown = Cells(view(lines, lines, blocks, reading)).rows
    assert rows_shown[3][2][2] == "※ 县水利局"
    assert "责任：县水利局※" in rows_shown[3][-1][2]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a home folder with a PDF that a user added."""
    (tmp_path / "data" / "uploads").mkdir(parents=True)
    shutil.copy(CASES / "pdf-merged" / "source.pdf", tmp_path / "data" / "uploads" / "a.pdf")
    return tmp_path


def test_a_page_of_a_pdf_is_drawn(kept: Path) -> None:
    sha256 = digest(kept / "data" / "uploads" / "a.pdf")
    assert original(kept, "a.pdf", sha256).pages == 2
    assert page_picture(kept, "a.pdf", sha256, 2).startswith(b"\x89PNG")
    with pytest.raises(FileUnreadable, match="第 3 页画不出来"):
        page_picture(kept, "a.pdf", sha256, 3)


def test_a_file_that_went_or_changed_is_not_shown(kept: Path) -> None:
    path = kept / "data" / "uploads" / "a.pdf"
    sha256 = digest(path)
    assert bytes_of(kept, "a.pdf", sha256) == path.read_bytes()
    path.write_bytes(path.read_bytes() + b"\n")
    assert original(kept, "a.pdf", sha256) == Original(lost="changed")
    with pytest.raises(FileUnreadable, match="已不在原处，或已改动"):
        bytes_of(kept, "a.pdf", sha256)
    path.unlink()
    assert original(kept, "a.pdf", sha256) == Original(lost="gone")
    with pytest.raises(FileUnreadable):
        page_picture(kept, "a.pdf", sha256, 1)


def test_of_a_graph_elsewhere_there_is_no_account(tmp_path: Path) -> None:
    there = Elsewhere(tmp_path / "current", "http://127.0.0.1:1/query", frozenset(), tuple, tuple)
    assert there.account("xiamen-2022") == []


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
