"""A sheet as CSV in a zip: the table, its data dictionary, and what is to be said of it; Excel opens it as it is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

from graph_query.exports.sheet import Sheet
from graph_query.sparql.formats import inert

# Excel takes a CSV for UTF-8 only with a byte order mark.
ENCODING = "utf-8-sig"


def as_csv_zip(sheet: Sheet) -> bytes:
    """Return a zip of 台账.csv, 数据字典.csv where columns have meanings, and 说明.txt."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "台账.csv", [label for label, _ in sheet.columns], sheet.rows)
        if any(meaning for _, meaning in sheet.columns):
            _write(archive, "数据字典.csv", ["栏目", "含义"], sheet.columns)
        archive.writestr("说明.txt", "\r\n".join((sheet.title, *sheet.notes)).encode(ENCODING))
    return out.getvalue()


def _write(
    archive: zipfile.ZipFile, name: str, head: Sequence[str], rows: Iterable[Sequence[str | int | date | None]]
) -> None:
    """Write a table into an archive, row by row."""
    with archive.open(name, "w") as file, io.TextIOWrapper(file, ENCODING, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        writer.writerows([inert("" if value is None else str(value)) for value in row] for row in rows)
