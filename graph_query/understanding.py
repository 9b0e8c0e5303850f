"""What a question asks for, and under which conditions: names, dates, roles and what it is about.

What is known is replaced by a letter each (Ｐ place, Ｕ unit …), then what is asked for is taken away by the patterns of
questions/words.toml; what is left is what the question is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from graph_build.functions import field_words, functions_of
from graph_build.places import places
from graph_query import misspelt
from graph_query.errors import NotKnown
from graph_query.labels import File, Labels, Mention, labels_of, plain
from graph_query.periods import Period, in_year, number_of, periods, years_named
from graph_query.questions import Kind, kinds, words
from graph_query.stores import Store
from graph_query.text_search import TextIndex
from graph_query.subjects import Subject, is_generic, quoted_subject, begins_with_doing, cut_question, says_something, subject_of

PartKind = Literal["place", "year", "document", "unit", "role", "topic", "act", "heading", "number", "due", "words", "issued", "issuer", "with", "groups"]
LETTERS = {"place": "Ｐ", "unit": "Ｕ", "act": "Ａ", "document": "Ｔ", "heading": "Ｈ"}
MASKS = "ＰＵＦＹＤＡＮＨＱＴＸ"
ROLES = ("lead", "responsible", "cooperating")
DEFAULT_ROLES = ("lead", "responsible")
# Of several things asked for the first of these is answered.
TARGETS = (
    "progress", "no_lead_at_all", "no_cooperating_at_all", "lacks_lead", "lacks_responsible", "lacks_deadline", "lacks_issued", "lacks_number", "issuer",
    "issued", "number_of_document", "count_units", "count_documents", "count", "implements", "rank", "references",
    "documents", "units", "duration", "dates", "tasks",
)  # fmt: skip
QUOTED = re.compile(r'"([^"]{2,60})"')
TITLED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
NUMBERED = re.compile(r"[一-龥]{1,12}[〔\[(【]\d{4}[〕\])】]第?\d{1,5}号(?:文件?)?|[一-龥]{2,10}令第?\d{1,5}号")
TASK_NUMBER = re.compile(r"第(\d{1,3}|[一二三四五六七八九十百]{1,4})(?:项|条|件|号|个)(?:的?(?:重点|具体)?(?:任务|工作|事项))?(?!文)|(?:任务|事项|编号|序号)+(?:为|是)?(\d{1,3})(?!\d|年)(?:的)?(?:那)?(?:一)?(?:项|条|号)?|排(?:在)?第(?P<rank>\d{1,3}|[一二三四五六七八九十]{1,4})(?:位|名)?的?(?:那)?(?:一)?(?:项|条|个)(?:任务)?")
SECTION = re.compile(r"(?:这|那)?(?:一|个)?(?:项下|之下|栏下|节|章节?|部分|板块|小节|标题下?|大项|类)")
UNIT_LIKE = re.compile(
    r"(?:^|(?<=[ＰＹＴ，,。、和与由跟同及是让归的里中]))(?:[省市区县州][一-龥]{1,10}?|[一-龥]{2,8}?)"
    r"(?:局|委员会|管委会|指挥部|领导小组|厅|法院|检察院|办公室|集团|公司|银行|大队|委|街道(?:办事处|办)?|[镇乡]政府)"
    r"(?=$|[^一-龥]|[牵负承配参主的在和与跟同需要有都又还是一共怎干管做抓落应该须什哪几完为去今办])"
)
# What the words of a deadline say, in a question: 时限写着“全年”的, 要求长期坚持的.
LIMIT_WORDS = re.compile(
    r"(?:(?:完成|截止)?(?:时限|期限|时间|日期)(?:要求)?(?:一栏)?[^，,。？Ｑ]{0,10}?(?:只)?(?:写|为|是|标|定|填|属于|注明)[^，,。？Ｑ]{0,3}?)?"
    r"(?:(?<=要求)|(?<=又要)|(?<=还要)|(?<=且)|(?<=并)|(?<=需要)|(?<=需)|(?<=应)|(?<=写着)|(?<=为)|(?<=是)|(?<=只写)|(?<=属于)|(?<=写)|(?<=的))(?P<words>持续推进|长期坚持|持续坚持|长期推进|常态化推进|全年推进|全年|长期)(?=的|[，,]|$|类|任务|有)"
)
QUOTED_LIMIT = re.compile(r"(?:时限|期限|完成时间|截止时间|截止日期)(?:要求)?(?:一栏)?[^，。？Ｑ]{0,14}?$")
# A deadline as it is written, not a day up to which.
AS_WRITTEN = re.compile(r"(?:时限|期限|截止(?:日期|时间)?|完成时间)(?:一栏)?(?:里|中)?(?:是|为|写(?:到|着|的是|成|明)?|定(?:在|于|为)|标(?:注)?(?:为|的是)?)*$")
ISSUED_IN = re.compile(r"(?:签发|印发|制发|发布|下发|出台|成文|公布|落款)(?:日期|时间)?(?:于|在|是|为)?$")
ISSUED_BY = re.compile(r"(?:正式)?(?:签发|印发|制发|发布|下发|出台)(?:了)?(?:的)?(?=是|文件|哪|那|有|$|分解|任务分)")
ISSUING = re.compile(r"^(?:份)?(?:正式)?(?:签发|印发|制发|发布|下发|出台|成文|公布|落款)")
# 2023年的文件和荆门市: each of the two.
EACH = re.compile(r"Ｙ[^，。？Ｐ]{0,6}(?:和|与|跟|同|以及|还有|、)Ｐ|Ｐ(?:的[^，。？Ｙ]{1,4})?[，,]?(?:和|与|跟|同|以及|还有|、)(?:那份)?Ｙ")
# Words in brackets behind others say the same: IPv6（互联网协议第6版）.
NEGATED = re.compile(r"[不别]|无需|除")
TASKS_WANTED = re.compile(r"(?:任务|工作|事项)[^。？]{0,8}(?:列|找|查|给|报|看|调|清单)|(?:列|找|查|报)[^。？]{0,30}任务$")
SENTENCE = re.compile(r"[。！!?？;；]")
BRACKETED = re.compile(r"(?<=[^，,。ＸＰＵＤＹ])[（(]([^（）()]{3,})[）)]")
NO_NAME = re.compile(r"[哪谁什啥几是按的让]|根据|依据")
FIELD = re.compile(r"(?:部门|系统|条线|主管部门|口)(?!的?规章)")
# Who has the most tasks is one; which units have the most are several.
ONE = re.compile(r"谁|哪(?:一)?(?:个|家|位)|什么单位|哪单位")
SEVERAL = 10
SHORTEST_TOPIC = 4
NEXT_ONE = re.compile(r"那(?=些|个|几|份|家|项|里)")
# 何单位, 何年何月何日, and the names of columns in quotes.
WHICH = re.compile(r"何(?=单位|部门|机构|机关|文件|地方?|项|处)")
WHEN = re.compile(r"何年何月(?:何日)?|何月何日|哪年哪月(?:哪日|哪天)?")
FORM = re.compile(r'"((?:完成|截止)?(?:时限|期限)|(?:牵头|责任|配合|主办)(?:单位|部门))"')
ASKED = re.compile(r"哪|谁|什么|啥|多少|几")


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a question: the words that say it, how it was read, and the values that it stands for.

    A caller may leave parts out, or replace them, and ask again.
    """

    kind: PartKind
    words: str
    shown: str
    values: tuple[str, ...] = ()
    note: str = ""
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood; `files` are the documents that it is about."""

    kind: Kind
    parts: tuple[Part, ...]
    files: tuple[File, ...]
    most: int | None = None
    least: bool = False
    notes: tuple[str, ...] = ()

    def of(self, kind: PartKind) -> tuple[Part, ...]:
        """Return the conditions of a kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that count: those that the question names, else who leads and who is responsible."""
        return next((part.values for part in self.of("role")), DEFAULT_ROLES)


@dataclass(slots=True)
class _Question:
    """A question while it is taken apart: its text, and the same with letters for what was understood."""

    text: str
    masked: str
    labels: Labels
    store: Store
    today: date
    parts: list[Part] = field(default_factory=list)
    asks: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    most: int | None = None

    def mask(self, start: int, end: int, letter: str) -> None:
        self.masked = self.masked[:start] + letter * (end - start) + self.masked[end:]


def understand(question: str, store: Store, today: date) -> Reading:
    """Return how a question is understood. Raises NotKnown, with the reason, where the graph can't answer it."""
    labels = labels_of(store)
    text = WHICH.sub("哪个", FORM.sub(r"\1", WHEN.sub("什么时候", plain(question)))).rstrip("?？。！!")
    if not ASKED.search(text):
        text = NEXT_ONE.sub("哪", text)
    q = _Question(text, text, labels, store, today)
    _asides(q)
    _misspelt_units(q)
    _titles(q)
    mentions = _names(q)
    _quotes(q)
    _numbers(q)
    for pattern, reason in words().not_held:
        if pattern.search(q.masked):
            raise NotKnown(f"{reason}，这个问题答不了。")
    _unknown_places(q)
    units = [m for m in mentions if m.kind == "unit"] + _unlisted_units(q)
    named = years_named(q.masked, today)
    years = _years(q, named)
    files = _scope(q, mentions, units, years)
    _units(q, [unit for unit in units if not _is_issuer(q, unit)], files)
    _limit_words(q)
    _periods(q, files, years)
    _asks(q)
    pieces = _pieces(q)
    _topic(q, pieces, files)
    kind = _kind(q)
    most = q.most or (1 if ONE.search(q.text) else SEVERAL)
    return Reading(kind, tuple(q.parts), files, most, "least" in q.asks, tuple(q.notes))


