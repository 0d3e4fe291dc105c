"""``diagnostics`` of the real app makes a bundle, or says one sentence, whatever is broken."""

from __future__ import annotations

import contextlib
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conductor_desktop.app import App
from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.main import run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.errors import ExitCode
from conductor_desktop.services.diagnostics.collecting import files_to_come
from conductor_desktop.storage.errors import SecretStoreProblem
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.open_window import OpenWindow
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.secrets import KeyringStore, SecretStore
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.storage.turns import holding
from conductor_desktop.work import CancelToken
from tests.helpers.keyring import MemoryKeyring

NOWHERE = "http://127.0.0.1:9/v1"
DONE = Profile(
    mode=Mode.API_KEYS,
    base_url=NOWHERE,
    end_user=EndUserRef("end_usr_big", "cust-1042", "office@big.example", "Big Construction Co."),
    setup_step=SetupStep.DONE,
    company_name="Big Construction Co.",
)

Diagnostics = Callable[..., dict[str, bytes]]


class Stage:
    """The app on one home; what the bundle holds is read from the disk."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.keyring = MemoryKeyring()
        self.keyring.set_password("Conductor Desktop", "live/secret-key", "sk_conductor_made_up")
        self.secrets: Callable[[], SecretStore] = lambda: KeyringStore(self.keyring)

    def set_up(self) -> None:
        self.home.mkdir()
        settings = Settings(profiles={ProfileName.LIVE: DONE})
        SettingsStore(self.home / "settings.json").save(settings)

    @contextlib.contextmanager
    def compose(self, options: CommonOptions) -> Iterator[Composition]:
        app = App(options, secrets=self.secrets)
        try:
            yield app
        finally:
            app.close()

    def run(self, *words: str) -> int:
        return run(["diagnostics", "--home", str(self.home), *words], self.compose)

    def bundle(self) -> dict[str, bytes]:
        """Makes one, and reads it."""
        assert self.run() == 0
        [path] = (self.home / "exports").iterdir()
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


def failed(files: dict[str, bytes]) -> set[str]:
    manifest = json.loads(files["manifest.json"])
    return {one["file"] for one in manifest["failures"]}


def test_where_nothing_has_been_set_up(stage: Stage) -> None:
    files = stage.bundle()
    assert failed(files) == {"connection.json"}
    assert b"connection.json: Not set up yet" in files["summary.txt"]


def test_without_a_network(stage: Stage) -> None:
    stage.set_up()
    files = stage.bundle()
    assert failed(files) == set()
    assert json.loads(files["network.json"])["outcome"] != "answers"
    assert json.loads(files["connection.json"])["state"] == "offline"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 4096,
        b"{",
        b'{"version": 999}',
        b'{"version": 1, "profiles": []}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
def test_settings_that_cannot_be_read(stage: Stage, content: bytes) -> None:
    stage.home.mkdir()
    (stage.home / "settings.json").write_bytes(content)
    files = stage.bundle()
    assert failed(files) == {"connection.json"}
    assert set(files) == set(files_to_come()) - {"connection.json"}


def test_a_folder_in_the_place_of_the_settings(stage: Stage) -> None:
    (stage.home / "settings.json").mkdir(parents=True)
    assert "summary.txt" in stage.bundle()


def test_a_history_that_is_broken(stage: Stage) -> None:
    stage.set_up()
    (stage.home / "history.sqlite3").write_bytes(b"SQLite format 3\0 and then nothing")
    assert "connection.json" in stage.bundle()


def test_a_password_store_that_breaks(stage: Stage) -> None:
    stage.set_up()

    def broken() -> SecretStore:
        raise SecretStoreProblem("It broke.", "Try again.", reason="broken")

    stage.secrets = broken
    files = stage.bundle()
    assert json.loads(files["settings.json"])["passwordStore"] == "could not be asked"
    assert failed(files) <= {"connection.json"}


@pytest.mark.slow
def test_a_password_store_that_never_answers(stage: Stage) -> None:
    stage.set_up()
    opened = threading.Event()

    def hangs() -> SecretStore:
        opened.wait(60)
        raise SecretStoreProblem("It broke.", "Try again.", reason="too late")

    stage.secrets = hangs
    files = stage.bundle()
    opened.set()
    assert failed(files) == {"connection.json", "settings.json"}
    assert b"No answer in time" in files["summary.txt"]


def test_beside_a_window_that_holds_its_lock_and_says_nothing(stage: Stage) -> None:
    stage.set_up()
    place = OpenWindow.of(stage.home, sandbox=False)
    with holding(place.lock, seconds=0.0, cancel=CancelToken()):
        assert "summary.txt" in stage.bundle()


def test_a_profile_that_there_is_not_is_one_sentence(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.set_up()
    assert stage.run("--profile", "live-7") == ExitCode.USAGE
    assert len(capsys.readouterr().err.strip().splitlines()) <= 2
    assert not list((stage.home / "exports").glob("*.zip"))


def test_a_home_that_takes_nothing_is_one_sentence_and_another_place_is_not_needed(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.home.write_text("a file in its place")
    assert stage.run() == ExitCode.USAGE
    said = capsys.readouterr().err
    assert said.startswith("Cannot write to the app's folder.")
    assert "Traceback" not in said
