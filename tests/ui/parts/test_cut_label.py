"""A label that is too narrow for what it says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.parts.cut_label import CutLabel

LONG = "11 selected: 33,723.93 US Dollar, 3,065.81 on average, 30,353.03 open"


def a_label(qtbot: QtBot, width: int) -> CutLabel:
    label = CutLabel(LONG)
    qtbot.addWidget(label)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.resize(width, 24)
    label.show()
    qtbot.waitExposed(label)
    return label


def pictured(label: CutLabel) -> QImage:
    return label.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_the_beginning_is_kept_and_all_of_it_is_in_the_tool_tip(qtbot: QtBot) -> None:
    label = a_label(qtbot, 150)
    assert label.text() == LONG  # for those who hear it
    assert label.shown.startswith("11 selected")
    assert label.shown.endswith("…")
    assert label.toolTip() == LONG
    label.resize(2000, 24)
    assert (label.shown, label.toolTip()) == (LONG, "")


def test_what_is_painted_is_what_is_shown(qtbot: QtBot) -> None:
    label = a_label(qtbot, 150)
    cut = pictured(label)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    label.setText(label.shown)
    assert pictured(label) == cut
    label.setText("")
    assert pictured(label) != cut


def test_a_long_text_asks_for_no_room(qtbot: QtBot) -> None:
    label = a_label(qtbot, 150)
    assert label.sizePolicy().horizontalPolicy() is label.sizePolicy().Policy.Ignored
