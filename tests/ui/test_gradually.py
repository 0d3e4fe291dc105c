"""Something large, a piece at a time: in order, with room between, and never after the end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.gradually import Gradually


def test_all_pieces_are_done_in_order(qtbot: QtBot) -> None:
    owner, done = QObject(), list[tuple[int, bool]]()

    def do(number: int) -> None:
        done.append((number, pieces.is_done))

    pieces = Gradually([partial(do, number) for number in range(4)], owner)
    pieces.start()
    assert done == []
    qtbot.waitUntil(lambda: pieces.is_done)
    assert done == [(number, False) for number in range(4)]


def test_what_somebody_does_comes_in_between(qtbot: QtBot) -> None:
    owner, order = QObject(), list[str]()

    def piece() -> None:
        order.append("piece")
        QTimer.singleShot(0, owner, lambda: order.append("click"))

    Gradually([piece, piece], owner).start()
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == ["piece", "click", "piece", "click"]


def test_stopped_it_goes_on_only_when_it_is_told_to(qtbot: QtBot) -> None:
    owner, done = QObject(), list[int]()
    pieces = Gradually([partial(done.append, number) for number in range(3)], owner)

    def first() -> bool:
        if done:
            pieces.stop()
        return bool(done)

    pieces.start()
    qtbot.waitUntil(first)
    before = len(done)
    with qtbot.assertNotEmitted(owner.destroyed, wait=60):
        pass  # three times as long as a piece waits
    assert len(done) == before
    pieces.start()
    qtbot.waitUntil(lambda: done == [0, 1, 2])
