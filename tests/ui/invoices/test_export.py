"""What a person sees goes into a file, and how that went is said."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.services.export import service
from conductor_desktop.services.export.service import Exported
from conductor_desktop.services.export.table import COLUMNS as FILE_COLUMNS
from conductor_desktop.storage.invoice_choice import InvoiceChoice
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.screen import INVOICES, InvoicesScreen
from conductor_desktop.ui.parts.export_desk import default_name, written_message
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import CancelToken
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click
from tests.ui.invoices.books import (
    PROBLEM,
    TODAY,
    PlayedSource,
    an_invoice,
    preview,
    progress,
    us_formats,
)
from tests.ui.invoices.stage import button, filter_field, next_call

BOOKS = (
    an_invoice("1", customer="Ana's Bakery", subtotal="5.00"),
    an_invoice("2", customer="=Bert", subtotal="70.00"),
    an_invoice("3", customer="Ana's Bakery", subtotal="100.00"),
)


@pytest.fixture
def loaded(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> InvoicesScreen:
    screen.load()
    next_call(qtbot, source).end(preview(BOOKS))
    qtbot.waitUntil(button(screen, "invoicesExport").isEnabled)
    return screen


def panel(screen: InvoicesScreen) -> MessagePanel:
    found = screen.findChild(MessagePanel, "invoicesExported")
    assert found is not None
    return found


def said(screen: InvoicesScreen) -> str:
    return panel(screen).text


def export(qtbot: QtBot, screen: InvoicesScreen, target: Path, *, kind: str = "") -> None:
    """Click, give this name, and save."""
    click(button(screen, "invoicesExport"))
    dialog = screen.findChild(QFileDialog, "invoicesExportDialog")
    assert dialog is not None
    if kind:
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    box = dialog.findChild(QDialogButtonBox)
    assert field is not None
    assert box is not None
    field.setText(str(target))
    with qtbot.waitSignal(dialog.destroyed):
        click(box.button(QDialogButtonBox.StandardButton.Save))


def rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["Number"], row["Customer"]) for row in csv.DictReader(file)]


def test_there_is_nothing_to_export_before_there_are_rows(screen: InvoicesScreen) -> None:
    assert not button(screen, "invoicesExport").isEnabled()


def test_the_rows_are_written_as_they_are_seen_sorted_and_filtered(
    qtbot: QtBot, loaded: InvoicesScreen, model: InvoicesModel, tmp_path: Path
) -> None:
    loaded.table.sortByColumn(7, loaded.table.horizontalHeader().sortIndicatorOrder())
    seen = [(one.ref_number, one.customer and one.customer.full_name) for one in model.shown()]
    target = tmp_path / "a.csv"
    export(qtbot, loaded, target)
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    assert rows(target) == [(n, "'=Bert" if c == "=Bert" else c) for n, c in seen]
    filter_field(loaded).setText("ana")
    export(qtbot, loaded, tmp_path / "b.csv")
    qtbot.waitUntil((tmp_path / "b.csv").exists)
    qtbot.waitUntil(lambda: "2 invoices in" in said(loaded))
    assert sorted(rows(tmp_path / "b.csv")) == [("1", "Ana's Bakery"), ("3", "Ana's Bakery")]


ALL_CSV = "CSV file, all columns (*.csv)"


def headings(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def test_the_columns_are_those_that_are_shown_in_their_order(
    qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path
) -> None:
    table = loaded.table
    for key in ("tax", "subtotal", "date", "due"):
        table.show_column(POSITIONS[key], shown=False)
    table.show_column(POSITIONS["po"], shown=True)
    table.move_column(POSITIONS["memo"], -8)
    export(qtbot, loaded, tmp_path / "a.csv")
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    assert headings(tmp_path / "a.csv") == [
        COLUMNS[column].title for column in table.shown_columns()
    ]
    assert headings(tmp_path / "a.csv")[0] == "Memo"
    export(qtbot, loaded, tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: "a.xlsx" in said(loaded).replace("\u200b", ""))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Invoices"]
    assert [cell.value for cell in sheet[1]] == headings(tmp_path / "a.csv")


def test_each_column_of_the_table_has_one_in_the_file() -> None:
    assert {column.key for column in COLUMNS} <= {column.key for column in FILE_COLUMNS}


def test_all_columns_can_be_wanted_and_are_offered_first_from_then_on(
    qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path
) -> None:
    loaded.table.show_column(POSITIONS["memo"], shown=False)
    export(qtbot, loaded, tmp_path / "all", kind=ALL_CSV)
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    assert headings(tmp_path / "all.csv") == [column.title for column in FILE_COLUMNS]
    assert loaded.asking.choice.exports_all
    export(qtbot, loaded, tmp_path / "again.csv")
    qtbot.waitUntil(lambda: "again.csv" in said(loaded).replace("\u200b", ""))
    assert headings(tmp_path / "again.csv") == headings(tmp_path / "all.csv")
    export(qtbot, loaded, tmp_path / "seen", kind="CSV file (*.csv)")
    qtbot.waitUntil(lambda: "seen.csv" in said(loaded).replace("\u200b", ""))
    assert "Memo" not in headings(tmp_path / "seen.csv")
    assert not loaded.asking.choice.exports_all


def test_all_columns_are_offered_first_where_they_were_the_last_time(
    qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path
) -> None:
    loaded.asking.recall(InvoiceChoice(exports_all=True))
    export(qtbot, loaded, tmp_path / "a.csv")
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    assert headings(tmp_path / "a.csv")[-1] == "ID"


def test_a_name_without_an_ending_gets_that_of_the_kind_that_was_chosen(
    qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path
) -> None:
    export(qtbot, loaded, tmp_path / "a")
    qtbot.waitUntil((tmp_path / "a.xlsx").exists)
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    export(qtbot, loaded, tmp_path / "b", kind="CSV file (*.csv)")
    qtbot.waitUntil((tmp_path / "b.csv").exists)
    qtbot.waitUntil(button(loaded, "invoicesExport").isEnabled)


def test_what_is_filtered_says_so_in_the_sheet(
    qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path
) -> None:
    filter_field(loaded).setText("Ana")
    export(qtbot, loaded, tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["Invoices"]["A1"].value == "Filtered by “Ana”: 2 of 3 invoices."
    assert [cell.value for cell in book["Totals"][3]] == ["US Dollar", 2, 105, 0, 105, 0]


@pytest.mark.parametrize("ended", ["loading", "cancelled", "broken off"])
def test_rows_that_are_not_all_make_a_file_marked_partial(
    qtbot: QtBot,
    screen: InvoicesScreen,
    controller: InvoicesController,
    source: PlayedSource,
    tmp_path: Path,
    ended: str,
) -> None:
    screen.load()
    call = next_call(qtbot, source)
    call.page(progress(BOOKS, remaining=9))
    qtbot.waitUntil(button(screen, "invoicesExport").isEnabled)
    if ended == "cancelled":
        controller.cancel()
    if ended == "broken off":
        call.end(preview(BOOKS, PROBLEM))
        qtbot.waitUntil(lambda: controller.state.problem is not None)
    export(qtbot, screen, tmp_path / "a.xlsx")
    qtbot.waitUntil((tmp_path / "a (partial).xlsx").exists)
    qtbot.waitUntil(lambda: "a (partial).xlsx" in said(screen))
    book = openpyxl.load_workbook(tmp_path / "a (partial).xlsx")
    assert book.sheetnames == ["Invoices (partial)", "Totals so far"]
    assert (PROBLEM.title in str(book.worksheets[0]["A1"].value)) is (ended == "broken off")


def test_a_place_that_cannot_be_written_is_told_and_can_be_chosen_again(
    qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path
) -> None:
    export(qtbot, loaded, tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: "This kind of file is not known" in said(loaded))
    click(button(loaded, "invoicesExportAgain"))
    dialog = loaded.findChild(QFileDialog, "invoicesExportDialog")
    assert dialog is not None
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    click(button(loaded, "invoicesExportClose"))
    assert panel(loaded).isHidden()


def test_writing_can_be_cancelled_and_leaves_nothing(
    qtbot: QtBot,
    loaded: InvoicesScreen,
    runner: TaskRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, stopped = threading.Event(), threading.Event()
    really = service.export_invoices

    def held(*arguments: object, cancel: CancelToken, **more: object) -> Exported:
        begun.set()
        cancel.on_cancel(stopped.set)
        assert stopped.wait(60)
        return really(*arguments, cancel=cancel, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "export_invoices", held)
    export(qtbot, loaded, tmp_path / "a.csv")
    assert said(loaded).strip() == "Writing 3 invoices…"
    assert not button(loaded, "invoicesExport").isEnabled()
    qtbot.waitUntil(begun.is_set)
    click(button(loaded, "invoicesExportedAction"))
    assert panel(loaded).isHidden()
    assert button(loaded, "invoicesExport").isEnabled()
    qtbot.waitUntil(lambda: runner.is_idle)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_the_last_file_is_offered_for_the_next(
    qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path
) -> None:
    (tmp_path / "books").mkdir()
    export(qtbot, loaded, tmp_path / "books" / "a.csv")
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    click(button(loaded, "invoicesExport"))
    dialog = loaded.findChild(QFileDialog, "invoicesExportDialog")
    assert dialog is not None
    assert Path(dialog.directory().absolutePath()) == tmp_path / "books"
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()


class Folders:
    """Stands in for the system's file manager."""

    def __init__(self) -> None:
        self.shown: list[Path] = []
        self.opens = True

    def __call__(self, path: Path) -> bool:
        self.shown.append(path)
        return self.opens


