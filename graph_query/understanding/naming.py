"""The names in a question, each with all that it can mean: places, units, acts, documents and headings.

What looks like a name and is none of the graph's is a reading too: it says why the question can't be answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from graph_build.registers.places import places
from graph_build.values.act_numbers import NUMBER_IN_QUESTION
from graph_build.values.functions import field_words, functions_of, parts_of
from graph_build.vocabulary.concepts import words_asked
from graph_build.vocabulary.levels import LEVEL
from graph_build.vocabulary.segmenting import kind_of_word
from graph_query.labels import Mention
from graph_query.understanding import misspelt
from graph_query.understanding.formula import Atom
from graph_query.understanding.lattice import NAME, Question, Token, boundaries
from graph_query.understanding.scoping import add_scopes

FORMS = (
    "局|委员会|管委会|指挥部|领导小组|厅|法院|检察院|办公室|集团|公司|银行|大队|委|街道(?:办事处|办)?|[镇乡]政府|中心"
)
UNIT_LIKE = re.compile(rf"(?:[省市区县州][一-龥]{{1,10}}?|[一-龥]{{2,8}}?)(?:{FORMS})")
ENDS = re.compile(rf"(?:{FORMS})$")
NO_NAME = re.compile(
    r"[即哪谁什啥几是按的让由归和与跟被给在把那]|我想|比较|[两三四五]个|不[要含算看是]|没有|除[了去]|[换改]成|根据|依据|牵头|负责|任务|文件|单位|部门|政策|公开|信息|[写称叫记][作成为]|[全简]称"
)
# Where a name that the graph does not know may begin.
BEFORE_NAME = re.compile(r"[，,。、（(]|[和与由跟同及是让归的里中为给把]")
# What costs more than a name of the graph: one that sounds like it, one by its field of work, one that is not held.
SOUND, BY_FIELD, NOT_HELD, SHORT_FIELD, UNKNOWN_NUMBER = 1.0, 0.4, 1.6, 0.6, 0.2
# Longer names of places are known by their sound as those of units are.
LONGEST_PLACE = 3
SUFFIX = re.compile(r"[的有在市区县今\d]|$")


def add_names(q: Question) -> None:
    """Add the readings that are names."""
    mentions = list(q.labels.readings(q.text))
    for mention in mentions:
        if not any(_says_more(other, mention) for other in mentions):
            _add_known(q, mention)
    _add_misspelt(q)
    _add_misspelt_places(q)
    _add_other_places(q)
    _add_fields(q)
    _add_unlisted(q)
    known = [(token.start, token.end) for here in q.tokens.values() for token in here if token.symbol in ("ACT", "DOC")]
    for match in NUMBER_IN_QUESTION.finditer(q.text):
        if not any(start < match.end() and match.start() < end for start, end in known):
            alike = tuple(misspelt.alike(match.group(), q.labels.names_of("act")))
            atom = Atom("cites", reason=f"图谱里没有文件引用“{match.group()}”。", alike=alike, words=match.group())
            q.add(match.start(), match.end(), "ACT", atom, UNKNOWN_NUMBER)


def _says_more(longer: Mention, mention: Mention) -> bool:
    """Say whether a unit is named in more words at the same place: 区政府办公室, and not 区政府办公."""
    same = mention.kind == longer.kind == "unit" and longer.start == mention.start
    return same and longer.end > mention.end and bool({*longer.values} & {*mention.values})


def _add_known(q: Question, mention: Mention) -> None:
    start, end, said = mention.start, mention.end, mention.words
    if mention.kind in ("place", "scope"):
        add_scopes(q, mention)
    elif mention.kind == "unit":
        values = _everywhere(q, said, mention.values) if mention.within is None else mention.values
        q.add(start, end, "UNIT", unit_named(q, said, values, mention.within))
        issuers = tuple(unit for unit in mention.values if unit in q.labels.issuers)
        if issuers:
            q.add(start, end, "ISSUER", Atom("issuer", issuers, words=said, shown=q.labels.names[issuers[0]]))
    elif mention.kind == "document":
        q.add(start, end, "DOC", Atom("document", mention.values, words=said, shown=f"《{said}》"))
    elif mention.kind == "act":
        add_act(q, (start, end), said, mention.values)
    else:
        q.add(start, end, "SECT", Atom("section", mention.values, words=said, shown=f"“{said}”一节"))


def unit_named(q: Question, said: str, values: tuple[str, ...], within: str | None = None, note: str = "") -> Atom:
    """Return the condition that a unit of a name carries a task; `within` is a place that the name says too."""
    names = {q.labels.names[unit] for unit in values}
    shown = names.pop() if len(names) == 1 else said
    return Atom("unit", values, words=said, shown=shown, note=note, within=within or "")


def add_act(q: Question, at: tuple[int, int], said: str, acts: tuple[str, ...], note: str = "") -> None:
    """Add an act as what is cited, and, where it is a document of the graph, as that."""
    own = tuple(file.iri for file in q.labels.files if file.work in acts)
    if own:
        q.add(*at, "DOC", Atom("document", own, words=said, shown=said, note=note))
    shown = said if said.startswith("《") else _act_name(q, acts[0], said)
    q.add(*at, "ACT", Atom("cites", acts, words=said, shown=shown, note=note), NAME + 0.2 * bool(own))


def _act_name(q: Question, iri: str, said: str) -> str:
    name = q.labels.names[iri]
    return name if name.endswith("号") else f"《{name}》" if "《" not in name else said


def _add_misspelt(q: Question) -> None:
    """Add units and places with a wrong character that sounds the same: 渝中区档案管, 槐阴区."""
    names = q.labels.names_of("unit") | q.labels.place_names
    for start, end, name in misspelt.misspelt_in(q.text, names):
        said = q.text[start:end]
        note = f"“{said}”按“{name}”理解"
        if name in q.labels.place_names and q.text[end - 1] == name[-1]:
            for iri in q.labels.of_name(name, "place"):
                q.add(start, end, "PLACE", Atom("place", (iri,), words=said, shown=name, note=note), SOUND)
        units = q.labels.of_name(name, "unit")
        # 荆门市水务局 is no 税务局, though it sounds so: its own field is known.
        if units and not _ends_in_field(said):
            q.add(start, end, "UNIT", unit_named(q, said, units, note=note), SOUND)


def _add_misspelt_places(q: Question) -> None:
    """Add places' names, also without 市 and 区, with a character that sounds nearly the same: 夏门, 淮荫区.

    What is a word, a place elsewhere, or stands in a task is none; nor what may be two places.
    """
    names = frozenset(q.labels.names_of("place"))
    for length in sorted({len(name) for name in names if len(name) <= LONGEST_PLACE}, reverse=True):
        for start in range(len(q.text) - length + 1):
            said = q.text[start : start + length]
            near = misspelt.sounding_nearly(said, names)
            values = {iri for name in near for iri in q.labels.of_name(name, "place")}
            if len(values) != 1 or _is_known(said, start, q):
                continue
            name, (iri,) = min(near), values
            note = f"“{said}”按“{q.labels.names[iri]}”理解"
            q.add(start, start + length, "PLACE", Atom("place", (iri,), words=said, shown=name, note=note), SOUND)


def _is_known(said: str, start: int, q: Question) -> bool:
    """Say whether characters that sound like a place are something else: a word, or the end of one and the next."""
    if (
        kind_of_word(said) not in ("", "ns")
        or q.index.holding(said)
        or q.has(start, "PLACE")
        or _other_places().match(q.text, start)
    ):
        return True
    elsewhere = any(place.name.startswith(said) for place in places().values())
    return elsewhere or not {start, start + len(said)} <= boundaries(q)


@cache
def _other_places() -> re.Pattern[str]:
    """Return a pattern of all places' names; provinces and cities also without 省 and 市."""
    full = {place.name for place in places().values() if len(place.name) > 2}  # noqa: PLR2004 (城区 is a word too)
    short = {
        re.sub(r"[省市]$", "", p.name)
        for p in places().values()
        if p.code.endswith("00") and re.search("[省市]$", p.name)
    }
    return re.compile("|".join(sorted(full | {name for name in short if len(name) > 1}, key=len, reverse=True)))


