"""Ledgers, summaries, lists of what is due, calendars: opened again by the libraries that read them, and printed."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import docx
import icalendar
import openpyxl
import pdfplumber
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

from graph_query.exports.answered import answered
from graph_query.exports.calendar import as_calendar
from graph_query.exports.due_list import as_message, due_list
from graph_query.exports.entries import Form, due_of, entries_of_unit, entry_of_task, text_of
from graph_query.exports.excel import as_excel
from graph_query.exports.ledgers import TASKS, UNIT, task_ledger, unit_ledger, unit_name
from graph_query.exports.paper import WIDTH, Column, Due, Heading, Paper, Row, Table
from graph_query.exports.sheet import Edition, rows_sheet
from graph_query.exports.summary import summary_of
from graph_query.exports.unit_ledgers import as_zip, without_templates
from graph_query.exports.word import as_word, bookmark_of
from graph_query.ledger.duties import Duty, Way, duties_of
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.model import Task, Unit
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.ledger.workload import units_in_order
from graph_query.stores import Store
from tests.conftest import require

TODAY = date(2022, 9, 15)
EDITION = Edition("0123456789ab", "2022-10-01", "2022-07-15", TODAY, "提问“谁负责？”")
WAYS: tuple[Way, ...] = ("named", "included")
SEVEN = ["序号", "任务内容", "角色", "协同单位", "完成时限", "责任科室", "进展情况"]
FORMULA = '=HYPERLINK("http://example.com/","点此")'
# Title, what it rests on, who fills it in; then heads.
HEADS = 4


def unit_named(ledger: Ledger, name: str, place: str) -> Unit:
    return next(unit for unit in ledger.units.values() if (unit.name, unit.place) == (name, place))


def bound(store: Store, unit: Unit) -> list[Duty]:
    return [duty for duty in duties_of(store, ledger_of(store), unit.iri) if duty.way in WAYS]


@pytest.fixture(scope="module")
def paper(five: Store) -> Paper:
    """Return the ledger of a unit with 44 tasks, 6 of which name it."""
    unit = unit_named(ledger_of(five), "区教育和体育局", "槐荫区")
    return unit_ledger(unit, bound(five, unit), WAYS, EDITION)


@pytest.fixture(scope="module")
def written(paper: Paper) -> Document:
    return docx.Document(io.BytesIO(as_word(paper)))


@pytest.fixture(scope="module")
def filled(paper: Paper) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_excel(paper)))


def rows_of(table: Table) -> list[Row]:
    return [line for line in table.lines() if isinstance(line, Row)]


def headings_of(table: Table) -> list[str]:
    return [line.words for line in table.lines() if isinstance(line, Heading)]


# What stands in a ledger


def test_what_names_a_unit_stands_before_what_a_collective_brings(paper: Paper) -> None:
    assert headings_of(paper.table) == ["一、点名的任务（6 项）", "二、统称包含的任务（38 项，原文写“区政府各部门”）"]
    rows = rows_of(paper.table)
    assert [row.cells[0] for row in rows] == list(range(1, 45))
    assert len({row.address for row in rows}) == 44
    assert paper.title == "槐荫区教育和体育局任务台账"
    assert "（未列可能涉及的任务）" in paper.under[0]


def test_what_is_supposed_has_a_mark_that_is_said_once(paper: Paper) -> None:
    marked = [row for row in rows_of(paper.table) if any("※" in str(cell) for cell in row.cells)]
    assert marked
    assert paper.mark == "※ 推定：本格空白，取自同一章节内上方最近有内容的一格。"
    assert "推定" not in "".join(str(cell) for row in rows_of(paper.table) for cell in row.cells)


def test_sources_and_hints_stand_behind(paper: Paper) -> None:
    assert paper.behind
    labels = [column.label for column in paper.behind.columns]
    assert labels == ["序号", "编号", "原文位置", "原文所写单位", "责任依据", "时限原文"]
    assert len(rows_of(paper.behind)) == 44
    assert rows_of(paper.behind)[0].cells == (1, "19", "第176行", "区教育和体育局", "本格", "全年（合并格推定※）")
    assert paper.behind_notes[1:] == ("序号 21、43：文件所定期限已过；本库未收录完成情况材料，不代表未完成。",)


def test_a_task_of_several_roles_is_one_row(five: Store) -> None:
    ledger = ledger_of(five)
    unit = unit_named(ledger, "区教育和体育局", "槐荫区")
    duty = bound(five, unit)[0]
    other = replace(duty.assignment, iri=f"{duty.assignment.iri}-2", role="cooperating")
    both = replace(duty.task, assignments=(duty.assignment, other))
    (entry,) = entries_of_unit([Duty(both, one, "named") for one in both.assignments])
    assert (entry.carried, entry.beside) == ("责任、配合", "")


def test_items_begin_lines_of_their_own_and_lose_nothing(five: Store) -> None:
    for task in ledger_of(five).tasks:
        assert text_of(task).replace("\n", "") == task.text
        assert len(text_of(task).split("\n")) >= len(task.items)
    task = next(t for t in ledger_of(five).tasks if t.document.place == "渝中区" and t.index == 20)
    assert [line[0] for line in text_of(task).split("\n")] == ["1", "2"]


def test_a_deadline_is_as_written_with_earlier_days_of_the_text(five: Store) -> None:
    tasks = ledger_of(five).tasks
    dated = next(t for t in tasks if t.deadline and t.deadline.until == date(2022, 10, 31))
    assert dated.deadline
    inside = replace(dated.deadline, words="6月底前", until=date(2022, 6, 30))
    assert due_of(replace(dated, limits=(inside,))).words == f"{dated.deadline.words}；文中：6月底前"
    assert due_of(replace(dated, deadline=None, limits=(inside,))).day == date(2022, 6, 30)
    assert due_of(replace(dated, deadline=None, limits=())).words == "未写明"


@pytest.mark.parametrize(
    ("place", "name", "together"),
    [
        ("槐荫区", "区教育和体育局", "槐荫区教育和体育局"),
        ("厦门市", "厦门市税务局", "厦门市税务局"),
        ("荆门市", "各县市区", "荆门市各县市区"),
        ("广西壮族自治区", "自治区财政厅", "广西壮族自治区财政厅"),
        ("", "区财政局", "区财政局（某文件）"),
    ],
)
def test_a_unit_is_called_as_it_writes_itself(place: str, name: str, together: str) -> None:
    unit = Unit("", name, collective=False, place=place, where=place or "某文件", functions=(), order=None)
    assert unit_name(unit) == together


def test_a_document_has_a_ledger_by_its_sections(five: Store) -> None:
    ledger = ledger_of(five)
    document = next(one for one in ledger.documents.values() if one.place == "渝中区")
    tasks = matching(ledger, Choice({"document": (document.iri,)}))
    paper = task_ledger("台账", tasks, EDITION)
    assert headings_of(paper.table) == [*dict.fromkeys(task.section for task in tasks)]
    assert [column.label for column in paper.table.columns][2:4] == ["责任单位", "协同单位"]
    assert rows_of(paper.table)[1].cells[2:4] == (
        "牵头：区政府办公室、区司法局",
        "责任：区政府各部门、管委会、街道办事处（均※）",
    )
    assert paper.under[0].startswith("依据《渝中区2022年政务公开工作要点任务分工》（渝中府办〔2022〕24号）")


def papers(five: Store, paper: Paper) -> Iterator[Paper]:
    ledger = ledger_of(five)
    yield paper
    yield task_ledger("台账", ledger.tasks, EDITION)
    yield summary_of("", [(unit, bound(five, unit)) for unit in ledger.units.values()], WAYS, EDITION)
    yield answered(rows_sheet("表", ["单位", "任务数"], [["市教育局", "3"], ["市" * 90, "1"]], EDITION), EDITION)


def test_tables_are_as_wide_as_the_paper(five: Store, paper: Paper) -> None:
    for one in papers(five, paper):
        for table in filter(None, (one.table, one.behind)):
            assert WIDTH - 3 <= sum(column.width for column in table.columns) <= WIDTH
            assert all(len(row.cells) == len(table.columns) for row in rows_of(table))


# Word


def test_a_word_ledger_can_be_sent_out(paper: Paper, written: Document) -> None:
    table, behind = written.tables
    assert [cell.text for cell in table.rows[0].cells] == SEVEN
    assert len(table.rows) == 1 + 2 + 44
    assert len(behind.rows) == 1 + 44
    assert all(each.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for each in (table, behind))
    section = written.sections[0]
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    widths = [int(column.get(qn("w:w"))) / 56.7 for column in table._tbl.iter(qn("w:gridCol"))]
    assert widths[6] >= 50
    assert widths[0] >= 10
    foot = section.footer._element.xml
    assert re.findall(r'w:instr="(\w+)"', foot) == ["PAGE", "NUMPAGES"]
    assert paper.mark in foot
    assert "非官方台账，以原文为准" in foot


def test_a_word_ledger_is_in_the_fonts_of_offices(written: Document) -> None:
    body = written.element.body
    fonts = Counter(font.get(qn("w:eastAsia")) for font in body.iter(qn("w:rFonts")))
    assert set(fonts) == {"方正小标宋简体", "黑体", "仿宋"}
    assert min(int(size.get(qn("w:val"))) for size in body.iter(qn("w:sz"))) / 2 >= 10.5
    with zipfile.ZipFile(saved(written)) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert all(f'w:name="{name}"><w:altName' in table for name in fonts)


def saved(document: Document) -> io.BytesIO:
    out = io.BytesIO()
    document.save(out)
    return out


def test_the_rows_of_word_are_known_again_by_their_bookmarks(paper: Paper, written: Document) -> None:
    known = {bookmark_of(row.address): row.address for row in rows_of(paper.table)}
    assert all(re.fullmatch(r"[a-z]\w{,39}", name) for name in known)
    found = {}
    for row in written.tables[0].rows:
        for mark in row._tr.iter(qn("w:bookmarkStart")):
            found[known[mark.get(qn("w:name"))]] = row.cells[1].text
    assert found == {row.address: row.cells[1] for row in rows_of(paper.table)}


def test_odd_texts_make_no_broken_document(five: Store) -> None:
    task = ledger_of(five).tasks[0]
    odd = replace(task, text=f"\x0b<w:t>&{FORMULA}\ufffe", items=())
    document = docx.Document(io.BytesIO(as_word(task_ledger("<台账>&", [odd], EDITION))))
    assert document.tables[0].cell(2, 1).text == f"<w:t>&{FORMULA}"
    assert document.paragraphs[0].text == "<台账>&"


# Excel


def table_of(page: Worksheet, heads: int = HEADS) -> list[dict[str, object]]:
    labels = [cell.value for cell in page[heads]]
    rows = [dict(zip(labels, [cell.value for cell in row], strict=False)) for row in page.iter_rows(min_row=heads + 1)]
    return [row for row in rows if isinstance(row["序号"], int)]


def test_an_excel_ledger_can_be_filled_in(paper: Paper, filled: openpyxl.Workbook) -> None:
    assert filled.sheetnames == ["台账", "出处", "说明"]
    page = filled["台账"]
    rows = table_of(page)
    assert [*rows[0]] == [*SEVEN, "任务地址"]
    assert [row["任务地址"] for row in rows] == [row.address for row in rows_of(paper.table)]
    assert page.column_dimensions["H"].hidden
    days = [row["完成时限"] for row in rows if isinstance(row["完成时限"], datetime)]
    assert days.count(datetime(2022, 9, 30)) == 3  # noqa: DTZ001 (a day of a cell)
    (choice,) = page.data_validations.dataValidation
    assert choice.formula1 == '"未开始,进行中,已完成,需协调"'
    assert str(choice.sqref) == f"G{HEADS + 1}:G{HEADS + 2 + 44}"
    assert len(table_of(filled["出处"], 4)) == 44
    assert EDITION.foot in "".join(str(row[0].value) for row in filled["说明"].iter_rows())


def test_an_excel_ledger_prints_as_it_stands(filled: openpyxl.Workbook) -> None:
    page = filled["台账"]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, 0)
    assert (page.freeze_panes, page.print_title_rows) == (f"A{HEADS + 1}", f"${HEADS}:${HEADS}")
    assert "&P" in page.oddFooter.center.text
    assert all(page.row_dimensions[row].height for row in range(1, page.max_row + 1))
    assert {page.cell(row, 2).font.name for row in range(HEADS + 2, page.max_row)} <= {"仿宋", "黑体"}
    assert min(page.cell(row, 2).font.size for row in range(HEADS, page.max_row)) >= 10.5


def test_a_mark_stands_beside_a_supposed_day(filled: openpyxl.Workbook) -> None:
    formats = Counter(cell.number_format for cell in filled["台账"]["E"] if isinstance(cell.value, datetime))
    assert set(formats) == {"yyyy-mm-dd", 'yyyy-mm-dd"※"', 'yyyy-mm-dd"，长期坚持"'}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2022年9月底前完成，长期坚持", 'yyyy-mm-dd"，长期坚持"'),
        ("2022年9月30日；并持续推进", 'yyyy-mm-dd"，并持续推进"'),
        ("2022年9月底前完成并长期坚持", None),
    ],
)
def test_what_lasts_is_said_as_the_document_says_it(words: str, shown: str | None) -> None:
    due = Due(words, date(2022, 9, 30), lasting=True)
    paper = Paper("表", (), Table((Column("完成时限", 40, ""),), lambda: [Row((due,))]), "", EDITION.notes)
    cell = openpyxl.load_workbook(io.BytesIO(as_excel(paper)))["台账"]["A3"]
    assert (cell.number_format if isinstance(cell.value, datetime) else None) == shown
    assert shown or cell.value == words


def test_what_lasts_or_comes_again_in_a_text_is_no_deadline(five: Store) -> None:
    """Of 渝中区 task 2 the public is asked for at least 30 days; of task 1 a day stands in the text."""
    tasks = {task.index: task for task in ledger_of(five).tasks if task.document.slug == "yuzhong-2022"}
    due = {index: due_of(task) for index, task in tasks.items() if task.limits and not task.deadline}
    assert (due[2].words, due[2].day) == ("文中：不少于30日", None)
    dated = next(it for it in due.values() if it.day)
    assert dated.words.startswith("文中：")


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@SUM(1)", "＝1"])
def test_text_that_looks_like_a_formula_stays_text(text: str, five: Store) -> None:
    odd = replace(ledger_of(five).tasks[0], text=text, items=())
    cell = openpyxl.load_workbook(io.BytesIO(as_excel(task_ledger(text, [odd], EDITION))))["台账"].cell(HEADS + 2, 2)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_text_longer_than_a_row_goes_on_in_the_next(five: Store) -> None:
    long = replace(ledger_of(five).tasks[0], text="推进政务公开。" * 300, items=())
    page = openpyxl.load_workbook(io.BytesIO(as_excel(task_ledger("台账", [long], EDITION))))["台账"]
    texts = [str(row[1].value) for row in page.iter_rows(min_row=HEADS + 1) if row[1].value]
    assert len(texts) > 1
    assert "".join(texts) == long.text
    assert [row[7].value for row in page.iter_rows(min_row=HEADS + 2) if row[7].value] == [long.iri]
    assert max(page.row_dimensions[row].height or 0 for row in range(1, page.max_row + 1)) <= 409


# On paper


@pytest.fixture(scope="module")
def printed(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with what an office prints of a ledger in Word and in Excel."""
    if shutil.which("soffice") is None:
        require("office", "there is no soffice on the PATH: run scripts/install-system")
    folder = tmp_path_factory.mktemp("printed")
    (folder / "word.docx").write_bytes(as_word(paper))
    (folder / "excel.xlsx").write_bytes(as_excel(paper))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(folder / name) for name in ("word.docx", "excel.xlsx")]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.parametrize(("name", "most", "least"), [("word", 6, 10.4), ("excel", 10, 9)])