@pytest.fixture
def folders(loaded: InvoicesScreen, monkeypatch: pytest.MonkeyPatch) -> Folders:
    folders = Folders()
    monkeypatch.setattr(loaded.export_desk, "_reveal", folders)
    return folders


def come_back(screen: InvoicesScreen) -> None:
    """To the window, as desktops do by themselves when a dialog has gone."""
    screen.window().activateWindow()


def test_what_is_written_is_shown_in_its_folder(
    qtbot: QtBot, loaded: InvoicesScreen, folders: Folders, tmp_path: Path
) -> None:
    export(qtbot, loaded, tmp_path / "a.csv")
    come_back(loaded)
    qtbot.waitUntil(lambda: bool(folders.shown))
    assert folders.shown == [tmp_path / "a.csv"]


def test_nothing_is_opened_over_the_window_that_somebody_has_gone_to(
    qtbot: QtBot, loaded: InvoicesScreen, folders: Folders, tmp_path: Path
) -> None:
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)

    def go_elsewhere(_count: int) -> None:
        elsewhere.show()
        elsewhere.activateWindow()
        qtbot.waitUntil(elsewhere.isActiveWindow)

    loaded.export_desk._exporter.began.connect(go_elsewhere)
    with qtbot.waitSignal(loaded.export_desk._show_soon.timeout):
        export(qtbot, loaded, tmp_path / "a.csv")
    assert not loaded.window().isActiveWindow()
    assert folders.shown == []
    assert button(loaded, "invoicesExportFolder").isVisible()


