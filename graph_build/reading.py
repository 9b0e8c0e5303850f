"""One file -> its task list, stage by stage; and the same in a process with bounds."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from graph_build.errors import DocumentError, ReadingStopped
from graph_build.files import named, shown
from graph_build.folders import home
from graph_build.model import Document, TaskList
from graph_build.registers.words import read_words
from graph_build.sandbox.bounded import OutOfBounds, Worker, uncounted
from graph_build.sandbox.limits import READ_SECONDS
from graph_build.vocabulary.own_words import forget_loaded, stamp

# What it means when the process of a reading ends by itself.
DIED = "内容不合格式，读取中断"

T = TypeVar("T")
worker = Worker(DocumentError, DIED)
atexit.register(worker.stop)


def read_file(path: Path) -> tuple[Document, TaskList]:
    """Return a file's document, without its blocks, and its task list. Raises DocumentError with the file's name."""
    with uncounted():  # only who reads needs what reading needs: it takes half a second to load
        from graph_build.stages import STAGES, begin
    with named(path):
        passage = begin(path)
        for stage in STAGES:
            passage = stage.run(passage)
    if passage.task_list is None:
        raise ValueError("no stage made a task list")
    return replace(passage.document, blocks=()), passage.task_list


def read_bounded(path: Path) -> tuple[Document, TaskList]:
    """Return what read_file does, from a process of its own; one whose reading was stopped is tried once more.

    Raises DocumentError where it cannot be read, or takes more than READ_SECONDS of CPU or the worker's memory;
    SettingsError where the office's own words can't be used.
    """
    read_words(home())
    try:
        return bounded(path, worker, READ_SECONDS, read_file, path)
    except ReadingStopped:
        return bounded(path, worker, READ_SECONDS, read_file, path)


def bounded(path: Path, worker: Worker, seconds: float, function: Callable[..., T], *args: object) -> T:
    """Return what a function makes of a file in a worker.

    Raises DocumentError; ReadingStopped, which blames the machine where it is the machine, where it breaks a bound.
    """
    if worker.stand_on(stamp()):
        forget_loaded()
    try:
        return worker.call(seconds, function, *args)
    except OutOfBounds as error:
        if error.busy:
            raise ReadingStopped(f"{shown(path)}：机器繁忙（{error}），这次没有读成，下次构建时自动重试。") from error
        raise ReadingStopped(f"{shown(path)}：{error}，已停止。请核对文件，拆分或另存为新文件后重试。") from error
