"""What people say of readings: written, applied, told where it does not apply, and held in all that the graph says."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from graph_build import corrections
from graph_build.corrections import Correction, applied, reading_of, reading_of_all
from graph_build.errors import SettingsError
from graph_build.model import HELD_BACK, Origin, Task
from graph_build.pipeline import Report, build, review
from graph_build.reading import read_file
from graph_query.answering import as_json as answer_as_json
from graph_query.answering import ask
from graph_query.exports.graph_export import neo4j
from graph_query.exports.rdf import as_json_ld, as_turtle
from graph_query.exports.sheet import Edition, task_sheet
from graph_query.labels import labels_of
from graph_query.ledger.reading import ledger_of
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, open_store, select
from tests.conftest import CASES, PROJECT
from tests.test_cli import zeren
from tests.test_pending import NUMBERS, listed

DAY = date(2026, 3, 2)
SLUG = "word-merged"


def said(what: corrections.What, **fields: object) -> Correction:
    return Correction(what, "李四", DAY, **fields)  # type: ignore[arg-type]


def given(folder: Path, *names: str) -> Path:
    """Return a home folder with the files of cases, and nothing built."""
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    for name in names:
        source = next((CASES / name).glob("source.*"))
        shutil.copy(source, documents / f"{name}{source.suffix}")
    return folder


def ten(tasks: tuple[Task, ...]) -> tuple[Correction, ...]:
    """Return corrections of ten kinds of the tasks of word-merged."""
    of = [corrections.words_of(task) for task in tasks]
    return (
        said("unit", task=of[0], role="responsible", was="县税务局", now="县财政局", why="原文是县财政局"),
        said("unit", task=of[0], role="cooperating", now="县司法局"),
        said("unit", task=of[5], role="responsible", was="各中心学校"),
        said("role", task=of[2], unit="县市场监管局", was="responsible", now="lead"),
        said("deadline", task=of[3], was="长期坚持", now="2024年10月底前"),
        said("text", task=of[11], was=tasks[11].text, now="组织政务公开业务培训，每年至少举办3次。"),
        said("act", task=of[7], was="社会救助暂行办法", now="《最低生活保障审核确认办法》（民发〔2021〕57号）"),
        said("not_a_task", task=of[12]),
        said("body", names=("县发展改革局", "县发展和改革局"), now="apart"),
        said("document", fact="place", was="", now="360423"),
        said("document", fact="openness", was="此件公开发布", now="此件依申请公开", words="（此件公开发布）"),
    )


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with a document that is corrected in ten kinds of things, and checked in two tasks."""
    home = given(tmp_path_factory.mktemp("corrected"), SLUG, "word-two-tables")
    build(home)
    found = review(home, SLUG)
    assert corrections.add(home, SLUG, ten(found.machine.tasks)) == ()
    tasks = review(home, SLUG).corrected.task_list.tasks
    for n in (0, 8):
        words, repeat = corrections.targets_of(tasks)[n]
        corrections.add(home, SLUG, [said("checked", task=words, repeat=repeat, was=reading_of(tasks[n]))])
    report = build(home)
    assert not told(report)
    return home


@pytest.fixture(scope="module")
def opened(corrected: Path) -> Store:
    return open_store("memory:data/graph/current", corrected)


def told(report: Report) -> list[str]:
    return [problem.message for problem in report.problems if "更正" in problem.message]


def files(home: Path) -> dict[str, bytes]:
    """Return the graphs and accounts of a home's current snapshot."""
    current = (home / "data" / "graph" / "current").resolve()
    found = (path for path in current.rglob("*") if path.suffix in (".trig", ".account", ".unjoined"))
    return {path.relative_to(current).as_posix(): path.read_bytes() for path in found} | {"": current.name.encode()}


