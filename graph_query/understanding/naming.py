"""The places, units, acts and documents that a question names, and the documents it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from graph_build.registers.places import places
from graph_build.values.act_numbers import NUMBER_IN_QUESTION
from graph_build.values.functions import field_words, functions_of
from graph_query.errors import NotKnown
from graph_query.labels import File, Mention
from graph_query.questions import words
from graph_query.understanding import misspelt
from graph_query.understanding.conditions import Part
from graph_query.understanding.periods import years_named
from graph_query.understanding.question import LETTERS, MASKS, Question
from graph_query.understanding.written import SECTION, take_act

UNIT_LIKE = re.compile(
    r"(?:(?<=Ｐ)[一-龥]{2,12}?|(?:^|(?<=[ＹＴ，,。、和与由跟同及是让归的里中]))(?:[省市区县州][一-龥]{1,10}?|[一-龥]{2,8}?))"
    r"(?:局|委员会|管委会|指挥部|领导小组|厅|法院|检察院|办公室|集团|公司|银行|大队|委|街道(?:办事处|办)?|[镇乡]政府)"
    r"(?=$|[^一-龥]|[牵负承配参主的在和与跟同需要有都又还是一共怎干管做抓落应该须什哪几完为去今办])"
)
ISSUED_BY = re.compile(r"(?:正式)?(?:签发|印发|制发|发布|下发|出台)(?:了)?(?:的)?(?=是|文件|哪|那|有|$|分解|任务分)")
# 2023年的文件和荆门市: each of the two.
EACH = re.compile(
    r"Ｙ[^，。？Ｐ]{0,6}(?:和|与|跟|同|以及|还有|、)Ｐ|Ｐ(?:的[^，。？Ｙ]{1,4})?[，,]?(?:和|与|跟|同|以及|还有|、)(?:那份)?Ｙ"
)
# 除荆门市外, 2023年以外, 不包括荆门市
EXCLUDED = re.compile(
    r"(?:除了?|不包括|不含|不算|排除|去掉|刨除|撇开|不看)(?:Ｐ+|Ｙ+)(?:以外|之外|外)?(?:的)?|(?:Ｐ+|Ｙ+)(?:以外|之外)(?:的)?"
)
NO_NAME = re.compile(r"[哪谁什啥几是按的让]|根据|依据")
FORM = re.compile(r"局|委|部门|口")
FIELD = re.compile(r"(?:部门|系统|条线|主管部门|口)(?!的?规章)")


def take_misspelt_units(q: Question) -> None:
    """Read units and places with a wrong character that sounds the same: 渝中区档案管, 槐阴区."""
    names = q.labels.names_of("unit") | q.labels.place_names
    for start, end, name in misspelt.misspelt_in(q.masked, names):
        if name in q.labels.place_names and q.text[end - 1] != name[-1]:
            continue
        q.notes.append(f"“{q.text[start:end]}”按“{name}”理解")
        q.text = q.text[:start] + name + q.text[end:]
        q.masked = q.masked[:start] + name + q.masked[end:]


def take_names(q: Question) -> list[Mention]:
    """Take the names that the graph knows."""
    kept = []
    for mention in q.labels.mentions(q.masked):
        follows = q.masked[mention.end :]
        if mention.kind == "heading":
            if not SECTION.match(follows) and q.masked[mention.start - 1 : mention.start] != '"':
                continue
            if SECTION.match(follows.lstrip('"')) is None:
                continue
            q.parts.append(Part("heading", mention.words, f"“{mention.words}”一节", mention.values))
        elif mention.kind == "act":
            take_act(q, mention.words, mention.values)
        elif mention.kind == "document":
            q.parts.append(Part("document", mention.words, f"《{mention.words}》", mention.values))
        kept.append(mention)
        q.mask(mention.start, mention.end, LETTERS[mention.kind])
    for match in NUMBER_IN_QUESTION.finditer(q.masked):
        raise NotKnown(
            f"图谱里没有文件引用“{match.group()}”。", alike=misspelt.alike(match.group(), q.labels.names_of("act"))
        )
    return kept


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


def refuse_unknown_places(q: Question) -> None:
    """Raise NotKnown where a question names a place that no document is of."""
    for match in _other_places().finditer(q.masked):
        around = q.masked[max(0, match.start() - 1) : match.end() + 1].strip(MASKS + "的")
        if len(around) > len(match.group()) and q.index.holding(around):
            continue
        if q.index.holding(match.group()) and not re.match(r"的|有|在|市|区|县|今年|\d|$", q.masked[match.end() :]):
            continue
        existing = "、".join(dict.fromkeys(f.place for f in q.labels.files if f.place))
        raise NotKnown(f"图谱里没有{match.group()}的文件，现有：{existing}。")


def unlisted_units(q: Question) -> list[Mention]:
    """Take what looks like a unit's name and is none of the graph's: by its field of work, or as misspelt."""
    found = []
    for match in UNIT_LIKE.finditer(q.masked):
        name = match.group()
        if NO_NAME.search(name):
            continue
        functions = _functions(name)
        if q.index.holding(name) and not functions:
            continue
        values = _of_level(name, q.labels.units_of_functions(functions), q)
        if values:
            q.notes.append(f"“{name}”按职能理解")
        elif near := misspelt.nearest(name, q.labels.names_of("unit")):
            values = q.labels.of_name(near, "unit")
            q.notes.append(f"“{name}”按“{near}”理解")
        else:
            alike = misspelt.alike(name, q.labels.names_of("unit"))
            raise NotKnown(f"图谱里没有叫“{name}”的单位。", alike=alike)
        found.append(Mention(match.start(), match.end(), "unit", name, values))
        q.mask(match.start(), match.end(), "Ｕ")
    found += _fields(q)
    for word, function in field_words():
        at = q.masked.find(word)
        follows = FIELD.match(q.masked, at + len(word)) if at >= 0 else None
        if follows:
            values = q.labels.units_of_functions([function])
            if not values:
                raise NotKnown(f"图谱里没有{word}{follows.group()}。")
            q.notes.append(f"“{word}{follows.group()}”按职能理解")
            found.append(Mention(at, follows.end(), "unit", word + follows.group(), values))
            q.mask(at, follows.end(), "Ｕ")
    return found


def _functions(name: str) -> tuple[str, ...]:
    """Return the fields of work that a unit's name names, also where 市 is a part of the field: 市场监督管理局."""
    full = _in_full(name)
    return functions_of(full) or functions_of(f"市{full}")


