"""The words of a Word paragraph: which of them are shown, and what of it is not read as text.

Rules: ECMA-376 part 1, 17.3 (runs), 17.13.5 (revisions), 17.5.2 (content controls); part 3 (alternate content).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from graph_build.readers.parts.passed import Passed
from graph_build.readers.parts.word_numbers import W
from graph_build.spans import Raw, Text, where

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BOX, FALLBACK = f"{W}txbxContent", f"{MC}Fallback"
WORDS = {f"{W}t", f"{M}t"}
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
# What holds no text of the place where it stands; boxes are read behind it.
NO_TEXT = {f"{W}pPr", f"{W}rPr", f"{W}tcPr", f"{W}instrText", f"{W}sdtPr", f"{W}rubyPr", f"{M}rPr", BOX}
STRUCK, HIDDEN = ("strike", "dstrike"), ("vanish", "webHidden")
OFF = ("0", "false", "off")
# What is left out, and what it is called in a document's notes.
DELETED, STRUCK_OUT = "有 {n} 处修订中删去的文字没有读", "有 {n} 处划去的文字没有读"
CONCEALED, PLACEHOLDER = "有 {n} 处隐藏的文字没有读", "有 {n} 处占位文字没有读"
LEFT_OUT = {f"{W}del": DELETED, f"{W}moveFrom": DELETED, f"{W}rt": "有 {n} 处注音没有读"}
# What is drawn or embedded in a text: none of it can be read.
UNREAD = {
    f"{W}object": "有 {n} 个嵌入的对象没有读",
    f"{W}sym": "有 {n} 个符号没有认出",
    f"{W}ddList": "有 {n} 个下拉框没有读",
    "{urn:schemas-microsoft-com:vml}textpath": "有 {n} 处艺术字没有读",
}
PICTURED = {
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "有 {n} 个图表没有读",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "有 {n} 个图示（SmartArt）没有读",
}
PICTURE = "有 {n} 幅大图没有读，其中可能有文字"
# A picture larger than this, in EMU each way (12 by 6 cm), can be a page or a table; a seal or an emblem is smaller.
LARGE = 4_320_000, 2_160_000
# How an equation is written on one line is not its meaning where it has such parts.
STACKED = [f"{M}{name}" for name in ("f", "rad", "nary", "sSup", "sSub", "sSubSup", "m", "eqArr")]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which properties a style sets for its words: struck and hidden, None each where it does not say."""

    struck: bool | None
    hidden: bool | None


@dataclass(slots=True)
class WordReader:
    """Reads the words of paragraphs; notes in `passed` what of them is left out."""

    source: str
    passed: Passed
    styles: dict[str, Shown] = field(default_factory=dict)

    def text(self, paragraph: Element, at: Raw) -> Text:
        """Return a paragraph's words as a text; what is struck out or hidden stands in its raw text only."""
        pieces = list(self._pieces(paragraph, at, self._shown_in(paragraph, f"{W}pPr/{W}pStyle"), kept=True))
        words = "".join(piece for piece, _ in pieces)
        kept = [shown for piece, shown in pieces for _ in piece]
        offsets = tuple(n for n, shown in enumerate(kept) if shown)
        raw = Raw(words, at.block, at.row, at.column)
        return Text("".join(words[n] for n in offsets), raw, offsets)

    def _pieces(self, element: Element, at: Raw, style: Shown, *, kept: bool) -> Iterator[tuple[str, bool]]:
        for child in element:
            if child.tag in WORDS:
                yield child.text or "", kept
            elif child.tag in BREAKS:
                yield BREAKS[child.tag], kept
            elif kind := self._left_out(child):
                self._note(kind, child, at)
            elif child.tag == f"{W}r":
                hidden = self._not_shown(child, style)
                if hidden:
                    self._note(hidden, child, at)
                yield from self._pieces(child, at, style, kept=kept and not hidden)
            elif child.tag not in NO_TEXT:
                self._doubt(child, at)
                yield from self._pieces(child, at, style, kept=kept)

    def _left_out(self, element: Element) -> str | None:
        """Return as what an element is left out of the text; None for one that is read."""
        if element.tag == FALLBACK:
            return "" if _parts(element) else None
        if is_placeholder(element):
            return PLACEHOLDER
        return LEFT_OUT.get(element.tag)

    def _note(self, kind: str, element: Element, at: Raw) -> None:
        if any((words.text or "").strip() for words in element.iter(f"{W}t", f"{W}delText")):
            self.passed.left_out(kind, self.place(at))

    def _doubt(self, element: Element, at: Raw) -> None:
        """Note what of an element is no text, and could change what the text says."""
        kind = UNREAD.get(element.tag)
        if element.tag == f"{M}oMath" and next(element.iter(*STACKED), None) is not None:
            kind = "有 {n} 个公式按一行读出"
        if element.tag == f"{W}drawing":
            kind = _picture(element)
        if kind:
            self.passed.doubt(kind, self.place(at))

    def place(self, at: Raw) -> str:
        """Return where words stand, for a note."""
        return where(at.span(0, 0), self.source, in_a_sentence=True)

    def _not_shown(self, run: Element, paragraph: Shown) -> str | None:
        """Return as what a run's words are left out, by its own properties, its style's or its paragraph's style's."""
        own, style = run.find(f"{W}rPr"), self._shown_in(run, f"{W}rPr/{W}rStyle")
        for kind, names, of_styles in (
            (STRUCK_OUT, STRUCK, (style.struck, paragraph.struck)),
            (CONCEALED, HIDDEN, (style.hidden, paragraph.hidden)),
        ):
            said = (_switch(own, names), *of_styles)
            if next((switch for switch in said if switch is not None), False):
                return kind
        return None

    def _shown_in(self, element: Element, path: str) -> Shown:
        style = element.find(path)
        return self.styles.get("" if style is None else style.get(f"{W}val", ""), Shown(None, None))


