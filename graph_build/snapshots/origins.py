"""documents.toml: what files do not say of themselves, one table a document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

from graph_build.errors import SettingsError
from graph_build.model import CopyKind, Origin, PlaceBasis

# A place of its own name is what a person says, and stands with the corrections.
KEYS = tuple(field.name for field in fields(Origin) if field.name != "own_place")
CHOICES = {"place_basis": get_args(PlaceBasis), "kind": get_args(CopyKind)}


def read_origins(path: Path) -> dict[str, Origin]:
    """Return the entries of documents.toml by slug; none where there is no such file.

    Raises SettingsError where it is no TOML, or an entry has an unknown key or an impossible value.
    """
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        at = re.search(r"line (\d+)", str(error))
        where = f"第 {at[1]} 行" if at else "有一处"
        raise SettingsError(f"{path.name}：{where}不合 TOML 语法（UTF-8 编码）。请改正后重试。") from error
    return {slug: _origin(slug, entry, path.name) for slug, entry in entries.items()}


def _origin(slug: str, entry: object, file: str) -> Origin:
    if not isinstance(entry, Mapping):
        raise SettingsError(f"{file}：“{slug}”应是一个表（[{slug}]）。")
    for key, value in entry.items():
        if key not in KEYS:
            raise SettingsError(f"{file}：[{slug}] 有不认识的键“{key}”。可用的是 {'、'.join(KEYS)}。")
        if key in CHOICES and value not in CHOICES[key]:
            raise SettingsError(f"{file}：[{slug}] 的 {key} 不能是“{value}”。可用的是 {'、'.join(CHOICES[key])}。")
        wanted: Any = date if key == "retrieved" else str
        if key == "place" and not re.fullmatch(r"[0-9]{6}", str(value)):
            raise SettingsError(f'{file}：[{slug}] 的 place 应是六位行政区划代码，如 "350200"。')
        if key == "url" and not re.match(r"https?://[^\s<>\"]+$", str(value)):
            raise SettingsError(f"{file}：[{slug}] 的 url 应是以 http:// 或 https:// 开头的网址。")
        if type(value) is not wanted:  # a datetime is a date too
            raise SettingsError(f"{file}：[{slug}] 的 {key} 应是{'日期' if wanted is date else '加引号的文字'}。")
    return Origin(**entry)
