"""The whole graph to take away: Turtle, N-Quads with the named graphs, and tables that neo4j-admin import reads."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from graph_build.vocabulary.concepts import concept
from graph_build.vocabulary.ledger_rows import ID
from graph_build.vocabulary.terms import PREFIXES
from graph_query.ledger import notices
from graph_query.ledger.concepts import BASES, COPIES, ROLES, shown
from graph_query.ledger.reading import Ledger
from graph_query.ledger.workload import topics_of
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.formats import inert

ACTS = "SELECT iri, title, number FROM known JOIN names ON names.id = work ORDER BY iri"
TOPICS = "SELECT iri, topics FROM tasks ORDER BY iri"
CITES = """SELECT DISTINCT tasks.iri, names.iri FROM citations
JOIN tasks ON tasks.id = task JOIN names ON names.id = act ORDER BY tasks.iri, names.iri"""
IMPLEMENTS = """SELECT DISTINCT one.iri, other.iri FROM links JOIN names AS one ON one.id = work
JOIN names AS other ON other.id = act ORDER BY one.iri, other.iri"""

_COPIES = [shown("copyKinds", copy) for copy in COPIES]
_BASES = [
    shown("bases", basis) + (f"（{notices.WHY_SUPPOSED[basis]}）" if basis in notices.WHY_SUPPOSED else "")
    for basis in BASES
]
# The columns of both tables, with what they mean.
NODES = {
    ":ID": "节点的标识（网址形式，在各次导出中不变）",
    ":LABEL": "类别：Unit 单位（Agency 机关，AgencyGroup 统称单位）、Task 任务、Document 文件、Act 文本、Topic 主题",
    "name": "名称；任务为所在文件中的编号，没有编号的为顺序",
    "text": "任务内容",
    "index:int": "任务在文件中的顺序",
    "section": "任务所在章节",
    "subsection": "任务所在二级标题",
    "deadline": "文件单列的完成时限，原文",
    "until": "完成时限的最后一日",
    "remark": "备注栏原文",
    "people": "人工更正之处和核对的人",
    "place": "单位、文件所属地方",
    "years:int[]": "文件所属年度，多年规划的各年以分号分开",
    "number": "发文字号",
    "issuer": "发文机关，原文",
    "copy": f"文件是{'、'.join(_COPIES[:-1])}还是{_COPIES[-1]}",
    "openness": "公开属性",
    "url": "文件来源网址",
    "retrieved": "取得日期",
    "sureness:float": "识读可信度，0 到 1",
    "functions:string[]": "单位职能，以分号分开",
}
EDGES = {
    ":START_ID": "起点的标识",
    ":END_ID": "终点的标识",
    ":TYPE": "ASSIGNED 单位承担任务、CITES 任务引用文本、IN_DOCUMENT 任务在文件中、HAS_TOPIC 任务的主题、"
    "FILE_OF 文件所载文本、IMPLEMENTS 文本落实另一文本",
    "role": f"承担任务的角色：{'、'.join(shown('roles', role) for role in ROLES)}",
    "basis": f"责任依据：{'、'.join(_BASES)}",
    "name": "文件所写的单位名",
}
HOW = """neo4j-admin database import full --nodes=nodes.csv --relationships=edges.csv zeren
两个表均为 UTF-8（无 BOM）；数组以分号分开；换行已改为空格；以 = + - @ 开头的文字前加了 '，以免被表格软件当作公式。
用 Excel 打开时，请用“数据—自文本/CSV”导入，并选 UTF-8 编码。"""
# A zip holds times of day; the same graph gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
Row = dict[str, str]


def turtle(snapshot: Snapshot, foot: str) -> bytes:
    """Return a snapshot's graph, its named graphs merged, as Turtle under its foot line."""
    return _headed(foot, ox.serialize(_merged(snapshot), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES))


def nquads(snapshot: Snapshot, foot: str) -> bytes:
    """Return a snapshot's named graphs as N-Quads under its foot line."""
    return _headed(foot, ox.serialize(_quads(snapshot), format=ox.RdfFormat.N_QUADS))