def test_a_ledger_of_44_tasks_is_read_without_a_glass(name: str, most: int, least: float, printed: Path) -> None:
    with pdfplumber.open(printed / f"{name}.pdf") as pdf:
        assert len(pdf.pages) <= most
        for number, page in enumerate(pdf.pages, start=1):
            assert (round(page.width), round(page.height)) == (842, 595)
            # What is above the foot.
            words = page.crop((0, 0, page.width, page.height - 45))
            assert words.chars, f"page {number} is empty"
            assert min(char["size"] for char in words.chars) >= least
            foot = (page.crop((0, page.height - 45, page.width, page.height)).extract_text() or "").replace(" ", "")
            assert f"第{number}页" in foot
        first = pdf.pages[0].extract_text().replace(" ", "")
        assert first.startswith("槐荫区教育和体育局任务台账")
        assert all("序号" in page.extract_text().replace(" ", "") for page in pdf.pages[1:-1])
        numbers = [row[0] for page in pdf.pages for table in page.extract_tables() for row in table]
    assert {"10", "44"} <= set(numbers)


# Many units


def own_duties(five: Store) -> Iterator[tuple[Unit, list[Duty]]]:
    ledger = ledger_of(five)
    own = without_templates(ledger.tasks)
    for iri in units_in_order(own):
        yield ledger.units[iri], [duty for duty in duties_of(five, ledger, iri, own) if duty.way in WAYS]


