"""Says once what went wrong last time, and offers a support bundle; notes that this run lasts."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from conductor_desktop.services.last_time.judging import SETTLED_SECONDS, Care
from conductor_desktop.services.last_time.run import WindowRun
from conductor_desktop.storage.run_file import Trouble
from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.tasks import Pool, TaskRunner

log = logging.getLogger(__name__)

OFFER = "Save a support bundle"
_NOTHING_LOST = (
    "What you had set up is still there. If it happens again, a support bundle shows whoever "
    "helps you where it went wrong."
)
TOLD = {
    Trouble.CRASH: Message(
        Kind.LOOK,
        "Something went wrong last time",
        f"Conductor Desktop ended unexpectedly. {_NOTHING_LOST}",
        offer=OFFER,
    ),
    Trouble.HANG: Message(
        Kind.LOOK,
        "Something went wrong last time",
        f"Conductor Desktop did not answer any more and had to be ended. {_NOTHING_LOST}",
        offer=OFFER,
    ),
}


class LastTimeTeller(QObject):
    """One for the app, from its first window on. ``show_support`` leads to the bundle."""

    def __init__(
        self,
        run: WindowRun,
        messages: Messages,
        runner: TaskRunner,
        show_support: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._runner = runner
        self._show_support = show_support
        log.info("last time: %s", run.last.ending.value)
        if run.care:
            log.info("this run is in safe mode: %s", run.care.name.lower())
        untold = run.last.untold
        self._message = TOLD[untold] if untold else None
        if untold and run.care is Care.STARTS_FAIL:
            self._message = None  # the banner of the safe mode says it
            runner.submit(lambda _task: run.told(), Pool.FILES)
        messages.shown.connect(self._on_shown)
        messages.offer_taken.connect(self._on_offer_taken)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._on_settled)
        self._settled.start(int(SETTLED_SECONDS * 1000))
        if self._message is not None:
            messages.show(self._message)

    def _on_shown(self, message: Message) -> None:
        if message == self._message:
            self._runner.submit(lambda _task: self._run.told(), Pool.FILES)

    def _on_offer_taken(self, message: Message) -> None:
        if message == self._message:
            self._show_support()

    def _on_settled(self) -> None:
        self._runner.submit(lambda _task: self._run.settle(), Pool.FILES)
