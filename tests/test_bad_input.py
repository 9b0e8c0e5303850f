"""Bad input: one clear line each, bounded time and memory, and the good document beside it is built."""

from __future__ import annotations

import http.server
import io
import os
import resource
import shutil
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from graph_build.errors import DocumentError
from graph_build.pipeline import build, extract_json
from graph_build.readers.parts import office
from graph_build.sandbox.bounded import OutOfBounds, Worker
from tests.conftest import CASES, require
from tests.test_cli import zeren

GOOD = CASES / "word-merged" / "source.docx"
MOST_SECONDS, MOST_MEMORY = 20, 1 << 30
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def word(path: Path, document_xml: str | None = None, **changes: str) -> None:
    """Write a Word file, its document.xml replaced, or strings in it."""
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_table(2, 2)
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                text = document_xml or data.decode()
                for old, new in changes.items():
                    text = text.replace(f"<w:{old}", new)
                data = text.encode()
            target.writestr(name, data)


def sheet(path: Path, old: str, new: str) -> None:
    """Write a workbook with words of its first sheet replaced."""
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["序号", "任务"])
    book.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old.encode(), new.encode()) if "sheet1" in name else data)


def zip_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))


def truncated(case: str) -> Callable[[Path], None]:
    data = next((CASES / case).glob("source.*")).read_bytes()
    return raw(data[: len(data) // 2])


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(500 << 20)


def raw(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "truncated.docx": (truncated("word-merged"), "不完整|损坏"),
    "truncated.xlsx": (truncated("sheet-merged"), "不完整|损坏"),
    "truncated.pdf": (truncated("pdf-merged"), "损坏|打不开"),
    "word-as.pdf": (raw(GOOD.read_bytes()), "扩展名是 .pdf"),
    "word-as.txt": (raw(GOOD.read_bytes()), "扩展名是 .txt"),
    "picture-as.docx": (raw(b"\x89PNG\r\n\x1a\n" + bytes(99)), "图片"),
    "text-as.xls": (raw("序号,任务\n".encode() * 1000), "扩展名是 .xls"),
    "locked.docx": (raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999)), "加了密码"),
    "bomb.docx": (zip_bomb, "MB"),
    "entities.docx": (lambda path: word(path, f"{ENTITIES}]><x>&i;</x>"), "Word"),
    "file-entity.docx": (
        lambda path: word(path, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        "Word|没有读到任务",
    ),
    "wide.docx": (lambda path: word(path, tcW='<w:gridSpan w:val="1000000"/><w:tcW'), "没有读到任务"),
    "merge.xlsx": (
        lambda path: sheet(
            path, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "合并的单元格过大",
    ),
    "entities.xlsx": (lambda path: sheet(path, "<worksheet", f"{ENTITIES}]><worksheet"), "Excel|没有读到任务"),
    "wide.html": (raw(("<table>" + "<tr><td colspan=1000>x<td>y</tr>" * 3000 + "</table>").encode()), "表格过大"),
    "deep.html": (raw(b"<div>" * 5000 + "责任单位：县教育局".encode()), "没有读到任务|格式"),
    "large.txt": (sparse, "MB"),
    "large.pdf": (sparse, "MB"),
    "many-lines.txt": (raw(b"a\n" * 1_900_000), "行"),
    "binary.txt": (raw(os.urandom(50_000)), "不是文字"),
    "empty.docx": (raw(b""), "空的"),
    "blank.html": (raw(b" \n\t"), "空的"),
    "speech.txt": (raw("今天天气很好。\n".encode()), "没有读到任务"),
    "broken.zip": (raw(b"PK\x03\x04" + bytes(99)), "损坏"),
    "unknown.jpg": (raw(b"\xff\xd8\xff"), "图片，没有文字"),
    "print.ofd": (raw(b"PK\x03\x04" + bytes(99)), "OFD"),
    "unknown.dwg": (raw(b"AC1032" + bytes(99)), "不认识的文件格式"),
}


def test_a_worker_ends_what_breaks_its_bounds() -> None:
    worker = Worker(DocumentError, "读取中断")
    try:
        assert worker.call(20, len, "abc") == 3
        with pytest.raises(OutOfBounds, match="1 秒"):
            worker.call(1, max, range(1 << 40))
        with pytest.raises(OutOfBounds, match="内存"):
            worker.call(20, bytearray, 2 << 30)
        assert worker.call(20, len, bytes(1 << 20)) == 1 << 20
        with pytest.raises(OutOfBounds, match="内存"):
            worker.call(20, os.abort)
        with pytest.raises(OutOfBounds, match="中断"):
            worker.call(20, os._exit, 3)
        assert worker.call(20, len, "abcd") == 4
    finally:
        worker.stop()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Return what one build of all bad files and a good one said, and its home."""
    home = tmp_path_factory.mktemp("bad")
    folder = home / "data" / "documents"
    folder.mkdir(parents=True)
    for name, (make, _) in BAD.items():
        make(folder / name)
    os.mkfifo(folder / "pipe.txt")
    (folder / "directory.docx").mkdir()
    (folder / os.fsdecode(b"name\xff\n.txt")).write_bytes(b"x")
    shutil.copy(GOOD, folder / "good.docx")
    return zeren("build", home=home), home


def test_the_good_document_is_built_beside_the_bad(built: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    run, home = built
    assert run.returncode == 1
    assert [line.partition("：")[0] for line in run.stdout.splitlines()[:-1]] == ["good"]
    assert len(run.stderr.splitlines()) == len(BAD) + 2
    assert "Traceback" not in run.stderr
    assert (home / "data" / "graph" / "current" / "doc" / "good.trig").is_file()


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_has_its_line(name: str, built: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    said = [line for line in built[0].stderr.splitlines() if line.startswith(f"未收录｜{name}：")]
    assert len(said) == 1
    assert any(words in said[0] for words in BAD[name][1].split("|")), said
    assert said[0].endswith("。")


@pytest.mark.alone
@pytest.mark.parametrize(
    "name", ["bomb.docx", "entities.docx", "merge.xlsx", "large.pdf", "many-lines.txt", "deep.html"]
)
def test_a_bad_file_costs_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    BAD[name][0](tmp_path / name)
    start = time.monotonic()
    with pytest.raises(DocumentError, match=name):
        extract_json(tmp_path / name)
    assert time.monotonic() - start < MOST_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < MOST_MEMORY
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MOST_MEMORY


def test_a_file_that_disappears_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "documents"
    folder.mkdir(parents=True)
    for name in ("a.txt", "b.docx"):
        shutil.copy(GOOD, folder / name)

    def told(_done: int, _of: int, name: str) -> None:
        (folder / name).unlink()

    report = build(tmp_path, progress=told)
    assert [problem.document for problem in report.problems] == ["a.txt", "b.docx"]
    assert all("没有这个文件" in problem.message for problem in report.problems)


def test_what_a_program_would_run_stays_words(tmp_path: Path) -> None:
    words = [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x","y")',
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "+1-2",
        "{{7*7}}",
    ]
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["序号", "工作任务", "责任单位"])
    for n, text in enumerate(words, 1):
        book.active.append([n, "x", "县教育局"])
        book.active.cell(n + 1, 2).value = text
        # Words that look like a formula, and not a formula without a saved value, which is told and not read.
        book.active.cell(n + 1, 2).data_type = "s"
    book.save(tmp_path / "x.xlsx")
    bare = ["".join(text.split()) for text in words]
    assert [task["text"] for task in extract_json(tmp_path / "x.xlsx")["tasks"]] == bare
    (tmp_path / "data" / "documents").mkdir(parents=True)
    build(tmp_path, [tmp_path / "x.xlsx"])
    query = "SELECT ?t { ?x zr:text ?t ; zr:index ?n } ORDER BY ?n"
    run = zeren("query", query, "--format", "csv", home=tmp_path)
    assert run.returncode == 0
    lines = [line for line in run.stdout.splitlines()[1:] if line]
    assert [line.strip('"')[0] for line in lines] == ["<", "'", "'", "'", "'", "{"]


def test_libreoffice_fetches_nothing(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        require("office", "there is no soffice on the PATH: run scripts/install-system")
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 (the names that http.server calls)

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/x.png"
        source = tmp_path / "list.rtf"
        source.write_text(rf'{{\rtf1 x {{\field{{\*\fldinst INCLUDEPICTURE "{address}" \\d}}{{\fldrslt }}}}}}', "ascii")
        office.converted(source, ".docx")
        page = tmp_path / "list.doc"
        page.write_text(f'<html><img src="{address}"><link rel=stylesheet href="{address}">任务</html>', "utf-8")
        with pytest.raises(DocumentError, match="没有读到任务"):
            extract_json(page)
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
