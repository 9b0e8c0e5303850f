"""A document's corrections as a file: data/corrections/<slug>.toml, one [[correction]] an entry, made to be edited.

Entries stand in the order in which they were said, which is the order in which they hold. What a person writes beside
them (comments, blank lines) stays. Who writes reads what is there first, under a lock.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from filelock import FileLock

from graph_build.corrections.entering import refusal
from graph_build.corrections.model import FACTS, KEYS, KINDS, Conflict, Correction, What, bare
from graph_build.errors import SettingsError
from graph_build.folders import CORRECTIONS
from graph_build.model import Problem, Role

ENTRY = "correction"
HEAD = re.compile(r"^\s*\[\[\s*correction\s*\]\]", re.MULTILINE)
SLUG = re.compile(r"[\w-]+")
LISTS = ("names", "parts", "lead", "responsible", "cooperating")
ROLES = get_args(Role)
# Who says it, when and why stands at the end of an entry.
SAID = ("by", "on", "why")
# The keys that each kind needs, and those that it may have beside who, when and why.
TASK, WAS_NOW = ("task",), ("was", "now")
NEEDED: Mapping[What, tuple[str, ...]] = {
    "unit": (*TASK, "role"),
    "role": (*TASK, "unit", *WAS_NOW),
    "deadline": TASK,
    "text": (*TASK, *WAS_NOW),
    "not_a_task": (),
    "task": ("words",),
    "split": (*TASK, "parts"),
    "join": (*TASK, "parts"),
    "body": ("names", "now"),
    "act": (*TASK, *WAS_NOW),
    "document": ("fact",),
    "checked": (*TASK, "was"),
    "document_checked": ("was",),
}
ALLOWED: Mapping[What, tuple[str, ...]] = {
    "unit": ("repeat", *WAS_NOW, "words"),
    "deadline": ("repeat", *WAS_NOW, "words"),
    "not_a_task": ("task", "repeat", "words"),
    "task": ("now", "lead", "responsible", "cooperating", "deadline"),
    "document": (*WAS_NOW, "within", "words"),
    "body": (),
    "document_checked": (),
}
# Where one of them must say something: a unit that is neither taken away nor added is none.
EITHER: tuple[What, ...] = ("unit", "deadline", "document")
CHOICES = {
    "what": KINDS,
    "role": ("", *ROLES),
    "fact": ("", *FACTS),
}


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of all documents by slug; what is wrong with files of which none could be read."""

    of: Mapping[str, tuple[Correction, ...]]
    problems: tuple[Problem, ...] = ()


def path_of(folder: Path, slug: str) -> Path:
    """Return where a document's corrections stand. Raises SettingsError where it is no slug."""
    if not SLUG.fullmatch(slug):
        raise SettingsError(f"“{slug}”不是文件在库中的名称。请核对。")
    return folder / CORRECTIONS / f"{slug}.toml"


def read(folder: Path, slug: str) -> tuple[Correction, ...]:
    """Return a document's corrections, in their order; none where there is no file.

    Raises SettingsError, which names file, line and what to do.
    """
    path = path_of(folder, slug)
    return _read(path) if path.is_file() else ()


def read_all(folder: Path) -> Corrections:
    """Return the corrections of all documents; a file that can't be used is told and passed over."""
    found: dict[str, tuple[Correction, ...]] = {}
    problems = []
    for path in sorted((folder / CORRECTIONS).glob("*.toml")):
        try:
            found[path.stem] = _read(path)
        except SettingsError as error:
            line = f"{error}改好之前，这份文件仍按程序的识读。"
            problems.append(Problem(path.name, line, withheld=False))
    return Corrections({slug: said for slug, said in found.items() if said}, tuple(problems))


def add(folder: Path, slug: str, new: Iterable[Correction]) -> tuple[Conflict, ...]:
    """Write corrections behind those that are there; return those that were not, since another says otherwise.

    One that is there already is not written again. Who corrects what another made of it follows on it: its `was` is
    the other's `now`. Raises SettingsError where one is none, the file can't be used, or the disk does not let it.
    """
    new = [_checked(one, f"{slug}.toml") for one in new]
    with _locked(folder, slug) as path:
        there = list(read(folder, slug))
        conflicts = []
        written = []
        for one in new:
            other = _against(one, there)
            if other is None:
                written.append(one)
                there.append(one)
            elif not _says_same(one, other):
                conflicts.append(Conflict(one, other))
        if written:
            write_in_one_step(path, _with(path, written))
    return tuple(conflicts)


