"""The ready-made queries against what a careful reader finds in the five documents (tests/cases/*/gold.json).

What a query says is compared with the same worked out from the annotations, without the graph.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from graph_query.ledger.duties import WAYS, duties_of, of_one
from graph_query.ledger.reading import ledger_of
from graph_query.sparql.ready_queries import fill, ready_queries
from graph_query.stores import Store, select
from tests.conftest import FIVE
from tests.test_cases import read_case

QUERIES = {query.name: query for query in ready_queries()}
ROLES = ("lead", "responsible", "cooperating")
GOLD = {name: read_case(name)[1] for name in FIVE}
# Lists whose title is blotted out go by their file's name.
LABELS = {name: gold["title"] or f"{name}.txt" for name, gold in GOLD.items()}


def ask(store: Store, name: str, value: str | None = None) -> list[dict[str, str]]:
    return select(store, fill(QUERIES[name], value)).values()


def pairs(rows: list[dict[str, str]], *columns: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row[column] for column in columns) for row in rows)


def tasks() -> list[tuple[str, str, dict[str, Any]]]:
    """Return every annotated task with its document's label and its place in it."""
    return [(LABELS[n], str(i), task) for n in FIVE for i, task in enumerate(GOLD[n]["tasks"], 1)]


def named(task: dict[str, Any]) -> set[str]:
    return {unit for role in ROLES for unit in task[role]}


def same(name: str, label: str) -> set[str]:
    """Return the names that mean one unit with this one in a document."""
    gold = next(GOLD[n] for n in FIVE if LABELS[n] == label)
    return next((set(group) for group in gold["aliases"] if name in group), {name})


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def fullest(names: Iterable[str]) -> str:
    return max(names, key=lambda name: (len(name), name))


def test_there_are_25_at_least() -> None:
    assert len(QUERIES) >= 25


def test_documents(five: Store) -> None:
    rows = ask(five, "documents")
    assert {row["document"]: int(row["tasks"]) for row in rows} == {
        LABELS[name]: len(gold["tasks"]) for name, gold in GOLD.items()
    }
    assert {row["place"] for row in rows} == {"厦门市", "槐荫区", "荆门市", "渝中区", ""}


def test_facts_of_document(five: Store) -> None:
    (row,) = ask(five, "facts_of_document", "渝中区")
    assert (row["number"], row["issued"], row["year"]) == ("渝中府办〔2022〕24号", "2022-06-17", "2022")


def test_tasks_of_document(five: Store) -> None:
    rows = ask(five, "tasks_of_document", "渝中区2022年政务公开")
    gold = GOLD["yuzhong-2022"]["tasks"]
    assert [bare(row["text"]) for row in rows] == [bare(task["text"]) for task in gold]
    assert [set(filter(None, row["units"].split("、"))) for row in rows] == [named(task) for task in gold]


@pytest.mark.parametrize("unit", ["市教育局", "区卫健委", "各街道办事处", "市发改委"])
def test_tasks_of_unit(five: Store, unit: str) -> None:
    expected = [
        (label, index)
        for label, index, task in tasks()
        for role in ROLES
        for name in task[role]
        if unit in same(name, label)
    ]
    assert pairs(ask(five, "tasks_of_unit", unit), "document", "index") == sorted(expected)


def test_leads_per_unit(five: Store) -> None:
    counted: Counter[tuple[str, frozenset[str]]] = Counter()
    for label, _, task in tasks():
        counted.update({(label, frozenset(same(name, label))) for name in task["lead"]})
    expected = {
        (label, max(names, key=lambda one: (len(one), one))): count for (label, names), count in counted.items()
    }
    assert {(row["document"], row["unit"]): int(row["tasks"]) for row in ask(five, "leads_per_unit")} == expected


def test_tasks_per_unit(five: Store) -> None:
    counted: Counter[tuple[str, frozenset[str]]] = Counter()
    for label, _, task in tasks():
        counted.update({(label, frozenset(same(name, label))) for name in named(task)})
    expected = {
        (label, max(names, key=lambda one: (len(one), one))): count for (label, names), count in counted.items()
    }
    assert {(row["document"], row["unit"]): int(row["tasks"]) for row in ask(five, "tasks_per_unit")} == expected


def test_tasks_without_lead(five: Store) -> None:
    expected = sorted((label, index) for label, index, task in tasks() if not task["lead"])
    assert pairs(ask(five, "tasks_without_lead"), "document", "index") == expected


def test_tasks_without_deadline(five: Store) -> None:
    expected = sorted((label, index) for label, index, task in tasks() if not task["deadline"])
    assert pairs(ask(five, "tasks_without_deadline"), "document", "index") == expected


@pytest.mark.parametrize("day", ["2022-06-30", "2022-09-30", "2022-12-31"])
def test_tasks_due_by(five: Store, day: str) -> None:
    dated = [(label, i, task["deadline"]["date"]) for label, i, task in tasks() if (task["deadline"] or {}).get("date")]
    expected = sorted((label, index) for label, index, until in dated if until <= day)
    assert pairs(ask(five, "tasks_due_by", day), "document", "index") == expected