def _asides(q: _Question) -> None:
    """Take what stands in brackets: how something is to be counted, not what it is about."""
    for pattern in (words().aside, *words().groups):
        q.aside += [match.group() for match in pattern.finditer(q.text)]
        q.text = pattern.sub("", q.text)
    q.masked = q.text


def _misspelt_units(q: _Question) -> None:
    """Read units with a wrong character that sounds the same: 渝中区档案管."""
    for start, end, name in misspelt.misspelt_in(q.masked, q.labels.names_of("unit")):
        q.notes.append(f"“{q.text[start:end]}”按“{name}”理解")
        q.text = q.text[:start] + name + q.text[end:]
        q.masked = q.masked[:start] + name + q.masked[end:]


def _titles(q: _Question) -> None:
    """Take titles in 《》: acts that the graph knows, else words that a text must hold."""
    for match in TITLED.finditer(q.masked):
        title = match.group(1)
        acts = q.labels.of_name(match.group(), "act") or q.labels.of_name(title, "act")
        documents = q.labels.of_name(title, "document")
        if documents:
            q.parts.append(Part("document", match.group(), f"《{title}》", documents))
            q.mask(match.start(), match.end(), LETTERS["document"])
            continue
        if not acts:
            near = misspelt.nearest(title, q.labels.names_of("act"))
            inside = {name for name in q.labels.names_of("act") if len(title) > 5 and (title in name)}  # noqa: PLR2004
            acts = q.labels.of_name(near, "act") if near else tuple(dict.fromkeys(a for n in inside for a in q.labels.of_name(n, "act")))
            if acts:
                q.notes.append(f"“{title}”按“{q.labels.names[acts[0]]}”理解")
        if acts:
            _act(q, match.group(), acts)
        elif q.store.index.holding(title):
            q.quoted.append(title)
            q.mask(match.start(), match.end(), "Ｑ")
            continue
        else:
            raise NotKnown(f"图谱里没有文件引用《{title}》。", alike=misspelt.alike(title, q.labels.names_of("act")))
        q.mask(match.start(), match.end(), "Ａ")


