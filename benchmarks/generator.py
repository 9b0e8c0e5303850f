"""Task lists of any size, made from a seed, with what a careful reader reads in them: every layout in every format.

Units, places, acts, dates and sentences are its own. What it makes is regular where real lists are not: it tests that
nothing breaks and how fast it is, not how well real lists are read.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

PLACES = ("云岭县", "临江县", "青石县", "石河县", "松溪县", "白杨县")
BODIES = (
    "教育局", "财政局", "司法局", "民政局", "水利局", "气象局", "审计局", "统计局", "林业局", "医疗保障局", "税务局",
    "人力资源和社会保障局", "发展和改革局", "自然资源和规划局", "住房和城乡建设局", "市场监督管理局", "卫生健康局",
    "文化和旅游局", "农业农村局", "交通运输局", "应急管理局", "行政审批服务局", "融媒体中心", "档案馆", "残疾人联合会",
    "人民政府办公室", "总工会",
)  # fmt: skip
GROUPS = ("各乡镇人民政府", "县政府各部门", "各街道办事处", "县直有关部门")
SECTIONS = ("夯实公开基础", "推进重点领域公开", "提升政策解读实效", "加强平台建设", "强化工作保障", "优化营商环境")
TOPICS = (
    "财政预算",
    "社会救助",
    "义务教育",
    "食品药品监管",
    "公共资源交易",
    "就业创业",
    "养老服务",
    "生态环境",
    "城市更新",
)
VERBS = ("全面公开", "及时更新", "规范发布", "分类汇总", "集中展示", "动态调整", "认真梳理", "统一归集")
OBJECTS = ("信息目录", "办事指南", "政策文件", "执行情况", "服务清单", "监督结果", "统计数据", "工作流程")
ENDS = ("方便群众查询", "接受社会监督", "做到应公开尽公开", "确保内容准确完整", "形成长效机制")
ACTS = (
    ("中华人民共和国政府信息公开条例", "国务院令第711号"),
    ("重大行政决策程序暂行条例", "国务院令第713号"),
    ("优化营商环境条例", "国务院令第722号"),
    ("关于全面推进基层政务公开标准化规范化工作的指导意见", "国办发〔2019〕54号"),
)


@dataclass(frozen=True, slots=True)
class GeneratedList:
    """A task list as blocks (a paragraph, or the rows of a table), and what is to be read in it."""

    blocks: tuple[str | tuple[tuple[Cell, ...], ...], ...]
    gold: Json


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's row; one that goes on downwards is followed by cells of no text that are `merged`."""

    text: str
    merged: bool = False
    columns: int = 1


@dataclass(slots=True)
class _Writer:
    """Draws the parts of a list."""

    draw: random.Random
    place: str
    year: int
    names: list[str] = field(default_factory=list)

    def units(self, most: int = 3) -> list[str]:
        chosen = self.draw.sample(BODIES, self.draw.randint(1, most))
        units = [f"县{body}" for body in chosen]
        return [*units, self.draw.choice(GROUPS)] if self.draw.random() < 0.3 else units

    def sentence(self) -> tuple[str, list[Json], list[Json]]:
        """Return a measure, its limits and its citations."""
        draw = self.draw
        words = f"{draw.choice(VERBS)}{draw.choice(TOPICS)}{draw.choice(OBJECTS)}第{draw.randint(100, 99999)}批"
        times, references = [], []
        if draw.random() < 0.3:
            title, number = draw.choice(ACTS)
            words = f"按照《{title}》（{number}）要求，{words}"
            references.append({"title": title, "number": number})
        if draw.random() < 0.4:
            raw, limit = self.limit_inside()
            words += f"，{raw}完成"
            times.append({"raw": raw, **limit})
        return f"{words}，{draw.choice(ENDS)}。", times, references

    def limit_inside(self) -> tuple[str, Json]:
        month, days = self.draw.randint(1, 12), self.draw.randint(2, 30)
        limits: list[tuple[str, Json]] = [
            (f"{month}月底前", {"kind": "by_date", "date": _last_day(self.year, month)}),
            (f"{days}个工作日内", {"kind": "within", "duration": f"P{days}D", "working_days": True, "after": None}),
            ("年底前", {"kind": "by_date", "date": f"{self.year}-12-31"}),
        ]
        return self.draw.choice(limits)

    def deadline(self) -> Json:
        month = self.draw.randint(1, 12)
        limits: list[tuple[str, Json]] = [
            (f"{self.year}年{month}月底前", {"kind": "by_date", "date": _last_day(self.year, month)}),
            ("年底前完成，长期坚持", {"kind": "by_date", "date": f"{self.year}-12-31", "ongoing": True}),
            ("长期坚持", {"kind": "ongoing"}),
            ("每季度末", {"kind": "recurring", "every": "P3M", "at_least": None}),
            ("上半年", {"kind": "by_date", "date": f"{self.year}-06-30"}),
        ]
        raw, limit = self.draw.choice(limits)
        return {"raw": raw, **limit}

    def task(self, number: int, section: str, subsection: str | None = None) -> Json:
        text, times, references = self.sentence()
        return {
            "no": str(number), "section": section, "subsection": subsection, "text": text,
            "lead": self.units(1)[:1], "responsible": self.units(), "cooperating": [],
            "inherited": [], "document_wide": [], "open_ended": False, "deadline": None,
            "times": times, "references": references,
        }  # fmt: skip


