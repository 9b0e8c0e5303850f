"""Queries that a person typed: prefixes filled in, results as table, CSV, JSON or Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pyoxigraph as ox

from graph_build.vocabulary import PREFIXES, XSD
from graph_query.errors import QueryInvalid
from graph_query.model import Rows, Term, Triples, as_text


def text_of(argument: str) -> str:
    """Return a query's text: the argument itself, or what stands in the .rq file that it names.

    Raises QueryInvalid where there is no such file.
    """
    if not argument.endswith(".rq"):
        return argument
    path = Path(argument)
    if not path.is_file():
        raise QueryInvalid(f"{argument}：没有这个文件。请检查路径。")
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise QueryInvalid(f"{argument}：读不出来。请另存为 UTF-8 文本。") from error


def with_prefixes(text: str) -> str:
    """Return a query with PREFIX lines for the prefixes of this graph that it uses and does not declare.

    >>> with_prefixes("SELECT ?t { ?t a zr:Task }").splitlines()[0]
    'PREFIX zr: <https://w3id.org/zeren/ontology#>'
    """
    declared = set(re.findall(r"\bPREFIX\s+([\w-]*):", text, re.IGNORECASE))
    used = set(re.findall(r"(?<![\w<:/])([\w-]+):(?!//)", text)) - declared
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if p in used) + text


def as_csv(result: Rows | Triples) -> str:
    """Return rows as CSV with a heading line. Raises QueryInvalid for triples."""
    rows = rows_of(result, "csv")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows.columns)
    writer.writerows([inert(as_text(term)) for term in row] for row in rows.rows)
    return out.getvalue()


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: a ' stands before = + - @ (OWASP, "CSV Injection").

    >>> inert("=1+1"), inert("县教育局")
    ("'=1+1", '县教育局')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_json(result: Rows | Triples) -> str:
    """Return rows as a JSON list of objects, null for what is unbound. Raises QueryInvalid for triples."""
    rows = rows_of(result, "json")
    objects = [dict(zip(rows.columns, map(_json_value, row), strict=True)) for row in rows.rows]
    return json.dumps(objects, ensure_ascii=False, indent=1)


def as_turtle(result: Rows | Triples) -> str:
    """Return triples as Turtle. Raises QueryInvalid for rows."""
    if isinstance(result, Rows):
        raise QueryInvalid("ttl 格式只用于 CONSTRUCT 和 DESCRIBE 查询。请改用 --format table、csv 或 json。")
    return (ox.serialize(result.triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()


def rows_of(result: Rows | Triples, form: str) -> Rows:
    """Return a result that must be rows to be printed in a form. Raises QueryInvalid for triples."""
    if isinstance(result, Triples):
        raise QueryInvalid(f"CONSTRUCT 和 DESCRIBE 查询的结果不能用 {form} 格式。请改用 --format ttl。")
    return result


def _json_value(term: Term | None) -> str | int | bool | None:
    if isinstance(term, ox.Literal) and term.datatype == XSD.integer and re.fullmatch(r"[+-]?[0-9]+", term.value):
        return int(term.value)
    if isinstance(term, ox.Literal) and term.datatype == XSD.boolean:
        return term.value == "true"
    return None if term is None else as_text(term)
