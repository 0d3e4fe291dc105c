"""The files of a support bundle are told of one by one, as they come."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.services.diagnostics import Bundle, BundleFile, Failure, collecting
from conductor_desktop.services.diagnostics.cleaning import Cleaner
from conductor_desktop.services.diagnostics.collecting import files_to_come
from conductor_desktop.services.diagnostics.sources import Draft
from conductor_desktop.storage.names import Mode, ProfileName
from conductor_desktop.storage.profiles import Profile, Settings
from conductor_desktop.work import CancelToken
from tests.unit.services.diagnostics_world import (
    COMPANY,
    REPORT,
    WHEN,
    PlannedChecks,
    PlannedConnection,
    World,
)

_PATIENCE = 20.0  # a broken test ends instead of hanging; no test waits this long


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


def data_of(bundle: Bundle, name: str) -> bytes:
    [file] = [file for file in bundle.files if file.name == name]
    return file.data


@pytest.fixture
def gate(world: World) -> Iterator[threading.Event]:
    """The checks of the PC answer once this is set."""
    opened = threading.Event()

    def hangs() -> PlannedChecks:
        assert opened.wait(_PATIENCE)
        return PlannedChecks()

    world.checks = hangs
    yield opened
    opened.set()


def test_each_file_is_told_of_when_it_is_there_and_one_that_hangs_holds_up_no_other(
    world: World, gate: threading.Event
) -> None:
    made_at_the_end = {"summary.txt", "manifest.json"}
    from_the_checks = {"checks.json", "connection.json"}
    told: dict[str, BundleFile | Failure] = {}
    before_the_checks: set[str] = set()

    def arrived(one: BundleFile | Failure) -> None:
        assert isinstance(one, BundleFile)
        told[one.name] = one
        if told.keys() == set(files_to_come()) - made_at_the_end - from_the_checks:
            before_the_checks.update(told)
            gate.set()

    bundle = world.service().collect(CancelToken(), arrived=arrived)
    assert len(before_the_checks) == 10
    assert {file.name for file in bundle.files} == set(files_to_come())
    assert {file.name: file for file in bundle.files if file.name not in made_at_the_end} == told


def test_what_does_not_answer_is_told_of_as_failed(world: World, gate: threading.Event) -> None:
    world.seconds = 0.0
    told: list[BundleFile | Failure] = []
    bundle = world.service().collect(CancelToken(), arrived=told.append)
    assert {one.file for one in told if isinstance(one, Failure)} == {
        one.file for one in bundle.failures
    }
    assert "checks.json" in {one.file for one in bundle.failures}


def test_what_was_told_of_as_failed_stays_so_though_it_comes_a_moment_later(
    world: World, gate: threading.Event
) -> None:
    world.seconds = 0.0
    told: list[str] = []

    def arrived(one: BundleFile | Failure) -> None:
        if isinstance(one, Failure):
            told.append(one.file)
            gate.set()
            for thread in threading.enumerate():
                if thread.name.startswith("collect "):
                    thread.join(_PATIENCE)

    bundle = world.service().collect(CancelToken(), arrived=arrived)
    assert sorted(told) == sorted(one.file for one in bundle.failures)


def test_how_the_connection_stands_is_told_though_the_pc_does_not_answer(
    world: World, gate: threading.Event
) -> None:
    world.seconds = 2.5
    bundle = world.service().collect(CancelToken())
    assert [one.file for one in bundle.failures] == ["checks.json"]
    assert b'"state": "not_active"' in data_of(bundle, "connection.json")


def test_a_name_that_is_learnt_after_a_file_has_come_is_taken_out_of_it(world: World) -> None:
    world.settings = Settings(profiles={ProfileName.LIVE: Profile(mode=Mode.API_KEYS)})
    world.log(f"{WHEN:%Y-%m-%dT%H:%M:%S}.000Z INFO x [1 MainThread] {COMPANY} answered\n")
    log_came = threading.Event()
    told: dict[str, bytes] = {}

    def arrived(one: BundleFile | Failure) -> None:
        if isinstance(one, BundleFile):
            told[one.name] = one.data
            if one.name == "logs/app.log":
                log_came.set()

    def late() -> PlannedConnection:
        assert log_came.wait(_PATIENCE)
        return PlannedConnection(REPORT)

    world.connection = late
    bundle = world.service().collect(CancelToken(), arrived=arrived)
    assert COMPANY.encode() in told["logs/app.log"]
    assert COMPANY.encode() not in data_of(bundle, "logs/app.log")
    assert b"answered" in data_of(bundle, "logs/app.log")


@pytest.fixture
def slow_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Beside the main thread the log is not clean before this is set."""
    opened = threading.Event()
    clean = collecting._clean

    def slow(name: str, draft: Draft, cleaner: Cleaner) -> collecting._Cleaned:
        if name == "logs/app.log" and threading.current_thread() is not threading.main_thread():
            assert opened.wait(_PATIENCE)
        return clean(name, draft, cleaner)

    monkeypatch.setattr(collecting, "_clean", slow)
    yield opened
    opened.set()


def test_a_long_file_that_is_being_cleaned_holds_up_no_other(
    world: World, slow_log: threading.Event
) -> None:
    told: list[str] = []

    def arrived(one: BundleFile | Failure) -> None:
        assert isinstance(one, BundleFile)
        told.append(one.name)
        if len(told) == len(files_to_come()) - 3:  # without the log and the last two
            slow_log.set()

    world.service().collect(CancelToken(), arrived=arrived)
    assert told[-1] == "logs/app.log"


def test_a_file_that_is_not_clean_in_time_is_cleaned_at_the_end(
    world: World, slow_log: threading.Event
) -> None:
    world.seconds = 2.0
    told: list[BundleFile | Failure] = []
    bundle = world.service().collect(CancelToken(), arrived=told.append)
    assert data_of(bundle, "logs/app.log") == b"(the log is empty)\n"
    assert bundle.failures == ()
    assert not any(isinstance(one, Failure) for one in told)
