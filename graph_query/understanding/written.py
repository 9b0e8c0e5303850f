"""What a question says by its form: titles, quotes, numbers of tasks, days and periods, the words of time limits."""

from __future__ import annotations

import re

from graph_build.values.figures import FIGURES, number_of
from graph_build.vocabulary.concepts import limit_words
from graph_query.questions import words
from graph_query.understanding import misspelt
from graph_query.understanding.formula import Atom
from graph_query.understanding.lattice import PERIOD, Question
from graph_query.understanding.naming import add_act, unit_named
from graph_query.understanding.periods import periods, years_named
from graph_query.understanding.purposes import add_purpose

QUOTED = re.compile(r'"([^"]{2,60})"')
TITLED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
TASK_NUMBER = re.compile(
    rf"第(?P<n>\d{{1,3}}|[{FIGURES}百]{{1,4}})(?:项|条|件|号|个)(?:的?(?:重点|具体)?(?:任务|工作|事项))?(?!文)"
    rf"|(?:任务|事项|编号|序号)+(?:为|是)?(?P<m>\d{{1,3}})(?!\d|年|月|日|号|底|天|季|[到至])(?:的)?(?:那)?(?:一)?(?:项|条|号)?"
    rf"|排(?:在)?第(?P<rank>\d{{1,3}}|[{FIGURES}]{{1,4}})(?:位|名)?的?(?:那)?(?:一)?(?:项|条)(?:任务)?"
)
TASK_NUMBERS = re.compile(r"第((?:\d{1,3}(?:[、,，和与及]|[到至-]第?))+\d{1,3})(?:项|条|号)(?:任务|工作|事项)?")
BARE_YEAR = re.compile(r"(?<!\d)20\d\d(?![\d年./-])")
# That a bound counts itself, which is so: 5项以上（含5项）.
BOUND_TOO = re.compile(
    rf"(?<=以上|以下|以内)[(（](?:都|均|也)?(?:含|包括|包含)(?:本数|\d+|[{FIGURES}]+)?[个项家份条名天日]?(?:在内)?[)）]"
)
MOST_NUMBERS = 50
SECTION = re.compile(r"(?:这|那)?(?:一|个)?(?:项下|之下|栏下|节|章节?|部分|板块|小节|标题下?|大项|大?块|类)")
SHORTEST_TITLE = 6


def add_written(q: Question) -> None:
    """Add the readings that their form tells."""
    _add_titles(q)
    _add_quotes(q)
    _add_numbers(q)
    for word in limit_words("ongoing"):
        for match in re.finditer(word, q.text):
            q.add(match.start(), match.end(), "LIMITWORD", Atom("limit", (word,), words=word), 0.3)
    _add_days(q)
    for match in BOUND_TOO.finditer(q.text):
        q.add(match.start(), match.end(), "EMPTY", (), 0.0)
    add_purpose(q)


def _add_titles(q: Question) -> None:
    """Add titles in 《》: acts that the graph knows, else words that a text must hold."""
    for match in TITLED.finditer(q.text):
        title, said = match.group(1), match.group()
        if q.has(match.start(), "ACT") or q.has(match.start(), "DOC"):
            continue
        documents = q.labels.of_name(title, "document")
        acts = q.labels.of_name(title, "act")
        near = None if acts or documents else misspelt.nearest(title, q.labels.names_of("act"))
        if near:
            acts = q.labels.of_name(near, "act")
        elif not acts and len(title) >= SHORTEST_TITLE:
            inside = sorted(name for name in q.labels.names_of("act") if title in name)
            acts = tuple(dict.fromkeys(act for name in inside for act in q.labels.of_name(name, "act")))
        if documents:
            q.add(match.start(), match.end(), "DOC", Atom("document", documents, words=said, shown=said))
        elif acts:
            note = (
                f"“{title}”按“{q.labels.names[acts[0]]}”理解" if near or title not in q.labels.names_of("act") else ""
            )
            add_act(q, match.span(), said, acts, note)
        elif q.index.holding(title):
            q.add(match.start(), match.end(), "QUOTE", title)
        else:
            alike = tuple(misspelt.alike(title, q.labels.names_of("act")))
            atom = Atom("cites", reason=f"图谱里没有文件引用《{title}》。", alike=alike, words=said)
            q.add(match.start(), match.end(), "ACT", atom)