def withdraw(folder: Path, slug: str, keys: Iterable[str]) -> int:
    """Take corrections back, by their keys; return how many were there. Raises what add raises."""
    wanted = set(keys)
    with _locked(folder, slug) as path:
        there = read(folder, slug)
        left = [one for one in there if one.key not in wanted]
        if len(left) < len(there):
            write_in_one_step(path, _without(path, [n for n, one in enumerate(there) if one.key in wanted]))
    return len(there) - len(left)


def parse(text: str, name: str, by: str = "", on: date | None = None) -> tuple[Correction, ...]:
    """Return the corrections that a text of TOML holds; `by` and `on` are of those that do not say it.

    Raises SettingsError with the name of its file and the line.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        where = f"第 {at[1]} 行" if at else "末尾"
        raise SettingsError(f"{name}：{where}不合 TOML 语法。请改正后重试。") from error
    entries = content.pop(ENTRY, [])
    if content or not isinstance(entries, list):
        raise SettingsError(f"{name}：只能有 [[{ENTRY}]] 条目，“{next(iter(content), ENTRY)}”放错了地方。请改正。")
    lines = [text.count("\n", 0, head.end()) + 1 for head in HEAD.finditer(text)]
    if len(lines) < len(entries):
        lines = [1] * len(entries)
    known = {key: value for key, value in (("by", by), ("on", on)) if value}
    placed = zip(lines, entries, strict=False)
    return tuple(of_entry(known | entry, f"{name}：第 {line} 行") for line, entry in placed)


def _read(path: Path) -> tuple[Correction, ...]:
    try:
        return parse(path.read_text("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path.name}：不是 UTF-8 编码的文本。请另存为 UTF-8 后重试。") from error
    except OSError as error:
        raise SettingsError(f"{path.name}：读不出来（{error.strerror}）。请检查权限。") from error


def of_entry(entry: Mapping[str, Any], where: str) -> Correction:
    """Return a correction from its keys and values. Raises SettingsError, which says where they stand."""
    what = entry.get("what", "")
    if what not in KINDS:
        raise SettingsError(f"{where}的更正：what 不能是“{what}”。可用的是 {'、'.join(KINDS)}。")
    for key, value in entry.items():
        if key not in KEYS:
            raise SettingsError(f"{where}的更正：不认识的键“{key}”。可用的是 {'、'.join(_keys(what))}。")
        if key in CHOICES and value not in CHOICES[key]:
            raise SettingsError(
                f"{where}的更正：{key} 不能是“{value}”。可用的是 {'、'.join(filter(None, CHOICES[key]))}。"
            )
        if not _fits(key, value):
            form = "日期，如 2026-01-31" if key == "on" else "加引号的文字的列表" if key in LISTS else "加引号的文字"
            raise SettingsError(f"{where}的更正：{key} 应是{form}。")
    lists = {key: tuple(entry[key]) for key in LISTS if key in entry}
    return _checked_keys(Correction(**{"by": "", "on": date.min, **entry, **lists}), where)


def _fits(key: str, value: object) -> bool:
    if key == "on":
        return type(value) is date  # a datetime is a date too
    if key in LISTS:
        return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    return isinstance(value, str)


def _checked(one: Correction, name: str) -> Correction:
    """Return a correction that a program made. Raises SettingsError."""
    return _checked_keys(one, f"{name}：这一条")


def _checked_keys(one: Correction, where: str) -> Correction:
    """Return a correction that has what its kind needs, and nothing beside. Raises SettingsError."""
    missing = [key for key in ("by", *NEEDED[one.what]) if not getattr(one, key)]
    missing += ["on"] if one.on == date.min else []
    missing += ["by"] if one.by and not bare(one.by) else []
    missing += ["task（或 words）"] if one.what == "not_a_task" and not (one.task or one.words) else []
    if missing:
        raise SettingsError(f"{where}的更正（{one.what}）：缺少 {'、'.join(missing)}。请补上。")
    beyond = [key for key in KEYS if getattr(one, key) and key not in _keys(one.what)]
    if beyond:
        raise SettingsError(f"{where}的更正（{one.what}）：用不到 {'、'.join(beyond)}。请删去。")
    if one.what in EITHER and one.was == one.now:
        raise SettingsError(f"{where}的更正（{one.what}）：was 和 now 相同，没有改动。请改正。")
    if one.repeat and not re.fullmatch(r"[1-9]\d*/[1-9]\d*", one.repeat):
        raise SettingsError(f'{where}的更正：repeat 应如 "2/3"（同文任务共三项，指第二项）。')
    if wrong := refusal(one):
        raise SettingsError(f"{where}的更正（{one.what}）：{wrong}。")
    return one


def _keys(what: What) -> tuple[str, ...]:
    return ("what", *NEEDED[what], *ALLOWED.get(what, ("repeat", "words")), "by", "on", "why")


def _against(one: Correction, there: Sequence[Correction]) -> Correction | None:
    """Return the correction that says something of the same already, unless a later one brought back what it was of."""
    for other in reversed(there):
        if other.subject == one.subject and other.was == one.was:
            return other
        if _follows(one, other):
            return None
    return None


def _follows(one: Correction, before: Correction) -> bool:
    """Say whether a correction starts from what another made of the same thing."""
    same_thing = (one.what, bare(one.task), one.repeat, one.role, one.unit, one.fact, one.names) == (
        before.what, bare(before.task), before.repeat, before.role, before.unit, before.fact, before.names
    )  # fmt: skip
    return same_thing and one.was == before.now


def _says_same(one: Correction, other: Correction) -> bool:
    return all(getattr(one, key) == getattr(other, key) for key in KEYS if key not in ("by", "on", "why", "words"))


@contextmanager
def _locked(folder: Path, slug: str) -> Iterator[Path]:
    """Give the file of a document's corrections to one writer at a time. Raises SettingsError."""
    path = path_of(folder, slug)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(".lock")):
            yield path
    except OSError as error:
        raise SettingsError(
            f"{path.name}：写不进去（{error.strerror}）。请检查 data/corrections 的权限和空间。"
        ) from error