def neo4j(ledger: Ledger, foot: str) -> bytes:
    """Return a zip of nodes.csv, edges.csv, and 说明.txt, which says what the columns mean; written row by row."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "nodes.csv", list(NODES), nodes(ledger))
        _write(archive, "edges.csv", list(EDGES), edges(ledger))
        archive.writestr(zipfile.ZipInfo("说明.txt", NO_TIME), _explained(foot), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def nodes(ledger: Ledger) -> Iterator[Row]:
    """Return units, documents, tasks, acts and topics as rows of the table of nodes."""
    for unit in ledger.units.values():
        yield {
            ":ID": unit.iri,
            ":LABEL": f"Unit;{'AgencyGroup' if unit.collective else 'Agency'}",
            "name": unit.name,
            "place": unit.place,
            "functions:string[]": ";".join(shown("functions", function) for function in unit.functions),
        }
    yield from _documents(ledger)
    yield from _tasks(ledger)
    for iri, title, number in ledger.columns.rows(ACTS):
        yield {":ID": ID + iri, ":LABEL": "Act", "name": title or number or "", "number": number or ""}
    for topic in sorted(topics_of(ledger.tasks), key=_topic):
        yield {":ID": _topic(topic), ":LABEL": "Topic", "name": shown("topics", topic)}


def edges(ledger: Ledger) -> Iterator[Row]:
    """Return assignments, and what joins tasks, documents, acts and topics, as rows of the table of edges."""
    for task in ledger.tasks:
        for assignment in task.assignments:
            properties = {
                "role": shown("roles", assignment.role),
                "basis": shown("bases", assignment.basis),
                "name": assignment.name,
            }
            yield _edge(assignment.unit, task.iri, "ASSIGNED") | properties
        yield _edge(task.iri, task.document.iri, "IN_DOCUMENT")
    for document in ledger.documents.values():
        yield _edge(document.iri, document.work, "FILE_OF")
    for iri, act in ledger.columns.rows(CITES):
        yield _edge(ID + iri, ID + act, "CITES")
    for iri, topics in ledger.columns.rows(TOPICS):
        for topic in sorted(map(_topic, topics.split())):
            yield _edge(ID + iri, topic, "HAS_TOPIC")
    for work, act in ledger.columns.rows(IMPLEMENTS):
        yield _edge(ID + work, ID + act, "IMPLEMENTS")


def _topic(notation: str) -> str:
    return concept("topics", notation).value


def _documents(ledger: Ledger) -> Iterator[Row]:
    for document in ledger.documents.values():
        yield {
            ":ID": document.iri,
            ":LABEL": "Document",
            "name": document.title,
            "place": document.place,
            "years:int[]": ";".join(document.years),
            "number": document.number,
            "issuer": document.issuer,
            "copy": shown("copyKinds", document.copy),
            "openness": document.openness,
            "url": document.url,
            "retrieved": document.retrieved,
            "sureness:float": str(document.sureness),
        }


def _tasks(ledger: Ledger) -> Iterator[Row]:
    for task in ledger.tasks:
        limit = task.deadline
        yield {
            ":ID": task.iri,
            ":LABEL": "Task",
            "name": task.no or str(task.index),
            "text": task.text,
            "index:int": str(task.index),
            "section": task.section,
            "subsection": task.subsection,
            "deadline": limit.words if limit else "",
            "until": limit.until.isoformat() if limit and limit.until else "",
            "remark": task.remark,
            "people": notices.of_people(task),
        }


def _edge(start: str, end: str, kind: str) -> Row:
    return {":START_ID": start, ":END_ID": end, ":TYPE": kind}


def _write(archive: zipfile.ZipFile, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    info = zipfile.ZipInfo(name, NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w") as file, io.TextIOWrapper(file, "utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: inert(" ".join(text.split())) for key, text in row.items()} for row in rows)


def _explained(foot: str) -> bytes:
    parts = [foot, HOW]
    for name, columns in (("nodes.csv（节点）", NODES), ("edges.csv（关系）", EDGES)):
        parts.append("\n".join([name, *(f"  {column}　{meaning}" for column, meaning in columns.items())]))
    return ("\n\n".join(parts) + "\n").encode()


def _headed(foot: str, data: bytes | None) -> bytes:
    return f"# {foot}\n".encode() + (data or b"")


def _quads(snapshot: Snapshot) -> Iterator[ox.Quad]:
    for graph in snapshot.graphs():
        yield from ox.parse(graph, format=ox.RdfFormat.TRIG)


def _merged(snapshot: Snapshot) -> Iterator[ox.Triple]:
    """Return each triple once, those of one graph together: several graphs may hold the same."""
    seen: set[ox.Triple] = set()
    for quad in _quads(snapshot):
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield quad.triple
