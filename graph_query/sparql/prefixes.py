"""A query's text: from a file where one is named, with the prefixes of this graph filled in."""

from __future__ import annotations

import re
from pathlib import Path

from graph_build.vocabulary.terms import PREFIXES
from graph_query.errors import QueryInvalid


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
    >>> len(with_prefixes("SELECT ?w { ?t prov:wasDerivedFrom/oa:exact ?w FILTER(?w != <oa:x>) }").splitlines())
    3
    """
    declared = set(re.findall(r"\bPREFIX\s+([\w-]*):", text, re.IGNORECASE))
    without_iris = re.sub(r"<[^<>\s]*+>", "", text)
    used = set(re.findall(r"(?<![\w:-])([\w-]++):", without_iris)) - declared
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if p in used) + text
