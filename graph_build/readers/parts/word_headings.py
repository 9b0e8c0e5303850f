"""How deep a Word file says a paragraph to be a heading: its outline level, its style's, or all of it in bold."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from graph_build.model import BOLD
from graph_build.readers.parts.word_numbers import W
from graph_build.readers.parts.word_words import is_on

# Outline levels count from 0; 9 is body text.
BODY = 9


@dataclass(frozen=True, slots=True)
class Headings:
    """The outline levels of a document's styles."""

    styles: dict[str, int]

    @classmethod
    def of(cls, styles: Element) -> Headings:
        """Return what styles say, those too that are based on others."""
        elements = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
        found = {}
        for name in elements:
            at, seen = name, set[str]()
            while at in elements and at not in seen:
                seen.add(at)
                level = _outline(elements[at].find(f"{W}pPr"))
                if level is not None:
                    found[name] = level
                    break
                based = elements[at].find(f"{W}basedOn")
                at = "" if based is None else based.get(f"{W}val", "")
        return cls(found)

    def level_of(self, paragraph: Element) -> int | None:
        """Return a paragraph's level as a heading, 1 the outermost, BOLD where it is only bold; None for others."""
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        of_style = None if style is None else self.styles.get(style.get(f"{W}val", ""))
        own = _outline(properties)
        level = of_style if own is None else own
        if level is not None and level < BODY:
            return level + 1
        runs = [run for run in paragraph.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
        return BOLD if runs and all(is_on(run.find(f"{W}rPr"), ("b", "bCs")) for run in runs) else None


def _outline(properties: Element | None) -> int | None:
    level = None if properties is None else properties.find(f"{W}outlineLvl")
    value = "" if level is None else level.get(f"{W}val", "")
    return int(value[:2]) if value.isdecimal() else None
