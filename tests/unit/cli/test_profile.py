"""Which of several connections a command is about, on the app as it is composed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conductor_desktop.app import App
from conductor_desktop.cli.context import Composition
from conductor_desktop.cli.main import run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.profiles import EndUserRef, Profile
from conductor_desktop.storage.secrets import KeyringStore
from conductor_desktop.work import CancelToken
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import access_to, sessions_in
from tests.helpers.sandbox import SandboxAccess, SandboxOptions, running_sandbox

BIG, CEDAR = "Big Construction Co.", "Cedar & Finch Bakery"
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def sandboxes() -> Iterator[list[SandboxAccess]]:
    """Two services, one for each company's books."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(running_sandbox(SandboxOptions(company=name, invoices=number)))
            for name, number in ((BIG, 2), (CEDAR, 3))
        ]


def add(home: Path, keyring: MemoryKeyring, sandbox: SandboxAccess, company: str) -> None:
    """As the window would have set it up."""
    sessions = sessions_in(home, keyring=keyring)
    session = sessions.begin_another()
    sessions.claim(session)
    session.keep(access_to(sandbox), Mode.API_KEYS)
    user = session.client.retrieve_end_user(sandbox.end_user_id, CancelToken()).value
    session.update(
        end_user=EndUserRef(user.id, user.source_id, user.email, company),
        setup_step=SetupStep.DONE,
    )
    sessions.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def two(home: Path, keyring: MemoryKeyring, sandboxes: list[SandboxAccess]) -> Path:
    """Big, and Cedar, which the window has shown last."""
    add(home, keyring, sandboxes[0], BIG)
    add(home, keyring, sandboxes[1], CEDAR)
    return home


Command = Callable[..., int]


@pytest.fixture
def command(home: Path, keyring: MemoryKeyring) -> Command:
    @contextmanager
    def compose(options: CommonOptions) -> Iterator[Composition]:
        app = App(replace(options, home=str(home)), secrets=lambda: KeyringStore(keyring))
        try:
            yield app
        finally:
            app.close()

    return lambda *words: run(words, compose)


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("live", BIG),
        ("live-2", CEDAR),
        ("LIVE-2", CEDAR),
        (BIG, BIG),
        ("cedar & finch bakery", CEDAR),
        ("ced", CEDAR),
        (" Big ", BIG),
    ],
)
def test_a_connection_is_named_by_its_company_or_its_profile(
    two: Path, command: Command, capsys: Printed, name: str, company: str
) -> None:
    assert command("--profile", name, "status", "--json", "--active") == 0
    assert json.loads(capsys.readouterr().out)["company"] == company
    assert command("invoices", "--json", "--profile", name) == 0
    count = json.loads(capsys.readouterr().out)["count"]
    assert count == (2 if company == BIG else 3)


def test_what_is_proven_is_noted_down_for_the_connection_that_was_named(
    two: Path, command: Command
) -> None:
    command("--profile", "live", "status", "--active")
    settings = sessions_in(two).settings
    assert settings.of(ProfileName.LIVE).company_name == BIG
    assert settings.of(ProfileName("live-2")).company_name is None
    assert settings.active_profile == "live-2"  # what the window shows is the window's business