def _of_level(name: str, units: tuple[str, ...], q: Question) -> tuple[str, ...]:
    """Return the units of the level that a name says: a city's 市统计局 is no county's."""
    level = name[0] if name[0] in "省市区县州" and functions_of(name) else ""
    return tuple(unit for unit in units if q.labels.names[unit].startswith(level))


def _in_full(name: str) -> str:
    """Return a unit's name with what is commonly shortened in full: 市监局 is 市场监管局."""
    for short, full in words().abbreviations.items():
        if short in name:
            return name.replace(short, full)
    return name


def _fields(q: Question) -> list[Mention]:
    """Take fields of work that stand for units: 荆门发改、住建、交通运输三个部门."""
    found = []
    fields = {**{word: word for word, _ in field_words()}, **words().abbreviations}
    names = "|".join(sorted(fields, key=len, reverse=True))
    pattern = re.compile(
        rf"(?:(?<=Ｐ)|(?<=Ｐ的)|(?<=Ｕ、)|(?<=Ｕ和)|(?<=Ｕ与)|(?<=Ｕ跟))(?:{names})(?=[、和与跟牵负承共一都两三四几口局委]|部门|单位|主管|系统|$)(?!和[^、，。？]{{0,6}}公开)"
    )
    while match := pattern.search(q.masked):
        values = q.labels.units_of_functions(functions_of(f"市{fields[match.group()]}局"))
        if not values:
            break
        form = FORM.match(q.masked, match.end())
        end = form.end() if form else match.end()
        q.notes.append(f"“{match.group()}”按职能理解")
        found.append(Mention(match.start(), end, "unit", match.group(), values))
        q.mask(match.start(), end, "Ｕ")
    return found


def take_years(q: Question) -> list[int]:
    """Note the years that a question names. Raises NotKnown where no document is of one."""
    years = []
    for match in years_named(q.masked, q.today):
        years.append(match.year)
        q.parts.append(Part("year", match.words, f"{match.year}年", (str(match.year),)))
        if not any(f.year == match.year for f in q.labels.files):
            existing = "、".join(f"{year}年" for year in sorted({f.year for f in q.labels.files if f.year}))
            raise NotKnown(f"图谱里没有{match.year}年的文件，现有：{existing}。")
        q.mask(match.start, match.end, "Ｙ")
    return years


