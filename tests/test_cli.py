"""The command line as a user meets it: processes of their own, exit codes, one Chinese line an error."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CASES, PROJECT
from tests.forks import run_forked

XIAMEN = CASES / "xiamen-2022" / "source.txt"


def zeren(*arguments: str, home: Path | None = None, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return run_forked(arguments, typed, ZEREN_HOME=str(home or PROJECT))


def started(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a shell does, from its start."""
    command = [str(Path(sys.executable).with_name("zeren")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)


def test_a_process_that_is_forked_says_what_one_says_that_is_started(tmp_path: Path) -> None:
    for arguments in (["extract", str(XIAMEN)], ["extract", str(tmp_path / "none.txt")], ["fly"], []):
        one, other = started(*arguments), zeren(*arguments)
        assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)


def assert_one_chinese_line(run: subprocess.CompletedProcess[str]) -> None:
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert re.search(r"[\u4e00-\u9fff]", run.stderr)
    assert "Traceback" not in run.stderr


def test_extract_prints_json_whatever_the_file_is_called(tmp_path: Path) -> None:
    other = tmp_path / "000_93f9.txt"
    shutil.copy(XIAMEN, other)
    one, two = json.loads(zeren("extract", str(XIAMEN)).stdout), json.loads(zeren("extract", str(other)).stdout)
    assert (two["slug"], two["source"]) == ("000_93f9", "000_93f9.txt")
    assert one["tasks"] == two["tasks"]
    assert "spans" not in one["tasks"][0]


def test_extract_with_spans() -> None:
    task = json.loads(zeren("extract", str(XIAMEN), "--spans").stdout)["tasks"][0]
    assert task["spans"]["responsible"][0] == {
        "block": 9, "row": None, "column": None, "start": 1, "end": 7, "exact": "各区人民政府",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.txt", None, "没有这个文件"),
        ("empty.txt", b"", "文件是空的"),
        ("blank.txt", b" \n\n\t\n", "文件是空的"),
        ("speech.txt", "今天天气很好。\n".encode(), "没有读到任务"),
        ("binary.txt", bytes(range(256)), "UTF-8"),
        ("list.xyz", b"x", "不认识的文件格式"),
        ("长" * 200 + ".txt", None, "没有这个文件"),
    ],
)
def test_extract_of_a_bad_file_is_one_line(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    run = zeren("extract", str(tmp_path / name))
    assert_one_chinese_line(run)
    assert name in run.stderr
    assert words in run.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract"], "缺少参数"),
        (["extract", "a", "b"], "多出了参数"),
        (["extract", "--spam", "a"], "没有选项 --spam"),
        (["fly"], "没有命令 fly"),
        (["query", "ASK {}", "--format", "pdf"], "--format 的值不对"),
        (["query", "SELECT {"], "查询不合语法"),
        (["query", "nowhere.rq"], "没有这个文件"),
        (["query", "ASK {}", "--store", "tape:x"], "memory:"),
        (["query", "ASK {}", "--store", "memory:/nowhere"], "zeren build"),
        (["query", "SELECT * { ?s ?p ?o } LIMIT 1", "--format", "ttl"], "CONSTRUCT"),
        (["query", "CONSTRUCT WHERE { ?s a ?o } ", "--format", "csv"], "ttl"),
        (["app", "--store", "memory:/nowhere"], "zeren build"),
    ],
)
def test_a_wrong_command_is_one_line(arguments: list[str], words: str, home: Path) -> None:
    run = zeren(*arguments, home=home)
    assert_one_chinese_line(run)
    assert words in run.stderr


def test_extract_of_a_folder_is_one_line(tmp_path: Path) -> None:
    run = zeren("extract", str(tmp_path))
    assert_one_chinese_line(run)
    assert "文件夹" in run.stderr


def test_values_that_are_not_what_they_say_are_printed(home: Path) -> None:
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    run = zeren("query", f'SELECT ("abc"^^{integer} AS ?x) {{}}', "--format", "json", home=home)
    assert json.loads(run.stdout) == [{"x": "abc"}]
    run = zeren("query", "SELECT ?x { BIND(<<( <a:s> <a:p> 1 )>> AS ?x) }", "--format", "csv", home=home)
    assert "<a:s>" in run.stdout


def test_build_names_each_problem_and_exits_with_1(tmp_path: Path) -> None:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    shutil.copy(XIAMEN, documents / "good.txt")
    assert zeren("build", home=tmp_path).returncode == 0
    (documents / "bad.txt").write_text("今天天气很好。", "utf-8")
    run = zeren("build", home=tmp_path)
    assert run.returncode == 1
    assert "good：任务 25 项" in run.stdout
    assert re.fullmatch(r"未收录｜bad.txt：[^\n]+\n", run.stderr)


