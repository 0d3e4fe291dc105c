"""The history in words, for a person to read aloud to whoever helps."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from conductor_desktop.services.connection.causes import CAUSES
from conductor_desktop.services.connection.report import Said
from conductor_desktop.services.history.story import Break, Ending, Event, Outage, Step, Why
from conductor_desktop.services.history.strip import Zone
from conductor_desktop.services.moments import lasting

_TITLES = {str(cause.id): cause.title for cause in CAUSES}
_SAID = {said.name: said.value[:1].upper() + said.value[1:] for said in Said}
_BREAKS = {
    Why.SLEPT: "This PC slept",
    Why.PAUSED: "Watching was paused",
    Why.NOT_WATCHED: "Not watched",
}
_NAMELESS = "The connection did not work"
_OF_QUICKBOOKS = re.compile("(0x|QBWC)?[0-9A-Fa-f]+")


def title_of(cause: str | None, said: str | None = None) -> str:
    """What was wrong; of a cause that this version does not know, that something was."""
    if cause is not None:
        return _TITLES.get(cause, _NAMELESS)
    return _SAID.get(said or "", _NAMELESS)


def day_heading(day: date, today: date) -> str:
    """ "Today, Wednesday 4 March"; the year where it is another one."""
    text = f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")
    near = {today: "Today, ", today - timedelta(days=1): "Yesterday, "}
    return near.get(day, "") + text


def day_of(event: Event, zone: Zone = None) -> date:
    """The day under which it is told: that of its beginning."""
    return event.began.astimezone(zone).date()


def clock(moment: datetime, day: date, zone: Zone = None) -> str:
    """The time, with the date where it is not ``day``."""
    local = moment.astimezone(zone)
    time = f"{local.hour:02}:{local.minute:02}"
    return time if local.date() == day else f"{local.day} {local:%B}, {time}"


def step_text(step: Step) -> str:
    """What was wrong, with the code that support asks for."""
    text = title_of(step.cause, step.said)
    return f"{text} ({step.code})" if step.code else text


def shown_step(step: Step) -> str:
    """The same for whoever reads along: with no code but those that QuickBooks shows as well."""
    of_quickbooks = step.code is not None and _OF_QUICKBOOKS.fullmatch(step.code)
    return step_text(step) if of_quickbooks else title_of(step.cause, step.said)


def ending_text(outage: Outage) -> str:
    """How it ended, to stand after the time or alone."""
    if outage.ending is Ending.LASTS:
        return "still so"
    if outage.ending is Ending.NOT_SEEN:
        return "nobody saw how it ended"
    if outage.ending is Ending.FOUND_WELL:
        return "found working again"
    if outage.ending is Ending.GONE and not outage.is_certain:
        return "not seen again"
    after = f", after {lasting(outage.lasted)}" if outage.lasted is not None else ""
    if outage.ending is Ending.GONE:
        return f"no longer seen{after}"
    return f"fixed{after}" if outage.is_certain else f"worked again{after}"


def break_text(one: Break) -> str:
    """Why nothing was seen, and for how long."""
    return f"{_BREAKS[one.why]}, for {lasting(one.ended - one.began)}"


def sentence(event: Event, zone: Zone = None) -> str:
    """One event on one line: “09:02 QuickBooks is closed · 09:40 fixed, after 38 minutes”."""
    day = day_of(event, zone)
    if isinstance(event, Break):
        times = f"{clock(event.began, day, zone)} to {clock(event.ended, day, zone)}"
        return f"{times} {break_text(event)}"
    parts = [f"{clock(step.at, day, zone)} {step_text(step)}" for step in event.steps]
    end = f"{clock(event.ended, day, zone)} " if event.ended is not None else ""
    return " · ".join((*parts, f"{end}{ending_text(event)}"))
