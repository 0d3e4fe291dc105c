"""Copying more rows than can be written at once: the window goes on, and nothing else is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction, QClipboard, QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.tasks import Pool, TaskRunner
from tests.ui.invoices.books import PlayedSource, numbered, preview
from tests.ui.invoices.stage import next_call

MANY = 2500


@pytest.fixture
def loaded(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> Iterator[InvoicesScreen]:
    """With all rows selected."""
    screen.load()
    next_call(qtbot, source).end(preview(numbered(MANY)))
    qtbot.waitUntil(lambda: screen.content is Content.TABLE)
    screen.table.setFocus()
    screen.table.selectAll()
    clipboard().setText("from before")
    yield screen
    clipboard().clear()


@pytest.fixture
def busy(runner: TaskRunner) -> Iterator[threading.Event]:
    """What writes is kept waiting until this is set."""
    go_on = threading.Event()
    runner.submit(lambda _task: go_on.wait(), Pool.FILES)
    yield go_on
    go_on.set()


def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def hint(screen: InvoicesScreen) -> str:
    found = screen.findChild(QLabel, "invoicesHint")
    assert found is not None
    return found.text()


def copy(screen: InvoicesScreen, name: str = "invoicesCopy") -> None:
    action = screen.table.findChild(QAction, name)
    assert action is not None
    action.trigger()


def test_all_rows_come_with_their_titles_and_it_is_said(
    qtbot: QtBot, loaded: InvoicesScreen
) -> None:
    copy(loaded, "invoicesCopyWithHeaders")
    assert hint(loaded).startswith("Copying 2,500 rows…")
    qtbot.waitUntil(lambda: hint(loaded).startswith("2,500 rows copied."))
    lines = [line.split("\t") for line in clipboard().text().split("\n")]
    assert lines[0][:2] == ["Number", "Customer"]
    table = loaded.table
    shown = [table.invoices.text_at(row, 0) for row in range(MANY)]
    assert [line[0] for line in lines[1:]] == shown
    assert "2,500 selected" in hint(loaded)


def test_until_they_are_written_the_clipboard_stays_as_it_was(
    qtbot: QtBot, loaded: InvoicesScreen, busy: threading.Event
) -> None:
    copy(loaded)
    assert clipboard().text() == "from before"
    busy.set()
    qtbot.waitUntil(lambda: clipboard().text().count("\n") == MANY - 1)


def test_what_is_copied_meanwhile_stays_on_the_clipboard(
    qtbot: QtBot, loaded: InvoicesScreen, runner: TaskRunner, busy: threading.Event
) -> None:
    copy(loaded)
    clipboard().setText("newer")
    assert "Copying" not in hint(loaded)
    busy.set()
    with qtbot.waitSignal(runner.submit(lambda _task: None, Pool.FILES).succeeded):
        pass
    assert clipboard().text() == "newer"


def test_of_two_copies_the_later_one_counts(
    qtbot: QtBot, loaded: InvoicesScreen, busy: threading.Event
) -> None:
    copy(loaded)
    copy(loaded, "invoicesCopyWithHeaders")
    busy.set()
    qtbot.waitUntil(lambda: clipboard().text().startswith("Number\t"))
    assert hint(loaded).startswith("2,500 rows copied.")
