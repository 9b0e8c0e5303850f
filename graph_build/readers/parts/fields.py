"""Fields of a page (<input>, <textarea>, <select>) -> the words that they show, beside a label of tasks."""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from graph_build.readers.parts.article import heads_tasks
from graph_build.readers.parts.passed import Passed
from graph_build.values.headings import kind_of

WORDS = (None, "", "text", "number", "date", "month")
BOXES = ("checkbox", "radio")
# A label and its field can be wrapped so many times.
MOST_WRAPPED = 3


def fields_as_words(page: HtmlElement, passed: Passed) -> None:
    """Put words in place of fields: in the cells of tables of tasks, and behind labels that are columns' words."""
    tables = {table for table in page.iter("table") if heads_tasks(table)}
    for field in [*page.iter("input", "textarea", "select")]:
        in_table = next(field.iterancestors("td", "th"), None) is not None
        in_tasks = any(table in tables for table in field.iterancestors("table"))
        label = _label(field)
        if not in_tasks and label is None:
            continue
        words = _shown(field)
        if words is None:
            passed.doubt("有 {n} 个输入框或选项的内容看不出来，没有读")
            field.drop_tree()
        elif in_table or label is None:
            _replace(field, words)
        else:
            _as_line(field, label, words)


def _shown(field: HtmlElement) -> str | None:
    """Return what a field shows; None where the page does not say."""
    if field.tag == "textarea":
        return str(field.text_content())
    if field.tag == "select":
        chosen = [option.text_content() for option in field.iter("option") if option.get("selected") is not None]
        return "、".join(words.strip() for words in chosen) or None
    if field.get("type") in BOXES:
        return None
    return (field.get("value") or "") if field.get("type") in WORDS else ""


def _label(field: HtmlElement) -> HtmlElement | None:
    """Return the element right before a field, or before what wraps it, that holds a column's word and no more."""
    around = field
    for _ in range(MOST_WRAPPED):
        before = around.getprevious()
        if before is not None:
            return before if kind_of(before.text_content()) and not (before.tail or "").strip() else None
        around = around.getparent()
        if around is None or (around.text or "").strip():
            return None
    return None


def _replace(field: HtmlElement, words: str) -> None:
    """Put words in a field's place, its line breaks kept."""
    shown = html.Element("span")
    lines = re.split(r"\r?\n", words)
    shown.text = lines[0]
    for line in lines[1:]:
        broken = html.Element("br")
        broken.tail = line
        shown.append(broken)
    shown.tail, field.tail = field.tail, None
    field.getparent().replace(field, shown)


def _as_line(field: HtmlElement, label: HtmlElement, words: str) -> None:
    """Make a label and its field one line: 责任单位：县教育局."""
    name = "".join(label.text_content().split()).rstrip(":：")
    line = html.Element("p")
    line.text = f"{name}：{' '.join(words.split())}"
    label.tail = None
    label.getparent().replace(label, line)
    field.drop_tree()
