"""Files are uploaded, looked at and added to the library, or removed from it; a build goes on while pages change."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app_pages.parts.tables import table
from graph_build import pipeline
from graph_build.pipeline import DocumentError, Json, Report, ZerenError, home
from graph_build.uploads import Upload, add_uploads, remove_uploads, staged, suffixes
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, SUPPOSED, shown
from graph_query.ledger.model import Ledger

MEGABYTES, TEXT_MEGABYTES = pipeline.LARGEST_FILE >> 20, pipeline.LARGEST_TEXT >> 20
SUFFIXES = sorted(suffixes())
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Preview:
    """An uploaded file as it was read; `read` is None where it can't be, and `error` says why."""

    name: str
    digest: str
    read: Json | None
    error: str = ""


@dataclass(slots=True)
class Work:
    """A build at work in a thread of its own: a click in the page ends the run of a script, not the build."""

    title: str
    act: Callable[[Progress], Report]
    done: int = 0
    of: int = 1
    future: Future[Report] = field(init=False)

    def __post_init__(self) -> None:
        pool = ThreadPoolExecutor(1)
        self.future = pool.submit(self.act, self._progress)
        pool.shutdown(wait=False)

    def _progress(self, done: int, of: int, _: str) -> None:
        self.done, self.of = done, of


def show_adding(ledger: Ledger) -> None:
    """Let files be chosen, show what is read of them, add those that can be read."""
    st.caption(
        "能读 Word、WPS、Excel、PDF、网页和文本文件，以及装有它们的 zip；"
        f"每个文件不超过 {MEGABYTES} MB，文本文件不超过 {TEXT_MEGABYTES} MB。文件只在本机读取和保存，不发往别处。"
    )
    folder = st.radio("上传", (False, True), format_func=("文件或压缩包", "整个文件夹").__getitem__, horizontal=True)
    files = st.file_uploader(
        "选择文件夹" if folder else "选择文件，或拖到这里",
        [*SUFFIXES, ".zip"],
        accept_multiple_files="directory" if folder else True,
        max_upload_size=MEGABYTES,
        key=f"files-{folder}-{st.session_state.get('added', 0)}",
        help=f"能读的文件名后缀：{'、'.join(SUFFIXES)}",
    )
    if not files:
        return
    try:
        previews, problems = _previews(files)
    except ZerenError as error:
        show_failed(str(error))
        return
    known = {document.sha256: document.title for document in ledger.documents.values()}
    _show_previews(previews, problems, known)
    wanted = {preview.digest for preview in previews if preview.read and preview.digest not in known}
    stopped = not wanted or "work" in st.session_state
    if st.button(f"加入本库（{len(wanted)} 份）", type="primary", disabled=stopped):
        _add([(file.name, file.getvalue()) for file in files], wanted)
    _show_tasks([preview for preview in previews if preview.read])


def _previews(files: Sequence[UploadedFile]) -> tuple[list[Preview], list[str]]:
    """Return what is read of files, once a choice, and lines on what of archives can't be. Raises ZerenError."""
    chosen = tuple(file.file_id for file in files)
    before: tuple[tuple[str, ...], list[Preview], list[str]] = st.session_state.get("previews", ((), [], []))
    if before[0] != chosen:
        bar = st.progress(0.0, "正在读取…")
        previews = []
        with staged((file.name, file.getvalue()) for file in files) as sources:
            for number, path in enumerate(sources.files):
                bar.progress(number / len(sources.files), f"正在读取第 {number + 1} 份，共 {len(sources.files)} 份")
                previews.append(_preview(path))
        bar.empty()
        before = (chosen, previews, [problem.message for problem in sources.problems])
        st.session_state["previews"] = before
    return before[1], before[2]


def _preview(path: Path) -> Preview:
    digest = _digest(path)
    try:
        return Preview(path.name, digest, pipeline.extract_json(path))
    except DocumentError as error:
        return Preview(path.name, digest, None, str(error))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _show_previews(previews: Sequence[Preview], problems: Sequence[str], known: dict[str, str]) -> None:
    """Show which files can be added, and why others can't."""
    rows = []
    for preview in previews:
        if preview.read is None:
            rows.append(("读不了", preview.name, "", "", preview.error))
            continue
        there = preview.digest in known
        sure, reasons = f"{preview.read['sureness']:.2f}", "；".join(preview.read["reasons"])
        note = f"与库中的《{known[preview.digest]}》完全相同，不再加入" if there else reasons
        rows.append(("已在库中" if there else "可加入", preview.name, str(len(preview.read["tasks"])), sure, note))
    rows += [("读不了", "", "", "", line) for line in problems]
    st.subheader("预览：还没有加入本库")
    st.html(table(("状态", "文件", "任务", "识读可信度", "说明"), rows))


