"""What the Web Connector did for us of late, by its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from conductor_desktop.errors import Owner
from conductor_desktop.guide import entry as guide
from conductor_desktop.services.checks.answers import Finding, Sign, look, ok, stop, unknown
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.services.connector_account import (
    Account,
    Ending,
    Rhythm,
    Trouble,
    account_of,
    identity_of,
)
from conductor_desktop.services.moments import ago, every
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.web_connector_log.ending import read_end
from conductor_desktop.workstation.web_connector_log.events import Kind

LONGEST_UPDATE = timedelta(minutes=30)
"""What began longer ago than this and has not ended, will not."""
_SHORTEST_SILENCE = timedelta(minutes=30)
_SILENCE_WITHOUT_RHYTHM = timedelta(hours=2)
_AHEAD = timedelta(minutes=5)

_SEE_FOR_YOURSELF = "In the Web Connector’s window see when it was last run, and how that ended."
_NOT_AT_WORK = ("web_connector_running", "application_added")
_IN_QUICKBOOKS = ("quickbooks_running", "quickbooks_dialog", "company_open", "same_rights")
_ON_THE_WAY = ("proxy", "network_security", "service_answers", "clock")
_RHYTHMS = {Rhythm.BY_ITSELF: "by themselves", Rhythm.BY_HAND: "only by hand"}
# Of the Web Connector's codes, those of a conversation with the service.
_OF_THE_SERVICE = frozenset(
    f"QBWC{number}" for number in (1003, 1004, 1012, 1036, 1041, 1042, 1043, 1044, 1045, 1048)
)


def last_update(facts: Facts) -> Finding | None:
    """When it came by, and what came of that. Before there is a connection: nothing."""
    ours = facts.purpose.application
    if ours is None:
        return None
    try:
        end = read_end(facts.pc, identity_of(ours))
    except CouldNotTell as refusal:
        return unknown(
            f"The Web Connector’s log could not be read, so what it did for “{ours.name}” could "
            "not be seen.",
            Owner.YOU,
            _SEE_FOR_YOURSELF,
            refusal.explanation,
        ).unless_explained_by("web_connector_log")
    if end is None:
        return unknown(
            f"The Web Connector has no log yet that would say what it did for “{ours.name}”.",
            Owner.YOU,
            _SEE_FOR_YOURSELF,
        ).unless_explained_by("web_connector_log", *_NOT_AT_WORK)
    return _Judging(ours.name, account_of(end.events, len(end.others)), facts.now).finding()


@dataclass(frozen=True)
class _Judging:
    name: str
    account: Account
    now: datetime

    def finding(self) -> Finding:
        came_by, ending = self.account.came_by, self.account.ending
        if came_by is None:
            return self._unknown(
                f"The Web Connector’s log says nothing about “{self.name}” of late."
            ).unless_explained_by(*_NOT_AT_WORK)
        if came_by > self.now + _AHEAD:
            return self._unknown(
                f"The Web Connector’s log says that it came by for “{self.name}” at a time that is "
                "still to come, so the clock was changed."
            ).unless_explained_by("clock")
        if ending is Ending.PROBLEM and self.account.trouble is not None:
            return self._problem(self.account.trouble, ago(came_by, self.now))
        return self._no_problem(came_by, ending)

    def _problem(self, trouble: Trouble, when: str) -> Finding:
        entry = trouble.entry
        owner, action = entry.owner or Owner.YOU, entry.next_step
        if trouble.kind is Kind.PASSWORD_REFUSED:
            sentence = f"The password of “{self.name}” was refused {when}."
            return self._stop(sentence, owner, action).meaning(Sign.PASSWORD_REFUSED)
        if trouble.kind is Kind.ACCESS_REFUSED:
            sentence = f"QuickBooks refused “{self.name}” {when}."
            return self._stop(sentence, owner, action).meaning(Sign.ACCESS_REFUSED)
        what = f": {entry.title}."
        if entry.kind is guide.Kind.UNKNOWN:
            what = f" that this app does not know ({', '.join(trouble.codes)})."
        sentence = f"The last update of “{self.name}”, {when}, ended with a problem{what}"
        finding = look(sentence, owner, action, *self._evidence())
        finding = finding.meaning(Sign.FAILED, *trouble.codes)
        return finding.unless_explained_by(*_causes_of(trouble))

    def _no_problem(self, came_by: datetime, ending: Ending | None) -> Finding:
        passed, when = self.now - came_by, ago(came_by, self.now)
        if ending is Ending.NOT_YET:
            if passed < LONGEST_UPDATE:
                sentence = f"The Web Connector is at work for “{self.name}”."
                return ok(sentence, *self._evidence()).meaning(Sign.AT_WORK)
            finding = self._look(
                f"The last update of “{self.name}”, {when}, did not come to its end.",
                "See that QuickBooks and the Web Connector wait for no answer, and press “Update "
                f"Selected” beside “{self.name}”.",
            ).meaning(Sign.NOT_ENDED)
            return finding.unless_explained_by(*_NOT_AT_WORK, *_IN_QUICKBOOKS)
        if passed > self._longest_silence():
            return self._silent(when)
        came = f"The Web Connector came by for “{self.name}” {when}"
        if ending is Ending.FINE:
            return ok(f"{came}, and nothing went wrong.", *self._evidence())
        return self._unknown(f"{came}, but how that ended is not in its log.")

    def _longest_silence(self) -> timedelta:
        gap = self.account.gap
        return max(_SHORTEST_SILENCE, 3 * gap) if gap else _SILENCE_WITHOUT_RHYTHM

    def _silent(self, when: str) -> Finding:
        last = f"The Web Connector last came by for “{self.name}” {when}"
        if self.account.rhythm is Rhythm.BY_ITSELF:
            gap = self.account.gap
            usually = f"it usually does so {every(gap)}" if gap else "it does so by itself"
            finding = self._look(
                f"{last}, although {usually}.",
                f"Open the Web Connector, see that “Auto-Run” is ticked beside “{self.name}”, and "
                "press “Update Selected”.",
            ).meaning(Sign.SILENT)
        elif self.account.rhythm is Rhythm.BY_HAND:
            finding = self._look(
                f"{last}, and only when somebody asked it to.",
                f"Open the Web Connector, and tick “Auto-Run” beside “{self.name}”.",
            ).meaning(Sign.ONLY_BY_HAND)
        else:
            finding = self._unknown(f"{last}; whether it does so by itself is not in its log.")
        return finding.unless_explained_by(*_NOT_AT_WORK)

    def _stop(self, sentence: str, owner: Owner, action: str) -> Finding:
        return stop(sentence, owner, action, *self._evidence())

    def _look(self, sentence: str, action: str) -> Finding:
        return look(sentence, Owner.YOU, action, *self._evidence())

    def _unknown(self, sentence: str) -> Finding:
        return unknown(sentence, Owner.YOU, _SEE_FOR_YOURSELF, *self._evidence())

    def _evidence(self) -> tuple[str, ...]:
        account, lines = self.account, []
        if account.came_by is not None:
            lines.append(f"Last came by: {_utc(account.came_by)}")
        if account.trouble is not None:
            lines.append(_told(account.trouble))
        if account.rhythm in _RHYTHMS:
            often = f", {every(account.gap)}" if account.gap else ""
            lines.append(f"Updates come {_RHYTHMS[account.rhythm]}{often}")
        lines.append(f"Other applications in the log: {account.others}")
        return tuple(lines)


def _causes_of(trouble: Trouble) -> tuple[str, ...]:
    """The checks that may find what an update failed of to be so still."""
    if trouble.kind is Kind.VENDOR_UNREACHABLE or not _OF_THE_SERVICE.isdisjoint(trouble.codes):
        return _ON_THE_WAY
    return _IN_QUICKBOOKS


def _told(trouble: Trouble) -> str:
    codes = f" ({', '.join(trouble.codes)})" if trouble.codes else ""
    time = f", {_utc(trouble.time)}" if trouble.time else ""
    return f"Last problem: {trouble.entry.title}{codes}{time}"


def _utc(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"
