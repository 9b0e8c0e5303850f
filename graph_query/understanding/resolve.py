"""From the names of a formula to what they mean among the documents that it is about."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pyoxigraph as ox

from graph_query.errors import NotKnown
from graph_query.labels.scopes import File
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import select
from graph_query.understanding.formula import (
    ANYTHING,
    Atom,
    Condition,
    Formula,
    atoms,
    conjuncts,
    is_scope,
    mapped,
)
from graph_query.understanding.lattice import Question
from graph_query.understanding.lists import files_of, notes_of_outer, notes_of_years, of_own_lists, scope_words
from graph_query.understanding.naming import same_field
from graph_query.understanding.near import near_topics
from graph_query.understanding.occasions import told_beside, without_occasions
from graph_query.understanding.saying import question_of
from graph_query.understanding.subjects import quoted_subject, subject_of
from graph_query.understanding.titled import says
from graph_query.understanding.wording import forms_of, slug_of_task

# So many units that a field of work stands for are said by name.
MOST_NAMED = 6
# So long a topic that no task has is looked for in the titles.
LONG = 4
LIMITS = "SELECT DISTINCT ?words WHERE { VALUES ?file { UNDEF } ?task zr:document ?file ; zr:deadline/zr:words ?words }"


def resolved(formula: Formula, q: Question) -> Formula:
    """Return a formula with the units, days and topics that its names mean. Raises NotKnown where they mean nothing."""
    also = [atom for part in formula.listed.also for atom in atoms(part.of)]
    for atom in (*atoms(formula.of), *atoms(formula.none), *atoms(formula.within), *also):
        if atom.reason:
            raise NotKnown(atom.reason, alike=atom.alike, words=atom.words)
    formula = of_own_lists(formula, q)
    files = files_of(formula.of, q)
    notes = list(formula.notes)
    if not files:
        raise NotKnown(f"图谱里没有{scope_words(formula.of, q)}的文件。")
    if formula.documents not in (None, len(files)):
        notes.append(f"问题说的是{formula.documents}份文件，这里是{len(files)}份")
    if formula.tasks is not None:
        notes += _of_number(formula.tasks, files, q)
    formula = _halved(formula, files, q)
    notes += [*notes_of_outer(formula.of, q), *notes_of_years(formula, files)]
    meaning = _Meaning(q, files, notes, formula)
    if len(formula.listed.among) > 1 >= len(_inside(formula.listed.among, files, q)):
        raise NotKnown("所比较的单位不都在所问的文件里。请分别写明地方。")
    of = mapped(formula.of, meaning.of)
    none = mapped(formula.none, meaning.of) if formula.none else None
    within = mapped(formula.within, meaning.of) if formula.within else None
    listed = replace(
        formula.listed,
        without=formula.listed.without if formula.wants == "acts" else _inside(formula.listed.without, files, q),
        among=_inside(formula.listed.among, files, q),
        also=tuple(replace(part, of=mapped(part.of, meaning.of)) for part in formula.listed.also),
    )
    for name in (*listed.names, *listed.out_names):
        notes += _by_field(name, sorted(listed.among | listed.without), q)
    return replace(
        formula,
        of=of,
        none=none,
        within=within,
        listed=listed,
        notes=tuple(dict.fromkeys(notes)),
        missing=tuple(meaning.dropped),
    )


def _count(files: Iterable[File], q: Question) -> int:
    """Return how many tasks some documents have."""
    slugs = {file.slug for file in files}
    return sum(slug_of_task(task) in slugs for task in q.index.tasks)


def _of_number(said: int, files: Iterable[File], q: Question) -> Iterator[str]:
    """Yield the note that there are not so many tasks as a question says in passing."""
    count = _count(files, q)
    if count != said:
        yield f"问题说的是{said}项任务，这里是{count}项"


def _halved(formula: Formula, files: Sequence[File], q: Question) -> Formula:
    """Return a formula with half of all tasks as a number. Raises NotKnown where there are several documents."""
    order = formula.order
    if order is None or not order.of_half:
        return formula
    if len(files) > 1:
        raise NotKnown("一半是哪份文件的一半，没有写明。请写明地方和年度。")
    whole = _count(files, q)
    n = {">=": -(-whole // 2), "<=": whole // 2}.get(order.op or "", whole // 2) + order.n
    return replace(formula, order=replace(order, n=n, of_half=False))


def _may_be_dropped(formula: Formula) -> frozenset[Condition]:
    """Return the topics beside which other conditions say enough to ask back without what is not known of them."""
    parts = conjuncts(formula.of)
    topics = [part for part in parts if isinstance(part, Atom) and part.kind == "topic" and not part.loose]
    others = [part for part in parts if part not in topics and not is_scope(part)]
    return frozenset(topics if others else ())


def _inside(units: Iterable[str], files: Iterable[File], q: Question) -> frozenset[str]:
    iris = {file.iri for file in files}
    return frozenset(unit for unit in units if q.labels.files_of_unit[unit] & iris)


def _by_field(said: str, units: Iterable[str], q: Question) -> Iterator[str]:
    """Yield the note that a name stands for units by their field of work, where it is not the name of all of them."""
    field = set(same_field(q, said.removesuffix("部门")))
    meant = [unit for unit in units if unit in field]
    if set(meant) - set(q.labels.of_name(said, "unit")):
        names = list(dict.fromkeys(q.labels.names[unit] for unit in meant))
        more = "等" if len(names) > MOST_NAMED else ""
        yield f"“{said}”按职能理解为{'、'.join(names[:MOST_NAMED])}{more}"


class _Meaning:
    """What the atoms of a formula mean among some documents; notes say what was supposed."""

    def __init__(self, q: Question, files: tuple[File, ...], notes: list[str], formula: Formula) -> None:
        self._q, self._files, self._notes, self._formula = q, files, notes, formula
        self._droppable = _may_be_dropped(formula)
        self._quoted = [atom.words for atom in atoms(formula.of) if atom.kind == "topic" and atom.loose]
        self._has_limit = any(atom.kind == "limit" for atom in atoms(formula.of))
        self.dropped: list[str] = []

    def of(self, atom: Atom) -> Condition:
        """Return what an atom means."""
        if atom.note:
            self._notes.append(atom.note)
        if atom.kind in ("unit", "only"):
            return self._unit(atom)
        if atom.kind == "due" and atom.loose:
            return self._due(atom)
        if atom.kind == "topic" and atom.op in (">=", "<="):
            return self._beside_quote(atom) if atom.op == ">=" else self._story(atom)
        if atom.kind == "topic" and not atom.forms and not _is_found(atom):
            return self._topic(atom)
        if atom.kind == "place" and not atom.shown:
            return replace(atom, shown=self._q.labels.names[atom.values[0]])
        return atom

    def _unit(self, atom: Atom) -> Atom:
        inside = {file.iri for file in self._files}
        of = self._q.labels.files_of_unit
        values = tuple(unit for unit in atom.values if of[unit] & inside)
        said = atom.shown if atom.shown.startswith(atom.words) else atom.words
        values = values or tuple(unit for unit in same_field(self._q, atom.words) if of[unit] & inside)
        if not atom.note:
            self._notes += _by_field(said, values, self._q)
        if not values:
            where = "、".join(dict.fromkeys(f.label for f in self._files))
            lacking = f"《{where}》里没有“{atom.words}”。" if len(inside) == 1 else f"所问的文件里没有“{atom.words}”。"
            raise NotKnown(lacking)
        names = {self._q.labels.names[unit] for unit in values}
        return replace(atom, values=tuple(sorted(values)), shown=names.pop() if len(names) == 1 else said)

    def _due(self, atom: Atom) -> Atom:
        """Return a day without a year as one of this year, or of the documents', where none is of this year."""
        if any(file.year == self._q.today.year for file in self._files):
            return replace(atom, loose=False)
        # A template is of no place, and its year nobody's, unless it alone is asked about.
        of_places = [file for file in self._files if file.place] or self._files
        year = max((file.year for file in of_places if file.year), default=self._q.today.year)
        self._notes.append(f"没有写年份，按文件年度（{year}年）理解")
        return replace(atom, values=tuple(moved(day, year) for day in atom.values), loose=False)

    def _beside_quote(self, atom: Atom) -> Condition:
        """Return the condition of words that the tasks hold which hold those in quotes; others are not understood."""
        index, slugs = self._q.index, {file.slug for file in self._files}
        tasks = {t for quote in self._quoted for t in index.holding(quote) if slug_of_task(t) in slugs}
        if not tasks <= index.holding(atom.words):
            self.dropped.append(atom.words)
            return ANYTHING
        return replace(atom, values=(), op=None, forms=(forms_of(atom.words),), shown=atom.words)

    def _story(self, atom: Atom) -> Condition:
        """Return what a story says more of what is asked about; what else it says is told, or not understood."""
        slugs = frozenset(file.slug for file in self._files)
        topics = [part for part in atoms(self._formula.of) if part.kind == "topic" and part != atom]
        about = [piece for topic in topics for piece in topic.values]
        told = told_beside(atom.values, about, slugs, self._q.store)
        if told is None:
            self.dropped += atom.values
            return ANYTHING
        narrowing, left = told
        self._notes += [f"没有按“{'、'.join(left)}”缩小范围"] if left else []
        if not narrowing:
            return ANYTHING
        return replace(atom, values=(), op=None, forms=tuple(map(forms_of, narrowing)), shown="、".join(narrowing))

    def _topic(self, atom: Atom) -> Condition:
        slugs = frozenset(file.slug for file in self._files)
        pieces, store = list(atom.values), self._q.store
        quoted = quoted_subject(pieces[0], slugs, store) if atom.loose else None
        subject = quoted or subject_of(pieces, slugs, store)
        if atom.loose and subject and not quoted and not subject.corrected:
            subject = replace(subject, missing=(pieces[0],))
        if not atom.loose and (subject is None or subject.missing):
            other = without_occasions(pieces, slugs, store)
            if other:
                subject, left = other
                self._notes.append(f"没有按“{'、'.join(left)}”缩小范围")
        if subject is None and not atom.loose:
            known = [piece for piece in pieces if subject_of([piece], slugs, store)]
            unknown = [piece for piece in pieces if piece not in known]
            # What is known must say the more of it, unless other conditions say enough.
            if unknown and (atom in self._droppable or (known and len("".join(known)) > len("".join(unknown)))):
                self.dropped += unknown
                return self._topic(replace(atom, values=tuple(known))) if known else ANYTHING
        if subject is None and atom.loose and not self._has_limit and self._in_limits(pieces[0]):
            return Atom("limit", (pieces[0],), words=atom.words)
        titled = [file for file in self._files if all(len(p) >= LONG and says(file, p) for p in pieces)]
        if subject is None and titled and not atom.loose:
            self._notes.append(f"“{'、'.join(pieces)}”按文件的标题理解")
            return Atom("document", tuple(file.iri for file in titled), words=atom.words, shown=_titles(titled))
        if subject is None:
            raise self._not_held(atom, slugs)
        self._notes += [f"“{typed}”按“{read}”理解" for typed, read in subject.corrected]
        self._notes += [f"“{said}”按“{'、'.join(others)}”理解" for said, others in subject.other_words]
        return replace(
            atom,
            values=subject.tasks,
            forms=subject.phrases,
            op=None,
            loose=False,
            shown=subject.words,
            missing=subject.missing,
        )

    def _in_limits(self, quoted: str) -> bool:
        """Say whether words in quotes stand in a limit of the documents: “长期坚持”."""
        files = (ox.NamedNode(file.iri) for file in self._files)
        rows = select(self._q.store, with_values(with_prefixes(LIMITS), "file", *files)).values()
        return any(quoted in row["words"] for row in rows)

    def _not_held(self, topic: Atom, slugs: frozenset[str]) -> NotKnown:
        """Return why a topic is not answered, with the same question of what is near to it."""
        everywhere = frozenset(file.slug for file in self._q.labels.files)
        elsewhere = subject_of(topic.values, everywhere, self._q.store) is not None
        places = "、".join(dict.fromkeys(file.place or f"《{file.label}》" for file in self._files))
        where = f"{places}的文件里" if elsewhere or len(self._files) == 1 else "图谱里"
        reason = f"{where}没有涉及“{'、'.join(topic.values)}”的任务"
        near = near_topics(topic.values, slugs, self._q.index)
        if not near:
            return NotKnown(f"{reason}。")
        asks = [question_of(self._asked_of(replace(topic, shown=word), topic)) for word in near]
        listed = "、".join(f"{word}（{count}处任务）" for word, count in near.items())
        return NotKnown(f"{reason}；相近的有：{listed}。", instead=asks)

    def _asked_of(self, other: Atom, topic: Atom) -> Formula:
        asked = self._formula
        return replace(asked, of=mapped(asked.of, lambda atom: other if atom == topic else atom))


def _titles(files: list[File]) -> str:
    return "、".join(f"《{file.label}》" for file in files)


def _is_found(atom: Atom) -> bool:
    return any(value.startswith("http") for value in atom.values)


def moved(day: str, year: int) -> str:
    """Return a day, where there is one, in another year; 29 February as the 28th."""
    if not day:
        return day
    was = date.fromisoformat(day)
    return str(was.replace(year=year, day=min(was.day, monthrange(year, was.month)[1])))
