"""The list of the bundle's files and the preview of their very bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.services.diagnostics import Bundle, BundleFile, Failure
from conductor_desktop.services.diagnostics.manifest import as_json, manifest
from conductor_desktop.ui.support.contents import (
    LONGEST_PREVIEW,
    Contents,
    end_of_piece,
    preview_of,
)
from conductor_desktop.ui.support.sizes import size_words
from tests.helpers.accessibility import accessible_name, nameless
from tests.helpers.hands import click, press
from tests.ui.support.fakes import SUMMARY, bundle


class Parts:
    """The widget with its parts at hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.contents = Contents()
        qtbot.addWidget(self.contents)
        self.contents.resize(800, 300)
        self.contents.show()
        qtbot.waitExposed(self.contents)
        files = self.contents.findChild(QListWidget, "supportFiles")
        preview = self.contents.findChild(QPlainTextEdit, "supportPreview")
        note = self.contents.findChild(QLabel, "supportNote")
        removed = self.contents.findChild(QLabel, "supportRemoved")
        assert files is not None
        assert removed is not None
        assert preview is not None
        assert note is not None
        self.files, self.preview, self.note, self.removed = files, preview, note, removed

    def heard(self, row: int) -> str:
        """What a screen reader says of a row."""
        return str(self.files.item(row).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.fixture
def parts(qtbot: QtBot) -> Parts:
    return Parts(qtbot)


def test_the_first_file_is_open(parts: Parts) -> None:
    parts.contents.show_bundle(bundle())
    assert parts.preview.toPlainText() == SUMMARY
    assert parts.preview.isReadOnly()
    assert accessible_name(parts.preview) == "Contents of summary.txt"
    assert parts.note.text() == "One page to read first."


def test_the_arrow_keys_walk_the_files(parts: Parts) -> None:
    parts.contents.show_bundle(bundle())
    press(parts.files, Qt.Key.Key_Down)
    assert parts.preview.toPlainText() == "line\n" * 500
    assert parts.note.text() == "What the app did."
    assert parts.removed.text() == (
        "Taken out of app.log, with a mark in ‹ › in its place:\n"
        "e-mail, 2 times: it says who somebody is."
    )


def test_a_screen_reader_hears_name_size_and_note(parts: Parts) -> None:
    parts.contents.show_bundle(bundle())
    assert parts.heard(1) == "app.log, 2 KB. What the app did."


def with_list() -> Bundle:
    """Like ``bundle``, with the list that a real one has."""
    found = bundle()
    tree = manifest(
        found.identity, "CD", found.created_at, {}, found.files, (), log_days=2, seconds=0.0
    )
    listed = BundleFile("manifest.json", as_json(tree).encode(), "What is in it.")
    return replace(found, files=(*found.files, listed))


def test_the_list_of_what_is_in_it_cannot_be_left_out(parts: Parts) -> None:
    parts.contents.show_bundle(with_list())
    assert parts.contents.left_out == frozenset()
    for _ in range(3):
        press(parts.files, Qt.Key.Key_Space)
        press(parts.files, Qt.Key.Key_Down)
    assert parts.contents.left_out == {"summary.txt", "app.log"}


def test_the_list_of_what_is_in_it_is_shown_as_it_will_be_written(parts: Parts) -> None:
    found = with_list()
    parts.contents.show_bundle(found)
    parts.files.item(1).setCheckState(Qt.CheckState.Unchecked)
    press(parts.files, Qt.Key.Key_End)
    [listed] = [one for one in found.without({"app.log"}).files if one.name == "manifest.json"]
    assert parts.preview.toPlainText() == listed.data.decode()
    assert "leftOutByUser" in parts.preview.toPlainText()
    assert parts.heard(2).startswith(f"manifest.json, {size_words(len(listed.data))}.")
    parts.files.item(1).setCheckState(Qt.CheckState.Checked)
    assert parts.preview.toPlainText() == found.files[-1].data.decode()


def test_a_file_that_is_awaited_is_said_to_be_and_can_be_left_out_before(parts: Parts) -> None:
    parts.contents.await_files(["summary.txt", "app.log"])
    assert parts.heard(0) == "summary.txt, Waiting."
    assert parts.note.text() == "It is being collected."
    assert parts.preview.toPlainText() == ""
    press(parts.files, Qt.Key.Key_Down)
    press(parts.files, Qt.Key.Key_Space)
    assert parts.heard(1) == "app.log, Left out."
    parts.contents.show_arrived(bundle().files[1])
    assert parts.heard(1) == "app.log, 2 KB, left out. What the app did."
    assert parts.preview.toPlainText() == "line\n" * 500
    parts.contents.show_bundle(bundle())
    assert parts.contents.left_out == {"app.log"}
    assert parts.files.currentRow() == 1


def test_who_has_scrolled_in_a_file_is_not_sent_back_by_one_that_comes(parts: Parts) -> None:
    parts.contents.await_files(["summary.txt", "app.log"])
    parts.contents.show_arrived(bundle().files[1])
    parts.files.setCurrentRow(1)
    bar = parts.preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    parts.contents.show_arrived(bundle().files[0])
    parts.contents.show_bundle(bundle())
    assert bar.value() == bar.maximum()


def test_what_is_learnt_later_is_shown_as_it_will_be_written(parts: Parts) -> None:
    parts.contents.await_files(["summary.txt", "app.log"])
    parts.contents.show_arrived(BundleFile("summary.txt", b"Ludwig", "One page."))
    assert parts.preview.toPlainText() == "Ludwig"
    parts.contents.show_bundle(bundle())
    assert parts.preview.toPlainText() == SUMMARY


def test_a_file_that_could_not_be_made_keeps_its_row_without_a_tick(parts: Parts) -> None:
    parts.contents.await_files(["summary.txt", "app.log", "checks.json"])
    parts.contents.show_arrived(Failure("checks.json", "No answer in time"))
    assert parts.heard(2) == "checks.json, Failed: No answer in time."
    press(parts.files, Qt.Key.Key_End)
    press(parts.files, Qt.Key.Key_Space)
    assert parts.note.text().startswith("It could not be made: No answer in time.")
    assert not parts.removed.isVisible()
    parts.contents.show_bundle(bundle(Failure("checks.json", "No answer in time")))
    assert parts.contents.left_out == frozenset()
    assert parts.heard(2) == "checks.json, Failed: No answer in time."
    assert nameless(parts.contents) == []


def test_another_bundle_takes_the_place_of_the_first(parts: Parts) -> None:
    parts.contents.show_bundle(bundle())
    parts.files.setCurrentRow(1)
    parts.contents.clear()
    assert parts.files.count() == 0
    assert parts.preview.toPlainText() == ""
    parts.contents.show_bundle(bundle(marker="again"))
    assert parts.files.count() == 2
    assert parts.preview.toPlainText() == SUMMARY + "again"


def test_a_bundle_without_files_shows_nothing(parts: Parts) -> None:
    parts.contents.show_bundle(Bundle("00000000", datetime(2026, 3, 4, tzinfo=UTC), ()))
    assert parts.preview.toPlainText() == ""


def test_every_control_has_a_name(parts: Parts) -> None:
    assert nameless(parts.contents) == []
    parts.contents.show_bundle(bundle())
    assert nameless(parts.contents) == []


def test_what_is_not_text_is_shown_not_hidden() -> None:
    assert preview_of("é\n".encode() + b"\xff\x00.") == "é\n\\xff\\x00."


def test_a_long_file_is_shown_piece_by_piece_until_all_of_it_was_seen(parts: Parts) -> None:
    lines = [f"{number:06d} größer\n" for number in range(40_000)]
    data = "".join(lines).encode()
    assert len(data) > 2 * LONGEST_PREVIEW
    file = BundleFile("app.log", data, "The log.")
    parts.contents.show_bundle(replace(bundle(), files=(file,)))
    more = parts.contents.findChild(QPushButton, "supportShowMore")
    assert more is not None
    assert parts.note.text() == "The log. Shown is the first 256 KB; all of it is saved."
    first = parts.preview.toPlainText()
    assert first.endswith("größer\n")
    assert data.decode().startswith(first)
    bar = parts.preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = bar.value()
    click(more)
    assert bar.value() == place
    click(more)
    assert parts.preview.toPlainText() == data.decode()
    assert parts.note.text() == "The log."
    assert not more.isVisible()


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (b"", [0]),
        (b"x" * LONGEST_PREVIEW, [LONGEST_PREVIEW]),
        (b"x" * (LONGEST_PREVIEW + 5), [LONGEST_PREVIEW, LONGEST_PREVIEW + 5]),
        (b"x\n" + b"y" * LONGEST_PREVIEW, [2, LONGEST_PREVIEW + 2]),
    ],
)
def test_pieces_end_with_lines_and_come_to_the_end(data: bytes, ends: list[int]) -> None:
    found = [end_of_piece(data, 0)]
    while found[-1] < len(data):
        found.append(end_of_piece(data, found[-1]))
    assert found == ends


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (1024 * 1024 - 1, "1024 KB"),
        (1024 * 1024, "1.0 MB"),
        (26_214_400, "25.0 MB"),
    ],
)
def test_sizes_are_said_as_people_say_them(size: int, said: str) -> None:
    assert size_words(size) == said
