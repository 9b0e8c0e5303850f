"""Deadlines as an iCalendar file (RFC 5545): an event of a whole day for each last day of a task."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from graph_query.exports.sheet import Edition
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.model import Limit, Task

SHORT = 40
END = b"END:VCALENDAR\r\n"


def as_calendar(tasks: Iterable[Task], edition: Edition) -> bytes:
    """Return the last days of tasks, written one after the other; those without a day are none of it."""
    calendar = Calendar()
    calendar.add("prodid", "-//zeren//责任图谱//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "任务完成时限")
    calendar.add("x-wr-caldesc", "".join(edition.notes))
    out = io.BytesIO()
    out.write(calendar.to_ical().removesuffix(END))
    for task in tasks:
        # Of limits that end on one day the deadline, which stands first, says it.
        days = {limit.until: limit for limit in reversed(task.all_limits) if limit.until}
        for day, limit in sorted(days.items()):
            out.write(_event(task, limit, day, edition).to_ical())
    out.write(END)
    return out.getvalue()


def _event(task: Task, limit: Limit, day: date, edition: Edition) -> Event:
    event = Event()
    event.add("uid", limit.iri)
    event.add("dtstamp", datetime.combine(edition.today, datetime.min.time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add(
        "summary",
        f"{limit.words}{'（推定）' if limit.supposed else ''}：{task.text[:SHORT]}",
    )
    units = "；".join(f"{shown('roles', role)}：{names}" for role in ROLES if (names := task.of_role(role)))
    notes = notices.of_row(task, edition.today), edition.foot
    source = f"《{task.document.title}》{task.numbered}（{task.document.source} {'、'.join(task.where)}）"
    event.add("description", "\n".join(filter(None, (task.text, units, source, *notes))))
    return event
