"""`https://…/query`: a snapshot on an engine of its own, asked by the SPARQL 1.1 protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import requests

from graph_build.folders import CURRENT, GRAPHS
from graph_build.sandbox.limits import RESULT_BYTES
from graph_build.vocabulary.ledger_rows import LINKS
from graph_build.vocabulary.terms import ZR_IRI
from graph_build.vocabulary.word_index import Indexed
from graph_query.errors import QueryInvalid, QueryRefused, QueryStopped, StoreUnavailable
from graph_query.model import Rows, Triples
from graph_query.snapshots.elsewhere import Elsewhere
from graph_query.stores.parts.engine import NAMED, first
from graph_query.stores.parts.published import HASH, LOADING, MERGED, PUBLISHED

SCHEMES = ("http", "https")
WEB = tuple(f"{scheme}://" for scheme in SCHEMES)
ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
# An engine elsewhere, and the way to it, may be busy with others.
ANSWER_SECONDS = 60
# What Virtuoso does not give as it should: values joined by what is not ASCII.
JOINED = re.compile(r"GROUP_CONCAT\b[^)]*?SEPARATOR\s*=\s*[\"'][^\"']*?[^\x00-\x7f]", re.IGNORECASE)
# How Virtuoso says that a query took too long: in a header, or in an error.
LATE = ("S1TAT", "S1T00")
# A result as JSON has so many letters beside each of its values.
SYNTAX_BYTES = 8
# A query of named graphs must name them all to an engine that was given a merge of them: an address has an end.
MOST_NAMED = 200
HELD = f"SELECT ?graph ?merged {{ GRAPH <{PUBLISHED}> {{ ?graph <{MERGED}> ?merged }} }}"
BEGUN = f"""SELECT ?graph {{ GRAPH ?graph {{ ?put <{HASH}> ?hash }}
  FILTER (STRSTARTS(STR(?graph), "{LOADING}")) }} LIMIT 1"""
OUR_TERMS = f"PREFIX zr: <{ZR_IRI}>\n"
TASKS = f"{OUR_TERMS}SELECT DISTINCT ?task {{ ?task a zr:Task }}"
TEXTS = f"""{OUR_TERMS}SELECT DISTINCT ?task ?kind ?said {{
  {{ ?task a zr:Task ; ?kind ?said . VALUES ?kind {{ zr:section zr:subsection zr:text zr:remark }} }}
  UNION {{ ?task a zr:Task ; zr:hasItem ?item . ?item zr:text ?said . BIND (?item AS ?kind) }}
}}"""
HEADINGS = ("section", "subsection")


def open_store(location: str, home: Path) -> Endpoint:
    """Open the endpoint at an address. Raises StoreUnavailable where none answers, or it holds no graph of ours."""
    return Endpoint(location, home / GRAPHS / CURRENT)


class Endpoint:
    """An endpoint that holds a snapshot: as its default graph, or as one that `zeren publish` says is the merge."""

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._session = requests.Session()
        self._engine, self._merged = "", ""
        self._named: tuple[str, ...] = ()
        rows = self._all(HELD)
        if rows:
            self._merged, self._named = rows[0]["merged"], tuple(row["graph"] for row in rows)
        elif self._all(BEGUN):
            raise StoreUnavailable(f"{address}：图谱还没有装完。请再运行一次 zeren publish，它从中断处接着装。")
        tasks = frozenset(row["task"] for row in self._all(TASKS))
        if not tasks:
            raise StoreUnavailable(f"{address}：这里没有责任图谱的数据。请先运行 zeren publish，或核对地址。")
        self.snapshot = Elsewhere(folder.resolve(), address, tasks, self._texts, self._triples)

    def query(self, text: str, limit: int | None = None, size: int | None = None) -> Rows | Triples:
        """Run a SPARQL query; of a result with more rows than `limit`, or bytes than `size`, the first are returned.

        Raises QueryInvalid where the text is no query, QueryRefused where the engine is known not to run it right,
        QueryStopped where it takes too long or the result is not whole, StoreUnavailable where nothing answers.
        """
        if self._engine == "Virtuoso" and JOINED.search(text):
            raise QueryRefused(
                f"{self._address}：Virtuoso 的 GROUP_CONCAT 会把“、”这样的分隔符变成问号，没有运行。请改用半角分隔符。"
            )
        body, kind = self._answer(text)
        try:
            if kind == TRIPLES:
                quads = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
                return Triples(*first((quad.triple for quad in quads), limit, size))
            result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if isinstance(result, ox.QueryBoolean):
                return Rows(("answer",), ((ox.Literal(bool(result)),),))
            return Rows(tuple(v.value for v in result.variables), *first(map(tuple, result), limit, size))
        except (SyntaxError, ValueError) as error:
            # An engine whose time is over may break off in the middle of an answer that it began with 200.
            raise QueryStopped(f"{self._address}：答复不完整，可能超过了对方的时限。请缩小查询。") from error

    def _all(self, text: str) -> list[dict[str, str]]:
        result = self.query(text)
        return result.values() if isinstance(result, Rows) else []

    def _answer(self, text: str) -> tuple[bytes, str]:
        """Return the body and the kind of the endpoint's answer."""
        try:
            with self._session.post(
                self._address,
                data={"query": text, **self._dataset(text)},
                headers={"Accept": f"{ROWS}, {TRIPLES};q=0.9"},
                timeout=ANSWER_SECONDS,
                stream=True,
            ) as response:
                body = b"".join(islice(response.iter_content(1 << 16), (RESULT_BYTES * SYNTAX_BYTES >> 16) + 1))
        except requests.Timeout as error:
            raise QueryStopped(f"{self._address}：{ANSWER_SECONDS} 秒没有答复，已停止。请缩小查询。") from error
        except requests.RequestException as error:
            raise StoreUnavailable(f"{self._address}：连不上（{type(error).__name__}）。请核对地址和网络。") from error
        if len(body) > RESULT_BYTES * SYNTAX_BYTES:
            raise QueryStopped(f"{self._address}：结果太大，没有取完。请缩小查询。")
        self._engine = response.headers.get("Server", "").partition("/")[0]
        self._check(response, body)
        return body, response.headers.get("Content-Type", "").partition(";")[0].strip()

    def _check(self, response: requests.Response, body: bytes) -> None:
        said = " ".join(body[:300].decode(errors="replace").split())
        # Virtuoso answers 200 with a part of the rows where its time is over, or 500 with this state.
        if response.headers.get("X-SQL-State", "").startswith(LATE) or any(state in said for state in LATE):
            raise QueryStopped(f"{self._address}：超过了对方的时限，没有采用它的结果。请缩小查询。")
        if response.status_code in (requests.codes.bad_request, requests.codes.internal_server_error):
            raise QueryInvalid(f"{self._address}：查询没有运行成功：{said}")
        if not response.ok:
            raise StoreUnavailable(f"{self._address}：答复 {response.status_code}（{said}）。请核对地址和权限。")

    def _dataset(self, text: str) -> dict[str, str | list[str]]:
        """Return which graphs a query is asked of, where the endpoint's default graph is not their merge."""
        if not self._merged:
            return {}
        if not NAMED.search(text):
            return {"default-graph-uri": self._merged}
        if len(self._named) > MOST_NAMED:
            raise QueryInvalid(
                f"{self._address}：图谱太多（{len(self._named)} 个），不能用 GRAPH 逐个查询。请去掉 GRAPH。"
            )
        return {"default-graph-uri": self._merged, "named-graph-uri": list(self._named)}

    def _triples(self) -> Iterator[ox.Triple]:
        """Yield what a ledger is made of, link by link: all at once is more than engines send."""
        for link in LINKS:
            result = self.query(f"SELECT ?thing ?value {{ ?thing {link} ?value }}")
            for subject, value in result.rows if isinstance(result, Rows) else ():
                if isinstance(subject, ox.NamedNode) and isinstance(value, (ox.NamedNode, ox.Literal)):
                    yield ox.Triple(subject, link, value)

    def _texts(self) -> Iterator[Indexed]:
        """Yield what each task says, in the order of the tasks."""
        said: dict[str, dict[bool, list[str]]] = {}
        for row in self._all(TEXTS):
            is_heading = row["kind"].rpartition("#")[2] in HEADINGS
            said.setdefault(row["task"], {True: [], False: []})[is_heading].append(row["said"])
        for task in sorted(said):
            yield Indexed(task, "\n".join(said[task][True]), "\n".join(said[task][False]))
