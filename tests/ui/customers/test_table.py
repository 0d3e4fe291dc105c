"""How wide the columns of the customers are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.customers.columns import POSITIONS
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.customers.table import CustomersTable
from tests.helpers.made_up_customers import a_customer

BALANCE, WITH_JOBS = POSITIONS["balance"], POSITIONS["with_jobs"]


@pytest.fixture
def table(qtbot: QtBot, model: CustomersModel) -> CustomersTable:
    table = CustomersTable(model)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    qtbot.waitExposed(table)
    return table


def has_room(table: CustomersTable, column: int, text: str) -> bool:
    return table.columnWidth(column) > table.fontMetrics().horizontalAdvance(text)


def test_no_amount_is_cut_whenever_it_comes(table: CustomersTable, model: CustomersModel) -> None:
    model.append([a_customer("A", balance="5.00")])
    model.append([a_customer("B", balance="13257946.49", with_jobs="-113257946.49")])
    assert has_room(table, BALANCE, "13,257,946.49")
    assert has_room(table, WITH_JOBS, "-113,257,946.49")
    model.set_filter("a")
    model.replace([a_customer("C", balance="1313257946.49")])
    assert has_room(table, BALANCE, "1,313,257,946.49")


def test_a_column_made_narrow_by_hand_stays_so(
    table: CustomersTable, model: CustomersModel
) -> None:
    header = table.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(BALANCE) + header.sectionSize(BALANCE) - 1, 9)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge - QPoint(20, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge - QPoint(20, 0))
    narrow = table.columnWidth(BALANCE)
    model.append([a_customer("B", balance="13257946.49", with_jobs="1.00")])
    assert table.columnWidth(BALANCE) == narrow
    assert not has_room(table, BALANCE, "13,257,946.49")