def _add_other_places(q: Question) -> None:
    """Add places that no document is of: they say why there is no answer."""
    for match in _other_places().finditer(q.text):
        name = match.group()
        if q.has(match.start(), "PLACE") or any(
            token.symbol in ("UNIT", "ACT", "DOC") and token.end >= match.end() and not token.value.reason
            for start in range(match.start() + 1)
            for token in q.tokens[start]
        ):
            continue
        around = q.text[max(0, match.start() - 1) : match.end() + 1]
        held = q.index.holding(around) or (q.index.holding(name) and not SUFFIX.match(q.text[match.end() :]))
        existing = "、".join(dict.fromkeys(f.place for f in q.labels.files if f.place))
        atom = Atom("place", words=name, shown=name, reason=f"图谱里没有{name}的文件，现有：{existing}。")
        q.add(match.start(), match.end(), "PLACE", atom, NOT_HELD * 2 if held else 0.2)


def _add_fields(q: Question) -> None:
    """Add fields of work, which stand for units beside 部门, or in a row: 荆门发改、住建、交通运输三个部门."""
    asked = words_asked("functions")
    fields = {word: re.escape(word) for word, _ in field_words()}
    # 文化, 卫生 and such are matters too: they are a body's where they stand as one's.
    fields |= {word: f"{re.escape(word)}(?=部门|系统)" for word in asked}
    for word, pattern in fields.items():
        for match in re.finditer(pattern, q.text):
            units = _of_fields(q, _functions(f"市{word}局"))
            reason = "" if units else f"图谱里没有{word}部门。"
            atom = Atom("unit", units, words=word, shown=f"{word}部门", reason=reason)
            q.add(match.start(), match.end(), "FIELD", atom, SHORT_FIELD)


