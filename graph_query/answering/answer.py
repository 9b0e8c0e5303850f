"""Answers to questions in Chinese: sure, asked back, or refused.

One reading that covers the whole question, with no rival of another result, is answered. Near readings of different
results are asked back, each with its answer; what can't be known is refused, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from string import Template
from typing import Any

from graph_query.answering.also import also_said
from graph_query.answering.behind import Behind, behind, ordered
from graph_query.answering.changes import Change, asked_of, changes_of, related
from graph_query.answering.ending import with_days
from graph_query.answering.going_on import before_of
from graph_query.answering.nothing import nothing
from graph_query.answering.query import kind_of, supposed_of
from graph_query.answering.running import run
from graph_query.answering.sentence import remarks, sentence_words
from graph_query.answering.sources import Source, sources_of
from graph_query.answering.suggestions import suggested
from graph_query.answering.values import VALUES, slug_of_file
from graph_query.errors import NotKnown
from graph_query.labels import labels_of, plain
from graph_query.stores import Store, select
from graph_query.understanding import Before, Question, resolved, understand
from graph_query.understanding.conditions import Part, has_scope, parts_of, without
from graph_query.understanding.formula import Formula, atoms
from graph_query.understanding.reading import NO_QUESTION
from graph_query.understanding.saying import question_of
from graph_query.understanding.within import within

LONGEST_QUESTION = 500
# A reading that costs so much more than the likeliest is no rival of it.
MARGIN = 0.35
MOST_RIVALS, MOST_CHOICES = 4, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered with.

    `values` holds what was asked for under its key (agencies, tasks, references, count, dates, documents) in the
    form of the question benchmark; `behind` the tasks and documents that it rests on, one a row; `columns` are the
    rows' columns with their names for users; `choices` are conditions that would make a name of several places
    plain; `clarify` are the readings of a question that is asked back, each with its `question` and answered;
    `asked` is what is asked for and `changes` other values of it and of conditions; `suggestions` are questions
    near this one, and where it can't be answered that can be; `missing` says how many documents could not be read
    and are in no answer. `formula` is what a
    question that follows goes on from, the likeliest reading; `follows` says that this one went on from another.
    """

    question: str
    answerable: bool
    answer: str
    kind: str = ""
    understood: str = ""
    reading: tuple[Part, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    sparql: str = ""
    sources: tuple[Source, ...] = ()
    behind: Behind = field(default_factory=Behind)
    choices: tuple[Part, ...] = ()
    asked: str = ""
    changes: tuple[Change, ...] = ()
    clarify: tuple[Answer, ...] = ()
    suggestions: tuple[str, ...] = ()
    missing: str = ""
    formula: Formula | None = None
    follows: bool = False


# Where there is no question that another could follow.
NOTHING_BEFORE = Answer("", answerable=False, answer="")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is chosen beside a question: place and year by name, and conditions of the question that do not count."""

    place: str = ""
    year: str = ""
    without: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Place and year, each with how it is shown as a condition."""
        return (self.place, self.place), (self.year, f"{self.year}年")


def ask(
    question: str,
    store: Store,
    today: date | None = None,
    beside: Beside | None = None,
    before: Answer | None = None,
) -> Answer:
    """Answer a question in Chinese; relative dates (今年, 上半年) count from `today`.

    It may go on from the answer to the one `before`: 荆门呢. What the graph does not hold is refused, and what may mean
    several things asked back: `answerable` is False, and `answer` says why.

    >>> answer = ask("荆门市一共有多少项任务？", store)  # a store that open_store() gives
    >>> answer.answer, answer.values
    ('荆门市，任务共50项。', {'count': 50})
    >>> ask("深圳市有哪些任务？", store).answerable
    False
    """
    likeliest, follows = None, before is not None
    day = today or datetime.now().astimezone().date()
    try:
        q, found = understand(_checked(question), store, day, _going_on(before, store))
        likeliest, follows = found[0][1], q.follows
        answer = _decided(q, found, question.strip(), store, beside or Beside())
    except NotKnown as refused:
        answer = _refused(question, refused, store, lambda text: _answered(text, store, day))
    formula = answer.formula or likeliest
    return replace(answer, question=question, missing=store.snapshot.report.missing, formula=formula, follows=follows)


def _going_on(before: Answer | None, store: Store) -> Before | None:
    """Return what a question goes on from. Raises NotKnown where the one before says nothing."""
    if before is None:
        return None
    if not before.question:
        raise NotKnown(NO_QUESTION)
    likeliest = before.clarify[0] if before.clarify else before
    return before_of(before.formula, likeliest.rows, likeliest.values, labels_of(store))


def _checked(question: str) -> str:
    text = question.strip()
    if not text:
        raise NotKnown("没有问题。请输入单位、事项、文号或问题。")
    if len(text) > LONGEST_QUESTION:
        raise NotKnown(f"问题超过 {LONGEST_QUESTION} 个字。请缩短。")
    if re.search("[\ud800-\udfff]", text):
        raise NotKnown("问题里有无法识别的字符。请重新输入。")
    return text


def _decided(q: Question, found: list[tuple[float, Formula]], question: str, store: Store, beside: Beside) -> Answer:
    """Return the answer of the likeliest reading, or the question asked back. Raises NotKnown where there is none."""
    least = found[0][0]
    near = [formula for cost, formula in found if cost <= least + MARGIN][:MOST_RIVALS]
    answers: dict[str, tuple[Formula, Answer]] = {}
    seen: set[Formula] = set()
    refusal: NotKnown | None = None
    for formula in near:
        try:
            meant = with_days(resolved(_beside(formula, q, beside), q), store)
            if meant in seen:
                continue
            seen.add(meant)
            answer = replace(answer_formula(meant, question, store), formula=formula)
        except NotKnown as refused:
            if not answers:
                refusal = refusal or refused
            continue
        answers.setdefault(repr(answer.values), (meant, answer))
    if not answers:
        raise refusal or NotKnown("没有看懂这个问题。")
    if refusal:
        raise refusal
    unsure = [word for formula, _ in answers.values() for word in _unclaimed(formula)]
    if len(answers) == 1 and not unsure:
        return next(iter(answers.values()))[1]
    return _asked_back(list(answers.values())[:MOST_CHOICES], list(dict.fromkeys(unsure)))


def _unclaimed(formula: Formula) -> tuple[str, ...]:
    """Return the words of a question that its formula does not hold."""
    return (*formula.missing, *(word for atom in atoms(formula.of) for word in atom.missing))


def _beside(formula: Formula, q: Question, beside: Beside) -> Formula:
    if not (beside.place or beside.year or beside.without):
        return formula
    place, year = ("" if shown in beside.without else name for name, shown in beside.chosen)
    if beside.without:
        # What is taken away is called as it was shown, which the documents tell.
        formula = without(formula, resolved(formula, q), beside.without)
    return within(formula, q, place, year)


def _asked_back(readings: list[tuple[Formula, Answer]], unsure: list[str]) -> Answer:
    """Return a question asked back, with the answer to each reading."""
    clarify = tuple(replace(answer, question=question_of(formula)) for formula, answer in readings)
    listed = "".join(f"{'①②③'[n]}{answer.question}" for n, answer in enumerate(clarify))
    said = f"没有理解“{'、'.join(unsure)}”。" if unsure else ""
    return Answer("", answerable=False, answer=f"{said}您是问：{listed}", clarify=clarify, formula=clarify[0].formula)


def answer_formula(formula: Formula, question: str, store: Store) -> Answer:
    """Answer a formula. Raises NotKnown where the graph can't answer it."""
    kind = kind_of(formula)
    sparql, rows, chosen = run(formula, question, store)
    held = behind(formula, chosen, store)
    found = ordered(formula, chosen, held, store)
    values = VALUES[kind.returns](found)
    if kind.name == "grouped" and values["count"] == len(held.tasks):
        values["tasks"] = [{"document": task.file.slug, "index": task.index} for task in held.tasks]
    words = sentence_words(formula, found, values, store, held)
    if kind.name == "acts" and not found and not has_scope(formula, ("common",)):
        # What is cited was asked for: where the tasks come from is why there is no answer.
        raise NotKnown(answer_formula(replace(formula, wants="why"), question, store).answer)
    if kind.name == "why" and found and not values["references"]:
        raise NotKnown(Template(kind.sentence).safe_substitute(words))
    if not found and not kind.returns.startswith("count"):
        raise nothing(formula, words, held, store)
    sources = sources_of(held, store)
    # Of nothing there is no list.
    said = Template(kind.sentence).safe_substitute(words).replace("：。", "。")
    behind_it = _beside_sentence(formula, sources, supposed=_rests_on_supposed(formula, rows, store))
    return Answer(
        question="",
        answerable=True,
        answer=said + also_said(formula, held.tasks) + remarks(held) + behind_it,
        kind=kind.name,
        understood=question_of(formula),
        reading=parts_of(formula, plain(question)),
        values=values,
        columns=kind.columns,
        rows=tuple(rows),
        sparql=sparql,
        sources=sources,
        behind=held,
        choices=_choices(formula, rows, store),
        asked=asked_of(formula),
        changes=changes_of(formula),
        suggestions=related(formula),
    )


def _beside_sentence(formula: Formula, sources: Iterable[Source], *, supposed: bool) -> str:
    """Return what is said behind a sentence of where it comes from, and of how the question was read."""
    found = "（其中有推定的责任，见依据。）" if supposed else ""
    if any(not word.is_check for source in sources for word in source.people):
        found += "（其中有人工更正的内容，见依据。）"
    return found + (f"（{'；'.join(dict.fromkeys(formula.notes))}。）" if formula.notes else "")


def _rests_on_supposed(formula: Formula, rows: Iterable[Mapping[str, str]], store: Store) -> bool:
    """Say whether a row, or a unit's part in a task that was found by it, is supposed."""
    if any(row.get("supposed", "0") != "0" for row in rows):
        return True
    named = has_scope(formula, ("unit", "only"))
    return named and select(store, supposed_of(formula)).values()[0]["supposed"] != "0"


def _choices(formula: Formula, rows: Iterable[Mapping[str, str]], store: Store) -> tuple[Part, ...]:
    """Return the places that a unit of several places can be narrowed to."""
    if has_scope(formula, ("place",)) or not has_scope(formula, ("unit", "only")):
        return ()
    slugs = dict.fromkeys(slug_of_file(row["file"]) for row in rows if row.get("file"))
    files = [file for file in labels_of(store).files if file.slug in slugs]
    if len(files) < 2:  # noqa: PLR2004 (one is no choice)
        return ()
    offered = (
        Part("place", file.place, file.place, (file.places[0],))
        if file.places
        else Part("document", file.label, f"《{file.label}》", (file.iri,))
        for file in files
    )
    return tuple(dict.fromkeys(offered))


def _answered(question: str, store: Store, today: date) -> bool:
    """Say whether the likeliest reading of a question finds anything, without saying what."""
    try:
        q, found = understand(question, store, today)
        formula = with_days(resolved(found[0][1], q), store)
        return not _unclaimed(formula) and bool(run(formula, question, store)[2])
    except NotKnown:
        return False


def _refused(question: str, refused: NotKnown, store: Store, answers: Callable[[str], bool]) -> Answer:
    alike = f"名称相近的有：{'、'.join(refused.alike)}。" if refused.alike else ""
    asks = suggested(question, refused, store, answers)
    return Answer(question, answerable=False, answer=f"{refused.reason}{alike}", values={}, suggestions=asks)