@pytest.mark.parametrize("words", [["status"], ["status", "--active"], ["invoices"]])
def test_no_company_s_books_pass_for_another_one_s(
    two: Path, command: Command, capsys: Printed, words: list[str]
) -> None:
    assert command(*words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"“{BIG}” (live); “{CEDAR}” (live-2)." in printed.err
    assert "--profile" in printed.err


@pytest.mark.parametrize("words", [["check", "--json"], ["diagnostics", "--list"]])
def test_what_is_about_the_pc_needs_no_name(two: Path, command: Command, words: list[str]) -> None:
    assert command(*words) in (0, 1)


def test_the_bundle_of_a_pc_with_several_is_about_the_one_that_was_named(
    two: Path, command: Command, capsys: Printed
) -> None:
    target = two / "bundle.zip"
    assert command("--profile", "live", "diagnostics", "--json", "--output", str(target)) == 0
    assert json.loads(capsys.readouterr().out)["failures"] == []
    with zipfile.ZipFile(target) as bundle:
        settings = json.loads(bundle.read("settings.json"))
        connection = json.loads(bundle.read("connection.json"))
    assert (settings["profile"], settings["activeProfile"]) == ("live", "live-2")
    assert list(settings["profiles"]) == ["live"]
    assert connection["endUserId"] == settings["profiles"]["live"]["endUser"]["id"]
    assert CEDAR not in json.dumps(settings)


def test_the_bundle_tells_the_history_of_the_one_that_was_named(
    two: Path, command: Command, capsys: Printed
) -> None:
    now = datetime.now(UTC)
    HistoryStore(AppHome(two).history_file).keep(
        [
            Stretch(1, ProfileName.LIVE, now - timedelta(hours=1), now, "down", "busy"),
            Stretch(2, ProfileName("live-2"), now - timedelta(hours=2), now, "up"),
        ]
    )
    target = two / "bundle.zip"
    assert command("--profile", "live", "diagnostics", "--output", str(target)) == 0
    with zipfile.ZipFile(target) as bundle:
        lines = [json.loads(line) for line in bundle.read("timeline.jsonl").splitlines()]
    states = [line for line in lines if line["what"] == "state"]
    assert [(state["phase"], state["cause"]) for state in states] == [("down", "busy")]


@pytest.mark.parametrize("name", ["Dora", "live-3", "live-1", "../live", "x" * 300, "a\nb", ""])
def test_an_unknown_name_is_answered_with_those_there_are(
    two: Path, command: Command, capsys: Printed, name: str
) -> None:
    for words in (["status"], ["check"], ["diagnostics"]):
        assert command(*words, "--profile", name) == 2
        line = capsys.readouterr().err.splitlines()[-1]
        assert f"“{BIG}” (live); “{CEDAR}” (live-2)." in line


def test_a_beginning_of_several_names_is_answered_with_those(
    two: Path,
    command: Command,
    capsys: Printed,
    keyring: MemoryKeyring,
    sandboxes: list[SandboxAccess],
) -> None:
    add(two, keyring, sandboxes[1], "Cedar Holding")
    assert command("--profile", "cedar", "status") == 2
    said = capsys.readouterr().err
    assert f"“{CEDAR}” (live-2); “Cedar Holding” (live-3)." in said
    assert BIG not in said
    assert command("--profile", "cedar h", "status") == 0


def test_nothing_set_up_is_said_as_such(home: Path, command: Command, capsys: Printed) -> None:
    assert command("--profile", "Big", "status") == 2
    assert "none yet" in capsys.readouterr().err
    assert command("status") == 5


def test_the_only_one_needs_no_name_whatever_the_window_shows(
    home: Path,
    keyring: MemoryKeyring,
    sandboxes: list[SandboxAccess],
    command: Command,
    capsys: Printed,
) -> None:
    add(home, keyring, sandboxes[0], BIG)
    sessions = sessions_in(home, keyring=keyring)
    begun = sessions.begin_another()
    sessions.claim(begun)
    begun.keep(access_to(sandboxes[1]), Mode.API_KEYS)  # for nobody so far
    assert command("status", "--json", "--active") == 0
    assert json.loads(capsys.readouterr().out)["company"] == BIG


def test_an_end_user_says_which_connection_is_meant(
    two: Path, command: Command, capsys: Printed, sandboxes: list[SandboxAccess]
) -> None:
    one = sandboxes[0].end_user_id
    assert command("status", "--json", "--active", "--end-user", one) == 0
    assert json.loads(capsys.readouterr().out)["company"] == BIG
    assert command("status", "--end-user", "end_usr_nobody") == 2


def test_a_key_and_an_end_user_of_the_script_s_own_need_no_connection(
    two: Path,
    command: Command,
    capsys: Printed,
    sandboxes: list[SandboxAccess],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONDUCTOR_SECRET_KEY", sandboxes[1].secret_key.reveal())
    words = ["status", "--json", "--active", "--base-url", sandboxes[1].base_url]
    assert command(*words) == 2
    capsys.readouterr()
    assert command(*words, "--end-user", sandboxes[1].end_user_id) == 0
    assert json.loads(capsys.readouterr().out)["company"] == CEDAR


def test_the_sandbox_is_named_too_but_not_together_with_another_one(
    two: Path, command: Command, capsys: Printed
) -> None:
    assert command("--profile", "sandbox", "status") == 0
    assert command("--sandbox", "--profile", "sandbox", "status") == 0
    capsys.readouterr()
    assert command("--sandbox", "--profile", "live", "status") == 2
    assert "Leave out one of the two" in capsys.readouterr().err


def test_a_long_list_is_cut(home: Path, command: Command, capsys: Printed) -> None:
    sessions = sessions_in(home)
    names = [ProfileName.LIVE, *(ProfileName(f"live-{number}") for number in range(2, 31))]
    for number, name in enumerate(names):
        profile = Profile(end_user=EndUserRef(f"end_{number}", "c", "e", f"Company {number}"))
        sessions.update_settings(
            lambda now, name=name, profile=profile: now.changed(name, **vars(profile))  # type: ignore[misc]
        )
    assert command("status") == 2
    said = capsys.readouterr().err
    assert "“Company 19” (live-20); and 10 more." in said
    assert "Company 20" not in said
