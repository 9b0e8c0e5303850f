"""Whether the letters of a PDF can be read at all: scans, fonts without an encoding, letters drawn as outlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_build.spans import HAN

WAY_OUT = "请向发文单位要文字版（Word，或可选中文字的 PDF），或先做文字识别（OCR）。"
NO_CODE, CHINESE = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]"), re.compile(f"[{HAN}]")
# More letters than this, in parts of all, that no code tells make a text that cannot be read.
MOST_UNKNOWN = 0.1
# A text of so many letters has a Chinese one.
ENOUGH = 30
# A page of a scan has fewer letters than this: a stamp, a number.
FEWEST = 20
# A picture, or pictures together, over this part of a page are the page.
WHOLE_PAGE = 0.6
# Outlines of letters: so many curves on a page without letters.
MANY_CURVES = 20


@dataclass(slots=True)
class Letters:
    """Counts what kinds of letters and pages a PDF has."""

    all: int = 0
    unknown: int = 0
    chinese: int = 0
    pages: int = 0
    pictured: int = 0
    outlined: int = 0

    def add(self, page: Any, characters: Sequence[Any]) -> None:  # noqa: ANN401 (pdfplumber has no types)
        """Count a page and its characters."""
        words = [c["text"] for c in characters if c["text"].strip()]
        self.all += len(words)
        self.unknown += sum(bool(NO_CODE.fullmatch(word)) for word in words)
        self.chinese += sum(bool(CHINESE.match(word)) for word in words)
        self.pages += 1
        if len(words) < FEWEST:
            self.pictured += is_pictured(page) or (not words and bool(page.images))
            self.outlined += len(page.curves) > MANY_CURVES

    def refusal(self) -> str:
        """Return why none of it can be read, with the way out; nothing where it can be."""
        if self.pages and self.pictured == self.pages:
            return f"这是扫描件，只有图像没有文字。{WAY_OUT}"
        if self.pages and self.outlined == self.pages:
            return f"文字已转成线条（轮廓），认不出是什么字。{WAY_OUT}"
        if not self.all:
            return "PDF 中没有文字也没有图像，可能已经损坏。请重新取得原文件。"
        if self.unknown > MOST_UNKNOWN * self.all:
            return f"PDF 的字体没有文字编码，{self.all} 个字中有 {self.unknown} 个认不出是什么字。{WAY_OUT}"
        if self.all >= ENOUGH and not self.chinese:
            return f"PDF 里没有一个认得出的汉字，可能是字体的文字编码不对。{WAY_OUT}"
        return ""


def is_pictured(page: Any) -> bool:  # noqa: ANN401 (pdfplumber has no types)
    """Say whether pictures cover a page."""
    covered = sum((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images)
    return bool(covered > WHOLE_PAGE * page.width * page.height)
