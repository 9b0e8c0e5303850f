"""Tables of a page that are made of other elements: a heading's words and the rows below become a <table>."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

from graph_build.readers.parts.passed import Passed
from graph_build.values.headings import is_heading, kind_of

ROWS = ("div", "ul", "ol", "li", "dl", "section", "p", "span")
FEWEST_CELLS = 3


def as_tables(page: HtmlElement, passed: Passed) -> None:
    """Make tables, in place, of elements whose children are the words of a heading, and of the rows that follow."""
    for row in [*page.iter(*ROWS)]:
        if row.getparent() is None or next(row.iterancestors("table"), None) is not None:
            continue
        if _is_row(row) and is_heading(_words(row)):
            _make_table(row, passed)
        elif width := _width_of_grid(row):
            _make_grid(row, width)


def _make_table(heading: HtmlElement, passed: Passed) -> None:
    """Make a table of a heading and the rows beside it, or in the parts beside its own."""
    width = len(_children(heading))
    table = heading.getparent()
    rows = _children(table)[_children(table).index(heading) :]
    if len(rows) == 1 and table.getparent() is not None:
        # The heading stands in a part of its own, as in <thead>.
        parts = [table, *table.itersiblings()]
        rows = [row for part in parts if isinstance(part.tag, str) for row in _children(part)]
    rows = [row for row in rows if row.text_content().strip()]
    if not any(_is_row(row) and len(_children(row)) == width for row in rows[1:]):
        return
    made = html.Element("table")
    heading.addprevious(made)
    for number, row in enumerate(rows):
        cells = _children(row) if _is_row(row) else []
        if len(cells) not in (0, 1, width):
            passed.doubt("有 {n} 行的格数与表头不同，可能错栏", f"用其他元素排成的表格第 {number + 1} 行")
        row.tail = None
        made.append(row)
        if not cells:
            _wrap(row, width)
        row.tag = "tr"
        for cell in cells:
            cell.tag = "td"
            if len(cells) == 1:
                cell.set("colspan", str(width))


def _wrap(row: HtmlElement, width: int) -> None:
    """Put all that a row holds into one cell over all columns."""
    cell = html.Element("td", colspan=str(width))
    cell.text, row.text = row.text, None
    cell.extend(list(row))
    row.append(cell)


def _width_of_grid(element: HtmlElement) -> int:
    """Return how many columns an element has whose children are all the cells of a table in order; else 0."""
    children = _children(element)
    known = [kind_of(child.text_content()) is not None for child in children]
    width = known.index(False) if False in known else 0
    fits = width >= FEWEST_CELLS and len(children) > width and len(children) % width == 0
    return width if fits and _is_row(element) and is_heading(_words(element)[:width]) else 0


def _make_grid(element: HtmlElement, width: int) -> None:
    cells = _children(element)
    element.tag = "table"
    for start in range(0, len(cells), width):
        row = html.Element("tr")
        element.append(row)
        for cell in cells[start : start + width]:
            cell.tag = "td"
            row.append(cell)


def _is_row(element: HtmlElement) -> bool:
    """Say whether an element holds other elements and no words of its own between them."""
    children = _children(element)
    own = [element.text, *(child.tail for child in children)]
    return bool(children) and not any(words and words.strip() for words in own)


def _words(row: HtmlElement) -> list[str]:
    return [child.text_content() for child in _children(row)]


def _children(element: HtmlElement) -> list[HtmlElement]:
    return [child for child in element if isinstance(child.tag, str) and child.tag != "br"]