def _show_tasks(readable: Sequence[Preview]) -> None:
    """Show the tasks of one of the files that could be read."""
    if not readable:
        return
    number = st.selectbox(
        "查看哪一份的任务", range(len(readable)), format_func=lambda n: f"{n + 1}. {readable[n].name}"
    )
    rows = _tasks(readable[number].read or {})
    st.html(table(("编号", "任务", *(shown("roles", role) for role in ROLES), "完成时限"), rows))
    if any("（推定）" in cell for row in rows for cell in row):
        st.caption(notices.SUPPOSED)


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
    return f"{words}（推定）" if basis == SUPPOSED else words


def _add(files: list[tuple[str, bytes]], wanted: set[str]) -> None:
    def act(progress: Progress) -> Report:
        with staged(files) as sources:
            paths = [path for path in sources.files if _digest(path) in wanted]
            return add_uploads(home(), paths, progress)

    st.session_state["work"] = Work("加入", act)
    st.rerun()


def show_removing(ledger: Ledger, uploads: Sequence[Upload]) -> None:
    """Let uploaded files be removed."""
    if not uploads:
        st.info("还没有上传过文件。随程序所附的文件在 data/documents 中，由管理员增减。")
        return
    titles = {document.slug: document.title for document in ledger.documents.values()}
    st.html(table(("上传的文件", "在库中"), [(upload.name, _title_of(upload, titles)) for upload in uploads]))
    names = st.multiselect("选择要移除的文件", [upload.name for upload in uploads], placeholder="可选多份")
    with st.popover("移除…", disabled=not names or "work" in st.session_state):
        st.write(f"将从本机删除这 {len(names)} 份上传的文件，库中不再有其任务。此操作不能撤销。")
        if st.button("确认移除", type="primary"):
            st.session_state["work"] = Work("移除", lambda progress: remove_uploads(home(), names, progress))
            st.rerun()


def _title_of(upload: Upload, titles: dict[str, str]) -> str:
    if not upload.slug:
        return "未收入本库。请移除后重新上传"
    title = titles.get(upload.slug, upload.slug)
    return f"是《{title}》的副本，不重复计数" if upload.copy else f"《{title}》"


def wait(place: DeltaGenerator) -> None:
    """Show in a place how far a build is that this session began, until it is done; keep what came of it.

    It runs last, when all widgets of the page are there: Streamlit forgets those that a run leaves out.
    """
    work: Work | None = st.session_state.get("work")
    if work is None:
        return
    bar = place.progress(0.0)
    while not work.future.done():
        bar.progress(work.done / max(work.of, 1), f"正在{work.title}：已读 {work.done} 份，随后更新图谱…")
        time.sleep(0.2)
    del st.session_state["work"]
    try:
        report = work.future.result()
        tasks = sum(entry.tasks for entry in report.published)
        sentence = (
            f"已加入 {len(report.published)} 份文件，{tasks} 项任务，见“库中文件”。"
            if work.title == "加入"
            else "已移除。"
        )
        st.session_state["outcome"] = (True, sentence, [problem.message for problem in report.problems])
        st.session_state["added"] = st.session_state.get("added", 0) + 1
    except ZerenError as error:
        st.session_state["outcome"] = (False, str(error), [])
    st.rerun()


def show_outcome() -> None:
    """Show what came of the last build of this session, until it is put away."""
    if "outcome" not in st.session_state:
        return
    done, sentence, lines = st.session_state["outcome"]
    if done:
        st.success(sentence)
    else:
        show_failed(sentence)
    if lines:
        st.html(table(("请注意",), [(line,) for line in lines]))
    st.button("知道了", on_click=st.session_state.pop, args=("outcome",))


def show_failed(line: str) -> None:
    """Show an error; its words may hold a file's name, which is no Markdown."""
    st.error("没有完成，库中内容没有改变。")
    st.text(line)
