"""Generated task lists as files of every format that is read."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl

from benchmarks.generator import Cell, GeneratedList

Rows = tuple[tuple[Cell, ...], ...]


def write(generated: GeneratedList, form: str, path: Path) -> None:
    """Write a list to a file in a format of FORMATS."""
    FORMATS[form](generated, path)


def _text(generated: GeneratedList, rows: Callable[[Rows], str], path: Path, encoding: str = "utf-8") -> None:
    parts = [block if isinstance(block, str) else rows(block) for block in generated.blocks]
    path.write_text("\n".join(parts) + "\n", encoding)


def _cells_on_lines(rows: Rows) -> str:
    """Each cell on a line behind a tab, a blank line between rows, as pasted tables come out of a web page."""
    return "\n" + "\n\n".join("\n".join(f"\t{cell.text}" for cell in row) for row in rows) + "\n"


def _tabs(rows: Rows) -> str:
    return "\n".join("\t".join(cell.text for cell in row) for row in rows)


def _pipes(rows: Rows) -> str:
    lines = ["| " + " | ".join(cell.text for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _word(generated: GeneratedList, path: Path) -> None:
    document = docx.Document()
    for block in generated.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for n, row in enumerate(block):
            if len(row) == 1:
                table.cell(n, 0).merge(table.cell(n, len(block[0]) - 1)).text = row[0].text
                continue
            for column, cell in enumerate(row):
                if cell.merged:
                    merged = table.cell(n - 1, column).merge(table.cell(n, column))
                    merged.text = merged.text.strip("\n")
                else:
                    table.cell(n, column).text = cell.text
    document.save(str(path))


def _excel(generated: GeneratedList, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    first = 1
    for block in generated.blocks:
        if isinstance(block, str):
            sheet.cell(first, 1, block)
            first += 1
            continue
        starts: dict[int, int] = {}
        for n, row in enumerate(block):
            for column, cell in enumerate(row, 1):
                if not cell.merged:
                    starts[column] = first + n
                    sheet.cell(first + n, column, int(cell.text) if cell.text.isdecimal() else cell.text)
                following = block[n + 1][column - 1] if n + 1 < len(block) and column <= len(block[n + 1]) else None
                if cell.merged and not (following and following.merged):
                    sheet.merge_cells(None, starts[column], column, first + n, column)
            if len(row) == 1:
                sheet.merge_cells(None, first + n, 1, first + n, len(block[0]))
        first += len(block)
    book.save(str(path))


def _page(generated: GeneratedList, path: Path) -> None:
    body = []
    for block in generated.blocks:
        if isinstance(block, str):
            body.append(f"<p>{html.escape(block)}</p>")
            continue
        rows = []
        for n, row in enumerate(block):
            cells = ""
            for column, cell in enumerate(row):
                if not cell.merged:
                    height = 1
                    while (
                        n + height < len(block) and len(block[n + height]) > column and block[n + height][column].merged
                    ):
                        height += 1
                    cells += f'<td rowspan="{height}" colspan="{cell.columns}">{html.escape(cell.text)}</td>'
            rows.append(f"<tr>{cells}</tr>")
        body.append(f"<table>{''.join(rows)}</table>")
    path.write_text(f'<html><head><meta charset="utf-8"></head><body>{"".join(body)}</body></html>', "utf-8")


def write_pdfs(generated: Mapping[str, GeneratedList], folder: Path) -> None:
    """Write PDFs, each by its name, by way of LibreOffice, which is started once.

    Raises FileNotFoundError where it is not installed.
    """
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice")
    words = [folder / f"{name}.docx" for name in generated]
    for word, one in zip(words, generated.values(), strict=True):
        _word_with_lines(one, word)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, words)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)  # noqa: S603 (found above, no shell)
    for word in words:
        word.unlink()


def _word_with_lines(generated: GeneratedList, path: Path) -> None:
    """Write a Word file whose tables have drawn lines."""
    _word(generated, path)
    document = docx.Document(str(path))
    for table in document.tables:
        table.style = document.styles["Table Grid"]
    document.save(str(path))


FORMATS: dict[str, Callable[[GeneratedList, Path], None]] = {
    "txt": lambda generated, path: _text(generated, _cells_on_lines, path),
    "tabs.txt": lambda generated, path: _text(generated, _tabs, path, "utf-8-sig"),
    "gb.txt": lambda generated, path: _text(generated, _cells_on_lines, path, "gb18030"),
    "md": lambda generated, path: _text(generated, _pipes, path),
    "docx": _word,
    "xlsx": _excel,
    "html": _page,
    "pdf": lambda generated, path: write_pdfs({path.stem: generated}, path.parent),
}
