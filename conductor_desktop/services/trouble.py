"""What to do about an error: the error guide's steps, and the step of the setup that mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
)
from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.services.connection.words import known_advice
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.services.wrong_company import WrongCompany

_TO_CONNECT = "step “Connect”"


@dataclass(frozen=True)
class Trouble:
    """``steps`` are none where the guide does not know the code; where the sources disagree,
    ``if_that_fails`` are those of the second remedy.

    ``way_out`` is ``None`` where no step of the setup helps. ``way_helps_most``: nothing else does.
    """

    steps: tuple[str, ...] = ()
    if_that_fails: tuple[str, ...] = ()
    way_out: WayOut | None = None
    way_helps_most: bool = False


def trouble_of(error: AppError) -> Trouble:
    """What to do about ``error``, met anywhere in the setup."""
    if isinstance(error, WrongCompany):
        return Trouble(error.steps)
    advice = known_advice(error) if isinstance(error, ConductorError) else None
    steps = advice.steps if advice else ()
    if_that_fails = advice.if_that_fails if advice else ()
    way = _only_way_out(error)
    if way is not None:
        return Trouble(steps, if_that_fails, way, way_helps_most=True)
    return Trouble(steps, if_that_fails, WayOut.CONNECT if leads_to_connect(steps) else None)


def leads_to_connect(steps: Iterable[str]) -> bool:
    """Whether one of the guide's steps is to go through the step "Connect"."""
    return any(_TO_CONNECT in step for step in steps)


def _only_way_out(error: AppError) -> WayOut | None:
    match error:
        case KeyRejected() | NotSetUp():
            return WayOut.WAY_IN
        case EndUserNotFound():
            return WayOut.END_USER
        case ConnectionNotSetUp():
            return WayOut.CONNECT
        case _:
            return None
