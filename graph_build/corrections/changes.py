"""The change log: all that people said of readings, newest first, and as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from graph_build import iris
from graph_build.corrections.file import read_all
from graph_build.corrections.model import Correction
from graph_build.corrections.telling import as_line

ATOM = "http://www.w3.org/2005/Atom"
# A day is all that is known; it begins where the documents are.
BEGINS = "T00:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Change:
    """A correction, or a confirmation, of a document."""

    slug: str
    correction: Correction

    @property
    def iri(self) -> str:
        """The IRI of its node in the graph, where it holds."""
        return iris.below(iris.document(self.slug), "correction", self.correction.key).value


def changes(folder: Path) -> tuple[Change, ...]:
    """Return all corrections and confirmations below a home folder, newest first, those of a day by document.

    Files that can't be used are passed over: builds tell of them.
    """
    return ordered(read_all(folder).of)


def ordered(said: Mapping[str, tuple[Correction, ...]]) -> tuple[Change, ...]:
    """Return what was said of documents, newest first."""
    found = [(one.on, slug, n, Change(slug, one)) for slug, several in said.items() for n, one in enumerate(several)]
    return tuple(change for *_, change in sorted(found, key=lambda it: (-it[0].toordinal(), it[1], -it[2])))


def as_atom(log: Iterable[Change], titles: Mapping[str, str]) -> bytes:
    """Return a change log as an Atom feed: the same bytes for the same log. `titles` are the documents', by slug."""
    entries = list(log)
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _add(feed, "id", iris.node("corrections").value)
    _add(feed, "title", "责任图谱：更正与核对")
    _add(feed, "updated", _moment(max((change.correction.on for change in entries), default=date(1970, 1, 1))))
    for change in entries:
        one = change.correction
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", change.iri)
        _add(entry, "title", f"《{titles.get(change.slug, change.slug)}》：{as_line(one)}")
        _add(entry, "updated", _moment(one.on))
        _add(ET.SubElement(entry, f"{{{ATOM}}}author"), "name", one.by)
        _add(entry, "content", "\n".join(filter(None, (as_line(one), one.why and f"理由：{one.why}"))))
    ET.indent(feed)
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> None:
    # What XML can't hold is left out.
    printable = "".join(character for character in text if character.isprintable() or character == "\n")
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = printable


def _moment(day: date) -> str:
    return f"{day.isoformat()}{BEGINS}"
