"""The history on the app as it is composed: kept across starts, by connection, and gone with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.connection.controller import ConnectionController
from conductor_desktop.ui.shell.window import MainWindow
from conductor_desktop.ui.timeline.strip import Strip
from conductor_desktop.ui.timeline.timeline_list import TimelineList
from conductor_desktop.ui.tour.hands import click, find, reads, sees
from tests.helpers.company_pc import CompanyPc
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import Control, SandboxAccess, SandboxOptions, running_sandbox
from tests.unit.services.history.written import history
from tests.unit.storage.history.stage import EVER, ask

BIG, CEDAR = "Big Construction Co.", "Cedar & Finch Bakery"
LIVE, SECOND = ProfileName.LIVE, ProfileName("live-2")


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox(SandboxOptions(company=BIG, invoices=3)) as access:
        yield access


@pytest.fixture
def pc(qtbot: QtBot, tmp_path: Path, sandbox: SandboxAccess) -> Iterator[CompanyPc]:
    with ExitStack() as stack:
        pc = CompanyPc(qtbot, tmp_path / "home", stack)
        pc.connect(sandbox, BIG)
        yield pc


def kept(pc: CompanyPc, profile: ProfileName = LIVE) -> tuple[Stretch, ...]:
    return HistoryStore(pc.home / "history.sqlite3").since(profile, EVER)


def looks(pc: CompanyPc) -> list[str]:
    return [one.cause or one.phase for one in kept(pc)]


def notice(running: RunningApp) -> str:
    window = running.window
    assert isinstance(window, MainWindow)
    return window.notice


def test_what_is_watched_is_kept_until_the_window_closes(
    pc: CompanyPc, sandbox: SandboxAccess
) -> None:
    running = pc.open()
    running.press("connectionCheck")
    running.wait(reads("connectionScreen", f"Connected to “{BIG}”"))
    Control(sandbox).set_connection(sandbox.end_user_id, "0x80040414")
    running.press("connectionCheck")
    running.wait(lambda: looks(pc)[-1:] == ["dialog_waiting"])
    before = datetime.now(UTC)
    running.end()
    assert looks(pc)[0] == "starting"
    assert looks(pc)[-2:] == ["healthy", "dialog_waiting"]
    for one, after in zip(kept(pc), kept(pc)[1:], strict=False):
        assert one.until == after.began
    assert before - kept(pc)[-1].until < timedelta(seconds=30)


def test_a_window_that_only_goes_out_of_sight_is_no_end_of_it(pc: CompanyPc) -> None:
    running = pc.open()
    window = running.window
    assert isinstance(window, MainWindow)
    window.ask_before_closing(lambda: False)
    window.close()
    window.hide()
    controller = window.findChild(ConnectionController)
    assert controller is not None
    controller.check_now()
    running.wait(lambda: looks(pc)[-1:] == ["healthy"])
    before = datetime.now(UTC)
    running.end()  # out of sight as it is
    assert abs(kept(pc)[-1].until - before) < timedelta(seconds=30)


def test_the_next_start_tells_it_and_goes_on(pc: CompanyPc) -> None:
    yesterday = datetime.now(UTC) - timedelta(hours=20)
    store = HistoryStore(pc.home / "history.sqlite3")
    store.keep(history(("closed", 60), ("up", 60), start=yesterday))
    running = pc.open()
    click("navTimeline")
    running.wait(reads("timelineCount", "1 outage"))
    timeline = find("timelineList")
    assert isinstance(timeline, TimelineList)
    index = timeline.model().index(0, 0)
    assert index.isValid()
    running.end()
    assert looks(pc)[:3] == ["quickbooks_closed", "healthy", "starting"]


def test_a_day_of_the_strip_beside_the_state_leads_to_the_timeline(pc: CompanyPc) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=2)
    HistoryStore(pc.home / "history.sqlite3").keep(
        history(("closed", 60), ("up", 60), start=yesterday)
    )
    running = pc.open()
    strip = find("connectionStrip")
    assert isinstance(strip, Strip)
    running.wait(lambda: strip.days_model.rowCount() == 1)
    trouble = [day.had_trouble for day in strip.days_model.days]
    strip.setFocus()
    strip.setCurrentIndex(strip.days_model.index(0, trouble.index(True)))
    QTest.keyClick(strip, Qt.Key.Key_Return)
    running.wait(sees("timelineList"))
    timeline = find("timelineList")
    assert timeline is not None
    assert timeline.hasFocus()


def test_a_damaged_history_is_told_of_and_costs_nothing_else(pc: CompanyPc) -> None:
    path = pc.home / "history.sqlite3"
    path.write_text("no database at all " * 100)
    running = pc.open()
    running.wait(lambda: "a new one was begun" in notice(running))
    click("noticeAction")
    assert notice(running) == ""
    running.press("connectionCheck")
    running.wait(reads("connectionScreen", f"Connected to “{BIG}”"))
    running.end()
    assert looks(pc)[-1] == "healthy"
    assert notice_of_next_start(pc) == ""


def notice_of_next_start(pc: CompanyPc) -> str:
    running = pc.open()
    running.settle()
    said = notice(running)
    running.end()
    return said


def test_a_history_of_a_newer_version_is_left_alone_and_still_told_in_this_run(
    pc: CompanyPc,
) -> None:
    path = pc.home / "history.sqlite3"
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 999")
    before = path.read_bytes()
    running = pc.open()
    running.wait(lambda: "newer version" in notice(running))
    click("navTimeline")
    running.wait(reads("timelineEmpty", "Nothing went wrong"))
    running.end()
    assert path.read_bytes() == before


def test_another_company_has_a_history_of_its_own_and_takes_it_along(pc: CompanyPc) -> None:
    with running_sandbox(SandboxOptions(company=CEDAR, invoices=3)) as of_cedar:
        pc.connect(of_cedar, CEDAR)
        store = HistoryStore(pc.home / "history.sqlite3")
        store.keep(history(("closed", 60), start=datetime.now(UTC) - timedelta(days=3)))
        running = pc.open()
        running.press("connectionCheck")
        running.wait(reads("connectionScreen", f"Connected to “{CEDAR}”"))
        running.settle()
        assert looks(pc) == ["quickbooks_closed"]
        assert kept(pc, SECOND)
        running.press("removeConnection")
        running.press("removalRemove")
        running.wait(reads("trace-history", "Nothing is noted down"))
        running.end()
    assert kept(pc, SECOND) == ()
    assert looks(pc)[0] == "quickbooks_closed"
    path = pc.home / "history.sqlite3"
    assert ask(path, "SELECT count(*) FROM stretch WHERE profile = 'live-2'") == 0


def test_what_changed_is_on_the_disk_though_nothing_was_closed(pc: CompanyPc) -> None:
    running = pc.open()
    running.press("connectionCheck")
    running.wait(reads("connectionScreen", f"Connected to “{BIG}”"))
    running.settle()
    assert looks(pc)[-1] == "healthy"
