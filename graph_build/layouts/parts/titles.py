"""The title of a list, over as many lines as it has, and the heading of the notice that carries it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.spans import Text
from graph_build.values.act_numbers import NUMBER
from graph_build.values.citations import FILLERS, LISTS
from graph_build.values.figures import COUNTED
from graph_build.values.headings import rank_of
from graph_build.values.names import is_whole_name

# A title is one line without the marks that end or introduce a sentence, and more than a date or a bracket.
TITLE = re.compile(r"(?!附件)(?![（(].*[）)]$)(?!.*(?:\d日|文件)$)[^。；：:！？|]{4,60}")
OWN_NUMBER = re.compile(rf"[（(]?(?P<number>{NUMBER})[）)]?")
YEAR_NAMED = re.compile(r"20\d\d年|20\d\d[—－–~至-]+20\d\d|[二〇○零一三四五六七八九]{4}年")
# （2024—2026年） on the line below belongs to the title; （送审稿） and （2024年3月5日） do not.
YEARS_BELOW = re.compile(r"[（(]20\d\d年?(?:[—－–~至-]+20\d\d年?)?[）)]")
BRACKET_BEHIND = re.compile(r"[（(][^（）()]*[）)]$")
NOTICE_END = ("通知", "通报", "的函", "公告")
# 某县人民政府办公室关于印发《某方案》的通知
NOTICE = re.compile(r"(?P<issuer>.*?)关于(?:(?:印发|下发|发布|公布|转发)(?P<name>.+?)的(?:通知|通报|函|公告))?")
GENERIC = re.compile(f"(?:{'|'.join((*FILLERS, *LISTS))})+")
ANNEX = re.compile(rf"附件(?:\d{{1,2}}|{COUNTED})?[:：]?")
LONGEST_ISSUER = 40
# Where in front of a list its title is looked for; and how many lines it may have.
NEAR, MOST_LINES = 6, 3
SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Notice:
    """The heading of the notice around a list: its lines, who issues it, and what it calls the list."""

    lines: tuple[Text, ...]
    issuer: Text | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and the lines on which it stands."""

    value: str
    lines: tuple[Text, ...]


def find_notice(before: Sequence[Text]) -> Notice | None:
    """Return the heading of the notice in front of a list, None where there is none."""
    for n, line in enumerate(before):
        if not BRACKET_BEHIND.sub("", line.value).endswith(NOTICE_END) or not TITLE.fullmatch(line.value):
            continue
        first = next((k for k in range(n, max(n - MOST_LINES, -1), -1) if "关于" in before[k].value), None)
        if first is None:
            continue
        lines = tuple(before[first : n + 1])
        match = NOTICE.match("".join(part.value for part in lines))
        issuer = lines[0][: len(match["issuer"])] if match and match["issuer"] else before[first - 1] if first else None
        name = match and match["name"]
        named = issuer if issuer and len(issuer.value) <= LONGEST_ISSUER and is_whole_name(issuer.value) else None
        return Notice(lines, named, name and _bare_name(name))
    return None


def find_title(before: Sequence[Text], notice: Notice | None) -> Title | None:
    """Return the title of a list: next before it what ends as lists are called and has a year; else what comes near.

    Where the list has no title of its own, it is what the notice calls it, or the notice's own.
    """
    titles = [line for line in before if _can_title(line)]
    near = [line for line in reversed(titles) if line in before[-NEAR:]]
    heading = notice.lines if notice else ()
    lists = [line for line in near if _is_list(line.value)]
    # 任务分工 by itself is a heading, or a word over a column.
    whole = [title for line in lists if not GENERIC.fullmatch((title := _whole(line, before, notice)).value)]
    dated = [title for title in whole if YEAR_NAMED.search(title.value)]
    if dated or whole:
        return (dated or whole)[0]
    if notice and notice.name:
        return Title(notice.name, notice.lines)
    others = [line for line in reversed(titles) if _is_list(line.value)] + [
        line for line in near if line not in heading
    ]
    others = [line for line in others if not GENERIC.fullmatch(line.value) and _is_long(line.value)]
    if notice and not others:
        above = [notice.issuer] if notice.issuer and notice.lines[0].value.startswith("关于") else []
        return Title("".join(line.value for line in (*above, *notice.lines)), (*above, *notice.lines))
    annexed = (line[len(match[0]) :] for line in reversed(before) if (match := ANNEX.match(line.value)))
    others += [line for line in annexed if TITLE.fullmatch(line.value)]
    return _whole(others[0], before, notice) if others else None


