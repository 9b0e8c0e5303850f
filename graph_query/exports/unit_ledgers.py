"""The ledgers of many units as one zip, one file a unit, in the order in which the pages list them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from graph_query.exports.csv_files import ENCODING
from graph_query.exports.excel import as_excel
from graph_query.exports.sheet import Edition, Sheet, ledger_sheet
from graph_query.exports.word import as_word
from graph_query.ledger.duties import WAYS, Duty, Way
from graph_query.ledger.reading import Ledger
from graph_query.sparql.formats import inert

# How each format ends its files, and who writes them.
FORMATS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {"Word": ("docx", as_word), "Excel": ("xlsx", as_excel)}
# What no file system takes in a name.
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def ledger_title(name: str) -> str:
    """Return the title of a unit's ledger."""
    return f"{name}责任清单"


def as_zip(
    ledger: Ledger,
    duties: Iterable[tuple[str, Sequence[Duty]]],
    ways: Sequence[Way],
    form: str,
    edition: Edition,
) -> bytes:
    """Return a zip with the ledger of each unit that has duties, 目录.csv (which file is whose) and 说明.txt.

    One unit's duties are asked for after the other. `ways` of being bound are those that duties are of.
    """
    suffix, write = FORMATS[form]
    uses = Counter[str]()
    rows: list[tuple[str | int, ...]] = [("单位", "地方", "行数", "文件名")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit, its in ((ledger.units[iri], of_unit) for iri, of_unit in duties if of_unit):
            sheet = ledger_sheet(ledger_title(unit.shown), its, ways, edition)
            name = UNSAFE.sub("_", f"{unit.where}{unit.name}")
            uses[name] += 1
            file = f"{name}{f'-{uses[name]}' if uses[name] > 1 else ''}.{suffix}"
            archive.writestr(file, write(sheet))
            rows.append((inert(unit.name), inert(unit.where), len(sheet.rows), inert(file)))
        contents = io.StringIO()
        csv.writer(contents).writerows(rows)
        archive.writestr("目录.csv", contents.getvalue().encode(ENCODING))
        note = f"各表列出：{'、'.join(WAYS[way] for way in ways)}的任务。"
        archive.writestr("说明.txt", "\r\n".join((*edition.notes, note)).encode(ENCODING))
    return out.getvalue()
