"""Why a proof failed: in the words of its cause, where this PC or the answer shows one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.errors import AppError, Owner
from conductor_desktop.services.checks import Remedy
from conductor_desktop.services.connection.cause import Button
from conductor_desktop.services.connection.diagnosis import Diagnosis, Suspect, diagnose
from conductor_desktop.services.connection.evidence import Evidence, PcLook, weigh
from conductor_desktop.services.connection.examination import LooksAtPc
from conductor_desktop.services.connection.words import report_on
from conductor_desktop.services.trouble import leads_to_connect, trouble_of
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.services.wrong_company import WrongCompany
from conductor_desktop.work import CancelToken

_ONE_WAITS = "Wait a few minutes, then click “Check again”."


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What a person reads and may click; ``owner`` is whose turn it is, ``None`` for nobody's.

    ``company`` is the one that answered where another was expected. ``remedy`` is what one click
    on this PC does about it, and ``way_out`` the step of the setup that mends it, which
    ``way_helps_most`` where nothing else does. ``likely`` are causes that nothing proves.
    """

    title: str
    explanation: str
    next_step: str
    owner: Owner | None
    steps: tuple[str, ...] = ()
    if_that_fails: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    company: str | None = None
    remedy: Remedy | None = None
    way_out: WayOut | None = None
    way_helps_most: bool = False
    likely: tuple[Suspect, ...] = ()


def failure_of(error: AppError) -> Failure:
    """In the words of the error alone."""
    trouble = trouble_of(error)
    return Failure(
        title=error.title,
        explanation=error.explanation,
        next_step=error.next_step,
        owner=error.owner,
        steps=trouble.steps,
        if_that_fails=trouble.if_that_fails,
        details=error.details,
        company=error.company if isinstance(error, WrongCompany) else None,
        way_out=trouble.way_out,
        way_helps_most=trouble.way_helps_most,
    )


def explained(error: AppError, pc: LooksAtPc, cancel: CancelToken, now: datetime) -> Failure:
    """With what this PC shows, which is looked at now. Raises ``Cancelled``."""
    failure = failure_of(error)
    if not isinstance(error, ConductorError):
        return failure
    answer = report_on(error, active=True, at=now)
    look = pc.look(cancel, way=answer.said.is_of_the_way)
    evidence = Evidence(pc=PcLook(look, now)).with_answer(answer)
    return _as_diagnosed(failure, diagnose(weigh(evidence, now)))


def _in_setup(suspect: Suspect) -> Suspect:
    """Where nothing is looked at again by itself, and somebody has to click for it."""
    return suspect if suspect.owner is not None else replace(suspect, next_step=_ONE_WAITS)


def _as_diagnosed(failure: Failure, diagnosis: Diagnosis) -> Failure:
    cause = diagnosis.cause
    if cause is None:
        return replace(failure, likely=tuple(map(_in_setup, diagnosis.likely)))
    # Elsewhere a connection is looked at again by itself, but not here.
    waits = cause.owner is None and cause.next_step != failure.next_step
    is_for_setup = cause.button is Button.SETUP
    way = WayOut.CONNECT if is_for_setup or leads_to_connect(cause.steps) else None
    return replace(
        failure,
        title=cause.title,
        explanation=cause.explanation,
        next_step=_ONE_WAITS if waits else cause.next_step,
        owner=cause.owner,
        steps=cause.steps,
        if_that_fails=cause.if_that_fails,
        remedy=cause.remedy,
        way_out=failure.way_out if failure.way_helps_most else way,
        way_helps_most=failure.way_helps_most or is_for_setup,
    )