def _act(q: _Question, said: str, acts: tuple[str, ...]) -> None:
    """Note an act; one that is a document of the graph is that document."""
    own = tuple(file.iri for file in q.labels.files if file.work in acts)
    if own:
        q.parts.append(Part("document", said, said, own))
    else:
        q.parts.append(Part("act", said, said if said.startswith("《") else _act_name(q, acts[0], said), acts))


def _act_name(q: _Question, iri: str, said: str) -> str:
    name = q.labels.names[iri]
    return name if re.search(r"号$", name) else f"《{name}》" if "《" not in name else said


def _names(q: _Question) -> list[Mention]:
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
            _act(q, mention.words, mention.values)
        elif mention.kind == "document":
            q.parts.append(Part("document", mention.words, f"《{mention.words}》", mention.values))
        elif mention.kind == "place" and re.match(r"[一-龥]{0,3}(?:网站|门户网站)", follows):
            continue
        kept.append(mention)
        q.mask(mention.start, mention.end, LETTERS[mention.kind])
    for match in NUMBERED.finditer(q.masked):
        raise NotKnown(f"图谱里没有文件引用“{match.group()}”。", alike=misspelt.alike(match.group(), q.labels.names_of("act")))
    return kept


def _quotes(q: _Question) -> None:
    """Take words in quotes: they must stand so in a task."""
    for match in QUOTED.finditer(q.masked):
        inner = match.group(1)
        if any(letter in inner for letter in MASKS):
            continue
        after = SECTION.match(q.masked, match.end())
        heading = [h for h in q.labels.names_of("heading") if h == inner]
        if after and not heading:
            heading = [h for h in q.labels.names_of("heading") if inner in h or h in inner]
        if heading and after:
            q.parts.append(Part("heading", inner, f"“{inner}”一节", tuple(v for h in heading for v in q.labels.of_name(h, "heading"))))
            q.mask(match.start(), after.end(), "Ｈ")
        else:
            q.quoted.append(inner)
            q.mask(match.start(), match.end(), "Ｑ")


