"""Pages as offices print them: turned, without lines, in two columns, filled in, scanned, without an encoding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph_build.errors import DocumentError
from graph_build.pipeline import extract_json
from tests.printing import HEIGHT, WIDTH, Sheet, write

TITLE = "柳河县2025年民生实事任务分工表"
HEADING = ("序号", "工作任务", "牵头单位", "责任单位", "完成时限")
ROWS = (
    (
        "1",
        "改造城区老旧供水管网，降低漏损率，做好夜间抢修。",
        "县水务局",
        "县财政局、县住房城乡建设局",
        "2025年6月底前",
    ),
    ("2", "新建农村公路，完善安全设施。", "县交通运输局", "各乡镇人民政府", "2025年9月底前"),
    ("3", "开办社区老年食堂。", "县民政局", "县财政局、县市场监管局", "2025年10月31日前"),
    (
        "4",
        "为乡镇卫生院配备检查设备，并培训操作人员，每季度检查使用情况。",
        "县卫生健康局",
        "县财政局",
        "2025年11月30日前",
    ),
    ("5", "整治校园周边交通秩序。", "县公安局", "县教育局、县城市管理局", "持续推进"),
)
WIDTHS = (30, 165, 85, 125, 110)
LEFT, SIZE, LEADING, PADDING = 40.0, 9.0, 13.0, 8.0
Put = Callable[[tuple[float, float], str], None]


def wrapped(words: str, width: float) -> list[str]:
    count = int((width - 6) / SIZE)
    return [words[n : n + count] for n in range(0, len(words), count)] or [""]


def print_rows(
    put: Put, rows: Sequence[Sequence[str]], top: float, *, widths: Sequence[float] = WIDTHS, centred: bool = True
) -> list[float]:
    """Print rows from a height downwards, each cell centred in its height; return the heights between rows."""
    levels = [top]
    for row in rows:
        cells = [wrapped(words, width) for words, width in zip(row, widths, strict=True)]
        height = max(map(len, cells)) * LEADING + PADDING
        x = LEFT
        for cell, width in zip(cells, widths, strict=True):
            first = (height - len(cell) * LEADING) / 2 if centred else PADDING / 2
            for n, line in enumerate(cell):
                put((x + 3, levels[-1] - first - n * LEADING - SIZE), line)
            x += width
        levels.append(levels[-1] - height)
    return levels


def plain(sheet: Sheet) -> Put:
    return lambda place, words: sheet.words(place, words, SIZE)


def titled(sheet: Sheet) -> None:
    sheet.words((150, 790), TITLE, 16)


def reading(path: Path, *sheets: Sheet) -> dict[str, Any]:
    write(path / "x.pdf", list(sheets))
    return extract_json(path / "x.pdf")


def refused(path: Path, *sheets: Sheet) -> str:
    write(path / "x.pdf", list(sheets))
    with pytest.raises(DocumentError) as raised:
        extract_json(path / "x.pdf")
    return str(raised.value)


def right(result: dict[str, Any], rows: Sequence[Sequence[str]] = ROWS) -> None:
    """Check that all rows are read, each cell in its place."""
    read = [
        (task["no"], task["text"], task["lead"], task["responsible"], task["deadline"]["raw"])
        for task in result["tasks"]
    ]
    assert read == [(no, text, [lead], others.split("、"), limit) for no, text, lead, others, limit in rows]


def grid(line: Callable[[float, float, float, float], None], levels: Sequence[float]) -> None:
    edges = [LEFT + sum(WIDTHS[:n]) for n in range(len(WIDTHS) + 1)]
    for level in levels:
        line(edges[0], level, edges[-1], level)
    for edge in edges:
        line(edge, levels[0], edge, levels[-1])


# Tables without lines, or with some


def rules(sheet: Sheet, levels: Sequence[float], *numbers: int) -> None:
    for number in numbers:
        sheet.line(LEFT, levels[number], LEFT + sum(WIDTHS), levels[number])


def shades(sheet: Sheet, levels: Sequence[float], *numbers: int) -> None:
    for number in numbers:
        sheet.shade(LEFT, levels[number + 1], sum(WIDTHS), levels[number] - levels[number + 1])


RULES: dict[str, tuple[Callable[..., None], tuple[int, ...]]] = {
    "none": (rules, ()),
    "three": (rules, (0, 1, -1)),
    "below each row": (rules, (0, 1, 2, 3, 4, 5, 6)),
    "shaded heading": (shades, (0,)),
    "every other row shaded": (shades, (0, 2, 4)),
}


@pytest.mark.parametrize("set_to", ["middle", "top"])
@pytest.mark.parametrize("kind", RULES)
def test_a_table_that_no_lines_part(kind: str, set_to: str, tmp_path: Path) -> None:
    sheet = Sheet()
    levels = print_rows(plain(Sheet()), (HEADING, *ROWS), 760, centred=set_to == "middle")
    draw, numbers = RULES[kind]
    draw(sheet, levels, *numbers)
    titled(sheet)
    print_rows(plain(sheet), (HEADING, *ROWS), 760, centred=set_to == "middle")
    sheet.words((290, 30), "- 1 -", 9)
    result = reading(tmp_path, sheet)
    right(result)
    assert result["title"] == TITLE
    assert result["supposed_share"] == 1.0
    assert result["tasks"][0]["basis"]["lead"] == ["aligned_supposed"]


def test_a_table_that_only_upright_lines_part(tmp_path: Path) -> None:
    sheet = Sheet()
    titled(sheet)
    levels = print_rows(plain(sheet), (HEADING, *ROWS), 760)
    grid(sheet.line, (levels[0], levels[1], levels[-1]))
    right(reading(tmp_path, sheet))


@pytest.mark.parametrize("again", [(HEADING,), ()])
def test_a_table_without_lines_over_two_pages(again: tuple[tuple[str, ...], ...], tmp_path: Path) -> None:
    first, second = Sheet(), Sheet()
    titled(first)
    print_rows(plain(first), (HEADING, *ROWS[:3]), 760)
    print_rows(plain(second), (*again, *ROWS[3:]), 790)
    for n, sheet in enumerate((first, second), 1):
        sheet.words((290, 30), f"- {n} -", 9)
    right(reading(tmp_path, first, second))


def test_a_row_without_lines_that_a_page_cuts(tmp_path: Path) -> None:
    first, second = Sheet(), Sheet()
    titled(first)
    text = ROWS[3][1]
    print_rows(plain(first), (HEADING, *ROWS[:3], (*ROWS[3][:1], text[:15], *ROWS[3][2:])), 760)
    print_rows(plain(second), (("", text[15:], "", "", ""), *ROWS[4:]), 790)
    result = reading(tmp_path, first, second)
    right(result)


def test_words_below_a_table_without_lines(tmp_path: Path) -> None:
    sheet = Sheet()
    titled(sheet)
    levels = print_rows(plain(sheet), (HEADING, *ROWS), 760)
    words = "各单位要按照分工抓好落实，每季度末向县政府办公室报送进展情况，年底前完成全部任务并报送总结材料。"
    sheet.words((40, levels[-1] - 30), words, 9)
    right(reading(tmp_path, sheet))


def test_chapters_inside_a_table_without_lines(tmp_path: Path) -> None:
    sheet = Sheet()
    titled(sheet)
    put = plain(sheet)
    low = print_rows(put, (HEADING,), 760)[-1]
    sheet.words((LEFT + 3, low - 13), "一、城乡建设", 9)
    low = print_rows(put, ROWS[:2], low - 22)[-1]
    sheet.words((LEFT + 3, low - 13), "二、公共服务", 9)
    print_rows(put, ROWS[2:], low - 22)
    result = reading(tmp_path, sheet)
    right(result)
    assert [task["section"] for task in result["tasks"]] == ["城乡建设"] * 2 + ["公共服务"] * 3


def test_a_blank_cell_that_no_line_draws_is_doubted(tmp_path: Path) -> None:
    sheet = Sheet()
    titled(sheet)
    rows = [list(row) for row in ROWS]
    rows[1][4] = rows[2][4] = ""
    print_rows(plain(sheet), (HEADING, *rows), 760)
    result = reading(tmp_path, sheet)
    assert result["sureness"] <= 0.8
    assert any("2 个空格，看不出是否与上下合并" in line for line in result["reasons"])


def test_a_table_whose_columns_do_not_agree_is_told(tmp_path: Path) -> None:
    sheet = Sheet()
    titled(sheet)
    print_rows(plain(sheet), (HEADING,), 760)
    low = print_rows(plain(sheet), ROWS[:3], 738)[-1]
    print_rows(lambda place, words: sheet.words((place[0] + 45, place[1]), words, SIZE), ROWS[3:], low)
    assert "对不齐" in refused(tmp_path, sheet)


# Turned pages


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_pages_that_are_turned(rotate: int, angle: int, tmp_path: Path) -> None:
    sheet = Sheet(rotate=rotate)

    def turned(x: float, y: float) -> tuple[float, float]:
        return {0: (x, y), 90: (WIDTH - y + 250, x), 180: (WIDTH - x, HEIGHT - y), 270: (y - 250, HEIGHT - x)}[angle]

    sheet.words(turned(150, 790), TITLE, 16, angle)
    levels = print_rows(lambda place, words: sheet.words(turned(*place), words, SIZE, angle), (HEADING, *ROWS), 760)
    grid(lambda x, y, to_x, to_y: sheet.line(*turned(x, y), *turned(to_x, to_y)), levels)
    result = reading(tmp_path, sheet)
    right(result)
    assert result["sureness"] > 0.8
    assert result["supposed_share"] == 0.0


# Two columns of prose

PROSE = "".join(
    f"{no}.{text[:-1]}。（牵头单位：{lead}；责任单位：{others}；完成时限：{limit}）\n"
    for no, text, lead, others, limit in ROWS
)


def columns(put: Put, lines: Sequence[str], top: float, per_column: int) -> None:
    for n, line in enumerate(lines):
        column, row = divmod(n, per_column)
        put((LEFT + column * 265, top - row * 16), line)


@pytest.mark.parametrize("pages", [1, 2])
def test_two_columns_of_prose(pages: int, tmp_path: Path) -> None:
    lines = [part[n : n + 26] for part in PROSE.splitlines() for n in range(0, len(part), 26)]
    sheets = [Sheet() for _ in range(pages)]
    titled(sheets[0])
    share = -(-len(lines) // pages)
    for n, sheet in enumerate(sheets):
        own = lines[n * share : (n + 1) * share]
        columns(plain(sheet), own, 740, -(-len(own) // 2))
    result = reading(tmp_path, *sheets)
    right(result)
    assert result["sureness"] > 0.8


# Forms, scans, letters


def test_a_form_that_is_filled_in(tmp_path: Path) -> None:
    sheet = Sheet()
    titled(sheet)
    levels = print_rows(plain(sheet), (HEADING, *((*row[:2], "", "", row[4]) for row in ROWS)), 760)
    grid(sheet.line, levels)
    for row, top, bottom in zip(ROWS, levels[1:], levels[2:], strict=False):
        for column in (2, 3):
            left = LEFT + sum(WIDTHS[:column])
            sheet.field(left + 2, bottom + 2, left + WIDTHS[column] - 2, top - 2, row[column])
    right(reading(tmp_path, sheet))


def test_a_scan_with_a_layer_of_recognised_words_is_read_and_doubted(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.picture()
    titled(sheet)
    print_rows(plain(sheet), (HEADING, *ROWS), 760)
    result = reading(tmp_path, sheet)
    right(result)
    assert result["sureness"] <= 0.8
    assert any("文字识别" in line for line in result["reasons"])


def test_a_scan_with_page_numbers_is_called_a_scan(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.picture()
    sheet.words((290, 30), "- 1 -", 9)
    message = refused(tmp_path, sheet)
    assert "扫描件" in message
    assert "文字识别" in message


def test_letters_without_an_encoding_are_called_so(tmp_path: Path) -> None:
    sheet = Sheet()
    grid(sheet.line, print_rows(plain(sheet), (HEADING, *ROWS), 760))
    write(tmp_path / "x.pdf", [sheet])
    data = (tmp_path / "x.pdf").read_bytes().replace(b"/Encoding/UniGB-UCS2-H", b"/Encoding/Identity-H   ")
    (tmp_path / "x.pdf").write_bytes(data.replace(b"/Ordering(GB1)", b"/Ordering(Abc)"))
    with pytest.raises(DocumentError, match="认不出") as raised:
        extract_json(tmp_path / "x.pdf")
    assert "文字版" in str(raised.value)
