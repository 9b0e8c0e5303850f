"""What a question says of why it is asked: before a colon, or behind it. It is no condition, and said to be none."""

from __future__ import annotations

import re
from functools import cache

from graph_query.questions import words
from graph_query.understanding.lattice import QUESTION_WORD, Question
from graph_query.understanding.wording import DOING, content_words, says_nothing

PURPOSE = re.compile(r"([^:：?？。]{2,30}(?:是否|有无|能否|是不是|会不会)[^:：?？。]{1,30})[:：]")
OWN = "(?:我|我们|咱们?)"
# What is made out of an answer, and is of no task: 我想看跨部门协同的程度.
MEASURES = ("程度", "规律", "分布", "差别", "格局")
# Names and days are conditions, wherever they stand.
NAMED = {"PLACE", "UNIT", "YEAR", "ACT", "DOC", "SECT", "DATE", "QUOTE", "NUMBER"}


def add_purpose(q: Question) -> None:
    """Add what says why something is asked: 核对责任是否过于分散：, 核对分工表用：, ，我要在台账里单列.

    It asks for nothing itself, and names nothing that could be a condition.
    """
    match = PURPOSE.match(q.text)
    if match and not _begins_with_purpose(match[1]):
        match = None
    match = match or next(filter(None, (pattern.match(q.text) for pattern in _for_oneself())), None)
    free = filter(None, (pattern.match(q.text) for pattern in _done_with_it()))
    match = match or next((found for found in free if not _speaks_of_tasks(found[1], q)), None)
    if not match or any(token.symbol in NAMED for at in range(*match.span(1)) for token in q.tokens[at]):
        return
    asks = QUESTION_WORD.search(match[1])
    if asks and not PURPOSE.match(q.text):
        return
    q.notes.append(f"“{match[1]}”是提问的目的，不作条件")
    q.add(match.start(1), match.end(), "PURPOSE", match[1], 0.0)


def _speaks_of_tasks(text: str, q: Question) -> bool:
    """Say whether a clause names things that tasks hold, its paper apart: 我去查政府公报 may say of what is asked."""
    known = words().occasions
    rest = re.sub(f"{known.papers.pattern}|{known.writes.pattern}", "|", text)
    said = content_words([piece for piece in rest.split("|") if piece])
    return any(weight > DOING and q.index.holding(word) for word, weight in said.items() if not says_nothing(word))


@cache
def _for_oneself() -> tuple[re.Pattern[str], ...]:
    """Return what says for which paper of the asker's own, or whose sake, something is asked."""
    known = words().occasions
    papers, intends, writes = known.papers.pattern, known.intends.pattern, known.writes.pattern
    measures = "|".join(MEASURES)
    return (
        re.compile(rf"((?:{writes})[^:：?？。，,]{{0,8}}(?:{papers})[^:：?？。，,]{{0,3}}用)[:：]"),
        re.compile(rf"({OWN}(?:{intends})[^:：?？。，,]{{1,16}}(?:{papers}))[:：]"),
        re.compile(rf"({OWN}想(?:看看?|了解|摸清|弄清)[^，,。?？；;]{{2,16}}(?:{measures}))[，,]"),
        re.compile(rf".*[，,。?？；;]({OWN}?想(?:看看|知道|了解)(?:一下)?(?:跟|和|与|对)我[^，,。?？]{{2,12}})$"),
    )


@cache
def _done_with_it() -> tuple[re.Pattern[str], ...]:
    """Return what says freely what is done with an answer; what it names may be what is asked about."""
    known = words().occasions
    papers, intends, writes = known.papers.pattern, known.intends.pattern, known.writes.pattern
    return (
        re.compile(rf"({OWN}(?:{intends})[^:：?？。，,]{{1,16}}(?:{papers}))[，,]"),
        re.compile(rf".*[，,。?？；;]({OWN}(?:{intends})[^，,。?？]{{0,16}}(?:{papers})[^，,。?？]{{0,8}})$"),
        re.compile(rf".*[，,。?？；;]((?:赶着|急着|等着|用来|拿去)(?:{writes})[^，,。?？；;]{{0,8}}(?:{papers}))$"),
        re.compile(rf".*[，,。?？；;]({OWN}(?:去|再去|要去|得去|逐个|挨个|一家一家)[^，,。?？；;]{{1,12}})$"),
        re.compile(r".*[，,。?？；;]((?:下周|明天|回头|接下来)[^，,。?？；;]{0,4}去[^，,。?？；;]{1,6})$"),
        re.compile(rf".*?({OWN}好[^，,。?？；;]{{1,10}})$"),
    )


def _begins_with_purpose(text: str) -> bool:
    """Say whether a text begins with a word for checking something: 核对, 审计."""
    return any(e.symbol == "PURPOSEN" for e in words().entries.get(_first_word(text), ()))


def _first_word(text: str) -> str:
    """Return the longest word of the lexicon with which a text begins."""
    return next((text[:n] for n in range(words().longest, 1, -1) if text[:n] in words().entries), "")
