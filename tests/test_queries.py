"""The ready-made queries: their headers, their slots, and their rows on the golden documents."""

from __future__ import annotations

import pytest

from graph_query.errors import SlotInvalid
from graph_query.model import ReadyQuery, Rows
from graph_query.sparql.ready_queries import checks, fill, ready_queries, sentence
from graph_query.stores import Store, select

QUERIES = {query.name: query for query in ready_queries()}
XIAMEN = "2022年全市政务公开工作主要任务分解表"
HUAIYIN = "2022年槐荫区政务公开重点工作任务分解表"


def ask(store: Store, name: str, value: str | None = None) -> list[dict[str, str]]:
    return select(store, fill(QUERIES[name], value)).values()


def test_there_are_eight_at_least() -> None:
    assert len(QUERIES) >= 8


@pytest.mark.parametrize("query", [*ready_queries(), *checks()], ids=lambda query: query.name)
def test_header_and_query_agree(query: ReadyQuery, store: Store) -> None:
    rows = select(store, fill(query))
    assert rows.columns == tuple(column for column, _ in query.columns)
    assert sentence(query, None, rows)
    if query.slot:
        assert f"{{{query.slot.name}}}" in query.question


@pytest.mark.parametrize("query", ready_queries(), ids=lambda query: query.name)
def test_the_example_finds_something(query: ReadyQuery, five: Store) -> None:
    assert select(five, fill(query)).rows


def test_units_of_topic(store: Store) -> None:
    rows = ask(store, "units_of_topic", "减税降费")
    assert {(row["document"], row["unit"]) for row in rows} == {
        (XIAMEN, "市税务局"),
        (XIAMEN, "各区人民政府"),
        (XIAMEN, "各开发区管委会"),
        (HUAIYIN, "区财政局"),
        (HUAIYIN, "各街道办事处"),
    }
    assert {row["supposed"] for row in rows} == {"0"}


def test_units_of_topic_count_what_is_supposed(store: Store) -> None:
    rows = ask(store, "units_of_topic", "政府公报")
    assert {(row["unit"], row["tasks"], row["supposed"]) for row in rows if row["document"] == HUAIYIN} == {
        ("区政府各部门", "1", "1"),
        ("各街道办事处", "1", "1"),
    }


def test_tasks_of_a_function_across_places(store: Store) -> None:
    rows = ask(store, "tasks_of_function", "发改")
    assert {(row["document"], row["unit"]) for row in rows} == {(XIAMEN, "市发改委"), (HUAIYIN, "区发展改革局")}
    assert ask(store, "tasks_of_function", "天文") == []


def test_tasks_of_a_topic_and_of_those_below_it(store: Store) -> None:
    rows = ask(store, "tasks_of_topic", "减税降费")
    assert {row["document"] for row in rows} == {XIAMEN, HUAIYIN}
    assert all(row["matched"] == "减税降费" and row["words"] for row in rows)
    above = ask(store, "tasks_of_topic", "经济发展")
    assert {(row["document"], row["index"]) for row in rows} < {(row["document"], row["index"]) for row in above}
    assert ask(store, "tasks_of_topic", "航天") == []


def test_tasks_of_unit(store: Store) -> None:
    rows = ask(store, "tasks_of_unit", "区卫生健康局")
    assert [(row["index"], row["basis"]) for row in rows] == [
        ("9", "本格"), ("10", "合并格推定"), ("11", "合并格推定"), ("23", "本格"), ("24", "合并格推定"),
        ("25", "合并格推定"), ("26", "合并格推定"),
    ]  # fmt: skip


def test_tasks_per_unit(store: Store) -> None:
    rows = {(row["document"], row["unit"]): row for row in ask(store, "tasks_per_unit")}
    most = rows[HUAIYIN, "各街道办事处"]
    assert (most["tasks"], most["lead"], most["responsible"], most["kind"]) == ("66", "0", "66", "统称单位")
    both = rows[HUAIYIN, "有关部门"]
    assert (both["cooperating"], both["kind"]) == ("2", "统称单位")
    assert rows[HUAIYIN, "区政府办公室"]["lead"] == "1"
    assert rows[XIAMEN, "各区人民政府"]["tasks"] == "24"


@pytest.mark.parametrize("act", ["国办发〔2019〕54号", "基层政务公开标准化规范化工作"])
def test_tasks_citing_by_number_and_by_title(store: Store, act: str) -> None:
    assert [(row["document"], row["index"]) for row in ask(store, "tasks_citing", act)] == [(HUAIYIN, "39")]


def test_tasks_due_by(store: Store) -> None:
    rows = ask(store, "tasks_due_by", "2022-06-30")
    assert [(row["document"], row["index"]) for row in rows] == [(HUAIYIN, "39"), (HUAIYIN, "66")]
    rows = ask(store, "tasks_due_by", "2022-10-31")
    assert {row["index"] for row in rows if row["document"] == XIAMEN} == {"3", "4", "6", "7", "16"}


def test_tasks_without_lead(store: Store) -> None:
    rows = ask(store, "tasks_without_lead")
    assert {int(row["index"]) for row in rows if row["document"] == HUAIYIN} == set(range(1, 68)) - {13, 15}
    assert sum(row["document"] == XIAMEN for row in rows) == 25


def test_chain_of_task(store: Store) -> None:
    (row,) = [row for row in ask(store, "chain_of_task", "重大行政决策") if row["document"] == XIAMEN]
    assert (row["index"], row["cited"]) == ("1", "重大行政决策程序暂行条例国务院令第713号")


def test_facts_of_document(store: Store) -> None:
    (row,) = ask(store, "facts_of_document", "槐荫区")
    assert (row["year"], row["tasks"], row["place"], row["openness"]) == ("2022", "67", "槐荫区", "此件公开发布")


def test_a_slot_takes_any_text_as_text(store: Store) -> None:
    """A quotation mark or a brace ends nothing: the value is escaped by the term's own n3."""
    for hostile in ('" } DROP ALL #', "} UNION { ?s ?p ?o", "a\\b\n'''"):
        assert ask(store, "units_of_topic", hostile) == []


@pytest.mark.parametrize(
    ("name", "value"), [("units_of_topic", "  "), ("tasks_due_by", "明天"), ("tasks_due_by", "2022-02-30")]
)
def test_a_value_that_does_not_fit_is_refused(name: str, value: str) -> None:
    with pytest.raises(SlotInvalid):
        fill(QUERIES[name], value)


def test_a_long_list_is_cut_and_says_so(store: Store) -> None:
    query = QUERIES["units_of_topic"]
    rows = select(store, fill(query, "公开"))
    text = sentence(query, "公开", rows)
    assert "等（共" in text
    assert sentence(query, "无", Rows(rows.columns, ())) == "没有查到。"
