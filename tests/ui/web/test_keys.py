"""Keys, menu, drops and pastes: copy, paste and reload work, and nothing else of a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.helpers.hands import drag_and_drop, press
from tests.ui.web.stage import WAIT_MS, Stage

FIELD = """<body style='margin: 0; background: #00aa00'>
<textarea id=t style='width: 100vw; height: 100vh; background: #00aa00'
 onclick="fetch('/clicked')"></textarea><script>
onkeydown = event => fetch('/key-' + event.code);
onpaste = event => fetch(`/pasted-${event.clipboardData.files.length}`);
ondragover = event => { event.preventDefault(); fetch('/over') };
ondrop = () => fetch('/dropped');
</script>"""
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier

BROWSER_KEYS = {
    "save": (Qt.Key.Key_S, _CONTROL),
    "print": (Qt.Key.Key_P, _CONTROL),
    "source": (Qt.Key.Key_U, _CONTROL),
    "open": (Qt.Key.Key_O, _CONTROL),
    "downloads": (Qt.Key.Key_J, _CONTROL),
    "find": (Qt.Key.Key_F, _CONTROL),
    "address": (Qt.Key.Key_L, _CONTROL),
    "new window": (Qt.Key.Key_N, _CONTROL),
    "new tab": (Qt.Key.Key_T, _CONTROL),
    "close": (Qt.Key.Key_W, _CONTROL),
    "developer tools": (Qt.Key.Key_F12, _NONE),
    "inspect": (Qt.Key.Key_I, _CONTROL | _SHIFT),
    "console": (Qt.Key.Key_J, _CONTROL | _SHIFT),
    "full screen": (Qt.Key.Key_F11, _NONE),
    "help": (Qt.Key.Key_F1, _NONE),
    "back": (Qt.Key.Key_Left, _ALT),
    "caret": (Qt.Key.Key_F7, _NONE),
}


an_open_menu = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


def windows() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


@pytest.fixture
def field(stage: Stage) -> Stage:
    """A page that is one field, with the cursor in it."""
    stage.show(FIELD)
    stage.wait_for_colour("#00aa00")
    stage.click_until("/clicked")
    return stage


@pytest.fixture
def secret_file(tmp_path: Path) -> QMimeData:
    path = tmp_path / "private.html"
    path.write_text("<script>fetch('/leak')</script>")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_keys_of_a_browser_do_nothing(field: Stage, folder: Path) -> None:
    before, where = windows(), field.run("location.href")
    for name, (key, modifier) in BROWSER_KEYS.items():
        field.site.hits.clear()
        press(field.input, key, modifier)
        press(field.input, Qt.Key.Key_A)
        field.wait_for_hit("/key-KeyA")  # keys arrive one after the other
        assert windows() == before, name
        assert not field.view.window().isFullScreen(), name
        assert field.run("location.href") == where, name
        assert not folder.exists(), name
        assert "/page" not in field.site.paths(), name


@pytest.mark.parametrize("key", [(Qt.Key.Key_F5, _NONE), (Qt.Key.Key_R, _CONTROL)])
def test_reload_has_its_keys(field: Stage, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    press(field.input, *key)
    field.qtbot.waitUntil(lambda: field.site.paths().count("/page") == 2, timeout=WAIT_MS)


def test_copy_and_paste_work_with_text(field: Stage) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("from outside")
    press(field.input, Qt.Key.Key_V, _CONTROL)
    field.qtbot.waitUntil(lambda: field.run("t.value") == "from outside", timeout=WAIT_MS)
    press(field.input, Qt.Key.Key_A, _CONTROL)
    clipboard.setText("nothing yet")
    press(field.input, Qt.Key.Key_C, _CONTROL)
    field.qtbot.waitUntil(lambda: clipboard.text() == "from outside", timeout=WAIT_MS)


def test_a_pasted_file_is_not_read(field: Stage, secret_file: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(secret_file)
    press(field.input, Qt.Key.Key_V, _CONTROL)
    press(field.input, Qt.Key.Key_A)
    field.wait_for_hit("/key-KeyA")
    assert "/pasted-1" not in field.site.paths()
    assert "/leak" not in field.site.paths()
    assert field.run("location.pathname") == "/page"


def test_nothing_can_be_dropped_on_the_page(field: Stage, secret_file: QMimeData) -> None:
    for url in [*secret_file.urls(), QUrl(field.decoy.url("/"))]:
        for target in (field.input, field.web, field.view):
            assert not drag_and_drop(target, [url])
    press(field.input, Qt.Key.Key_A)
    field.wait_for_hit("/key-KeyA")
    assert not {"/over", "/dropped"} & set(field.site.paths())
    assert field.decoy.connections == 0


def menu_after_right_click(stage: Stage) -> QMenu:
    before = windows()
    QTest.mouseClick(stage.input, Qt.MouseButton.RightButton)
    # The platform sends the second of these after the first; offscreen, nobody does.
    middle = stage.input.rect().center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, middle, stage.input.mapToGlobal(middle)
    )
    QApplication.sendEvent(stage.input, event)
    stage.qtbot.waitUntil(lambda: len(windows()) > len(before), timeout=WAIT_MS)
    menu = next(window for window in windows() if window not in before)
    assert isinstance(menu, QMenu)
    return menu


@an_open_menu
def test_the_menu_has_three_entries(field: Stage) -> None:
    menu = menu_after_right_click(field)
    assert [action.text() for action in menu.actions()] == ["Copy", "Paste", "Reload"]
    menu.close()


@an_open_menu
def test_the_menu_on_a_link_or_a_picture_has_no_more(stage: Stage) -> None:
    stage.show(
        "<body style='margin: 0'><a href='/other'><img src='/p' style='display: block;"
        " width: 100vw; height: 100vh; background: #00aa00'></a>"
    )
    stage.wait_for_colour("#00aa00")
    menu = menu_after_right_click(stage)
    assert [action.text() for action in menu.actions()] == ["Copy", "Paste", "Reload"]
    menu.close()
