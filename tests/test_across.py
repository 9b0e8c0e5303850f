"""Several documents of one snapshot: one unit is one node and one name; a cited list is its document's work."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph_build.pipeline import build
from graph_query.sparql.ready_queries import fill, ready_queries
from graph_query.stores import Store, open_store, select

PREFIXES = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
FIRST = """荆门市2022年政务公开工作任务分工

\t序号
\t工作任务
\t责任单位

\t1
\t做好重大行政决策预公开，公开决策草案。
\t市发改委、市教育局

\t2
\t加强政策解读，做好回应。
\t各县（市、区）人民政府
"""
SECOND = """掇刀区2023年政务公开工作任务分工

\t序号
\t工作任务
\t责任单位

\t1
\t对照《荆门市2022年政务公开工作任务分工》补齐短板，做好重点领域信息公开。
\t市发展和改革委员会、区教育局

\t2
\t按照《2022年某某工作要点》做好培训。
\t区政府办公室、市教育局
"""
THIRD = """厦门市2023年政务公开工作任务分工

\t序号
\t工作任务
\t责任单位

\t1
\t加强政策解读，规范解读程序和解读形式。
\t市发改委、市教育局

\t2
\t落实《政务公开工作任务分工》的各项要求。
\t市教育局
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    for name, text in (("jingmen", FIRST), ("duodao", SECOND), ("xiamen", THIRD)):
        (documents / f"{name}.txt").write_text(text, "utf-8")
    assert len(build(folder).published) == 3
    return folder


@pytest.fixture(scope="module")
def store(home: Path) -> Store:
    return open_store("memory:data/graph/current", home)


def rows(store: Store, text: str) -> list[dict[str, str]]:
    return select(store, PREFIXES + text).values()


def test_one_unit_of_one_place_is_one_node_with_one_name(store: Store) -> None:
    found = rows(
        store,
        """SELECT ?unit (GROUP_CONCAT(DISTINCT ?name) AS ?names) (COUNT(DISTINCT ?file) AS ?files) {
          ?a zr:unit ?unit ; zr:nameAsWritten ?written ; zr:task/zr:document ?file .
          ?unit skos:prefLabel ?name FILTER (?written IN ("市发改委", "市发展和改革委员会")) } GROUP BY ?unit""",
    )
    assert sorted((row["unit"].split("/unit/")[1], row["names"], row["files"]) for row in found) == [
        ("350200/市发展改革委", "市发改委", "1"),
        ("420800/市发展改革委", "市发展和改革委员会", "2"),
    ]


def test_the_name_that_gave_way_is_another_name(store: Store) -> None:
    found = rows(store, 'SELECT ?name { ?u skos:prefLabel "市发展和改革委员会" ; skos:altLabel ?name }')
    assert [row["name"] for row in found] == ["市发改委"]


def test_units_of_two_cities_are_two_with_one_function(store: Store) -> None:
    found = rows(store, 'SELECT ?u { ?u skos:prefLabel "市教育局" }')
    assert {row["u"].split("/unit/")[1] for row in found} == {"350200/市教育局", "420800/市教育局"}


def test_a_list_that_is_cited_is_its_documents_work(store: Store) -> None:
    found = rows(
        store, "SELECT ?title ?file { ?task zr:cites ?work . ?file zr:fileOf ?work . ?work dcterms:title ?title }"
    )
    assert [(row["title"], row["file"].rsplit("/", 1)[1]) for row in found] == [
        ("荆门市2022年政务公开工作任务分工", "jingmen")
    ]


def test_a_title_without_its_place_is_no_document_of_another(store: Store) -> None:
    (row,) = rows(
        store, 'SELECT ?work { ?task zr:cites ?work ; zr:document/skos:prefLabel ?d FILTER(STRSTARTS(?d, "厦门")) }'
    )
    assert "/act/title/" in row["work"]


