"""The words over a table's columns, as ontology/concepts.ttl knows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.model import ROLES
from graph_build.vocabulary import column_words


def kind_of(word: str) -> str | None:
    """Return what a heading's word stands for: a role, number, task, measure, deadline …; None where it is not known.

    >>> kind_of(" 责任 单位："), kind_of("县教育局")
    ('responsible', None)
    """
    return column_words().get(re.sub(r"[\s（）()：:]", "", word))


def is_heading(words: Sequence[str]) -> bool:
    """Say whether words head a table of tasks: most are known, and one of them is for units or deadlines.

    >>> is_heading(["序号", "工作任务", "责任单位"]), is_heading(["1", "做好公开", "县教育局"])
    (True, False)
    """
    kinds = [kind for kind in map(kind_of, words) if kind]
    return len(set(kinds)) > 1 and 2 * len(kinds) >= len(words) and bool({*ROLES, "deadline"} & set(kinds))
