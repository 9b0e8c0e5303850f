"""Copies of one work: none displaces what it may not, none is a list of its own, none differs unsaid."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest

from graph_build.pipeline import build
from graph_build.snapshots.report import Report, read_entries
from graph_build.uploads import add_uploads
from graph_query.snapshots.report import read_report
from graph_query.stores import open_store, select
from tests.conftest import CASES

JINGMEN = next((CASES / "jingmen-2022").glob("source.*")).read_text("utf-8")
ITEM = "{n}.做好第{n}类信息公开。（责任单位：县{unit}）\n"
UNITS = ("教育局", "财政局", "民政局", "司法局", "水利局", "商务局", "审计局", "统计局")
HEAD = "{place}2024年政务公开重点任务分工\n一、公开\n"
SIGNED = "{place}人民政府办公室\n2024年3月{day}日\n"


def entries(home: Path) -> Mapping[str, Any]:
    return {entry.source: entry for entry in read_entries(home / "data" / "graph" / "current").values()}


def items(units: tuple[str, ...] = UNITS) -> str:
    return "".join(ITEM.format(n=n, unit=unit) for n, unit in enumerate(units, 1))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "data" / "documents").mkdir(parents=True)
    return tmp_path / "home"


def shipped(home: Path, **texts: str) -> Report:
    for name, text in texts.items():
        (home / "data" / "documents" / f"{name}.txt").write_text(text, "utf-8")
    return build(home)


def uploaded(home: Path, tmp_path: Path, name: str, text: str) -> Report:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return add_uploads(home, [path])


def test_a_forged_upload_displaces_nothing(home: Path, tmp_path: Path) -> None:
    """Fifty texts of a list of the library with every unit replaced, under another name."""
    shipped(home, jingmen=JINGMEN)
    before = (home / "data" / "graph" / "current").resolve().name
    forged = re.sub(r"(?<=[位])[:：][^;；〕)）]+", ":县体育局", JINGMEN)
    report = uploaded(home, tmp_path, "荆门.txt", forged)
    assert (home / "data" / "graph" / "current").resolve().name == before
    entry = entries(home)["jingmen.txt"]
    count = entry.differing["荆门.txt"]
    assert count >= entry.tasks == 50
    assert entry.copies == ("荆门.txt",)
    line = f"荆门.txt：与“jingmen.txt”是同一份文件，但同一文件的两份识读有 {count} 处不同"
    assert [problem.message for problem in report.problems if problem.message.startswith(line)]
    # Readers are told too, also after a build of everything.
    build(home)
    assert entries(home)["jingmen.txt"].differing == {"荆门.txt": count}
    copies = read_report((home / "data" / "graph" / "current").resolve()).copies
    assert copies == {"jingmen": (f"荆门.txt（同一文件的两份识读有 {count} 处不同）",)}


def test_a_surer_upload_displaces_no_document_of_the_library(home: Path, tmp_path: Path) -> None:
    shipped(home, a=HEAD.format(place="青禾县") + items() + "责任单位：县财政局\n")
    uploaded(home, tmp_path, "b.txt", HEAD.format(place="青禾县") + items())
    assert [*entries(home)] == ["a.txt"]
    assert entries(home)["a.txt"].sureness < 1


def test_a_file_without_a_stated_origin_displaces_none_with_one(home: Path) -> None:
    (home / "data" / "documents" / "documents.toml").write_text('[b]\nkind = "official"\nurl = "https://a.example/1"\n')
    shipped(
        home, a=HEAD.format(place="青禾县") + items(), b=HEAD.format(place="青禾县") + items() + "责任单位：县财政局\n"
    )
    assert [*entries(home)] == ["b.txt"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HEAD.format(place="青禾县"), HEAD.format(place="白杨县")),
        ("任务分工\n" + SIGNED.format(place="青禾县", day=1), "任务分工\n" + SIGNED.format(place="白杨县", day=1)),
        ("任务分工\n" + SIGNED.format(place="青禾县", day=1), "任务分工\n" + SIGNED.format(place="青禾县", day=9)),
        (HEAD.format(place="青禾县"), HEAD.format(place="青禾县").replace("2024", "2025")),
    ],
    ids=["place", "issuer", "date", "year"],
)
def test_what_tells_another_place_issuer_date_or_year_is_a_list_of_its_own(home: Path, one: str, other: str) -> None:
    shipped(home, a=one + items(), b=other + items())
    assert {source: entry.copies for source, entry in entries(home).items()} == {"a.txt": (), "b.txt": ()}


def test_readings_that_differ_in_units_are_told(home: Path) -> None:
    report = shipped(
        home,
        a=HEAD.format(place="青禾县") + items(),
        b=HEAD.format(place="青禾县") + items(("教育局", "财政局", *UNITS[:6])),
    )
    assert [*entries(home)] == ["a.txt"]
    assert ["两份识读有 6 处不同" in problem.message for problem in report.problems] == [True]


def test_the_format_that_holds_more_is_kept_with_what_the_other_tells(home: Path) -> None:
    """The text has number and date, the Word file has not."""
    document = docx.Document()
    for line in (HEAD.format(place="青禾县") + items()).splitlines():
        document.add_paragraph(line)
    document.save(str(home / "data" / "documents" / "z.docx"))
    text = "青政办发〔2024〕7号\n" + SIGNED.format(place="青禾县", day=5) + HEAD.format(place="青禾县") + items()
    shipped(home, a=text)
    entry = entries(home)["z.docx"]
    assert (entry.copies, dict(entry.differing)) == (("a.txt",), {})
    assert (entry.number, entry.issuer, entry.issued) == ("青政办发〔2024〕7号", "青禾县人民政府办公室", "2024-03-05")
    store = open_store("memory:data/graph/current", home)
    query = """PREFIX zr: <https://w3id.org/zeren/ontology#> PREFIX eli: <http://data.europa.eu/eli/ontology#>
    SELECT ?number ?day { ?file zr:fileOf ?work . ?work eli:id_local ?number ; eli:date_document ?day }"""
    assert select(store, query).values() == [{"number": "青政办发〔2024〕7号", "day": "2024-03-05"}]
    before = (home / "data" / "graph" / "current").resolve().name
    shutil.rmtree(home / "data" / "graph")
    build(home)
    assert (home / "data" / "graph" / "current").resolve().name == before
