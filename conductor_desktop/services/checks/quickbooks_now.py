"""Checks of QuickBooks as it runs: open, once, not waiting for an answer, with the company."""

from __future__ import annotations

from conductor_desktop.services.checks.answers import (
    Finding,
    Owner,
    Remedy,
    Sign,
    look,
    ok,
    stop,
    unknown,
)
from conductor_desktop.services.checks.facts import Facts, Sessions, describe, owners
from conductor_desktop.services.company_names import same_name
from conductor_desktop.workstation.facts import ProcessFacts
from conductor_desktop.workstation.quickbooks import PROGRAMS
from conductor_desktop.workstation.quickbooks_windows import Shown

_ANSWER_IT = "Go to QuickBooks, and answer or close the window that waits."


def running(facts: Facts) -> Finding:
    """Open in our session, by our Windows user, with a window."""
    found = facts.programs(*PROGRAMS)
    evidence = tuple(map(describe, found.all))
    if not found.ours:
        finding = _none_of_ours(found, evidence)
    else:
        finding = _ours(found.ours, facts.me(), evidence)
    return finding.naming(*owners(*found.all))


def only_once(facts: Facts) -> Finding:
    """Two of them get in each other's way; one of them may not even show a window."""
    found = facts.programs(*PROGRAMS)
    evidence = tuple(map(describe, found.all))
    if len(found.ours) > 1:
        hidden = any(process.windows == () for process in found.ours)
        return look(
            "A second QuickBooks is running without a window."
            if hidden
            else "QuickBooks is running more than once.",
            Owner.YOU,
            "Close every QuickBooks window, wait a minute, then open QuickBooks once; restart the "
            "PC if it still runs twice.",
            *evidence,
        ).naming(*owners(*found.all))
    if found.unplaced:
        return unknown(
            "It could not be seen whether QuickBooks is running more than once.",
            Owner.YOU,
            "If connecting fails, restart the PC and open QuickBooks once.",
            *evidence,
        ).naming(*owners(*found.all))
    return ok("QuickBooks is running only once.", *evidence).naming(*owners(*found.all))


def dialog(facts: Facts) -> Finding:
    """While a question waits in QuickBooks, nothing else gets through to it."""
    shown = facts.shown()
    if shown is None:
        return _windows_not_seen()
    evidence = tuple(f"Window: {title}" for title in shown.others)
    if shown.is_blocked:
        finding = stop(f"{_window(shown)} is waiting for you.", Owner.YOU, _ANSWER_IT, *evidence)
        return _private(finding, shown).hiding_nothing().with_remedy(_bring_to_front(facts))
    if shown.is_blocked is False or (shown.has_main and not shown.others):
        return _private(ok("QuickBooks is not waiting for an answer.", *evidence), shown)
    if not shown.others:
        return _windows_not_seen()
    finding = look(f"{_window(shown)} may be waiting for you.", Owner.YOU, _ANSWER_IT, *evidence)
    finding = _private(finding, shown).with_remedy(_bring_to_front(facts))
    # Without a main window there is no company to be seen either, for the same reason.
    return finding if shown.has_main else finding.hiding_the_rest()


def company_open(facts: Facts) -> Finding:
    """As far as the title of QuickBooks' window says: a name, not proof of the file."""
    shown = facts.shown()
    if shown is None or not shown.has_main:
        return unknown(
            "QuickBooks’ window does not show whether a company file is open.",
            Owner.YOU,
            "Go to QuickBooks and see that your company file is open.",
        )
    if shown.company is None:
        finding = look(
            "QuickBooks is open, but no company file seems to be.",
            Owner.YOU,
            "Open your company file in QuickBooks.",
        )
        return finding.meaning(Sign.NO_COMPANY).with_remedy(_bring_to_front(facts))
    mode = "multi-user" if shown.multi_user else "single-user"
    evidence = (f"Mode: {mode}", f"QuickBooks user: {shown.user or 'not shown'}")
    wanted = facts.purpose.company
    if wanted is not None and not same_name(wanted, shown.company):
        finding = look(
            f"“{shown.company}” is open in QuickBooks, but this connection is for “{wanted}”.",
            Owner.YOU,
            f"Open the company file of “{wanted}” in QuickBooks.",
            *evidence,
        )
        finding = finding.meaning(Sign.OTHER_COMPANY).with_remedy(_bring_to_front(facts))
    else:
        finding = ok(f"“{shown.company}” is open in {mode} mode.", *evidence)
        if not shown.multi_user:
            finding = finding.meaning(Sign.SINGLE_USER)
    return finding.naming(shown.company, wanted, shown.user)


def _ours(ours: tuple[ProcessFacts, ...], me: ProcessFacts, evidence: tuple[str, ...]) -> Finding:
    if all(process.windows == () for process in ours):
        return look(
            "QuickBooks is running, but shows no window.",
            Owner.YOU,
            "Wait a minute in case it is being used by another program; if it stays so, restart "
            "the PC and open QuickBooks yourself.",
            *evidence,
        ).hiding_the_rest()
    owner, mine = ours[0].owner, me.owner
    if owner and mine and owner.casefold() != mine.casefold():
        return look(
            f"QuickBooks was started as another Windows user ({owner}) than you.",
            Owner.YOU,
            "Close QuickBooks and open it by a normal double-click.",
            *evidence,
        )
    return ok("QuickBooks is open for you.", *evidence)


def _none_of_ours(found: Sessions, evidence: tuple[str, ...]) -> Finding:
    if found.unplaced:
        return unknown(
            "QuickBooks is running, but it could not be seen for which Windows user.",
            Owner.YOU,
            "See that QuickBooks is open on this screen.",
            *evidence,
        )
    if found.others:
        who = f" ({found.others[0].owner})" if found.others[0].owner else ""
        finding = look(
            f"QuickBooks is open for another Windows user of this PC{who}, not for you.",
            Owner.YOU,
            "Open QuickBooks in your own Windows session, or install this app in theirs.",
            *evidence,
        )
        return finding.meaning(Sign.ELSEWHERE).hiding_the_rest()
    finding = look(
        "QuickBooks is not open.",
        Owner.YOU,
        "Open QuickBooks and your company file.",
    )
    return finding.meaning(Sign.CLOSED).hiding_the_rest()


def _window(shown: Shown) -> str:
    """Spoken of by its title, which may be in any language, or be missing."""
    return f"QuickBooks’ window “{shown.others[0]}”" if shown.others else "A window of QuickBooks"


def _private(finding: Finding, shown: Shown) -> Finding:
    return finding.naming(*shown.others, shown.company, shown.user)


def _windows_not_seen() -> Finding:
    return unknown(
        "It could not be seen whether QuickBooks is waiting for an answer.",
        Owner.YOU,
        "Go to QuickBooks, and see that no window waits for an answer.",
    )


def _bring_to_front(facts: Facts) -> Remedy:
    ours = facts.programs(*PROGRAMS).ours
    pid = next((process.pid for process in ours if process.windows), ours[0].pid)
    return Remedy("Bring it to the front", bring_to_front=pid)
