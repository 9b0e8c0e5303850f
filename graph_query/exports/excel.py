"""A paper as an Excel workbook: to fill in, to sort by days, and to print on A4 across as it is."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell as Written
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph_query.exports.paper import (
    BODY,
    HEADS,
    MARGIN,
    MARK,
    TEXT,
    TITLE,
    WIDTH,
    Cell,
    Column,
    Due,
    Heading,
    Paper,
    Row,
    Table,
    lines_of,
    lines_of_row,
    words_of,
)
from graph_query.sparql.formats import inert

LINE = Side(style="thin", color="404040")
FRAME, OVER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE), Border(top=LINE, bottom=LINE)
MM_PER_INCH = 25.4
# A column is measured in digits of the standard font, each 8 pixels of 96 an inch, and 5 beside them.
STANDARD = Font("宋体", 11)
DIGIT, BESIDE, PIXELS = 8, 5, 96
# A line of text in points, and what is above and below; Excel makes no row higher than 409.
PITCH, AROUND, HIGHEST = 15, 4, 405
MOST_LINES = (HIGHEST - AROUND) // PITCH
MEANINGS = (Column("栏目", 40, ""), Column("含义", WIDTH - 40, ""))
SAID = (Column("说明", WIDTH, ""),)
DAY = "yyyy-mm-dd"
# What has this format is not drawn, also not where its column is hidden and its page printed.
UNSEEN = ";;;"
ADDRESS = "任务地址"
# What a document says of a deadline beyond its day: 长期坚持. Excel breaks no number in lines, but makes it smaller.
PARTS, DIGIT_IN = re.compile(rf'[，。；、,;："{MARK}]'), re.compile(r"\d|[一二三四五六七八九十]+[年月日]")
WHOLE = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)


def _styles() -> tuple[NamedStyle, ...]:
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    text = Alignment(vertical="center", wrap_text=True)
    body, heads = Font(BODY, TEXT), Font(HEADS, TEXT)
    return (
        NamedStyle("题名", Font(TITLE, 18), alignment=Alignment(horizontal="centerContinuous", vertical="center")),
        NamedStyle("题下", body, alignment=text),
        NamedStyle("栏目", heads, PatternFill("solid", fgColor="E7ECF1"), FRAME, middle),
        NamedStyle("分段", heads, PatternFill("solid", fgColor="F4F4F4"), OVER, Alignment(vertical="center")),
        NamedStyle("正文", body, border=FRAME, alignment=text),
        NamedStyle("居中", body, border=FRAME, alignment=middle),
        NamedStyle("日期", body, border=FRAME, alignment=middle, number_format=DAY),
        NamedStyle("地址", body, number_format=UNSEEN),
        NamedStyle("推定日期", body, border=FRAME, alignment=middle, number_format=f'{DAY}"{MARK}"'),
    )


def as_excel(paper: Paper) -> bytes:
    """Return a workbook: 台账, 出处 where a paper has sources, and 说明 with what columns mean and what is said."""
    # Each row is written and forgotten: that of many tasks would take gigabytes.
    book = Workbook(write_only=True)
    book._named_styles["Normal"].font = STANDARD  # noqa: SLF001 (openpyxl has no other way to the standard font)
    for style in _styles():
        book.add_named_style(style)
    book.properties.title = ILLEGAL_CHARACTERS_RE.sub("", paper.title)
    mark, foot = (paper.mark,) if paper.mark else (), paper.notes[0]
    _page(book.create_sheet("台账"), (paper.title, *paper.under), paper.table, mark, foot)
    if paper.behind:
        _page(book.create_sheet("出处"), ("出处与依据", *paper.behind_notes), paper.behind, mark, foot)
    meant = [Row((column.label, column.meaning)) for column in _columns(paper) if column.meaning]
    if meant:
        _page(book.create_sheet("说明"), ("各栏含义",), Table(MEANINGS, lambda: meant), paper.notes, foot)
    else:
        said = [Row((note,)) for note in paper.notes]
        _page(book.create_sheet("说明"), (paper.title,), Table(SAID, lambda: said), (), foot)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _columns(paper: Paper) -> Iterable[Column]:
    """Return the columns of a paper; one that both tables have stands once."""
    behind = paper.behind.columns if paper.behind else ()
    return {column.label: column for column in (*paper.table.columns, *behind)}.values()


def _page(sheet: WriteOnlyWorksheet, titles: Sequence[str], table: Table, notes: Sequence[str], foot: str) -> None:
    """Write a sheet: titles, a table whose heading row stays and is on every page, and notes below it."""
    heads = len(titles) + 1
    _lay_out(sheet, table, foot)
    sheet.freeze_panes, sheet.print_title_rows = f"A{heads + 1}", f"{heads}:{heads}"
    writing = _Writing(sheet, table)
    for n, title in enumerate(titles):
        writing.across(title, "题下" if n else "题名")
    writing.labels()
    for line in table.lines():
        writing.line(line)
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A{heads}:{last}{writing.at}"
    for n, column in enumerate(table.columns, start=1):
        if column.choices and writing.at > heads:
            letter = get_column_letter(n)
            sheet.data_validations.append(_choice(column.choices, f"{letter}{heads + 1}:{letter}{writing.at}"))
    for note in notes:
        writing.across(note, "题下")
    # Addresses are not printed.
    sheet.print_area = f"A1:{last}{writing.at}"


def _lay_out(sheet: WriteOnlyWorksheet, table: Table, foot: str) -> None:
    """Set the page and its columns: as wide as the paper; only where fonts are wider all is made smaller."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    margins = sheet.page_margins
    margins.left = margins.right = (MARGIN - 2) / MM_PER_INCH
    margins.top, margins.bottom, margins.footer = 0.5, 0.7, 0.3
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text, sheet.oddFooter.center.size = f"第 &P 页　共 &N 页　　{foot.partition('；')[0]}", 8
    for n, column in enumerate(table.columns, start=1):
        pixels = column.width / MM_PER_INCH * PIXELS
        sheet.column_dimensions[get_column_letter(n)].width = (pixels - BESIDE) / DIGIT
    if table.addressed:
        sheet.column_dimensions[get_column_letter(len(table.columns) + 1)].hidden = True


