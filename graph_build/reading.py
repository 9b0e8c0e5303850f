"""One file -> its task list: read, clean, find tasks, resolve names; and the same in a process with bounds."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from graph_build.cleaning.debris import clean
from graph_build.errors import DocumentError, ReadingStopped
from graph_build.files import shown
from graph_build.layouts import find_tasks
from graph_build.layouts.parts.document_rules import common_deadline, first_unit_leads, with_first_lead
from graph_build.layouts.parts.preamble import read_preamble
from graph_build.linking.aliases import find_aliases
from graph_build.linking.identity import Home
from graph_build.linking.resolve import resolve
from graph_build.model import Document, TaskList
from graph_build.readers import read
from graph_build.sandbox.bounded import OutOfBounds, Worker
from graph_build.sandbox.limits import READ_SECONDS
from graph_build.tables.table_parts import part_tables
from graph_build.tables.unflatten import unflatten

# What it means when the process of a reading ends by itself.
DIED = "内容不合格式，读取中断"

T = TypeVar("T")
worker = Worker(DocumentError, DIED)
atexit.register(worker.stop)


def read_bounded(path: Path) -> tuple[Document, TaskList]:
    """Return a file's document, without its blocks, and its task list, read in a process of its own.

    One whose reading was stopped is tried once more.

    Raises DocumentError where it cannot be read, or takes more than READ_SECONDS or the worker's memory.
    """
    try:
        return bounded(path, worker, READ_SECONDS, read_file, path)
    except ReadingStopped:
        return bounded(path, worker, READ_SECONDS, read_file, path)


def bounded(path: Path, worker: Worker, seconds: float, function: Callable[..., T], *args: object) -> T:
    """Return what a function makes of a file in a worker.

    Raises DocumentError; ReadingStopped, which blames the machine where it is the machine, where it breaks a bound.
    """
    try:
        return worker.call(seconds, function, *args)
    except OutOfBounds as error:
        if error.busy:
            raise ReadingStopped(f"{shown(path)}：机器繁忙（{error}），这次没有读成，下次构建时自动重试。") from error
        raise ReadingStopped(f"{shown(path)}：{error}，已停止。请核对文件，拆分或另存为新文件后重试。") from error


def read_file(path: Path) -> tuple[Document, TaskList]:
    """Return a file's document, without its blocks, and its task list. Raises DocumentError."""
    document = prepared(path)
    return replace(document, blocks=()), task_list_of(document)


def prepared(path: Path) -> Document:
    """Return a file's document, clean, its flattened tables as tables, titles and notes of tables as paragraphs."""
    return part_tables(unflatten(clean(read(path))))


def task_list_of(document: Document) -> TaskList:
    """Return what a document says, its names resolved within it. Raises DocumentError where it holds no task."""
    preamble = read_preamble(document)
    found = find_tasks(document, preamble.year, preamble.own_names)
    tasks = tuple(map(with_first_lead, found.tasks)) if first_unit_leads(document) else found.tasks
    common = common_deadline(document, preamble.year)
    if common:
        tasks = tuple(task if task.deadline else replace(task, deadline=common) for task in tasks)
    task_list = TaskList(
        title=preamble.title,
        number=preamble.number,
        issuer=preamble.issuer,
        issued=preamble.issued,
        year=preamble.year,
        implements=preamble.implements,
        aliases=find_aliases(dict.fromkeys(a.name for task in tasks for a in task.assignments)),
        tasks=tasks,
        spans=preamble.spans,
        unclaimed=found.unclaimed,
        left_out=found.left_out,
        superseded=found.superseded,
        letterhead=preamble.letterhead,
    )
    return resolve(task_list, document.slug, Home(None))