def test_deadlines_per_day(five: Store) -> None:
    counted = Counter((t["deadline"]["date"], label) for label, _, t in tasks() if (t["deadline"] or {}).get("date"))
    rows = ask(five, "deadlines_per_day")
    assert {(row["day"], row["document"]): int(row["tasks"]) for row in rows} == dict(counted)


def test_tasks_ongoing(five: Store) -> None:
    expected = sorted(
        (label, index)
        for label, index, task in tasks()
        if task["deadline"] and (task["deadline"]["kind"] == "ongoing" or task["deadline"].get("ongoing"))
    )
    assert pairs(ask(five, "tasks_ongoing"), "document", "index") == expected


def test_tasks_recurring(five: Store) -> None:
    expected = sorted(
        (label, index)
        for label, index, task in tasks()
        for limit in [*([task["deadline"]] if task["deadline"] else []), *task["times"]]
        if limit["kind"] == "recurring"
    )
    assert pairs(ask(five, "tasks_recurring"), "document", "index") == expected


def test_limits_in_texts(five: Store) -> None:
    found = Counter(row["document"] for row in ask(five, "limits_in_texts"))
    expected = Counter(label for label, _, task in tasks() for _ in task["times"])
    # One limit with a blotted out month and day is not read (tests/cases/template-2023/known_misses.txt).
    assert found + Counter([LABELS["template-2023"]]) == expected


@pytest.mark.parametrize("act", ["国办发〔2019〕54号", "国务院令第711号", "渝中府办〔2022〕17号"])
def test_tasks_citing(five: Store, act: str) -> None:
    titles = {"国务院令第711号": ("中华人民共和国政府信息公开条例", "政府信息公开条例")}
    expected = sorted(
        (label, index)
        for label, index, task in tasks()
        if any(one["number"] == act or one["title"] in titles.get(act, ()) for one in task["references"])
    )
    assert pairs(ask(five, "tasks_citing", act), "document", "index") == expected


def test_acts_most_cited(five: Store) -> None:
    rows = {row["number"]: row for row in ask(five, "acts_most_cited")}
    cited = {one["number"] for _, _, task in tasks() for one in task["references"] if one["number"]}
    assert {number for number in cited if "*" not in number} <= rows.keys()
    assert (rows["国务院令第713号"]["kind"], rows["国务院令第713号"]["rank"]) == ("行政法规", "国家级")
    assert rows["国办函〔2020〕109号"]["tasks"] == "2"


def test_documents_implementing(five: Store) -> None:
    assert pairs(ask(five, "documents_implementing", "国办发〔2022〕8号"), "place", "steps") == [("渝中区", "间接")]
    assert pairs(ask(five, "documents_implementing", "渝府办发〔2022〕59号"), "place", "steps") == [("渝中区", "直接")]


def test_chain_of_task(five: Store) -> None:
    rows = ask(five, "chain_of_task", "重大行政决策")
    expected = sorted((label, index) for label, index, task in tasks() if "重大行政决策" in task["text"])
    assert pairs(rows, "document", "index") == expected
    assert any("国办发〔2022〕8号" in row["implemented"] for row in rows)


def test_partners_of_unit(five: Store) -> None:
    counted: Counter[str] = Counter()
    for label, _, task in tasks():
        if label == LABELS["huaiyin-2022"] and "区教育和体育局" in named(task):
            counted.update(named(task) - {"区教育和体育局"})
    assert {row["partner"]: int(row["tasks"]) for row in ask(five, "partners_of_unit", "区教育和体育局")} == dict(
        counted
    )


def test_duties_of_unit(five: Store) -> None:
    """区教育和体育局 is named in six tasks; 区政府各部门 surely holds it; 有关部门 and 区政府有关部门 may."""
    of_huaiyin = [named(task) for label, _, task in tasks() if label == LABELS["huaiyin-2022"]]
    itself = [units for units in of_huaiyin if "区教育和体育局" in units]
    included = [units for units in of_huaiyin if units not in itself and "区政府各部门" in units]
    possible = [u for u in of_huaiyin if u not in itself and u not in included and {"有关部门", "区政府有关部门"} & u]
    (row,) = ask(five, "duties_of_unit", "区教育和体育局")
    assert [row[way] for way in ("named", "included", "possible")] == [
        str(len(w)) for w in (itself, included, possible)
    ]
    assert [len(itself), len(included), len(possible)] == [6, 38, 17]


def test_the_duties_that_are_listed_are_those_that_are_counted(five: Store) -> None:
    ledger = ledger_of(five)
    for iri, unit in ledger.units.items():
        (row,) = select(five, of_one(iri)).values()
        listed = Counter(way for _, way in {(duty.task.iri, duty.way) for duty in duties_of(five, ledger, iri)})
        assert [int(row[way]) for way in WAYS] == [listed[way] for way in WAYS], unit.name


