"""The head of the sidebar: whose books these are, and the way to those of another company."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from conductor_desktop.ui.parts.marks import Mark, paint_mark
from conductor_desktop.ui.parts.menus import drop_menu
from conductor_desktop.ui.parts.texts import subtitle
from conductor_desktop.ui.theme import UNIT, colours, sized_font

if TYPE_CHECKING:
    from conductor_desktop.storage.names import ProfileName

_LONGEST_COMPANY = 80  # three lines; the rest is in the tool tip
_LONGEST_ENTRY = 60
_ICON = 16
_CHEVRON_WIDTH = UNIT * 2
_ACROSS, _DOWN = UNIT * 3 // 2, UNIT


@dataclass(frozen=True)
class Connection:
    """One entry of the list; ``note`` says in words what ``mark`` draws."""

    profile: ProfileName
    text: str
    mark: Mark | None = None
    note: str = ""
    is_current: bool = False
    is_sandbox: bool = False


Connections = Callable[[], Sequence[Connection]]


class Switcher(QPushButton):
    """Shows one company, and on a click all there are. As wide as it is told to be."""

    chosen = Signal(str)  # the name of a profile
    another_wanted = Signal()

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switcher")
        self.setAutoDefault(False)
        self.setFixedWidth(width)
        self._connections: Connections = tuple
        self._company = subtitle("", self)
        self._company.setObjectName("companyName")
        self._company.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(_ACROSS, _DOWN, _ACROSS, _DOWN)
        row.setSpacing(UNIT // 2)
        row.addWidget(self._company, 1)
        row.addSpacing(_CHEVRON_WIDTH)
        self.clicked.connect(self._on_clicked)
        self.set_company("")

    def offer(self, connections: Connections) -> None:
        """From now on a click shows what ``connections`` gives at that moment."""
        self._connections = connections

    def set_company(self, name: str) -> None:
        """Whose books these are; "" while nobody knows."""
        shown = name or "No company yet"
        self.setToolTip(shown if len(shown) > _LONGEST_COMPANY else "")
        self._company.setText(_cut(shown, _LONGEST_COMPANY))
        self.setAccessibleName(f"{shown}: choose another connection")
        inside = self.width() - 2 * _ACROSS - _CHEVRON_WIDTH - 2 * (UNIT // 2)
        self.setFixedHeight(self._company.heightForWidth(inside) + 2 * _DOWN)

    def _on_clicked(self) -> None:
        menu = drop_menu("connections", "Connections", self)
        menu.setToolTipsVisible(True)
        menu.setMinimumWidth(self.width())
        listed = self._connections()
        for is_sandbox in (False, True):
            for one in listed:
                if one.is_sandbox is is_sandbox:
                    menu.addAction(self._entry(one, menu))
            menu.addSeparator()
        another = QAction("Add a company file…", menu)
        another.setObjectName("addCompany")
        another.triggered.connect(self.another_wanted)
        menu.addAction(another)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + UNIT // 2)))

    def _entry(self, connection: Connection, menu: QMenu) -> QAction:
        text = _cut(connection.text, _LONGEST_ENTRY).replace("&", "&&")
        action = QAction(f"{text}\t{connection.note}" if connection.note else text, menu)
        action.setObjectName(f"connection-{connection.profile}")
        action.setToolTip(connection.text)
        action.setCheckable(True)
        action.setChecked(connection.is_current)
        if connection.is_current:
            action.setFont(sized_font(10, bold=True))
        if connection.mark is not None:
            action.setIcon(self._icon(connection.mark))
        name = str(connection.profile)
        action.triggered.connect(lambda: self.chosen.emit(name))
        return action

    def _icon(self, mark: Mark) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(QSize(_ICON, _ICON) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, mark, QRectF(0, 0, _ICON, _ICON))
        painter.end()
        return QIcon(picture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours().muted), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle = QPoint(self.width() - _ACROSS - _CHEVRON_WIDTH // 2, self.height() // 2)
        painter.drawLine(middle + QPoint(-4, -2), middle + QPoint(0, 2))
        painter.drawLine(middle + QPoint(0, 2), middle + QPoint(4, -2))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"
