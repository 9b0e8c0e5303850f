"""The only place that mints IRIs, and the slugs that stand in them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from graph_build.model import Act, Unit
from graph_build.spans import Span
from graph_build.vocabulary.terms import BASE

ID = BASE + "id/"
LONGEST_SLUG = 70


def slug_of(path: Path) -> str:
    """Return a document's short name: its file's stem in NFC, runs of anything but letters, digits, - and _ as -.

    >>> slug_of(Path("任务 2022（终稿）.txt"))
    '任务-2022-终稿-'
    """
    slug = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", path.stem))[:LONGEST_SLUG]
    # A file system takes names of 255 bytes; a letter has up to three, and rare ones of people and places four.
    return slug.encode()[: 3 * LONGEST_SLUG].decode(errors="ignore")


def segment(name: str) -> str:
    """Return a name as one IRI segment: without white space, percent-encoded outside RFC 3987's isegment.

    >>> segment("各县（市、区） 政府/办")
    '各县（市、区）政府%2F办'
    """
    bare = re.sub(r"\s", "", name)
    return re.sub(r"[^\w.~!$&'()*+,;=:@\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd]", _encoded, bare)


def _encoded(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")


def node(*segments: str) -> ox.NamedNode:
    """Return the IRI under id/ whose path is the given names."""
    return ox.NamedNode(ID + "/".join(segment(s) for s in segments))


def graph(name: str) -> ox.NamedNode:
    """Return the IRI of a named graph: ontology, acts, places, derived, or doc/<slug>."""
    return ox.NamedNode(f"{ID}graph/{name}")


def below(parent: ox.NamedNode, *segments: str) -> ox.NamedNode:
    """Return the IRI of a part of a thing: <task>/limit/1."""
    return ox.NamedNode("/".join([parent.value, *(segment(s) for s in segments)]))


def document(slug: str) -> ox.NamedNode:
    """Return the IRI of a document."""
    return node("document", slug)


def quote_of(slug: str, span: Span) -> ox.NamedNode:
    """Return the IRI of the words at a span."""
    cell = "" if span.row is None else f".{span.row}.{span.column}"
    return below(document(slug), "span", f"{span.block}{cell}", f"{span.start}-{span.end}")


def unit(value: Unit) -> ox.NamedNode:
    """Return the IRI of a unit: of its place, else of the document that names it."""
    if value.body.place:
        return node("unit", value.body.place, value.body.key)
    return node("unit", "doc", value.document, value.body.key)


def place_of_unit(iri: str) -> str | None:
    """Return the code of the place that a unit's IRI names; None where it is a document's own."""
    code = iri.removeprefix(f"{ID}unit/").split("/")[0]
    return None if code == "doc" else code


def act(value: Act) -> ox.NamedNode:
    """Return the IRI of a work: by number, else by title, else by the document that mentions it."""
    if value.prefix and value.serial:
        return node("act", *(part for part in (value.prefix, value.year, value.serial) if part))
    if value.title:
        return node("act", "title", re.sub(r"[^\w*]", "", value.title))
    if value.document and value.mention:
        return node("act", "doc", value.document, str(value.mention))
    return node("act", "doc", value.document or "")


def day(value: date) -> ox.NamedNode:
    """Return the IRI of a day."""
    return node("day", value.isoformat())


def task_name(spans: Sequence[Span]) -> str:
    """Return the name of a task in its document: 12 hex of sha256 of its raw words without white space."""
    words = "".join("".join(span.exact.split()) for span in spans)
    return hashlib.sha256(words.encode()).hexdigest()[:12]