def test_the_ledgers_of_units_come_with_a_summary(five: Store) -> None:
    some = [(unit, its) for unit, its in own_duties(five) if unit.name in ("市教育局", "区财政局", "各街道办事处")]
    with zipfile.ZipFile(io.BytesIO(as_zip("", some, WAYS, "Excel", EDITION))) as archive:
        names = archive.namelist()
        listed = list(csv.DictReader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
        books = {name: openpyxl.load_workbook(io.BytesIO(archive.read(name))) for name in names if "xlsx" in name}
        assert "范文" in archive.read("说明.txt").decode("utf-8-sig")
    assert {"厦门市教育局.xlsx", "荆门市教育局.xlsx"} <= {*names}
    assert [row["文件名"] for row in listed] == names[:-3]
    assert names[-3:] == ["汇总表.xlsx", "目录.csv", "说明.txt"]
    for row in listed:
        tasks = {str(each["任务地址"]) for each in table_of(books[row["文件名"]]["台账"])}
        assert len(tasks) == int(row["任务数"])
    assert len(table_of(books["汇总表.xlsx"]["台账"], 3)) == len(some) == len(listed)


def test_units_of_one_name_are_two_files(five: Store) -> None:
    unit, duties = next((unit, its) for unit, its in own_duties(five) if its)
    with zipfile.ZipFile(io.BytesIO(as_zip("", [(unit, duties[:1])] * 2, WAYS, "Word", EDITION))) as archive:
        names = archive.namelist()
    assert names[:2] == [f"{unit_name(unit)}.docx", f"{unit_name(unit)}-2.docx"]


def test_a_template_binds_nobody(five: Store) -> None:
    own = without_templates(ledger_of(five).tasks)
    assert len(own) == sum(task.document.copy != "template" for task in ledger_of(five).tasks)
    assert all(unit.place for unit, _ in own_duties(five))


def test_the_summary_counts_as_the_ledgers_do(five: Store) -> None:
    paper = summary_of("槐荫区", own_duties(five), WAYS, EDITION)
    labels = [column.label for column in paper.table.columns]
    row = next(row for row in rows_of(paper.table) if row.cells[1] == "槐荫区教育和体育局")
    counts = dict(zip(labels, row.cells, strict=True))
    assert (counts["点名"], counts["统称包含"], counts["点名责任"]) == (6, 38, 6)
    assert counts["未开始"] is None
    assert any("统称" in heading for heading in headings_of(paper.table))


# What is due


def test_what_is_due_in_a_month_is_a_list_to_send(five: Store) -> None:
    ledger = ledger_of(five)
    unit = unit_named(ledger, "区教育和体育局", "槐荫区")
    entries = {entry.task.iri: entry for entry in entries_of_unit(bound(five, unit))}
    form = Form(UNIT, lambda task: entries[task.iri])
    paper = due_list(unit_name(unit), ledger.named(entries), "2022-09", form, EDITION)
    assert headings_of(paper.table) == ["9月30日到期"]
    message = as_message(paper)
    assert message.startswith("槐荫区教育和体育局2022年9月到期任务清单\n")
    assert re.findall(r"^【\d+】", message, re.MULTILINE) == ["【1】", "【2】", "【3】"]
    assert "（角色：责任；协同单位：区发展改革局、" in message
    assert paper.mark in message
    assert message.endswith(EDITION.foot)


def test_a_task_of_two_days_is_due_on_each(five: Store) -> None:
    tasks = ledger_of(five).tasks
    months = Counter(f"{day:%Y-%m}" for task in tasks for day in {*task.days})
    for month, count in months.items():
        rows = rows_of(due_list("", tasks, month, Form(TASKS, entry_of_task), EDITION).table)
        assert len(rows) == count
        assert all(f"{row.cells[4].day:%Y-%m}" == month for row in rows)  # type: ignore[union-attr]


# Calendars


def address_of(task: Task) -> str:
    return f"http://10.0.0.1/tasks?task={task.iri.rsplit('/', 1)[-1]}&place=厦门市"


def test_the_calendar_has_each_last_day(five: Store) -> None:
    tasks = ledger_of(five).tasks
    calendar = icalendar.Calendar.from_ical(as_calendar("任务", tasks, EDITION, address_of))
    events = calendar.walk("VEVENT")
    # A day that a task sets twice, beside its text and in it, is one event.
    assert sorted(event.decoded("dtstart") for event in events) == sorted(day for t in tasks for day in {*t.days})
    assert all("非官方台账，以原文为准" in str(event["description"]) for event in events)
    assert any("（推定）" in str(event["summary"]) for event in events)
    assert len({str(event["uid"]) for event in events}) == len(events)
    again = icalendar.Calendar.from_ical(
        as_calendar("任务", tasks, replace(EDITION, today=date(2022, 1, 1)), address_of)
    )
    assert [event["uid"] for event in again.walk("VEVENT")] == [event["uid"] for event in events]


def test_a_day_is_called_to_mind_before_it_comes(five: Store) -> None:
    calendar = icalendar.Calendar.from_ical(as_calendar("任务", ledger_of(five).tasks, EDITION, address_of))
    for event in calendar.walk("VEVENT"):
        day = event.decoded("dtstart")
        morning = datetime(day.year, day.month, day.day) + timedelta(hours=9)  # noqa: DTZ001 (of whoever reads it)
        reminded = [morning - timedelta(days=days) for days in (7, 1)] if day >= TODAY else []
        midnight = morning - timedelta(hours=9)
        assert [midnight + alarm.decoded("trigger") for alarm in event.walk("VALARM")] == reminded
        assert all(alarm["action"] == "DISPLAY" for alarm in event.walk("VALARM"))


def test_an_event_leads_to_its_task_and_its_lines_are_folded(five: Store) -> None:
    task = next(t for t in ledger_of(five).tasks if t.days)
    odd = replace(task, text="甲；乙,丙;丁\\戊\n" * 30)
    data = as_calendar("任务", [odd], EDITION, address_of)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    (event, *_) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(event["url"]).isascii()
    assert str(event["url"]).startswith("http://10.0.0.1/tasks?task=")
    assert str(event["description"]).startswith(odd.text)
