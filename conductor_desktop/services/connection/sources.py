"""What was looked at, place by place: when, what was seen there, and whether it counts for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conductor_desktop.services.checks import Answer, CheckResult
from conductor_desktop.services.connection.evidence import Evidence, PcLook, weigh
from conductor_desktop.services.connection.report import ConnectionReport
from conductor_desktop.services.moments import ago

_COUNTS = "This counts."
_OVERTAKEN = "Overtaken by what was answered later."
_TOO_OLD = "Too old to say anything of now."
_NOT_ASKED = "Not asked since the app was opened."
_NOT_LOOKED_AT = "Not looked at since the app was opened."


@dataclass(frozen=True)
class Source:
    """One place. ``seen`` are sentences; without ``at`` (UTC) nobody has looked there yet."""

    place: str
    at: datetime | None
    verdict: str
    seen: tuple[str, ...] = ()

    def lines(self, now: datetime) -> tuple[str, ...]:
        """As they are copied: with the time for whoever reads it elsewhere, and later."""
        if self.at is None:
            return (f"{self.place}: {self.verdict}",)
        when = f"{self.at:%Y-%m-%d %H:%M:%S} UTC"
        head = f"{self.place}, {ago(self.at, now)} ({when}). {self.verdict}"
        return (head, *(f"- {sentence}" for sentence in self.seen))


def sources(evidence: Evidence, now: datetime) -> tuple[Source, ...]:
    """QuickBooks itself, Conductor's notes, this PC: the order in which they can be believed."""
    counting = weigh(evidence, now)
    return (
        _answered("Asking QuickBooks itself", evidence.quickbooks, counting.answer),
        _answered("Conductor’s notes", evidence.notes, counting.answer),
        _looked_at(evidence.pc, counting.pc, now),
    )


def _answered(
    place: str, report: ConnectionReport | None, counting: ConnectionReport | None
) -> Source:
    if report is None:
        return Source(place, None, _NOT_ASKED)
    overtaken = _TOO_OLD if counting is None else _OVERTAKEN
    verdict = _COUNTS if report is counting else overtaken
    return Source(place, report.checked_at, verdict, _told(report))


def _told(report: ConnectionReport) -> tuple[str, ...]:
    said = f"{str(report.said)[:1].upper()}{str(report.said)[1:]}"
    told = [f"{said} ({report.code})." if report.code else f"{said}."]
    if report.explanation:
        told.append(report.explanation)
    if report.request_id:
        told.append(f"Request ID: {report.request_id}")
    return tuple(told)


def _looked_at(look: PcLook | None, counting: PcLook | None, now: datetime) -> Source:
    place = "This PC"
    if look is None:
        return Source(place, None, _NOT_LOOKED_AT)
    if counting is not None:
        verdict = _COUNTS
    else:
        verdict = _OVERTAKEN if weigh(Evidence(pc=look), now).pc is not None else _TOO_OLD
    rows = sorted(look.report.results, key=lambda row: row.rank)
    not_fine = tuple(_row(row) for row in rows if row.answer is not Answer.OK)
    fine = len(rows) - len(not_fine)
    rest = (
        f"{fine} other checks are fine." if not_fine else f"All {fine} things looked at are fine."
    )
    return Source(place, look.at, verdict, (*not_fine, *((rest,) if fine else ())))


def _row(row: CheckResult) -> str:
    return f"{row.title}: {row.sentence}"
