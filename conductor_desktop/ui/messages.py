"""The one door for telling the person something: it is logged, then shown."""

from __future__ import annotations

import enum
import logging
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import AppError
from conductor_desktop.ui.parts.turns import whose_turn

log = logging.getLogger(__name__)


class Kind(enum.StrEnum):
    """How much a message wants; decides its colour and its mark."""

    INFO = "info"
    OK = "ok"
    LOOK = "look"
    STOP = "stop"


@dataclass(frozen=True)
class Message:
    """What a person reads. ``details`` is what support asks for: request id, code.

    ``turn`` says whose job it is, "" for nobody's. ``steps`` are what to click, and
    ``if_that_fails`` those of a second remedy. ``offer`` is on a button of its own, "" for none.
    """

    kind: Kind
    title: str
    text: str
    details: dict[str, str] = field(default_factory=dict)
    turn: str = ""
    steps: tuple[str, ...] = ()
    if_that_fails: tuple[str, ...] = ()
    offer: str = ""

    @classmethod
    def of(cls, error: AppError, vendor: str = "") -> Message:
        """The error as it is shown beside what caused it; ``vendor`` is who sent the setup."""
        return cls(
            Kind.STOP,
            error.title,
            f"{error.explanation} {error.next_step}",
            dict(error.details),
            whose_turn(error.owner, vendor),
        )


class Messages(QObject):
    """Messages that belong to no one place on a screen; kept until a window can show them."""

    shown = Signal(object)  # a Message
    taken_back = Signal(object)  # one that was shown
    offer_taken = Signal(object)  # one that was shown, and whose button somebody has clicked

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Message] = []
        self._open = False

    def show(self, message: Message) -> None:
        """Log the message and show it, now or as soon as a window exists."""
        log.info("message: %s", message.title)
        if self._open:
            self.shown.emit(message)
        else:
            self._waiting.append(message)

    def take_back(self, message: Message) -> None:
        """It is not so any more, whether or not anybody has read it."""
        if message in self._waiting:
            self._waiting.remove(message)
        self.taken_back.emit(message)

    def error(self, error: AppError) -> None:
        """Show an expected failure that has no better place."""
        self.show(Message.of(error))

    def open_door(self) -> None:
        """A window listens from now on; what has waited is shown in order."""
        self._open = True
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self.shown.emit(message)
