"""A reading that is too doubtful is held back, one that is doubtful is marked, and both are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_build.pipeline import build, extract_json
from graph_query.answering import as_json, ask
from graph_query.labels import labels_of
from graph_query.ledger import notices
from graph_query.ledger.account import lines_of
from graph_query.ledger.reading import ledger_of, pending_ledger
from graph_query.stores import Store, open_store
from tests.test_cli import zeren

# Numbers that jump: what stood between them was not read.
NUMBERS = {"held": (1, 7, 3, 9, 4), "doubtful": (1, 2, 5, 6, 9), "sure": (1, 2, 3, 4, 5)}


def listed(place: str, unit: str, numbers: tuple[int, ...]) -> str:
    lines = [f"{place}2024年政务公开任务分工", "一、信息公开"]
    lines += [f"{n}.做好{place}第{n}类信息公开和更新。（责任单位：{unit}）" for n in numbers]
    return "\n".join(lines)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    units = {"held": ("肥西县", "县科技局"), "doubtful": ("长丰县", "县水利局"), "sure": ("肥东县", "县教育局")}
    for name, (place, unit) in units.items():
        (documents / f"{name}.txt").write_text(listed(place, unit, NUMBERS[name]), "utf-8")
    return tmp_path


def opened(home: Path) -> Store:
    return open_store("memory:data/graph/current", home)


def test_a_document_that_is_held_back_is_in_no_graph_that_is_loaded(home: Path) -> None:
    report = build(home)
    assert [entry.slug for entry in report.pending] == ["held"]
    assert [entry.slug for entry in report.published] == ["doubtful", "sure"]
    store = opened(home)
    assert {document.slug for document in ledger_of(store).documents.values()} == {"doubtful", "sure"}
    assert b"\xe7\xa7\x91\xe6\x8a\x80\xe5\xb1\x80" not in b"".join(store.snapshot.graphs())
    assert [pending.slug for pending in store.snapshot.report.pending] == ["held"]
    assert "待核" in store.snapshot.report.missing
    on_disk = open_store(f"oxigraph:{report.snapshot}", home)
    assert {document.slug for document in ledger_of(on_disk).documents.values()} == {"doubtful", "sure"}


def test_what_was_read_of_it_can_be_looked_at(home: Path) -> None:
    build(home)
    snapshot = opened(home).snapshot
    tasks = pending_ledger(snapshot, "held").tasks
    assert [task.no for task in tasks] == ["1", "7", "3", "9", "4"]
    path = home / "data" / "documents" / "held.txt"
    account = snapshot.account("held")
    assert account == extract_json(path, spans=True)["account"]
    assert [line.where for line in lines_of(account, path.name)] == [f"第 {n} 行" for n in range(1, 8)]


def test_it_is_published_when_it_is_read_surely_and_stays_held_back_when_others_come(home: Path) -> None:
    build(home)
    documents = home / "data" / "documents"
    more = documents / "more.txt"
    more.write_text(listed("庐江县", "县文化局", NUMBERS["sure"]), "utf-8")
    assert build(home, [more]).pending == ()
    assert [pending.slug for pending in opened(home).snapshot.report.pending] == ["held"]
    (documents / "held.txt").write_text(listed("肥西县", "县科技局", NUMBERS["sure"]), "utf-8")
    report = build(home)
    assert report.pending == ()
    assert not (report.snapshot / "pending").exists()
    assert opened(home).snapshot.report.missing == ""


def test_build_and_check_name_it(home: Path) -> None:
    built = zeren("build", home=home)
    assert built.returncode == 1
    assert "held：任务 5 项" in built.stdout
    assert "待核 1 份" in built.stdout.splitlines()[-1]
    assert "待核｜held.txt" in zeren("check", home=home).stdout


def test_tasks_and_answers_from_a_doubtful_document_are_marked(home: Path) -> None:
    build(home)
    store = opened(home)
    said = {task.document.slug: notices.of_task(task) for task in ledger_of(store).tasks}
    assert "识读存疑" in said["doubtful"]
    assert said["sure"] == ""
    answer = json.loads(as_json(ask("长丰县县水利局负责哪些任务？", store)))
    assert {source["doubtful"] for source in answer["sources"]} == {True}


def test_units_that_a_doubtful_document_alone_names_are_known_where_it_is_asked_about(home: Path) -> None:
    build(home)
    labels = labels_of(opened(home))
    assert not [m.words for m in labels.readings("县水利局负责哪些任务") if m.kind == "unit"]
    assert "县水利局" in "".join(m.words for m in labels.readings("长丰县的县水利局负责哪些任务"))
    assert "县教育局" in [m.words for m in labels.readings("县教育局负责哪些任务")]
