"""The optional register of units: as TOML and as an office's workbook; what it settles, and what is wrong with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph_build.errors import SettingsError
from graph_build.pipeline import build
from graph_build.registers.units import read_register
from graph_query.model import as_text
from graph_query.sparql.ready_queries import fill, ready_queries
from graph_query.stores import Store, open_store, select
from tests.conftest import CASES, PROJECT

QUERIES = {query.name: query for query in ready_queries()}
TOML = """
[[unit]]
name = "槐荫区教育和体育局"
short_names = ["区教育局", "区教育和体育局"]
order = 3
kind = "department"
code = "11370104000000000X"
collectives = ["区政府有关部门"]
since = 2019-01-18
predecessor = "槐荫区教育局"

[[unit]]
name = "济南市生态环境局槐荫分局"
short_names = ["区生态环境分局"]
order = 9
collectives = ["区政府各部门"]

[[unit]]
name = "匡山街道办事处"
collectives = ["各街道办事处"]
"""
ROWS = [
    ["槐荫区单位名录", None, None, None],
    ["序号", "单位全称", "简称", "所属统称"],
    [1, "槐荫区教育和体育局", "区教育局、区教育和体育局", "区政府有关部门"],
    [2, "济南市生态环境局槐荫分局", "区生态环境分局", "区政府各部门"],
    [3, "匡山街道办事处", None, "各街道办事处"],
]


def home_with(folder: Path, *, workbook: bool) -> Path:
    documents, registers = folder / "data" / "documents", folder / "data" / "registers" / "units"
    documents.mkdir(parents=True)
    registers.mkdir(parents=True)
    shutil.copy(next((CASES / "huaiyin-2022").glob("source.*")), documents / "huaiyin-2022.txt")
    shutil.copy(PROJECT / "data" / "documents" / "documents.toml", documents)
    if workbook:
        book = Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(registers / "370104.xlsx")
    else:
        (registers / "370104.toml").write_text(TOML, "utf-8")
    assert build(folder).published
    return folder


@pytest.fixture(scope="module", params=[False, True], ids=["toml", "workbook"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store("memory:data/graph/current", home_with(tmp_path_factory.mktemp("home"), workbook=request.param))


def ask(store: Store, name: str, value: str) -> list[dict[str, str]]:
    return select(store, fill(QUERIES[name], value)).values()


def test_a_unit_goes_by_the_registers_name(store: Store) -> None:
    for name in ("区教育和体育局", "区教育局", "槐荫区教育和体育局"):
        (row,) = ask(store, "duties_of_unit", name)
        assert row["unitName"] == "槐荫区教育和体育局"


def test_membership_is_the_registers(store: Store) -> None:
    """The register puts the office under 区政府有关部门, so that it is surely meant, and not under 区政府各部门."""
    members = {row["member"] for row in ask(store, "members_of_collective", "区政府有关部门")}
    assert members == {"槐荫区教育和体育局"}
    (row,) = ask(store, "duties_of_unit", "区教育和体育局")
    assert (row["named"], row["included"]) == ("6", "9")
    assert {row["member"] for row in ask(store, "members_of_collective", "各街道办事处")} == {"匡山街道办事处"}


def test_the_order_is_the_registers(store: Store) -> None:
    zr, skos = "https://w3id.org/zeren/ontology#", "http://www.w3.org/2004/02/skos/core#"
    rows = select(store, f"SELECT ?name {{ ?u <{zr}order> ?n ; <{skos}prefLabel> ?name }} ORDER BY ?n").rows
    assert [as_text(row[0]) for row in rows][:2] == ["槐荫区教育和体育局", "济南市生态环境局槐荫分局"]


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("370104.toml", "[[unit]\n", "不合 TOML 语法"),
        ("999999.toml", "", "六位行政区划代码"),
        ("370104.toml", "[[unit]]\nshort_names = ['x']\n", "没有写 name"),
        ("370104.toml", "[[unit]]\nname = '甲局'\ncolour = 'red'\n", "不认识的键"),
        ("370104.toml", "[[unit]]\nname = '甲局'\nkind = '衙门'\n", "不认识类别"),
        ("370104.toml", "[[unit]]\nname = '甲局'\norder = '首位'\n", "不是整数"),
        ("370104.toml", "[[unit]]\nname = '甲局'\nsince = '去年'\n", "不是日期"),
        ("370104.toml", "unit = 3\n", "[[unit]]"),
        ("370104.xlsx", "not a workbook", "Excel"),
    ],
)
def test_what_is_wrong_with_a_register_is_said_in_a_line(tmp_path: Path, file: str, text: str, words: str) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        read_register(tmp_path)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_there_need_be_none(tmp_path: Path) -> None:
    assert read_register(tmp_path / "units") == {}


def units_of(
    folder: Path, register: str, *units: str, title: str = "荆门市2022年任务分工", code: str = "420800"
) -> dict[str, str]:
    """Return the preferred name of the unit behind each name in a list with a register, by the name as written."""
    documents, registers = folder / "data" / "documents", folder / "data" / "registers" / "units"
    for path in (documents, registers):
        path.mkdir(parents=True)
    rows = [f"\t{n}\n\t做好第{n}类信息公开工作。\n\t{unit}" for n, unit in enumerate(units, 1)]
    (documents / "one.txt").write_text("\n\n".join([title, "\t序号\n\t工作任务\n\t责任单位", *rows]) + "\n", "utf-8")
    (registers / f"{code}.toml").write_text(register, "utf-8")
    report = build(folder)
    assert [problem.message for problem in report.problems if problem.withheld] == []
    zr, skos = "https://w3id.org/zeren/ontology#", "http://www.w3.org/2004/02/skos/core#"
    text = f"SELECT ?said ?name {{ ?a <{zr}nameAsWritten> ?said ; <{zr}unit>/<{skos}prefLabel> ?name }}"
    found = select(open_store("memory:data/graph/current", folder), text).values()
    assert len(found) == len(units)
    return {row["said"]: row["name"] for row in found}


def test_a_unit_that_ended_gives_way_to_the_one_after_it(tmp_path: Path) -> None:
    register = """
    [[unit]]
    name = "荆门市农业局"
    until = 2019-01-01
    [[unit]]
    name = "荆门市农业农村局"
    predecessor = "荆门市农业局"
    """
    found = units_of(tmp_path, register, "市农业农村局", "荆门市农业农村局")
    assert found == dict.fromkeys(("市农业农村局", "荆门市农业农村局"), "荆门市农业农村局")


def test_two_units_of_one_field_stay_two(tmp_path: Path) -> None:
    register = """
    [[unit]]
    name = "荆门市住房和城乡建设局"
    short_names = ["市住建局"]
    [[unit]]
    name = "荆门市住房城乡建设局"
    short_names = ["市建设局"]
    """
    assert units_of(tmp_path, register, "市住建局", "市建设局") == {
        "市住建局": "荆门市住房和城乡建设局",
        "市建设局": "荆门市住房城乡建设局",
    }


def test_a_full_name_that_carries_another_place_is_known(tmp_path: Path) -> None:
    register = '[[unit]]\nname = "济南市生态环境局槐荫分局"\nshort_names = ["区生态环境分局"]\n'
    names = ("济南市生态环境局槐荫分局", "区生态环境分局")
    found = units_of(tmp_path, register, *names, title="槐荫区2022年任务分工", code="370104")
    assert found == dict.fromkeys(names, "济南市生态环境局槐荫分局")


def test_a_register_does_not_part_aliases(tmp_path: Path) -> None:
    names = ("市人力资源和社会保障局", "市人资局")
    found = units_of(tmp_path, '[[unit]]\nname = "市人力资源和社会保障局"\n', *names)
    assert found == dict.fromkeys(names, "市人力资源和社会保障局")


def test_a_unit_that_is_listed_twice_is_said(tmp_path: Path) -> None:
    (tmp_path / "420800.toml").write_text('[[unit]]\nname = "市教育局"\n' * 2, "utf-8")
    with pytest.raises(SettingsError, match="两次"):
        read_register(tmp_path)


def test_an_offices_workbook_may_be_untidy(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (
        ["序号", "单位名称", "设立日期", "类别"],
        ["1.", "市教育局"],
        [2, " 市财政局 ", "2019年3月", " 政府部门"],
        [3, "市民政局", "2019/3/1", None],
        [None, None, None, None],
        ["合计", "3 个单位", None, None],
    ):
        sheet.append(row)
    book.save(tmp_path / "420800.xlsx")
    (tmp_path / "~$420800.xlsx").write_bytes(b"lock")
    units = read_register(tmp_path)["420800"]
    assert [(unit.order, unit.name) for unit in units] == [(1, "市教育局"), (2, "市财政局"), (3, "市民政局")]
    assert [str(unit.since) for unit in units] == ["None", "2019-03-01", "2019-03-01"]
