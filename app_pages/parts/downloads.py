"""What users take with them from a page: made when they ask for it, of exactly what the page shows.

A click runs no page (`on_click="ignore"`): a run would take away the file that the click asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import streamlit as st

from app_pages.parts.due_lists import offer_due
from app_pages.parts.opened import opened_edition, opened_ledger, opened_store
from app_pages.parts.papers import offer_days, offer_file, offer_paper
from app_pages.parts.scope import scope, scoped
from graph_query.exports.csv_files import as_csv_zip
from graph_query.exports.entries import Entry, Form, entries_of_unit, entry_of_task
from graph_query.exports.ledgers import TASKS, UNIT, task_ledger, unit_ledger, unit_name
from graph_query.exports.rdf import as_json_ld, as_turtle
from graph_query.exports.sheet import Edition, task_sheet
from graph_query.exports.summary import summary_of
from graph_query.exports.unit_ledgers import FORMATS, as_zip, without_templates
from graph_query.ledger.duties import Duty, Way, duties_of
from graph_query.ledger.facets import Choice, described, matching
from graph_query.ledger.model import Unit
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import documents_of, units_as_named

ZIP = "application/zip"
MANY = 40


def offer_tasks(title: str, tasks: Tasks, chosen: Choice) -> None:
    """Offer tasks as a ledger, as data and their last days as a calendar; and what of the choice is due next month.

    Each says what was chosen.
    """
    ledger, store = opened_ledger(), opened_store()
    listed = f"列出 {len(tasks)} 项任务，全库 {len(ledger.tasks)} 项"
    narrowed = "；".join(filter(None, (described(ledger, chosen), listed)))
    edition = replace(opened_edition(), narrowed=narrowed)
    documents = documents_of(ledger, tasks)
    heading = f"{ledger.documents[documents[0]].title}台账" if len(documents) == 1 else f"{_place()}{title}"
    name = f"{heading if len(documents) == 1 else _place() + title}-{edition.id}"
    st.markdown(f"**导出所列 {len(tasks)} 项任务**")
    with st.container(horizontal=True):
        offer_paper("导出台账", lambda: task_ledger(heading, tasks, edition), name, len(tasks))
        offer_days(tasks, name, edition)
        offer_file("CSV（全部栏目）", lambda: as_csv_zip(task_sheet(title, tasks, edition)), f"{name}-csv.zip", ZIP)
        offer_file("Turtle", lambda: as_turtle(store, tasks, edition), f"{name}.ttl", "text/turtle")
        offer_file("JSON-LD", lambda: as_json_ld(store, tasks, edition), f"{name}.jsonld", "application/ld+json")
    offer_due(_place(), matching(ledger, chosen), Form(TASKS, entry_of_task), _scoped_edition())


def offer_ledger(unit: Unit, duties: Sequence[Duty], ways: Sequence[Way]) -> None:
    """Offer one unit's ledger to fill in, its last days as a calendar, and what of its tasks is due next month."""
    edition, name = _scoped_edition(), unit_name(unit)
    tasks = opened_ledger().named(dict.fromkeys(duty.task.iri for duty in duties))

    @cache
    def entries() -> dict[str, Entry]:
        return {entry.task.iri: entry for entry in entries_of_unit(duties)}

    with st.container(horizontal=True):
        offer_paper("导出台账", lambda: unit_ledger(unit, duties, ways, edition), f"{name}任务台账", len(tasks))
        offer_days(tasks, f"{name}任务时限", edition)
    offer_due(name, tasks, Form(UNIT, lambda task: entries()[task.iri]), edition)


def offer_all_ledgers(units: Sequence[str], within: Tasks, ways: Sequence[Way]) -> None:
    """Offer the ledgers of units as a zip, and how many tasks each has as one table.

    They hold the tasks of some ways of being bound, within some tasks.
    """
    own = {*units_as_named(without_templates(within))}
    left, units = len(units), [iri for iri in units if iri in own]
    bound, place = _Bound(units, within, ways, _scoped_edition()), _place()
    with st.container(horizontal=True):
        for form in FORMATS:
            name = f"{place}任务台账-{form}-{bound.edition.id}.zip"
            zipped = partial(bound.as_zip, place, form)
            offer_file(f"全部单位台账（{form}，zip）", zipped, name, ZIP, disabled=not units or not ways)
        offer_paper(
            "汇总表",
            lambda: summary_of(place, bound.duties(), ways, bound.edition),
            f"{place}任务汇总表-{bound.edition.id}",
            len(units) if ways else 0,
        )
    if len(units) < left:
        st.caption(f"{left - len(units)} 个单位只见于范文，没有台账，不在汇总表中。")
    if len(units) > MANY:
        st.caption(f"{len(units)} 个单位的台账要生成一会儿（约每百个十秒），请等下载开始。")


@dataclass(frozen=True, slots=True)
class _Bound:
    """Units whose duties are taken along: those of some ways, within some tasks, a template's left out."""

    units: Sequence[str]
    within: Tasks
    ways: Sequence[Way]
    edition: Edition

    def duties(self) -> Iterator[tuple[Unit, Sequence[Duty]]]:
        """Yield each unit with its duties."""
        store, ledger, own = opened_store(), opened_ledger(), without_templates(self.within)
        for iri in self.units:
            its = [duty for duty in duties_of(store, ledger, iri, own) if duty.way in self.ways]
            yield ledger.units[iri], its

    def as_zip(self, place: str, form: str) -> bytes:
        """Return the ledgers as a zip."""
        return as_zip(place, self.duties(), self.ways, form, self.edition)


def _place() -> str:
    """Return the place that was chosen, which a title begins with."""
    return "".join(scope().get("place", ()))


def _scoped_edition() -> Edition:
    return replace(opened_edition(), narrowed=described(opened_ledger(), scoped()))
