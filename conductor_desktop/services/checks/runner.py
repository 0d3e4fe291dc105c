"""Runs the checks side by side, each bounded in time, and leaves consequences out."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from conductor_desktop.services.checks.answers import (
    Answer,
    CheckReport,
    CheckResult,
    Finding,
    Owner,
    Remedy,
    unknown,
)
from conductor_desktop.services.checks.catalogue import CATALOGUE, Check
from conductor_desktop.services.checks.facts import Facts, Purpose
from conductor_desktop.services.hand_over import open_web_connector
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import CouldNotTell, Workstation

SECONDS_ALL = 8.0

_log = logging.getLogger(__name__)


class PcChecks:
    """What a PC can be checked for. One object can be run again and again ("Recheck").

    Without an address in ``purpose`` the network is not tried.
    """

    def __init__(
        self,
        pc: Workstation,
        purpose: Purpose,
        *,
        catalogue: tuple[Check, ...] = CATALOGUE,
        seconds_all: float = SECONDS_ALL,
    ) -> None:
        self._pc = pc
        self._purpose = purpose
        has_address = purpose.api_url is not None
        self._checks = tuple(c for c in catalogue if has_address or not c.on_the_network)
        self._seconds_all = seconds_all

    @property
    def planned(self) -> tuple[tuple[str, str], ...]:
        """Id and title of each row that may come, in order; some will be left out."""
        return tuple((check.id, check.title) for check in self._checks)

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport:
        """Ask everything at once; blocks for 8 seconds at most, usually far less than one.

        ``on_result`` is called on this thread for each row, as soon as it is known that no
        other row explains it. A question that takes too long counts as not answered, and what
        it answers later is dropped. Raises ``Cancelled``.
        """
        cancel.raise_if_cancelled()
        facts = Facts(self._pc, self._purpose)
        answers: queue.SimpleQueue[_Answered | None] = queue.SimpleQueue()
        cancel.on_cancel(lambda: answers.put(None))
        began = time.monotonic()
        board = _Board(self._checks)
        for check in self._checks:
            # Daemons: a question that Windows never answers must not keep the app from closing.
            threading.Thread(
                target=lambda c=check: answers.put(_ask(c, facts)),
                name=f"check {check.id}",
                daemon=True,
            ).start()
        while board.waiting:
            now = time.monotonic() - began
            try:
                answered = answers.get(timeout=max(0.0, self._next_end(board) - now))
            except queue.Empty:
                answered = None
            cancel.raise_if_cancelled()
            if answered is not None:
                board.settle(answered)
            else:
                self._give_up(board, time.monotonic() - began)
            for result in board.newly_shown():
                on_result(result)
        return board.report()

    def look(self, cancel: CancelToken, *, way: bool) -> CheckReport:
        """The answers all at once. Without ``way`` nothing is sent over the network."""
        checks = self
        if not way:
            here = replace(self._purpose, api_url=None)
            checks = PcChecks(self._pc, here, catalogue=self._checks, seconds_all=self._seconds_all)
        return checks.run(lambda _result: None, cancel)

    def carry_out(self, remedy: Remedy) -> bool:
        """Do what a row offered, on a person's click. Whether that worked; never raises."""
        if remedy.bring_to_front is not None:
            return self._pc.bring_to_front(remedy.bring_to_front)
        if remedy.web_connector:
            return open_web_connector(self._pc)
        return remedy.settings is not None and self._pc.open_settings(remedy.settings.value)

    def _end(self, check: Check) -> float:
        return min(check.seconds, self._seconds_all)

    def _next_end(self, board: _Board) -> float:
        return min(self._end(check) for check in board.waiting.values())

    def _give_up(self, board: _Board, seconds: float) -> None:
        for check in tuple(board.waiting.values()):
            if seconds >= self._end(check):
                board.settle(_Answered(check, _not_said(check, "No answer in time."), seconds))


@dataclass(frozen=True)
class _Answered:
    """What came of one check, and how many seconds it took.

    ``refusal``: in which words the PC refused to say it.
    """

    check: Check
    finding: Finding | None
    seconds: float
    refusal: str | None = None


