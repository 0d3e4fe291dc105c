"""From the connection file to the Web Connector, on the real window and described PCs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.setup import watching
from conductor_desktop.ui.setup.file_panel import FilePanel
from conductor_desktop.ui.setup.guide import Guide, GuideStep
from conductor_desktop.ui.setup.watching import downloads_folder
from conductor_desktop.ui.tour.hands import can_click, click, find
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.hands import drag_and_drop
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import running_sandbox
from tests.helpers.web_connector_pc import ChangingPc, web_connector
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts, Stage
from tests.unit.workstation.qwc_file import qwc
from tests.unit.workstation.web_connector_logs import BEGIN, HEADER, update


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


class Connecting:
    """The window on its page "Connect", and what is to be seen there."""

    def __init__(self, qtbot: QtBot, stage: Stage) -> None:
        self.stage = stage
        self._qtbot = qtbot

    @property
    def panel(self) -> str:
        panel = self.stage.window.findChild(FilePanel)
        assert panel is not None
        return panel.text

    def wait_for_panel(self, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.panel, timeout=WAIT_MS)

    def wait_for_tick(self, step: GuideStep) -> None:
        guide = self.stage.window.findChild(Guide)
        assert guide is not None
        self._qtbot.waitUntil(lambda: guide.mark_of(step) is Mark.OK, timeout=WAIT_MS)

    def catch(self, data: bytes) -> None:
        """As if the page had given us this file."""
        self.stage.files.mkdir(parents=True, exist_ok=True)
        path = self.stage.files / "conductor-0123abcd.qwc"
        path.write_bytes(data)
        self.stage.view.connection_file_received.emit(path)

    def hand_over(self) -> None:
        self._qtbot.waitUntil(can_click("connectionFileOpen"), timeout=WAIT_MS)
        click("connectionFileOpen")

    def wait_for_find(self) -> AbstractContextManager[object]:
        """Until a file in the Downloads folder has been noticed."""
        return self._qtbot.waitSignal(
            self.stage.controller.connecting.seen,
            timeout=WAIT_MS,
            check_params_cb=lambda sight: sight.found is not None,
        )

    def kept(self) -> list[Path]:
        return sorted(self.stage.files.glob("*")) if self.stage.files.exists() else []


@pytest.fixture
def downloads(private_machine: Path) -> Path:
    folder = downloads_folder()
    assert folder is not None
    assert folder.is_relative_to(private_machine)
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def pc() -> ChangingPc:
    return ChangingPc()


@pytest.fixture
def parts(sandbox: SandboxAccess, pc: ChangingPc, monkeypatch: pytest.MonkeyPatch) -> Parts:
    monkeypatch.setattr(watching, "LOOK_EVERY_MS", 50)
    return Parts(base_url=sandbox.base_url, sandbox=access_to(sandbox), own_pc=pc.now)


@pytest.fixture
def connecting(
    qtbot: QtBot, open_setup: Open, sandbox: SandboxAccess, parts: Parts, downloads: Path
) -> Connecting:
    stage = open_setup(parts)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    return Connecting(qtbot, stage)


def test_a_caught_file_is_checked_opened_on_a_click_and_seen_to_be_added(
    connecting: Connecting, parts: Parts, pc: ChangingPc
) -> None:
    connecting.catch(qwc())
    connecting.wait_for_panel("Connection file received")
    assert parts.opened == []
    connecting.hand_over()
    connecting.wait_for_panel("Go on in the Web Connector")
    assert [path.read_bytes() for path in parts.opened] == [qwc()]
    pc.become(running=[web_connector()])
    connecting.wait_for_tick(GuideStep.OPEN)
    pc.become(running=[web_connector()], applications=["Conductor"])
    connecting.wait_for_tick(GuideStep.ADDED)
    assert connecting.panel.startswith("Now the password")
    assert len(parts.opened) == 1


def test_the_web_connectors_log_tells_that_it_has_the_password(
    connecting: Connecting, pc: ChangingPc
) -> None:
    connecting.catch(qwc())
    connecting.hand_over()
    connecting.wait_for_panel("Go on in the Web Connector")
    soon = int((datetime.now(UTC) - BEGIN).total_seconds()) + 60
    pc.become(log=HEADER + update(soon, name="Conductor", host="qbwc.conductor.is"))
    connecting.wait_for_tick(GuideStep.PASSWORD)
    assert connecting.panel.startswith("The Web Connector has the password")


def test_connected_nothing_of_the_file_is_left(
    qtbot: QtBot, connecting: Connecting, parts: Parts
) -> None:
    connecting.catch(qwc())
    connecting.hand_over()
    connecting.wait_for_panel("Go on in the Web Connector")
    assert connecting.kept() == parts.opened
    finish_auth_flow(connecting.stage.view.opened[0].reveal())
    connecting.stage.view.show_a_page()
    connecting.stage.wait_for_page("verifyPage")
    qtbot.waitUntil(lambda: connecting.kept() == [], timeout=WAIT_MS)


@pytest.mark.parametrize("how", ["back", "closed"])
def test_left_before_the_hand_over_nothing_of_the_file_stays(
    qtbot: QtBot, connecting: Connecting, how: str
) -> None:
    connecting.catch(qwc())
    connecting.wait_for_panel("Connection file received")
    assert len(connecting.kept()) == 1
    if how == "back":
        click("setupBack")
        connecting.stage.wait_for_page("endUserPage")
    else:
        connecting.stage.close()
    qtbot.waitUntil(lambda: connecting.kept() == [], timeout=WAIT_MS)


def test_left_while_the_web_connector_may_be_reading_it_the_file_stays(
    connecting: Connecting, parts: Parts
) -> None:
    connecting.catch(qwc())
    connecting.hand_over()
    connecting.wait_for_panel("Go on in the Web Connector")
    click("setupBack")
    connecting.stage.wait_for_page("endUserPage")
    connecting.stage.settle()
    assert connecting.kept() == parts.opened


def test_a_refused_second_file_leaves_the_first_to_be_handed_over(
    connecting: Connecting, parts: Parts, downloads: Path
) -> None:
    connecting.catch(qwc())
    connecting.wait_for_panel("Connection file received")
    connecting.catch(qwc(AppURL="https://evil.example/"))
    connecting.wait_for_panel("The file from before is still here.")
    connecting.hand_over()
    connecting.wait_for_panel("Go on in the Web Connector")
    assert [path.read_bytes() for path in parts.opened] == [qwc()]


def test_a_file_swapped_before_the_click_is_not_opened(
    connecting: Connecting, parts: Parts
) -> None:
    connecting.catch(qwc())
    connecting.wait_for_panel("Connection file received")
    (kept,) = connecting.kept()
    kept.write_bytes(qwc(AppName="Conduct0r"))
    connecting.hand_over()
    connecting.wait_for_panel("has been changed")
    assert parts.opened == []


def test_once_the_pc_is_put_right_it_goes_on(
    connecting: Connecting, parts: Parts, pc: ChangingPc
) -> None:
    pc.become(installed=False, opens_qwc=None)
    connecting.catch(qwc())
    connecting.hand_over()
    connecting.wait_for_panel("The Web Connector is missing")
    pc.become()
    click("connectionFileAgain")
    connecting.wait_for_panel("Go on in the Web Connector")
    assert len(parts.opened) == 1


def test_a_file_for_another_host_is_refused_and_gone(connecting: Connecting) -> None:
    connecting.catch(qwc(AppURL="https://evil.example/"))
    connecting.wait_for_panel("“evil.example”, which is not a known service")
    assert find("connectionFileOpen") is None
    assert connecting.kept() == []


def test_the_sandboxs_own_file_is_taken_by_a_connection_to_it(
    connecting: Connecting, sandbox: SandboxAccess
) -> None:
    port = int(sandbox.base_url.partition("://127.0.0.1:")[2].partition("/")[0])
    here = f"http://localhost:{port}"
    connecting.catch(qwc(AppURL=f"{here}/qbwc", AppSupport=f"{here}/"))
    connecting.wait_for_panel("Connection file received")
    other = f"http://localhost:{port + 1}"
    connecting.catch(qwc(AppURL=f"{other}/qbwc", AppSupport=f"{other}/"))
    connecting.wait_for_panel("is this computer instead of a service")


def test_a_file_that_a_browser_saved_is_offered_and_not_opened_by_itself(
    qtbot: QtBot, connecting: Connecting, parts: Parts, downloads: Path
) -> None:
    connecting.stage.settle()  # what is there at the first look is not new
    (downloads / "conductor.qwc").write_bytes(qwc())
    connecting.wait_for_panel("Found in your Downloads")
    assert parts.opened == []
    connecting.hand_over()
    connecting.wait_for_panel("Go on in the Web Connector")
    assert [path.read_bytes() for path in parts.opened] == [qwc()]
    assert (downloads / "conductor.qwc").exists()


def test_the_same_file_in_the_downloads_changes_nothing(
    qtbot: QtBot, connecting: Connecting, downloads: Path
) -> None:
    connecting.catch(qwc())
    connecting.wait_for_panel("Connection file received")
    connecting.stage.settle()
    with connecting.wait_for_find():
        (downloads / "same.qwc").write_bytes(qwc())
    connecting.stage.settle()
    assert connecting.panel.startswith("Connection file received")
    assert len(connecting.kept()) == 1


def test_somebody_elses_file_in_the_downloads_is_named_as_that(
    connecting: Connecting, downloads: Path
) -> None:
    connecting.stage.settle()
    (downloads / "other.qwc").write_bytes(qwc(AppURL="https://other.example/"))
    connecting.wait_for_panel("A file in your Downloads is not for this")
    assert (downloads / "other.qwc").exists()


def test_a_file_can_be_dropped_on_the_window(connecting: Connecting, tmp_path: Path) -> None:
    path = tmp_path / "Zoë’s file.QWC"
    path.write_bytes(qwc())
    window = connecting.stage.window
    assert not drag_and_drop(window, [QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    assert not drag_and_drop(window, [QUrl("https://evil.example/a.qwc")])
    assert drag_and_drop(window, [QUrl.fromLocalFile(str(path))])
    connecting.wait_for_panel("Connection file received")
    assert path.exists()


def test_a_folder_called_like_a_file_can_be_dropped_and_is_refused(
    connecting: Connecting, tmp_path: Path
) -> None:
    (tmp_path / "folder.qwc").mkdir()
    folder = QUrl.fromLocalFile(str(tmp_path / "folder.qwc"))
    window = connecting.stage.window
    assert not drag_and_drop(window, [folder, folder])
    assert drag_and_drop(window, [folder])
    connecting.wait_for_panel("“folder.qwc” cannot be read: it is not a file.")


def test_what_was_begun_before_does_not_show_when_one_comes_back(
    qtbot: QtBot, connecting: Connecting, pc: ChangingPc, downloads: Path
) -> None:
    connecting.catch(qwc())
    connecting.hand_over()
    connecting.wait_for_panel("Go on in the Web Connector")
    click("setupBack")
    connecting.stage.wait_for_page("endUserPage")
    (downloads / "conductor.qwc").write_bytes(qwc())
    connecting.stage.settle()
    connecting.stage.next_to("connectPage")
    qtbot.waitUntil(lambda: len(connecting.stage.views) == 2, timeout=WAIT_MS)
    connecting.stage.settle()
    assert connecting.panel == ""
    pc.become(running=[web_connector()], applications=["Conductor"])
    (downloads / "new.qwc").write_bytes(qwc(AppName="Conductor 2"))
    connecting.wait_for_panel("Found in your Downloads")
    guide = connecting.stage.window.findChild(Guide)
    assert guide is not None
    assert guide.mark_of(GuideStep.ADDED) is Mark.WAITING
