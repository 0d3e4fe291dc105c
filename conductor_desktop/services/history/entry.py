"""What happened as an entry of the timeline: found by its text, its cause and its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from conductor_desktop.services.history.story import Event, Outage
from conductor_desktop.services.history.strip import Zone
from conductor_desktop.services.history.words import day_heading, day_of, sentence, title_of


@dataclass(frozen=True)
class Entry:
    """``day`` is the local one under which it stands, ``text`` the whole of it on one line.

    ``titles`` are what was wrong, one after the other.
    """

    event: Event
    day: date
    text: str
    titles: tuple[str, ...] = ()
    zone: Zone = None
    searched: str = field(default="", repr=False)

    @classmethod
    def of(cls, event: Event, zone: Zone = None) -> Entry:
        """``event`` with its words."""
        text = sentence(event, zone)
        steps = event.steps if isinstance(event, Outage) else ()
        titles = tuple(title_of(step.cause, step.said) for step in steps)
        day = day_of(event, zone)
        causes = " ".join(step.cause for step in steps if step.cause)
        searched = f"{text} {day:%A} {day.day} {day:%B} {day.year} {day} {causes}".casefold()
        return cls(event, day, text, titles, zone, searched)

    @property
    def is_trouble(self) -> bool:
        """Whether something certainly did not work; once is none."""
        return isinstance(self.event, Outage) and self.event.is_certain


@dataclass(frozen=True)
class Wanted:
    """Which entries are looked for; each that is left out lets everything through.

    ``title`` is that of a cause. ``text`` is any part, upper or lower case.
    """

    trouble_only: bool = False
    title: str | None = None
    text: str = ""
    since: datetime | None = None


def fitting(entries: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """Those that are looked for, in their order."""
    text = " ".join(wanted.text.split()).casefold()
    return [entry for entry in entries if _fits(entry, wanted, text)]


def titles_in(entries: Iterable[Entry]) -> list[str]:
    """What was ever wrong, by the alphabet."""
    return sorted({title for entry in entries for title in entry.titles})


def as_text(entries: Sequence[Entry], today: date) -> str:
    """Entries as plain text under their days, in the order in which they are given."""
    return "\n".join(_lines(entries, today))


def _fits(entry: Entry, wanted: Wanted, text: str) -> bool:
    event = entry.event
    last = event.ended or event.began
    return (
        (entry.is_trouble or not wanted.trouble_only)
        and (wanted.title is None or wanted.title in entry.titles)
        and (wanted.since is None or max(event.began, last) >= wanted.since or _goes_on(event))
        and text in entry.searched
    )


def _goes_on(event: Event) -> bool:
    return isinstance(event, Outage) and event.goes_on


def _lines(entries: Sequence[Entry], today: date) -> Iterator[str]:
    before = None
    for entry in entries:
        if entry.day != before:
            if before is not None:
                yield ""
            yield day_heading(entry.day, today)
            before = entry.day
        yield entry.text