def _numbers(q: _Question) -> None:
    """Take the number of a task: 第14项任务."""
    for match in TASK_NUMBER.finditer(q.masked):
        try:
            number = number_of(match[1] or match[2] or match["rank"])
        except ValueError:
            continue
        q.parts.append(Part("number", match.group(), f"第{number}项", (str(number),)))
        q.mask(match.start(), match.end(), "Ｎ")


@cache
def _other_places() -> re.Pattern[str]:
    """Return a pattern of all places' names; provinces and cities also without 省 and 市."""
    full = {place.name for place in places().values() if len(place.name) > 2}  # noqa: PLR2004 (城区 is a word too)
    short = {re.sub(r"[省市]$", "", p.name) for p in places().values() if p.code.endswith("00") and re.search("[省市]$", p.name)}
    return re.compile("|".join(sorted(full | {name for name in short if len(name) > 1}, key=len, reverse=True)))


def _unknown_places(q: _Question) -> None:
    """Raise NotKnown where a question names a place that no document is of."""
    for match in _other_places().finditer(q.masked):
        around = q.masked[max(0, match.start() - 1) : match.end() + 1].strip(MASKS + "的")
        if len(around) > len(match.group()) and q.store.index.holding(around):
            continue
        if q.store.index.holding(match.group()) and not re.match(r"的|有|在|市|区|县|今年|\d|$", q.masked[match.end() :]):
            continue
        known = "、".join(dict.fromkeys(f.place for f in q.labels.files if f.place))
        raise NotKnown(f"图谱里没有{match.group()}的文件，现有：{known}。")


def _unlisted_units(q: _Question) -> list[Mention]:
    """Take what looks like a unit's name and is none of the graph's: by its field of work, or as misspelt."""
    found = []
    for match in UNIT_LIKE.finditer(q.masked):
        name = match.group()
        if NO_NAME.search(name):
            continue
        if q.store.index.holding(name) and not functions_of(name):
            continue
        values = q.labels.units_of_functions(functions_of(_in_full(name)))
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


