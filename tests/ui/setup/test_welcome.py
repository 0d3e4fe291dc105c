"""The first page: three doors, and what Next needs behind each."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InvalidInput
from conductor_desktop.secret import Secret
from conductor_desktop.storage.names import Mode
from conductor_desktop.ui.setup.doors import Door
from conductor_desktop.ui.setup.page import ScrollColumn
from conductor_desktop.ui.setup.picture import HowItWorks
from conductor_desktop.ui.setup.welcome import WelcomePage
from conductor_desktop.ui.setup.window import SetupWindow
from conductor_desktop.ui.tour.hands import click, find, reads, write
from tests.helpers import hands
from tests.helpers.accessibility import nameless
from tests.helpers.hands import drag_and_drop

DOORS = ("doorFile", "doorKeys", "doorSample")


@pytest.fixture
def window(qtbot: QtBot) -> SetupWindow:
    window = SetupWindow()
    qtbot.addWidget(window)
    hands.clear_the_screen()
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def page(window: SetupWindow) -> WelcomePage:
    return window.welcome


def field(name: str) -> QLineEdit:
    found = find(name)
    assert isinstance(found, QLineEdit), name
    return found


def chosen_file(page: WelcomePage) -> str:
    label = page.findChild(QLabel, "setupFileName")
    assert label is not None
    return label.text()


def test_the_vendors_file_is_the_door_that_is_open(page: WelcomePage) -> None:
    assert find("chooseSetupFile") is not None
    assert find("secretKey") is None
    assert not page.can_go_next


def test_next_works_once_a_file_is_chosen(qtbot: QtBot, page: WelcomePage, tmp_path: Path) -> None:
    path = tmp_path / "acme.conductor-setup"
    with qtbot.waitSignal(page.next_changed):
        page.choose_file(path)
    assert page.can_go_next
    with qtbot.waitSignal(page.setup_file_given) as given:
        page.on_next()
    assert given.args == [path]


@pytest.mark.parametrize(
    ("secret", "publishable", "expected"),
    [
        ("", "", False),
        ("sk_1", "", False),
        ("", "pk_1", False),
        ("  ", "pk_1", False),
        ("sk_1", "pk_1", True),
    ],
)
def test_next_wants_both_keys(
    page: WelcomePage, secret: str, publishable: str, expected: bool
) -> None:
    click("doorKeys")
    write("secretKey", secret)
    write("publishableKey", publishable)
    assert page.can_go_next is expected


def paste(name: str, text: str) -> None:
    """From the clipboard, as most keys come."""
    QApplication.clipboard().setText(text)
    hands.press(click(name), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.press(field(name), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()


@pytest.mark.parametrize(
    ("name", "pasted", "said"),
    [
        ("secretKey", "pk_conductor_one", "This is a publishable key. Paste the secret key here."),
        ("publishableKey", "sk_conductor_one", "This is a secret key."),
        ("secretKey", "sk_conductor one", "no spaces or line breaks"),
        ("secretKey", "sk_conductor_\none", "no spaces or line breaks"),
        ("secretKey", "sk_conductor_\u200bone", "a character no key has"),
        ("secretKey", "sk_conductor_…one", "A part of this secret key is left out"),
        ("secretKey", "'sk_conductor_one'", "no quotation marks"),
        ("secretKey", "k" * 1281, "1,281 characters of at most 1,280"),
    ],
)
def test_what_cannot_be_right_is_said_below_its_field_as_it_is_pasted(
    page: WelcomePage, name: str, pasted: str, said: str
) -> None:
    click("doorKeys")
    write("secretKey", "sk_conductor_good")
    write("publishableKey", "pk_conductor_good")
    assert page.can_go_next
    paste(name, pasted)
    assert reads(f"{name}Problem", said)()
    assert said in field(name).accessibleDescription()
    assert not page.can_go_next
    other = "publishableKey" if name == "secretKey" else "secretKey"
    assert find(f"{other}Problem") is None
    assert nameless(page) == []
    paste(name, "  sk_conductor_good\n" if name == "secretKey" else "pk_conductor_good\r\n")
    assert find(f"{name}Problem") is None
    assert field(name).accessibleDescription() == ""
    assert page.can_go_next


def test_an_empty_field_is_no_mistake(page: WelcomePage) -> None:
    click("doorKeys")
    write("secretKey", "sk")
    hands.press(field("secretKey"), Qt.Key.Key_Backspace)
    hands.press(field("secretKey"), Qt.Key.Key_Backspace)
    assert find("secretKeyProblem") is None
    assert not page.can_go_next


def test_what_a_secret_key_opens_and_where_it_is_kept_is_said_beside_it(page: WelcomePage) -> None:
    click("doorKeys")
    assert reads("keysWarning", "opens the books of everyone in its project")()
    assert reads("keysWarning", "make one for this PC alone")()
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "are kept in the password store of this PC and nowhere else" in said
    assert "forgotten when the app is closed" in said


def test_keys_are_handed_on_as_secrets_without_blanks_around_them(
    qtbot: QtBot, page: WelcomePage
) -> None:
    click("doorKeys")
    write("secretKey", " sk_conductor_one ")
    write("publishableKey", "pk_conductor_two ")
    with qtbot.waitSignal(page.keys_given) as given:
        page.on_next()
    assert given.args == [Secret("sk_conductor_one"), Secret("pk_conductor_two")]


def test_the_sandbox_needs_nothing(qtbot: QtBot, page: WelcomePage) -> None:
    assert page.next_text == "Next"
    click("doorSample")
    assert page.can_go_next
    assert page.next_text == "Start the sample"
    with qtbot.waitSignal(page.sandbox_wanted):
        page.on_next()


def test_a_click_anywhere_on_a_door_opens_it(page: WelcomePage) -> None:
    door = next(d for d in page.findChildren(Door) if d.radio.objectName() == "doorKeys")
    hands.click(door)
    assert door.radio.isChecked()
    assert door.radio.hasFocus()
    assert find("secretKey") is not None
    assert find("chooseSetupFile") is None


def test_keys_are_not_to_be_seen_as_they_are_typed_unless_asked_for(page: WelcomePage) -> None:
    click("doorKeys")
    for name in ("secretKey", "publishableKey"):
        assert field(name).echoMode() is QLineEdit.EchoMode.Password
        click(f"{name}Show")
        assert field(name).echoMode() is QLineEdit.EchoMode.Normal
        click(f"{name}Show")
        assert field(name).echoMode() is QLineEdit.EchoMode.Password


def test_leaving_the_page_takes_the_keys_out_of_the_fields(page: WelcomePage) -> None:
    click("doorKeys")
    write("secretKey", "sk_conductor_one")
    write("publishableKey", "pk_conductor_two")
    click("secretKeyShow")
    page.on_leave()
    assert (field("secretKey").text(), field("publishableKey").text()) == ("", "")
    assert field("secretKey").echoMode() is QLineEdit.EchoMode.Password
    assert not field("secretKey").isUndoAvailable()  # or Ctrl+Z would bring it back
    assert not page.can_go_next


def test_leaving_before_the_keys_door_was_ever_open_is_nothing_special(page: WelcomePage) -> None:
    page.on_leave()
    assert not page.can_go_next


@pytest.mark.parametrize("name", ["acme.conductor-setup", "ACME.CONDUCTOR-SETUP"])
def test_a_setup_file_can_be_dropped_whatever_door_is_open(
    page: WelcomePage, tmp_path: Path, name: str
) -> None:
    click("doorSample")
    assert page.window().acceptDrops()
    assert drag_and_drop(page.window(), [QUrl.fromLocalFile(str(tmp_path / name))])
    assert chosen_file(page) == name
    assert find("chooseSetupFile") is not None
    assert page.can_go_next


def test_nothing_else_can_be_dropped(page: WelcomePage, tmp_path: Path) -> None:
    one = QUrl.fromLocalFile(str(tmp_path / "a.conductor-setup"))
    other = QUrl.fromLocalFile(str(tmp_path / "b.conductor-setup"))
    remote = QUrl("https://acme.example/acme.conductor-setup")
    text = QUrl.fromLocalFile(str(tmp_path / "notes.txt"))
    for urls in ([], [one, other], [remote], [text]):
        assert not drag_and_drop(page.window(), urls)
    assert not page.can_go_next


def test_the_file_can_be_chosen_in_a_dialog(
    qtbot: QtBot, page: WelcomePage, tmp_path: Path
) -> None:
    path = tmp_path / "acme.conductor-setup"
    path.write_text("{}", encoding="utf-8")
    click("chooseSetupFile")
    dialog = page.findChild(QFileDialog, "setupFileDialog")
    assert dialog is not None
    field("fileNameEdit").setText(str(path))
    box = dialog.findChild(QDialogButtonBox, "buttonBox")
    assert box is not None
    with qtbot.waitSignal(page.next_changed):
        hands.click(box.button(QDialogButtonBox.StandardButton.Open))
    assert chosen_file(page) == "acme.conductor-setup"
    qtbot.waitUntil(lambda: page.findChild(QFileDialog, "setupFileDialog") is None)


def test_cancelling_the_dialog_chooses_nothing(qtbot: QtBot, page: WelcomePage) -> None:
    click("chooseSetupFile")
    dialog = page.findChild(QFileDialog, "setupFileDialog")
    assert dialog is not None
    dialog.reject()
    qtbot.waitUntil(lambda: page.findChild(QFileDialog, "setupFileDialog") is None)
    assert not page.can_go_next
    assert chosen_file(page) == "No file chosen yet."


@pytest.mark.parametrize("door", DOORS)
def test_an_error_stands_inside_the_door_it_is_about(page: WelcomePage, door: str) -> None:
    click(door)
    page.show_error(InvalidInput("Wrong", "It is wrong.", "Put it right."))
    assert page.problem.text == "Wrong It is wrong. Put it right."
    assert page.problem.isVisible()
    inside = next(d for d in page.findChildren(Door) if d.radio.objectName() == door)
    assert inside.isAncestorOf(page.problem)
    assert not page.problem.visibleRegion().isEmpty()


def test_an_error_goes_as_soon_as_its_cause_is_changed(page: WelcomePage) -> None:
    click("doorKeys")
    page.show_error(InvalidInput("Wrong", "It is wrong.", "Put it right."))
    write("secretKey", "x")
    assert page.problem.text == ""
    page.show_error(InvalidInput("Wrong", "It is wrong.", "Put it right."))
    click("doorSample")
    assert page.problem.text == ""


@pytest.mark.parametrize(
    ("mode", "door"),
    [(Mode.API_KEYS, "doorKeys"), (Mode.SETUP_FILE, "doorFile"), (Mode.SANDBOX, "doorSample")],
)
def test_the_door_of_a_way_in_can_be_opened_for_the_person(
    page: WelcomePage, mode: Mode, door: str
) -> None:
    click("doorSample" if mode is not Mode.SANDBOX else "doorKeys")
    page.choose_door(mode)
    checked = [d.radio.objectName() for d in page.findChildren(Door) if d.radio.isChecked()]
    assert checked == [door]


def test_the_drawing_gives_way_where_there_is_no_room_for_it(
    qtbot: QtBot, window: SetupWindow, page: WelcomePage
) -> None:
    page.add_picture()
    drawing, scroll = page.findChild(HowItWorks), page.findChild(ScrollColumn)
    assert drawing is not None
    assert scroll is not None
    qtbot.waitUntil(drawing.isVisible)
    click("doorKeys")
    qtbot.waitUntil(drawing.isHidden)
    click("doorFile")
    qtbot.waitUntil(drawing.isVisible)
    window.resize(window.minimumSize())
    qtbot.waitUntil(drawing.isHidden)
    window.resize(window.width(), 1200)
    qtbot.waitUntil(drawing.isVisible)
    assert scroll.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("door", DOORS)
def test_every_control_behind_each_door_has_a_name(page: WelcomePage, door: str) -> None:
    click(door)
    page.show_error(InvalidInput("Wrong", "It is wrong.", "Put it right."))
    assert nameless(page) == []
