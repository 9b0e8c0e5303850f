"""Pages of a PDF as they are to be read: the right way up, lines level, form fields as letters where they stand."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from graph_build.errors import FileUnreadable
from graph_build.sandbox.limits import MOST_PAGES

# Turned pages bring lines that are off level by less than a millionth of a point.
DIGITS = 3
DRAWN, PLACES = ("line", "rect", "curve"), ("x0", "x1", "y0", "y1", "top", "bottom", "doctop", "width", "height")
# The largest letters of a form field, in points, where its height does not say.
FIELD_SIZE = 10.0
QUARTER = 90


@contextmanager
def opened(data: bytes) -> Iterator[Sequence[Any]]:
    """Give the pages of a PDF. Raises FileUnreadable where it is damaged, locked by a password, or too long."""
    import pdfplumber  # imported late: 0.5 s
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise FileUnreadable(f"超过 {MOST_PAGES} 页，没有读。请拆出任务清单所在的页。")
            yield pdf.pages
    except (MalformedPDFException, PdfminerException) as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise FileUnreadable("PDF 加了密码。请解除密码后重试。") from error
        raise FileUnreadable("不是完整的 PDF，打不开。请重新取得原文件。") from error


def upright(page: Any) -> Any:  # noqa: ANN401 (pdfplumber has no types)
    """Return a page turned so that most of its letters stand upright, its lines level."""
    turned = Counter(_turn(character) for character in page.chars if character["text"].strip())
    turn = turned.most_common(1)[0][0] if turned else 0
    if turn:
        rotation = (page.rotation + turn) % 360
        page.page_obj.attrs["Rotate"] = page.page_obj.rotate = rotation
        page = type(page)(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
    _level(page)
    return page


def _turn(character: Any) -> int:  # noqa: ANN401 (pdfplumber has no types)
    """Return by how many degrees, in quarters of a circle, a page must be turned for a letter to stand upright."""
    across, down = character["matrix"][:2]
    return round(math.degrees(math.atan2(down, across)) / QUARTER) * QUARTER % 360


def _level(page: Any) -> None:  # noqa: ANN401 (pdfplumber has no types)
    """Round the places of what a page has drawn: a line off level by nearly nothing is level."""
    for drawn in (one for kind in DRAWN for one in page.objects.get(kind, ())):
        drawn.update({name: round(drawn[name], DIGITS) for name in PLACES if name in drawn})
        if "pts" in drawn:
            drawn["pts"] = [(round(x, DIGITS), round(y, DIGITS)) for x, y in drawn["pts"]]


def field_letters(page: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 (pdfplumber has no types)
    """Return the letters of a page's filled form fields, in the manner of pdfplumber's characters."""
    for annotation in page.annots:
        lines = [line for line in field_value(annotation).splitlines() if line.strip()]
        if not lines:
            continue
        pitch = (annotation["bottom"] - annotation["top"]) / len(lines)
        for number, line in enumerate(lines):
            middle = annotation["top"] + (number + 0.5) * pitch
            yield from _letters(line, annotation["x0"], annotation["x1"], middle, min(FIELD_SIZE, pitch))


def _letters(line: str, left: float, right: float, middle: float, size: float) -> Iterator[dict[str, Any]]:
    width = min(size, (right - left) / len(line))
    top = middle - size / 2
    for n, letter in enumerate(line):
        x = left + n * width
        yield {
            "text": letter, "x0": x, "x1": x + width, "width": width, "top": top, "bottom": top + size, "doctop": top,
            "height": size, "size": size, "upright": True, "matrix": (1, 0, 0, 1, x, top), "fontname": "",
            "adv": width, "non_stroking_color": (0,), "object_type": "char",
        }  # fmt: skip


def field_value(annotation: Any) -> str:  # noqa: ANN401 (pdfplumber has no types)
    """Return what is filled into a form's field for text or choice; nothing for what is none."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import decode_text

    data = annotation["data"]
    parent = resolve1(data.get("Parent"))
    held = [one for one in (data, parent) if isinstance(one, dict)]
    kind = next((resolve1(one["FT"]) for one in held if "FT" in one), None)
    if getattr(data.get("Subtype"), "name", "") != "Widget" or getattr(kind, "name", "") not in ("Tx", "Ch"):
        return ""
    value = next((resolve1(one["V"]) for one in held if "V" in one), None)
    if isinstance(value, bytes):
        return str(decode_text(value))
    return "" if isinstance(value, PSLiteral) or not isinstance(value, str) else value