def _in_full(name: str) -> str:
    """Return a unit's name with what is commonly shortened in full: 市监局 is 市场监管局."""
    for short, full in words().abbreviations.items():
        if short in name:
            return name.replace(short, full)
    return name


def _fields(q: _Question) -> list[Mention]:
    """Take fields of work that stand for units: 荆门发改、住建、交通运输三个部门."""
    found = []
    known = {**{word: word for word, _ in field_words()}, **words().abbreviations}
    names = "|".join(sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?:(?<=Ｐ)|(?<=Ｐ的)|(?<=Ｕ、)|(?<=Ｕ和)|(?<=Ｕ与)|(?<=Ｕ跟))(?:{names})(?=[、和与跟牵负承共一都两三四几口局委]|部门|单位|主管|系统|$)(?!和[^、，。？]{{0,6}}公开)")
    while match := pattern.search(q.masked):
        values = q.labels.units_of_functions(functions_of(f"市{known[match.group()]}局"))
        if not values:
            break
        end = match.end() + len(re.match(r"(?:局|委|部门|口)?", q.masked[match.end() :]).group())  # type: ignore[union-attr]
        q.notes.append(f"“{match.group()}”按职能理解")
        found.append(Mention(match.start(), end, "unit", match.group(), values))
        q.mask(match.start(), end, "Ｕ")
    return found


def _years(q: _Question, named: Iterable[object]) -> list[int]:
    years = []
    for match in years_named(q.masked, q.today):
        years.append(match.year)
        q.parts.append(Part("year", match.words, f"{match.year}年", (str(match.year),)))
        if not any(f.year == match.year for f in q.labels.files):
            held = "、".join(f"{year}年" for year in sorted({f.year for f in q.labels.files if f.year}))
            raise NotKnown(f"图谱里没有{match.year}年的文件，现有：{held}。")
        q.mask(match.start, match.end, "Ｙ")
    return years


def _scope(q: _Question, mentions: Iterable[Mention], units: Iterable[Mention], years: Iterable[int]) -> tuple[File, ...]:
    """Return the documents that a question is about, by its places, years and documents."""
    said = [(m.values, m.words) for m in mentions if m.kind == "place"]
    said += [((m.within,), m.words) for m in units if m.within]
    places_said: dict[str, str] = {iri: word for values, word in said for iri in values}
    innermost = [
        iri for iri in places_said
        if not any(iri in file.places[1:] and other == file.places[0] for file in q.labels.files for other in places_said if other != iri)
    ]  # fmt: skip
    for iri in innermost:
        q.parts.append(Part("place", places_said[iri], q.labels.names[iri], (iri,)))
    if years and EACH.search(q.masked):
        return _each(q, innermost, years)
    files = q.labels.files_in(innermost, years)
    documents = {iri for part in q.parts if part.kind == "document" for iri in part.values}
    if documents:
        files = tuple(file for file in files if file.iri in documents)
    if not files:
        what = "、".join([*(q.labels.names[iri] for iri in innermost), *(f"{year}年" for year in years)])
        raise NotKnown(f"图谱里没有{what}的文件。")
    return files


def _each(q: _Question, place_iris: Iterable[str], years: Iterable[int]) -> tuple[File, ...]:
    """Return the documents of places and those of years; the conditions become the documents themselves."""
    files = {file.iri: file for file in (*q.labels.files_in(place_iris, ()), *q.labels.files_in((), years))}
    q.parts = [part for part in q.parts if part.kind not in ("place", "year")]
    q.parts += [Part("document", file.label, f"《{file.label}》", (file.iri,)) for file in files.values()]
    return tuple(files.values())


def _is_issuer(q: _Question, mention: Mention) -> bool:
    """Note a unit that issued a document: 荆门市人民政府办公室印发的."""
    follows = ISSUED_BY.match(q.masked, mention.end)
    if follows:
        q.parts.append(Part("issuer", mention.words, f"由{q.labels.names[mention.values[0]]}印发", mention.values))
        q.mask(mention.start, follows.end(), "Ｄ")
    return bool(follows)


