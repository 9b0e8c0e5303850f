"""Flattened tables: lines in, rows of cells out, each cell at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.errors import TableNotUnderstood
from graph_build.model import Document, Paragraph, Table
from graph_build.readers import read
from graph_build.tables.unflatten import unflatten

HEADER = "\t序号\n\t任务\n\t责任单位\n\n"


def unflattened(folder: Path, text: str) -> Document:
    path = folder / "table.txt"
    path.write_text(text, "utf-8")
    return unflatten(read(path))


def table_of(document: Document) -> Table:
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return table


def values(table: Table) -> list[list[str]]:
    return [["".join(cell.text.value.split()) for cell in row] for row in table.rows]


def prose(document: Document) -> list[str]:
    return [block.text.value for block in document.blocks if isinstance(block, Paragraph) and block.text.value.strip()]


def test_rows_are_parted_by_blank_lines(tmp_path: Path) -> None:
    document = unflattened(tmp_path, f"标题\n{HEADER}\t1\n\t做甲事\n\t县教育局\n\n\t2\n\t做乙事\n\t\n")
    table = table_of(document)
    assert values(table) == [["序号", "任务", "责任单位"], ["1", "做甲事", "县教育局"], ["2", "做乙事", ""]]
    assert table.merges == "supposed"
    assert prose(document) == ["标题"]


def test_a_cell_runs_over_lines_and_blank_lines(tmp_path: Path) -> None:
    table = table_of(
        unflattened(
            tmp_path, f"{HEADER}\t1\n\t做甲事，\n\n再做乙事\n\t县教育局、\n\n县财政局\n\n\t2\n\t做丙事\n\t县民政局"
        )
    )
    assert values(table)[1] == ["1", "做甲事，再做乙事", "县教育局、县财政局"]
    span = table.rows[1][2].text.span()
    assert (span.block, span.start, span.exact) == (8, 1, "县教育局、\n\n县财政局")


def test_a_blank_line_behind_a_section_name_does_not_end_the_row(tmp_path: Path) -> None:
    rows = "\t一、甲\n\n\n\t1\n\t做甲事\n\t县教育局\n\n\t\n\t2\n\t做乙事\n\t县教育局\n"
    table = table_of(unflattened(tmp_path, f"{HEADER}{rows}"))
    assert values(table)[1:] == [["一、甲", "1", "做甲事", "县教育局"], ["", "2", "做乙事", "县教育局"]]


def test_a_line_behind_the_table_is_no_cell(tmp_path: Path) -> None:
    document = unflattened(tmp_path, f"{HEADER}\t1\n\t做甲事\n\t县教育局\n\n\n抄送：县委各部门。\n")
    assert values(table_of(document))[-1] == ["1", "做甲事", "县教育局"]
    assert prose(document) == ["抄送：县委各部门。"]


def test_every_line_stands_in_one_block(tmp_path: Path) -> None:
    document = unflattened(tmp_path, f"标题\n{HEADER}\t1\n\t做甲事\n\t县教育局\n\n附注\n")
    lines = [block.text.raw.block for block in document.blocks if isinstance(block, Paragraph)]
    lines += [cell.text.raw.block for row in table_of(document).rows for cell in row]
    assert sorted(lines) == [0, 1, 2, 3, 5, 6, 7, 8, 9, 10]


def test_a_last_cell_behind_a_blank_line_goes_on_where_rows_follow(tmp_path: Path) -> None:
    rows = "\t1\n\t做甲事\n\t县教育局\n\n县民政局\n\n\t2\n\t做乙事\n\t县财政局\n"
    table = table_of(unflattened(tmp_path, f"{HEADER}{rows}"))
    assert values(table)[1:] == [["1", "做甲事", "县教育局县民政局"], ["2", "做乙事", "县财政局"]]


def test_the_very_last_cell_goes_on_where_it_is_not_complete(tmp_path: Path) -> None:
    rows = "\t1\n\t做甲事\n\t县民政局\n\n\t2\n\t做乙事\n\t县司法局等县直\n\n各有关部门\n\n县政府办公室\n"
    document = unflattened(tmp_path, f"{HEADER}{rows}")
    assert values(table_of(document))[-1] == ["2", "做乙事", "县司法局等县直各有关部门"]
    assert prose(document) == ["县政府办公室"]


def test_a_note_right_behind_the_table_is_no_cell(tmp_path: Path) -> None:
    document = unflattened(tmp_path, f"{HEADER}\t1\n\t做甲事\n\t县教育局\n注：以上均需落实。\n")
    assert values(table_of(document))[-1] == ["1", "做甲事", "县教育局"]
    assert prose(document) == ["注：以上均需落实。"]


def test_two_tables_of_different_columns(tmp_path: Path) -> None:
    one = "\t任务\n\t责任单位\n\n\t做甲事\n\t县教育局\n\n\t做乙事\n\t县民政局\n\n"
    two = f"表二\n{HEADER}\t1\n\t做丙事\n\t县财政局\n"
    document = unflattened(tmp_path, one + two)
    tables = [values(block) for block in document.blocks if isinstance(block, Table)]
    assert tables == [
        [["任务", "责任单位"], ["做甲事", "县教育局"], ["做乙事", "县民政局"]],
        [["序号", "任务", "责任单位"], ["1", "做丙事", "县财政局"]],
    ]
    assert prose(document) == ["表二"]


def test_a_heading_repeated_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    rows = f"\t1\n\t做甲事\n\t县教育局\n\n{HEADER}\t2\n\t做乙事\n\t\n"
    table = table_of(unflattened(tmp_path, f"{HEADER}{rows}"))
    assert values(table) == [["序号", "任务", "责任单位"], ["1", "做甲事", "县教育局"], ["2", "做乙事", ""]]


def test_cells_of_prose_before_the_heading_stay_prose(tmp_path: Path) -> None:
    document = unflattened(tmp_path, f"\t2022年任务分工\n\n\t现印发给你们。\n\n{HEADER}\t1\n\t做甲事\n\t县教育局\n")
    assert prose(document) == ["\t2022年任务分工", "\t现印发给你们。"]
    assert len(table_of(document).rows) == 2


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("\t1\n\t做甲事\n\t县教育局\n\t多\n\n\t2\n\t做乙事\n\t县民政局\n\n\t3\n\t做丙事\n\t县民政局\n", "第 5 行"),
        ("\t1\n\t做甲事\n\t县教育局\n\n\t2\n\t做乙事\n\t县民政局\n\n\t3\n\t做丙事\n", "第 13 行"),
        ("".join(f"\t{n}\n\t做第{n}事\n\t县教育局\n" for n in range(60)), "第 5 行"),
    ],
)
def test_rows_of_another_width_are_named(tmp_path: Path, rows: str, place: str) -> None:
    with pytest.raises(TableNotUnderstood, match=place):
        unflattened(tmp_path, f"{HEADER}{rows}")
