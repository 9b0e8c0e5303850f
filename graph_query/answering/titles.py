"""How an answer calls documents and tasks: a title with its place, a number as the document gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from graph_query.labels import labels_of
from graph_query.labels.scopes import File
from graph_query.stores import Store

# A number that can be counted: 22, 二十二; others, such as （三）2, are said as they are written.
COUNTED = re.compile(r"\d+|[一二三四五六七八九十百〇零]+")
TEMPLATE = "范文"
BY_ORDER = "（按文件顺序）"


def titled(file: File) -> str:
    """Return a document's title with its place, or that it is a template and no place's."""
    where = place_of(file)
    return f"《{file.label}》（{where}）" if where else f"《{file.label}》"


def place_of(file: File) -> str:
    """Return a document's place; of a template that it is one."""
    return TEMPLATE if file.template else file.place


def numbered(no: str, index: int) -> str:
    """Return what a task is called: by the document's own number, else by its place in the order, said to be that.

    >>> numbered("22", 22), numbered("（三）2", 7), numbered("第二十一条", 8), numbered("", 3)
    ('第22项', '（三）2', '第二十一条', '第3项（按文件顺序）')
    """
    return _own(no) or f"第{index}项{BY_ORDER}"


def numbers(tasks: Iterable[tuple[str, int]]) -> str:
    """Return numbers of tasks of one document in a row; that they are counted by order is said once, at the end.

    >>> numbers([("", 3), ("", 15)]), numbers([("1", 1), ("2", 2)])
    ('第3项、第15项（按文件顺序）', '第1项、第2项')
    """
    found = list(tasks)
    said = "、".join(_own(no) or f"第{index}项" for no, index in found)
    return said + (BY_ORDER if any(not no for no, _ in found) else "")


def _own(no: str) -> str:
    return f"第{no}项" if COUNTED.fullmatch(no) else no


def files_by_iri(store: Store) -> dict[str, File]:
    """Return the documents in the order of answers: by place, those without one behind, templates last."""
    ranked = sorted(labels_of(store).files, key=lambda file: (file.template, not file.place, file.place, file.label))
    return {file.iri: file for file in ranked}


def in_order(rows: Sequence[Mapping[str, str]], store: Store) -> list[Mapping[str, str]]:
    """Return rows by the order of their documents; within one as they were."""
    rank = {iri: n for n, iri in enumerate(files_by_iri(store))}
    return sorted(rows, key=lambda row: rank[row["file"]])
