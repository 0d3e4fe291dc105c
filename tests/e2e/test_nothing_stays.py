"""Invoices are planted in the books, and looked for in all that the app has written.

They may be on the screen, in memory and in the file a person exported; nowhere else.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QTableWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.storage.logs import FILE_NAME
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.tour.hands import click, find, reads, write
from tests.helpers import hands
from tests.helpers.company_pc import CompanyPc
from tests.helpers.leaks import leaks
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import Caller, running_sandbox

pytestmark = pytest.mark.slow

COMPANY = "Canyon Supply"
ITEM = "Plants:Saltbush, 5 gal"
PLANTED = {
    "customer": "Quillfeather Nursery",
    "number": "PLNT-908176",
    "memo": "Nobody may keep this memo",
    "order": "Order-of-Quillfeather",
    "line": "Bulbs that stay in the books",
    "amount": "7654321.98",
    "amount as it is shown": "7,654,321.98",
}


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


@pytest.fixture
def planted(sandbox: SandboxAccess) -> None:
    """The books hold the invoice."""
    with Caller(sandbox) as caller:
        _add(caller, "Customer", Name=PLANTED["customer"])
        _add(
            caller,
            "Invoice",
            CustomerRef={"FullName": PLANTED["customer"]},
            RefNumber=PLANTED["number"],
            PONumber=PLANTED["order"],
            Memo=PLANTED["memo"],
            InvoiceLineAdd={
                "ItemRef": {"FullName": ITEM},
                "Desc": PLANTED["line"],
                "Quantity": 1,
                "Rate": PLANTED["amount"],
            },
        )


@pytest.fixture
def pc(qtbot: QtBot, tmp_path: Path, sandbox: SandboxAccess, temp: Path) -> Iterator[CompanyPc]:
    with ExitStack() as stack:
        pc = CompanyPc(qtbot, tmp_path / "home", stack)
        pc.connect(sandbox, COMPANY)
        yield pc


def _add(caller: Caller, kind: str, **elements: object) -> None:
    path = f"/end-users/{caller.access.end_user_id}/passthrough/quickbooks_desktop"
    answer = caller.post(path, {f"{kind}AddRq": {f"{kind}Add": elements}})
    assert answer.status_code == 200, answer.text


def save_as(running: RunningApp, button: str, target: Path, done: str) -> None:
    running.press(button)
    running.wait_for("fileNameEdit")
    name, box = find("fileNameEdit"), find("buttonBox")
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    name.setText(str(target))
    hands.click(box.button(QDialogButtonBox.StandardButton.Save))
    running.wait_for(done)


def test_a_whole_session_leaves_no_invoice_anywhere_but_in_the_export(
    pc: CompanyPc,
    planted: None,
    tmp_path: Path,
    temp: Path,
    private_machine: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    exports, bundle = tmp_path / "exports", tmp_path / "bundle.zip"
    exports.mkdir()
    running = pc.open()
    caplog.set_level(logging.DEBUG)
    logging.getLogger("conductor_desktop").debug("whatever is logged is written")
    click("navInvoices")
    running.wait(reads("invoicesScreen", "Complete"))
    write("invoicesFilter", "quillfeather")
    running.wait(reads("invoicesCount", "1 of"))
    table = find("invoicesTable")
    assert isinstance(table, InvoicesTable)
    table.setFocus()
    table.selectRow(0)
    running.wait(table.hasFocus)
    hands.press(table, Qt.Key.Key_Return)
    running.wait_for("invoiceDetailLines")
    lines = find("invoiceDetailLines")
    assert isinstance(lines, QTableWidget)
    described = lines.item(0, 1)
    assert described is not None
    assert described.text() == PLANTED["line"]
    click("invoiceDetailBack")
    save_as(running, "invoicesExport", exports / "a.xlsx", "invoicesExportFolder")
    click("invoicesExportClose")
    save_as(running, "invoicesExport", exports / "a.csv", "invoicesExportFolder")
    click("navSupport")
    save_as(running, "supportSave", bundle, "supportSavedPath")
    running.end()

    log = (pc.home / "logs" / FILE_NAME).read_text("utf-8")
    assert "whatever is logged is written" in log
    assert "/quickbooks-desktop/invoices/{id}" in log
    places = [pc.home, bundle, temp, private_machine]
    assert leaks(places, PLANTED) == []
    for name, text in PLANTED.items():
        assert text not in caplog.text, name
    found = leaks([exports], PLANTED)
    assert {name for name in PLANTED if any(line.startswith(f"{name},") for line in found)} == {
        "customer",
        "number",
        "memo",
        "order",
        "amount",
    }


@pytest.mark.parametrize("words", [["--lines", "--json"], ["--output", "a.xlsx"]])
def test_the_command_leaves_no_invoice_anywhere_but_where_it_was_told_to(
    pc: CompanyPc,
    sandbox: SandboxAccess,
    planted: None,
    tmp_path: Path,
    temp: Path,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    monkeypatch.setenv("CONDUCTOR_SECRET_KEY", sandbox.secret_key.reveal())
    connection = ["--base-url", sandbox.base_url, "--end-user", sandbox.end_user_id]
    command = [sys.executable, "-m", "conductor_desktop", "invoices", "--home", str(pc.home)]
    done = subprocess.run(
        [*command, *connection, "--number-contains", PLANTED["number"], *words],
        cwd=exports,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    assert PLANTED["customer"].encode() not in done.stderr
    assert (PLANTED["line"].encode() in done.stdout) is ("--lines" in words)
    assert leaks([pc.home, temp], PLANTED) == []
    assert (leaks([exports], PLANTED) == []) is ("--lines" in words)
