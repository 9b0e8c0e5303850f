"""What a question says by its form: brackets, titles, quotes, numbers, days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from graph_build.values.figures import FIGURES, number_of
from graph_build.vocabulary.concepts import limit_words
from graph_query.errors import NotKnown
from graph_query.labels import File
from graph_query.ledger import notices
from graph_query.questions import words
from graph_query.understanding import misspelt
from graph_query.understanding.conditions import Part, PartKind
from graph_query.understanding.periods import Period, in_year, periods
from graph_query.understanding.question import LETTERS, MASKS, Question

QUOTED = re.compile(r'"([^"]{2,60})"')
TITLED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
TASK_NUMBER = re.compile(
    rf"第(\d{{1,3}}|[{FIGURES}百]{{1,4}})(?:项|条|件|号|个)(?:的?(?:重点|具体)?(?:任务|工作|事项))?(?!文)|(?:任务|事项|编号|序号)+(?:为|是)?(\d{{1,3}})(?!\d|年|月|日|号|底|天|季|[到至])(?:的)?(?:那)?(?:一)?(?:项|条|号)?|排(?:在)?第(?P<rank>\d{{1,3}}|[{FIGURES}]{{1,4}})(?:位|名)?的?(?:那)?(?:一)?(?:项|条|个)(?:任务)?"
)
TASK_NUMBERS = re.compile(r"第((?:\d{1,3}[、,，和与及到至-])+\d{1,3})(?:项|条|号)(?:任务|工作|事项)?")
MOST_NUMBERS = 50
SECTION = re.compile(r"(?:这|那)?(?:一|个)?(?:项下|之下|栏下|节|章节?|部分|板块|小节|标题下?|大项|类)")
# What the words of a deadline say, in a question: 时限写着“全年”的, 要求长期坚持的.
ONGOING = "|".join(sorted(limit_words("ongoing"), key=len, reverse=True))
AHEAD_OF_WORDS = (
    "要求",
    "又要",
    "还要",
    "需要",
    "写着",
    "只写",
    "属于",
    "Ｐ",
    "Ｙ",
    "且",
    "并",
    "需",
    "应",
    "为",
    "是",
    "写",
    "的",
)
LIMIT_WORDS = re.compile(
    r"(?:(?:完成|截止)?(?:时限|期限|时间|日期)(?:要求)?(?:一栏)?[^，,。？Ｑ]{0,10}?"
    r"(?:只)?(?:写|为|是|标|定|填|属于|注明)[^，,。？Ｑ]{0,3}?)?"
    rf"(?:{'|'.join(f'(?<={ahead})' for ahead in AHEAD_OF_WORDS)})(?P<words>{ONGOING})(?=的|[，,]|$|类|任务|有)"
)
QUOTED_LIMIT = re.compile(r"(?:时限|期限|完成时间|截止时间|截止日期)(?:要求)?(?:一栏)?[^，。？Ｑ]{0,14}?$")
# A deadline as it is written, not a day up to which.
AS_WRITTEN = re.compile(
    r"(?:时限|期限|截止(?:日期|时间)?|完成时间)(?:一栏)?(?:里|中)?(?:是|为|写(?:到|着|的是|成|明)?|定(?:在|于|为)|标(?:注)?(?:为|的是)?)*$"
)
# What is past says nothing of what was done.
PAST = re.compile(
    r"(?:所定|完成)?(?:期限|时限)(?:都|已经|已|早)*(?:过|届满)了?的?|(?:已经|已|都)+(?:到期|过(?:期限|时限|期))了?的?"
)
ISSUED_IN = re.compile(r"(?:签发|印发|制发|发布|下发|出台|成文|公布|落款)(?:日期|时间)?(?:于|在|是|为)?$")
ISSUING = re.compile(r"^(?:份)?(?:正式)?(?:签发|印发|制发|发布|下发|出台|成文|公布|落款)")


def take_asides(q: Question) -> None:
    """Take what stands in brackets: how something is to be counted, not what it is about."""
    for pattern in (words().aside, *words().groups):
        q.aside += [match.group() for match in pattern.finditer(q.text)]
        q.text = pattern.sub("", q.text)
    q.masked = q.text


def take_titles(q: Question) -> None:
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
            acts = (
                q.labels.of_name(near, "act")
                if near
                else tuple(dict.fromkeys(a for n in inside for a in q.labels.of_name(n, "act")))
            )
            if acts:
                q.notes.append(f"“{title}”按“{q.labels.names[acts[0]]}”理解")
        if acts:
            take_act(q, match.group(), acts)
        elif q.index.holding(title):
            q.quoted.append(title)
            q.mask(match.start(), match.end(), "Ｑ")
            continue
        else:
            raise NotKnown(f"图谱里没有文件引用《{title}》。", alike=misspelt.alike(title, q.labels.names_of("act")))
        q.mask(match.start(), match.end(), "Ａ")


def take_act(q: Question, phrase: str, acts: tuple[str, ...]) -> None:
    """Note an act; one that is a document of the graph is that document."""
    own = tuple(file.iri for file in q.labels.files if file.work in acts)
    if own:
        q.parts.append(Part("document", phrase, phrase, own))
    else:
        q.parts.append(Part("act", phrase, phrase if phrase.startswith("《") else _act_name(q, acts[0], phrase), acts))


def _act_name(q: Question, iri: str, phrase: str) -> str:
    name = q.labels.names[iri]
    return name if re.search(r"号$", name) else f"《{name}》" if "《" not in name else phrase


def take_quotes(q: Question) -> None:
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
            q.parts.append(
                Part(
                    "heading",
                    inner,
                    f"“{inner}”一节",
                    tuple(v for h in heading for v in q.labels.of_name(h, "heading")),
                )
            )
            q.mask(match.start(), after.end(), "Ｈ")
        else:
            q.quoted.append(inner)
            q.mask(match.start(), match.end(), "Ｑ")


def take_numbers(q: Question) -> None:
    """Take the number of a task: 第14项任务."""
    for match in TASK_NUMBERS.finditer(q.masked):
        for number in _listed_numbers(match[1]):
            q.parts.append(Part("number", match.group(), f"第{number}项", (str(number),)))
        q.mask(match.start(), match.end(), "Ｎ")
    for match in TASK_NUMBER.finditer(q.masked):
        try:
            number = number_of(match[1] or match[2] or match["rank"])
        except ValueError:
            continue
        q.parts.append(Part("number", match.group(), f"第{number}项", (str(number),)))
        q.mask(match.start(), match.end(), "Ｎ")


def _listed_numbers(phrase: str) -> list[int]:
    """Return the numbers of a list or range: 14、15, 10到12."""
    ends = [int(figures) for figures in re.findall(r"\d+", phrase)]
    is_range = len(ends) == 2 and re.search("[到至-]", phrase)  # noqa: PLR2004 (a first and a last)
    return list(range(ends[0], min(ends[1], ends[0] + MOST_NUMBERS) + 1)) if is_range else ends


def take_limit_words(q: Question) -> None:
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


def take_periods(q: Question, files: Iterable[File], years: list[int]) -> None:
    """Take days and periods; where no year is said it is the question's, this year, or the documents'."""
    past = PAST.search(q.masked)
    if past:
        q.parts.append(Part("due", past.group(), f"时限{q.today}以前", ("", str(q.today - timedelta(days=1)))))
        q.notes.append(notices.PAST)
        q.mask(past.start(), past.end(), "Ｄ")
    year = years[0] if years else q.today.year
    found = periods(q.masked, year, q.today)
    if not years and not any(file.year == q.today.year for file in files):
        # A template is of no place, and its year nobody's, unless it alone is asked about.
        of_places = [file for file in files if file.place] or files
        last = max((file.year for file in of_places if file.year), default=q.today.year)
        if any(not period.year_said for period in found):
            q.notes.append(f"没有写年份，按文件年度（{last}年）理解")
        found = in_year(found, last)
    for period in found:
        _period(q, period)


def _period(q: Question, period: Period) -> None:
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
    q.parts.append(
        Part(
            kind,
            period.words,
            f"{'印发于' if kind == 'issued' else '时限'}{shown}",
            (str(first or ""), str(last or "")),
        )
    )
    q.mask(before.start() if before else period.start, period.end + (issued.end() if issued else 0), "Ｄ")
