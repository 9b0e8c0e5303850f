"""Deadlines as an iCalendar file (RFC 5545): a whole day for each last day of a task, with reminders before it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event

from graph_query.exports.sheet import Edition
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.model import Limit, Task

SHORT = 40
END = b"END:VCALENDAR\r\n"
# So many days before the last one it is called to mind, at nine in the morning: a day begins at midnight.
BEFORE = (7, 1)
MORNING = timedelta(hours=9)
# What may stand in an address as it is.
SAFE = "/:?=&%#"


def as_calendar(name: str, tasks: Iterable[Task], edition: Edition, address_of: Callable[[Task], str]) -> bytes:
    """Return the last days of tasks, written one after the other; those without a day are none of it.

    `name` is what the calendar is called, `address_of` says where a task can be looked at.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//zeren//责任图谱//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-caldesc", "".join(edition.notes))
    out = io.BytesIO()
    out.write(calendar.to_ical().removesuffix(END))
    for task in tasks:
        # Of limits that end on one day the deadline, which stands first, says it.
        days = {limit.until: limit for limit in reversed(task.all_limits) if limit.until}
        for day, limit in sorted(days.items()):
            out.write(_event(task, limit, day, edition, address_of(task)).to_ical())
    out.write(END)
    return out.getvalue()


def _event(task: Task, limit: Limit, day: date, edition: Edition, address: str) -> Event:
    event = Event()
    event.add("uid", limit.iri)
    event.add("dtstamp", datetime.combine(edition.today, datetime.min.time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    # Nobody is busy on that day.
    event.add("transp", "TRANSPARENT")
    event.add("url", quote(address, SAFE))
    summary = f"{limit.words}{'（推定）' if limit.supposed else ''}：{task.text[:SHORT]}"
    event.add("summary", summary)
    units = "；".join(f"{shown('roles', role)}：{names}" for role in ROLES if (names := task.of_role(role)))
    notes = notices.of_row(task, edition.today), edition.foot
    source = f"《{task.document.title}》{task.numbered}（{task.document.source} {'、'.join(task.where)}）"
    event.add("description", "\n".join(filter(None, (task.text, units, source, *notes))))
    # What is past is called to mind no more.
    if day >= edition.today:
        for days in BEFORE:
            event.add_component(_reminder(days, summary))
    return event


def _reminder(days: int, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", MORNING - timedelta(days=days))
    alarm.add("description", f"还有 {days} 天到期：{summary}")
    return alarm
