r"""Which queries that a person typed may run: those that only read what is in the graph.

A query is cut into words as SPARQL 1.1's grammar does (section 19.8); words inside of IRIs, texts, variables and
comments are none of its keywords. Code points written as \uXXXX count as what they stand for.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

from graph_build.sandbox.limits import LONGEST_QUERY
from graph_query.errors import QueryRefused

# So many texts' verdicts are remembered.
REMEMBERED = 64
# Engines read brackets by recursion: deeper ones end the process.
MOST_NESTED = 100
OPENING, CLOSING = ("{", "(", "["), ("}", ")", "]")
TOKEN = re.compile(
    r'''(?P<skip>
        <[^<>"{}|^`\\\x00-\x20]*+>                              # an IRI
      | """(?:[^"\\]|\\.|"(?!""))*+""" | \'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\'   # texts of several lines
      | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'         # texts
      | [?$]\w+                                                 # variables
      | @[A-Za-z][\w-]*                                         # languages
      | \d+(?:\.\d*)?(?:[eE][+-]?\d+)?                          # numbers
      | \#[^\n\r]*                                              # comments
    ) | (?P<word>[^\W\d][\w.-]*+(?::(?:[\w.:%-]|\\.)*+)? | :(?:[\w.:%-]|\\.)*+) | .''',
    re.VERBOSE | re.DOTALL,
)
READING = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
REFUSED = {
    "SERVICE": "SERVICE 会访问其他服务器",
    "FROM": "FROM 会读取其他来源",
    "LOAD": "LOAD 会读取其他来源并写入",
    **dict.fromkeys(("INSERT", "DELETE", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"), "更新语句会改动图谱"),
}


@lru_cache(REMEMBERED)
def refusal(text: str) -> str | None:
    r"""Return why a query may not run, in Chinese; None where it may.

    >>> refusal("SELECT * { ?service ?from 'LOAD' }"), refusal(r"SELECT * { \u0053ERVICE <a:b> {} }")
    (None, 'SERVICE 会访问其他服务器')
    """
    # Engines may read an escape before or after they cut the text into words: neither way may hide a keyword.
    words = {*_keywords(text), *_keywords(_unescaped(text))}
    # Oxigraph does not look for a word's end: it reads SERVICEex:y as SERVICE ex:y, and trueSERVICE as two words.
    refused = next((reason for keyword, reason in REFUSED.items() if any(keyword in word for word in words)), None)
    if refused is None and _depth(text) > MOST_NESTED:
        return f"括号嵌套超过 {MOST_NESTED} 层"
    if refused is None and not any(keyword in word for keyword in READING for word in words):
        return "这不是 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询"
    return refused


def refuse_long(text: str) -> None:
    """Raise QueryRefused where a query is too long to be looked at."""
    if len(text) > LONGEST_QUERY:
        raise QueryRefused(f"查询有 {len(text)} 个字符，超过 {LONGEST_QUERY} 个，没有运行。请缩短。")


def refuse(text: str) -> None:
    """Raise QueryRefused where a query may not run."""
    reason = refusal(text)
    if reason:
        raise QueryRefused(f"不能运行这条查询：{reason}。只能运行读取本图谱的 SELECT、ASK、CONSTRUCT、DESCRIBE。")


def _depth(text: str) -> int:
    """Return how deep the brackets of a query are nested."""
    depth = deepest = 0
    for match in TOKEN.finditer(text):
        depth += (match.group() in OPENING) - (match.group() in CLOSING)
        deepest = max(deepest, depth)
    return deepest


def _keywords(text: str) -> set[str]:
    """Return a query's words in capitals; of a prefixed name the prefix."""
    return {match["word"].partition(":")[0].upper() for match in TOKEN.finditer(text) if match["word"]}


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else ""
