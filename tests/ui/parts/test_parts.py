"""The small widgets of every screen: what they say to eyes and to screen readers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.errors import Offline, OfflineKind
from conductor_desktop.errors import AppError, InternalError, InvalidInput
from conductor_desktop.services.checks import Answer, CheckResult, Owner
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import link_button, plain_button, primary_button
from conductor_desktop.ui.parts.check_rows import CheckRow, mark_of
from conductor_desktop.ui.parts.durations import took
from conductor_desktop.ui.parts.marks import Mark, StatusMark, paint_mark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import EmptyState
from conductor_desktop.ui.parts.texts import body, breakable, muted, selectable, subtitle, title
from tests.helpers import hands
from tests.helpers.accessibility import accessible_name, nameless


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(600, 200)
    widget.show()
    qtbot.waitExposed(widget)


def visible_texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


# ---- texts


@pytest.mark.parametrize("make", [title, subtitle, body, muted])
def test_nothing_from_outside_is_ever_rendered(qtbot: QtBot, make: object) -> None:
    assert callable(make)
    label = make("<b>Bold & Sons</b> <img src='https://example.com/x.png'>")
    qtbot.addWidget(label)
    assert isinstance(label, QLabel)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.wordWrap()


def test_a_selectable_text_can_be_copied_by_keyboard_too(qtbot: QtBot) -> None:
    label = selectable(body("req_123"))
    qtbot.addWidget(label)
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert not label.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByMouse


# ---- buttons


def test_buttons_carry_their_weight_and_their_name(qtbot: QtBot) -> None:
    buttons = [make("Do it", "doIt") for make in (primary_button, plain_button, link_button)]
    for button in buttons:
        qtbot.addWidget(button)
        assert (button.objectName(), button.text()) == ("doIt", "Do it")
        assert not button.autoDefault()  # Enter means what the window says it means
    assert [button.property("kind") for button in buttons] == ["primary", None, "link"]


# ---- marks


def painted(mark: Mark) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_mark(painter, mark, QRectF(0, 0, 40, 40))
    painter.end()
    return image


def shape(image: QImage) -> set[tuple[int, int]]:
    """Where there is ink, whatever its colour."""
    every = itertools.product(range(image.width()), range(image.height()))
    return {(x, y) for x, y in every if image.pixelColor(x, y).lightness() < 235}


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_with_the_keyboard_is_pressed_by_enter_and_by_space(
    qtbot: QtBot, key: Qt.Key
) -> None:
    button, pressed = plain_button("Go", "go"), list[str]()
    button.clicked.connect(lambda: pressed.append("once"))
    shown(qtbot, button)
    hands.press(button, key)
    assert pressed == ["once"]


def test_a_key_that_is_held_down_presses_a_button_once(qtbot: QtBot) -> None:
    button, pressed = plain_button("Go", "go"), list[str]()
    button.clicked.connect(lambda: pressed.append("once"))
    shown(qtbot, button)
    for is_repeat in (False, True, True):
        down = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            is_repeat,
        )
        QGuiApplication.sendEvent(button, down)
    assert pressed == ["once"]


def test_marks_are_told_apart_without_their_colours() -> None:
    shapes = {mark: shape(painted(mark)) for mark in Mark}
    assert all(shapes.values())
    for one, other in itertools.combinations(Mark, 2):
        assert len(shapes[one] ^ shapes[other]) > 40, (one, other)


def test_a_mark_says_what_it_shows(qtbot: QtBot) -> None:
    mark = StatusMark(Mark.BUSY)
    qtbot.addWidget(mark)
    assert accessible_name(mark) == "working on it"
    mark.set_mark(Mark.OK)
    assert mark.mark is Mark.OK
    assert accessible_name(mark) == "all right"


# ---- the panel


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[MessagePanel]:
    around = QWidget()
    shown(qtbot, around)
    panel = MessagePanel("trouble", around)
    panel.resize(600, 200)
    yield panel
    around.close()


TROUBLE = Message(
    Kind.STOP,
    "Wrong",
    "It is wrong.",
    {"code": "7"},
    turn="Whose turn: you",
    steps=("Look.", "Put it right."),
)


def action_of(panel: MessagePanel) -> QPushButton | None:
    return panel.findChild(QPushButton, "troubleAction")


def button_of(panel: MessagePanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None, name
    return found


def test_an_empty_panel_takes_no_room_and_says_nothing(panel: MessagePanel) -> None:
    assert panel.isHidden()
    assert panel.text == ""


def test_an_error_is_title_explanation_next_step_and_details(panel: MessagePanel) -> None:
    panel.show_error(InvalidInput("Wrong", "It is wrong.", "Put it right.", details={"code": "7"}))
    assert panel.text == "Wrong It is wrong. Put it right."
    assert visible_texts(panel) == ["Wrong", "It is wrong. Put it right.", "Whose turn: you"]
    assert accessible_name(panel) == "Wrong"
    action = action_of(panel)
    assert action is None or not action.isVisible()
    details = button_of(panel, "troubleDetails")
    assert details.isVisible()
    hands.click(details)
    assert visible_texts(panel)[3:] == ["code", "7"]


@pytest.mark.parametrize(
    ("error", "vendor", "said"),
    [
        (InternalError(), "Acme Field Service", ["Whose turn: Acme Field Service"]),
        (InternalError(), "", ["Whose turn: your software vendor"]),
        (Offline(OfflineKind.PROXY), "", ["Whose turn: whoever looks after this PC"]),
        (Offline(OfflineKind.TIMEOUT), "", []),  # it passes
    ],
)
def test_an_error_says_whose_job_it_is(
    panel: MessagePanel, error: AppError, vendor: str, said: list[str]
) -> None:
    panel.show_error(error, vendor=vendor)
    assert [text for text in visible_texts(panel) if text.startswith("Whose")] == said


def test_a_panel_offers_at_most_one_thing_to_do(qtbot: QtBot, panel: MessagePanel) -> None:
    panel.show_message(Message(Kind.LOOK, "Look", "Have a look."), "Try again")
    action = action_of(panel)
    assert action is not None
    assert action.text() == "Try again"
    with qtbot.waitSignal(panel.action_clicked):
        hands.click(action)
    panel.show_message(Message(Kind.LOOK, "Look", "Have a look."))
    assert not action.isVisible()


def test_whose_turn_it_is_and_the_steps_stand_below_the_text(panel: MessagePanel) -> None:
    panel.show_message(TROUBLE)
    assert visible_texts(panel) == [
        "Wrong",
        "It is wrong.",
        "Whose turn: you",
        *("1.", "Look.", "2.", "Put it right."),
    ]
    hands.click(button_of(panel, "troubleStepsCopy"))
    assert QGuiApplication.clipboard().text() == (
        "Wrong\nIt is wrong.\nWhose turn: you\n\n1. Look.\n2. Put it right.\n\ncode: 7"
    )
    panel.show_message(Message(Kind.OK, "Right", "It is right."))
    assert visible_texts(panel) == ["Right", "It is right."]
    assert not button_of(panel, "troubleStepsCopy").isVisible()
    assert not button_of(panel, "troubleDetails").isVisible()


def test_where_there_is_little_room_the_steps_are_folded(qtbot: QtBot) -> None:
    around = QWidget()
    panel = MessagePanel("trouble", around, most_unfolded=0)
    panel.resize(600, 200)
    shown(qtbot, around)
    panel.show_message(TROUBLE)
    assert "Look." not in visible_texts(panel)
    hands.click(button_of(panel, "troubleSteps"))
    assert "Look." in visible_texts(panel)


def test_a_page_puts_its_own_buttons_below_and_the_first_helps_most(panel: MessagePanel) -> None:
    again, other, third = (plain_button(name, name, panel) for name in ("again", "other", "third"))
    panel.show_message(TROUBLE, buttons=[again, other])
    assert [b.isVisible() for b in (again, other)] == [True, True]
    assert [b.property("kind") for b in (again, other)] == ["primary", "plain"]
    assert again.x() < other.x()
    panel.show_message(TROUBLE, buttons=[third, again])
    assert [b.isVisible() for b in (again, other, third)] == [True, False, True]
    assert [b.property("kind") for b in (third, again)] == ["primary", "plain"]
    panel.show_message(TROUBLE)
    assert not any(b.isVisible() for b in (again, other, third))


def test_a_panel_without_steps_and_buttons_leaves_them_no_room(
    qtbot: QtBot, panel: MessagePanel
) -> None:
    panel.show_message(Message(Kind.OK, "Right", "It is right."))
    titles = [x for x in panel.findChildren(QLabel) if x.text() == "Right"]
    qtbot.waitUntil(lambda: 0 < titles[0].x() < 80)


def test_a_newer_message_takes_the_place_of_the_older_one(panel: MessagePanel) -> None:
    panel.show_error(InvalidInput("Wrong", "It is wrong.", "Put it right.", details={"code": "7"}))
    panel.show_message(Message(Kind.OK, "Right", "It is right."))
    assert visible_texts(panel) == ["Right", "It is right."]
    panel.clear()
    assert panel.text == ""
    panel.show_message(Message(Kind.INFO, "", "Only a sentence."))
    assert visible_texts(panel) == ["Only a sentence."]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_its_look(panel: MessagePanel, kind: Kind) -> None:
    panel.show_message(Message(kind, "Title", "Text."))
    assert panel.property("kind") == f"panel-{kind.value}"
    mark = panel.findChild(StatusMark)
    assert mark is not None
    assert mark.isVisible() is (kind is not Kind.INFO)
    assert nameless(panel) == []


# ---- nothing to show


def test_an_empty_state_says_why_and_what_to_do(qtbot: QtBot) -> None:
    empty = EmptyState("nothing", "Nothing here", "There is nothing yet.", "Load")
    shown(qtbot, empty)
    assert visible_texts(empty) == ["Nothing here", "There is nothing yet."]
    action = empty.findChild(QPushButton, "nothingAction")
    assert action is not None
    with qtbot.waitSignal(empty.action_clicked):
        hands.click(action)
    empty.say("Still nothing", "Nobody knows why.")
    assert visible_texts(empty) == ["Still nothing", "Nobody knows why."]


def test_an_empty_state_may_have_nothing_to_do(qtbot: QtBot) -> None:
    empty = EmptyState("nothing", "Nothing here", "There is nothing yet.")
    shown(qtbot, empty)
    action = empty.findChild(QPushButton, "nothingAction")
    assert action is None or not action.isVisible()


# ---- an answer of the PC checks


def answered(answer: Answer, owner: Owner | None = None, action: str | None = None) -> CheckResult:
    return CheckResult(
        id="sleep",
        title="Sleep",
        answer=answer,
        sentence="This PC goes to sleep.",
        owner=owner,
        action=action,
        evidence=("power plan: Balanced", "after 30 minutes"),
        seconds=0.1,
    )


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        (Answer.OK, Mark.OK),
        (Answer.LOOK, Mark.LOOK),
        (Answer.STOP, Mark.STOP),
        (Answer.COULD_NOT_TELL, Mark.UNKNOWN),
    ],
)
def test_what_could_not_be_told_is_never_shown_as_fine(answer: Answer, mark: Mark) -> None:
    assert mark_of(answered(answer)) is mark


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        (Owner.YOU, "Switch it off."),
        (Owner.IT, "For whoever looks after this PC: Switch it off."),
        (Owner.VENDOR, "For your software vendor: Switch it off."),
        (
            Owner.QUICKBOOKS_ADMIN,
            "For the QuickBooks administrator of your company: Switch it off.",
        ),
    ],
)
def test_a_row_says_what_to_do_and_whose_job_it_is(qtbot: QtBot, owner: Owner, words: str) -> None:
    row = CheckRow(answered(Answer.LOOK, owner, "Switch it off."))
    shown(qtbot, row)
    assert visible_texts(row) == ["Sleep", "This PC goes to sleep.", words]
    assert row.toolTip() == "power plan: Balanced\nafter 30 minutes"
    assert accessible_name(row) == "Sleep: worth a look. This PC goes to sleep."


def test_a_row_that_is_fine_asks_for_nothing(qtbot: QtBot) -> None:
    row = CheckRow(answered(Answer.OK, Owner.YOU, "Switch it off."))
    shown(qtbot, row)
    assert visible_texts(row) == ["Sleep", "This PC goes to sleep."]


# ---- durations


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "under 0.1 s"),
        (0.0999, "under 0.1 s"),
        (0.1, "0.1 s"),
        (2.34, "2.3 s"),
        (9.94, "9.9 s"),
        (61.2, "61 s"),
    ],
)
def test_a_duration_is_said_as_a_person_says_it(seconds: float, words: str) -> None:
    assert took(seconds) == words


def test_words_too_long_for_a_line_may_wrap_and_others_are_left_alone() -> None:
    name = "x" * 100
    assert breakable(f"“{name}” is it") != f"“{name}” is it"
    assert breakable(name).replace("\u200b", "") == name
    assert max(map(len, breakable(name).split("\u200b"))) <= 40
    assert breakable("acme-field-service.conductor-setup") == "acme-field-service.conductor-setup"


def test_a_path_in_the_details_shows_its_beginning_and_its_end(panel: MessagePanel) -> None:
    path = f"C:\\Users\\{'x' * 200}\\settings.json"
    panel.show_error(InvalidInput("Wrong", "It is.", "Mend it.", details={"path": path}))
    hands.click(button_of(panel, "troubleDetails"))
    (told,) = [text for text in visible_texts(panel) if "…" in text]
    assert told.startswith("C:\\Users\\")
    assert told.endswith("settings.json")
    assert len(told) < 80
    hands.click(button_of(panel, "troubleDetailsCopy"))
    assert QGuiApplication.clipboard().text() == f"path: {path}"