def _add_quotes(q: Question) -> None:
    """Add words in quotes: they must stand so in a task, or are the heading of a section."""
    for match in QUOTED.finditer(q.text):
        inner = match.group(1)
        after = SECTION.match(q.text, match.end())
        headings = [h for h in q.labels.names_of("heading") if h == inner]
        if after and not headings:
            headings = [h for h in q.labels.names_of("heading") if inner in h or h in inner]
        if headings and after:
            values = tuple(value for h in sorted(headings) for value in q.labels.of_name(h, "heading"))
            section = Atom("section", values, words=inner, shown=f"“{inner}”一节")
            q.add(match.start(), after.end(), "SECT", section)
        for entry in words().entries.get(inner, ()):
            if entry.symbol in ("LIMITN", "ROLEN"):
                q.add(match.start(), match.end(), entry.symbol, entry.value, 0.1)
        if inner in limit_words("ongoing"):
            q.add(match.start(), match.end(), "LIMITWORD", Atom("limit", (inner,), words=inner), 0.2)
        units = q.labels.of_name(inner, "unit")
        if units:
            q.add(match.start(), match.end(), "UNIT", unit_named(q, inner, units), 0.1)
        named = units or any(entry.symbol in ("LIMITN", "ROLEN") for entry in words().entries.get(inner, ()))
        q.add(match.start(), match.end(), "QUOTE", inner, 2.0 if named else 0.2)


def _add_numbers(q: Question) -> None:
    """Add the numbers of tasks: 第14项任务."""
    for match in TASK_NUMBERS.finditer(q.text):
        numbers = tuple(map(str, _listed_numbers(match[1])))
        shown = f"第{'、'.join(numbers)}项"
        q.add(match.start(), match.end(), "NUMBER", Atom("number", numbers, words=match.group(), shown=shown))
    for match in TASK_NUMBER.finditer(q.text):
        try:
            number = number_of(match["n"] or match["m"] or match["rank"])
        except ValueError:
            continue
        atom = Atom("number", (str(number),), words=match.group(), shown=f"第{number}项")
        q.add(match.start(), match.end(), "NUMBER", atom)


def _listed_numbers(phrase: str) -> list[int]:
    """Return the numbers of a list or range: 14、15, 10到12."""
    ends = [int(figures) for figures in re.findall(r"\d+", phrase)]
    is_range = len(ends) == 2 and re.search("[到至-]", phrase)  # noqa: PLR2004 (a first and a last)
    return list(range(ends[0], min(ends[1], ends[0] + MOST_NUMBERS) + 1)) if is_range else ends


def _add_days(q: Question) -> None:
    """Add years, days and periods; where no year is said it is the question's, this year, or the documents'."""
    years = years_named(q.text, q.today)
    for year in years:
        held = any(file.year == year.year for file in q.labels.files)
        existing = "、".join(f"{year}年" for year in sorted({f.year for f in q.labels.files if f.year}))
        reason = "" if held else f"图谱里没有{year.year}年的文件，现有：{existing}。"
        atom = Atom("year", (str(year.year),), words=year.words, shown=f"{year.year}年", reason=reason)
        q.add(year.start, year.end, "YEAR", atom, PERIOD)
    for match in BARE_YEAR.finditer(q.text):
        if any(str(file.year) == match.group() for file in q.labels.files):
            atom = Atom("year", (match.group(),), words=match.group(), shown=f"{match.group()}年")
            q.add(match.start(), match.end(), "YEAR", atom, 0.4)
    for period in periods(q.text, years[0].year if years else q.today.year, q.today):
        q.add(period.start, period.end, "DATE", period, PERIOD)
