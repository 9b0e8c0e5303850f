"""Damage by classes, made on purpose on clean cases: what is read from them stays what it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_build.cleaning.debris import clean
from graph_build.cleaning.gbk_shift import restore
from graph_build.cleaning.likelihood import Likelihood
from graph_build.model import Paragraph
from graph_build.pipeline import extract_json
from graph_build.readers import read
from graph_build.values.figures import chinese
from graph_build.vocabulary.simplify import simplified
from tests.damage import advertised, furnished, shifted, traditional, with_pinyin, without_width
from tests.score import AREAS, norm, score
from tests.test_cases import read_case

CASES = ("items-notice", "paragraphs-hollow")
LOSSLESS: dict[str, Callable[[str], str]] = {
    "traditional": traditional,
    "pinyin": lambda text: with_pinyin(traditional(text)),
    "advertising": advertised,
    "furniture": furnished,
    "without width": without_width,
    "all of them": lambda text: without_width(furnished(advertised(with_pinyin(traditional(text))))),
}
HEADINGS = (
    "加强涉及市场主体的信息公开。", "持续优化营商环境。", "推进基层政务公开标准化规范化建设。", "规范依申请公开工作。",
    "做好重点领域信息公开。", "严格落实主体责任。", "保障粮食安全。", "加强队伍建设和业务培训。",
)  # fmt: skip


def damaged(tmp_path: Path, name: str, damage: Callable[[str], str]) -> Path:
    source, _ = read_case(name)
    path = tmp_path / "source.txt"
    path.write_text(damage(source.read_text("utf-8")), "utf-8")
    return path


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("damage", LOSSLESS)
def test_a_damaged_case_scores_as_the_clean_one(tmp_path: Path, name: str, damage: str) -> None:
    _, gold = read_case(name)
    counts, misses = score(gold, extract_json(damaged(tmp_path, name, LOSSLESS[damage])))
    assert misses == []
    assert all(counts[area].row()["f1"] == 1.0 for area in AREAS if counts[area].gold)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("damage", LOSSLESS)
def test_each_cleaned_character_finds_its_place(tmp_path: Path, name: str, damage: str) -> None:
    path = damaged(tmp_path, name, LOSSLESS[damage])
    lines = path.read_text("utf-8").split("\n")
    for block in clean(read(path)).blocks:
        assert isinstance(block, Paragraph)
        raw = [lines[block.text.raw.block][offset] for offset in block.text.offsets]
        assert simplified("".join(raw)) == block.text.value


@pytest.mark.parametrize(
    ("indent", "pinyin"),
    [
        ("　", False),
        ("　　", True),
        pytest.param("　", True, marks=pytest.mark.long),
        pytest.param("　　", False, marks=pytest.mark.long),
    ],
)
def test_headings_read_one_byte_off_are_restored_or_left_out(tmp_path: Path, indent: str, *, pinyin: bool) -> None:
    """Never a wrong heading; what is not restored is null, with the raw words beside it."""

    def damage(text: str) -> str:
        lines = [with_pinyin(traditional(line)) if pinyin else traditional(line) for line in text.split("\n")]
        headings = [n for n, line in enumerate(lines) if line.strip().startswith("（") and line.endswith("。")]
        for n in headings[::2]:
            lines[n] = shifted(indent + lines[n].strip())
        return "\n".join(lines)

    _, gold = read_case("items-notice")
    tasks = extract_json(damaged(tmp_path, "items-notice", damage))["tasks"]
    headings = [task["subsection"] for task in tasks]
    right = [task["subsection"] for task in gold["tasks"]]
    assert len(headings) == len(right)
    assert all(one is None or norm(one) == norm(other) for one, other in zip(headings, right, strict=True))
    marked = ["subsection" in task["restored"] for task in tasks]
    assert any(marked)
    for task, restored in zip(tasks, marked, strict=True):
        assert (restored or task["subsection"] is None) == ("subsection_raw" in task)


def test_most_headings_of_their_kind_are_restored() -> None:
    sound = traditional("做好政务公开工作，优化营商环境，强化责任落实。加强安全生产监管，完善保障机制，规范信息公开。")
    likely = Likelihood(simplified(sound), {"qiáng": {"強"}})
    lines = [traditional(f"　（{chinese(n)}）{text}") for n, text in enumerate(HEADINGS, 1)]
    restored = [restore(shifted(line), [n], likely) for n, line in enumerate(lines, 1)]
    wrong = [found.text for found, line in zip(restored, lines, strict=True) if found and found.text != line]
    assert wrong == []
    assert sum(found is not None for found in restored) >= 5


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("區(qū)政府辦公室(牽頭)", "区政府办公室(牵头)"),
        ("手机客户端（app）和（VR）展厅", "手机客户端（app）和（VR）展厅"),
        ("办好工作。“某某网www.example.com”", "办好工作。"),
        ("登录政府网站www.example.gov.cn查询。", "登录政府网站www.example.gov.cn查询。"),
        ("*县2023年*月底前", "*县2023年*月底前"),
        ("— 12 —", ""),
        ("第 3 页 共 8 页", ""),
        ("12345", "12345"),
        ("屈家?guī)X管理區(qū)", "屈家岭管理区"),
        ("𠀀?guī)X、㐀(qiū)。", "𠀀?guī)X、㐀。"),
    ],
)
def test_what_is_debris_and_what_is_not(tmp_path: Path, raw: str, value: str) -> None:
    path = tmp_path / "line.txt"
    path.write_text(f"{raw}\n各縣、漳河新區、屈家嶺管理區。", "utf-8")
    block = clean(read(path)).blocks[0]
    assert isinstance(block, Paragraph)
    assert block.text.value == value