def _units(q: _Question, units: Iterable[Mention], files: Iterable[File]) -> None:
    """Note the units; of those that a name can mean, those of the documents asked about."""
    inside = {file.iri for file in files}
    for mention in sorted(units, key=lambda m: m.start):
        values = tuple(unit for unit in mention.values if q.labels.files_of_unit[unit] & inside)
        if not values:
            where = "、".join(dict.fromkeys(f.label for f in files))
            raise NotKnown(f"《{where}》里没有“{mention.words}”。" if len(inside) == 1 else f"所问的文件里没有“{mention.words}”。")
        part = Part("unit", mention.words, q.labels.names[values[0]], values)
        if all(other.values != values for other in q.parts if other.kind == "unit"):
            q.parts.append(part)


def _limit_words(q: _Question) -> None:
    """Take how a deadline is worded: 时限写着“全年”的任务."""
    for phrase in list(q.quoted):
        at = q.text.find(f'"{phrase}"')
        if at >= 0 and QUOTED_LIMIT.search(q.masked[:at]):
            q.quoted.remove(phrase)
            q.parts.append(Part("words", phrase, f"时限写有“{phrase}”", (phrase,)))
            before = QUOTED_LIMIT.search(q.masked[:at])
            if before:
                q.mask(before.start(), at + len(phrase) + 2, "Ｄ")
    for match in LIMIT_WORDS.finditer(q.masked):
        q.parts.append(Part("words", match["words"], f"时限写有“{match['words']}”", (match["words"],)))
        q.mask(match.start(), match.end(), "Ｄ")


def _periods(q: _Question, files: Iterable[File], years: list[int]) -> None:
    """Take days and periods; where no year is said it is the question's, this year, or the documents'."""
    year = years[0] if years else q.today.year
    found = periods(q.masked, year, q.today)
    if not years and not any(file.year == q.today.year for file in files):
        last = max((file.year for file in files if file.year), default=q.today.year)
        if any(not period.year_said for period in found):
            q.notes.append(f"没有写年份，按文件年度（{last}年）理解")
        found = in_year(found, last)
    for period in found:
        _period(q, period)


def _period(q: _Question, period: Period) -> None:
    """Note a day or period: that of a deadline, or that in which a document was issued."""
    first, last = period.first, period.last
    before = AS_WRITTEN.search(q.masked[: period.start])
    if before and last and first is None and not period.words.startswith(("不", "早于")):
        first = last
    if first and last:
        shown = f"{first}" if first == last else f"{first}至{last}"
    else:
        shown = f"{last}以前（含当日）" if last else f"{first}以后（含当日）"
    issued = ISSUING.match(q.masked[period.end :])
    issued_in = ISSUED_IN.search(q.masked[: period.start])
    if issued_in:
        q.mask(issued_in.start(), period.start, "Ｄ")
    kind: PartKind = "issued" if issued or issued_in else "due"
    q.parts.append(Part(kind, period.words, f"{'印发于' if kind == 'issued' else '时限'}{shown}", (str(first or ""), str(last or ""))))
    q.mask(before.start() if before else period.start, period.end + (issued.end() if issued else 0), "Ｄ")


def _asks(q: _Question) -> None:
    """Take what is asked for, and the roles."""
    roles_read = False
    for name, pattern in words().asks:
        if not name.startswith(("lacks", "no_", "several", "has_lead")) and name != "progress" and not roles_read:
            _roles(q)
            roles_read = True
        while match := pattern.search(q.masked):
            if not match.group():
                break
            if name == "lacks_topic" and "documents" not in q.asks:
                break
            q.asks.add(name)
            for group in ("n", "m", "l", "k"):
                if group in match.re.groupindex and match[group]:
                    q.most = number_of(match[group])
            q.mask(match.start(), match.end(), "Ｘ")
    if "without_groups" in q.asks or any(map(words().groups[0].search, q.aside)):
        q.parts.append(Part("groups", "不含统称", "不含统称单位"))


