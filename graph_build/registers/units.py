"""The optional register of units (单位名录): which bodies a place has, their names, order, kind and collectives.

data/registers/units/<GB/T 2260 code>.toml, a table [[unit]] each, or <code>.xlsx, an office's own list, its columns
known by their words. None is needed; where there is one it settles which names are one unit, who belongs to a
collective, and in which order units come.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from graph_build.errors import SettingsError
from graph_build.model import RegisteredUnit
from graph_build.registers.places import places
from graph_build.vocabulary.concepts import concepts_of, words_of
from graph_build.vocabulary.own_words import OwnWord

Register = Mapping[str, tuple[RegisteredUnit, ...]]

# The words over an office's columns, and what each holds; the same names are the keys of a [[unit]].
COLUMNS = {
    "name": ("单位名称", "单位全称", "全称", "名称", "机构名称", "单位"),
    "short_names": ("简称", "单位简称", "规范简称", "别名"),
    "order": ("序号", "排序", "顺序"),
    "kind": ("类别", "单位类别", "性质", "单位性质"),
    "code": ("统一社会信用代码", "信用代码", "机构代码", "代码"),
    "collectives": ("所属统称", "统称", "所属系列"),
    "since": ("设立日期", "成立日期", "启用日期"),
    "until": ("撤销日期", "停用日期"),
    "predecessor": ("前身", "原单位", "原名称"),
}
LISTS = ("short_names", "collectives")
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:[-/.月]\s*(\d{1,2})?\s*日?)?")
MARKS = re.compile(r"[、，,;；|\n]+")


def read_register(folder: Path) -> dict[str, tuple[RegisteredUnit, ...]]:
    """Return the units of every register in data/registers/units, by place; none where there is no such folder.

    Raises SettingsError where a register cannot be used.
    """
    found: dict[str, tuple[RegisteredUnit, ...]] = {}
    for path in sorted([*folder.glob("*.toml"), *folder.glob("*.xlsx")]):
        if path.name.startswith(("~$", ".")):  # Excel's lock files
            continue
        code = path.stem
        if code not in places():
            raise SettingsError(f"{path.name}：文件名应是六位行政区划代码，如 370104.toml。")
        entries = _of_toml(path) if path.suffix == ".toml" else _of_workbook(path)
        units = tuple(_unit(entry, code, f"{path.name} 第 {n} 个单位") for n, entry in enumerate(entries, 1))
        found[code] = found.get(code, ()) + units
        _refuse_doubles(found[code], path.name)
    return found


def with_own_names(register: Register, words: Iterable[OwnWord]) -> Register:
    """Return a register in which units have the names too by which an office calls them."""
    found = dict(register)
    for one in (one for one in words if one.what == "unit"):
        units = found.get(one.place, ())
        known = next((unit for unit in units if one.means in (unit.name, *unit.short_names)), None)
        named = known or RegisteredUnit(name=one.means, place=one.place)
        named = replace(named, short_names=tuple(dict.fromkeys((*named.short_names, one.word))))
        found[one.place] = (*(unit for unit in units if unit != known), named)
    return found


def _refuse_doubles(units: Sequence[RegisteredUnit], file: str) -> None:
    named = Counter(unit.name for unit in units)
    double = next((name for name, count in named.items() if count > 1), None)
    if double:
        raise SettingsError(f"{file}：“{double}”列了两次。同一个单位请只列一次（toml 与 xlsx 也不要重复）。")


def _of_toml(path: Path) -> Sequence[Mapping[str, object]]:
    try:
        entries = tomllib.loads(path.read_text("utf-8-sig")).get("unit", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}：不合 TOML 语法（UTF-8 编码）。请改正后重试。") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError(f"{path.name}：每个单位应是一个 [[unit]] 表。")
    return entries


def _of_workbook(path: Path) -> Sequence[Mapping[str, object]]:
    """Return the rows of a workbook's first sheet below its headings, by what the headings' words say."""
    from openpyxl import load_workbook  # half a second

    try:
        rows = list(load_workbook(path, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True))
    except (BadZipFile, KeyError, ValueError) as error:
        raise SettingsError(f"{path.name}：不是完好的 Excel 工作簿（.xlsx）。请另存后重试。") from error
    for n, row in enumerate(rows):
        kinds = [_column(cell) for cell in row]
        if "name" in kinds:
            # A row may be shorter than the headings; 合计 and remarks below the list are no units.
            below = [dict(zip(kinds, cells, strict=False)) for cells in rows[n + 1 :]]
            entries = [
                {key: value for key, value in entry.items() if key and str(value or "").strip()} for entry in below
            ]
            return [entry for entry in entries if "name" in entry and _is_number(entry.get("order"))]
    raise SettingsError(f"{path.name}：没有找到“单位名称”栏。请在表头写明。")


def _column(cell: object) -> str | None:
    words = re.sub(r"\s|[（(].*?[）)]", "", str(cell or ""))
    return next((key for key, known in COLUMNS.items() if words in known), None)


def _unit(entry: Mapping[str, object], place: str, where: str) -> RegisteredUnit:
    unknown = next((key for key in entry if key not in COLUMNS), None)
    if unknown:
        raise SettingsError(f"{where}：有不认识的键“{unknown}”。可用的是 {'、'.join(COLUMNS)}。")
    name = re.sub(r"\s", "", str(entry.get("name") or ""))
    if not name:
        raise SettingsError(f"{where}：没有写 name（单位名称）。")
    short_names, collectives = (_listed(entry.get(key)) for key in LISTS)
    return RegisteredUnit(
        name=name,
        place=place,
        short_names=short_names,
        order=_order(entry.get("order"), where),
        kind=_kind(entry.get("kind"), where),
        code=str(entry["code"]) if entry.get("code") else None,
        collectives=collectives,
        since=_day(entry.get("since"), where),
        until=_day(entry.get("until"), where),
        predecessor=str(entry["predecessor"]) if entry.get("predecessor") else None,
    )


def _listed(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else MARKS.split(str(value or ""))
    return tuple(bare for part in parts if (bare := re.sub(r"\s", "", str(part))))


def _is_number(value: object) -> bool:
    return value is None or bool(re.fullmatch(r"\s*\d+(?:\.0?)?[、.．]?\s*", str(value)))


def _order(value: object, where: str) -> int | None:
    if value is None or _is_number(value):
        return None if value is None else int(re.sub(r"\D.*", "", str(value).strip()))
    raise SettingsError(f"{where}：序号“{value}”不是整数。")


def _kind(value: object, where: str) -> str | None:
    if value is None:
        return None
    kinds = {word: kind for kind in concepts_of("agencyKinds") for word in (kind, *words_of("agencyKinds", kind))}
    word = str(value).strip()
    if word not in kinds:
        labels = "、".join(sorted(kinds, key=len)[-5:])
        raise SettingsError(
            f"{where}：不认识类别“{value}”。可用的见 ontology/concepts.ttl 的 zr:agencyKinds（如 {labels}）。"
        )
    return kinds[word]


def _day(value: object, where: str) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = DATE.fullmatch(str(value).strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else _no_date(value, where)
    except ValueError:
        return _no_date(value, where)


def _no_date(value: object, where: str) -> date:
    raise SettingsError(f"{where}：“{value}”不是日期，应写作 2019-03-01。")
