"""Which roles the tables of a document have columns for: a column is one that stands in a table's head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph_build.model import ROLES
from graph_build.values.headings import likely_kind
from graph_build.vocabulary.concepts import role_words


def roles_in_heads(account: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """Return the roles that stand over columns, given what became of a document's words; none where no head names any.

    >>> sorted(roles_in_heads([{"fate": "table_heading", "exact": word} for word in ("任务", "牵头单位", "时限")]))
    ['lead']
    >>> roles_in_heads([{"fate": "task", "exact": "牵头单位"}])
    frozenset()
    """
    heads = {str(line["exact"]) for line in account if line["fate"] == "table_heading"}
    kinds = {likely_kind(head) for head in heads}
    words = "".join("".join(head.split()) for head in heads)
    return frozenset(role for role in ROLES if role in kinds or any(word in words for word in role_words(role)))
