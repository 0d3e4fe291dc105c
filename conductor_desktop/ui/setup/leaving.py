"""What is asked before a setup is given up that somebody has come some way with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from conductor_desktop.ui.setup.controller import SetupController


def leave(controller: SetupController, parent: QWidget) -> None:
    """Leave the setup, and ask first where something would be lost."""
    if not controller.loses_when_left:
        controller.leave()
        return
    box = QMessageBox(parent)
    box.setObjectName("leaveSetup")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Cancel the setup")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Stop setting up “{controller.company}”?")
    box.setInformativeText(
        "You can finish it later: it stays in the list of connections. Or have what was entered "
        "removed from this PC."
    )
    later = box.addButton("Finish later", QMessageBox.ButtonRole.AcceptRole)
    later.setObjectName("leaveForLater")
    remove = box.addButton("Remove it", QMessageBox.ButtonRole.DestructiveRole)
    remove.setObjectName("leaveAndRemove")
    stay = box.addButton("Go on here", QMessageBox.ButtonRole.RejectRole)
    stay.setObjectName("leaveNot")
    box.setDefaultButton(later)
    box.setEscapeButton(stay)

    def answered(button: QAbstractButton) -> None:
        if button is not stay:
            controller.leave(for_later=button is later)

    box.buttonClicked.connect(answered)
    box.open()