def split_number(text: Text) -> list[Text]:
    """Return a line without white space; a number run into its end is a line of its own: …的通知 某政〔2024〕2号."""
    line = text.strip()
    match = re.search(rf"(?<=\S)(?:\s+(?P<spaced>[（(]?{NUMBER}[）)]?)|(?P<bracketed>[（(]{NUMBER}[）)]))$", line.value)
    if match and not line.value[: match.start()].endswith("》"):
        return [line[: match.start()].compact(), line[match.start() :].compact()]
    bare = line.compact()
    run_in = re.fullmatch(rf".+通知(?P<number>{NUMBER})", bare.value)
    start = run_in.start("number") if run_in else len(bare.value)
    return [part for part in (bare[:start], bare[start:]) if part]


def _can_title(line: Text) -> bool:
    if not TITLE.fullmatch(line.value) or OWN_NUMBER.fullmatch(line.value) or rank_of(line.value) is not None:
        return False
    return _is_list(line.value) or not is_whole_name(line.value)


def _is_long(value: str) -> bool:
    """Say whether a line says enough to be a title: 持续推进 in front of a list is none."""
    return len(value) >= SHORTEST_TITLE or bool(YEAR_NAMED.search(value))


def _is_list(value: str) -> bool:
    """Say whether a title ends as lists are called, whatever a bracket behind it says."""
    return BRACKET_BEHIND.sub("", value).endswith(LISTS)


def _whole(line: Text, before: Sequence[Text], notice: Notice | None) -> Title:
    """Return a title with the lines above and below that belong to it."""
    position = before.index(line) if line in before else 0
    value, lines = line.value, [line]
    quoted = _quoted(before, notice)
    for above in reversed(before[max(position - MOST_LINES + 1, 0) : position]):
        if not _goes_on(above, value, quoted):
            break
        value, lines = above.value + value, [above, *lines]
    below = before[position + 1] if position + 1 < len(before) else None
    if below and YEARS_BELOW.fullmatch(below.value) and not YEARS_BELOW.search(value):
        value, lines = value + below.value, [*lines, below]
    return Title(value, tuple(lines))


def _goes_on(above: Text, value: str, quoted: str) -> bool:
    """Say whether a title begins on the line above: the text quotes both as one, or one part is none by itself."""
    if value.startswith("关于"):
        return len(above.value) <= LONGEST_ISSUER and is_whole_name(above.value)
    if not TITLE.fullmatch(above.value) or OWN_NUMBER.fullmatch(above.value) or is_whole_name(above.value):
        return False
    if _bare(above.value + value) in quoted:
        return True
    begins = not _is_list(above.value) and not above.value.endswith(NOTICE_END)
    named = YEAR_NAMED.search(above.value) and not YEAR_NAMED.search(value)
    return begins and bool(named or GENERIC.fullmatch(value)) and rank_of(above.value) is None


def _quoted(before: Sequence[Text], notice: Notice | None) -> str:
    """Return what the text in front of a list quotes, and the notice's heading, by which a title's lines are known."""
    quotes = [quote for line in before for quote in re.findall(r"《([^《》]+)》", line.value)]
    heading = "".join(line.value for line in notice.lines) if notice else ""
    return "|".join(_bare(part) for part in (*quotes, heading))


def _bare(words: str) -> str:
    return re.sub(r"\W", "", words)


def _bare_name(name: str) -> str:
    """Return a list's name without the quotation marks around it."""
    whole = re.fullmatch(r"[《〈“](.+)[》〉”]", name)
    return whole[1] if whole else name