def test_query_in_every_format(home: Path) -> None:
    text = "SELECT ?index ?text { ?t a zr:Task ; zr:index ?index ; zr:text ?text } ORDER BY ?text LIMIT 2"
    rows = json.loads(zeren("query", text, "--format", "json", home=home).stdout)
    assert isinstance(rows[0]["index"], int)
    listed = list(csv.DictReader(io.StringIO(zeren("query", text, "--format", "csv", home=home).stdout)))
    assert [row["text"] for row in listed] == [row["text"] for row in rows]
    table = zeren("query", text, home=home).stdout
    assert rows[1]["text"] in table
    assert "共 2 行" in table
    turtle = zeren("query", "CONSTRUCT WHERE { ?t a zr:Task }", "--format", "ttl", home=home).stdout
    assert turtle.count("a zr:Task") == 92


def test_query_of_a_file(home: Path) -> None:
    run = zeren("query", "ontology/queries/tasks_citing.rq", "--format", "json", home=home)
    assert [row["index"] for row in json.loads(run.stdout)] == [39]


def test_check_of_a_sound_graph(home: Path) -> None:
    run = zeren("check", home=home)
    assert run.returncode == 0
    assert "处数 104" in run.stdout
    assert "约束问题 0 类" in run.stdout


def test_help_is_chinese() -> None:
    for arguments in (
        [],
        ["--help"],
        ["extract", "--help"],
        ["build", "--help"],
        ["query", "--help"],
        ["app", "--help"],
        ["backup", "--help"],
        ["restore", "--help"],
    ):
        run = zeren(*arguments)
        assert run.returncode == 0
        assert not re.search(r"Usage|Options|Arguments|Commands|Show this|default|required", run.stdout)


def test_ask_prints_an_answer_with_how_it_was_read_and_where_it_stands(home: Path) -> None:
    run = zeren("ask", "厦门市政府公报由哪些单位负责？", home=home)
    assert run.returncode == 0
    assert "市政府办公厅" in run.stdout.splitlines()[0]
    assert "我理解为：厦门市，涉及“政府公报”的任务由哪些单位负责？" in run.stdout
    assert "《2022年全市政务公开工作主要任务分解表》（厦门市）第23项（第" in run.stdout


def test_ask_a_file_of_questions_as_json(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("\ufeff厦门市一共有多少项任务？\n\n深圳市有哪些任务？\n", "utf-8")
    run = zeren("ask", "--file", str(file), "--json", home=home)
    first, second = map(json.loads, run.stdout.splitlines())
    assert (first["question"], first["answerable"], first["count"]) == ("厦门市一共有多少项任务？", True, 25)
    assert "tasks" not in first
    assert not second["answerable"]


def test_ask_goes_on_until_an_empty_line(home: Path) -> None:
    typed = "槐荫区上半年要完成哪些任务？\n厦门市有哪些牵头单位？\n\n"
    run = zeren("ask", "--today", "2022-03-01", home=home, typed=typed)
    assert run.returncode == 0
    assert "第39项" in run.stdout
    assert "没有这样的单位" in run.stdout


def test_questions_follow_each_other_line_by_line(home: Path) -> None:
    typed = "槐荫区教育和体育局负责几项任务？\n那区医保局呢？\n厦门市一共有多少项任务？\n\n"
    run = zeren("ask", home=home, typed=typed)
    assert run.returncode == 0
    understood = [line.split("：", 1)[1] for line in run.stdout.splitlines() if "我理解为" in line]
    assert understood[1:] == ["槐荫区，区医保局负责的任务有多少项？", "厦门市的任务有多少项？"]


def test_a_line_of_a_file_that_begins_with_a_tab_follows_the_one_before(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("\t荆门呢？\n厦门市第3项任务由谁负责？\n\t什么时候完成\n\n\t第16项呢\n荆门呢\n", "utf-8")
    run = zeren("ask", "--file", str(file), "--json", home=home)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [answer.get("dates") for answer in answers] == [None, None, ["2022-10-31"], ["2022-09-30"], None]
    assert answers[0]["answer"].startswith("请接着哪一句问？")
    assert answers[4]["answer"].startswith("请接着哪一句问？")


def test_ask_tells_what_is_wrong(home: Path, tmp_path: Path) -> None:
    assert_one_chinese_line(zeren("ask", "厦门市有多少项任务？", "--today", "昨天", home=home))
    assert_one_chinese_line(zeren("ask", "--file", str(tmp_path / "none.txt"), home=home))