def _roles(q: _Question) -> None:
    found: dict[str, str] = {}
    text = q.masked + "".join(aside for aside in q.aside if not NEGATED.search(aside))
    for roles, pattern in words().roles:
        for match in pattern.finditer(text):
            found.update(dict.fromkeys(roles, match.group()))
            text = text.replace(match.group(), "＿" * len(match.group()))
            break
    if found:
        roles = tuple(role for role in ROLES if role in found)
        q.parts.append(Part("role", "、".join(dict.fromkeys(found.values())), role_words(roles), roles))


def role_words(roles: Iterable[str]) -> str:
    """Return roles as a user reads them."""
    said = {"lead": "牵头", "responsible": "责任", "cooperating": "配合"}
    return "、".join(said[role] for role in roles)


def _pieces(q: _Question) -> list[str]:
    """Return what is left of a question when all that is understood is taken away."""
    rest = BRACKETED.sub(r"|\1", words().idle.sub("＿", q.masked))
    # Of several sentences the one that asks says what it is about, if it does.
    sentences = SENTENCE.split(rest)
    asking = [sentence for sentence in sentences if "Ｘ" in sentence]
    return _pieces_of(asking, q) or _pieces_of(sentences, q)


def _pieces_of(sentences: Iterable[str], q: _Question) -> list[str]:
    rest = "Ｘ".join(sentences)
    found = []
    for piece in re.split(rf"[{MASKS}＿，。？！,.?!;；:：()\"\s]+", rest):
        bare = _trimmed(piece, q.store.index)
        if len(bare) > 1 and not is_generic(bare) and says_something(bare, q.store.index):
            found.append(bare)
    return found


def _trimmed(piece: str, index: TextIndex) -> str:
    """Return a piece without the words at both ends that say nothing of what it is about."""
    parts = cut_question(piece, index)
    while parts and words().edge.fullmatch(parts[0]):
        parts.pop(0)
    while parts and words().edge.fullmatch(parts[-1]):
        parts.pop()
    return "".join(parts)


def _topic(q: _Question, pieces: list[str], files: tuple[File, ...]) -> None:
    """Note what the question is about. Raises NotKnown where no task of the documents is about it."""
    slugs = frozenset(file.slug for file in files)
    everywhere = frozenset(file.slug for file in q.labels.files)
    among: frozenset[str] | None = None
    for phrase in q.quoted:
        subject = quoted_subject(phrase, slugs, q.store) or subject_of([phrase], slugs, q.store)
        if subject is None:
            raise _not_about(phrase, quoted_subject(phrase, everywhere, q.store) is not None)
        q.parts.append(Part("topic", phrase, subject.words, subject=subject))
        among = q.store.index.holding(phrase) if among is None else among & q.store.index.holding(phrase)
    if not pieces:
        return
    pieces = _without_fillers(q, pieces)
    subject = subject_of(pieces, slugs, q.store, among)
    if subject is None and (q.quoted or _is_filler(q, pieces)):
        q.notes.append(f"没有理解“{'、'.join(pieces)}”，未作为条件")
        return
    if subject is None:
        raise _not_about("、".join(pieces), subject_of(pieces, everywhere, q.store) is not None)
    note = "；".join(f"“{typed}”按“{read}”理解" for typed, read in subject.corrected)
    if note:
        q.notes.append(note)
    q.parts.append(Part("topic", "、".join(pieces), subject.words, note=note, subject=subject))


def _without_fillers(q: _Question, pieces: list[str]) -> list[str]:
    """Return the parts of what a question is about without short ones that no task holds, where others remain."""
    index = q.store.index
    kept = [piece for piece in pieces if len(piece) >= SHORTEST_TOPIC or index.holding(piece)]
    # A clause that begins with a doing, which no task says, tells how: 挂到政府网站上.
    named = [piece for piece in kept if not begins_with_doing(piece, index) or index.holding(piece)]
    return named or kept or pieces


