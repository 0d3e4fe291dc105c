"""Setup files that are found, chosen, dropped anywhere: offered with who they say they are from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.names import Mode, SetupStep
from conductor_desktop.ui.tour.hands import click, find, reads, sees
from tests.helpers import hands
from tests.helpers.accessibility import nameless
from tests.helpers.setup_files import FULL, LINK_ONLY, changed, write
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts, Stage


@pytest.fixture
def downloads(private_machine: Path) -> Path:
    folder = private_machine / "Downloads"
    folder.mkdir()
    return folder


@pytest.fixture
def stage(open_setup: Open, downloads: Path) -> Stage:
    return open_setup(Parts())


def made_by(vendor: str) -> dict[str, object]:
    return changed(FULL, "vendor.name", vendor)


def offers(stage: Stage) -> list[str]:
    """What the buttons beside the files that were found are called."""
    found = find("foundFiles")
    buttons = found.findChildren(QPushButton) if found is not None else []
    return [button.accessibleName() for button in buttons if button.isVisible()]


def come_back(qtbot: QtBot, stage: Stage) -> None:
    """As from the browser, where a file was saved meanwhile."""
    browser = QWidget()
    qtbot.addWidget(browser)
    browser.show()
    browser.activateWindow()
    qtbot.waitUntil(browser.isActiveWindow)
    browser.hide()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.settle()


def test_a_file_that_was_downloaded_before_is_offered_and_not_taken(
    open_setup: Open, downloads: Path
) -> None:
    path = write(downloads, FULL)
    stage = open_setup(Parts())
    assert offers(stage) == ["Use the setup file from Acme Field Service"]
    assert reads(
        "foundFiles", "“acme.conductor-setup”, found in your Downloads folder, saved today at "
    )()
    assert not stage.can_go_next
    assert stage.session.profile.mode is None
    assert nameless(stage.window) == []
    click("useFoundFile0")
    stage.wait_for_page("checksPage")
    assert stage.session.profile.mode is Mode.SETUP_FILE
    assert path.is_file()


def test_a_file_that_comes_while_the_window_is_open_is_offered(
    qtbot: QtBot, stage: Stage, downloads: Path
) -> None:
    assert find("foundFiles") is None
    write(downloads, FULL)
    come_back(qtbot, stage)
    assert len(offers(stage)) == 1
    (downloads / "acme.conductor-setup").unlink()
    come_back(qtbot, stage)
    assert find("foundFiles") is None


def test_of_several_the_person_chooses(open_setup: Open, downloads: Path) -> None:
    for number, vendor in enumerate(("Second", "First")):
        path = write(downloads, made_by(vendor), f"{vendor}.conductor-setup")
        os.utime(path, (number * 60, number * 60))
    stage = open_setup(Parts())
    assert offers(stage) == ["Use the setup file from First", "Use the setup file from Second"]
    assert not stage.can_go_next
    click("useFoundFile1")
    stage.wait_for_page("checksPage")
    vendor_taken = stage.session.profile.vendor
    assert vendor_taken is not None
    assert vendor_taken.name == "Second"


def test_a_file_that_is_no_good_is_not_offered(open_setup: Open, downloads: Path) -> None:
    write(downloads, {**FULL, "token": None})
    assert offers(open_setup(Parts())) == []


def test_a_file_whose_link_has_run_out_is_offered_with_that(
    open_setup: Open, downloads: Path
) -> None:
    os.utime(write(downloads, LINK_ONLY), (60, 60))
    stage = open_setup(Parts())
    assert reads("foundFiles", "The link in it has run out: ask Acme for a new one.")()
    click("useFoundFile0")
    stage.wait_for_page("checksPage")  # the clock of this PC may be what is wrong


def test_a_file_with_a_bad_name_is_shown_safely(open_setup: Open, downloads: Path) -> None:
    write(downloads, FULL, "acme\u202efdp\u2066.conductor-setup")
    stage = open_setup(Parts())
    assert reads("foundFiles", "“acme fdp .conductor-setup”")()
    stage.window.welcome.choose_file(downloads / ("x" * 200 + ".conductor-setup"))
    stage.window.welcome.choose_file(next(downloads.iterdir()))
    stage.settle()
    assert reads("setupFileName", "acme fdp .conductor-setup")()
    name = find("setupFileName")
    assert name is not None
    assert not set("\u202e\u2066") & set(name.toolTip())


def test_a_very_long_name_leaves_the_page_as_wide_as_it_is(stage: Stage, tmp_path: Path) -> None:
    before = stage.window.minimumSizeHint().width()
    stage.window.welcome.choose_file(tmp_path / ("w" * 230 + ".conductor-setup"))
    assert stage.window.minimumSizeHint().width() == before


def test_who_a_chosen_file_is_from_is_said(stage: Stage, tmp_path: Path) -> None:
    stage.window.welcome.choose_file(write(tmp_path, FULL))
    stage.settle()
    assert reads("setupFileAbout", "From Acme Field Service.")()
    stage.window.welcome.choose_file(write(tmp_path, made_by("Other Co."), "b.conductor-setup"))
    assert find("setupFileAbout") is None  # nothing of the one before
    stage.settle()
    assert reads("setupFileAbout", "From Other Co.")()


def test_what_is_wrong_with_a_chosen_file_is_said_before_next(stage: Stage, tmp_path: Path) -> None:
    stage.window.welcome.choose_file(write(tmp_path, {**FULL, "token": None}))
    said = stage.wait_for_problem()
    assert "the field “token” is missing" in said
    assert "Ask Acme Field Service (help@acme.example) for a new one." in said
    assert find("setupFileAbout") is None
    click("doorKeys")
    assert stage.problem == ""


def test_what_a_file_is_found_to_be_is_not_said_behind_another_door(
    stage: Stage, tmp_path: Path
) -> None:
    stage.window.welcome.choose_file(write(tmp_path, {**FULL, "token": None}))
    click("doorKeys")
    stage.settle()
    assert stage.problem == ""


def test_a_link_that_comes_too_late_is_said_and_may_be_tried(stage: Stage, tmp_path: Path) -> None:
    path = write(tmp_path, LINK_ONLY)
    os.utime(path, (60, 60))
    stage.window.welcome.choose_file(path)
    said = stage.wait_for_problem()
    assert said.startswith("The link in this file has run out")
    assert "Ask Acme (help@acme.example) for a new one." in said
    stage.next_to("checksPage")


def drop(stage: Stage, path: Path) -> bool:
    return hands.drag_and_drop(stage.window, [QUrl.fromLocalFile(str(path))])


@pytest.mark.parametrize("page", ["checksPage", "connectPage", "verifyPage"])
def test_a_file_dropped_on_any_page_begins_at_the_doors_and_changes_nothing_yet(
    stage: Stage, tmp_path: Path, page: str
) -> None:
    stage.give_file(write(tmp_path, LINK_ONLY))
    if page != "checksPage":
        stage.next_to("connectPage")
    if page == "verifyPage":
        stage.next_to("verifyPage")
    stage.settle()
    before = stage.session.profile
    assert drop(stage, write(tmp_path, made_by("Other Co."), "other.conductor-setup"))
    stage.wait_for_page("welcomePage")
    stage.settle()
    assert reads("setupFileName", "other.conductor-setup")()
    assert reads("setupFileAbout", "From Other Co.")()
    assert stage.session.profile == before
    stage.next_to("checksPage")
    vendor = stage.session.profile.vendor
    assert vendor is not None
    assert vendor.name == "Other Co."


def test_a_file_dropped_while_something_is_under_way_stops_that(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    stage.choose_keys("sk_conductor_one", "pk_conductor_two")
    click("setupNext")
    assert drop(stage, write(tmp_path, FULL))
    qtbot.waitUntil(sees("setupFileAbout"), timeout=WAIT_MS)
    stage.settle()
    assert stage.step is SetupStep.WELCOME
    assert stage.problem == ""
    assert stage.can_go_next


def test_a_file_dropped_on_a_field_for_a_key_is_no_key(stage: Stage, tmp_path: Path) -> None:
    click("doorKeys")
    field = find("secretKey")
    assert isinstance(field, QLineEdit)
    assert hands.drag_and_drop(field, [QUrl.fromLocalFile(str(write(tmp_path, FULL)))])
    assert field.text() == ""
    assert reads("setupFileName", "acme.conductor-setup")()


def test_whether_a_file_that_was_given_can_be_used_is_noted_and_no_more(
    stage: Stage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "conductor_desktop.ui.setup.setup_files")
    for contents in (FULL, changed(FULL, "version", 2)):
        stage.window.offer_setup_file(write(tmp_path, contents))
        stage.settle()
    notes = [each.message for each in caplog.records if each.name.endswith("setup_files")]
    assert notes == [
        "a setup file was given and can be used",
        "a setup file was given and cannot be used",
    ]
