"""The ledgers of many units as one zip, one file a unit, in the order in which the pages list them; a summary leads."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from graph_query.exports.csv_files import ENCODING
from graph_query.exports.ledgers import unit_ledger, unit_name
from graph_query.exports.paper import Paper
from graph_query.exports.sheet import Edition
from graph_query.exports.summary import Duties, Tally, summary
from graph_query.ledger.concepts import TEMPLATE
from graph_query.ledger.duties import WAYS, Way
from graph_query.ledger.model import Unit
from graph_query.ledger.tasks import Tasks
from graph_query.sparql.formats import inert


def _as_word(paper: Paper) -> bytes:
    from graph_query.exports.word import as_word  # who looks at pages need not wait for what writes files

    return as_word(paper)


def _as_excel(paper: Paper) -> bytes:
    from graph_query.exports.excel import as_excel  # half a second

    return as_excel(paper)


# How each format ends its files, and who writes them.
FORMATS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {"Word": ("docx", _as_word), "Excel": ("xlsx", _as_excel)}
# What no file system takes in a name, and how many letters each takes.
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST = 70
NO_TEMPLATES = "范文（隐去地名、年份）不是某地的文件，其中的单位没有台账。"


@lru_cache(maxsize=4)
def without_templates(tasks: Tasks) -> Tasks:
    """Return the tasks of documents that are some place's own: a template binds nobody."""
    any_template = "SELECT 1 FROM tasks JOIN documents ON documents.id = document {where} LIMIT 1"
    if not tasks.counted(any_template, "tasks.id", "copy = ?", TEMPLATE):
        return tasks
    own = "SELECT tasks.id FROM tasks JOIN documents ON documents.id = document {where} ORDER BY position, tasks.number"
    return tasks.numbered(number for (number,) in tasks.counted(own, "tasks.id", "copy <> ?", TEMPLATE))


def as_zip(place: str, duties: Duties, ways: Sequence[Way], form: str, edition: Edition) -> bytes:
    """Return a zip with the ledger of each unit that has duties, 汇总表, 目录.csv (which file is whose) and 说明.txt.

    One unit's duties are asked for after the other. `ways` of being bound are those that duties are of.
    """
    suffix, write = FORMATS[form]
    uses = Counter[str]()
    tallies: list[Tally] = []
    rows: list[tuple[str | int, ...]] = [("单位", "地方", "任务数", "文件名")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit, its in duties:
            if its:
                tallies.append(Tally.of(unit, its, edition.today))
                file = _file_name(unit, uses, suffix)
                archive.writestr(file, write(unit_ledger(unit, its, ways, edition)))
                tasks = len({duty.task.iri for duty in its})
                rows.append((inert(unit.name), inert(unit.where), tasks, inert(file)))
        archive.writestr(f"汇总表.{suffix}", write(summary(place, tallies, ways, edition)))
        contents = io.StringIO()
        csv.writer(contents).writerows(rows)
        archive.writestr("目录.csv", contents.getvalue().encode(ENCODING))
        note = f"各表列出：{'、'.join(WAYS[way] for way in ways)}的任务。"
        archive.writestr("说明.txt", "\r\n".join((*edition.notes, note, NO_TEMPLATES)).encode(ENCODING))
    return out.getvalue()


def _file_name(unit: Unit, uses: Counter[str], suffix: str) -> str:
    """Return what the file of a unit is called; of units of one name each has its own."""
    name = UNSAFE.sub("_", unit_name(unit))[:LONGEST]
    uses[name] += 1
    return f"{name}{f'-{uses[name]}' if uses[name] > 1 else ''}.{suffix}"
