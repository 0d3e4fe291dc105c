"""The Connection screen: the state of the connection, and what this PC itself can tell."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from conductor_desktop.services.connection.sources import sources
from conductor_desktop.ui.connection.controller import ConnectionController
from conductor_desktop.ui.connection.evidence_card import EvidenceCard
from conductor_desktop.ui.connection.manage_card import ManageCard
from conductor_desktop.ui.connection.pc import PcController
from conductor_desktop.ui.connection.pc_card import PcCard
from conductor_desktop.ui.connection.state_card import StateCard
from conductor_desktop.ui.connection.watching_card import WatchingCard
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.shell.page import Page

_MINUTE_MS = 60_000
_SECOND_MS = 1_000


class ConnectionScreen(Page):
    """Looks again whenever it comes to the front; its clocks stand still while it is hidden."""

    setup_requested = Signal()
    reconnect_requested = Signal()
    remove_requested = Signal()

    def __init__(
        self,
        controller: ConnectionController,
        pc: PcController,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("connectionScreen", "Connection", parent)
        self._controller = controller
        self._pc = pc
        self._card = StateCard(self)
        self._pc_card = PcCard(self)
        self.column.addWidget(self._card)
        self.column.addWidget(self._pc_card)
        self._evidence_card = EvidenceCard(self)
        self.column.addWidget(self._evidence_card)
        self._watching_card = WatchingCard(controller.utc_now, self)
        self.column.addWidget(self._watching_card)
        self._manage_card = ManageCard(self)
        self.column.addWidget(self._manage_card)
        self.column.addStretch(1)
        self.minutes = QTimer(self)  # "2 minutes ago" grows old
        self.minutes.setInterval(_MINUTE_MS)
        self.seconds = QTimer(self)  # how long QuickBooks has been asked for
        self.seconds.setInterval(_SECOND_MS)
        self._wire()
        self._render()

    def show_below_the_state(self, widget: QWidget) -> None:
        """Put something of others between the state and what this PC can tell."""
        self.column.insertWidget(self.column.indexOf(self._card) + 1, widget)

    @property
    def mark(self) -> Mark:
        """The mark on the state card."""
        return self._card.mark

    def add_card(self, card: QWidget) -> None:
        """One more, above the last one."""
        self.column.insertWidget(self.column.indexOf(self._manage_card), card)

    def _wire(self) -> None:
        self.minutes.timeout.connect(self._on_minute)
        self.seconds.timeout.connect(self._render)
        self._controller.changed.connect(self._render)
        self._controller.busy_changed.connect(self._on_busy_changed)
        self._card.check_clicked.connect(self._controller.check_now)
        self._card.cancel_clicked.connect(self._controller.cancel)
        self._card.resume_clicked.connect(self._on_resume)
        self._card.setup_clicked.connect(self._on_setup)
        self._watching_card.pause_wanted.connect(self._controller.pause)
        self._watching_card.resume_wanted.connect(self._on_resume)
        self._watching_card.quiet_hours_wanted.connect(self._controller.set_quiet_hours)
        self._manage_card.reconnect_clicked.connect(self.reconnect_requested)
        self._manage_card.remove_clicked.connect(self.remove_requested)
        self._pc_card.recheck_clicked.connect(self._pc.check_again)
        self._pc.started.connect(self._pc_card.start)
        self._pc.result_added.connect(self._pc_card.add_result)
        self._pc.finished.connect(self._pc_card.finish)
        self._pc.checked.connect(self._controller.see_pc)
        self._controller.pc_seen.connect(self._pc.take)
        self._card.remedy_wanted.connect(self._pc.carry_out)
        self._pc.failed.connect(self._pc_card.fail)
        self._pc_card.remedy_wanted.connect(self._pc.carry_out)
        self._pc.remedy_done.connect(self._pc_card.show_remedy_done)

    def _on_setup(self) -> None:
        if self._controller.needs_reconnect:
            self.reconnect_requested.emit()
        else:
            self.setup_requested.emit()

    def _render(self) -> None:
        controller = self._controller
        self._card.show_text(
            controller.text,
            controller.note,
            busy=controller.is_busy,
            is_paused=controller.is_paused,
        )
        self._watching_card.show_rest(controller.paused, controller.quiet_hours, controller.quiet)
        now = controller.utc_now()
        self._evidence_card.show_sources(sources(controller.watch.evidence, now), now)

    def _on_resume(self) -> None:
        self._controller.resume()
        self._pc.check_once()

    def _on_minute(self) -> None:
        self._controller.tick()
        self._render()

    def _on_busy_changed(self, busy: bool) -> None:
        if busy and self.isVisible():
            self.seconds.start()
        else:
            self.seconds.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.minutes.start()
        self._on_busy_changed(self._controller.is_busy)
        self._controller.refresh()
        if not self._controller.is_paused:
            self._pc.check_once()
        self._render()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._controller.leave()
        self.minutes.stop()
        self.seconds.stop()