def _last_day(year: int, month: int) -> str:
    days = 29 if month == 2 and year % 4 == 0 else 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    return f"{year}-{month:02}-{days}"


def make(seed: int, layout: str, tasks: int = 8) -> GeneratedList:
    """Return the list of a seed in a layout of LAYOUTS, with so many tasks."""
    draw = random.Random(f"{seed} {layout}")
    writer = _Writer(draw, draw.choice(PLACES), draw.randint(2019, 2026))
    title = f"{writer.place}{writer.year}年政务公开工作任务分解表"
    blocks, found = LAYOUTS[layout](writer, tasks)
    gold = {
        "title": title, "doc_number": None, "issuer": None, "issued": None, "year": writer.year, "implements": [],
        "aliases": [], "tasks": found,
    }  # fmt: skip
    return GeneratedList((title, *blocks), gold)


Parts = tuple[list[Any], list[Json]]


def _numbered(writer: _Writer, tasks: int) -> list[Json]:
    """Return tasks under sections of two to four."""
    found: list[Json] = []
    sections = list(SECTIONS)
    writer.draw.shuffle(sections)
    while len(found) < tasks:
        section = sections[len({task["section"] for task in found}) % len(sections)]
        count = min(writer.draw.randint(2, 4), tasks - len(found))
        if found and found[-1]["section"] == section:
            section = f"{section}（续）"
        found += [writer.task(len(found) + n + 1, section) for n in range(count)]
    return found


def _columns(writer: _Writer, tasks: int) -> Parts:
    """Columns in any order, a heading column merged down, a deadline; a unit cell may be merged over two rows."""
    found = _numbered(writer, tasks)
    order = ["measure", "lead", "responsible", "deadline"]
    writer.draw.shuffle(order)
    words = {"measure": "工作举措", "lead": "牵头单位", "responsible": "责任单位", "deadline": "完成时限"}
    rows = [tuple(Cell(word) for word in ("序号", "重点任务", *(words[key] for key in order)))]
    for n, task in enumerate(found):
        before = found[n - 1] if n and found[n - 1]["section"] == task["section"] else None
        task["deadline"] = writer.deadline()
        merged = before is not None and writer.draw.random() < 0.3
        if before and merged:
            task["responsible"], task["inherited"] = before["responsible"], ["responsible"]
        cells = {
            "measure": Cell(task["text"]),
            "lead": Cell("、".join(task["lead"])),
            "responsible": Cell("" if merged else "、".join(task["responsible"]), merged=merged),
            "deadline": Cell(task["deadline"]["raw"]),
        }
        heading = Cell("" if before else task["section"], merged=before is not None)
        rows.append((Cell(task["no"]), heading, *(cells[key] for key in order)))
    return [tuple(rows)], found


