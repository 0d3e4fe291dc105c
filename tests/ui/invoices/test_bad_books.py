"""Books as nobody wishes them, over HTTP and through the real client, as a person meets them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.secret import Secret
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.ui.invoices.columns import POSITIONS
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.opener import Opened
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.parts.loading import Phase
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import CancelToken
from tests.helpers.paged_books import PagedBooks, invoice
from tests.helpers.stub_server import Answer, Seen, StubServer, reply_json
from tests.ui.invoices.books import TODAY, us_formats
from tests.ui.invoices.stage import button, filter_field, shown_screen, totals

Shown = Callable[..., InvoicesScreen]
RLO, NUL = "\u202e", "\x00"
MARK = "\N{REPLACEMENT CHARACTER}"


@pytest.fixture
def shown(qtbot: QtBot, runner: TaskRunner) -> Iterator[Shown]:
    """The screen once it has read these invoices, as JSON has them."""
    with ExitStack() as stack:

        def shown(*invoices: dict[str, Any]) -> InvoicesScreen:
            books = PagedBooks(invoices, 150)
            by_id = {str(one["id"]): one for one in invoices}

            def script(seen: Seen) -> Answer:
                opened = by_id.get(seen.path.rpartition("/")[2])
                return books(seen) if opened is None else reply_json(opened)

            server = stack.enter_context(StubServer(script=script))
            client = ConductorClient(server.base_url, Secret("sk_1"))
            stack.callback(client.close)
            service = InvoicesService(client, "end_usr_1")
            controller = InvoicesController(lambda: service, runner, InvoicesModel(us_formats))
            screen = shown_screen(qtbot, controller)
            screen.load()
            qtbot.waitUntil(lambda: controller.state.phase is not Phase.LOADING, timeout=20_000)
            screen.table.sortByColumn(POSITIONS["number"], Qt.SortOrder.AscendingOrder)
            return screen

        yield shown


def cells(screen: InvoicesScreen, key: str) -> list[str]:
    """What the table shows in a column, from top to bottom."""
    model = screen.table.model()
    rows = range(model.rowCount(QModelIndex()))
    return [str(model.index(row, POSITIONS[key]).data()) for row in rows]


def one(number: str, **fields: object) -> dict[str, Any]:
    return invoice(f"id-{number}", refNumber=number, **fields)


def test_an_invoice_that_comes_twice_stands_there_once(shown: Shown) -> None:
    screen = shown(one("1", subtotal="5.00"), one("2"), one("1", subtotal="5.00"))
    assert cells(screen, "number") == ["1", "2"]
    assert totals(screen).sentence == "Complete: all 2 invoices of this period."
    assert totals(screen).lines[1][:3] == ("Home currency", "2", "6.00")


def test_what_is_missing_is_empty_and_sorted_last(shown: Shown) -> None:
    nothing = invoice(
        "id-0", refNumber=None, customer=None, terms=None, currency=None, dueDate=None, memo=None
    )
    nameless = one("7", customer={"id": None, "fullName": None}, currency={"id": None})
    screen = shown(nothing, nameless, one("8", customer={"id": "c", "fullName": "Ana"}))
    assert cells(screen, "number") == ["7", "8", ""]
    for key in ("terms", "due", "memo", "tax", "paid", "balance", "currency"):
        assert set(cells(screen, key)) == {""}, key
    screen.table.sortByColumn(POSITIONS["customer"], Qt.SortOrder.DescendingOrder)
    assert cells(screen, "customer")[0] == "Ana"
    filter_field(screen).setText("customer=")
    assert cells(screen, "customer") == ["", ""]
    assert totals(screen).lines[1][0] == "Home currency"


def test_a_currency_nobody_knows_is_kept_apart_and_called_so(shown: Shown) -> None:
    zorkmid = {"id": "z", "fullName": "Zorkmid"}
    yen = {"id": "y", "fullName": "Japanese Yen"}
    screen = shown(
        one("1", currency=zorkmid, subtotal="9.5"),
        one("2", currency=yen, subtotal="1000.00"),
        one("3", subtotal="2.00"),
    )
    assert cells(screen, "total") == ["9.50", "1,000", "2.00"]
    assert [line[:3] for line in totals(screen).lines[1:]] == [
        ("Japanese Yen", "1", "1,000"),
        ("Zorkmid (unknown)", "1", "9.50"),
        ("Home currency", "1", "2.00"),
    ]


def test_amounts_of_any_size_and_sign_are_exact(shown: Shown) -> None:
    amounts = ["-0.01", "99999999999999999.99", "-99999999999999999.98", "1E5", "0.0000000001"]
    screen = shown(*(one(str(at), subtotal=text) for at, text in enumerate(amounts)))
    assert cells(screen, "subtotal") == [
        "-0.01",
        "99,999,999,999,999,999.99",
        "-99,999,999,999,999,999.98",
        "100,000.00",
        "0.0000000001",
    ]
    assert totals(screen).lines[1][2] == "100,000.0000000001"
    assert all(
        screen.table.columnWidth(POSITIONS["subtotal"])
        >= screen.table.fontMetrics().horizontalAdvance(text)
        for text in cells(screen, "subtotal")
    )


def test_numbers_of_invoices_are_texts_whatever_they_look_like(
    shown: Shown, tmp_path: Path
) -> None:
    numbers = ["1E5", "007", "7", "1-2", "1234567890123456"]
    screen = shown(*(one(number) for number in numbers))
    assert cells(screen, "number") == ["1-2", "1E5", "007", "7", "1234567890123456"]
    for number in numbers:
        filter_field(screen).setText(f"number={number}")
        assert cells(screen, "number") == [number]
    filter_field(screen).clear()
    assert [row["Number"] for row in written(screen, tmp_path)] == cells(screen, "number")


HOSTILE = {
    "a formula": '=HYPERLINK("http://x.example","a")',
    "a sum": "+1+cmd|' /C calc'!A0",
    "an at sign": "@SUM(A1)",
    "control characters": f"be{NUL}ll\x07 and\x1b[31m red",
    "a turn": f"paid{RLO}00.1$",
    "markup": "<img src=x onerror=alert(1)><b>bold</b>",
    "an entity": "&lt;script&gt;",
    "lines": "one\r\ntwo\tthree",
    "a quotation mark": '"',
    "a percent sign": "%s %d {0} &amp",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text_copied_and_found(
    qtbot: QtBot, shown: Shown, tmp_path: Path, text: str
) -> None:
    screen = shown(
        one("1", memo=text, customer={"id": "c", "fullName": text}, purchaseOrderNumber=text)
    )
    seen = " ".join(text.split()).translate({0: MARK, 7: MARK, 0x1B: MARK, ord(RLO): MARK})
    assert cells(screen, "memo") == cells(screen, "customer") == [seen]
    screen.table.setCurrentIndex(screen.table.model().index(0, POSITIONS["customer"]))
    screen.table.actions_of_rows.filter_by_value()
    assert cells(screen, "memo") == [seen]
    filter_field(screen).clear()
    screen.table.selectAll()
    screen.table.actions_of_rows.copy_rows()
    copied = QGuiApplication.clipboard().text().split("\t")
    QGuiApplication.clipboard().clear()
    assert len(copied) == len(screen.table.shown_columns())
    assert not any(cell.startswith(tuple("=+@")) for cell in copied)
    [row] = written(screen, tmp_path)
    assert not row["Memo"].startswith(tuple("=+-@\t\r\n"))
    assert row["Number"] == "1"


def written(screen: InvoicesScreen, folder: Path) -> list[dict[str, str]]:
    """The file of what is seen."""
    screen._seen().with_all_columns().write(folder / "seen.csv", TODAY, CancelToken())
    [path] = folder.glob("seen*.csv")  # its name says if it is partial
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_hostile_text_is_never_rendered_in_the_detail(qtbot: QtBot, shown: Shown) -> None:
    text = "<h1>Paid</h1><img src='http://x.example/a.png'>"
    screen = shown(one("1", memo=text, customer={"id": "c", "fullName": text}))
    screen.table.setCurrentIndex(screen.table.model().index(0, 0))
    opened: list[Opened] = []
    screen._controller.opener.changed.connect(opened.append)
    screen.table.open_current()
    qtbot.waitUntil(lambda: any(one.invoice is not None for one in opened))
    labels = [label for label in screen.detail.findChildren(QLabel) if text in label.text()]
    assert len(labels) >= 2
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_a_memo_of_a_megabyte_takes_a_cell_and_is_found_whole(
    qtbot: QtBot, shown: Shown, tmp_path: Path
) -> None:
    memo = "x" * 1_000_000 + " needle"
    screen = shown(one("1", memo=memo), one("2"))
    assert len(cells(screen, "memo")[0]) < 400
    filter_field(screen).setText("needle")
    assert cells(screen, "number") == ["1"]
    [row] = written(screen, tmp_path)
    assert len(row["Memo"]) < 32_767
    assert row["Memo"].endswith("[cut]")


def test_what_cannot_be_read_is_marked_and_the_rest_of_it_is_shown(
    qtbot: QtBot, shown: Shown, tmp_path: Path
) -> None:
    screen = shown(
        one("1"),
        one("2", subtotal="NaN"),
        one("3", transactionDate="2025-02-30"),
        one("4", subtotal="1e99"),
        one("5", memo=7),
        one("6"),
    )
    assert sorted(cells(screen, "number")) == ["1", "2", "3", "4", "5", "6"]

    def by_number(key: str) -> dict[str, str]:
        return dict(zip(cells(screen, "number"), cells(screen, key), strict=True))

    for key, damaged in {"subtotal": "24", "total": "24", "date": "3", "memo": "5"}.items():
        unread = {at for at, text in by_number(key).items() if text == "unreadable"}
        assert unread == set(damaged), key
    marked = {at for at, text in by_number("status").items() if "partly unreadable" in text.lower()}
    assert marked == {"2", "3", "4", "5"}
    said = totals(screen).sentence
    assert said.startswith("Partial: 6 invoices came, not all of them readable.")
    assert all(name in said for name in ("subtotal", "transactionDate", "memo"))
    assert totals(screen).lines[0][2] == "Billed so far"
    assert totals(screen).lines[1][2] == "4.00"  # of four, and of two nobody knows
    assert button(screen, "invoicesTryAgain").isVisible()
    rows = {row["Number"]: row for row in written(screen, tmp_path)}
    assert (rows["2"]["Total"], rows["3"]["Date"]) == ("unreadable", "unreadable")
    filter_field(screen).setText("unreadable")
    assert sorted(cells(screen, "number")) == ["2", "3", "4", "5"]


def test_the_detail_of_one_that_cannot_be_read_names_the_field(qtbot: QtBot, shown: Shown) -> None:
    screen = shown(one("1"), one("2", subtotal="NaN"))
    filter_field(screen).setText("number=2")
    screen.table.setCurrentIndex(screen.table.model().index(0, 0))
    opened: list[Opened] = []
    screen._controller.opener.changed.connect(opened.append)
    screen.table.open_current()
    qtbot.waitUntil(lambda: any(one.problem is not None for one in opened))
    texts = [label.text() for label in screen.detail.findChildren(QLabel)]
    assert any("subtotal" in text for text in texts)
    assert "unreadable" in texts
