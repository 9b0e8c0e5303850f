"""What is read of the files that were chosen, before any is added to the library."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app_pages.parts.tables import table
from graph_build import corrections, pipeline
from graph_build.corrections import Fact
from graph_build.pipeline import HELD_BACK, DocumentError, Json, ZerenError
from graph_build.uploads import check_choice, said_before, staged
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, SUPPOSED, shown


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read of a file: how many tasks, how surely; `error` says why where it can't be read.

    `unknown_headings` are words over its columns that are not known.

    The tasks themselves are read again when they are looked at: a session keeps those of one list.
    """

    name: str
    digest: str
    tasks: int = 0
    sureness: float = 0.0
    reasons: tuple[str, ...] = ()
    error: str = ""
    unknown_headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What is read of the file that is looked at: its tasks as rows, its document's facts, what was said `before`."""

    digest: str
    tasks: list[tuple[str, ...]]
    facts: Mapping[Fact, str]
    preview: Preview
    before: tuple[str, ...] = ()


def previews_of(files: Sequence[UploadedFile]) -> tuple[list[Preview], list[str]]:
    """Return what is read of files, once a choice, and lines on what of archives can't be.

    Raises UploadTooLarge where archives hold too many, and other ZerenErrors.
    """
    chosen = tuple(file.file_id for file in files)
    before: tuple[tuple[str, ...], list[Preview], list[str]] = st.session_state.get("previews", ((), [], []))
    if before[0] != chosen:
        bar = st.progress(0.0, "正在读取…")
        previews: list[Preview] = []
        with staged((file.name, file.getvalue()) for file in files) as sources:
            check_choice(len(sources.files), sum(file.size for file in files))
            for number, path in enumerate(sources.files):
                bar.progress(number / len(sources.files), f"正在读取第 {number + 1} 份，共 {len(sources.files)} 份")
                previews.append(_preview(path, first=all(preview.error for preview in previews)))
        bar.empty()
        before = (chosen, previews, [problem.message for problem in sources.problems])
        st.session_state["previews"] = before
    return before[1], before[2]


def _preview(path: Path, *, first: bool) -> Preview:
    """Return what is read of a file; the tasks of the first are kept, since they are shown first."""
    digest = digest_of(path)
    try:
        looked = _look_at(path, digest)
    except DocumentError as error:
        return Preview(path.name, digest, error=str(error), unknown_headings=error.unknown_headings)
    if first:
        st.session_state["tasks"] = looked
    return looked.preview


def _look_at(path: Path, digest: str) -> Looked:
    """Return what is read of a file, with what was said of it when the library held it. Raises DocumentError."""
    said = said_before(pipeline.home(), path.name)
    read, facts = pipeline.extract_with_facts(path, said)
    told = tuple(read["reasons"]), "", tuple(read["unknown_headings"])
    preview = Preview(path.name, digest, len(read["tasks"]), read["sureness"], *told)
    before = tuple(corrections.as_line(one) for one in said if one.what not in corrections.CHECKS)
    return Looked(digest, _tasks(read), facts, preview, before)


def forget_previews() -> None:
    """Let the files that were chosen be read again."""
    for key in ("previews", "tasks"):
        st.session_state.pop(key, None)


def digest_of(path: Path) -> str:
    """Return a file's sha256, by which it is known however it was uploaded."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def show_previews(previews: Sequence[Preview], problems: Sequence[str], known: dict[str, str]) -> None:
    """Show which files can be added, and why others can't."""
    rows = []
    for preview in previews:
        if preview.error:
            rows.append(("读不了", preview.name, "", "", preview.error))
            continue
        there = preview.digest in known
        sure, reasons = f"{preview.sureness:.2f}", "；".join(preview.reasons)
        note = f"与库中的《{known[preview.digest]}》完全相同，不再加入" if there else reasons
        standing = "可加入，待核" if preview.sureness <= HELD_BACK else "可加入"
        rows.append(("已在库中" if there else standing, preview.name, str(preview.tasks), sure, note))
    rows += [("读不了", "", "", "", line) for line in problems]
    st.subheader("预览：还没有加入本库")
    st.html(table(("状态", "文件", "任务", "识读可信度", "说明"), rows))


def look_at(readable: Sequence[Preview], files: Sequence[UploadedFile]) -> Looked | None:
    """Let one of the files that could be read be chosen, show its tasks, and return what is read of it."""
    if not readable:
        return None
    number = 0
    if len(readable) > 1:
        number = st.selectbox("查看哪一份", range(len(readable)), format_func=lambda n: f"{n + 1}. {readable[n].name}")
    try:
        looked = _looked_at(readable[number].digest, files)
    except ZerenError as error:
        st.text(str(error))
        return None
    _show_tasks(looked)
    return looked


def _show_tasks(looked: Looked) -> None:
    if looked.before:
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in looked.before)
        st.html(f"<p>这份文件以前加入过，当时的更正照用：</p><ul>{lines}</ul>")
    heads = ("编号", "任务", *(shown("roles", role) for role in ROLES), "完成时限")
    st.html(f"<div class='preview'>{table(heads, looked.tasks)}</div>")
    if any("（推定）" in cell for row in looked.tasks for cell in row):
        st.caption(notices.SUPPOSED)


def _looked_at(digest: str, files: Sequence[UploadedFile]) -> Looked:
    """Return what is read of one of the files, read again unless it was the last one that was shown.

    Raises ZerenError.
    """
    shown_last: Looked | None = st.session_state.get("tasks")
    if shown_last is None or shown_last.digest != digest:
        with st.spinner("正在读取…"), staged((file.name, file.getvalue()) for file in files) as sources:
            path = next(path for path in sources.files if digest_of(path) == digest)
            st.session_state["tasks"] = shown_last = _look_at(path, digest)
    return shown_last


def _tasks(read: Json) -> list[tuple[str, ...]]:
    return [
        (
            task["no"] or str(number),
            task["text"],
            *("、".join(_names(task, role)) for role in ROLES),
            _supposed(task["deadline"]["raw"], task["basis"]["deadline"]) if task["deadline"] else "",
        )
        for number, task in enumerate(read["tasks"], 1)
    ]


def _names(task: Json, role: str) -> list[str]:
    return [_supposed(name, basis) for name, basis in zip(task[role], task["basis"].get(role, ()), strict=True)]


def _supposed(words: str, basis: str) -> str:
    return f"{words}（推定）" if basis in SUPPOSED else words