def test_a_fuller_name_of_a_later_document_is_the_name_everywhere(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    shutil.copytree(home, folder, symlinks=True)
    more = tmp_path / "later.txt"
    more.write_text(FIRST.replace("2022", "2024").replace("市教育局", "荆门市教育局").replace("回应", "咨询"), "utf-8")
    build(folder, [more])
    names = "SELECT DISTINCT ?u ?name { ?a zr:unit ?u . ?u skos:prefLabel ?name }"
    found = rows(open_store("memory:data/graph/current", folder), names)
    assert [row["name"] for row in found if row["u"].endswith("420800/市教育局")] == ["荆门市教育局"]


def test_a_member_that_the_list_names_itself_is_one_unit(tmp_path: Path) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    (documents / "jingmen.txt").write_text(FIRST.replace("市教育局", "东宝区政府"), "utf-8")
    (document,) = build(tmp_path).published
    assert document.tasks == 2
    named = "SELECT ?name ?way { ?u skos:prefLabel ?name . FILTER(CONTAINS(STR(?u), '/unit/420802/')) }"
    assert [row["name"] for row in rows(open_store("memory:data/graph/current", tmp_path), named)] == ["东宝区政府"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The fuller name goes with its document.
        (("市教育局", "荆门市教育局"), ("市教育局", "市教育局")),
        (("荆门市教育局", "市教育局"), ("荆门市教育局", "湖北省荆门市教育局")),
        # What was cited by its title is another list now.
        (("2022年政务公开", "荆门市"), ("2021年政务公开", "荆门市")),
    ],
)
def test_adding_documents_gives_what_building_all_gives(
    tmp_path: Path, before: tuple[str, str], after: tuple[str, str]
) -> None:
    lists = {"jingmen": FIRST, "duodao": SECOND}
    graphs = []
    for way in ("at once", "one by one"):
        documents = tmp_path / way / "data" / "documents"
        documents.mkdir(parents=True)
        for name, text in lists.items():
            (documents / f"{name}.txt").write_text(text.replace(*before), "utf-8")
        if way == "one by one":
            build(tmp_path / way)
        for name, text in lists.items():
            (documents / f"{name}.txt").write_text(text.replace(*after), "utf-8")
            if way == "one by one":
                build(tmp_path / way, [documents / f"{name}.txt"])
        if way == "at once":
            build(tmp_path / way)
        current = tmp_path / way / "data" / "graph" / "current" / "doc"
        graphs.append({path.name: path.read_text("utf-8") for path in current.glob("*.trig")})
    assert graphs[0] == graphs[1]


def test_two_lists_of_one_title_are_two(tmp_path: Path) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    for name, unit in (("one", "市教育局"), ("two", "市民政局")):
        text = FIRST.replace("荆门市2022", "2022").replace("市发改委、市教育局", unit).replace("回应", f"{unit}的回应")
        (documents / f"{name}.txt").write_text(text, "utf-8")
    assert len(build(tmp_path).published) == 2
    found = open_store("memory:data/graph/current", tmp_path)
    queries = {query.name: query for query in ready_queries()}
    title = "2022年政务公开工作任务分工"
    expected = (("tasks_of_document", title, 4), ("facts_of_document", title, 2), ("chain_of_task", "决策", 2))
    for name, value, count in expected:
        assert len(select(found, fill(queries[name], value)).rows) == count


def test_an_act_under_two_titles_is_one_row(tmp_path: Path) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    for name, title in (("one", "某某办公厅关于某项工作的通知"), ("two", "关于某项工作的通知")):
        text = FIRST.replace("荆门市2022", f"{name}2022").replace(
            "加强政策解读", f"落实《{title}》（某办发〔2021〕99号）{name}"
        )
        (documents / f"{name}.txt").write_text(text.replace("公开决策草案", f"公开{name}草案"), "utf-8")
    assert len(build(tmp_path).published) == 2
    queries = {query.name: query for query in ready_queries()}
    found = select(open_store("memory:data/graph/current", tmp_path), fill(queries["acts_most_cited"])).values()
    assert [(row["number"], row["tasks"], row["documents"]) for row in found] == [("某办发〔2021〕99号", "2", "2")]