def test_built_from_nothing_elsewhere_the_graphs_are_the_same(corrected: Path, tmp_path: Path) -> None:
    for part in ("documents", "corrections"):
        shutil.copytree(corrected / "data" / part, tmp_path / "data" / part)
    build(tmp_path)
    assert files(tmp_path) == files(corrected)
    assert f"machine/{SLUG}.trig" in files(corrected)
    assert "machine/word-two-tables.trig" not in files(corrected)


# What of ten corrections holds, as a condition on the graph.
ASKED = {
    "unit": "?a zr:nameAsWritten '县财政局' ; zr:basis zr:corrected ; zr:role zr:responsible ; zr:task/zr:no '1'",
    "added": "?a zr:nameAsWritten '县司法局' ; zr:role zr:cooperating ; prov:wasAttributedTo/skos:prefLabel '李四'",
    "role": "?t zr:no '3' ; zr:leadUnit/skos:prefLabel '县市场监管局'",
    "deadline": "?t zr:no '4' ; zr:deadline ?l . ?l zr:words '2024年10月底前' ; zr:basis zr:corrected ; "
    "zr:until/time:inXSDDate '2024-10-31'^^xsd:date",
    "text": "?t zr:no '12' ; zr:text '组织政务公开业务培训，每年至少举办3次。' ; zr:hasLimit/zr:atLeast 3",
    "act": "?t zr:no '8' ; zr:cites ?act . ?act eli:id_local '民发〔2021〕57号' . "
    "?c zr:task ?t ; zr:titleAsWritten '社会救助暂行办法'",
    "body": "?a zr:nameAsWritten '县发展改革局' ; zr:unit ?one . ?b zr:nameAsWritten '县发展和改革局' ; zr:unit ?other "
    "FILTER (?one != ?other)",
    "place": "?d zr:place <https://w3id.org/zeren/id/place/360423> ; zr:placeBasis zr:byCorrection",
    "openness": "?d zr:openness '此件依申请公开'",
    "provenance": "?c a zr:Correction ; zr:corrects/zr:no '1' ; zr:aspect '责任单位' ; zr:was '县税务局' ; "
    "zr:now '县财政局' ; zr:why '原文是县财政局' ; zr:on '2026-03-02'^^xsd:date ; "
    "zr:gives/zr:nameAsWritten '县财政局' ; prov:wasDerivedFrom/oa:exact ?words",
    "check": "?c a zr:Check ; zr:checks/zr:no '9' ; prov:wasAttributedTo ?who",
}
GONE = {
    "unit": "?a zr:nameAsWritten '县税务局' ; zr:task/zr:no '1'",
    "removed": "?a zr:nameAsWritten '各中心学校'",
    "role": "?t zr:no '3' ; zr:responsibleUnit/skos:prefLabel '县市场监管局'",
    "task": "?t a zr:Task ; zr:no '13' ; zr:document/zr:fileName 'word-merged.docx'",
}


@pytest.mark.parametrize("name", ASKED)
def test_it_holds_in_the_graph(name: str, opened: Store) -> None:
    assert select(opened, with_prefixes(f"SELECT * WHERE {{ {ASKED[name]} }}")).rows


@pytest.mark.parametrize("name", GONE)
def test_what_was_read_is_no_more_in_the_graph_that_is_loaded(name: str, opened: Store) -> None:
    assert not select(opened, with_prefixes(f"SELECT * WHERE {{ {GONE[name]} }}")).rows


def test_what_the_machine_read_stands_beside(opened: Store, corrected: Path) -> None:
    machine = opened.snapshot.machine(SLUG).decode()
    assert "县税务局" in machine
    assert "zr:Correction" not in machine
    assert opened.snapshot.machine("word-two-tables") == b""
    assert not (corrected / "data/graph/current/machine/word-two-tables.trig").exists()