def _is_filler(q: _Question, pieces: Iterable[str]) -> bool:
    """Say whether what is left can be passed over: a few characters beside conditions that say enough."""
    said = {part.kind for part in q.parts} & {"unit", "act", "number", "due", "words", "heading"} | {"most", "least"} & q.asks
    return bool(said) and all(len(piece) < SHORTEST_TOPIC for piece in pieces)


def _not_about(what: str, elsewhere: bool) -> NotKnown:
    where = "所问的文件里" if elsewhere else "图谱里"
    return NotKnown(f"{where}没有涉及“{what}”的任务。")




def _kind(q: _Question) -> Kind:
    """Return the kind of question. Raises NotKnown where it is none of them."""
    features = {part.kind for part in q.parts} | {"topic" for part in q.parts if part.kind == "heading"}
    asks = set(q.asks)
    if "fewer" in asks:
        asks |= {"rank", "least"}
        q.asks.add("least")
    if {"more", "fewer"} & asks or ("documents" in asks and {"most", "least"} & asks):
        asks = asks - {"more", "fewer", "most", "least", "documents", "units"} | {"rank"}
    if {"most", "least"} & asks:
        asks = asks - {"count", "tasks", "documents"} | {"units", "most"} - {"least"}
    if {"due", "words"} & features:
        asks -= {"lacks_deadline"} | ({"dates", "duration"} if "tasks" in asks else set())
        features.add("due")
    if "issued" in features:
        asks -= {"issued"}
    if "unit" in features and "lacks_lead" in asks:
        # 没有牵头、只当责任单位
        asks -= {"lacks_lead"}
        q.parts = [part for part in q.parts if part.kind != "role"]
        q.parts.append(Part("role", "责任", role_words(("responsible",)), ("responsible",)))
    if "several_leads" in asks:
        q.parts.append(Part("with", "牵头单位不止一家", "牵头单位不止一家", ("leads",)))
        asks -= {"several_leads"} | ({"lacks_lead"} & asks)
    if "has_lead" in asks and not {"units"} & asks:
        q.parts.append(Part("with", "牵头单位", "写有牵头单位", ("lead",)))
    if not {"tasks", "units"} & asks and not {"dates", "duration"} & asks - ({"dates"} if "due" in features else set()):
        asks |= {"tasks"} if TASKS_WANTED.search(q.text) else set()
        asks -= {"dates"} if "tasks" in asks else set()
    lacks_topic = {"lacks_topic"} & asks
    target = next((name for name in TARGETS if name in asks), "")
    if not target:
        _refuse_chat(q)
        target = _supposed(features)
    features |= {target, *lacks_topic} | ({"most"} & asks) | ({"together"} & asks)
    if "unit" not in features:
        features -= {"together"}
    if "together" in asks and sum(part.kind == "unit" for part in q.parts) > 1:
        features.add("units2")
    fitting = [k for k in kinds() if k.asks <= features and k.has <= features and not k.lacks & features]
    if not fitting:
        raise NotKnown("没有看懂这个问题。")
    return max(fitting, key=lambda k: len(k.asks) + len(k.has))


def _refuse_chat(q: _Question) -> None:
    """Raise NotKnown where nothing is asked for, and no words of it stand in a task as they were typed."""
    if all(part.kind == "topic" and not (part.subject and part.subject.phrases) for part in q.parts):
        raise NotKnown("没有看懂要问什么。可以问：某单位负责哪些任务、某事项由谁牵头、什么时候完成、依据什么文件。")


def _supposed(features: Iterable[str]) -> str:
    """Return what is asked for where no word says it: keywords alone."""
    known = set(features)
    if "number" in known:
        return "detail"
    if "unit" in known or "due" in known or "act" in known:
        return "tasks"
    if "topic" in known:
        return "units" if "role" in known else "tasks"
    if "role" in known:
        return "units"
    return "tasks" if known else ""
