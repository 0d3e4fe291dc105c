"""Why the connection does not work: the one cause that is proven, or the two likeliest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from conductor_desktop.errors import Owner
from conductor_desktop.services.checks import CheckResult, Remedy
from conductor_desktop.services.connection.cause import Button, Cause, CauseId
from conductor_desktop.services.connection.causes import CAUSES
from conductor_desktop.services.connection.clue import Clue, Trace, places
from conductor_desktop.services.connection.evidence import Clues
from conductor_desktop.services.connection.quick import replace
from conductor_desktop.services.connection.report import ConnectionReport, ConnectionState

_MOST_LIKELY = 2


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """A cause as it shows here: in the words of the place where it was found.

    ``remedy`` is what one click on this PC does about it. ``told_by`` ends the sentence “It is
    this one if …”.
    """

    id: CauseId
    state: ConnectionState
    title: str
    explanation: str
    next_step: str
    owner: Owner | None
    told_by: str
    steps: tuple[str, ...] = ()
    if_that_fails: tuple[str, ...] = ()
    remedy: Remedy | None = None
    button: Button = Button.CHECK
    at_once: bool = False


@dataclass(frozen=True)
class Diagnosis:
    """``cause`` is proven; without it ``likely`` are two at most, the likelier first.

    ``hidden`` are what is there as well, and goes with the cause.
    """

    cause: Suspect | None = None
    likely: tuple[Suspect, ...] = ()
    hidden: tuple[CauseId, ...] = ()

    @property
    def first(self) -> Suspect | None:
        """What to begin with, proven or not."""
        return self.cause or (self.likely[0] if self.likely else None)

    def turn(self, report: ConnectionReport | None) -> Owner | None:
        """Whose turn it is by the cause, or by the likelier one; else as the answer has it."""
        if self.first is not None:
            return self.first.owner
        return report.owner if report is not None else None


def diagnose(clues: Clues, without: Iterable[CauseId] = ()) -> Diagnosis:
    """Find the cause. ``without`` are those that QuickBooks has proved not to be one by answering.

    No clue of trouble gives an empty diagnosis, and so does trouble that nothing explains.
    """
    if clues.are_all_well:
        return Diagnosis()
    left_out, where = frozenset(without), places(clues)
    proven = [
        (cause, trace) for cause, trace in _found(_PROOFS, clues, where) if cause.id not in left_out
    ]
    roots = [
        (cause, trace)
        for cause, trace in proven
        if not any(cause.id in other.hides for other, _ in proven)
    ]
    if roots:
        cause, trace = roots[0]
        hidden = tuple(other.id for other, _ in proven if other.id in cause.hides)
        return Diagnosis(_suspect(cause, trace, clues), hidden=hidden)
    hinted = [
        (cause, trace) for cause, trace in _found(_HINTS, clues, where) if cause.id not in left_out
    ][:_MOST_LIKELY]
    # What is only likely is told as the cause it would be: the answer's words are of what is sure.
    return Diagnosis(
        likely=tuple(
            _suspect(cause, replace(trace, in_answer=False), clues) for cause, trace in hinted
        )
    )


def proven_in(clues: Clues) -> frozenset[CauseId]:
    """Every cause that is proven, those that hide behind another included."""
    if clues.are_all_well:
        return frozenset()
    return frozenset(cause.id for cause, _ in _found(_PROOFS, clues, places(clues)))


_LookedFor = tuple[tuple[Cause, tuple[Clue, ...], frozenset[str]], ...]


def _looked_for(clues_of: Callable[[Cause], tuple[Clue, ...]]) -> _LookedFor:
    """Every cause with its clues and the places where one of them may be."""
    return tuple(
        (cause, clues_of(cause), frozenset(clue.place for clue in clues_of(cause)))
        for cause in CAUSES
        if clues_of(cause)
    )


_PROOFS = _looked_for(lambda cause: cause.proven_by)
_HINTS = _looked_for(lambda cause: cause.hinted_by)


def _found(
    looked_for: _LookedFor, clues: Clues, where: frozenset[str]
) -> list[tuple[Cause, Trace]]:
    """Each cause of which a clue is there, with where the first of them was found."""
    found = []
    for cause, those, there in looked_for:
        if there.isdisjoint(where):
            continue
        for clue in those:
            trace = clue.find(clues)
            if trace is not None:
                found.append((cause, trace))
                break
    return found


def _suspect(cause: Cause, trace: Trace, clues: Clues) -> Suspect:
    suspect = Suspect(
        id=cause.id,
        state=cause.state,
        title=cause.title,
        explanation=cause.explanation,
        next_step=cause.next_step,
        owner=cause.owner,
        told_by=cause.told_by,
        steps=cause.steps,
        button=cause.button,
        at_once=cause.at_once,
    )
    if trace.row is not None:
        return _as_seen(suspect, trace.row)
    if trace.in_answer and clues.answer is not None:
        return _as_answered(suspect, clues.answer)
    return suspect


def _as_seen(suspect: Suspect, row: CheckResult) -> Suspect:
    """In the words of this PC, which name what is there; of a fine row there is nothing to do."""
    if row.action is None:
        return suspect
    return replace(
        suspect,
        explanation=row.sentence,
        next_step=row.action,
        owner=row.owner,
        remedy=row.remedy,
    )


def _as_answered(suspect: Suspect, answer: ConnectionReport) -> Suspect:
    """In the words of the answer, which has the code and what the guide says of it."""
    return replace(
        suspect,
        state=answer.state,
        title=answer.headline,
        explanation=answer.explanation,
        next_step=answer.next_step,
        owner=answer.owner,
        steps=answer.steps or suspect.steps,
        if_that_fails=answer.if_that_fails,
        at_once=suspect.at_once or answer.state is ConnectionState.NEEDS_ATTENTION,
    )
