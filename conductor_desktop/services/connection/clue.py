"""What may prove a cause or hint at it: each clue can be looked for, and be read as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conductor_desktop.guide.spelling import spelling
from conductor_desktop.services.checks import Answer, CheckResult, Sign
from conductor_desktop.services.checks.catalogue import CATALOGUE
from conductor_desktop.services.connection.evidence import Clues
from conductor_desktop.services.connection.report import Said
from conductor_desktop.workstation.reach import Outcome

_TITLES = {check.id: check.title for check in CATALOGUE}


@dataclass(frozen=True)
class Trace:
    """Where a clue was found: in a row of this PC, in Conductor's answer, or in both."""

    row: CheckResult | None = None
    in_answer: bool = False


ANSWERED = "an answer"
CODED = "a code"
ANYTHING = "anything"
"""Where clues are, other than in a row of this PC that is not simply fine."""


@dataclass(frozen=True)
class Clue:
    """``find`` gives ``None`` where it is not there; ``words`` say what it looks for.

    Without ``place`` there is nothing to be found: it saves looking.
    """

    words: str
    find: Callable[[Clues], Trace | None]
    place: str = ANYTHING

    def __and__(self, other: Clue) -> Clue:
        def find(clues: Clues) -> Trace | None:
            one, two = self.find(clues), other.find(clues)
            if one is None or two is None:
                return None
            return Trace(one.row or two.row, one.in_answer or two.in_answer)

        place = other.place if self.place == ANYTHING else self.place
        return Clue(f"{self.words}, and {other.words}", find, place)


def said(*what: Said) -> Clue:
    """Conductor's answer is one of these."""
    words = " or ".join(f"“{one}”" for one in what)
    wanted, trace = frozenset(what), Trace(in_answer=True)

    def find(clues: Clues) -> Trace | None:
        return trace if clues.said in wanted else None

    return Clue(f"Conductor: {words}", find, ANSWERED)


def code(*codes: str) -> Clue:
    """One of these is in the answer, or in the last update of the Web Connector's log.

    Neither counts while Conductor says that it works.
    """
    wanted = {spelling(one) for one in codes}

    def find(clues: Clues) -> Trace | None:
        met = [one for one in clues.codes if spelling(one) in wanted]
        if not met:
            return None
        if clues.answer is not None and clues.answer.code in met:
            return Trace(in_answer=True)
        return Trace(clues.rows["web_connector_last_update"])

    return Clue(f"code {', '.join(codes)}", find, CODED)


def words_in_answer(text: str) -> Clue:
    """Conductor passes on a sentence of QuickBooks' that has no code."""

    def find(clues: Clues) -> Trace | None:
        answer = clues.answer
        told = answer is not None and text in answer.explanation.casefold()
        return Trace(in_answer=True) if told else None

    return Clue(f"Conductor passes on “{text}”", find, ANSWERED)


def row(check: str, *what: Answer | Sign | Outcome) -> Clue:
    """A check of this PC has one of these answers, or found exactly this."""
    words = " or ".join(f"“{one}”" for one in what)

    def find(clues: Clues) -> Trace | None:
        found = clues.rows.get(check)
        if found is None or not (found.answer in what or found.sign in what):
            return None
        return Trace(found)

    place = ANYTHING if Answer.OK in what else check
    return Clue(f"this PC: “{_TITLES[check]}” is {words}", find, place)


def not_seen(check: str) -> Clue:
    """Nothing is known of it: this PC was not looked at, could not tell, or is another one."""

    def find(clues: Clues) -> Trace | None:
        found = clues.rows.get(check)
        unseen = found is None or found.answer is Answer.COULD_NOT_TELL
        return Trace() if unseen else None

    return Clue(f"“{_TITLES[check]}” could not be seen", find)


def not_fine(check: str) -> Clue:
    """This PC does not say that it is fine."""

    def find(clues: Clues) -> Trace | None:
        found = clues.rows.get(check)
        return None if found is not None and found.answer is Answer.OK else Trace()

    return Clue(f"“{_TITLES[check]}” is not seen to be fine", find)


def places(clues: Clues) -> frozenset[str]:
    """Where something may be found now."""
    told = clues.pc.telling if clues.pc else frozenset()
    answered = {ANSWERED} if clues.answer is not None else set()
    coded = {CODED} if clues.codes else set()
    return told | answered | coded | {ANYTHING}


JUST_WOKEN = Clue(
    "this PC slept until a moment ago", lambda clues: Trace() if clues.has_just_woken else None
)
