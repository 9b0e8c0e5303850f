"""Files are uploaded, looked at and added to the library, or removed from it; a build goes on while pages change."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app_pages.parts.facts_read import ask_of_facts, said_of_files
from app_pages.parts.headings_asked import ask_of_headings
from app_pages.parts.literal import literal
from app_pages.parts.previews import Preview, digest_of, forget_previews, look_at, previews_of, show_previews
from app_pages.parts.tables import table
from graph_build import pipeline
from graph_build.pipeline import Report, ZerenError, home
from graph_build.sandbox.limits import MOST_UPLOADED, UPLOADED_BYTES
from graph_build.uploads import (
    Upload,
    UploadTooLarge,
    add_uploads,
    check_choice,
    remove_uploads,
    staged,
    suffixes,
)
from graph_query.ledger.reading import Ledger

MEGABYTES, TEXT_MEGABYTES = pipeline.LARGEST_FILE >> 20, pipeline.LARGEST_TEXT >> 20
SUFFIXES = sorted(suffixes())
# What was done is said on so many views.
SHOWN_ON = 2
Progress = Callable[[int, int, str], None]


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


@dataclass(slots=True)
class Outcome:
    """What came of a build: a sentence, and what is to be looked at; `seen` are the views that it was shown on."""

    sentence: str
    lines: tuple[str, ...] = ()
    done: bool = True
    seen: list[str] = field(default_factory=list)
    said: bool = False


def show_adding(ledger: Ledger) -> None:
    """Let files be chosen, show what is read of them, add those that can be read."""
    st.caption(
        "能读 Word、WPS、Excel、PDF、网页和文本文件，以及装有它们的 zip；"
        f"每个文件不超过 {MEGABYTES} MB，文本文件不超过 {TEXT_MEGABYTES} MB；"
        f"一次至多 {MOST_UPLOADED} 份（压缩包解开后计），共 {UPLOADED_BYTES >> 20} MB。"
        "文件只在本机读取和保存，不发往别处。"
    )
    folder = st.radio("上传", (False, True), format_func=("文件或压缩包", "整个文件夹").__getitem__, horizontal=True)
    files = st.file_uploader(
        "选择文件夹" if folder else "选择文件，或拖到这里",
        [*SUFFIXES, ".zip"],
        accept_multiple_files="directory" if folder else True,
        max_upload_size=MEGABYTES,
        key=f"files-{folder}-{st.session_state.get('added', 0)}",
    )
    _forget_others([file.file_id for file in files])
    if not files:
        return
    try:
        check_choice(len(files), sum(file.size for file in files))
        previews, problems = previews_of(files)
    except UploadTooLarge as error:
        # A new uploader is empty, and the files leave the server's memory.
        st.session_state["outcome"] = Outcome(str(error), done=False)
        st.session_state["added"] = st.session_state.get("added", 0) + 1
        st.rerun()
    except ZerenError as error:
        show_failed(str(error))
        return
    known = {document.sha256: document.title for document in ledger.documents.values()}
    show_previews(previews, problems, known)
    _offer_adding(files, previews, known)


def _offer_adding(files: Sequence[UploadedFile], previews: Sequence[Preview], known: Mapping[str, str]) -> None:
    """Ask what was not read of files, and add those that are not in the library yet."""
    ask_of_headings(tuple(dict.fromkeys(word for preview in previews for word in preview.unknown_headings)))
    wanted = {preview.digest for preview in previews if not preview.error and preview.digest not in known}
    looked = look_at([preview for preview in previews if not preview.error], files)
    adds, stopped = f"加入本库（{len(wanted)} 份）", not wanted or "work" in st.session_state
    if looked and looked.digest in wanted:
        added = ask_of_facts(looked.digest, looked.facts, adds, alone=len(wanted) == 1, stopped=stopped)
    else:
        added = st.button(adds, type="primary", disabled=stopped)
    if added:
        _add([(file.name, file.getvalue()) for file in files], wanted)


def _forget_others(files: Sequence[str]) -> None:
    """Take files that are no longer chosen from the server's memory: Streamlit keeps them as long as the session."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in st.session_state.get("chosen", set()) - {*files}:
            context.uploaded_file_mgr.remove_file(context.session_id, file)
    st.session_state["chosen"] = {*files}


def _add(files: list[tuple[str, bytes]], wanted: set[str]) -> None:
    said = {digest: tuple(its) for digest, its in said_of_files().items() if digest in wanted}

    def act(progress: Progress) -> Report:
        with staged(files) as sources:
            paths = [path for path in sources.files if digest_of(path) in wanted]
            return add_uploads(home(), paths, progress, said)

    st.session_state["work"] = Work("加入", act)
    st.rerun()


