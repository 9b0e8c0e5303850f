"""Results of queries as CSV, JSON or Turtle."""

from __future__ import annotations

import csv
import io
import json
import re

import pyoxigraph as ox

from graph_build.vocabulary.terms import PREFIXES, XSD
from graph_query.errors import QueryInvalid
from graph_query.model import Rows, Term, Triples, as_text

FORMULA = re.compile(r"[\t\r]|[\s\0\ufeff\u200b]*[=+\-@＝＋－＠﹦﹢﹣﹫]")


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

    Some trim what stands in front, and some of East Asia take the full-width signs too.

    >>> inert("=1+1"), inert("　＝1+1"), inert("县教育局")
    ("'=1+1", "'　＝1+1", '县教育局')
    """
    return f"'{text}" if FORMULA.match(text) else text


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
