"""Words that could assign, in whatever way: they are asked about where no task claims them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graph_build.layouts.parts.labels import SHORTEST_KNOWN, names_role, names_units, role_labels
from graph_build.layouts.parts.signatures import is_particular
from graph_build.model import ROLES
from graph_build.spans import HAN, Span, Text
from graph_build.values.contents import NOTE
from graph_build.values.headings import kind_of
from graph_build.values.marks import legend_in
from graph_build.values.names import could_be_name, is_group, is_person, is_remark, is_unit_name, is_whole_name
from graph_build.values.points import PERIOD
from graph_build.values.roles import FIRST_LEADS, is_role_talk, label_kind, role_at_end
from graph_build.values.units import read_units
from graph_build.vocabulary.concepts import role_words
from graph_build.vocabulary.levels import LEVELS

BRACKET = re.compile(r"[（(〔【\[［｛{<＜]([^（）()〔〕【】\[\]［］｛｝{}<>＜＞]*)[）)〕】\]］｝}>＞]")
# A label in whatever words: 挑头单位：…, 责任主体——…
ANY_LABEL = re.compile(rf"(?P<word>[{HAN}]{{2,8}})(?:[:：=＝]|[-—－]{{1,2}})")
KNOWN_LABEL = re.compile(rf"(?P<word>[{HAN}]{{2,8}})[:：]")
LINE = re.compile(r"[^\s].*")
PARTS = re.compile(r"[、，,；;。]")
# What a name of one body begins with, and the fewest letters that it then has: 县气象局.
BODY = re.compile(rf"[{LEVELS}国]")
SHORTEST, LONGEST = 3, 24
# What the next of several numbered parts begins with, behind the bracket of the one before.
NEXT_PART = re.compile(r"[（(]?\d{1,2}[)）.．、]|[①-⑳]")
# Behind a name in a bracket so few letters can be a role's words that are not known: 县气象局打头.
LONGEST_ROLE = 4
DUTY = "|".join({*(word for role in ROLES for word in role_words(role)), "落实", "参与"})
# 主办：某县人民政府办公室　联系电话：…
CONTACT = re.compile(r"电话|邮箱|网站|技术支持|备案")
# Right behind a name, or a few letters on: 县气象局抓好落实.
DUTY_BEHIND = re.compile(rf".{{0,4}}(?:{DUTY})")


def suspects(text: Text, is_claimed: Callable[[Span], bool]) -> Iterator[Span]:
    """Return the labels, lines and brackets of a text that could assign and that no assignment claims."""
    yield from (span for label in role_labels(text) if not is_claimed(span := label.span()))
    for line in LINE.finditer(text.value):
        if is_labelled(line.group()) and not is_claimed(span := text[line.start() : line.end()].span()):
            yield span
    compact = text.compact()
    for match in BRACKET.finditer(compact.value):
        span = compact[match.start() : match.end()].span()
        inside = compact[match.start(1) : match.end(1)].without(FIRST_LEADS)
        behind = compact.value[match.end() :]
        ends = not behind.strip("。；;") or behind[0] in "。；;" or bool(NEXT_PART.match(behind))
        listed = bool(match.start()) and is_claimed(compact[match.start() - 1 : match.start()].span())
        odd = could_assign(inside) or (ends and _is_odd_list(inside.value)) or (listed and _is_rule(inside.value))
        if inside and odd and not is_claimed(span):
            yield span


def could_assign(text: Text) -> bool:
    """Say whether words could assign: a role's label, or a role's word behind a name; a legend of marks does not."""
    if any(legend_in(text.value)):
        return False
    if names_role(text.value) or names_units(text):
        return True
    units = read_units(text).units
    if not any(unit.role for unit in units):
        return False
    # 政府主导、企业负责 and 谁执法谁负责 are principles; a name that is not known could be a unit's.
    named = [unit.name for unit in units if len(unit.name) >= SHORTEST_KNOWN]
    known = any(is_unit_name(name) for name in named)
    return known or (len(named) == len(units) and all(map(could_be_name, named)))


def _is_rule(words: str) -> bool:
    """Say whether a remark behind a list of units says who leads in a way that is not understood."""
    return is_remark(words) and not any(legend_in(words))


def line_could_assign(text: Text, *, between: bool) -> bool:
    """Say whether a line that no task claims could assign.

    It has a role's label with a unit, whatever label before nothing but bodies, or, `between` tasks, nothing but bodies
    or a duty's word behind one's name: what the notice around the list asks for is no task, nor who keeps the web page.
    """
    if not between and CONTACT.search(text.value):
        return False
    if names_units(text) or is_labelled(text.value):
        return True
    if not between or NOTE.match(text.value):
        return False
    parts = PARTS.split(text.value)
    bodies = not ANY_LABEL.match(text.value) and _is_odd_list(text.value)
    return bodies or any((end := _body_in(part)) and DUTY_BEHIND.match(part[end:]) for part in parts)


def is_labelled(line: str) -> bool:
    """Say whether a line is a label, in whatever words, and nothing but bodies behind it: 责任主体——县气象局."""
    label = ANY_LABEL.match(line)
    if label is None or is_particular(label["word"]) or NOTE.match(line):
        return False
    return kind_of(label["word"]) in (None, *ROLES) and _is_odd_list(line[label.end() :])


def words_could_assign(words: str) -> bool:
    """Say whether words between what was read could assign: a role's word, a label, or a unit's name."""
    bare = KNOWN_LABEL.sub(lambda match: "" if label_kind(match["word"]) else match[0], FIRST_LEADS.sub("", words))
    bare = "".join(part for part in re.split(r"\W+", bare) if not _is_of_person(part))
    if is_role_talk(bare):
        return False
    return bool(role_at_end(bare)) or names_role(bare) or any(is_unit_name(part) for part in re.split(r"\W+", bare))


def _is_of_person(words: str) -> bool:
    """Say whether words say a person's part, who is in no list: 分管副省长负责."""
    role = role_at_end(words)
    return is_person(words[: role[0]] if role else words)


def _is_odd_list(words: str) -> bool:
    """Say whether words are names of bodies, each with a few letters behind it at most, or a label before such.

    A limit may stand behind them.

    >>> _is_odd_list("县气象局打头，县档案馆帮衬"), _is_odd_list("挑头单位：县气象局")
    (True, True)
    >>> _is_odd_list("县金融办，12月底前")
    True
    >>> _is_odd_list("县气象局网站改版后按期上线")
    False
    """
    label = ANY_LABEL.match(words)
    parts = [part for part in PARTS.split(words[label.end() :] if label else words) if part]
    while len(parts) > 1 and PERIOD.match(parts[-1]):
        parts.pop()
    ends = [_body_at_front(part) for part in parts]
    return bool(parts) and all(end and len(part) - end <= LONGEST_ROLE for part, end in zip(parts, ends, strict=True))


def _body_at_front(words: str) -> int:
    """Return where the longest name of one body ends that words begin with; 0 where they begin with none."""
    if not BODY.match(words):
        return 0
    ends = range(min(len(words), LONGEST), SHORTEST - 1, -1)
    return next((end for end in ends if is_whole_name(words[:end]) and not is_group(words[:end])), 0)


def _body_in(words: str) -> int:
    """Return where the first name of one body ends in words; 0 where there is none."""
    for match in BODY.finditer(words):
        end = _body_at_front(words[match.start() :])
        if end:
            return match.start() + end
    return 0
