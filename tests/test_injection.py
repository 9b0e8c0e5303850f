"""A line that assigns in a way that nobody has read before is put into every golden document: it is claimed or told."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from graph_build.errors import DocumentError, ReadingStopped
from graph_build.pipeline import extract_json
from tests.conftest import CASES

UNIT = "县气象局"
# Roles in words that no ontology has, a label that none has, brackets of no use, and what is known but out of place.
LINES = {
    "verbs": f"做好临时交办的观测工作。（{UNIT}打头，县档案馆帮衬）",
    "label": f"做好临时交办的观测工作。（挑头单位：{UNIT}）",
    "brackets": f"做好临时交办的观测工作。｛{UNIT}、县档案馆按职责分工负责｝",
    "line": f"责任主体——{UNIT}",
    "known": f"做好临时交办工作。（{UNIT}、县天文台按职责分工负责）",
    "known label": f"牵头单位：{UNIT}",
    "known labels": f"做好临时交办工作。（牵头单位：县天文台；责任单位：{UNIT}）",
    "known box": f"【责任部门】{UNIT}",
}
PLACES = {"front": 0.3, "middle": 0.5, "behind": 0.8}
LEAST_TOLD = 0.95


def into_text(source: Path, target: Path, words: str, share: float) -> None:
    lines = source.read_bytes().decode("utf-8").split("\n")
    lines.insert(round(len(lines) * share), words)
    target.write_text("\n".join(lines), "utf-8")


def into_word(source: Path, target: Path, words: str, share: float) -> None:
    document = docx.Document(str(source))
    body = [block for block in document.element.body if block.tag in (qn("w:p"), qn("w:tbl"))]
    new = document.add_paragraph(words)._p
    body[min(round(len(body) * share), len(body) - 1)].addprevious(new)
    document.save(str(target))


def into_word_row(source: Path, target: Path, words: str, share: float) -> None:
    """Put a row into the largest table, the words in one cell over all columns."""
    document = docx.Document(str(source))
    table = max(document.tables, key=lambda table: len(table.rows))
    rows = table._tbl.tr_lst
    row = copy.deepcopy(rows[-1])
    cells = row.tc_lst
    for cell in cells:
        for text in cell.iter(qn("w:t")):
            text.text = ""
    first = docx.table._Cell(cells[-1], table)
    first.text = words
    rows[max(1, min(round(len(rows) * share), len(rows) - 1))].addprevious(row)
    document.save(str(target))


def into_sheet(source: Path, target: Path, words: str, share: float) -> None:
    book = openpyxl.load_workbook(source)
    sheet = max(book.worksheets, key=lambda sheet: sheet.max_row)
    merged = max((area.max_row for area in sheet.merged_cells.ranges), default=0)
    # Rows behind the merges: openpyxl does not move merges along.
    at = max(round(sheet.max_row * share), merged + 1)
    sheet.insert_rows(at)
    sheet.cell(at, min(2, sheet.max_column)).value = words
    book.save(target)


def into_page(source: Path, target: Path, words: str, share: float) -> None:
    data = source.read_bytes()
    page = data.decode("utf-8" if is_utf8(source) else "gb18030")
    ends = [end.end() for end in re.finditer(r"</(?:p|table|h\d)>", page)]
    at = ends[min(round(len(ends) * share), len(ends) - 1)]
    page = re.sub("gb2312|gbk|gb18030", "utf-8", f"{page[:at]}<p>{words}</p>{page[at:]}", flags=re.IGNORECASE)
    target.write_text(page, "utf-8")


Put = Callable[[Path, Path, str, float], None]
WAYS: dict[str, tuple[str, Put]] = {
    "text": (".txt", into_text),
    "word": (".docx", into_word),
    "row": (".docx", into_word_row),
    "sheet": (".xlsx", into_sheet),
    "page": (".html", into_page),
}


def told(path: Path) -> bool:
    """Say whether the unit that was put in stands in a task, or in words that the account asks about."""
    try:
        read = extract_json(path, spans=True)
    except ReadingStopped:
        raise
    except DocumentError:  # a table that is not understood is refused with a line
        return True
    asked = any(UNIT in line["exact"] for line in read["account"] if line["fate"] == "not_understood")
    named = any(
        UNIT in name for task in read["tasks"] for role in ("lead", "responsible", "cooperating") for name in task[role]
    )
    return named or (asked and bool(read["reasons"]))


def sources(suffix: str, put: Put) -> list[Path]:
    found = [path for path in sorted(CASES.glob(f"*/source{suffix}")) if suffix != ".txt" or is_utf8(path)]
    return [path for path in found if put is not into_word_row or docx.Document(str(path)).tables]


def is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def check(way: str, every: int, tmp_path: Path) -> None:
    suffix, put = WAYS[way]
    missed, count = [], 0
    tries = [(s, line, place) for s in sources(suffix, put) for line in LINES for place in PLACES]
    for source, line, place in tries[::every]:
        target = tmp_path / f"{source.parent.name}{suffix}"
        put(source, target, LINES[line], PLACES[place])
        count += 1
        if not told(target):
            missed.append((source.parent.name, line, place))
    assert len(missed) <= (1 - LEAST_TOLD) * count, missed


@pytest.mark.parametrize("way", WAYS)
def test_a_line_that_assigns_is_claimed_or_told(way: str, tmp_path: Path) -> None:
    check(way, 23, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_every_line_that_assigns_is_claimed_or_told(way: str, tmp_path: Path) -> None:
    check(way, 1, tmp_path)
