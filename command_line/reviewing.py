"""What `zeren review` lists, and the corrections that it takes: from its options, or from TOML."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_build import corrections
from graph_build.corrections import Correction
from graph_build.errors import SettingsError
from graph_build.pipeline import Review, review
from graph_build.snapshots.report import Published, read_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 30
STANDARD_INPUT = "-"
LISTS = ("names", "parts", "lead", "responsible", "cooperating")


def listed_documents(snapshot: Path) -> Iterator[str]:
    """Yield the documents of a snapshot, the most doubtful first, each with how surely it is read."""
    for entry in sorted(read_entries(snapshot).values(), key=lambda entry: (entry.sureness, entry.slug)):
        yield f"{entry.slug}　{_standing(entry)}识读可信度 {entry.sureness:.2f}　任务 {entry.tasks} 项"


def _standing(entry: Published) -> str:
    return "待核　" if entry.held_back else "已由人核对　" if entry.confirmed else ""


def listed_readings(found: Review) -> Iterator[str]:
    """Yield what is doubtful of a document, what was said of it, and how much is checked."""
    tasks = found.corrected.task_list.tasks
    for one in found.doubtful:
        of = f"　任务 {one.task + 1}：{_short(tasks[one.task].text)}" if one.task is not None else ""
        yield f"{one.key}　{one.reason}　“{_short(one.words)}”　{one.where}{of}"
    for said in found.said:
        why = next((why for left, why in found.corrected.left if left == said), "")
        yield f"{said.key}　{corrections.as_line(said)}{f'　没有采用：{why}' if why else ''}"
    checked = f"已核对 {len(found.checked)}/{len(tasks)} 项"
    yield f"存疑 {len(found.doubtful)} 处，更正和核对 {len(found.said)} 条，{checked}。"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def taken(folder: Path, slug: str, by: str, file: str, options: Sequence[str]) -> list[str]:
    """Write corrections of a TOML file, or the one of options; return a line for each, conflicts among them.

    Raises SettingsError where one is none, or who says it is not told.
    """
    if not by:
        raise SettingsError("请用 --by 写明是谁更正或核对的。")
    found = review(folder, slug)
    if file:
        name = "标准输入" if file == STANDARD_INPUT else Path(file).name
        text = sys.stdin.read() if file == STANDARD_INPUT else _text(Path(file))
        new = list(corrections.parse(text, name, by=by, on=corrections.today()))
    else:
        new = [_of_options(found, by, options)]
    conflicts = corrections.add(folder, slug, new)
    refused = {conflict.mine for conflict in conflicts}
    lines = [f"已写入：{corrections.as_line(one)}" for one in new if one not in refused]
    return lines + [f"没有写入：{corrections.as_line(conflict.mine)}：{conflict.message}" for conflict in conflicts]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path.name}：不是 UTF-8 编码的文本。请另存为 UTF-8 后重试。") from error
    except OSError as error:
        raise SettingsError(f"{path}：读不出来（{error.strerror}）。请检查路径。") from error


def _of_options(found: Review, by: str, options: Sequence[str]) -> Correction:
    """Return the correction of options key=value; `of` names a doubtful reading. Raises SettingsError."""
    said = dict(_pair(option) for option in options)
    key = said.pop("of", "")
    entry: dict[str, Any] = {name: value.split("、") if name in LISTS else value for name, value in said.items()}
    entry = {"by": by, "on": corrections.today()} | _of_doubtful(found, key, entry) | entry
    known = _was(found, entry)
    return corrections.of_entry(entry | ({"was": known} if known and "was" not in entry else {}), "--set")


def _pair(option: str) -> tuple[str, str]:
    name, is_there, value = option.partition("=")
    if not is_there:
        raise SettingsError(f"--set {option}：应写成 键=值，如 --set now=县教育局。")
    return name.strip(), value.strip()


def _of_doubtful(found: Review, key: str, entry: Mapping[str, Any]) -> dict[str, str]:
    """Return by what a doubtful reading is named. Raises SettingsError where there is none of a key."""
    if not key:
        return {}
    one = next((one for one in found.doubtful if one.key == key), None)
    if one is None:
        raise SettingsError(f"--set of={key}：没有这一处存疑的识读。请先用 zeren review {found.slug} 列出。")
    if one.task is None or entry.get("what") == "task":
        return {"words": one.words}
    words, repeat = found.targets[one.task]
    return {"task": words, "repeat": repeat}


def _was(found: Review, entry: Mapping[str, Any]) -> str:
    """Return what is read now of what a correction is of, where there is one value."""
    task_list = found.corrected.task_list
    if entry.get("what") == "document":
        return corrections.facts_of(task_list, found.corrected.origin).get(entry.get("fact", "year"), "")
    if entry.get("what") == "document_checked":
        return corrections.reading_of_all(task_list.tasks)
    target = (corrections.bare(str(entry.get("task", ""))), entry.get("repeat", ""))
    task = next((task for task, its in zip(task_list.tasks, found.targets, strict=True) if its == target), None)
    if task is None:
        return ""
    deadline = task.deadline.words if task.deadline else ""
    values = {"deadline": deadline, "text": task.text, "checked": corrections.reading_of(task)}
    return values.get(str(entry.get("what")), "")
