"""The main window: navigation, marks, messages, geometry, closing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.shell.banner import SandboxBanner
from conductor_desktop.ui.shell.window import MainWindow, Screen
from tests.helpers.accessibility import accessible_name, nameless
from tests.helpers.hands import click, press

NAMES = ("connection", "invoices", "support")


def a_screen(name: str) -> QWidget:
    screen = QWidget()
    field = QLineEdit(screen)
    field.setObjectName(f"{name}Field")
    field.setAccessibleName(f"Something about {name}")
    return screen


def make_window(
    qtbot: QtBot, messages: Messages | None = None, *, sandbox: bool = False
) -> MainWindow:
    screens = [Screen(name, name.title(), a_screen(name)) for name in NAMES]
    window = MainWindow(screens, messages or Messages(), sandbox=sandbox)
    qtbot.addWidget(window)
    return window


def shown(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def button(window: QWidget, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_click_in_the_sidebar_brings_its_screen_to_the_front(qtbot: QtBot, name: str) -> None:
    window = shown(qtbot, make_window(qtbot))
    other = "support" if name != "support" else "connection"
    window.show_screen(other)
    with qtbot.waitSignal(window.screen_changed, check_params_cb=lambda shown: shown == name):
        click(button(window, f"nav{name.capitalize()}"))
    assert window.current_screen == name
    assert button(window, f"nav{name.capitalize()}").isChecked()
    assert not button(window, f"nav{other.capitalize()}").isChecked()


@pytest.mark.parametrize(
    ("key", "name"),
    [(Qt.Key.Key_1, "connection"), (Qt.Key.Key_2, "invoices"), (Qt.Key.Key_3, "support")],
)
def test_control_and_a_digit_bring_a_screen_to_the_front(
    qtbot: QtBot, key: Qt.Key, name: str
) -> None:
    window = shown(qtbot, make_window(qtbot))
    window.show_screen("support" if name != "support" else "connection")
    press(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.current_screen == name


def test_the_arrow_keys_walk_the_sidebar(qtbot: QtBot) -> None:
    window = shown(qtbot, make_window(qtbot))
    button(window, "navConnection").setFocus()
    press(window.focusWidget(), Qt.Key.Key_Down)
    assert window.current_screen == "invoices"


def test_the_focus_goes_along_to_the_new_screen(qtbot: QtBot) -> None:
    window = shown(qtbot, make_window(qtbot))
    old, new = (window.findChild(QLineEdit, f"{n}Field") for n in ("connection", "support"))
    assert old is not None
    old.setFocus()
    press(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is new


def test_a_mark_is_drawn_and_said(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    entry = window.nav_button("connection")
    assert entry.mark is None
    window.set_mark("connection", Mark.STOP)
    assert entry.mark is Mark.STOP
    assert accessible_name(entry) == "Connection: needs fixing"


def test_the_company_stands_in_the_sidebar_and_in_the_title(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.set_company("Cedar & Finch")
    label = window.findChild(QLabel, "companyName")
    assert label is not None
    assert label.text() == "Cedar & Finch"
    assert window.windowTitle() == "Cedar & Finch · Conductor Desktop"


def test_a_very_long_company_name_is_shortened_and_kept_in_the_tool_tip(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.set_company("Q" * 300)
    label = window.findChild(QLabel, "companyName")
    assert label is not None
    assert label.text() == "Q" * 80 + "…"
    assert button(window, "switcher").toolTip() == "Q" * 300
    window.set_company("Cedar & Finch")
    assert button(window, "switcher").toolTip() == ""


def test_the_sandbox_shows_itself_in_the_banner_and_in_the_title(qtbot: QtBot) -> None:
    window = shown(qtbot, make_window(qtbot, sandbox=True))
    window.set_company("Cedar & Finch")
    assert window.windowTitle() == "Sandbox · Cedar & Finch · Conductor Desktop"
    banner = window.findChild(SandboxBanner)
    assert banner is not None
    assert banner.isVisible()
    with qtbot.waitSignal(window.leave_sandbox_requested):
        click(button(window, "sandboxLeave"))


def test_there_is_no_banner_outside_the_sandbox(qtbot: QtBot) -> None:
    assert make_window(qtbot).findChild(SandboxBanner) is None


def test_setting_up_again_is_asked_for_not_done(qtbot: QtBot) -> None:
    window = shown(qtbot, make_window(qtbot))
    with qtbot.waitSignal(window.setup_requested):
        click(button(window, "setupAgain"))


def test_messages_from_before_the_window_are_shown_one_after_the_other(qtbot: QtBot) -> None:
    messages = Messages()
    messages.show(Message(Kind.LOOK, "First", "It was said before there was a window."))
    window = make_window(qtbot, messages)
    assert window.notice == ""
    shown(qtbot, window)
    messages.show(Message(Kind.STOP, "Second", "It was said later."))
    messages.show(Message(Kind.STOP, "Second", "It was said later."))
    assert window.notice.startswith("First")
    dismiss = button(window, "noticeAction")
    assert dismiss.text() == "Dismiss (1 more)"
    click(dismiss)
    assert window.notice.startswith("Second")
    click(dismiss)
    assert window.notice == ""
    assert not dismiss.isVisible()


def test_geometry_survives_as_text(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.resize(900, 650)  # the offscreen platform's screen is 800 by 800
    saved = window.geometry_to_save()
    assert saved.isascii()
    other = make_window(qtbot)
    assert other.restore_geometry(saved)
    assert (other.width(), other.height()) == (900, 650)


@pytest.mark.parametrize("junk", ["", "not base64 at all!", "é", "AAAA"])
def test_junk_instead_of_a_geometry_moves_nothing(qtbot: QtBot, junk: str) -> None:
    window = make_window(qtbot)
    window.move(QPoint(7, 9))
    assert not window.restore_geometry(junk)
    assert (window.pos(), window.width(), window.height()) == (QPoint(7, 9), 1280, 760)


def test_the_window_never_gets_too_small_to_use(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.resize(300, 200)
    assert (window.width(), window.height()) == (900, 512)


def test_closing_is_told(qtbot: QtBot) -> None:
    window = shown(qtbot, make_window(qtbot))
    with qtbot.waitSignal(window.closing):
        window.close()


def test_every_control_has_a_name(qtbot: QtBot) -> None:
    messages = Messages()
    window = shown(qtbot, make_window(qtbot, messages, sandbox=True))
    messages.show(Message(Kind.STOP, "Something", "Happened.", {"request id": "req_1"}))
    assert nameless(window) == []


def test_the_audit_notices_a_control_without_a_name(qtbot: QtBot) -> None:
    field = QLineEdit()
    field.setObjectName("silent")
    qtbot.addWidget(field)
    field.show()
    assert nameless(field) == ["QLineEdit silent"]


def test_the_tab_key_goes_down_the_sidebar_before_the_screen(qtbot: QtBot) -> None:
    window = shown(qtbot, make_window(qtbot, sandbox=True))
    window.show_screen("support")
    order = ["sandboxLeave", "switcher", "navSupport", "setupAgain", "supportField"]
    button(window, order[0]).setFocus()
    visited = []
    for _ in order:
        focused = window.focusWidget()
        visited.append(focused.objectName())
        press(focused, Qt.Key.Key_Tab)
    assert visited == order


def test_the_keyboard_starts_in_the_screen(qtbot: QtBot) -> None:
    window = shown(qtbot, make_window(qtbot))
    field = window.findChild(QLineEdit, "connectionField")
    assert field is not None
    assert window.focusWidget() is field.parentWidget()