def scope_of(
    q: Question, mentions: Iterable[Mention], units: Iterable[Mention], years: Iterable[int]
) -> tuple[File, ...]:
    """Return the documents that a question is about, by its places, years and documents."""
    pairs = [(m.values, m.words) for m in mentions if m.kind == "place"]
    pairs += [((m.within,), m.words) for m in units if m.within]
    places_said: dict[str, str] = {iri: word for values, word in pairs for iri in values}
    inner = [file.places for file in q.labels.files if file.places and file.places[0] in places_said]
    holding = {outer for _, *outers in inner for outer in outers}
    innermost = [iri for iri in places_said if iri not in holding]
    for iri in innermost:
        q.parts.append(Part("place", places_said[iri], q.labels.names[iri], (iri,)))
    if EXCLUDED.search(q.masked):
        return _others(q, innermost, years)
    if years and EACH.search(q.masked):
        return _each(q, innermost, years)
    _note_outer(q, innermost, units)
    files = q.labels.files_in(innermost, years)
    documents = {iri for part in q.parts if part.kind == "document" for iri in part.values}
    if documents:
        files = tuple(file for file in files if file.iri in documents)
    if not files:
        what = "、".join([*(q.labels.names[iri] for iri in innermost), *(f"{year}年" for year in years)])
        raise NotKnown(f"图谱里没有{what}的文件。")
    return files


def _others(q: Question, place_iris: Iterable[str], years: Iterable[int]) -> tuple[File, ...]:
    """Return the documents but for those of places or years that are excluded: 荆门市以外, 除2023年外."""
    left_out: set[str] = set()
    kept: list[str] | None = list(place_iris)
    kept_years: list[int] | None = list(years)
    for match in EXCLUDED.finditer(q.masked):
        if "Ｐ" in match.group():
            left_out |= {file.iri for file in q.labels.files_in(kept or (), ())}
            kept = None
        else:
            left_out |= {file.iri for file in q.labels.files_in((), kept_years or ())}
            kept_years = None
        q.mask(match.start(), match.end(), "Ｔ")
    files = tuple(file for file in q.labels.files_in(kept or (), kept_years or ()) if file.iri not in left_out)
    gone = {"place"} if kept is None else set()
    gone |= {"year"} if kept_years is None else set()
    labels = "、".join(part.shown for part in q.parts if part.kind in gone)
    q.parts = [part for part in q.parts if part.kind not in gone]
    q.parts.append(Part("document", labels, f"{labels}以外的文件", tuple(file.iri for file in files)))
    return files


def _note_outer(q: Question, place_iris: Iterable[str], units: Iterable[Mention]) -> None:
    """Say that a place's documents are those of places inside it. Raises NotKnown where a unit of its own is named."""
    for iri in place_iris:
        inside = [file.place for file in q.labels.files if iri in file.places[1:]]
        if not inside or any(iri in file.places[:1] for file in q.labels.files):
            continue
        name = q.labels.names[iri]
        for unit in units:
            if q.text[: unit.start].endswith(name):
                raise NotKnown(f"图谱里没有{name}{unit.words}，{name}只收录了{'、'.join(inside)}的文件。")
        q.notes.append(f"{name}只收录了{'、'.join(dict.fromkeys(inside))}的文件")


def _each(q: Question, place_iris: Iterable[str], years: Iterable[int]) -> tuple[File, ...]:
    """Return the documents of places and those of years; the conditions become the documents themselves."""
    files = {file.iri: file for file in (*q.labels.files_in(place_iris, ()), *q.labels.files_in((), years))}
    q.parts = [part for part in q.parts if part.kind not in ("place", "year")]
    q.parts += [Part("document", file.label, f"《{file.label}》", (file.iri,)) for file in files.values()]
    return tuple(files.values())


def _is_issuer(q: Question, mention: Mention) -> bool:
    """Note a unit that issued a document: 荆门市人民政府办公室印发的."""
    follows = ISSUED_BY.match(q.masked, mention.end)
    if follows:
        q.parts.append(Part("issuer", mention.words, f"由{q.labels.names[mention.values[0]]}印发", mention.values))
        q.mask(mention.start, follows.end(), "Ｄ")
    return bool(follows)


def take_units(q: Question, units: Iterable[Mention], files: Iterable[File]) -> None:
    """Note the units; of those that a name can mean, those of the documents asked about."""
    inside = {file.iri for file in files}
    units = [unit for unit in units if not _is_issuer(q, unit)]
    for mention in sorted(units, key=lambda m: m.start):
        values = tuple(unit for unit in mention.values if q.labels.files_of_unit[unit] & inside)
        if not values:
            same = q.labels.units_of_functions(_functions(mention.words))
            values = tuple(unit for unit in same if q.labels.files_of_unit[unit] & inside)
            if values:
                q.notes.append(f"“{mention.words}”按职能理解")
        if not values:
            where = "、".join(dict.fromkeys(f.label for f in files))
            raise NotKnown(
                f"《{where}》里没有“{mention.words}”。" if len(inside) == 1 else f"所问的文件里没有“{mention.words}”。"
            )
        names = {q.labels.names[unit] for unit in values}
        part = Part("unit", mention.words, names.pop() if len(names) == 1 else mention.words, values)
        if all(other.values != values for other in q.parts if other.kind == "unit"):
            q.parts.append(part)
