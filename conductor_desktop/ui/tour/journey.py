"""The tour itself: the steps of the journey, and what each waits for."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QLineEdit, QWidget

from conductor_desktop.errors import ExitCode
from conductor_desktop.ui.tour.camera import Camera, Watchdog
from conductor_desktop.ui.tour.guide import PATIENCE_SECONDS, Guide, Step
from conductor_desktop.ui.tour.hands import (
    Finder,
    NotOnScreen,
    WebHands,
    can_click,
    choose,
    click,
    click_header,
    click_row,
    find,
    reads,
    sees,
    write,
)

if TYPE_CHECKING:
    from conductor_desktop.ui.desk import Desk

Walk = Generator[Finder, None, None]

_BUNDLE = "support-bundle.zip"
_OPEN, _SAVE = QDialogButtonBox.StandardButton.Open, QDialogButtonBox.StandardButton.Save
_SETUP_FILE: dict[str, object] = {
    "version": 1,
    "vendor": {"name": "Acme Field Service", "supportEmail": "help@acme.example"},
    "authFlowUrl": "https://connect.conductor.is/qbd/made_up?key=pk_conductor_made_up",
}


def take_tour(
    app: QApplication,
    make_desk: Callable[[], Desk],
    put_on_pc: Callable[[str], None],
    output: Path,
    say: Callable[[str], None],
    *,
    downloads: Path,
    patience_seconds: float = PATIENCE_SECONDS,
) -> int:
    """Lead the app through everything; returns the exit code.

    ``put_on_pc`` takes the name of the made-up PC that the sandbox is on from then on;
    ``downloads`` is where the app looks for setup files.
    Raises ``InvalidInput`` when ``output`` cannot be written.
    """
    camera, watchdog = Camera(output, leftovers=[_BUNDLE]), Watchdog()
    tour = _Tour(make_desk, put_on_pc, output, downloads)
    guide = Guide(tour.steps(), camera, watchdog, say, patience_seconds=patience_seconds)

    def end(step: str) -> None:
        app.exit(ExitCode.ATTENTION if step else ExitCode.OK)

    app.setQuitOnLastWindowClosed(False)  # the tour closes the app and opens it again
    guide.ended.connect(end)
    QTimer.singleShot(0, guide, guide.start)
    code = app.exec()
    guide.stop()
    tour.shut_down()
    if guide.problem is not None:
        raise guide.problem
    unfinished = guide.unfinished
    camera.finish(
        longest_stall_ms=watchdog.longest_ms,
        failed_step=unfinished.name if unfinished else None,
        complete=unfinished is None,
    )
    say(f"Longest stall of the window: {watchdog.longest_ms:.0f} ms.")
    say(f"{len(camera.shots)} pictures and tour.json are in {output.absolute()}")
    return code or (ExitCode.ATTENTION if unfinished else ExitCode.OK)


class _Tour(QObject):
    def __init__(
        self,
        make_desk: Callable[[], Desk],
        put_on_pc: Callable[[str], None],
        output: Path,
        downloads: Path,
    ) -> None:
        super().__init__()
        self._make_desk = make_desk
        self._put_on_pc = put_on_pc
        self._desk: Desk | None = None
        self._bundle = output.absolute() / _BUNDLE
        self._downloads = downloads
        self._page = WebHands()

    def shut_down(self) -> None:
        """Close what is open."""
        if self._desk is not None:
            self._desk.shut_down()

    def steps(self) -> list[Step]:
        """Everything there is to see, in the order a person meets it."""
        return [
            Step("welcome", "Three doors", self._open),
            Step("setup-file", "A setup file has come meanwhile, and is offered", self._find_file),
            Step("setup-file-refused", "Another one, with what is wrong", self._choose_wrong_file),
            Step("api-keys", "The developer's door", self._look_at_keys),
            Step("sample-data", "The door that needs nothing", self._choose_sample),
            Step("this-pc-waiting", "A question waits in QuickBooks", self._check_waiting_pc),
            Step("this-pc", "Checked again: all is well", self._check_pc),
            Step("who-new", "Who is this for: a new company", self._who),
            Step("who-existing", "Who is this for: one that exists", self._who_existing),
            Step("connect", "The auth flow in the window", self._connect),
            Step("connection-file", "The connection file, caught and checked", self._download),
            Step("permission", "QuickBooks asks for permission", self._authorise),
            Step("verify", "Proof that it works", self._verify),
            Step("connection", "The connection, every day after", self._finish),
            Step("connection-details", "What support would ask for", self._look_at_details),
            Step("invoices", "The invoices of the last 90 days, complete", self._invoices),
            Step("invoices-all", "All of them", self._all_invoices),
            Step("invoices-sorted", "Sorted by total", self._sort),
            Step("invoices-filtered", "Filtered, with the totals of what is shown", self._filter),
            Step("support", "The support bundle, seen before it leaves", self._support),
            Step("support-saved", "The support bundle, saved", self._save_bundle),
            Step("reopened", "Closed and opened again: it goes on where it was", self._reopen),
            Step("cause-dialog", "A window waits in QuickBooks", self._see_dialog),
            Step("cause-web-connector", "The Web Connector was closed", self._see_closed),
            Step("recovered", "It works again", self._see_recovery),
            Step("timeline", "What happened, to be read aloud", self._timeline),
        ]

    def _open(self) -> Walk:
        self._desk = self._make_desk()
        self._desk.open()
        yield sees("welcomePage")

    def _find_file(self) -> Walk:
        self._downloads.mkdir(exist_ok=True)
        self._save_setup_file("acme.conductor-setup", _SETUP_FILE)
        yield from _look_elsewhere()
        yield sees("useFoundFile0")

    def _choose_wrong_file(self) -> Walk:
        wrong = self._save_setup_file("acme-old.conductor-setup", {**_SETUP_FILE, "token": "t"})
        click("chooseSetupFile")
        yield can_click("fileNameEdit")
        _name_file(wrong)
        yield lambda: _can_click_in_dialog(_OPEN)
        _click_in_dialog(_OPEN)
        yield reads("welcomePageProblem", "“apiBaseUrl” is missing")

    def _save_setup_file(self, name: str, content: dict[str, object]) -> Path:
        path = self._downloads / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def _look_at_keys(self) -> Walk:
        click("doorKeys")
        yield sees("secretKey")
        write("secretKey", "sk_conductor_made_up_for_the_picture")
        write("publishableKey", "pk_conductor_made_up_for_the_picture")
        yield can_click("setupNext")

    def _choose_sample(self) -> Walk:
        click("doorSample")
        yield can_click("setupNext")

    def _check_waiting_pc(self) -> Walk:
        self._put_on_pc("dialog-waiting")
        click("setupNext")
        yield sees("checksPage")
        yield can_click("remedy-quickbooks_dialog")
        yield can_click("setupNext")

    def _check_pc(self) -> Walk:
        self._put_on_pc("sandbox")
        click("checkAgain")
        yield reads("checksSummary", "ready")
        yield can_click("setupNext")

    def _who(self) -> Walk:
        click("setupNext")
        yield sees("endUserPage")
        yield can_click("setupNext")

    def _who_existing(self) -> Walk:
        click("doorExisting")
        yield sees("endUserList")
        click_row("endUserList", 0)
        yield can_click("setupNext")

    def _connect(self) -> Walk:
        click("doorNew")
        yield can_click("setupNext")
        click("setupNext")
        yield sees("connectPage")
        yield self._page.can_click("begin")

    def _download(self) -> Walk:
        self._page.click("begin")
        yield self._page.can_click("download-file")
        self._page.click("download-file")
        yield reads("connectionFilePanel", "Connection file received")

    def _authorise(self) -> Walk:
        yield from self._press_on_page("authorise")
        yield from self._press_on_page("choice-always")
        yield self._page.can_click("certificate-continue")

    def _verify(self) -> Walk:
        yield from self._press_on_page("certificate-continue")
        yield sees("verifyPage")
        yield sees("verifyDone")

    def _finish(self) -> Walk:
        click("setupNext")
        yield sees("mainWindow")
        yield sees("connectionScreen")
        yield reads("connectionScreen", "answered through Conductor")
        yield can_click("pcRecheck")

    def _look_at_details(self) -> Walk:
        click("connectionDetails")
        yield sees("connectionDetailsCopy")

    def _invoices(self) -> Walk:
        click("navInvoices")
        yield sees("invoicesTable")
        yield reads("invoicesScreen", "Complete")

    def _all_invoices(self) -> Walk:
        click("invoicesPeriod")
        yield lambda: choose("invoicesPeriod", "Everything")
        yield reads("invoicesScreen", "all 240 invoices")

    def _sort(self) -> Walk:
        click_header("invoicesTable", "Total")
        click_header("invoicesTable", "Total")
        yield sees("invoicesTable")

    def _filter(self) -> Walk:
        write("invoicesFilter", "overdue")
        yield sees("invoicesTotals")

    def _support(self) -> Walk:
        click("navSupport")
        yield can_click("supportSave")

    def _save_bundle(self) -> Walk:
        click("supportSave")
        yield can_click("fileNameEdit")
        _name_file(self._bundle)
        yield lambda: _can_click_in_dialog(_SAVE)
        _click_in_dialog(_SAVE)
        yield lambda: self._bundle.exists()
        yield sees("supportSavedPath")

    def _reopen(self) -> Walk:
        if self._desk is not None:
            self._desk.shut_down()
        self._desk = self._make_desk()
        self._desk.open()
        yield sees("mainWindow")
        yield reads("connectionScreen", "answered through Conductor")
        yield can_click("pcRecheck")

    def _see_dialog(self) -> Walk:
        yield from self._look_at_pc("dialog-waiting", "A QuickBooks window is waiting")
        yield can_click("connectionRemedy")

    def _see_closed(self) -> Walk:
        yield from self._look_at_pc("web-connector-closed", "The Web Connector is closed")
        click("connectionSteps")

    def _see_recovery(self) -> Walk:
        yield from self._look_at_pc("sandbox", "answered through Conductor")

    def _timeline(self) -> Walk:
        click("navTimeline")
        yield sees("timelineList")
        yield reads("timelineCount", "1 outage")

    def _look_at_pc(self, name: str, headline: str) -> Walk:
        """Twice, because once may be nothing."""
        self._put_on_pc(name)
        for _ in range(2):
            click("pcRecheck")
            yield lambda: not reads("pcSummary", "Looking at this PC…")()
            yield reads("connectionScreen", headline)

    def _press_on_page(self, element: str) -> Walk:
        yield self._page.can_click(element)
        self._page.click(element)


def _look_elsewhere() -> Walk:
    """To another program and back."""
    window = QApplication.activeWindow()
    other = QWidget()
    other.show()
    other.activateWindow()
    yield other.isActiveWindow
    other.close()
    if window is not None:
        window.activateWindow()
        yield window.isActiveWindow


def _name_file(path: Path) -> None:
    field = click("fileNameEdit")
    if not isinstance(field, QLineEdit):
        raise NotOnScreen("the dialog has no field for a name")
    field.setText(str(path))  # typed keys are ASCII only, and a path need not be


def _button_in_dialog(which: QDialogButtonBox.StandardButton) -> QAbstractButton | None:
    """Of Qt's own dialog, where buttons have no names."""
    box = find("buttonBox")
    return box.button(which) if isinstance(box, QDialogButtonBox) else None


def _can_click_in_dialog(which: QDialogButtonBox.StandardButton) -> bool:
    button = _button_in_dialog(which)
    return button is not None and button.isEnabled()


def _click_in_dialog(which: QDialogButtonBox.StandardButton) -> None:
    button = _button_in_dialog(which)
    if button is None:
        raise NotOnScreen("the dialog does not have this button")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
