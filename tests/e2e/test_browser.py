"""The step "Connect" in a person's own browser: the link opened, the file dropped, it proven."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from conductor_desktop.sandbox.server import DEFAULT_COMPANY, SandboxAccess
from conductor_desktop.ui.tour.hands import click, find, reads
from tests.e2e.conftest import Start
from tests.helpers.auth_flow import Browser
from tests.helpers.hands import drag_and_drop
from tests.helpers.journey import give_keys, go_to_connect

pytestmark = pytest.mark.slow


class _Desktop(QObject):
    """Takes the addresses that the system's browser is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def desktop(qapp: object) -> Iterator[_Desktop]:
    desktop = _Desktop()
    # The stub asks for bytes, PySide6 itself for a str.
    QDesktopServices.setUrlHandler("http", desktop, "open")  # type: ignore[arg-type]
    yield desktop
    QDesktopServices.unsetUrlHandler("http")


def test_through_ones_own_browser_to_a_proven_connection(
    start: Start, sandbox: SandboxAccess, desktop: _Desktop, tmp_path: Path
) -> None:
    running = start()
    running.open()
    give_keys(running, sandbox.secret_key.reveal(), sandbox.publishable_key)
    go_to_connect(running)
    running.press("openInBrowser")
    (link,) = desktop.opened
    running.wait(reads("connectionFilePanel", "drop"))

    with Browser(link) as browser:
        saved = tmp_path / "from my browser.qwc"
        saved.write_bytes(browser.download())
        assert drag_and_drop(running.window, [QUrl.fromLocalFile(str(saved))])
        running.wait(reads("connectionFilePanel", "Connection file received"))

        click("setupNext")  # too early
        running.wait(reads("connectPageProblem", "Not connected yet"))
        assert find("verifyPage") is None

        assert "QuickBooks is connected" in browser.answer("always")
    running.press("setupNext")
    running.wait(reads("verifyDone", f"Connected to {DEFAULT_COMPANY}"))
    running.wait_for("verifyInvoice")
    running.press("setupNext")
    running.wait_for("mainWindow")
    assert saved.exists()  # it is the person's own


def test_a_no_in_quickbooks_can_be_taken_back_in_the_browser(
    start: Start, sandbox: SandboxAccess, desktop: _Desktop
) -> None:
    running = start()
    running.open()
    give_keys(running, sandbox.secret_key.reveal(), sandbox.publishable_key)
    go_to_connect(running)
    running.press("openInBrowser")
    (link,) = desktop.opened
    with Browser(link) as browser:
        browser.download()
        assert "told no" in browser.answer("no").casefold()
        running.press("setupNext")
        running.wait(reads("connectPageProblem", "Not connected yet"))
        running.press("newLink")
        running.wait(lambda: not reads("connectPageProblem", "Not connected yet")())
    running.press("openInBrowser")
    assert len(set(desktop.opened)) == 2
    with Browser(desktop.opened[-1]) as browser:
        browser.download()
        browser.answer("always")
    running.press("setupNext")
    running.wait(reads("verifyDone", f"Connected to {DEFAULT_COMPANY}"))
