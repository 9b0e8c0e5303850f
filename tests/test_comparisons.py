"""Units of a place compared: which columns are drawn, and what the table of a comparison says on paper."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from graph_query.drawing.comparing import MOST_TOPICS, compare_roles, compare_shared, compare_topics
from graph_query.exports.answered import answered
from graph_query.exports.excel import as_excel
from graph_query.exports.sheet import Edition, Sheet, rows_sheet
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.ledger.workload import by_topic, units_in_order
from graph_query.stores import Store

EDITION = Edition("0123456789ab", "2022-10-01", "2022-07-15", date(2022, 9, 15))
PLACES = ("厦门市", "荆门市", "槐荫区", "渝中区")


def names_in(ledger: Ledger, place: str) -> dict[str, str]:
    units = units_in_order(matching(ledger, Choice()))
    return {iri: ledger.units[iri].name for iri in units if ledger.units[iri].where == place}


@pytest.mark.parametrize("place", PLACES)
def test_the_topics_are_those_of_the_units_compared(place: str, five: Store) -> None:
    ledger = ledger_of(five)
    names = names_in(ledger, place)
    compared = compare_topics(names, ledger.tasks, place)
    assert len(compared.columns) >= MOST_TOPICS
    assert {column for _, column in compared.counts} == {*compared.columns}
    with_topics = {names[iri] for iri, _ in by_topic(ledger.tasks) if iri in names}
    assert {unit for unit, _ in compared.counts} == with_topics
    assert not {*compared.left_out} & {*compared.columns}


def test_roles_that_nobody_has_are_not_in_the_legend(five: Store) -> None:
    ledger = ledger_of(five)
    for place in PLACES:
        compared = compare_roles(names_in(ledger, place), ledger.tasks, place)
        assert {column for _, column in compared.counts} == {*compared.columns}
        assert len(compared.colours) == len(compared.columns)


def test_the_table_of_a_comparison_can_be_added_up(five: Store) -> None:
    ledger = ledger_of(five)
    for compare in (compare_topics, compare_shared):
        compared = compare(names_in(ledger, "厦门市"), ledger.tasks, "厦门市")
        sheet = Sheet(compared.title, compared.labels, compared.rows(), EDITION.notes)
        book = openpyxl.load_workbook(io.BytesIO(as_excel(answered(sheet, EDITION))))
        page = book["台账"]
        rows = [*page.iter_rows(min_row=3, max_row=2 + len(compared.units))]
        assert [cell.data_type for row in rows for cell in row[1:]] == ["n"] * len(compared.columns) * len(rows)
        assert sum(cell.value for row in rows for cell in row[1:]) == sum(compared.counts.values())
        words = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
        assert words.count(compared.title) == 1
        # Its heads are broken in lines that have room.
        assert (page.row_dimensions[2].height or 0) >= 30
        said = {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=3)}
        assert all(column in str(said[column]) for column in compared.columns)


def test_rows_of_an_answer_have_numbers_and_no_empty_meanings() -> None:
    sheet = rows_sheet("表", ["单位", "编号", "任务数"], [["市教育局", "01", "3"], ["市民政局", "2", "10"]], EDITION)
    assert [*sheet.rows] == [("市教育局", "01", 3), ("市民政局", "2", 10)]
    book = openpyxl.load_workbook(io.BytesIO(as_excel(answered(sheet, EDITION))))
    assert "含义" not in {cell.value for row in book["说明"].iter_rows() for cell in row}
    assert EDITION.foot in {cell.value for row in book["说明"].iter_rows() for cell in row}
