"""What a start of the app does first: be the only window of this home, or ask the one there is.

Importing this loads no Qt, and a start that finds no other one needs none of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from conductor_desktop.errors import AppError
from conductor_desktop.storage.open_window import OpenWindow
from conductor_desktop.storage.turns import Taken, holding
from conductor_desktop.ui.instance.messages import Request
from conductor_desktop.work import CancelToken

ANSWER_SECONDS = 2.0
# From a cold disk the first one needs some seconds until it listens, and some to close.
COMING_OR_GOING_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 0.05


class DoesNotAnswer(AppError):
    """There is a window, or something else has its lock, and it does not say that it is there."""

    def __init__(self) -> None:
        super().__init__(
            "Conductor Desktop does not answer",
            "It is open already, but its window does not react. Nothing was changed.",
            "Wait a minute and start it again. If that does not help, end “Conductor Desktop” in "
            "the Task Manager (Ctrl+Shift+Esc) and start it once more.",
        )


class OpenElsewhere(AppError):
    """The window is on another desktop of the same person."""

    def __init__(self) -> None:
        super().__init__(
            "Conductor Desktop is open elsewhere",
            "You are signed in to this PC twice, and its window is open in the other session.",
            "Go on there, or close it there and start it here again.",
        )


def become_first(
    place: OpenWindow,
    file: Path | None,
    held: ExitStack,
    is_asked_to_end: Callable[[], bool],
) -> bool:
    """Whether this is the only start, and so may open a window, until ``held`` is closed.

    False when the window that is open has come to the front and has got ``file``, or when
    this one is asked to end. Where the disk knows no locks every start is the only one. Raises
    ``DoesNotAnswer`` and ``OpenElsewhere``.
    """
    request, never = Request(file), CancelToken()
    until = time.monotonic() + COMING_OR_GOING_SECONDS
    while not is_asked_to_end():
        try:
            held.enter_context(holding(place.lock, seconds=0.0, cancel=never))
        except Taken:
            if _hand_over(place, request):
                return False
        else:
            return True
        if time.monotonic() > until:
            raise DoesNotAnswer
        never.wait(_LOOK_AGAIN_SECONDS)
    return False


def is_first(place: OpenWindow, held: ExitStack) -> bool:
    """The same for a start that wants no window: one that is open already is left alone."""
    try:
        held.enter_context(holding(place.lock, seconds=0.0, cancel=CancelToken()))
    except Taken:
        return False
    return True


def _hand_over(place: OpenWindow, request: Request) -> bool:
    """Whether the window has it; False when nobody listens yet, or any more."""
    address = place.read()
    if address is None:
        return False
    from conductor_desktop.ui.instance.asking import Answer, ask

    answer = ask(address, request, ANSWER_SECONDS)
    if answer is Answer.SILENCE:
        raise DoesNotAnswer
    if answer is Answer.ELSEWHERE:
        raise OpenElsewhere
    return answer is Answer.HERE
