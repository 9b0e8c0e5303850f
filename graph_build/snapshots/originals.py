"""The text of a document as its file has it, to show a sentence or a table row as it stands there."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph_build.errors import DocumentError
from graph_build.folders import DOCUMENTS, UPLOADS
from graph_build.model import Table
from graph_build.readers import read
from graph_build.reading import bounded, worker
from graph_build.sandbox.limits import READ_SECONDS

# A block: the raw text of a paragraph or line; of a table its rows by number, their cells each as column and raw text.
RawTable = dict[int, tuple[tuple[int, str], ...]]
RawBlock = str | RawTable


def original(folder: Path, name: str, sha256: str) -> tuple[RawBlock, ...]:
    """Return the raw blocks of the file that a document was read from; none where it is gone or has changed.

    It is read in a process with bounds, like a build does.
    """
    for path in (found for below in (DOCUMENTS, UPLOADS) for found in sorted((folder / below).rglob("*"))):
        if path.name == name and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            try:
                return bounded(path, worker, READ_SECONDS, raw_blocks, path)
            except DocumentError:
                return ()
    return ()


def raw_blocks(path: Path) -> tuple[RawBlock, ...]:
    """Return a file's blocks as its reader returns them. Raises DocumentError."""
    return tuple(_raw_table(block) if isinstance(block, Table) else block.text.value for block in read(path).blocks)


def _raw_table(table: Table) -> RawTable:
    rows: RawTable = {}
    for row in table.rows:
        # Readers leave out far rows, so that a row's place in the table is not its number; the cells that begin in it
        # have it, and where none does, the row goes on from one before.
        number = max((cell.text.raw.row or 0 for cell in row), default=0)
        rows.setdefault(number, tuple((cell.column, cell.text.value) for cell in row))
    return rows