def shown_of(styles: Element) -> dict[str, Shown]:
    """Return which styles strike their words out or hide them, by their ids, or after the style that they build on."""
    found: dict[str, Shown] = {}
    bases: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name, properties, base = style.get(f"{W}styleId", ""), style.find(f"{W}rPr"), style.find(f"{W}basedOn")
        found[name] = Shown(_switch(properties, STRUCK), _switch(properties, HIDDEN))
        bases[name] = "" if base is None else base.get(f"{W}val", "")
    return {name: _inherited(name, found, bases) for name in found}


def _inherited(name: str, found: dict[str, Shown], bases: dict[str, str]) -> Shown:
    struck, hidden = found[name].struck, found[name].hidden
    passed: set[str] = set()
    while name in found and name not in passed:
        passed.add(name)
        struck = found[name].struck if struck is None else struck
        hidden = found[name].hidden if hidden is None else hidden
        name = bases[name]
    return Shown(struck, hidden)


def boxes_in(element: Element) -> Iterator[Element]:
    """Return the text boxes that hang on an element, in order, each once and not those inside of another."""
    for child in element:
        if child.tag == BOX:
            yield child
        elif child.tag != FALLBACK or not _parts(child):
            yield from boxes_in(child)


def is_placeholder(element: Element) -> bool:
    """Say whether an element is a content control that nobody has filled in."""
    return element.tag == f"{W}sdt" and is_on(element.find(f"{W}sdtPr"), ("showingPlcHdr",))


def is_on(properties: Element | None, names: Sequence[str]) -> bool:
    """Say whether properties switch one of some names on."""
    return bool(_switch(properties, names))


def _switch(properties: Element | None, names: Sequence[str]) -> bool | None:
    """Return whether properties switch one of some names on or off; None where they say nothing of them."""
    found = [child for name in names if properties is not None and (child := properties.find(W + name)) is not None]
    return any(child.get(f"{W}val", "1") not in OFF for child in found) if found else None


def _parts(fallback: Element) -> bool:
    """Say whether what a program falls back to stands beside a choice that is read."""
    parent = fallback.getparent()
    return parent is not None and parent.find(f"{MC}Choice") is not None


def _picture(drawing: Element) -> str | None:
    """Return what a drawing holds that cannot be read; None for text boxes and small pictures."""
    for data in drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"):
        if kind := PICTURED.get(data.get("uri", "")):
            return kind
        if data.get("uri", "").endswith("/picture"):
            extent = next(drawing.iter("{*}extent"), None)
            size = [int(value) if value.isdecimal() else 0 for value in _size(extent)]
            return PICTURE if size[0] >= LARGE[0] and size[1] >= LARGE[1] else None
    return None


def _size(extent: Element | None) -> tuple[str, str]:
    return ("", "") if extent is None else (extent.get("cx", ""), extent.get("cy", ""))