def test_it_holds_in_the_ledger_and_in_exports(opened: Store) -> None:
    tasks = {task.no: task for task in ledger_of(opened).tasks if task.document.slug == SLUG}
    assert [(word.of, word.was, word.now, word.by, word.on) for word in tasks["4"].corrections] == [
        ("完成时限", "长期坚持", "2024年10月底前", "李四", "2026-03-02")
    ]
    assert tasks["9"].checks[0].shown == "已核对（李四，2026-03-02）"
    document = tasks["1"].document
    assert (document.tasks, document.checked, document.corrected) == (12, 2, 6)
    assert {word.of for word in document.people} == {"是否任务", "单位", "地方", "公开属性"}
    assert document.place == "武宁县"
    edition = Edition("1", "2026-03-03", "", date(2026, 3, 3))
    sheet = task_sheet("任务", list(tasks.values()), edition)
    labels = [label for label, *_ in sheet.columns]
    rows = [dict(zip(labels, row, strict=True)) for row in sheet.rows]
    assert rows[3]["人工更正、核对"] == "人工更正：完成时限“长期坚持”改为“2024年10月底前”（李四，2026-03-02）"
    assert rows[0]["责任单位"] == "县发展改革局、县工业和信息化局、县财政局"
    for data in (as_turtle(opened, [tasks["1"]], edition), as_json_ld(opened, [tasks["1"]], edition)):
        assert all(word in data.decode() for word in ("原文是县财政局", "县税务局", "李四"))
    table = zipfile.ZipFile(io.BytesIO(neo4j(ledger_of(opened), edition.foot))).read("nodes.csv").decode()
    assert "完成时限“长期坚持”改为“2024年10月底前”" in table


def test_it_holds_in_answers(opened: Store) -> None:
    answer = ask("县财政局负责哪些任务？", opened)
    assert [task.no for task in answer.behind.tasks] == ["1"]
    assert "（其中有人工更正的内容，见依据。）" in answer.answer
    assert answer.sources[0].people[-1].shown.startswith("责任单位“县税务局”改为“县财政局”") or any(
        "县财政局" in word.shown for word in answer.sources[0].people
    )
    assert '"was": "县税务局"' in answer_as_json(answer)
    assert "责任 县财政局（人工更正）" in answer.sources[0].assignments


def test_an_unchanged_build_and_one_of_another_document_keep_it(corrected: Path) -> None:
    before = files(corrected)
    assert not told(build(corrected))
    assert files(corrected) == before
    build(corrected, [corrected / "data" / "documents" / "word-two-tables.docx"])
    assert files(corrected) == before


# Places that no title names, and such as no register has

