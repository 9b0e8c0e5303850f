"""The article of a saved web page: the page without navigation, crumbs, scripts, related links and footer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from graph_build.readers.parts.passed import Passed
from graph_build.values.headings import is_heading
from graph_build.values.roles import NOUN, has_label

LEFT_OUT = (
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "iframe", "object", "svg",
    "select", "button", "input", "textarea", "video", "audio",
)  # fmt: skip
NO_WORDS = ("script", "style", "noscript", "template", "head")
# Names of classes and ids by which pages call what is not the article.
NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|crumbs?|breadcrumbs?|foot|footer|copyright|share|related|sidebar|side|toolbar"
    r"|search|banner|friendlinks?|xgxx|xgwz|fenxiang|daohang|position|location)(?:$|[\s_-])",
    re.IGNORECASE,
)
CRUMBS = re.compile(r"\s*(?:您?现?在?的?(?:当前)?位置|当前位置)\s*[:：]")
FOOTER = re.compile(r"版权所有|ICP备|公网安备|网站标识码|技术支持[:：]|承办[:：]|网站地图|主办\s+\S{2,30}承办\s*$")
CONTAINERS = ("div", "ul", "ol", "dl", "p", "td", "table", "section", "li", "span")
# Words outside of links: a part with fewer is no part of the article where its name or its links speak against it.
FEW_WORDS = 200
MOST_LINKED = 0.6
FEWEST_LINKS = 3


def article(page: HtmlElement, passed: Passed) -> HtmlElement:
    """Return a page's body without what is not its article; what of that could assign is doubted."""
    body = page.find("body")
    body = page if body is None else body
    for element in [*_unwanted(body)]:
        if any(above is body for above in element.iterancestors()):
            if _could_assign(element):
                passed.doubt("有 {n} 处不像正文而没有读，其中有分工")
            element.drop_tree()
    return body


def _unwanted(body: HtmlElement) -> Iterator[HtmlElement]:
    yield from body.iter(*LEFT_OUT)
    # Some programs put the whole page into a form.
    yield from (form for form in body.iter("form") if _length(form) < FEW_WORDS and not has_label(form.text_content()))
    lists = {table for table in body.iter("table") if heads_tasks(table)}
    for element in body.iter(*CONTAINERS):
        if any(one in lists for one in (*element.iterancestors("table"), *element.iter("table"))):
            continue
        words = _length(element)
        linked = sum(_length(link) for link in element.iter("a"))
        few = words - linked < FEW_WORDS
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        links = sum(1 for _ in element.iter("a"))
        if (
            (few and NAMED.search(named) and not has_label(element.text_content()))
            or (links >= FEWEST_LINKS and linked > MOST_LINKED * words)
            or (words < FEW_WORDS and CRUMBS.match(element.text_content()))
            or (words < 2 * FEW_WORDS and FOOTER.search(element.text_content()) and not _has_list(element))
        ):
            yield element


def _could_assign(element: HtmlElement) -> bool:
    """Say whether an element has a role's label (主办单位： of a footer is none), or a table of tasks."""
    words = element.text_content()
    if element.tag in NO_WORDS or FOOTER.search(words):
        return False
    return bool(NOUN.search(words) and has_label(words)) or any(map(heads_tasks, element.iter("table")))


def heads_tasks(table: HtmlElement) -> bool:
    """Say whether a row of a table, and of no other in it, heads tasks."""
    return any(is_heading([cell.text_content() for cell in row.iterchildren("td", "th")]) for row in rows_of(table))


def rows_of(table: HtmlElement) -> list[HtmlElement]:
    """Return a table's own rows, without those of tables in its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _has_list(element: HtmlElement) -> bool:
    """Say whether an element holds more than one line of a footer would: a table, or brackets that assign."""
    return element.tag == "table" or next(element.iter("table"), None) is not None or "单位：" in element.text_content()


def _length(element: HtmlElement) -> int:
    return len("".join(element.text_content().split()))