@dataclass
class _Board:
    """Which checks are waited for, known, shown and left out."""

    checks: tuple[Check, ...]
    waiting: dict[str, Check] = field(init=False)
    _known: dict[str, _Answered] = field(default_factory=dict)
    _shown: dict[str, CheckResult] = field(default_factory=dict)
    _hidden: set[str] = field(default_factory=set)
    _silent: set[str] = field(default_factory=set)
    """Those that have nothing to say, and hide nothing."""

    def __post_init__(self) -> None:
        self.waiting = {check.id: check for check in self.checks}

    def settle(self, answered: _Answered) -> None:
        """Take in an answer; a late one of a check that was given up is dropped."""
        if self.waiting.pop(answered.check.id, None) is not None:
            self._known[answered.check.id] = answered

    def newly_shown(self) -> list[CheckResult]:
        """The rows that can be shown now. Needs come first in the list, so one pass will do."""
        rows: list[CheckResult] = []
        listed = {check.id for check in self.checks}
        for place, check in enumerate(self.checks):
            if self._is_settled(check.id):
                continue
            needs = [need for need in check.needs if need in listed]
            if any(self._hides(need) for need in needs):
                self._hidden.add(check.id)
                self.waiting.pop(check.id, None)
            elif check.id in self._known:
                finding = self._known[check.id].finding
                causes = [c for c in finding.explained_by if c in listed] if finding else []
                if not all(map(self._is_settled, (*needs, *causes))):
                    continue
                if self._repeats(check, needs) or any(map(self._explains, causes)):
                    self._hidden.add(check.id)
                else:
                    rows += self._show(self._known[check.id], place)
        return rows

    def report(self) -> CheckReport:
        results = [self._shown[check.id] for check in self.checks if check.id in self._shown]
        left_out = self._hidden | self._silent
        return CheckReport.of(results, [c.id for c in self.checks if c.id in left_out])

    def _show(self, answered: _Answered, place: int) -> list[CheckResult]:
        check, finding = answered.check, answered.finding
        if finding is None:
            self._silent.add(check.id)
            return []
        row = CheckResult(
            id=check.id,
            title=check.title,
            answer=finding.answer,
            sentence=finding.sentence,
            owner=finding.owner,
            action=finding.action,
            evidence=finding.evidence,
            seconds=answered.seconds,
            private=finding.private,
            place=place,
            remedy=finding.remedy,
            sign=finding.sign,
            codes=finding.codes,
        )
        self._shown[check.id] = row
        return [row]

    def _is_settled(self, check_id: str) -> bool:
        return check_id in self._shown or check_id in self._hidden or check_id in self._silent

    def _explains(self, cause: str) -> bool:
        """Whether it is worth a look or worse, or left out because of one that is."""
        row = self._shown.get(cause)
        return cause in self._hidden or (
            row is not None and row.answer in (Answer.LOOK, Answer.STOP)
        )

    def _hides(self, need: str) -> bool:
        if need in self._hidden:
            return True
        finding = self._known[need].finding if need in self._shown else None
        return finding is not None and finding.hides

    def _repeats(self, check: Check, needs: Sequence[str]) -> bool:
        """Whether the PC refused to say this in the words with which it refused a need."""
        refusal = self._known[check.id].refusal
        return refusal is not None and any(
            refusal == self._known[need].refusal for need in needs if need in self._shown
        )


def _ask(check: Check, facts: Facts) -> _Answered:
    began = time.monotonic()
    refusal = None
    try:
        finding = check.ask(facts)
    except CouldNotTell as refused:
        refusal = refused.explanation
        finding = _not_said(check, refusal)
    except Exception:  # the boundary of this thread: one broken check must not end the list
        _log.exception("the check %s failed", check.id)
        finding = _not_said(check, "The check itself failed; the log says more.")
    return _Answered(check, finding, time.monotonic() - began, refusal)


def _not_said(check: Check, reason: str) -> Finding:
    return unknown("This could not be found out on this PC.", Owner.YOU, check.by_hand, reason)
