"""The list of the bundle's files and the preview of their very bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot

from conductor_desktop.services.diagnostics import Bundle, BundleFile
from conductor_desktop.ui.support.contents import (
    LONGEST_PREVIEW,
    Contents,
    note_of,
    preview_of,
)
from conductor_desktop.ui.support.sizes import size_words
from tests.helpers.accessibility import accessible_name, nameless
from tests.helpers.hands import press
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
        assert files is not None
        assert preview is not None
        assert note is not None
        self.files, self.preview, self.note = files, preview, note


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
    assert parts.note.text() == "What the app did. Taken out: 2 × email."


def test_a_screen_reader_hears_name_size_and_note(parts: Parts) -> None:
    parts.contents.show_bundle(bundle())
    heard = parts.files.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "app.log, 2 KB. What the app did."


def test_the_list_of_what_is_in_it_cannot_be_left_out(parts: Parts) -> None:
    found = bundle()
    manifest = BundleFile("manifest.json", b"{}", "What is in it.")
    parts.contents.show_bundle(replace(found, files=(*found.files, manifest)))
    assert parts.contents.left_out == frozenset()
    for _ in range(3):
        press(parts.files, Qt.Key.Key_Space)
        press(parts.files, Qt.Key.Key_Down)
    assert parts.contents.left_out == {"summary.txt", "app.log"}


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


def test_a_long_file_is_cut_in_the_preview_and_says_so() -> None:
    data = b"x" * (LONGEST_PREVIEW + 1)
    assert len(preview_of(data)) == LONGEST_PREVIEW
    assert note_of(BundleFile("app.log", data, "The log.")) == (
        "The log. Shown is the first 256 KB; all of it is saved."
    )
    assert note_of(BundleFile("app.log", data[1:], "The log.")) == "The log."


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
