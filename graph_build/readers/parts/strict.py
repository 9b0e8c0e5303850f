"""Office files in the strict form of their standard -> the usual one, which differs in the names of its namespaces."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile

STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
# Two names are written otherwise besides.
RENAMED = (
    (b"/2006/extendedProperties", b"/2006/extended-properties"),
    (b"/2006/customProperties", b"/2006/custom-properties"),
)
PARTS = (".xml", ".rels")


def in_usual_form(data: bytes, archive: ZipFile, main: str) -> bytes:
    """Return an archive with the usual namespaces where its main part has the strict ones; else as it is."""
    if main not in archive.namelist() or not STRICT.search(archive.read(main)):
        return data
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as usual:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(PARTS):
                part = STRICT.sub(USUAL, part)
                for strict, other in RENAMED:
                    part = part.replace(strict, other)
            usual.writestr(name, part)
    return written.getvalue()