@pytest.mark.parametrize("opens", [True, False])
def test_the_folder_is_shown_again_or_named(
    qtbot: QtBot, loaded: InvoicesScreen, folders: Folders, tmp_path: Path, opens: bool
) -> None:
    folders.opens = opens
    export(qtbot, loaded, tmp_path / "a.csv")
    come_back(loaded)
    qtbot.waitUntil(lambda: bool(folders.shown))
    click(button(loaded, "invoicesExportFolder"))
    assert folders.shown == [tmp_path / "a.csv"] * 2
    assert str(tmp_path) in said(loaded).replace("\u200b", "")
    assert ("cannot be opened" in said(loaded)) is not opens


def test_everything_has_a_name(qtbot: QtBot, loaded: InvoicesScreen, tmp_path: Path) -> None:
    export(qtbot, loaded, tmp_path / "a.csv")
    qtbot.waitUntil(lambda: said(loaded).startswith("Exported"))
    assert nameless(loaded) == []


@pytest.mark.parametrize(
    ("complete", "name"),
    [(True, "Invoices 2025-06-18.xlsx"), (False, "Invoices 2025-06-18 (partial).xlsx")],
)
def test_the_name_offered_says_the_day_and_what_is_missing(complete: bool, name: str) -> None:
    assert default_name("Invoices", TODAY, complete=complete) == name


@pytest.mark.parametrize(
    ("cut", "says"), [(0, ""), (1, " 1 text was too long"), (2_000, " 2,000 texts were too long")]
)
def test_texts_that_were_cut_are_mentioned(cut: int, says: str) -> None:
    text = written_message(Exported(Path("a.csv"), 1, cut), INVOICES, us_formats()).text
    assert text.startswith("1 invoice in “a.csv”." + says)
    assert (says == "") is ("cut" not in text)
