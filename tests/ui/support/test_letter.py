"""The e-mail to the vendor: begun in the mail program, and never more than begun."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.setup_file import read_setup_file
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.support.controller import SupportController
from conductor_desktop.ui.support.screen import SupportScreen
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click
from tests.helpers.setup_files import FULL, write
from tests.ui.support.fakes import SUMMARY, FakeDiagnostics

ACME = Vendor("Acme Field Service", "help@acme.example", "https://acme.example/help")

HOSTILE = (
    "help@acme.example?bcc=spy@evil.example",
    "help@acme.example&cc=spy@evil.example",
    "help@acme.example,spy@evil.example",
    "help@acme.example;spy@evil.example",
    "help@acme.example%0D%0ABcc:spy@evil.example",
    "help@acme.example\r\nBcc: spy@evil.example",
    "help@acme.example?attach=C:\\Users",
    "Acme <help@acme.example>",
    "file:///C:/Windows/system32/calc.exe",
)


class Desk:
    """The whole screen, and what was given to the mail program."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, vendor: Vendor | None) -> None:
        self.service = FakeDiagnostics()
        self.has_mail = True
        self.links: list[str] = []
        controller = SupportController(lambda: self.service, runner)
        self.screen = SupportScreen(controller, Path("/home"), vendor, write_to=self._write_to)
        qtbot.addWidget(self.screen)
        self.screen.show()
        qtbot.waitUntil(lambda: runner.is_idle)

    def _write_to(self, link: str) -> bool:
        self.links.append(link)
        return self.has_mail

    def button(self, name: str) -> QPushButton:
        found = self.screen.findChild(QPushButton, name)
        assert found is not None, name
        return found

    @property
    def trouble(self) -> str:
        panel = self.screen.findChild(MessagePanel, "vendorTrouble")
        assert panel is not None
        return panel.text


@pytest.mark.parametrize(
    "vendor", [None, Vendor("Acme"), Vendor("Acme", None, "https://a.example")]
)
def test_without_an_address_there_is_nothing_to_click(
    qtbot: QtBot, runner: TaskRunner, vendor: Vendor | None
) -> None:
    desk = Desk(qtbot, runner, vendor)
    assert not desk.button("vendorWrite").isVisible()
    desk.screen.set_vendor(ACME)
    assert desk.button("vendorWrite").isVisible()


def test_the_mail_program_gets_address_subject_and_the_summary_and_nothing_is_sent(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    desk = Desk(qtbot, runner, ACME)
    assert desk.links == []
    click(desk.button("vendorWrite"))
    [link] = desk.links
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "help@acme.example")
    fields = parse_qs(parts.query)
    assert fields.keys() == {"subject", "body"}
    assert fields["subject"] == ["Conductor Desktop, support code CD-0A1B-2C3D"]
    [body] = fields["body"]
    assert body.startswith("(Please attach the support bundle")
    assert SUMMARY.strip().replace("\n", "\r\n") in body
    assert not desk.trouble
    assert desk.service.written == []


def test_nothing_can_be_written_before_there_is_a_summary(qtbot: QtBot, runner: TaskRunner) -> None:
    desk = Desk(qtbot, runner, ACME)
    desk.service.waits = True
    click(desk.button("supportCollect"))
    assert not desk.button("vendorWrite").isEnabled()
    desk.service.end()
    qtbot.waitUntil(lambda: desk.button("vendorWrite").isEnabled())


def test_where_no_mail_program_opens_address_and_text_can_be_copied(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    desk = Desk(qtbot, runner, ACME)
    desk.has_mail = False
    assert not desk.button("vendorCopyAddress").isVisible()
    click(desk.button("vendorWrite"))
    assert desk.trouble.startswith("No mail program opened")
    click(desk.button("vendorCopyAddress"))
    assert QGuiApplication.clipboard().text() == "help@acme.example"
    assert desk.button("vendorCopyAddress").text() == "Copied"
    click(desk.button("vendorCopyLetter"))
    assert SUMMARY in QGuiApplication.clipboard().text()
    assert nameless(desk.screen) == []
    desk.has_mail = True
    click(desk.button("vendorWrite"))
    assert not desk.trouble


@pytest.mark.parametrize("address", HOSTILE)
def test_no_address_of_a_hostile_setup_file_reaches_the_mail_program(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path, address: str
) -> None:
    hostile = {**FULL, "vendor": {"name": "Acme", "supportEmail": address}}
    try:
        taken = read_setup_file(write(tmp_path, hostile)).vendor
    except InvalidInput:
        taken = None  # refused as a whole: nothing of it is shown
    desk = Desk(qtbot, runner, taken)
    desk.screen.set_vendor(Vendor("Acme", address))  # and if it had been taken in
    assert not desk.button("vendorWrite").isVisible()
    assert desk.links == []


def test_no_name_of_a_hostile_setup_file_adds_a_header(qtbot: QtBot, runner: TaskRunner) -> None:
    evil = "Acme\r\nBcc: spy@evil.example&cc=spy@evil.example"
    desk = Desk(qtbot, runner, Vendor(evil, "help@acme.example"))
    click(desk.button("vendorWrite"))
    assert parse_qs(urlsplit(desk.links[0]).query).keys() == {"subject", "body"}
    assert "evil.example" not in desk.links[0]
