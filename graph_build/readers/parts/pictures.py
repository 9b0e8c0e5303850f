"""Pictures of a page that stand where a table should: they are doubted, for nobody reads them here."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from graph_build.readers.parts.article import heads_tasks
from graph_build.readers.parts.passed import Passed

# Smaller ones are signs, logos and codes to scan.
SMALLEST = 200
ANNOUNCED = re.compile(r"(?:表|清单|如下|见图|附件\d*)\s*[：:。]?\s*$")


def doubt_pictures(article: HtmlElement, passed: Passed) -> None:
    """Doubt pictures in the cells of a table of tasks, and large ones behind words that announce a table."""
    before = ""
    for element in article.iter():
        if element.tag == "img" and _is_large(element):
            table = next(element.iterancestors("table"), None)
            if table is not None and heads_tasks(table):
                passed.doubt("表格里有 {n} 张图片没有读")
            elif ANNOUNCED.search(before):
                passed.doubt("有 {n} 处是图片，可能是表格，没有读")
        before = next((words for words in (element.tail, element.text) if words and words.strip()), before)


def _is_large(picture: HtmlElement) -> bool:
    """Say whether a picture is large, or the page does not say how large it is."""
    sizes = [re.match(r"\s*(\d+)", picture.get(name) or "") for name in ("width", "height")]
    return all(size is None or int(size[1]) >= SMALLEST for size in sizes)
