"""What is known from three places: this PC, Conductor's notes, QuickBooks itself; by its age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conductor_desktop.services.checks import Answer, CheckReport, CheckResult
from conductor_desktop.services.connection.quick import replace
from conductor_desktop.services.connection.report import ConnectionReport, Said

PC_SAYS_FOR = timedelta(minutes=2)
"""A look at the PC tells nothing of now any more once it is older."""
CONDUCTOR_SAYS_FOR = timedelta(minutes=40)
"""The same of an answer of Conductor's: longer than it is until it is asked again at the most."""
JUST_WOKEN = timedelta(minutes=3)
"""How long the Web Connector has to come by again after the PC slept."""


@dataclass(frozen=True)
class PcLook:
    """What the checks of this PC found at ``at`` (UTC); ``telling`` are rows not simply fine."""

    report: CheckReport
    at: datetime
    rows: Mapping[str, CheckResult] = field(init=False, repr=False, compare=False)
    telling: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows = {row.id: row for row in self.report.results}
        telling = (row.id for row in rows.values() if row.answer is not Answer.OK or row.sign)
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "telling", frozenset(telling))


@dataclass(frozen=True)
class Evidence:
    """The newest of each place; ``None`` where nobody was asked yet.

    ``woke_at``: when this PC was last seen to have slept before. ``notes_are_newer`` than what
    QuickBooks answered: by the order in which they came, for a clock may be set meanwhile.
    """

    pc: PcLook | None = None
    notes: ConnectionReport | None = None
    quickbooks: ConnectionReport | None = None
    woke_at: datetime | None = None
    notes_are_newer: bool = False

    def with_answer(self, report: ConnectionReport) -> Evidence:
        """The same, and what was answered now; a key that was taken is rejected no more."""
        notes, asked = self.notes, self.quickbooks
        if report.said in _WITH_THE_KEY:
            notes, asked = _unless_rejected(notes), _unless_rejected(asked)
        if report.active:
            return replace(self, notes=notes, quickbooks=report, notes_are_newer=False)
        return replace(self, notes=report, quickbooks=asked, notes_are_newer=True)

    def lines(self, now: datetime) -> tuple[str, ...]:
        """What was looked at, for a person who wants to know."""
        return (*_said_lines(self, now), *_pc_lines(self.pc, now))


_WITH_THE_KEY = frozenset(
    {
        Said.WORKS,
        Said.WORKED,
        Said.NOT_OPENED,
        Said.NOT_FINISHED,
        Said.NOT_ACTIVE,
        Said.TOO_SLOW,
        Said.REFUSED,
    }
)
"""What nobody is told whose key was not accepted."""


def _unless_rejected(report: ConnectionReport | None) -> ConnectionReport | None:
    is_rejected = report is not None and report.said is Said.KEY_REJECTED
    return None if is_rejected else report


_NO_ROWS: Mapping[str, CheckResult] = {}


@dataclass(frozen=True)
class Clues:
    """What counts now: this PC if it was looked at lately, and the answer that says most of now."""

    pc: PcLook | None = None
    answer: ConnectionReport | None = None
    has_just_woken: bool = False

    def are_same_as(self, other: Clues) -> bool:
        """Whether they are the very same, not only alike: what follows is then known already."""
        same = self.pc is other.pc and self.answer is other.answer
        return same and self.has_just_woken is other.has_just_woken

    @property
    def rows(self) -> Mapping[str, CheckResult]:
        """The rows of this PC by id; none where it was not looked at lately."""
        return self.pc.rows if self.pc else _NO_ROWS

    @property
    def said(self) -> Said:
        """What came of the last question."""
        return self.answer.said if self.answer else Said.NOTHING

    @property
    def are_all_well(self) -> bool:
        """Whether nothing here can be a sign of trouble: the usual case, and soon decided."""
        is_good = self.said.is_good or self.said is Said.NOTHING
        return is_good and (self.pc is None or not self.pc.telling)

    @property
    def codes(self) -> tuple[str, ...]:
        """Of the answer and of the last update in the log, unless Conductor says that it works."""
        if self.said.is_good:
            return ()
        code = (self.answer.code,) if self.answer and self.answer.code else ()
        update = self.rows.get("web_connector_last_update")
        return (*code, *(update.codes if update else ()))


def weigh(evidence: Evidence, now: datetime) -> Clues:
    """Leave out what is too old to count, and what newer evidence has overtaken.

    That QuickBooks answered is newer than every look at the PC before it, whatever that found.
    """
    answer = _telling_answer(evidence, now)
    pc = evidence.pc
    if pc is not None and now - pc.at > PC_SAYS_FOR:
        pc = None
    if pc is not None and answer is not None and answer.said is Said.WORKS:
        pc = pc if pc.at > answer.checked_at else None
    woke = evidence.woke_at
    return Clues(pc, answer, woke is not None and timedelta() <= now - woke < JUST_WOKEN)


def _telling_answer(evidence: Evidence, now: datetime) -> ConnectionReport | None:
    notes, asked = (
        report if report is not None and _counts(report, now) else None
        for report in (evidence.notes, evidence.quickbooks)
    )
    if notes is None or asked is None:
        return notes or asked
    if not evidence.notes_are_newer:
        return asked
    if notes.said is not Said.WORKED or asked.said not in _OF_QUICKBOOKS:
        return notes
    # Notes of an earlier success are no news against what QuickBooks said since.
    worked_at = notes.last_proof_at
    is_news = worked_at is not None and worked_at > asked.checked_at
    return notes if is_news else asked


_OF_QUICKBOOKS = (Said.WORKS, Said.NOT_ACTIVE, Said.TOO_SLOW, Said.REFUSED)


def _counts(report: ConnectionReport, now: datetime) -> bool:
    # A key that was rejected stays so until somebody gives another one, or asks again.
    is_young = now - report.checked_at <= CONDUCTOR_SAYS_FOR
    return is_young or report.said is Said.KEY_REJECTED


def _said_lines(evidence: Evidence, now: datetime) -> tuple[str, ...]:
    places = (("QuickBooks", evidence.quickbooks), ("Conductor", evidence.notes))
    return tuple(
        f"{place}, {_age(report.checked_at, now)}: {report.said}"
        + (f" ({report.code})" if report.code else "")
        for place, report in places
        if report is not None
    )


def _pc_lines(look: PcLook | None, now: datetime) -> tuple[str, ...]:
    if look is None:
        return ("This PC: not looked at",)
    age = _age(look.at, now)
    rows = sorted(look.report.results, key=lambda row: row.rank)
    return tuple(f"This PC, {age}: {row.title}: {row.answer}. {row.sentence}" for row in rows)


def _age(then: datetime, now: datetime) -> str:
    return f"{max(0, int((now - then).total_seconds()))} s ago"
