"""What a file of an office format really is, by its content: web pages, XML and new formats are saved as .doc too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph_build.errors import FileUnreadable
from graph_build.files import format_of, open_archive
from graph_build.readers.parts.separated_rows import is_separated

COMPOUND, FIRST_BYTES = b"\xd0\xcf\x11\xe0", 4096
# A Word file in one piece of XML.
FLAT = ".flat"
WORKBOOK_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
# What the beginning of a file says, and the ending that fits it.
BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\xff\xfe<\x00", ".html"),
)
# What stands near the beginning of an XML file or a web archive.
NEAR_BEGINNING: tuple[tuple[bytes, str], ...] = (
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", FLAT),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", ".doc"),
    (WORKBOOK_XML, ".xml"),
    (b"multipart/related", ".mht"),
)
# A folder or file of an archive, and the ending of what is packed so.
PACKED: tuple[tuple[str, str], ...] = (("word/", ".docx"), ("xl/", ".xlsx"))
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
# Streams of old files, named in UTF-16.
STREAMS: tuple[tuple[str, str], ...] = (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls"))
# Programs save texts as those, too.
SHEETS = (".xls", ".et")
LOCKED = "EncryptedPackage"
# What cannot be read at all, by the ending or by a part of the archive, and the way out.
OFD = "这是 OFD 版式文件，目前不能读。请用 OFD 阅读器另存为 PDF，或向发文单位要 Word 版。"
PICTURE = "这是图片，没有文字可读。请先做文字识别（OCR），存为 Word 或可选中文字的 PDF。"
SLIDES = "这是演示文稿，目前不能读。请把任务清单另存为 Word 或 Excel。"
PAGES = "是压缩包，里面没有 Word 或 Excel 文档的内容。请核对原文件。"
UNREADABLE: dict[str, str] = {
    ".ofd": OFD,
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), PICTURE),
    **dict.fromkeys((".ppt", ".pptx"), SLIDES),
}


def real_suffix(path: Path, data: bytes) -> str:
    """Return the ending that fits a file's content; FLAT for a Word file in one piece of XML.

    Raises FileUnreadable where it is locked by a password, or of no format that is read.
    """
    suffix = path.suffix.lower()
    if data.startswith(COMPOUND):
        return _of_streams(data, suffix)
    if data.startswith(b"PK\x03\x04"):
        return _of_archive(data, suffix)
    first = data[:FIRST_BYTES]
    for beginning, ending in BEGINNINGS:
        if first.startswith(beginning):
            return ending
    for words, ending in NEAR_BEGINNING:
        if words in first:
            return ending
    if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return ".html"
    if suffix in SHEETS and is_separated(data):
        return ".csv"
    kind = format_of(data)
    shows = f"看内容是{kind}文件" if kind else "内容不是这种格式，可能已经损坏"
    raise FileUnreadable(f"扩展名是 {path.suffix}，{shows}。请核对原文件，改正扩展名后重试。")


def _of_streams(data: bytes, suffix: str) -> str:
    """Return the ending of an old office file, or of a new one inside a password's envelope."""
    if LOCKED.encode("utf-16-le") in data:
        raise FileUnreadable("文件加了密码。请解除密码后重试。")
    named = next((ending for name, ending in STREAMS if name.encode("utf-16-le") in data), suffix)
    return suffix if suffix in (".wps", ".et", ".dot", ".wpt") else named


def _of_archive(data: bytes, suffix: str) -> str:
    archive = open_archive(data)
    names: Sequence[str] = archive.namelist()
    if "OFD.xml" in names:
        raise FileUnreadable(OFD)
    if any(name.startswith("ppt/") for name in names):
        raise FileUnreadable(SLIDES)
    for folder, ending in PACKED:
        if any(name.startswith(folder) for name in names):
            return ending
    if "mimetype" in names:
        return OPEN_DOCUMENT.get(archive.read("mimetype").strip(), suffix)
    raise FileUnreadable(f"扩展名是 {suffix}，看内容{PAGES}")
