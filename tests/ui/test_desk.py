"""Which window is open, and the ways from one to the other, on the app as it is composed."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.services.session import Access, Session
from conductor_desktop.storage.errors import SettingsNotSaved
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings, Vendor
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.front import main_front, setup_front
from conductor_desktop.ui.messages import Messages
from conductor_desktop.ui.shell.window import MainWindow
from conductor_desktop.ui.tasks import Pool
from conductor_desktop.ui.tour.hands import can_click, click, find, reads
from conductor_desktop.ui.web import engine
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.stub_server import Answer, Seen, StubServer, reply_json, silence

BIG = EndUserRef("end_usr_big", "cust-1042", "office@big.example", "Big Construction Co.")
DONE = Profile(
    mode=Mode.API_KEYS,
    base_url="http://127.0.0.1:9/v1",
    end_user=BIG,
    setup_step=SetupStep.DONE,
    company_name="Big Construction Co.",
)
LINK_ONLY = Profile(
    mode=Mode.SETUP_FILE,
    vendor=Vendor("Acme Field Service", "help@acme.example"),
    setup_step=SetupStep.DONE,
)

Start = Callable[..., RunningApp]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start(qtbot: QtBot, home: Path) -> Iterator[Start]:
    """Starts the app; what one start leaves behind the next one finds."""
    keyring = MemoryKeyring()
    keyring.set_password("Conductor Desktop", "live/secret-key", "sk_conductor_made_up")
    with ExitStack() as stack:

        def start(*, sandbox: bool = False) -> RunningApp:
            return stack.enter_context(RunningApp(qtbot, home, keyring, sandbox=sandbox))

        yield start


def remember(home: Path, profile: Profile, name: ProfileName = ProfileName.LIVE) -> None:
    """As an earlier run of the app has left it."""
    home.mkdir()
    settings = Settings(active_profile=name, profiles={name: profile})
    SettingsStore(home / "settings.json").save(settings)


def stored(home: Path) -> dict[str, dict[str, dict[str, object]]]:
    content: dict[str, dict[str, dict[str, object]]] = json.loads(
        (home / "settings.json").read_text(encoding="utf-8")
    )
    return content


def said(name: str) -> str:
    """All that can be read in a widget."""
    widget = find(name)
    assert widget is not None, name
    labels = [widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel)
    return " ".join(
        label.text() for label in labels if isinstance(label, QLabel) and label.isVisible()
    )


def is_open(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


# ---- which window comes first


def test_a_first_start_opens_the_guided_setup_at_its_doors(start: Start) -> None:
    running = start()
    running.open()
    assert find("welcomePage") is not None
    assert find("setupBack") is None


@pytest.mark.parametrize("is_set_up", [True, False])
def test_a_connection_file_that_an_earlier_run_has_left_is_deleted_at_the_start(
    start: Start, home: Path, is_set_up: bool
) -> None:
    """It was killed before the connection was made, and nobody has connected since."""
    remember(home, DONE if is_set_up else Profile())
    folder = home / "connection-files"
    folder.mkdir()
    names = ("conductor-00112233.qwc", "conductor-44556677.qwc.download", "conductor-8899aabb.qwc")
    two_days_ago = time.time() - 2 * 24 * 3600
    for name in names:
        (folder / name).write_bytes(b"<QBWCXML/>")
        if name != names[-1]:
            os.utime(folder / name, (two_days_ago, two_days_ago))
    running = start()
    running.open()
    running.settle()
    assert [path.name for path in folder.iterdir()] == [names[-1]]


def test_a_finished_setup_opens_the_main_window(start: Start, home: Path) -> None:
    remember(home, DONE)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    assert "Big Construction Co." in running.window.windowTitle()


def test_there_is_no_window_before_the_first_and_none_after_the_end(start: Start) -> None:
    running = start()
    desk = running.desk
    with pytest.raises(RuntimeError):
        _ = desk.window
    running.open()
    running.end()
    with pytest.raises(RuntimeError):
        _ = desk.window


def test_a_window_that_is_shown_already_is_used_if_it_fits(start: Start) -> None:
    running = start()
    front = setup_front(sandbox=False)
    front.window.show()
    running.desk.open(None, front)
    assert running.window is front.window


@pytest.mark.parametrize("profile", [Profile(), DONE])
def test_a_window_that_does_not_fit_makes_way(start: Start, home: Path, profile: Profile) -> None:
    remember(home, profile)
    running = start()
    if profile is DONE:
        wrong: QWidget = setup_front(sandbox=False).window
        front = setup_front(sandbox=False)
        wrong = front.window
        front.window.show()
        running.desk.open(None, front)
        running.wait_for("mainWindow")
    else:
        shown = main_front(Settings(), ProfileName.LIVE, Messages())
        wrong = shown.window
        shown.window.show()
        running.desk.open(None, shown)
        running.wait_for("welcomePage")
    assert running.window is not wrong
    assert not wrong.isVisible()


def test_a_setup_file_opens_the_setup_of_a_finished_app_and_can_be_cancelled(
    start: Start, home: Path, tmp_path: Path
) -> None:
    remember(home, DONE)
    before = stored(home)["profiles"]["live"]
    running = start()
    running.open(tmp_path / "acme.conductor-setup")
    assert "acme.conductor-setup" in said("welcomePage")
    running.press("setupBack")
    running.wait_for("mainWindow")
    running.wait_for("connectionScreen")
    assert stored(home)["profiles"]["live"] == before


def test_setting_up_again_by_mistake_can_be_cancelled(start: Start, home: Path) -> None:
    remember(home, DONE)
    running = start()
    running.open()
    running.press("setupAgain")
    running.wait_for("welcomePage")
    running.press("setupBack")
    running.wait_for("mainWindow")
    assert stored(home)["profiles"]["live"]["setupStep"] == "done"


def test_settings_that_cannot_be_read_are_told_of_and_kept(start: Start, home: Path) -> None:
    home.mkdir()
    (home / "settings.json").write_text("{ this is not JSON", encoding="utf-8")
    running = start()
    running.open()
    running.wait_for("notice")
    assert "The settings could not be read" in said("notice")
    kept = [path.name for path in home.iterdir() if "corrupt" in path.name]
    assert len(kept) == 1
    assert kept[0] in said("notice")


# ---- the main window


def test_where_the_window_was_is_kept_even_if_the_app_ends_at_once(
    start: Start, home: Path
) -> None:
    remember(home, DONE)
    running = start()
    running.open()
    assert running.window.height() != 640
    running.window.resize(900, 640)  # as wide as can be kept: this screen is 800 by 800
    running.end()
    again = start()
    again.open()
    assert (again.window.width(), again.window.height()) == (900, 640)


def test_the_app_may_be_closed_while_its_screens_are_loading(start: Start, home: Path) -> None:
    remember(home, DONE)
    running = start()
    running.desk.open()
    running.end()
    assert find("mainWindow") is None


def test_with_a_link_alone_every_screen_says_whose_job_it_is(start: Start, home: Path) -> None:
    remember(home, LINK_ONLY)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    running.wait(reads("connectionScreen", "This PC cannot see whether the connection works"))
    assert find("connectionCheck") is None
    click("navInvoices")
    running.wait(reads("invoicesScreen", "Acme Field Service reads them through this connection"))
    click("navSupport")
    running.wait(reads("vendorContact", "help@acme.example"))


def test_a_key_that_is_gone_is_said_with_the_way_to_give_it_again(
    qtbot: QtBot, start: Start, home: Path
) -> None:
    remember(home, Profile(**{**vars(DONE), "mode": Mode.SETUP_FILE}))  # no token is stored
    running = start()
    running.open()
    running.wait(reads("connectionScreen", "is not on this PC any more"))
    running.press("connectionSetup")
    running.wait_for("welcomePage")


def answer_slowly(seen: Seen) -> Answer:
    """Health checks at once, what is in the books never."""
    if seen.path.endswith("/health-check"):
        return reply_json({"status": "ok", "duration": 5})
    if seen.path.endswith(("/company", "/invoices")):
        return silence()
    return reply_json(
        {
            "id": BIG.id,
            "objectType": "end_user",
            "createdAt": datetime.now(UTC).isoformat(),
            "companyName": BIG.company_name,
            "sourceId": BIG.source_id,
            "email": BIG.email,
            "integrationConnections": [],
        }
    )


@pytest.fixture
def slow_books() -> Iterator[StubServer]:
    with StubServer(script=answer_slowly) as server:
        yield server


def was_asked(server: StubServer, path: str) -> Callable[[], bool]:
    return lambda: any(seen.path.endswith(path) for seen in server.requests)


@pytest.mark.parametrize(
    ("button", "path"), [("connectionCheck", "/company"), ("navInvoices", "/invoices")]
)
def test_a_window_that_goes_takes_its_questions_along(
    start: Start, home: Path, slow_books: StubServer, button: str, path: str
) -> None:
    remember(home, Profile(**{**vars(DONE), "base_url": slow_books.base_url}))
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    running.press(button)
    running.wait(was_asked(slow_books, path))
    running.press("setupAgain")
    running.wait_for("welcomePage")
    running.settle()  # the server never answers, so only cancelling ends it
    assert stored(home)["profiles"]["live"].get("lastProofAt") is None


# ---- leaving the sandbox


def test_the_sandbox_is_left_from_the_guided_setup(start: Start, home: Path) -> None:
    running = start(sandbox=True)
    running.open()
    running.wait_for("checksPage")  # the sandbox begins by itself
    assert find("sandboxBanner") is not None
    port = urlsplit(running.app.run.session().access.base_url).port
    assert port is not None
    assert is_open(port)
    running.press("sandboxLeave")
    running.wait_for("welcomePage")
    running.settle()
    assert find("sandboxBanner") is None
    assert stored(home)["activeProfile"] == "live"  # type: ignore[comparison-overlap]
    assert not is_open(port)


def test_the_sandbox_is_left_from_the_main_window_to_the_live_one(start: Start, home: Path) -> None:
    home.mkdir()
    sample = Profile(
        mode=Mode.SANDBOX, end_user=BIG, setup_step=SetupStep.DONE, company_name="Sample Co."
    )
    profiles = {ProfileName.SANDBOX: sample, ProfileName.LIVE: DONE}
    settings = Settings(active_profile=ProfileName.SANDBOX, profiles=profiles)
    SettingsStore(home / "settings.json").save(settings)
    running = start()
    running.open()
    running.wait_for("connectionScreen")
    assert "Sample Co." in running.window.windowTitle()
    running.press("sandboxLeave")
    running.wait(lambda: "Big Construction Co." in running.window.windowTitle())
    assert "Sandbox" not in running.window.windowTitle()
    running.wait_for("connectionScreen")


def test_leaving_is_done_once_however_often_it_is_clicked(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start(sandbox=True)
    stopped: list[bool] = []
    stop = running.app.run.sandbox.stop

    def count() -> None:
        stopped.append(True)
        stop()

    monkeypatch.setattr(running.app.run.sandbox, "stop", count)
    running.open()
    running.wait_for("checksPage")
    click("sandboxLeave")
    click("sandboxLeave")
    running.wait_for("welcomePage")
    running.settle()
    assert stopped == [True]


def test_nothing_of_the_sandbox_is_under_way_when_the_live_profile_takes_over(
    start: Start, home: Path, slow_books: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or its answer would be noted as one of the live profile."""
    sample = Profile(mode=Mode.SANDBOX, end_user=BIG, setup_step=SetupStep.DONE)
    remember(home, sample, ProfileName.SANDBOX)
    running = start()
    made_up = Access(slow_books.base_url, Secret("sk_sandbox_made_up"))
    monkeypatch.setattr(running.app.run.sandbox, "access", lambda: made_up)
    running.open()
    sessions, runner = running.app.run.sessions(), running.desk._runner
    switch, was_quiet = sessions.switch, list[bool]()

    def watched(name: ProfileName) -> Session:
        was_quiet.append(runner.wait_for_end(Pool.REQUESTS, 0))
        return switch(name)

    monkeypatch.setattr(sessions, "switch", watched)
    running.press("connectionCheck")
    running.wait(was_asked(slow_books, "/company"))
    click("sandboxLeave")
    running.wait_for("welcomePage")
    running.settle()
    assert was_quiet == [True]
    live = sessions.current.profile
    assert (live.last_proof_at, live.end_user) == (None, None)