def _with(path: Path, new: Iterable[Correction]) -> str:
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    entries = "\n".join(as_toml(one) for one in new)
    return f"{text.rstrip()}\n\n{entries}" if text.strip() else entries


def as_toml(one: Correction) -> str:
    """Return a correction as its entry in a file.

    >>> print(as_toml(Correction("not_a_task", "李四", date(2026, 1, 31), task="合计")))
    [[correction]]
    what = "not_a_task"
    task = "合计"
    by = "李四"
    on = 2026-01-31
    <BLANKLINE>
    """
    import tomlkit  # builds need not wait for what writes

    table = tomlkit.table()
    for key in (*(key for key in KEYS if key not in SAID), *SAID):
        value = getattr(one, key)
        if value:
            table.add(key, list(value) if key in LISTS else value)
    return f"[[{ENTRY}]]\n{tomlkit.dumps(table)}"


def _without(path: Path, places: Iterable[int]) -> str:
    """Return a file's text without the entries of some places."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import AoT

    try:
        content = tomlkit.parse(path.read_text("utf-8-sig"))
    except TOMLKitError as error:
        raise SettingsError(f"{path.name}：读不懂，没有改动。请检查它的写法。") from error
    entries = content[ENTRY]
    if not isinstance(entries, AoT):
        raise SettingsError(f"{path.name}：条目不是 [[{ENTRY}]] 的写法，没有改动。请改正后重试。")
    for place in sorted(places, reverse=True):
        del entries[place]
    if not len(entries):
        del content[ENTRY]
    return tomlkit.dumps(content)


def write_in_one_step(path: Path, text: str) -> None:
    """Write a file in one step; one in which nothing is left is removed."""
    if not text.strip():
        path.unlink(missing_ok=True)
        return
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def today() -> date:
    """Return the day on which a correction is said that is said now."""
    return datetime.now().astimezone().date()