def _add_unlisted(q: Question) -> None:
    """Add what looks like a unit's name and is none of the graph's: by its field, as misspelt, or as unknown."""
    known = {(t.start, t.end) for tokens in q.tokens.values() for t in tokens if t.symbol == "UNIT"}
    ends = {t.end for tokens in list(q.tokens.values()) for t in tokens if t.symbol == "PLACE"}
    for start in range(len(q.text)):
        if not (start in (0, *ends) or BEFORE_NAME.match(q.text[start - 1]) or q.text[start] in "省市区县州"):
            continue
        for end in _ends_of_name(q.text, start):
            if (start, end) not in known and not NO_NAME.search(q.text[start:end]):
                _add_unlisted_name(q, start, end)


def _ends_of_name(text: str, start: int) -> Iterator[int]:
    match = UNIT_LIKE.match(text, start)
    while match:
        yield match.end()
        longer = re.compile(rf".{{{match.end() - start}}}[一-龥]{{0,8}}?(?:{FORMS})")
        match = longer.match(text, start)


def _add_unlisted_name(q: Question, start: int, end: int) -> None:
    name = q.text[start:end]
    fields = _functions(name)
    values = _of_level(name, _of_fields(q, fields), q)
    if values:
        place = next((t.value.values[0] for t in _places_before(q, start) if t.value.values), None)
        q.add(start, end, "UNIT", unit_named(q, name, values, place), BY_FIELD)
    elif not _ends_in_field(name) and (near := misspelt.nearest(name, q.labels.names_of("unit"))):
        units = q.labels.of_name(near, "unit")
        q.add(start, end, "UNIT", unit_named(q, name, units, note=f"“{name}”按“{near}”理解"), SOUND)
    elif not q.index.holding(name):
        alike = tuple(misspelt.alike(name, q.labels.names_of("unit")))
        atom = Atom("unit", words=name, shown=name, reason=f"图谱里没有叫“{name}”的单位。", alike=alike)
        q.add(start, end, "UNIT", atom, NOT_HELD if fields or name[0] in "省市区县州" else NOT_HELD + 0.8)


def _ends_in_field(name: str) -> bool:
    """Say whether a name is a place's with a unit's behind it whose field of work is known: 荆门市水务局."""
    return bool(ENDS.search(name)) and any(_functions(name[at:]) for at in range(len(name) - 1))


def _places_before(q: Question, at: int) -> list[Token]:
    return [t for here in q.tokens.values() for t in here if t.symbol == "PLACE" and t.end == at]


def _functions(name: str) -> tuple[str, ...]:
    """Return the fields of work that a unit's name names, also where 市 is a part of the field: 市场监督管理局."""
    full = _in_full(name)
    return functions_of(name) or functions_of(f"市{name}") or functions_of(full) or functions_of(f"市{full}")


def _of_fields(q: Question, functions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the units of some fields of work.

    Where a document has none of a field that is made of two, those of either are meant: 住房局 and 建设局 for 住建局.
    """
    of, whole = q.labels.files_of_unit, q.labels.units_of_functions(functions)
    files = {file for unit in whole for file in of[unit]}
    either = (unit for part in sorted(parts_of(functions)) for unit in q.labels.units_of_functions((part,)))
    return tuple(dict.fromkeys((*whole, *(unit for unit in either if not of[unit] <= files))))


def same_field(q: Question, name: str) -> tuple[str, ...]:
    """Return the units of the fields of work that a unit's name names."""
    return _of_fields(q, _functions(name))


def _everywhere(q: Question, name: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """Return the units that a name without level or place means: where a document names none so, those of its field."""
    if LEVEL.match(name):
        return named
    of = q.labels.files_of_unit
    files = {file for unit in named for file in of[unit]}
    return (*named, *(unit for unit in _of_fields(q, _functions(name)) if unit not in named and not of[unit] <= files))


def _of_level(name: str, units: tuple[str, ...], q: Question) -> tuple[str, ...]:
    """Return the units of the level that a name says: a city's 市统计局 is no county's."""
    level = name[0] if name[0] in "省市区县州" and functions_of(name) else ""
    return tuple(unit for unit in units if q.labels.names[unit].startswith(level))


def _in_full(name: str) -> str:
    """Return a unit's name with what is commonly shortened in full: 市监局 is 市场监管局."""
    asked = words_asked("functions")
    short = max((word for word in asked if word in name), key=len, default="")
    return name.replace(short, asked[short]) if short else name