PLACES = {
    "gulou": ("社区服务", ("区教育局", "区财政局", "区民政局"), "320106", ""),
    "xiongan": ("建设", ("教育局", "财政局", "综合执法局"), "雄安新区", "130600"),
    "park": ("企业服务", ("教育局", "经济发展委员会", "行政审批局"), "苏州工业园区", "320500"),
    "street": ("便民", ("党政办", "社会事务办", "综合行政执法队"), "鹭江街道", "350203"),
    "university": ("招生", ("教务处", "学生处", "招生办公室"), "厦门大学", "350200"),
}
QUESTIONS = {
    "鼓楼区一共有多少项任务？": "鼓楼区，任务共6项。",
    "南京市鼓楼区一共有多少项任务？": "鼓楼区，任务共6项。",
    "雄安新区一共有多少项任务？": "雄安新区，任务共6项。",
    "雄安有多少项任务？": "雄安新区，任务共6项。",
    "雄安新区教育局负责多少项任务？": "雄安新区，点名“教育局”负责，任务共2项。",
    "苏州工业园区一共有多少项任务？": "苏州工业园区，任务共6项。",
    "鹭江街道党政办负责多少项任务？": "鹭江街道，点名“党政办”负责，任务共2项。",
    "思明区鹭江街道有多少项任务？": "鹭江街道，任务共6项。",
    "厦门大学教务处负责多少项任务？": "厦门大学，点名“教务处”负责，任务共2项。",
}


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return the store of lists whose titles name no place, and of which people said whose they are."""
    home = tmp_path_factory.mktemp("placed")
    (home / "data" / "documents").mkdir(parents=True)
    for name, (what, units, place, within) in PLACES.items():
        tasks = (f"{n}.做好第{n}类{what}信息的公开和更新。（责任单位：{units[n % 3]}）" for n in range(1, 7))
        text = "\n".join(["2024年政务公开工作任务分解表", "一、信息公开", *tasks])
        (home / "data" / "documents" / f"{name}.txt").write_text(text, "utf-8")
        corrections.add(home, name, [said("document", fact="place", now=place, within=within)])
    assert not told(build(home))
    return open_store("memory:data/graph/current", home)


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_find_lists_by_the_place_that_a_person_named(question: str, placed: Store) -> None:
    assert ask(question, placed).answer == QUESTIONS[question]


def test_the_kind_of_a_place_alone_is_no_place(placed: Store) -> None:
    assert not ask("大学有多少项任务？", placed).answerable
    assert not [m for m in labels_of(placed).readings("涉及大学的任务") if m.kind == "place"]


# The source changes


LINES = {
    "市司法局等市直": "市财政局等市直",  # the unit that a correction was of
    "建立市场主体反映投资和工程建设项目审批问题": "建立市场主体反映投资项目审批问题",  # the words of a task
    "\t  市税务局，各区人民政府": "\t  市税务局、市财政局，各区人民政府",  # one that was added is read now
}


def test_of_a_source_that_changed_in_three_places_three_corrections_are_told(tmp_path: Path) -> None:
    home = given(tmp_path, "xiamen-2022")
    path = home / "data" / "documents" / "xiamen-2022.txt"
    build(home)
    found = review(home, "xiamen-2022").machine.tasks
    of = [corrections.words_of(task) for task in found]
    six = [
        said("unit", task=of[1], role="responsible", was="市司法局", now="市教育局"),
        said("deadline", task=of[9], was="持续推进", now="2022年9月底前"),
        said("unit", task=of[11], role="responsible", now="市财政局"),
        said("role", task=of[22], unit="市政府办公厅", was="responsible", now="lead"),
        said("unit", task=of[0], role="responsible", was="各开发区管委会"),
        said("checked", task=of[24], was=reading_of(found[24])),
    ]
    corrections.add(home, "xiamen-2022", six)
    assert not told(build(home))
    text = path.read_text("utf-8")
    first = text.index("\t2\n")
    for was, now in LINES.items():
        at = text.index(was, first)
        text = text[:at] + now + text[at + len(was) :]
    path.write_text(f"{text}\n", "utf-8")
    report = build(home)
    lines = told(report)
    assert len(lines) == 3
    for line, words in zip(
        lines, ("现在读到的责任单位是“市财政局", "没有读出这项任务", "现在已经这样识读"), strict=True
    ):
        assert words in line
        assert "xiamen-2022.toml" in line
    # Nothing was dropped from the file, and the others hold.
    assert corrections.read(home, "xiamen-2022") == tuple(six)
    store = open_store("memory:data/graph/current", home)
    tasks = {task.no: task for task in ledger_of(store).tasks}
    assert tasks["23"].of_role("lead") == "市政府办公厅"
    assert "市教育局" not in tasks["2"].of_role("responsible")
    assert tasks["25"].checks


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("5.", "1.做好肥东县第5类信息公开和更新。（责任单位：县文化局）\n5."), ""),
        (lambda text: text.replace("做好肥东县第2类", "做好肥东县第1类"), "有 3 项任务是这样写的"),
        (lambda text: text.replace("3.做好肥东县第1类", "3.做好肥东县第3类"), "有 1 项任务是这样写的"),
    ],
)
def test_of_tasks_with_the_same_words_the_right_one_is_corrected_or_none(
    change: Callable[[str], str], why: str, tmp_path: Path
) -> None:
    text = listed("肥东县", "县教育局", NUMBERS["sure"]).replace("第3类", "第1类").replace("第4类", "第4类")
    path = tmp_path / "data" / "documents" / "sure.txt"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    build(tmp_path)
    words, repeat = review(tmp_path, "sure").targets[2]
    assert repeat == "2/2"
    corrections.add(tmp_path, "sure", [said("unit", task=words, repeat=repeat, role="responsible", now="县水利局")])
    changed = change(text)
    path.write_text(changed, "utf-8")
    lines = told(build(tmp_path))
    if changed.count("肥东县第1类") == 2:
        assert not lines
    else:
        assert any((why or "有 3 项任务是这样写的") in line for line in lines)


# Held back, and published when a person says so


def test_a_document_that_is_held_back_is_published_when_a_person_confirms_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "documents" / "held.txt"
    path.parent.mkdir(parents=True)
    path.write_text(listed("肥西县", "县科技局", NUMBERS["held"]), "utf-8")
    assert build(tmp_path).pending
    tasks = review(tmp_path, "held").machine.tasks
    assert review(tmp_path, "held").doubtful
    corrections.add(tmp_path, "held", [said("document_checked", was=reading_of_all(tasks))])
    report = build(tmp_path)
    assert [entry.slug for entry in report.published] == ["held"]
    assert report.published[0].sureness <= HELD_BACK
    store = open_store("memory:data/graph/current", tmp_path)
    assert not store.snapshot.report.pending
    (document,) = ledger_of(store).documents.values()
    assert document.confirmed
    assert document.confirmed.by == "李四"
    assert "5项" in ask("县科技局负责多少项任务？", store).answer
    assert not review(tmp_path, "held").doubtful
    path.write_text(listed("肥西县", "县科技局", (1, 7, 3, 9, 8)).replace("第8类", "第80类"), "utf-8")
    assert [entry.slug for entry in build(tmp_path).pending] == ["held"]


def test_a_task_to_be_joined_that_stands_twice_is_told_and_none_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    lines = (
        "公开财政预算信息。（责任单位：县财政局）",
        *(f"做好全年总结。（责任单位：县{n}局）" for n in ("教育", "档案")),
    )
    path.write_text("\n".join(["2024年政务公开工作任务分解表", "一、信息公开", *lines]), "utf-8")
    _, task_list = read_file(path)
    one = said("join", task="公开财政预算信息。", parts=("做好全年总结。",))
    found = applied(task_list, Origin(), [one])
    assert [why for _, why in found.left] == [
        "有 2 项任务写着要并入的“做好全年总结。”，没有采用。请对照原文重新核对，或撤回这一条"
    ]
    assert found.task_list.tasks == task_list.tasks


# Words that were not read as a task, and one task that is two


def test_words_become_a_task_or_none_and_tasks_are_split_and_joined(tmp_path: Path) -> None:
    text = (
        listed("肥东县", "县教育局", (1, 2, 3))
        + "\n全县各部门通力合作做好收尾\n4.做好总结；5.做好归档。（责任单位：县档案局）\n"
    )
    path = tmp_path / "data" / "documents" / "some.txt"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    build(tmp_path)
    before = review(tmp_path, "some").machine.tasks
    of = [corrections.words_of(task) for task in before]
    more = [
        said(
            "task",
            words="全县各部门通力合作做好收尾",
            lead=("县委办",),
            responsible=("县教育局", "县档案局"),
            deadline="2024年底前",
        ),
        said("join", task=of[0], parts=(of[1],)),
    ]
    assert not corrections.add(tmp_path, "some", more)
    assert not told(build(tmp_path))
    tasks = review(tmp_path, "some").corrected.task_list.tasks
    assert len(tasks) == len(before)
    new = next(task for task in tasks if task.text.startswith("全县各部门"))
    assert [(a.role, a.name) for a in new.assignments] == [
        ("lead", "县委办"),
        ("responsible", "县教育局"),
        ("responsible", "县档案局"),
    ]
    assert new.deadline
    assert str(new.deadline.date) == "2024-12-31"
    assert new.section == "信息公开"
    account = review(tmp_path, "some").corrected.task_list.account
    at = tasks.index(new) + 1
    assert "".join(line.span.exact for line in account if line.task == at) == "全县各部门通力合作做好收尾"
    assert "".join(line.span.exact for line in account).replace("\n", "") == text.replace("\n", "")
    split = said("split", task=corrections.words_of(before[-1]), parts=("做好总结", "做好归档"))
    corrections.add(tmp_path, "some", [split])
    assert [task.text for task in review(tmp_path, "some").corrected.task_list.tasks[-2:]] == ["做好总结", "做好归档"]


# The file


def test_two_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writing = [sys.executable, "-c", WRITING, str(tmp_path)]
    writers = [subprocess.Popen([*writing, by], cwd=PROJECT) for by in ("李四", "王五")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    written = corrections.read(tmp_path, "a")
    assert sorted((one.by, one.task) for one in written) == [
        (by, f"任务{n}") for by in ("李四", "王五") for n in NUMBERED
    ]


# Not a pool: what tests leave as the main module it would run in its processes, and begin these anew for ever.
WRITING = "import pathlib, sys, tests.test_corrections as t; t.write_twenty(pathlib.Path(sys.argv[1]), sys.argv[2])"
NUMBERED = sorted(range(20), key=lambda n: f"任务{n}")


def write_twenty(folder: Path, by: str) -> None:
    for n in range(20):
        one = Correction("unit", by, DAY, task=f"任务{n}", role="lead", now=f"{by}局")
        corrections.add(folder, "a", [one])


def test_who_corrects_what_another_corrected_is_told_and_can_follow(tmp_path: Path) -> None:
    first = said("deadline", task="公开规章", was="年底前", now="10月底前")
    assert corrections.add(tmp_path, "a", [first]) == ()
    second = Correction("deadline", "王五", DAY, task="公开规章", was="年底前", now="11月底前")
    (conflict,) = corrections.add(tmp_path, "a", [second])
    assert (conflict.mine, conflict.theirs) == (second, first)
    assert conflict.message == "李四已于 2026-03-02 把这一处改为“10月底前”，您的更正没有写入。请核对后再改。"
    following = Correction("deadline", "王五", DAY, task="公开规章", was="10月底前", now="11月底前")
    assert corrections.add(tmp_path, "a", [following, first]) == ()
    assert corrections.read(tmp_path, "a") == (first, following)
    assert corrections.withdraw(tmp_path, "a", [following.key]) == 1
    assert corrections.add(tmp_path, "a", [following]) == ()


def test_comments_stay_and_an_empty_file_goes(tmp_path: Path) -> None:
    one, other = said("not_a_task", task="合计"), said("not_a_task", task="小计")
    corrections.add(tmp_path, "a", [one, other])
    path = corrections.path_of(tmp_path, "a")
    path.write_text(f"# 三月核对\n\n{path.read_text('utf-8')}", "utf-8")
    corrections.withdraw(tmp_path, "a", [one.key])
    assert "# 三月核对" in path.read_text("utf-8")
    assert corrections.read(tmp_path, "a") == (other,)
    path.write_text(corrections.as_toml(other), "utf-8")
    corrections.withdraw(tmp_path, "a", [other.key])
    assert not path.exists()


ENTRY = (
    '[[correction]]\nwhat = "unit"\ntask = "公开规章"\nrole = "lead"\nnow = "县教育局"\nby = "李四"\non = 2026-03-02\n'
)
BAD = {
    ENTRY.replace(
        '"lead"', '"leader"'
    ): "第 1 行的更正：role 不能是“leader”。可用的是 lead、responsible、cooperating。",
    ENTRY + "why = 3\n": "第 1 行的更正：why 应是加引号的文字。",
    "\n" + ENTRY.replace("2026-03-02", '"2026-03-02"'): "第 2 行的更正：on 应是日期，如 2026-01-31。",
    ENTRY + ENTRY.replace("unit", "units"): "第 8 行的更正：what 不能是“units”。",
    ENTRY.replace('by = "李四"\n', ""): "第 1 行的更正（unit）：缺少 by。请补上。",
    ENTRY.replace("李四", "　"): "缺少 by。请补上。",
    ENTRY.replace('now = "县教育局"\n', ""): "was 和 now 相同，没有改动",
    ENTRY + 'fact = "year"\n': "用不到 fact。请删去。",
    ENTRY + "task2 = 1\n": "不认识的键“task2”",
    ENTRY + "= 1\n": "第 8 行不合 TOML 语法",
    '[correction]\nwhat = "unit"\n': "只能有 [[correction]] 条目",
    ENTRY.replace("县教育局", "局"): "单位名应有 2 到 40 个字",
}


@pytest.mark.parametrize("text", BAD)
def test_a_file_that_is_wrong_is_named_with_line_and_remedy(text: str, tmp_path: Path) -> None:
    path = corrections.path_of(tmp_path, "a")
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        corrections.read(tmp_path, "a")
    assert str(error.value).startswith("a.toml：")
    assert BAD[text] in str(error.value)


def test_a_build_goes_on_where_a_file_is_wrong_or_of_no_document(tmp_path: Path) -> None:
    home = given(tmp_path, "xiamen-2022")
    for slug, text in (("xiamen-2022", "= 1"), ("none", ENTRY)):
        path = corrections.path_of(home, slug)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    report = build(home)
    assert [entry.tasks for entry in report.published] == [25]
    assert [problem.document for problem in report.problems] == ["xiamen-2022.toml", "none.toml"]
    assert "仍按程序的识读" in report.problems[0].message
    assert "没有对应的文件" in report.problems[1].message


@pytest.mark.parametrize(
    "wrong",
    [
        said("deadline", task="公开规章", was="年底前", now="尽快"),
        said("document", fact="year", now="二〇二四"),
        said("document", fact="issued", now="2024年3月"),
        said("document", fact="place", now="999999"),
        said("document", fact="url", now="某网站"),
        said("document", fact="kind", now="复印件"),
        said("body", names=("县教育局",), now="same"),
        said("body", names=("县教育局", "县教体局"), now="也许"),
        said("text", task="公开规章", was="公开", now="公"),
        said("act", task="公开规章", was="《办法》", now="……"),
    ],
)
def test_what_cannot_hold_is_refused_when_it_is_entered(wrong: Correction, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="更正"):
        corrections.add(tmp_path, "a", [wrong])


# The terminal, the change log, and what check tells


def test_review_lists_and_takes_corrections_and_check_tells_of_them(tmp_path: Path) -> None:
    path = tmp_path / "data" / "documents" / "held.txt"
    path.parent.mkdir(parents=True)
    path.write_text(listed("肥西县", "县科技局", NUMBERS["held"]), "utf-8")
    build(tmp_path)
    documents = zeren("review", home=tmp_path)
    assert documents.stdout == "held　待核　识读可信度 0.36　任务 5 项\n"
    lines = zeren("review", "held", home=tmp_path).stdout.splitlines()
    assert lines[-1].startswith("存疑 ")
    key = lines[0].split("　")[0]
    assert "任务编号不连续" in lines[0]
    nobody = zeren("review", "held", "--set", "what=checked", home=tmp_path)
    assert (nobody.returncode, nobody.stderr) == (2, "请用 --by 写明是谁更正或核对的。\n")
    of = ("review", "held", "--by", "李四", "--set", f"of={key}")
    done = zeren(*of, "--set", "what=deadline", "--set", "now=2024年10月底前", home=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("已写入：任务“做好肥西县第7类")
    again = zeren("review", "held", "--by", "王五", *of[4:], "--set", "what=deadline", "--set", "was=", "--set",
                  "now=2024年9月底前", home=tmp_path)  # fmt: skip
    assert again.returncode == 1
    assert "没有写入" in again.stdout
    file = tmp_path / "更正.toml"
    whole = reading_of_all(review(tmp_path, "held").corrected.task_list.tasks)
    file.write_text(f'[[correction]]\nwhat = "document_checked"\nwas = "{whole}"\n', "utf-8")
    assert zeren("review", "held", "--by", "李四", "--apply", str(file), home=tmp_path).returncode == 0
    assert zeren("build", home=tmp_path).returncode == 0
    told_lines = zeren("check", home=tmp_path).stdout.splitlines()
    assert "人工核对｜版式 段落：有人看过 1 项任务，其中 1 项有更正" in told_lines
    assert "人工核对｜识读可信度 0.50 以下：有人看过 1 项任务，其中 1 项有更正" in told_lines
    assert "人工核对｜更正“完成时限”：1 处" in told_lines
    said_of = corrections.read(tmp_path, "held")
    assert zeren("review", "held", "--withdraw", said_of[0].key, home=tmp_path).stdout.startswith("已撤回 1 条。")


def test_the_change_log_and_its_feed_tell_of_all_newest_first(tmp_path: Path) -> None:
    home = given(tmp_path, "xiamen-2022")
    first = Correction("document", "李四", date(2026, 1, 5), fact="openness", was="未标明", now="此件公开发布")
    late = Correction("document", "王五", date(2026, 2, 1), fact="title", was="甲", now="乙", why="<原文>&如此")
    corrections.add(home, "xiamen-2022", [first, late])
    assert [(change.slug, change.correction) for change in corrections.changes(home)] == [
        ("xiamen-2022", late),
        ("xiamen-2022", first),
    ]
    build(home)
    feed = (home / "data" / "graph" / "changes.atom").read_bytes()
    build(home)
    assert (home / "data" / "graph" / "changes.atom").read_bytes() == feed
    root = ET.fromstring(feed)
    atom = {"atom": "http://www.w3.org/2005/Atom"}
    assert [entry.text for entry in root.findall("atom:entry/atom:updated", atom)] == [
        "2026-02-01T00:00:00+08:00",
        "2026-01-05T00:00:00+08:00",
    ]
    assert root.findtext("atom:entry/atom:content", "", atom).endswith("理由：<原文>&如此")
    assert root.findtext("atom:updated", "", atom) == "2026-02-01T00:00:00+08:00"
    corrections.withdraw(home, "xiamen-2022", [first.key, late.key])
    build(home)
    assert not (home / "data" / "graph" / "changes.atom").exists()


def test_what_was_supposed_of_a_task_that_is_checked_is_supposed_no_more(tmp_path: Path) -> None:
    home = given(tmp_path, "word-merged")
    path = home / "data" / "documents" / "rows.txt"
    rows = [
        "序号",
        "工作任务",
        "责任单位",
        "1",
        "公开规章文本",
        "县司法局",
        "2",
        "公开规范性文件",
        "",
        "3",
        "公开预算",
        "县财政局",
    ]
    lines = [f"\t{cell}" for cell in rows]
    text = "\n\n".join("\n".join(lines[n : n + 3]) for n in range(0, len(lines), 3))
    path.write_text(f"武宁县2024年政务公开工作任务分解表\n{text}\n", "utf-8")
    build(home)
    found = review(home, "rows")
    task = found.machine.tasks[1]
    assert [(a.name, a.basis) for a in task.assignments] == [("县司法局", "merged_supposed")]
    words, _ = found.targets[1]
    corrections.add(home, "rows", [said("checked", task=words, was=reading_of(task))])
    assert not told(build(home))
    after = review(home, "rows")
    assert [a.basis for a in after.corrected.task_list.tasks[1].assignments] == ["checked"]
    assert not [one for one in after.doubtful if "推定" in one.reason]
    store = open_store("memory:data/graph/current", home)
    answer = ask("武宁县县司法局负责哪些任务？", store)
    assert "推定的责任" not in answer.answer
    assert "责任 县司法局（推定，已核对）" in answer.sources[1].assignments
