"""The page of one invoice: facts, amounts, lines and payments."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.services.policies import Policies, no_policies
from conductor_desktop.ui.invoices import detail_rows
from conductor_desktop.ui.invoices.columns import LEFT, RIGHT
from conductor_desktop.ui.invoices.detail_rows import LINE_HEADINGS, NUMBERS, Line, line_text
from conductor_desktop.ui.invoices.opener import Opened
from conductor_desktop.ui.invoices.paper_desk import PaperDesk
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.digits import tabular
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.theme import UNIT, sized_font

_ROW_HEIGHT = UNIT * 4
_MOST_ROWS = 10  # more lines than this are scrolled to


class InvoiceDetail(QScrollArea):
    """Shows what is known at once, and the lines when they come. Esc goes back to the list."""

    back_clicked = Signal()
    again_clicked = Signal()

    def __init__(
        self,
        formats: Callable[[], Formats],
        runner: TaskRunner,
        parent: QWidget | None = None,
        *,
        policies: Callable[[], Policies] = no_policies,
        folder: ExportFolder | None = None,
    ) -> None:
        super().__init__(parent)
        self._formats = formats
        self.setObjectName("invoiceDetail")
        self.setAccessibleName("Invoice")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        self._page = page
        self.back = link_button("‹ All invoices", "invoiceDetailBack", page)
        self.back.clicked.connect(self.back_clicked)
        self._heading = subtitle("", page)
        self._heading.setObjectName("invoiceDetailHeading")
        self._facts = _Facts(page)
        self._amounts = _Facts(page, numbers=True)
        self._waiting = muted("Asking QuickBooks for its lines…", page)
        self._waiting.setObjectName("invoiceDetailWaiting")
        self._problem = MessagePanel("invoiceDetailProblem", page)
        self._problem.action_clicked.connect(self.again_clicked)
        self._lines = _Lines(page)
        self._payments = selectable(muted("", page))
        self._payments.setObjectName("invoiceDetailPayments")
        self._further = _Facts(page)
        self.paper = PaperDesk(runner, formats, page, policies=policies, folder=folder)
        self._build()
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back_clicked)

    def show_opened(self, opened: Opened) -> None:
        """Everything about it that is known by now."""
        formats, invoice = self._formats(), opened.invoice
        self._heading.setText(detail_rows.heading(opened.row))
        self._facts.show_facts(detail_rows.facts(opened.row, formats))
        self._amounts.show_facts(detail_rows.amounts(opened.row, formats))
        self._waiting.setVisible(invoice is None and opened.problem is None)
        if opened.problem is None:
            self._problem.clear()
        else:
            self._problem.show_error(opened.problem, "Try again")
        self._lines.setVisible(invoice is not None)
        payments: Sequence[str] = ()
        if invoice is not None:
            self._lines.show_lines(detail_rows.lines(invoice, formats))
            payments = detail_rows.payments(invoice, formats)
        self._further.show_facts(detail_rows.further_facts(invoice, formats) if invoice else ())
        self.paper.show_opened(opened)
        self._payments.setText("\n".join(payments))
        self._payments.setVisible(bool(payments))

    def _build(self) -> None:
        facts = QHBoxLayout()
        facts.setSpacing(UNIT * 6)
        facts.addWidget(self._facts, 1, Qt.AlignmentFlag.AlignTop)
        facts.addWidget(self._amounts, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, UNIT, 0)
        column.setSpacing(UNIT)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._heading, 1)
        for button in self.paper.buttons:
            head.addWidget(button)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        column.addWidget(self.paper.panel)
        column.addLayout(facts)
        below = (self._waiting, self._problem, self._lines, self._payments, self._further)
        for widget in below:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(self._page)


class _Facts(QWidget):
    """Names and values in two columns; labels are made once and used again."""

    def __init__(self, parent: QWidget, *, numbers: bool = False) -> None:
        super().__init__(parent)
        self._numbers = numbers
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT * 2)
        self._grid.setVerticalSpacing(UNIT // 2)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while len(self._labels) < len(facts):
            self._add()
        for number, (name, value) in enumerate(self._labels):
            has_one = number < len(facts)
            for label in (name, value):
                label.setVisible(has_one)
            if has_one:
                name.setText(facts[number][0])
                value.setText(facts[number][1])
                value.setAccessibleName(": ".join(facts[number]))

    def _add(self) -> None:
        name, value = muted("", self), selectable(body("", self))
        name.setWordWrap(False)
        # Names from right to left stand with the others, too.
        value.setAlignment(LEFT | Qt.AlignmentFlag.AlignAbsolute)
        if self._numbers:
            value.setFont(tabular(sized_font(10.0)))
            value.setWordWrap(False)
            value.setAlignment(RIGHT)
        row = len(self._labels)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._labels.append((name, value))


class _Lines(QTableWidget):
    """As high as its lines, up to ``_MOST_ROWS``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, len(LINE_HEADINGS), parent)
        self._shown: tuple[Line, ...] = ()
        self.setObjectName("invoiceDetailLines")
        self.setAccessibleName("Lines")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFont(tabular(self.font()))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, title in enumerate(LINE_HEADINGS):
            heading = QTableWidgetItem(title)
            heading.setTextAlignment(RIGHT if column in NUMBERS else LEFT)
            self.setHorizontalHeaderItem(column, heading)

        copy = QAction("Copy lines", self)
        copy.setObjectName("invoiceDetailCopyLines")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._on_copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _on_copy(self) -> None:
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        texts = [line_text(self._shown[row]) for row in rows]
        if texts:
            QGuiApplication.clipboard().setText("\n".join(texts))

    def show_lines(self, lines: Sequence[Line]) -> None:
        self._shown = tuple(lines)
        self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line.cells):
                self.setItem(row, column, _item(text, column, bold=line.is_group))
        shown = max(1, min(len(lines), _MOST_ROWS))
        height = self.horizontalHeader().sizeHint().height() + shown * _ROW_HEIGHT
        self.setFixedHeight(height + self.frameWidth() * 2)


def _item(text: str, column: int, *, bold: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setTextAlignment(RIGHT if column in NUMBERS else LEFT)
    item.setToolTip("" if column in NUMBERS else _plain(text))
    if bold:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item


def _plain(text: str) -> str:
    """For a tool tip, where Qt would render markup that somebody typed."""
    return f"<p>{html.escape(text.strip())}</p>" if text.strip() else ""
