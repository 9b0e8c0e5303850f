"""Automatic numbering in Word: the numbers that Word shows in front of paragraphs and that stand in no text.

Rules: ECMA-376 part 1, 17.9 (numbering): a paragraph names a list and a level, itself or through its style; a level
counts on, and starts again behind a higher one (lvlRestart: only behind some, or never); `%2` in its text stands for
the number of level 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from graph_build.values.figures import chinese, circled

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9


def letter(number: int) -> str:
    """Return a number as a small letter: a, b … z, aa."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int


@dataclass(slots=True)
class Numbers:
    """Counts the numbered paragraphs of a document, in its order."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None, styles: Element) -> Numbers:
        """Return the counter of a document, from its numbering (None where it has none) and its styles."""
        numbers = cls()
        if root is None:
            return numbers
        abstract = {one.get(f"{W}abstractNumId"): _levels(one) for one in root.iter(f"{W}abstractNum")}
        for one in root.iter(f"{W}num"):
            number, base = one.get(f"{W}numId"), _value(one, "abstractNumId")
            if number is None or base is None:
                continue
            own = dict(abstract.get(base, {}))
            changed = False
            for override in one.iter(f"{W}lvlOverride"):
                own |= _levels(override)
                at, start = int(override.get(f"{W}ilvl") or 0), _value(override, "startOverride")
                if start is not None and at in own:
                    own[at] = replace(own[at], start=int(start))
                    changed = True
            numbers._levels[number] = own
            # Lists of one kind count on together, but for those that start anew.
            numbers._lists[number] = f"own {number}" if changed else base
        for style in styles.iter(f"{W}style"):
            list_, level = _list_of(style)
            numbers._styles[style.get(f"{W}styleId", "")] = list_, level, _value(style, "basedOn")
        return numbers

    def next(self, paragraph: Element) -> str:
        """Return the number that stands in front of a paragraph; nothing where it has none."""
        list_, level = self._list_and_level(paragraph)
        levels = self._levels.get(list_ or "", {})
        if list_ is None or level not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[list_], [None] * LEVELS)
        counts[level] = levels[level].start if counts[level] is None else (counts[level] or 0) + 1
        for lower in range(level + 1, LEVELS):
            if lower not in levels or level < levels[lower].restart:
                counts[lower] = None
        number = re.sub(r"%(\d)", lambda match: self._in_form(levels, counts, int(match[1]) - 1), levels[level].text)
        return number.replace("\uf06c", "").replace("\uf0b7", "")

    def _in_form(self, levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
        if level not in levels:
            return ""
        count = counts[level] if counts[level] is not None else levels[level].start
        return FORMS.get(levels[level].form, str)(count or 0)

    def _list_and_level(self, paragraph: Element) -> tuple[str | None, int]:
        """Return a paragraph's list and level; its own before its style's, and that before the style's it builds on."""
        list_, level = _list_of(paragraph)
        name = next((s.get(f"{W}val") for s in paragraph.iterfind(f"{W}pPr/{W}pStyle")), None)
        passed: set[str] = set()
        while name in self._styles and name not in passed:
            passed.add(name)
            of_style, level_of_style, name = self._styles[name]
            list_ = of_style if list_ is None else list_
            level = level_of_style if level is None else level
        return (None if list_ == "0" else list_), min(level or 0, LEVELS - 1)


def _levels(parent: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in parent.iter(f"{W}lvl"):
        level = int(one.get(f"{W}ilvl") or 0)
        if level < LEVELS:
            start, restart = int(_value(one, "start") or 0), _value(one, "lvlRestart")
            form, text = _value(one, "numFmt") or "decimal", _value(one, "lvlText") or ""
            # Levels are counted from 0, those behind which one starts again from 1; 0 is none.
            found[level] = _Level(start, form, text, level if restart is None else int(restart))
    return found


def _list_of(parent: Element) -> tuple[str | None, int | None]:
    """Return the list and the level that a paragraph or a style names, None each where it does not."""
    properties = next(parent.iterfind(f"{W}pPr/{W}numPr"), None)
    if properties is None:
        return None, None
    level = _value(properties, "ilvl")
    return _value(properties, "numId"), int(level) if level else None


def _value(parent: Element, name: str) -> str | None:
    """Return the w:val of an element's child; None where it has none."""
    child = parent.find(W + name)
    return None if child is None else child.get(f"{W}val")
