"""The Support screen: look at the support bundle, save it, know whom to send it to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics import Bundle, BundleFile, Failure
from conductor_desktop.services.diagnostics.collecting import files_to_come
from conductor_desktop.services.letter import mailto
from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.reveal import open_link, show_in_folder
from conductor_desktop.ui.parts.texts import body
from conductor_desktop.ui.shell.page import Page
from conductor_desktop.ui.support.about import about_facts
from conductor_desktop.ui.support.cards import AboutCard, VendorCard
from conductor_desktop.ui.support.contents import Contents
from conductor_desktop.ui.support.controller import Stage, SupportController
from conductor_desktop.ui.support.head import BundleHead
from conductor_desktop.ui.support.save_dialog import ask_where
from conductor_desktop.ui.support.saved_panel import SavedPanel
from conductor_desktop.ui.support.words import letter_of, progress_of, subject_of, summary_of
from conductor_desktop.ui.theme import UNIT

_PURPOSE = (
    "The support bundle is one file that shows whoever helps you what this PC and its connection "
    "look like. It stays on this PC until you send it to somebody."
)
_STOPPED = "Collecting was stopped, and nothing was kept. “Collect again” begins anew."


class SupportScreen(Page):
    """Collects when it is shown, unless it just has, each file in sight as it comes.

    ``home`` is the app's folder.
    """

    log_wanted = Signal()
    bundle_wanted = Signal()  # to open one that was sent

    def __init__(
        self,
        controller: SupportController,
        home: Path,
        vendor: Vendor | None = None,
        parent: QWidget | None = None,
        *,
        policies: Callable[[], Policies] = no_policies,
        reveal: Callable[[Path], bool] = show_in_folder,
        write_to: Callable[[str], bool] = open_link,
    ) -> None:
        super().__init__("supportScreen", "Support", parent)
        self._controller = controller
        self._policies = policies
        self._write_to = write_to
        self._come: set[str] = set()
        self._open = link_button("Open a bundle that was sent to you…", "supportOpen", self)
        # Made in the order in which the Tab key visits them.
        self._problem = MessagePanel("supportProblem", self)
        self._saved = SavedPanel(reveal, self)
        self._card = Card(self)
        self._head = BundleHead(self._card)
        self._missing = MessagePanel("supportMissing", self._card)
        self._contents = Contents(self._card)
        self._vendor = VendorCard(self)
        self._vendor.show_vendor(vendor)
        self._about = AboutCard(home, self)
        self._build()
        self._wire()
        self._render()

    def save_to(self, path: Path) -> None:
        """Write the bundle that is shown to ``path``."""
        self._saved.hide()
        self._problem.clear()
        self._controller.save(path, self._contents.left_out)

    def come_from_an_error(self) -> None:
        """It has to be in the bundle, and so whatever was collected before is collected anew."""
        self._controller.collect()

    def set_vendor(self, vendor: Vendor | None) -> None:
        """Who to send the bundle to, after another setup file."""
        self._vendor.show_vendor(vendor)

    def _build(self) -> None:
        for widget in (self._head, self._missing):
            self._card.column.addWidget(widget)
        self._card.column.addWidget(self._contents, 1)
        below = QHBoxLayout()
        below.setSpacing(UNIT * 2)
        below.addWidget(self._vendor, 2)
        below.addWidget(self._about, 3)
        purpose = QHBoxLayout()
        purpose.setSpacing(UNIT * 2)
        purpose.addWidget(body(_PURPOSE, self), 1)
        purpose.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(purpose)
        for panel in (self._problem, self._saved):
            self.column.addWidget(panel)
        self.column.addWidget(self._card, 100)
        self.column.addLayout(below)
        self.column.addStretch(1)  # takes the room of the card where there is no card

    def _wire(self) -> None:
        self._head.collect_wanted.connect(self._controller.collect)
        self._head.stop_wanted.connect(self._controller.stop)
        self._head.days_chosen.connect(self._controller.collect_days)
        self._head.save_wanted.connect(self._on_save_wanted)
        self._contents.left_out_changed.connect(self._render)
        self._problem.action_clicked.connect(self._controller.collect)
        self._controller.stage_changed.connect(self._on_stage_changed)
        self._controller.arrived.connect(self._on_arrived)
        self._controller.failed.connect(self._on_failed)
        self._controller.saving_changed.connect(self._render)
        self._controller.saved.connect(self._on_saved)
        self._controller.not_saved.connect(self._on_not_saved)
        self._about.log_wanted.connect(self.log_wanted)
        self._open.clicked.connect(self.bundle_wanted)
        self._vendor.letter_wanted.connect(self._on_letter_wanted)

    def _on_stage_changed(self, stage: Stage) -> None:
        bundle = self._controller.bundle
        if stage is Stage.COLLECTING:
            self._come.clear()
            self._contents.await_files(files_to_come())
            for widget in (self._problem, self._missing):
                widget.clear()
            self._saved.hide()
        elif bundle is not None:
            self._contents.show_bundle(bundle)
            self._tell_missing(bundle)
            announce(self._head, summary_of(bundle, self._contents.left_out))
        else:
            self._contents.clear()
        self._render()

    def _on_arrived(self, one: BundleFile | Failure) -> None:
        self._come.add(one.file if isinstance(one, Failure) else one.name)
        self._contents.show_arrived(one)
        self._render()

    def _render(self) -> None:
        stage, bundle = self._controller.stage, self._controller.bundle
        awaited = len(files_to_come()) if stage is Stage.COLLECTING else 0
        self._card.setVisible(stage is not Stage.FAILED)
        self._head.show_bundle(bundle, saving=self._controller.is_saving)
        self._head.show_progress(len(self._come), awaited)
        self._vendor.offer_letter(bundle is not None)
        if self._controller.is_saving:
            self._head.say("Saving…")
        elif bundle is not None:
            self._head.say(summary_of(bundle, self._contents.left_out))
        elif stage is Stage.STOPPED:
            self._head.say(_STOPPED)
        else:
            self._head.say(progress_of(len(self._come), awaited))

    def _on_letter_wanted(self, address: str) -> None:
        bundle = self._controller.bundle
        if bundle is None:
            return
        letter = letter_of(bundle)
        if self._write_to(mailto(address, subject_of(bundle), letter)):
            self._vendor.mail_opened()
        else:
            self._vendor.tell_no_mail(letter)

    def _tell_missing(self, bundle: Bundle) -> None:
        if bundle.failures:
            reasons = [f"{one.file}: {one.reason}" for one in bundle.failures]
            text = "\n".join(["The bundle is useful without them.", *reasons])
            self._missing.show_message(Message(Kind.LOOK, "Some files could not be made", text))

    def _on_failed(self, error: AppError) -> None:
        self._problem.show_error(error, "Try again")

    def _on_saved(self, path: Path) -> None:
        self._saved.show_path(path)
        self.verticalScrollBar().setValue(0)

    def _on_not_saved(self, error: AppError) -> None:
        self._problem.show_error(error)
        self.verticalScrollBar().setValue(0)

    def _on_save_wanted(self) -> None:
        bundle = self._controller.bundle
        if bundle is not None:
            ask_where(self, bundle.default_name, self._on_file_selected)

    def _on_file_selected(self, path: str) -> None:
        self.save_to(Path(path))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._about.show_facts(about_facts(self._policies()))
        if not event.spontaneous():  # which it is when the window comes out of the taskbar
            self._controller.collect_once()
