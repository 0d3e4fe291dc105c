"""Everything private stands in the books, on the PC and in what the service answers, and the real
window is led through every fault and every screen. No file that the app writes has any of it.

What a person has exported is theirs, and lies elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.faults import catalogue
from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.ui.tour.hands import choose, click, find, reads
from conductor_desktop.ui.tour.journey import take_tour
from tests.helpers import hands
from tests.helpers.added_companies import AddedCompanies, is_of_entries, look_without_waiting
from tests.helpers.canaries import CANARIES
from tests.helpers.company_pc import CompanyPc
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.leaks import leaks
from tests.helpers.loud_session import (
    COMPANY,
    HOST_NAME,
    OPEN_COMPANY,
    UNKNOWN,
    USER_NAME,
    WINDOW,
    pc_with_names,
)
from tests.helpers.made_up_world import made_up_world
from tests.helpers.planted_books import BOOKS, plant
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import Control, SandboxOptions, running_sandbox
from tests.helpers.talkative_service import ANSWERS, be_impatient, talk_about_people
from tests.helpers.watched_app import Books, Watch

pytestmark = pytest.mark.slow

NOBODY_THERE = "refused"
LAST = ("too-many-requests", NOBODY_THERE)
"""After these nobody is asked for a while, or nobody can be."""
EXPORTED = ("Invoice.pdf", "Invoices.xlsx")
"""What the tour exports, among a person's own files."""
INVOICES = 160
"""More than fit on one page, or none could get lost."""


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox(SandboxOptions(company=COMPANY, invoices=INVOICES)) as access:
        plant(access)
        yield access


@pytest.fixture
def pc(
    qtbot: QtBot,
    tmp_path: Path,
    sandbox: SandboxAccess,
    temp: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[CompanyPc]:
    monkeypatch.setenv("USERNAME", USER_NAME)
    monkeypatch.setenv("COMPUTERNAME", HOST_NAME)
    with ExitStack() as stack:
        pc = CompanyPc(qtbot, tmp_path / "home", stack)
        pc.connect(sandbox, COMPANY)
        yield pc


def save_as(running: RunningApp, button: str, target: Path, done: str) -> None:
    running.press(button)
    running.wait_for("fileNameEdit")
    name, box = find("fileNameEdit"), find("buttonBox")
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    name.setText(str(target))
    hands.click(box.button(QDialogButtonBox.StandardButton.Save))
    running.wait_for(done)


def ask_for_everything(running: RunningApp) -> set[str]:
    """What QuickBooks says of itself, and all invoices; on which screens somebody is named then."""
    named = set()
    for way, button, screen in (
        ("navConnection", "connectionCheck", "connectionScreen"),
        ("navInvoices", "invoicesRefresh", "invoicesScreen"),
    ):
        click(way)
        running.press(button)
        running.settle()
        if reads(screen, UNKNOWN)():
            named.add(screen)
    return named


def order(control: Control, name: str) -> None:
    options: dict[str, Any] = {}
    if "to" in catalogue.FAULTS[name].takes:
        options["to"] = f"https://sign-in.example/welcome?{ANSWERS['sent to']}"
    if name == "refused":
        options["seconds"] = 3600
    control.fault(name, **options)


def test_through_every_fault_nothing_private_is_written(
    pc: CompanyPc,
    sandbox: SandboxAccess,
    tmp_path: Path,
    temp: Path,
    private_machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    talk_about_people(monkeypatch)
    be_impatient(monkeypatch)
    look_without_waiting(monkeypatch)
    exports, bundle = tmp_path / "exports", tmp_path / "bundle.zip"
    exports.mkdir()
    control = Control(sandbox)
    running = pc.open(base_url=sandbox.base_url, parts={"this_pc": pc_with_names})
    added = AddedCompanies(pc, running, sandbox)
    click("navInvoices")
    click("invoicesPeriod")
    running.wait(lambda: choose("invoicesPeriod", "Everything"))
    running.press("invoicesRefresh")
    running.settle()
    running.wait(reads("invoicesScreen", "Complete"))
    save_as(running, "invoicesExport", exports / "a.csv", "invoicesExportFolder")
    click("invoicesExportClose")
    met: set[str] = set()
    shown: set[str] = set()
    for name in (*(name for name in catalogue.FAULTS if name not in LAST), *LAST):
        if is_of_entries(name):
            added.come_upon(name, control)
        else:
            order(control, name)
            shown |= ask_for_everything(running)
        if name == NOBODY_THERE:
            break
        met |= {one["fault"] for one in control.requests() if one["fault"]}
        if name not in LAST:
            control.clear()
        if is_of_entries(name):
            added.give_up()
    assert met == set(catalogue.FAULTS) - {NOBODY_THERE}, "each has to be met somewhere"
    assert shown == {"connectionScreen", "invoicesScreen"}
    for screen in ("navTimeline", "navSupport"):
        click(screen)
        running.settle()
    save_as(running, "supportSave", bundle, "supportSavedPath")
    running.end()

    canaries = {
        **BOOKS,
        **ANSWERS,
        **added.canaries,
        "user": USER_NAME,
        "host": HOST_NAME,
        "open company": OPEN_COMPANY,
        "window": WINDOW,
        "key": sandbox.secret_key.reveal(),
        **{f"{one.rule}: {one.value}": one.value for one in CANARIES},
    }
    assert leaks([pc.home, bundle, temp, private_machine], canaries) == []
    assert {line.split(",")[0] for line in leaks([exports], BOOKS)} > {"customer", "number"}


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)  # an open list
def test_through_every_screen_nothing_private_is_written(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    temp: Path,
    private_machine: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("USERNAME", USER_NAME)
    monkeypatch.setenv("COMPUTERNAME", HOST_NAME)
    home, pictures = tmp_path / "home", tmp_path / "pictures"
    downloads = private_machine / "Downloads"
    said: list[str] = []
    books = Books(monkeypatch)
    with (
        made_up_world() as made_up,
        RunningApp(qtbot, home, MemoryKeyring(), parts=made_up.parts) as running,
    ):
        watch = Watch(running, monkeypatch)
        try:
            world = made_up.around(running.app, downloads)
            code = take_tour(qapp, running.app.windows().desk, world, pictures, said.append)
        finally:
            qapp.setQuitOnLastWindowClosed(True)
        access = running.app.run.session().access
        watch.look()
    assert code == 0, said
    assert access.publishable_key is not None
    secrets = {
        "secret key": access.secret.reveal(),
        "publishable key": access.publishable_key.reveal(),
        "token": world.gateway.secret_key,
        **watch.secrets,
    }
    exports = [downloads / name for name in EXPORTED]
    places = (home, temp, private_machine, pictures / "support-bundle.zip", pictures / "tour.json")
    written = [path for place in places for path in (place, *place.rglob("*"))]
    ours = [path for path in written if path.is_file() and path not in exports]
    canaries = {**secrets, **books.canaries, "user": USER_NAME, "host": HOST_NAME}
    assert leaks(ours, canaries) == []
    assert len(books.canaries) > 500
    assert leaks(exports, books.canaries) != []
    for name, secret in secrets.items():
        assert secret not in "\n".join([*said, *watch.seen]), name
