"""The command line: thin, one function a command. Its words are Chinese, one line an error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

os.environ.setdefault("TYPER_USE_RICH", "0")  # rich triples the time of --help
import typer
from typer.exceptions import TyperException

from command_line.chinese import ChineseCommand, ChineseGroup, usage_error
from command_line.terminal import free_port, print_table, progress_bar, typed_line

if TYPE_CHECKING:
    import io

    from graph_query.answering import Answer
    from graph_query.stores import Store

DEFAULT_STORE = "memory:data/graph/current"
app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    help="责任图谱：读任务分解表，答谁牵头、谁负责、何时完成、依据什么。",
)
StoreOption = Annotated[str, typer.Option("--store", help="图谱地址，如 memory:data/graph/current")]


class Format(StrEnum):
    """How `zeren query` prints its result."""

    table = "table"
    csv = "csv"
    json = "json"
    ttl = "ttl"


@app.command(cls=ChineseCommand, help="读一份文件，输出其中的任务（JSON），或说明是怎样识读的。")
def extract(
    file: Annotated[Path, typer.Argument(help="任务分解表文件")],
    spans: Annotated[bool, typer.Option("--spans", help="同时输出每个值在原文中的位置")] = False,
    steps: Annotated[bool, typer.Option("--steps", help="逐步列出识读每一步改动了什么")] = False,
    why: Annotated[int | None, typer.Option("--why", help="说明第几项任务为什么这样识读", metavar="N")] = None,
) -> None:
    """Print the tasks of one file as JSON, or how they were read."""
    from graph_build.pipeline import extract_json, extract_steps, extract_why

    if steps or why is not None:
        lines = extract_steps(file) if why is None else extract_why(file, why)
        print("\n".join(lines))
        return
    print(json.dumps(extract_json(file, spans=spans), ensure_ascii=False, indent=1))


@app.command(cls=ChineseCommand, help="由 data/documents（或所给文件）生成图谱。")
def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="要加入的文件或文件夹；不写则以 data/documents 为准")
    ] = None,
    cluster: Annotated[
        str, typer.Option("--cluster", help="由 Dask 集群识读：调度程序的地址，如 tcp://10.0.0.1:8786")
    ] = "",
) -> None:
    """Make a snapshot; exit with 1 where a document is withheld, or held back."""
    from graph_build import pipeline

    with progress_bar() as progress:
        report = pipeline.build(pipeline.home(), paths or [], progress, cluster=cluster)
    for entry in (*report.published, *report.pending):
        reasons = f"（{'；'.join(entry.reasons)}）" if entry.reasons else ""
        sure = f"{'待核，' if entry.held_back else ''}识读可信度 {entry.sureness:.2f}{reasons}"
        print(f"{entry.slug}：任务 {entry.tasks} 项，三元组 {entry.triples} 条，{sure}")
    for problem in report.problems:
        print(f"{'未收录' if problem.withheld else '提示'}｜{problem.message}", file=sys.stderr)
    withheld = sum(problem.withheld for problem in report.problems)
    pending = f"待核 {len(report.pending)} 份（不入图谱，在文件库中逐行核对），" if report.pending else ""
    print(f"图谱 {report.snapshot.name}：收录文件 {len(report.published)} 份，{pending}未收录 {withheld} 份。")
    raise typer.Exit(1 if withheld or report.pending else 0)


@app.command(cls=ChineseCommand, help="运行一条 SPARQL 查询（文本或 .rq 文件）。")
def query(
    sparql: Annotated[str, typer.Argument(help="SPARQL 文本或 .rq 文件")],
    form: Annotated[Format, typer.Option("--format", help="输出格式")] = Format.table,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Run a SPARQL query and print its result."""
    from graph_build.folders import home
    from graph_query.sparql import formats
    from graph_query.sparql.prefixes import text_of
    from graph_query.sparql.typed import run_typed
    from graph_query.stores import snapshot_at

    result = run_typed(text_of(sparql), store, home())
    if form is Format.table:
        print_table(formats.rows_of(result, form))
    else:
        write = {Format.csv: formats.as_csv, Format.json: formats.as_json, Format.ttl: formats.as_turtle}[form]
        print(write(result))
    missing = snapshot_at(store, home()).report.missing
    if missing:
        print(f"提示｜{missing}哪些见 zeren check。", file=sys.stderr)
    if result.cut:
        print("提示｜结果太多，只列出最前面的一部分。请在查询中加条件或 LIMIT。", file=sys.stderr)


