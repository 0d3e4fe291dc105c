"""The browser widget inside the auth view, with a menu of three entries and nothing to drop on.

Imports QtWebEngine: reach it through ``engine.create_auth_view``.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWebEngineCore import QWebEngineContextMenuRequest, QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu, QWidget


class AuthWebWidget(QWebEngineView):
    """Shows a page; its context menu offers copy, paste and reload."""

    reload_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(False)
        self.setAccessibleName("Conductor’s connection page")
        reload = QShortcut(self)
        reload.setKeys([QKeySequence("F5"), QKeySequence("Ctrl+R")])
        reload.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        reload.activated.connect(self.reload_requested)

    def build_menu(self) -> QMenu:
        """The context menu for where the page was last clicked; it deletes itself when closed."""
        request = self.lastContextMenuRequest()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction("Copy")
        copy.setEnabled(self.page().hasSelection())
        copy.triggered.connect(self._on_copy)
        paste = menu.addAction("Paste")
        paste.setEnabled(_can_paste(request))
        paste.triggered.connect(self._on_paste)
        menu.addAction("Reload").triggered.connect(self.reload_requested)
        return menu

    def _on_copy(self) -> None:
        self.page().triggerAction(QWebEnginePage.WebAction.Copy)

    def _on_paste(self) -> None:
        self.page().triggerAction(QWebEnginePage.WebAction.Paste)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.build_menu().popup(event.globalPos())


def _can_paste(request: QWebEngineContextMenuRequest | None) -> bool:
    flag = QWebEngineContextMenuRequest.EditFlag.CanPaste
    return request is not None and bool(request.editFlags() & flag)
