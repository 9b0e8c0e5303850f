"""The file that a document was read from, as it stands: its blocks, pictures of its pages, its bytes.

It is read again when somebody looks, and only where it is byte for byte what the build read: a snapshot holds no copies
of files, and a file that has changed is never shown below an old reading.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph_build.errors import DocumentError, FileUnreadable
from graph_build.files import read_bytes, shown
from graph_build.folders import DOCUMENTS, UPLOADS
from graph_build.model import Table
from graph_build.readers import read
from graph_build.reading import bounded, worker
from graph_build.sandbox.limits import PAGE_PIXELS, READ_SECONDS


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a table: the row and column that it begins in, by which the account names it, and its raw text."""

    row: int
    column: int
    text: str


# A block: the raw text of a paragraph or line; of a table its rows by number, a merged cell in each that it covers.
RawTable = dict[int, tuple[RawCell, ...]]
RawBlock = str | RawTable
# Why a file can't be shown: it is not where it was, it is another one now, or it can't be read again.
Lost = Literal["gone", "changed", "unreadable"]


@dataclass(frozen=True, slots=True)
class Original:
    """The raw blocks of a document's file, and how many pages it has where it is a PDF; nothing where it is `lost`."""

    blocks: tuple[RawBlock, ...] = ()
    pages: int = 0
    lost: Lost | None = None


def original(folder: Path, name: str, sha256: str) -> Original:
    """Return the file that a document was read from, or why it can't be shown.

    It is read in a process with bounds, like a build does.
    """
    found = _named(folder, name)
    path = next((path for path in found if _digest(path) == sha256), None)
    if path is None:
        return Original(lost="changed" if found else "gone")
    try:
        return bounded(path, worker, READ_SECONDS, read_again, path)
    except DocumentError:
        return Original(lost="unreadable")


def bytes_of(folder: Path, name: str, sha256: str) -> bytes:
    """Return the bytes of the file that a document was read from. Raises FileUnreadable where they are not there."""
    for path in _named(folder, name):
        data = read_bytes(path)
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    raise FileUnreadable(f"{name}：来源文件已不在原处，或已改动。请重新构建：zeren build。")


def page_picture(folder: Path, name: str, sha256: str, number: int) -> bytes:
    """Return a picture (PNG) of a page, from 1, of the PDF that a document was read from.

    It is drawn in a process with bounds. Raises DocumentError where the file is not there, or can't be drawn.
    """
    data = bytes_of(folder, name, sha256)
    return bounded(Path(name), worker, READ_SECONDS, _drawn, data, number)


def read_again(path: Path) -> Original:
    """Return a file's blocks as its reader returns them. Raises DocumentError."""
    found = read(path).blocks
    blocks = tuple(_raw_table(block) if isinstance(block, Table) else block.text.value for block in found)
    return Original(blocks, _pages(path.read_bytes()) if path.suffix.lower() == ".pdf" else 0)


def _raw_table(table: Table) -> RawTable:
    rows: RawTable = {}
    for row in table.rows:
        cells = tuple(RawCell(cell.text.raw.row or 0, cell.text.raw.column or 0, cell.text.value) for cell in row)
        # Readers leave out far rows, so that a row's place in the table is not its number; the cells that begin in it
        # have it, and where none does, the row goes on from one before.
        rows.setdefault(max((cell.row for cell in cells), default=0), cells)
    return rows


def _pages(data: bytes) -> int:
    """Return how many pages a PDF has; 0 where it can't be drawn."""
    import pypdfium2

    try:
        return len(pypdfium2.PdfDocument(data))
    except pypdfium2.PdfiumError:
        return 0


def _drawn(data: bytes, number: int) -> bytes:
    """Return a page of a PDF as a picture, its longer side of PAGE_PIXELS. Raises FileUnreadable."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        page = pdf[number - 1]
        scale = PAGE_PIXELS / max(*page.get_size(), 1)
        picture = page.render(scale=scale, grayscale=True).to_pil()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise FileUnreadable(f"第 {number} 页画不出来。请下载原件查看。") from error
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()


def _named(folder: Path, name: str) -> list[Path]:
    """Return the files of a name, as it is shown."""
    found = (path for below in (DOCUMENTS, UPLOADS) for path in sorted((folder / below).rglob("*")))
    return [path for path in found if shown(path) == name and path.is_file()]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # it went meanwhile
        return ""
