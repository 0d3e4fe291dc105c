"""The Support screen: look at the support bundle, save it, know whom to send it to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.letter import mailto
from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import link_button, plain_button, primary_button
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.reveal import open_link, show_in_folder
from conductor_desktop.ui.parts.texts import body, muted, subtitle
from conductor_desktop.ui.shell.page import Page
from conductor_desktop.ui.support.about import about_facts
from conductor_desktop.ui.support.cards import AboutCard, VendorCard
from conductor_desktop.ui.support.contents import Contents
from conductor_desktop.ui.support.controller import Stage, SupportController
from conductor_desktop.ui.support.saved_panel import SavedPanel
from conductor_desktop.ui.support.sizes import size_words
from conductor_desktop.ui.theme import UNIT

_COPY, _COPIED = "Copy summary", "Copied"
_PURPOSE = (
    "The support bundle is one file that shows whoever helps you what this PC and its connection "
    "look like. It stays on this PC until you send it to somebody."
)


_ATTACH = "(Please attach the support bundle: save it on the page Support, then add the file here.)"
_NO_MAIL = (
    "This PC has no program for e-mail, or it did not open. Write to the address in any other way, "
    "with “Copy summary” for the text."
)


class SupportScreen(Page):
    """Collects when it is first shown. ``home`` is the app's folder."""

    log_wanted = Signal()
    bundle_wanted = Signal()  # to open one that was sent
    bundle_dropped = Signal(object)  # its Path

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
        self._open = link_button("Open a bundle that was sent to you…", "supportOpen", self)
        # Made in the order in which the Tab key visits them.
        self._problem = MessagePanel("supportProblem", self)
        self._saved = SavedPanel(reveal, self)
        self._card = Card(self)
        self._summary = muted("", self._card)
        self._summary.setObjectName("supportSummary")
        self._copy = plain_button(_COPY, "supportCopySummary", self._card)
        self._again = plain_button("Collect again", "supportCollect", self._card)
        self._save = primary_button("Save…", "supportSave", self._card)
        self._progress = QProgressBar(self._card)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Collecting the support bundle")
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

    def set_vendor(self, vendor: Vendor | None) -> None:
        """Who to send the bundle to, after another setup file."""
        self._vendor.show_vendor(vendor)

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 4)
        texts.addWidget(subtitle("Look inside", self._card))
        texts.addWidget(self._summary)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addLayout(texts, 1)
        for button in (self._copy, self._again, self._save):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._card.column.addLayout(head)
        for widget in (self._progress, self._missing):
            self._card.column.addWidget(widget)
        self._card.column.addSpacing(UNIT // 2)
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
        self._again.clicked.connect(self._controller.collect)
        self._copy.clicked.connect(self._on_copy)
        self._contents.left_out_changed.connect(self._render)
        self._problem.action_clicked.connect(self._controller.collect)
        self._save.clicked.connect(self._on_save_clicked)
        self._controller.stage_changed.connect(self._on_stage_changed)
        self._controller.failed.connect(self._on_failed)
        self._controller.saving_changed.connect(self._render)
        self._controller.saved.connect(self._on_saved)
        self._controller.not_saved.connect(self._on_not_saved)
        self._about.log_wanted.connect(self.log_wanted)
        self._open.clicked.connect(self.bundle_wanted)
        self._vendor.letter_wanted.connect(self._on_letter_wanted)
        self.setAcceptDrops(True)

    def _on_stage_changed(self, stage: Stage) -> None:
        bundle = self._controller.bundle
        if stage is Stage.COLLECTING:
            self._contents.clear()
            for widget in (self._problem, self._missing):
                widget.clear()
            self._saved.hide()
        if bundle is not None:
            self._contents.show_bundle(bundle)
            self._tell_missing(bundle)
        self._render()

    def _render(self) -> None:
        stage, bundle = self._controller.stage, self._controller.bundle
        saving = self._controller.is_saving
        self._card.setVisible(stage is not Stage.FAILED)
        self._progress.setVisible(stage is Stage.COLLECTING)
        self._save.setEnabled(bundle is not None and not saving)
        self._copy.setEnabled(bundle is not None)
        self._vendor.offer_letter(bundle is not None)
        if bundle is None:
            self._copy.setText(_COPY)
        if saving:
            self._summary.setText("Saving…")
        elif bundle is not None:
            self._summary.setText(summary_of(bundle, self._contents.left_out))
        else:
            self._summary.setText("Collecting. This takes a few seconds.")

    def _on_copy(self) -> None:
        bundle = self._controller.bundle
        if bundle is not None:
            QGuiApplication.clipboard().setText(first_page_of(bundle))
            self._copy.setText(_COPIED)

    def _on_letter_wanted(self, address: str) -> None:
        bundle = self._controller.bundle
        if bundle is None:
            return
        subject = f"Conductor Desktop, support code {bundle.support_code}"
        text = f"{_ATTACH}\n\n{first_page_of(bundle)}"
        if not self._write_to(mailto(address, subject, text)):
            self._problem.show_message(Message(Kind.LOOK, "No mail program opened", _NO_MAIL))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _bundle_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _bundle_in(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.bundle_dropped.emit(path)

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

    def _on_save_clicked(self) -> None:
        bundle = self._controller.bundle
        if bundle is None:
            return
        dialog = QFileDialog(self, "Save the support bundle")
        dialog.setObjectName("supportSaveDialog")
        # The system's own dialog cannot be driven where there is no desktop.
        is_headless = QGuiApplication.platformName() == "offscreen"
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, is_headless)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Support bundle (*.zip)")
        dialog.setDefaultSuffix("zip")
        dialog.setDirectory(str(_documents()))
        dialog.selectFile(bundle.default_name)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_selected(self, path: str) -> None:
        self.save_to(Path(path))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._about.show_facts(about_facts(self._policies()))
        self._controller.collect_once()


def summary_of(bundle: Bundle, left_out: Collection[str] = ()) -> str:
    """How much there is, that it is all there is, and what to call it on the telephone."""
    files = [file for file in bundle.files if file.name not in left_out]
    size = size_words(sum(len(file.data) for file in files))
    count = f"{len(files)} file{'' if len(files) == 1 else 's'}"
    without = len(bundle.files) - len(files)
    less = f", {without} left out" if without else ""
    return (
        f"{count}, {size}{less}. Support code {bundle.support_code}. "
        "What is ticked here is exactly what is saved."
    )


def first_page_of(bundle: Bundle) -> str:
    """The page to read first, as it is in the bundle."""
    pages = [file.data for file in bundle.files if file.name == "summary.txt"]
    return b"".join(pages).decode("utf-8", "replace")


def _bundle_in(data: QMimeData) -> Path | None:
    """The one file that is being dropped, if it may be a bundle."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    paths = [Path(name) for name in files if name.lower().endswith(".zip")]
    return paths[0] if len(paths) == 1 == len(files) else None


def _documents() -> Path:
    folder = Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    )
    return folder if folder.is_dir() else Path.home()
