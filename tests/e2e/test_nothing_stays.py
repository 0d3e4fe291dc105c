"""Invoices, customers and a company are planted in the books, and looked for in all that the app
has written.

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
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.api import quickbooks_routes
from conductor_desktop.sandbox.books.company import company_document
from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.storage.logs import FILE_NAME
from conductor_desktop.ui.tour.hands import (
    can_click,
    click,
    click_tab,
    double_click_row,
    find,
    reads,
    write,
)
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
    "street": "77 Quillfeather Lane",
    "phone": "602-555-0107",
    "e-mail": "zora@quillfeather.example",
    "job": "Moonflower terrace",
    "company's street": "9 Ledgerstone Court",
    "company's phone": "602-555-0108",
    "company's e-mail": "till@ledgerstone.example",
    "amount": "7654321.98",
    "amount as it is shown": "7,654,321.98",
}
TAX_NUMBERS = {"ein": "98-7654321", "ein in digits": "987654321", "ssn": "912-65-4329"}


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[SandboxAccess]:
    """Its company file tells more than any other does."""

    def telling(name: str) -> dict[str, object]:
        address = {"line1": name, "line2": PLANTED["company's street"]}
        return {
            **company_document(name),
            "address": address,
            "legalAddress": address,
            "phone": PLANTED["company's phone"],
            "email": PLANTED["company's e-mail"],
            "ein": TAX_NUMBERS["ein"],
            "ssn": TAX_NUMBERS["ssn"],
        }

    monkeypatch.setattr(quickbooks_routes, "company_document", telling)
    with running_sandbox() as access:
        yield access


@pytest.fixture
def planted(sandbox: SandboxAccess) -> None:
    """The books hold the invoice."""
    with Caller(sandbox) as caller:
        _add(
            caller,
            "Customer",
            Name=PLANTED["customer"],
            BillAddress={"Addr1": PLANTED["customer"], "Addr2": PLANTED["street"]},
            Phone=PLANTED["phone"],
            Email=PLANTED["e-mail"],
        )
        parent = {"FullName": PLANTED["customer"]}
        _add(caller, "Customer", Name=PLANTED["job"], ParentRef=parent)
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


def test_a_whole_session_leaves_nothing_of_the_books_anywhere_but_in_the_exports(
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
    look_at_an_invoice(running)
    save_as(running, "invoiceDetailPdf", exports / "a.pdf", "invoiceDetailFolder")
    click("invoiceDetailBack")
    save_as(running, "invoicesExport", exports / "a.xlsx", "invoicesExportFolder")
    click("invoicesExportClose")
    save_as(running, "invoicesExport", exports / "a.csv", "invoicesExportFolder")
    look_at_customers(running)
    save_as(running, "customersExport", exports / "c.csv", "customersExportFolder")
    click("customersExportClose")
    save_as(running, "customersExport", exports / "c.xlsx", "customersExportFolder")
    look_at_the_company(running)
    save_as(running, "companyExport", exports / "company.csv", "companyExportFolder")
    go_to_the_invoices_of_a_customer(running)
    click("navSupport")
    save_as(running, "supportSave", bundle, "supportSavedPath")
    running.end()

    log = (pc.home / "logs" / FILE_NAME).read_text("utf-8")
    assert "whatever is logged is written" in log
    for path in ("invoices/{id}", "customers", "company"):
        assert f"/quickbooks-desktop/{path}" in log
    places = [pc.home, bundle, temp, private_machine]
    assert leaks(places, {**PLANTED, **TAX_NUMBERS}) == []
    for name, text in {**PLANTED, **TAX_NUMBERS}.items():
        assert text not in caplog.text, name
    assert leaks([exports], TAX_NUMBERS) == []
    found = leaks([exports], PLANTED)
    not_exported = {
        "line",
        "order",
        "amount as it is shown",
    }  # orders are in no column that is seen
    for name in PLANTED:
        is_found = any(line.startswith(f"{name},") for line in found)
        assert is_found is (name not in not_exported), name
    assert (exports / "a.pdf").read_bytes().startswith(b"%PDF")


def look_at_an_invoice(running: RunningApp) -> None:
    click("navInvoices")
    running.wait(reads("invoicesScreen", "Complete"))
    write("invoicesFilter", "quillfeather")
    running.wait(reads("invoicesCount", "1 of"))
    double_click_row("invoicesTable", 0)
    running.wait_for("invoiceDetailLines")
    lines = find("invoiceDetailLines")
    assert isinstance(lines, QTableWidget)
    described = lines.item(0, 1)
    assert described is not None
    assert described.text() == PLANTED["line"]
    running.wait(can_click("invoiceDetailPdf"))


def look_at_customers(running: RunningApp) -> None:
    click_tab("booksTabs", "Customers")
    running.wait(reads("customersScreen", "Complete"))
    write("customersFilter", "quillfeather")
    running.wait(reads("customersCount", "2 of"))


def look_at_the_company(running: RunningApp) -> None:
    click_tab("booksTabs", "Company")
    running.wait(can_click("companyCopy"))
    running.wait(reads("companySheet", PLANTED["company's street"]))
    page = find("companyScreen")
    assert page is not None
    shown = " ".join(label.text() for label in page.findChildren(QLabel))
    assert not any(number in shown for number in TAX_NUMBERS.values())


def go_to_the_invoices_of_a_customer(running: RunningApp) -> None:
    click_tab("booksTabs", "Customers")
    double_click_row("customersTable", 0)
    running.wait_for("invoicesChip0")
    running.wait(reads("invoicesScreen", "with these filters"))
    chip = find("invoicesChip0")
    assert isinstance(chip, QPushButton)
    assert PLANTED["customer"] in chip.text()
    running.wait(reads("invoicesCount", "1 invoice"))


@pytest.mark.parametrize("command", ["invoices", "customers", "company"])
@pytest.mark.parametrize("words", [["--json"], ["--output", "a.xlsx"]])
def test_a_command_leaves_nothing_of_the_books_anywhere_but_where_it_was_told_to(
    pc: CompanyPc,
    sandbox: SandboxAccess,
    planted: None,
    tmp_path: Path,
    temp: Path,
    command: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    monkeypatch.setenv("CONDUCTOR_SECRET_KEY", sandbox.secret_key.reveal())
    connection = ["--base-url", sandbox.base_url, "--end-user", sandbox.end_user_id]
    whole = ["--lines"] if command == "invoices" and "--json" in words else []
    done = subprocess.run(
        [
            *(sys.executable, "-m", "conductor_desktop", command, "--home", str(pc.home)),
            *(*connection, *whole, *words),
        ],
        cwd=exports,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    told = PLANTED[{"invoices": "line", "customers": "phone"}.get(command, "company's street")]
    assert told.encode() not in done.stderr
    assert (told.encode() in done.stdout) is ("--json" in words)
    assert leaks([pc.home, temp], {**PLANTED, **TAX_NUMBERS}) == []
    assert (leaks([exports], PLANTED) == []) is ("--json" in words)
    assert leaks([exports], TAX_NUMBERS) == []
    assert not any(number.encode() in done.stdout for number in TAX_NUMBERS.values())