def _choice(choices: Sequence[str], where: str) -> DataValidation:
    """Return a list to choose from; other words are taken too, since progress is more than one word."""
    words = "、".join(choices)
    listed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True, sqref=where)
    listed.showErrorMessage, listed.showInputMessage, listed.prompt = False, True, f"可选{words}，也可自己填写。"
    return listed


class _Writing:
    """Writes the rows of a sheet one after the other; `at` is the last."""

    def __init__(self, sheet: WriteOnlyWorksheet, table: Table) -> None:
        self._sheet, self._table, self.at = sheet, table, 0

    def across(self, words: str, style: str) -> None:
        """Write words over the whole width."""
        size = int(self._cell(words, style).font.size)
        cells = [self._cell(words, style), *(self._cell(None, style) for _ in self._table.columns[1:])]
        self._row(cells, lines_of(words, WIDTH, size) * size / TEXT + (1 if size > TEXT else 0))
        last = get_column_letter(len(self._table.columns))
        self._sheet.merged_cells.add(f"A{self.at}:{last}{self.at}")

    def labels(self) -> None:
        """Write the heading row."""
        labels = [column.label for column in self._table.columns] + [ADDRESS] * self._table.addressed
        lines = max(lines_of(column.label, column.width) for column in self._table.columns)
        self._row([self._cell(label, "栏目") for label in labels], max(lines, 1.4))

    def line(self, line: Heading | Row) -> None:
        """Write a line of the table; a row higher than Excel allows goes on in the next."""
        if isinstance(line, Heading):
            style = "分段"
            self._row(
                [self._cell(line.words if not n else None, style) for n, _ in enumerate(self._table.columns)], 1.4
            )
            return
        for row, lines in _pieces(line, self._table):
            cells = [self._filled(cell, column) for cell, column in zip(row.cells, self._table.columns, strict=True)]
            if self._table.addressed:
                cells.append(self._cell(row.address, "地址"))
            self._row(cells, lines)

    def _row(self, cells: Sequence[Written], lines: float) -> None:
        self.at += 1
        self._sheet.row_dimensions[self.at].height = lines * PITCH + AROUND
        self._sheet.append(cells)
        del self._sheet.row_dimensions[self.at]

    def _filled(self, cell: Cell, column: Column) -> Written:
        if isinstance(cell, Due):
            if cell.day:
                return self._day(cell.day, cell)
            cell = words_of(cell)
        return self._cell(cell, "居中" if column.centred else "正文")

    def _day(self, day: date, due: Due) -> Written:
        """Return a cell with a day by which rows can be sorted, behind it what the document says beyond that day.

        Where its words can't be told from the day, the cell is these words: a number would say other than they do.
        """
        lasting = [words for words in PARTS.split(due.words) if words and not DIGIT_IN.search(words)]
        if due.lasting and not lasting:
            return self._cell(due.words, "居中")
        found = self._cell(day, "推定日期" if due.supposed else "日期")
        if due.lasting:
            found.number_format = f'{DAY}"，{"，".join(lasting)}{MARK if due.supposed else ""}"'
            found.alignment = WHOLE
        return found

    def _cell(self, value: str | int | date | None, style: str) -> Written:
        """Return a cell with a value; a text stays a text, also where it begins like a formula."""
        text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else None
        cell = WriteOnlyCell(self._sheet, value if text is None else text)
        cell.style = style
        if text:
            cell.data_type = "s"
            cell.quotePrefix = inert(text) != text
        return cell


def _pieces(row: Row, table: Table) -> Iterator[tuple[Row, int]]:
    """Yield a row with its lines; in pieces where it has more of them than a row of Excel holds."""
    while (lines := lines_of_row(row, table)) > MOST_LINES:
        halves = [_cut(cell, column.width) for cell, column in zip(row.cells, table.columns, strict=True)]
        yield Row(tuple(first for first, _ in halves), row.address), MOST_LINES
        row = Row(tuple(rest for _, rest in halves))
    yield row, lines


def _cut(cell: Cell, width: float) -> tuple[Cell, Cell]:
    """Return what a cell of a row can hold, and the rest."""
    if not isinstance(cell, str):
        return cell, None
    most = bisect_right(range(1, len(cell) + 1), MOST_LINES, key=lambda letters: lines_of(cell[:letters], width))
    return cell[:most], cell[most:]
