"""An office's own words (本机用词), which count beside those of the ontology: data/registers/words.toml.

One [[word]] an entry: `word` means the same as `means`, which is known already. `what` says what it is a word for:
`column` stands over a table's column, `function` is of a field of work, `ending` ends names of units as `means` does,
`unit` is what a unit of a place is called. None is needed.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from graph_build.errors import SettingsError
from graph_build.folders import WORDS, home

Use = Literal["column", "unit", "ending", "function"]
USES: tuple[Use, ...] = get_args(Use)
ENTRY = "word"
PLACE = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of an office: what it is a word for, what it means, who says so and when; of a unit, its place's code."""

    what: Use
    word: str
    means: str
    by: str
    on: date
    place: str = ""
    why: str = ""


KEYS = tuple(field.name for field in fields(OwnWord))
NEEDED = ("what", "word", "means", "by", "on")


def own_words(folder: Path) -> tuple[OwnWord, ...]:
    """Return the words of folder/data/registers/words.toml, in their order; none where there is no such file.

    Raises SettingsError, which names file, line and what to do.
    """
    path = folder / WORDS
    try:
        return _parsed(path.read_bytes(), path.name)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SettingsError(f"{path.name}：读不出来（{error.strerror}）。请检查权限。") from error


def usable_words(what: str) -> tuple[OwnWord, ...]:
    """Return the words of one use that this process's home has; none of a file that a build will refuse."""
    try:
        return tuple(one for one in own_words(home()) if one.what == what)
    except SettingsError:
        return ()


def stamp() -> str:
    """Return a hash of this home's own words: what was loaded with others must be loaded anew."""
    try:
        return hashlib.sha256((home() / WORDS).read_bytes()).hexdigest()
    except OSError:
        return ""


def forget_loaded() -> None:
    """Forget what was worked out with other words, in a process that goes on: the next one who asks finds these."""
    rooms = tuple(f"graph_build.{room}." for room in ("vocabulary", "values", "registers", "linking"))
    for name, module in list(sys.modules.items()):
        if name.startswith(rooms):
            for value in vars(module).values():
                if isinstance(value, type(_parsed)):
                    value.cache_clear()


@lru_cache(maxsize=1)
def _parsed(data: bytes, name: str) -> tuple[OwnWord, ...]:
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{name}：不是 UTF-8 编码的文本。请另存为 UTF-8 后重试。") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        where = f"第 {at[1]} 行" if at else "末尾"
        raise SettingsError(f"{name}：{where}不合 TOML 语法。请改正后重试。") from error
    entries = content.pop(ENTRY, [])
    if content or not isinstance(entries, list):
        raise SettingsError(f"{name}：只能有 [[{ENTRY}]] 条目，“{next(iter(content), ENTRY)}”放错了地方。请改正。")
    return tuple(_of_entry(entry, f"{name}：第 {n} 条") for n, entry in enumerate(entries, 1))


def _of_entry(entry: Mapping[str, Any], where: str) -> OwnWord:
    unknown = next((key for key in entry if key not in KEYS), None)
    if unknown:
        raise SettingsError(f"{where}：不认识的键“{unknown}”。可用的是 {'、'.join(KEYS)}。")
    missing = [key for key in NEEDED if not entry.get(key)]
    if missing:
        raise SettingsError(f"{where}：缺少 {'、'.join(missing)}。请补上。")
    if entry["what"] not in USES:
        raise SettingsError(f"{where}：what 不能是“{entry['what']}”。可用的是 {'、'.join(USES)}。")
    wrong = next((key for key, value in entry.items() if not isinstance(value, date if key == "on" else str)), None)
    if wrong:
        form = "日期，如 2026-01-31" if wrong == "on" else "加引号的文字"
        raise SettingsError(f"{where}：{wrong} 应是{form}。")
    if (entry["what"] == "unit") != bool(PLACE.fullmatch(entry.get("place", ""))):
        raise SettingsError(f"{where}：what 是 unit 的要写 place（六位行政区划代码），其他的不写。请改正。")
    return OwnWord(**entry)