def _section_rows(writer: _Writer, tasks: int) -> Parts:
    """Sections in rows over all columns, units in one column with sentences of roles."""
    found = _numbered(writer, tasks)
    rows = [tuple(Cell(word) for word in ("序号", "工作任务", "责任单位"))]
    section = None
    for task in found:
        if task["section"] != section:
            section = task["section"]
            rows.append((Cell(f"{_chinese(_position(found, section))}、{section}", columns=3),))
        task["cooperating"] = [name for name in writer.units(2) if name not in task["lead"]]
        task["responsible"] = []
        sentence = f"{'、'.join(task['lead'])}牵头"
        if task["cooperating"]:
            sentence += f"，{'、'.join(task['cooperating'])}配合"
        rows.append((Cell(task["no"]), Cell(task["text"]), Cell(sentence)))
    return [tuple(rows)], found


def _brackets(writer: _Writer, tasks: int) -> Parts:
    """Chapters, numbered items, brackets with labels."""
    return _prose(writer, tasks, lambda task: [_item(task) + _bracket(task)])


def _label_lines(writer: _Writer, tasks: int) -> Parts:
    """Chapters, numbered items, labels on lines of their own."""

    def lines(task: Json) -> list[str]:
        task["deadline"] = writer.deadline()
        return [
            _item(task),
            f"牵头单位：{'、'.join(task['lead'])}",
            f"责任单位：{'、'.join(task['responsible'])}",
            f"完成时限：{task['deadline']['raw']}",
        ]

    return _prose(writer, tasks, lines)


def _black_brackets(writer: _Writer, tasks: int) -> Parts:
    """Chapters, numbered items, 【】 for labels at their ends."""
    return _prose(
        writer,
        tasks,
        lambda task: [
            f"{_item(task)}【牵头部门】{'、'.join(task['lead'])}【责任部门】{'、'.join(task['responsible'])}"
        ],
    )


def _first_leads(writer: _Writer, tasks: int) -> Parts:
    """Chapters, numbered items, bare lists of units whose first one leads."""

    def lines(task: Json) -> list[str]:
        task["responsible"] = [name for name in task["responsible"] if name not in task["lead"]]
        rule = "，列首位的为牵头单位，下同" if task["no"] == "1" else ""
        return [f"{_item(task)}（{'、'.join(task['lead'] + task['responsible'])}{rule}）"]

    return _prose(writer, tasks, lines)


def _role_sentences(writer: _Writer, tasks: int) -> Parts:
    """Chapters, numbered items, brackets with sentences of roles, at times with a limit."""

    def lines(task: Json) -> list[str]:
        limit = ""
        if writer.draw.random() < 0.5:
            task["deadline"] = writer.deadline()
            limit = f"，{task['deadline']['raw']}" if task["deadline"]["kind"] != "recurring" else ""
            task["deadline"] = task["deadline"] if limit else None
        return [f"{_item(task)}（{'、'.join(task['lead'])}牵头，{'、'.join(task['responsible'])}负责{limit}）"]

    return _prose(writer, tasks, lines)


def _prose(writer: _Writer, tasks: int, lines: Callable[[Json], list[str]]) -> Parts:
    found = _numbered(writer, tasks)
    blocks: list[str] = []
    section = None
    for task in found:
        if task["section"] != section:
            section = task["section"]
            blocks.append(f"{_chinese(_position(found, section))}、{section}")
        blocks += lines(task)
    return list(blocks), found


def _item(task: Json) -> str:
    return f"{task['no']}.{task['text']}"


def _bracket(task: Json) -> str:
    return f"（牵头单位：{'、'.join(task['lead'])}；责任单位：{'、'.join(task['responsible'])}）"


def _position(found: list[Json], section: str) -> int:
    return list(dict.fromkeys(task["section"] for task in found)).index(section) + 1


def _chinese(number: int) -> str:
    figures = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (figures[tens] if tens > 1 else "") + ("十" if tens else "") + (figures[ones] if ones else "")


LAYOUTS: dict[str, Callable[[_Writer, int], Parts]] = {
    "columns": _columns,
    "section-rows": _section_rows,
    "brackets": _brackets,
    "label-lines": _label_lines,
    "black-brackets": _black_brackets,
    "first-leads": _first_leads,
    "role-sentences": _role_sentences,
}
