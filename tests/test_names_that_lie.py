"""Office files whose names do not say what they are, or whose packages are not as usual, are read by what they hold."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from graph_build.errors import FileUnreadable
from graph_build.pipeline import extract_json
from graph_build.readers import read
from graph_build.snapshots.sources import _name_of

ROWS = (
    ("序号", "工作任务", "牵头单位", "责任单位", "完成时限"),
    ("1", "公布乡村医生名单。", "县卫生健康局", "各乡镇人民政府", "4月底前"),
    ("2", "更新办事电话，每月核对一次。", "县政府办公室", "县司法局、县档案局", "8月底前"),
)
TITLE = "石桥县2025年公开重点任务分工表"
USUAL, STRICT = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
FLAT = '<?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="{}">{}</pkg:package>'
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for row, words in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def sheet() -> bytes:
    book = openpyxl.Workbook()
    for row in ((TITLE,), *ROWS):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{words}</td>" for words in row) + "</tr>" for row in ROWS)
    return f"<html><head><meta charset='utf-8'></head><body><p>{TITLE}</p><table>{rows}</table></body></html>".encode()


def archive() -> bytes:
    encoded = base64.encodebytes(page()).decode()
    return (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=b"; type="text/html"\n\n--=b\n'
        f'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n{encoded}\n--=b--\n'
    ).encode()


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return an archive with its parts changed; None leaves one out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return written.getvalue()


def strict() -> bytes:
    def of(_: str, part: bytes) -> bytes:
        part = re.sub(
            rb"http://schemas\.openxmlformats\.org/wordprocessingml/2006/main", STRICT + b"wordprocessingml/main", part
        )
        return part.replace(USUAL + b"officeDocument/2006/relationships", STRICT + b"officeDocument/relationships")

    return changed(word(), of)


def with_macros() -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(
        word(), lambda _, part: part.replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    )


def flat() -> bytes:
    parts = ""
    with zipfile.ZipFile(io.BytesIO(word())) as old:
        types = dict(re.findall(r'PartName="(.*?)" ContentType="(.*?)"', old.read("[Content_Types].xml").decode()))
        for name in old.namelist():
            kind = types.get(f"/{name}", "application/vnd.openxmlformats-package.relationships+xml")
            if not name.endswith((".xml", ".rels")) or name.startswith("["):
                continue
            xml = re.sub(r"^<\?xml.*?\?>", "", old.read(name).decode()).strip()
            parts += (
                f'<pkg:part pkg:name="/{name}" pkg:contentType="{kind}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>'
            )
    return FLAT.format(PACKAGE, parts).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "sheet-as.docx": sheet,
    "word-as.xlsx": word,
    "page-as.docx": page,
    "page-as.doc": page,
    "archive-as.doc": archive,
    "archive-as.docx": archive,
    "word-as.doc": word,
    "flat-as.doc": flat,
    "flat-as.docx": flat,
    "strict.docx": strict,
    "macros.docm": with_macros,
    "macros-as.docx": with_macros,
    "no-thumbnail.docx": lambda: changed(word(), lambda name, part: None if "thumbnail" in name else part),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_by_what_it_holds(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    result = extract_json(tmp_path / name)
    read_rows = [(task["no"], task["text"], *task["lead"], "、".join(task["responsible"])) for task in result["tasks"]]
    assert read_rows == [row[:4] for row in ROWS[1:]]
    assert result["title"] == TITLE


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "locked.docx": (lambda: LOCKED, "加了密码"),
    "locked.doc": (lambda: LOCKED, "加了密码"),
    "locked.xlsx": (lambda: LOCKED, "加了密码"),
    "print-as.docx": (lambda: changed(word(), lambda name, part: part if name.startswith("[") else None), "压缩包"),
    "scan.jpg": (lambda: b"\xff\xd8\xff" + bytes(9), "图片"),
    "print.ofd": (lambda: b"PK\x03\x04" + bytes(9), "OFD"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_blames_what_is_wrong(name: str, tmp_path: Path) -> None:
    data, words = REFUSED[name]
    (tmp_path / name).write_bytes(data())
    with pytest.raises(FileUnreadable, match=words):
        read(tmp_path / name)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_name_in_an_archive_without_a_flag(encoding: str) -> None:
    info = zipfile.ZipInfo("分工表.docx".encode(encoding).decode("cp437"))
    info.flag_bits = 0
    assert _name_of(info) == "分工表.docx"