def test_a_district_government_is_held_by_its_citys_collective(five: Store) -> None:
    (row,) = ask(five, "duties_of_unit", "思明区人民政府")
    assert (row["named"], row["included"], row["possible"]) == ("0", "24", "0")


def test_members_of_collective(five: Store) -> None:
    members = {row["member"] for row in ask(five, "members_of_collective", "各区人民政府")}
    assert members == {f"{name}区人民政府" for name in ("思明", "海沧", "湖里", "集美", "同安", "翔安")}
    rows = ask(five, "members_of_collective", "区政府各部门")
    of_huaiyin = {row["member"]: row["basis"] for row in rows if row["place"] == "槐荫区"}
    assert of_huaiyin["区财政局"] == "统称包含这一类单位"
    # A branch under vertical administration is no department of the district's government.
    assert of_huaiyin["区生态环境分局"] == "可能涉及，原文没有说明"


def test_names_of_unit(five: Store) -> None:
    assert {row["name"] for row in ask(five, "names_of_unit", "区发改委")} == {"区发展改革委", "区发改委"}


def test_units_of_place(five: Store) -> None:
    rows = {row["unit"]: row for row in ask(five, "units_of_place", "厦门市")}
    agencies = {
        name for task in GOLD["xiamen-2022"]["tasks"] for name in named(task) if not name.startswith(("各", "市直各"))
    }
    # 市级领域主管部门 is a collective too.
    assert rows.keys() == agencies - {"市级领域主管部门"}
    assert (rows["市教育局"]["level"], rows["市教育局"]["kind"], rows["市教育局"]["tasks"]) == ("市级", "政府部门", "2")
    assert rows["市税务局"]["kind"] == "垂直管理单位"


def test_units_of_function(five: Store) -> None:
    assert pairs(ask(five, "units_of_function", "发改"), "place", "unit") == [
        ("", "市发改委"),
        ("厦门市", "市发改委"),
        ("槐荫区", "区发展改革局"),
        ("渝中区", "区发展改革委"),
        ("荆门市", "市发改委"),
    ]


def test_tasks_of_function(five: Store) -> None:
    expected = sorted(
        (label, index)
        for label, index, task in tasks()
        for role in ROLES
        for name in task[role]
        if name in ("区教育和体育局", "市教育局", "区教委")
    )
    found = {*ask_pairs(five, "教育"), *ask_pairs(five, "教育体育")}
    assert found == set(expected)


def ask_pairs(store: Store, function: str) -> list[tuple[str, ...]]:
    return pairs(ask(store, "tasks_of_function", function), "document", "index")


def test_supposed_assignments_of_unit(five: Store) -> None:
    gold = GOLD["huaiyin-2022"]["tasks"]
    expected = [
        str(i)
        for i, task in enumerate(gold, 1)
        if "responsible" in task["inherited"] and "区政府各部门" in task["responsible"]
    ]
    rows = [
        r for r in ask(five, "supposed_assignments_of_unit", "区政府各部门") if r["document"] == LABELS["huaiyin-2022"]
    ]
    assert [row["index"] for row in rows] == expected


@pytest.mark.parametrize("topic", ["减税降费", "营商环境", "反垄断"])
def test_units_of_topic(five: Store, topic: str) -> None:
    expected = {
        (label, name)
        for label, _, task in tasks()
        if topic in "\n".join(filter(None, (task["section"], task["subsection"], task["text"])))
        for name in (*task["lead"], *task["responsible"])
    }
    assert {(row["document"], row["unit"]) for row in ask(five, "units_of_topic", topic)} == expected


def test_topics_come_with_the_words_that_name_them(five: Store) -> None:
    texts = {(label, i): "\n".join(filter(None, (t["section"], t["subsection"], t["text"]))) for label, i, t in tasks()}
    rows = ask(five, "tasks_of_topic", "依申请公开")
    assert rows
    assert all(any(w in texts[row["document"], row["index"]] for w in row["words"].split("、")) for row in rows)
    by_place = {row["document"]: int(row["tasks"]) for row in ask(five, "places_of_topic", "依申请公开")}
    assert by_place == Counter({(row["document"], row["index"]): row["document"] for row in rows}.values())


def test_topics_acts_and_units_agree(five: Store) -> None:
    counted = {row["topic"]: int(row["tasks"]) for row in ask(five, "topics")}
    assert counted["政策解读"] >= len(ask(five, "tasks_of_topic", "政策解读")) > 0
    assert [row["number"] for row in ask(five, "acts_of_topic", "基层政务公开")] == ["国办发〔2019〕54号"]
    of_health = {row["topic"] for row in ask(five, "topics_of_unit", "区卫生健康局")}
    assert "疫情防控" in of_health


def test_every_task_is_in_the_graph(five: Store) -> None:
    assert sum(int(row["tasks"]) for row in ask(five, "documents")) == sum(len(g["tasks"]) for g in GOLD.values())
