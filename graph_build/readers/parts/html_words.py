"""What of a page's article is not shown or was struck out, and the numbers of its lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from lxml.html import HtmlElement

from graph_build.model import BOLD
from graph_build.readers.parts.passed import Passed
from graph_build.readers.parts.word_numbers import letter

BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
STRUCK = re.compile(r"line-through", re.IGNORECASE)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
# Letters in the colour of the page, where nothing gives them another ground.
WHITE_LETTERS = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white|transparent|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)", re.IGNORECASE
)
WHITE = ("white", "#fff", "#ffffff")
GROUND = re.compile(r"background(?:-color|-image)?\s*:", re.IGNORECASE)
# Rules of a style sheet for a class alone, and those that hold for paper or small screens only.
RULE = re.compile(r"(?:^|[},])\s*(?:\w+)?\.([\w-]+)\s*(?:,[^{}]*)?\{([^}]*)\}")
MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*[^}]*\}|/\*.*?\*/", re.DOTALL)
# [1] ① * set high or linked to: the mark of a footnote.
MARK = re.compile(r"\s*(?:[\[［〔（(]\s*(?:注\s*)?[\d*]{1,3}\s*[\])）〕］]|[\u2460-\u2473*＊※])\s*")
LINKED_MARK = re.compile(r"\s*[\[［〔（(]?\s*(?:注\s*)?\d{1,3}\s*[\])）〕］]?\s*")
TYPES: dict[str, Callable[[int], str]] = {"a": letter, "A": lambda number: letter(number).upper()}


def style_sheet(page: HtmlElement) -> dict[str, str]:
    """Return what the page's own style sheets say of classes."""
    found: dict[str, str] = {}
    for style in page.iter("style"):
        for name, rules in RULE.findall(MEDIA.sub("", style.text or "")):
            found[name] = found.get(name, "") + rules
    return found


def without_unread(article: HtmlElement, sheet: dict[str, str], passed: Passed) -> HtmlElement:
    """Return an article without what is hidden, struck out, set above a line, or the mark of a footnote; all noted."""
    for element, kind in [*_unread(article, sheet, passed)]:
        parent = element.getparent()
        if parent is not None and any(one is article for one in element.iterancestors()):
            if "".join(element.itertext()).strip():
                passed.left_out(kind)
            element.drop_tree()
    return article


def level_of(element: HtmlElement) -> int | None:
    """Return how deep an element says its words to be a heading; BOLD where they are all bold; None for others."""
    if isinstance(element.tag, str) and re.fullmatch("h[1-6]", element.tag):
        return int(element.tag[1])
    if element.tag not in ("p", "div") or len(list(element.iter("p", "div", "table"))) > 1:
        return None
    words = len("".join(element.text_content().split()))
    bold = {one for one in element.iter() if one.tag in ("b", "strong") or BOLD_STYLE.search(one.get("style") or "")}
    outer = (one for one in bold if not any(above in bold for above in one.iterancestors()))
    held = sum(len("".join("".join(one.itertext()).split())) for one in outer)
    return BOLD if words and held == words else None


def number_of(item: HtmlElement) -> str:
    """Return the number that a browser shows in front of an item of an <ol>: `2.`."""
    list_ = item.getparent()
    if list_ is None or "none" in (list_.get("style") or ""):
        return ""
    number = _figure(list_.get("start"), 1)
    for one in list_.iterchildren("li"):
        number = _figure(one.get("value"), number)
        if one is item:
            break
        number += 1
    form = TYPES.get(list_.get("type") or "", str)
    return f"{form(number)}."


def _unread(article: HtmlElement, sheet: dict[str, str], passed: Passed) -> Iterator[tuple[HtmlElement, str]]:
    for element in article.iterdescendants():
        if not isinstance(element.tag, str):
            continue
        style = _style(element, sheet)
        if element.tag in ("del", "s", "strike") or STRUCK.search(style):
            yield element, "有 {n} 处划去的文字没有读"
        elif element.get("hidden") is not None or HIDDEN.search(style):
            yield element, "有 {n} 处隐藏的文字没有读"
        elif _is_white(element, style) and (ground := _ground(element, sheet)) != "own":
            if ground == "page":
                yield element, "有 {n} 处白色的文字看不见，没有读"
            elif element.text_content().strip():
                passed.doubt("有 {n} 处文字是白色的，可能看不见，已照读")
        elif element.tag in ("rt", "rp"):
            yield element, "有 {n} 处注音没有读"
        elif element.tag == "sup" and _is_mark(element):
            yield element, "有 {n} 处脚注标记没有读"


def _style(element: HtmlElement, sheet: dict[str, str]) -> str:
    return ";".join((element.get("style") or "", *(sheet.get(name, "") for name in _classes(element))))


def _is_white(element: HtmlElement, style: str) -> bool:
    return bool(WHITE_LETTERS.search(style)) or (element.get("color") or "").lower() in WHITE


def _ground(element: HtmlElement, sheet: dict[str, str]) -> Literal["own", "page", "unknown"]:
    """Say what letters stand on: a ground of their own, the page's, or what a style sheet elsewhere says."""
    around = [element, *element.iterancestors()]
    if any(GROUND.search(_style(one, sheet)) or one.get("bgcolor") or one.get("background") for one in around):
        return "own"
    if any(one.tag == "th" for one in around):
        return "own"
    return "page" if all(name in sheet for one in around for name in _classes(one)) else "unknown"


def _is_mark(raised: HtmlElement) -> bool:
    words = raised.text_content()
    linked = next(raised.iter("a"), None) is not None or next(raised.iterancestors("a"), None) is not None
    return bool(MARK.fullmatch(words) or (linked and LINKED_MARK.fullmatch(words)))


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def _figure(value: str | None, default: int) -> int:
    return int(value[:6]) if value and value.strip().isdecimal() else default
