"""An office's own words: what each changes in a reading, what is wrong with a file of them, what corrections offer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph_build import corrections
from graph_build.corrections import Correction, OwnWord
from graph_build.errors import DocumentError, SettingsError
from graph_build.folders import WORDS
from graph_build.pipeline import build, extract, offered_words
from graph_query.stores import open_store, select
from tests.test_cli import zeren

DAY = date(2026, 3, 2)
NOT_KNOWN = "序号,攻坚清单,责任单位,交卷日\n1,公开规章文本。,县司法局,6月底前\n2,修编预案。,县应急局,9月底前\n"


def word(what: str, one: str, means: str, place: str = "") -> OwnWord:
    return OwnWord(what, one, means, "李四", DAY, place)  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data" / "documents").mkdir(parents=True)
    monkeypatch.setenv("ZEREN_HOME", str(tmp_path))
    return tmp_path


def put(home: Path, name: str, text: str) -> Path:
    path = home / "data" / "documents" / name
    path.write_text(text, "utf-8")
    return path


def test_headings_that_are_not_known_are_read_as_the_office_says(home: Path) -> None:
    path = put(home, "a.csv", "栗山县2024年重点任务分工表\n" + NOT_KNOWN)
    with pytest.raises(DocumentError) as refused:
        extract(path)
    assert refused.value.unknown_headings == ("攻坚清单", "交卷日")
    corrections.keep(home, [word("column", "攻坚清单", "任务栏"), word("column", "交卷日", "时限栏")])
    first, second = extract(path).tasks
    assert (first.text, [a.name for a in first.assignments]) == ("公开规章文本。", ["县司法局"])
    assert [task.deadline and task.deadline.words for task in (first, second)] == ["6月底前", "9月底前"]
    corrections.drop(home, corrections.own_words(home)[0])
    with pytest.raises(DocumentError):
        extract(path)


def test_units_below_a_word_that_is_not_known_get_the_part_that_the_office_says(home: Path) -> None:
    path = put(home, "a.csv", "栗山县2024年重点任务分工表\n序号,任务,牵头单位,认领方\n1,修编预案。,县应急局,县司法局\n")
    assert ([a.name for a in extract(path).tasks[0].assignments], extract(path).unknown_headings) == (
        ["县应急局"], ("认领方",)
    )  # fmt: skip
    corrections.keep(home, [word("column", "认领方", "配合单位")])
    assert [(a.role, a.name) for a in extract(path).tasks[0].assignments] == [
        ("lead", "县应急局"), ("cooperating", "县司法局")
    ]  # fmt: skip


def test_a_column_that_is_to_be_ignored_is_told_as_left_out(home: Path) -> None:
    text = NOT_KNOWN.replace("攻坚清单", "任务")
    path = put(home, "a.csv", "栗山县2024年重点任务分工表\n" + text)
    assert extract(path).unknown_headings == ("交卷日",)
    corrections.keep(home, [word("column", "交卷日", "不收入的栏目")])
    read = extract(path)
    assert (read.unknown_headings, read.left_out) == ((), ("交卷日",))


def test_a_unit_has_the_name_too_by_which_the_office_calls_it(home: Path) -> None:
    put(home, "a.txt", "荆门市2024年任务分工\n1.公开规章文本。（责任单位：市经信局）\n")
    put(home, "b.txt", "荆门市2023年任务分工\n1.公开预案文本。（责任单位：市工业转型办公室）\n")
    prefixes = "PREFIX zr: <https://w3id.org/zeren/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    names = prefixes + "SELECT DISTINCT ?name { ?unit a zr:Agency ; skos:prefLabel ?name }"
    assert len(units(home, names)) == 2
    corrections.keep(home, [word("unit", "市工业转型办公室", "市经信局", "420800")])
    assert units(home, names) == ["市经信局"]


def units(home: Path, query: str) -> list[str]:
    build(home)
    return sorted(str(row["name"]) for row in select(open_store("memory:data/graph/current", home), query).values())


def test_an_ending_and_a_field_of_work_are_the_offices(home: Path) -> None:
    path = put(home, "a.txt", "荆门市2024年任务分工\n1.公开规章文本。（责任单位：市算力经济攻坚专营）\n")
    assert any("词尾" in line for line in told(path))
    corrections.keep(home, [word("ending", "专营", "局"), word("function", "算力经济攻坚", "大数据")])
    assert not any("词尾" in line for line in told(path))


def told(path: Path) -> list[str]:
    from graph_build.pipeline import extract_json

    return list(extract_json(path)["reasons"])


def test_what_was_made_with_other_words_is_made_anew(home: Path) -> None:
    put(home, "a.csv", "栗山县2024年重点任务分工表\n" + NOT_KNOWN.replace("攻坚清单", "任务"))
    first = build(home)
    assert build(home).snapshot == first.snapshot
    corrections.keep(home, [word("column", "交卷日", "时限栏")])
    assert build(home).snapshot != first.snapshot
    corrections.drop(home, corrections.own_words(home)[0])
    assert not (home / WORDS).exists()
    assert build(home).snapshot == first.snapshot


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[[word]\n", "words.toml：第 1 行不合 TOML 语法"),
        ('[[words]]\nword = "a"\n', "words.toml：只能有 [[word]] 条目，“words”放错了地方"),
        ('[[word]]\nwhat = "column"\nword = "a"\n', "words.toml：第 1 条：缺少 means、by、on"),
        ('[[word]]\nwhat = "colour"\nword = "a"\nmeans = "b"\nby = "c"\non = 2026-01-31\n', "what 不能是“colour”"),
        ('[[word]]\nwhat = "column"\nword = "a"\nmeans = "b"\nby = "c"\non = 2026-01-31\n', "“a”：不认识栏目“b”"),
        ('[[word]]\nwhat = "ending"\nword = "a"\nmeans = "b"\nby = "c"\non = 2026-01-31\n', "不是已认得的单位名词尾"),
        ('[[word]]\nwhat = "function"\nword = "a"\nmeans = "b"\nby = "c"\non = 2026-01-31\n', "不认识职能“b”"),
        ('[[word]]\nwhat = "unit"\nword = "a"\nmeans = "b"\nby = "c"\non = 2026-01-31\n', "what 是 unit 的要写 place"),
        ('[[word]]\nwhat = "column"\nword = "a"\nmeans = "备注"\nby = "c"\non = "今天"\n', "on 应是日期"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_nothing_is_built(home: Path, text: str, line: str) -> None:
    put(home, "a.txt", "荆门市2024年任务分工\n1.公开规章文本。（责任单位：市经信局）\n")
    (home / WORDS).parent.mkdir()
    (home / WORDS).write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=line.replace("[", r"\[")):
        build(home)


def test_a_file_that_cannot_be_used_is_told_where_one_is_read_alone(home: Path) -> None:
    path = put(home, "a.txt", "荆门市2024年任务分工\n1.公开规章文本。（责任单位：市经信局）\n")
    (home / WORDS).parent.mkdir()
    (home / WORDS).write_text("[[word]\n", "utf-8")
    ended = zeren("extract", str(path), home=home)
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "words.toml：第 1 行不合 TOML 语法" in ended.stderr


def test_what_a_person_wrote_beside_the_words_stays(home: Path) -> None:
    corrections.keep(home, [word("column", "认领方", "责任单位"), word("column", "交卷日", "时限栏")])
    (home / WORDS).write_text("# 本局的用词\n" + (home / WORDS).read_text("utf-8"), "utf-8")
    corrections.keep(home, [word("column", "认领方", "牵头单位")])
    assert (home / WORDS).read_text("utf-8").startswith("# 本局的用词\n")
    assert {one.word: one.means for one in corrections.own_words(home)} == {"认领方": "牵头单位", "交卷日": "时限栏"}
    with pytest.raises(SettingsError, match="不认识栏目"):
        corrections.keep(home, [word("column", "认领方", "天干")])


def test_corrections_offer_words_and_none_is_taken_by_itself(home: Path) -> None:
    text = "1.公开规章文本。（责任单位：市经信局）\n2.修编预案。（责任单位：市工业转型办公室）\n"
    put(home, "a.txt", f"荆门市2024年任务分工\n{text}")
    put(home, "b.txt", f"荆门市2023年任务分工\n{text}3.办理提案。（责任单位：市政协）\n")
    said = Correction("body", "李四", DAY, names=("市工业转型办公室", "市经信局"), now="same")
    corrections.add(home, "a", [said])
    corrections.add(home, "b", [said])
    right = Correction("unit", "李四", DAY, task="办理提案。", role="responsible", was="市政协", now="市提案攻坚专营")
    corrections.add(home, "b", [right])
    build(home)
    assert [(corrections.as_sentence(offer.word), offer.slugs) for offer in offered_words(home)] == [
        ("荆门市单位别名“市经信局”同“市工业转型办公室”", ("a", "b")),
        ("单位名词尾“专营”同“局”", ("b",)),
    ]
    printed = zeren("check", home=home).stdout
    assert "可收入本机用词｜荆门市单位别名“市经信局”同“市工业转型办公室”（更正见 a、b）" in printed
    corrections.keep(home, [offer.word for offer in offered_words(home)])
    assert offered_words(home) == ()
