"""A Word file's archive as python-docx opens it: strict, with macros, as a template, with links to parts that are gone.

A file of one piece of XML (flat OPC: every part in one <pkg:package>) becomes an archive.
"""

from __future__ import annotations

import base64
import binascii
import io
import posixpath
import re
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from graph_build.errors import FileUnreadable
from graph_build.files import BROKEN_ARCHIVE, open_archive
from graph_build.readers.parts.strict import in_usual_form

MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
DAMAGED = "不是完整的 Word 文件（docx）。请用 Word 或 WPS 打开后另存为 docx。"
# What a document with macros, or a template, says that it is.
OTHER_KINDS = re.compile(
    rb"application/(?:vnd\.ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|vnd\.openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
# Neither entities nor what lies elsewhere.
XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def usual_package(data: bytes) -> bytes:
    """Return a Word file as an archive that python-docx opens. Raises FileUnreadable where it is damaged."""
    try:
        data = in_usual_form(data, open_archive(data), MAIN)
        archive = open_archive(data)
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except BROKEN_ARCHIVE as error:
        raise FileUnreadable(DAMAGED) from error
    changed = {name: _usual(name, part, parts) for name, part in parts.items()}
    return data if changed == parts else _archive(changed)


def of_flat(data: bytes) -> bytes:
    """Return a file of flat OPC as an archive. Raises FileUnreadable where it is damaged."""
    try:
        root = etree.fromstring(data, XML)
        parts = {part.get(f"{PKG}name", "").lstrip("/"): _content(part) for part in root.iter(f"{PKG}part")}
    except (etree.XMLSyntaxError, binascii.Error) as error:
        raise FileUnreadable(DAMAGED) from error
    types = "".join(
        f'<Override PartName="{part.get(f"{PKG}name")}" ContentType="{part.get(f"{PKG}contentType")}"/>'
        for part in root.iter(f"{PKG}part")
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    parts[TYPES] = f'<Types xmlns="{namespace}">{types}</Types>'.encode()
    return _archive(parts)


def _content(part: etree._Element) -> bytes:
    xml, binary = part.find(f"{PKG}xmlData"), part.find(f"{PKG}binaryData")
    if xml is not None and len(xml):
        return bytes(etree.tostring(xml[0], xml_declaration=True, encoding="UTF-8", standalone=True))
    return base64.b64decode("" if binary is None else binary.text or "")


def _usual(name: str, part: bytes, parts: Mapping[str, bytes]) -> bytes:
    if name == TYPES:
        return OTHER_KINDS.sub(DOCUMENT, part)
    return _without_dead_links(name, part, parts) if name.endswith(".rels") else part


def _without_dead_links(name: str, part: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a part's relations without those to parts that the archive does not have, such as a thumbnail."""
    try:
        root = etree.fromstring(part, XML)
    except etree.XMLSyntaxError as error:
        raise FileUnreadable(DAMAGED) from error
    folder = posixpath.dirname(posixpath.dirname(name))
    dead = [
        relation
        for relation in root
        if isinstance(relation.tag, str)
        and relation.get("TargetMode") != "External"
        and posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/") not in parts
    ]
    for relation in dead:
        root.remove(relation)
    return etree.tostring(root) if dead else part


def _archive(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()
