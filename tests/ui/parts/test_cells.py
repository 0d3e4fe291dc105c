"""What the table draws by itself, beside what Qt draws of the same cell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.parts.cells import Cells
from conductor_desktop.ui.parts.formats import one_line
from conductor_desktop.ui.parts.row_table import RowTable
from tests.helpers.themes import SCHEMES, dressed

ROW = 32
WIDTHS = (0, 60, 117, 400)  # 0: as narrow as columns get
LEFT, RIGHT, UNSAID = range(3)
ALIGNMENTS = {
    LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    UNSAID: None,
}
TEXTS = (
    "",
    "7",
    "-1,234,567.80",
    "Northwind Builders & Sons",
    "WWWWWWWW@@@@@@",
    "<b>5 & 6</b> && \\n",
    "Élan Müller ﬁ ꙮ",
    "שלום עולם 12",
    "مرحبا 3.50 abc",
    "株式会社 例",
    "👷🏽 builder 👩‍👩‍👧",
    "e\u0301" * 30,
    "…",
    "x" * 300,
)


class One(QAbstractTableModel):
    """A row of one text in three columns, one for each way to align it."""

    text = ""

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 1

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return len(ALIGNMENTS)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self.text
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return ALIGNMENTS[index.column()]
        return None


class Table(RowTable):
    """Shown, and asked to draw one cell at a time."""

    def __init__(self) -> None:
        super().__init__(ROW)
        self.one = One(self)
        self.setModel(self.one)
        self.qt = QStyledItemDelegate(self)
        self.setObjectName("invoicesTable")  # which the style sheet gives cells of their own

    def drawn(
        self, delegate: QStyledItemDelegate, column: int, width: int, state: QStyle.StateFlag
    ) -> QImage:
        width = max(width, self.horizontalHeader().minimumSectionSize())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = QRect(3, 2, width, ROW)
        option.state = state
        image = QImage(width + 6, ROW + 4, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.gray)
        painter = QPainter(image)
        painter.setFont(self.font())
        painter.setLayoutDirection(self.layoutDirection())  # these three as a table does
        painter.setClipRect(option.rect)
        delegate.paint(painter, option, self.one.index(0, column))
        painter.end()
        return image

    def is_drawn_alike(self, text: str, column: int, width: int, state: QStyle.StateFlag) -> bool:
        self.one.text = text
        ours = self.itemDelegate()
        assert isinstance(ours, Cells)
        drawn = self.drawn(ours, column, width, state)
        return drawn == self.drawn(self.qt, column, width, state)


@pytest.fixture(params=list(SCHEMES))
def table(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[Table]:
    with dressed(qapp, request.param):
        table = Table()
        qtbot.addWidget(table)
        table.show()
        qtbot.waitExposed(table)
        yield table


STATE = QStyle.StateFlag
STATES = [
    base | more
    for base in (
        STATE.State_None,
        STATE.State_Enabled,
        STATE.State_Enabled | STATE.State_Active,
    )
    for more in (
        STATE.State_None,
        STATE.State_Selected,
        STATE.State_MouseOver,
        STATE.State_Selected | STATE.State_HasFocus,
    )
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_cell_looks_as_qt_draws_it(table: Table, text: str) -> None:
    differing = [
        (column, width, state)
        for column in ALIGNMENTS
        for width in WIDTHS
        for state in STATES
        if not table.is_drawn_alike(text, column, width, state)
    ]
    assert not differing


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(one_line),
    column=st.sampled_from(list(ALIGNMENTS)),
    width=st.integers(0, 400),
)
def test_any_text_at_any_width_does(table: Table, text: str, column: int, width: int) -> None:
    assert table.is_drawn_alike(text, column, width, STATE.State_Enabled | STATE.State_Active)


def test_another_font_is_measured_anew(table: Table) -> None:
    text, state = "Northwind Builders & Sons", STATE.State_Enabled | STATE.State_Active
    assert table.is_drawn_alike(text, LEFT, 140, state)
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    table.setFont(font)
    assert table.is_drawn_alike(text, LEFT, 140, state)


def test_another_style_is_measured_anew(table: Table, qapp: QApplication) -> None:
    text, state = "Northwind Builders & Sons", STATE.State_Enabled | STATE.State_Active
    assert table.is_drawn_alike(text, RIGHT, 140, state)
    qapp.setStyleSheet(f"{qapp.styleSheet()}\n#invoicesTable::item {{ padding: 0 30px; }}")
    assert table.is_drawn_alike(text, RIGHT, 140, state)
