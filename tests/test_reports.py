"""The report of a build: sureness with its reasons, copies of one work, folders and zips as a whole."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import statistics
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from graph_build.errors import DocumentError
from graph_build.pipeline import build, extract_json
from graph_build.snapshots.report import Report
from tests.conftest import CASES
from tests.reopen import ENCODINGS
from tests.score import AREAS, score
from tests.test_cases import NAMES, read_case

LIST = "2024年任务分工\n一、公开\n"
ITEM = "{n}.{text}（责任单位：{unit}）\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "data" / "documents").mkdir(parents=True)
    return tmp_path / "home"


def source(case: str) -> Path:
    return next((CASES / case).glob("source.*"))


def documents(report: Report) -> Any:
    return json.loads((report.snapshot / "report.json").read_text("utf-8"))["documents"]


def test_the_report_lists_every_document_with_its_sureness(home: Path) -> None:
    for case in ("word-merged", "jingmen-2022"):
        shutil.copy(source(case), home / "data" / "documents" / f"{case}{source(case).suffix}")
    report = build(home)
    listed = documents(report)
    assert [entry["slug"] for entry in listed] == ["jingmen-2022", "word-merged"]
    assert [entry["tasks"] for entry in listed] == [len(read_case(e["slug"])[1]["tasks"]) for e in listed]
    assert listed[0]["sureness"] < listed[1]["sureness"] <= 1
    assert any("受损" in reason for reason in listed[0]["reasons"])
    assert build(home).snapshot == report.snapshot


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3.做好公开。（责任单位：县教育局）\n", "编号不连续"),
        ("2.做好公开。（责任单位：县教育局、张三丰老先生）\n", "词尾不认识"),
        ("2.做好公开。（责任单位：县教育局、年底收官办）\n", "不像单位"),
        ("2.做好公开。（责任单位：县教育局；完成时限：尽快尽早）\n", "时限没有读懂"),
        ("责任单位：县教育局\n", "像是分工"),
        ("2.）做好公开。（责任单位：县教育局）\n", "文字不完整"),
    ],
)
def test_each_doubt_is_a_reason(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    sound = LIST + ITEM.format(n=1, text="更新目录。", unit="县财政局")
    path.write_text(sound, "utf-8")
    assert (extract_json(path)["sureness"], extract_json(path)["reasons"]) == (1.0, [])
    path.write_text(sound + text, "utf-8")
    result = extract_json(path)
    assert result["sureness"] < 1
    assert any(reason in line for line in result["reasons"]), result["reasons"]


def test_what_is_only_to_be_looked_at_hardly_lowers_it(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    text = "按照《*办法》（*发〔2024〕*号）做好公开。"
    path.write_text(LIST + ITEM.format(n=1, text=text, unit="县教育局"), "utf-8")
    result = extract_json(path)
    assert result["reasons"] == ["有 1 处引文没有完整的文号和标题"]
    assert 0.99 <= result["sureness"] <= 1


def test_one_list_in_two_formats_counts_once(home: Path, tmp_path: Path) -> None:
    folder = home / "data" / "documents"
    shutil.copy(source("xiamen-2022"), folder / "a.txt")
    text = source("xiamen-2022").read_text("utf-8")
    (folder / "b.md").write_text("转载\n" + text.replace("，", ","), "utf-8")
    (folder / "c.txt").write_text(LIST + ITEM.format(n=1, text="做好公开。", unit="县教育局"), "utf-8")
    report = build(home)
    listed = {entry["source"]: entry["copies"] for entry in documents(report)}
    assert listed == {"a.txt": ["b.md"], "c.txt": []}
    assert ["b.md" in problem.message and "a.txt" in problem.message for problem in report.problems] == [True]
    assert not report.problems[0].withheld
    later = tmp_path / "d.txt"
    later.write_text("又一份\n" + text, "utf-8")
    assert {entry["source"]: entry["copies"] for entry in documents(build(home, [later]))}["a.txt"] == ["b.md", "d.txt"]


def test_the_copy_that_is_read_more_surely_counts(home: Path) -> None:
    items = "".join(ITEM.format(n=n, text=f"做好第{n}类信息公开。", unit="县教育局") for n in range(1, 20))
    (home / "data" / "documents" / "a.txt").write_text(LIST + items + "责任单位：县财政局\n", "utf-8")
    (home / "data" / "documents" / "b.txt").write_text(LIST + items, "utf-8")
    assert [(entry["source"], entry["copies"]) for entry in documents(build(home))] == [("b.txt", ["a.txt"])]


def test_two_lists_of_one_number_are_two(home: Path) -> None:
    for n, name in enumerate("ab"):
        items = "".join(ITEM.format(n=i, text=f"做好{name}{i}项公开。", unit="县教育局") for i in range(1, 5))
        content = f"某县人民政府文件\n某政发〔2024〕5号\n2024年任务分工{n}\n一、公开\n{items}"
        (home / "data" / "documents" / f"{name}.txt").write_text(content, "utf-8")
    assert [entry["number"] for entry in documents(build(home))] == ["某政发〔2024〕5号"] * 2


def test_a_zip_is_taken_as_a_whole(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "lists.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(source("word-merged"), "甲/一.docx")
        packed.write(source("xiamen-2022"), "乙/二.txt")
        packed.writestr("../outside.txt", "x")
        packed.writestr("/absolute.txt", "x")
        packed.writestr("inner.zip", "x")
        packed.writestr("__MACOSX/._x.txt", "x")
        packed.writestr("speech.txt", "今天天气很好。")
    report = build(home, [archive])
    assert sorted(entry.slug for entry in report.published) == ["一", "二"]
    assert len([p for p in report.problems if "压缩包之外" in p.message]) == 2
    assert sorted(p.document.rpartition(" ")[2] for p in report.problems) == [
        "absolute.txt", "inner.zip", "outside.txt", "speech.txt",
    ]  # fmt: skip
    assert not list(tmp_path.rglob("outside.txt"))


def test_names_in_a_chinese_zip(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "lists.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(zipfile.ZipInfo("name1.txt"), source("xiamen-2022").read_bytes())
    # What a Chinese Windows writes: GB18030, without the flag for UTF-8.
    archive.write_bytes(archive.read_bytes().replace(b"name1.txt", "任务a".encode("gb18030") + b".txt"))
    assert [entry.slug for entry in build(home, [archive]).published] == ["任务a"]


def test_links_out_of_the_folder_are_refused_and_told(home: Path, tmp_path: Path) -> None:
    folder = home / "data" / "documents"
    outside = tmp_path / "outside.txt"
    shutil.copy(source("xiamen-2022"), outside)
    (folder / "leads-out.txt").symlink_to(outside)
    (folder / "to-nothing.txt").symlink_to(tmp_path / "nothing.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    shutil.copy(source("word-merged"), folder / "good.docx")
    report = build(home)
    assert [entry.slug for entry in report.published] == ["good"]
    assert sorted(p.document for p in report.problems) == ["leads-out.txt", "loop", "loop.txt", "to-nothing.txt"]
    assert all(problem.withheld for problem in report.problems)


DAMAGES = {
    "brackets left open": (r"[）〕](?=\s*$)", ""),
    "labels without their mark": (r"单位[:：]", "单位 "),
    "letters of names misread": (r"局(?=[、，；）〕\s])", "扃"),
    "months misread": (r"月(?=底|前|\d)", "目"),
    "lines lost": (r"^\s*\S.*\n", ""),
}


def damaged_readings(name: str) -> Iterator[tuple[float, float]]:
    """Return sureness and score of a case, and of its text with every third or eighth place damaged."""
    path, gold = read_case(name)
    yield reading(path, gold)
    if path.suffix != ".txt" or name in ENCODINGS:
        return
    text = path.read_text("utf-8-sig")
    with TemporaryDirectory() as folder:
        for pattern, instead in DAMAGES.values():
            for every in (3, 8):
                damaged = Path(folder, path.name)
                damaged.write_text(with_damage(text, pattern, instead, every), "utf-8")
                yield reading(damaged, gold)


def with_damage(text: str, pattern: str, instead: str, every: int) -> str:
    count = itertools.count(1)

    def damaged(match: re.Match[str]) -> str:
        return match.group() if next(count) % every else instead

    return re.sub(pattern, damaged, text, flags=re.MULTILINE)


def reading(path: Path, gold: Any) -> tuple[float, float]:
    """Return how sure a reading is, and its mean score over the areas; both 0 where there is none."""
    try:
        result = extract_json(path)
    except DocumentError:
        return 0.0, 0.0
    rows = [score(gold, result)[0][area].row() for area in AREAS if area not in ("alias", "document")]
    scores = [row["f1"] for row in rows if row["said"] + row["gold"]]
    return result["sureness"], round(sum(scores) / len(scores), 3)


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, ties at their mean."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.long)])
def test_sureness_ranks_readings_as_their_scores_do(every: int) -> None:
    """Spearman's rank correlation of sureness and score, over the cases and over damaged forms of them."""
    pairs = [pair for name in NAMES[::every] for pair in damaged_readings(name)]
    sure, right = [ranks(values) for values in zip(*pairs, strict=True)]
    assert len(set(right)) > 10
    assert statistics.correlation(sure, right) >= 0.7