@app.command(cls=ChineseCommand, help="用中文提问；不写问题则逐句问答。")
def ask(
    question: Annotated[str | None, typer.Argument(help="问题，如：政府公报由谁牵头？")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="每行一个问题的文本文件")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，每个问题一行")] = False,
    today: Annotated[str | None, typer.Option("--today", help="“今年”“上半年”以哪一天为准，如 2022-06-30")] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Answer questions in Chinese."""
    from graph_build.folders import home
    from graph_query import answering
    from graph_query.stores import open_store

    day = _day(today)
    opened = open_store(store, home())
    before = None
    for line in _questions(question, file):
        follows = file is None or line.startswith("\t")
        going_on = before or (answering.NOTHING_BEFORE if file else None)
        answer = _answered(line, opened, day, going_on if follows else None)
        before = answer if answer.formula or not follows else before
        print(answering.as_json(answer) if as_json else answering.as_lines(answer), flush=True)


def _answered(question: str, store: Store, today: date | None, before: Answer | None) -> Answer:
    """Answer a question; where the store stops its query the answer says so, and the next question goes on."""
    from graph_query import answering
    from graph_query.errors import QueryStopped

    try:
        return answering.ask(question, store, today, before=before)
    except QueryStopped as stopped:
        return answering.Answer(question, answerable=False, answer=str(stopped))


def _day(text: str | None) -> date | None:
    from graph_query.errors import SlotInvalid

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SlotInvalid(f"--today：“{text}”不是日期。请写成 2022-06-30 的样子。") from error


def _questions(question: str | None, file: Path | None) -> Iterator[str]:
    """Return the question, those of a file, one a line, or what a person types until an empty line."""
    from graph_query.errors import QueryInvalid

    if question is not None:
        yield question
    if file is not None:
        if not file.is_file():
            raise QueryInvalid(f"{file}：没有这个文件。请检查路径。")
        yield from (line for line in file.read_text("utf-8-sig").splitlines() if line.strip())
    if question is None and file is None:
        while line := typed_line():
            yield line


@app.command(cls=ChineseCommand, help="检查当前图谱：是否合乎约束，哪些识读存疑。")
def check(
    *,
    thorough: Annotated[bool, typer.Option("--thorough", help="由 pySHACL 再核对约束，约慢八倍。")] = False,
) -> None:
    """Print what breaks the shapes, and doubtful readings."""
    from graph_build import pipeline
    from graph_build.corrections import as_sentence
    from graph_query.snapshots.accuracy import accuracy
    from graph_query.sparql.ready_queries import checks
    from graph_query.stores import open_store, select

    store = open_store(DEFAULT_STORE, pipeline.home())
    store.snapshot.check_fully()
    problems = pipeline.check_shapes(pipeline.home(), thorough=thorough)
    report = store.snapshot.report
    for line in report.withheld:
        print(f"未收录｜{line}")
    for document in report.pending:
        print(f"待核｜{document.source}：识读可信度 {document.sureness:.2f}，没有收入图谱。请在文件库中逐行核对。")
    for slug, copies in report.copies.items():
        for copy in copies:
            print(f"副本｜{slug}：{copy}")
    for problem in problems:
        print(f"{'不合约束' if problem.withheld else '提示'}｜{problem.document}：{problem.message}")
    for doubtful in checks():
        rows = select(store, doubtful.sparql).values()
        print(f"存疑｜{doubtful.title}：{len(rows)} 行")
        for row in rows:
            print("  " + "　".join(f"{label} {row[column]}" for column, label in doubtful.columns))
    for line in accuracy(report.said):
        print(f"人工核对｜{line}")
    for offer in pipeline.offered_words(pipeline.home()):
        print(f"可收入本机用词｜{as_sentence(offer.word)}（更正见 {'、'.join(offer.slugs)}）")
    print(f"图谱 {store.snapshot.id}：约束问题 {len(problems)} 类。")
    raise typer.Exit(1 if any(problem.withheld for problem in problems) else 0)


@app.command("review", cls=ChineseCommand, help="列出存疑的识读；更正或核对识读（见 docs/corrections.zh-CN.md）。")
def review_readings(
    slug: Annotated[str, typer.Argument(help="文件在库中的名称；不写则列出各份文件")] = "",
    *,
    by: Annotated[str, typer.Option("--by", help="谁更正或核对的")] = "",
    apply: Annotated[str, typer.Option("--apply", help="写有更正的 TOML 文件；- 为标准输入")] = "",
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help="更正的一项内容，如 --set of=代号 --set what=deadline --set now=2024年6月底前"),
    ] = None,
    withdraw: Annotated[list[str] | None, typer.Option("--withdraw", help="撤回哪一条更正：它的代号")] = None,
) -> None:
    """List what is doubtful of documents, or write what a person says of it."""
    from command_line.reviewing import listed_documents, listed_readings, taken
    from graph_build import corrections
    from graph_build.folders import CURRENT, GRAPHS, home
    from graph_build.pipeline import review

    lines: list[str] = []
    if not slug:
        lines = [*listed_documents(home() / GRAPHS / CURRENT)]
    elif withdraw:
        lines = [f"已撤回 {corrections.withdraw(home(), slug, withdraw)} 条。"]
    elif apply or values:
        lines = taken(home(), slug, by, apply, values or [])
    else:
        lines = [*listed_readings(review(home(), slug))]
    print("\n".join(lines))
    if withdraw or apply or values:
        print("请运行 zeren build，更正即收入图谱。")
    raise typer.Exit(1 if any(line.startswith("没有写入") for line in lines) else 0)


@app.command("publish", cls=ChineseCommand, help="把当前图谱装入另一台 SPARQL 服务（Graph Store 协议）。")
def publish_graph(
    to: Annotated[str, typer.Option("--to", help="收图的地址，如 http://127.0.0.1:7878/store")],
) -> None:
    """Load the current snapshot into an engine elsewhere."""
    from graph_build.folders import home
    from graph_query.exports.publishing import GraphStore, publish
    from graph_query.stores import snapshot_at

    name, _, password = os.environ.get("ZEREN_PUBLISH_USER", "").partition(":")
    snapshot = snapshot_at(DEFAULT_STORE, home())
    snapshot.check_fully()
    count = publish(snapshot, GraphStore(to, (name, password) if name else None))
    print(f"已装入 {count} 个图（图谱 {snapshot.id}）：{to}。提问时写 --store 和它的查询地址。")


@app.command(
    "backup", cls=ChineseCommand, help="把不能重新生成的资料（文件、上传的文件、名录、更正、填报）存为一个 zip。"
)
def write_backup(
    file: Annotated[Path, typer.Argument(help="要写的备份文件，如 备份.zip")],
) -> None:
    """Keep in one file what can't be built again."""
    from graph_build.backup import backup
    from graph_build.folders import home

    kept, left_out = backup(home(), file)
    for line in left_out:
        print(f"提示｜{line}", file=sys.stderr)
    print(f"已备份 {kept} 个文件：{file}。")


@app.command("restore", cls=ChineseCommand, help="把备份中的资料放回（空的）文件夹；不覆盖内容不同的文件。")
def put_back(
    file: Annotated[Path, typer.Argument(help="zeren backup 生成的备份文件")],
) -> None:
    """Put the files of a backup back."""
    from graph_build.backup import restore
    from graph_build.folders import home

    restored = restore(home(), file)
    there = f"，另有 {restored.there} 个已在，内容相同" if restored.there else ""
    print(f"已恢复 {restored.put} 个文件{there}。请运行 zeren build 生成图谱。")


@app.command("app", cls=ChineseCommand, help="打开网页界面。")
def open_app(
    store: StoreOption = DEFAULT_STORE,
    port: Annotated[int, typer.Option(help="端口")] = 8501,
) -> None:
    """Serve the app on this machine."""
    from graph_build.folders import home
    from graph_build.pipeline import sweep
    from graph_query.stores import open_store

    sweep()
    open_store(store, home())  # say now, not in the browser, what is wrong with it
    free = free_port(port)
    if free != port:
        print(f"端口 {port} 已被占用，改用 {free}：http://127.0.0.1:{free}", file=sys.stderr)
    page = Path(__file__).with_name("app.py")
    command = [sys.executable, "-m", "streamlit", "run", str(page), "--server.port", str(free)]
    served = os.environ.get("STREAMLIT_SERVER_ADDRESS")
    for host in ("127.0.0.1", "localhost", served) if served else ():
        command += ["--server.allowedHosts", host]
    os.execve(sys.executable, command, os.environ | {"ZEREN_STORE": store})


def main() -> None:
    """Run the command line; every error for a user is one Chinese line on stderr and exit code 2."""
    from graph_build.errors import ZerenError
    from graph_query.errors import QueryError

    for stream in (sys.stdout, sys.stderr):
        cast("io.TextIOWrapper", stream).reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(app(sys.argv[1:] or ["--help"], standalone_mode=False) or 0)
    except (ZerenError, QueryError) as error:
        print(error, file=sys.stderr)
    except TyperException as error:
        print(usage_error(error.format_message()), file=sys.stderr)
    except typer.Abort:
        print("已中止。", file=sys.stderr)
    except (OSError, UnicodeError) as error:
        print(f"读写文件时出错（{error}）。请检查路径和权限。", file=sys.stderr)
    sys.exit(2)