def test_a_sandbox_that_cannot_be_left_cleanly_says_so_and_leaves_a_window_to_use(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_store: SettingsStore, _settings: Settings) -> None:
        raise SettingsNotSaved("settings.json", "No space left on device")

    running = start()
    running.open()
    click("doorSample")
    running.press("setupNext")
    running.wait_for("checksPage")
    running.settle()
    with monkeypatch.context() as patch:
        patch.setattr(SettingsStore, "save", refuse)
        click("sandboxLeave")
        running.wait(reads("notice", "Settings could not be saved"))
    click("doorSample")
    running.wait(can_click("setupNext"))
    assert not isinstance(running.window, MainWindow)


# ---- the web engine


@pytest.fixture
def pieces_done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the engine's pieces, which this process may have loaded already."""
    done: list[str] = []
    pieces = [partial(done.append, name) for name in ("one", "two", "three")]
    monkeypatch.setattr(engine, "loading_pieces", lambda: iter(pieces))
    return done


def test_the_engine_is_loaded_while_the_checks_are_read(
    start: Start, pieces_done: list[str]
) -> None:
    running = start()
    running.open()
    running.settle()
    assert pieces_done == []  # for who only looks at the doors it is not needed
    click("doorSample")
    running.press("setupNext")
    running.wait_for("checksPage")
    running.wait(lambda: pieces_done == ["one", "two", "three"])


def test_who_comes_back_to_connect_gets_the_engine_there_and_once(
    start: Start, home: Path, pieces_done: list[str]
) -> None:
    remember(
        home,
        Profile(mode=Mode.SANDBOX, end_user=BIG, setup_step=SetupStep.CONNECT),
        ProfileName.SANDBOX,
    )
    running = start()
    running.open()
    running.wait_for("connectPage")
    running.wait(lambda: pieces_done == ["one", "two", "three"])
    for page in ("endUserPage", "checksPage"):
        running.press("setupBack")
        running.wait_for(page)
    running.settle()
    assert pieces_done == ["one", "two", "three"]