def show_removing(ledger: Ledger, uploads: Sequence[Upload]) -> None:
    """Let uploaded files be removed."""
    if not uploads:
        st.info("现在没有上传的文件。随程序所附的文件在 data/documents 中，由管理员增减。")
        return
    titles = {document.slug: document.title for document in ledger.documents.values()}
    st.html(table(("上传的文件", "在库中"), [(upload.name, _title_of(upload, titles)) for upload in uploads]))
    names = st.multiselect("选择要移除的文件", [upload.name for upload in uploads], placeholder="可选多份")
    with st.popover("移除…", disabled=not names or "work" in st.session_state):
        st.write(
            f"将从本机删除这 {len(names)} 份上传的文件，库中不再有其任务。此操作不能撤销。"
            "对它们的更正仍留着，再加入同一份文件时照用。"
        )
        if st.button("确认移除", type="primary"):
            st.session_state["work"] = Work("移除", lambda progress: remove_uploads(home(), names, progress))
            st.rerun()


def _title_of(upload: Upload, titles: dict[str, str]) -> str:
    if not upload.slug:
        return "未收入本库。请移除后重新上传"
    title = titles.get(upload.slug, upload.slug)
    return f"是《{title}》的副本，不重复计数" if upload.copy else f"《{title}》"


def place_of_work() -> DeltaGenerator:
    """Return the place where `wait` shows how far a build is; it says at once that one is at work."""
    if "work" not in st.session_state:
        return st.container()
    place = st.container(key="working")
    place.progress(0.0, f"正在{st.session_state['work'].title}…")
    return place


def wait(place: DeltaGenerator) -> None:
    """Show in a place how far a build is that this session began, until it is done; keep what came of it.

    It runs last, when all widgets of the page are there: Streamlit forgets those that a run leaves out.
    """
    work: Work | None = st.session_state.get("work")
    if work is None:
        return
    bar = place.progress(0.0)
    while not work.future.done():
        bar.progress(work.done / max(work.of, 1), f"正在{work.title}：已读 {work.done} 份，随后写入图谱…")
        time.sleep(0.2)
    del st.session_state["work"]
    try:
        report = work.future.result()
        lines = tuple(problem.message for problem in report.problems)
        st.session_state["outcome"] = Outcome(_sentence(work.title, report), lines)
        forget_previews()
        said_of_files().clear()
        st.session_state["added"] = st.session_state.get("added", 0) + 1
    except ZerenError as error:
        st.session_state["outcome"] = Outcome(str(error), done=False)
    st.rerun()


def offer_update(slug: str) -> None:
    """Offer to build a document anew with what people say of it."""
    if st.button("更新图谱", type="primary", disabled="work" in st.session_state):
        st.session_state["work"] = Work("更新", lambda progress: pipeline.build_corrected(home(), slug, progress))
        st.rerun()
    st.caption("更正随写随存；更新图谱之后，各页、回答和导出才照更正后的来。")


def _sentence(title: str, report: Report) -> str:
    tasks = sum(entry.tasks for entry in report.published)
    pending = f"另有 {len(report.pending)} 份待核，不入图谱。" if report.pending else ""
    return {
        "加入": f"已加入 {len(report.published)} 份文件，{tasks} 项任务，见“库中文件”。{pending}",
        "移除": "已移除。对所移除文件的更正仍留着，再加入时照用。",
        "更新": f"图谱已更新：{len(report.published)} 份文件，{tasks} 项任务。{pending}",
    }[title]


def show_outcome(view: str) -> None:
    """Show what came of the last build of this session: on the view where it ended, and on the one after.

    What went wrong, or is to be looked at, stays until it is put away.
    """
    outcome: Outcome | None = st.session_state.get("outcome")
    if outcome is None:
        return
    if view not in outcome.seen:
        outcome.seen.append(view)
    if outcome.done and not outcome.lines and len(outcome.seen) > SHOWN_ON:
        del st.session_state["outcome"]
        return
    if outcome.done:
        st.html(f"<p class='outcome'>✓ {html.escape(outcome.sentence)}</p>")
        if not outcome.said:
            outcome.said = True
            st.toast(literal(outcome.sentence))
    else:
        show_failed(outcome.sentence)
    if outcome.lines:
        st.html(table(("请注意",), [(line,) for line in outcome.lines]))
    if outcome.lines or not outcome.done:
        st.button("知道了", on_click=st.session_state.pop, args=("outcome",))


def show_failed(line: str) -> None:
    """Show an error; its words may hold a file's name, which is no Markdown."""
    st.error("没有完成，库中内容没有改变。")
    st.text(line)
