"""How the connection stands, in a file: what is in it, what is not, and who believes it."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from conductor_desktop.services.connection import ConnectionState
from conductor_desktop.services.connection.diagnosis import Diagnosis
from conductor_desktop.services.connection.status_file import Noted, StatusFile, status_tree
from conductor_desktop.services.connection.watch import Paused, Watch
from conductor_desktop.storage.names import ProfileName
from tests.helpers.given_conductor import NOW
from tests.unit.services.cause_table import ANSWERS, PCS
from tests.unit.services.watched import Watched

LIVE = ProfileName.LIVE
PAGE = Path(__file__).parents[3] / "docs" / "for-it.md"


@pytest.fixture
def file(tmp_path: Path) -> StatusFile:
    return StatusFile(tmp_path / "status.json")


def down() -> Watch:
    watched = Watched()
    watched.click("not active")
    watched.monotonic += 15
    watched.shows("Web Connector closed")
    return watched.watch


def test_it_says_what_is_wrong_since_when_and_whose_turn_it_is() -> None:
    tree = status_tree(down(), LIVE)
    assert tree["state"] == "not_active"
    assert tree["exitCode"] == 1
    assert tree["phase"] == "action_needed"
    assert tree["headline"] == "The Web Connector is closed"
    assert tree["since"] == "2025-11-23T12:00:15.000Z"
    assert tree["cause"] == {
        "id": "web_connector_closed",
        "title": "The Web Connector is closed",
        "owner": "you",
    }
    assert (tree["profile"], tree["owner"], tree["resting"]) == ("live", "you", None)


def test_whose_turn_it_is_is_said_of_what_is_only_likely_too() -> None:
    watched = Watched()
    watched.click("not reached")
    tree = status_tree(watched.watch, LIVE)
    assert tree["cause"] is None
    assert isinstance(tree["likely"], list)
    assert (tree["owner"], tree["likely"][0]["owner"]) == ("it", "it")


def test_before_anything_is_known_it_says_so() -> None:
    tree = status_tree(Watched().watch, LIVE)
    assert (tree["state"], tree["phase"], tree["since"]) == ("unknown", "starting", None)
    assert tree["headline"] == "Nothing is known yet"
    assert tree["exitCode"] == 1


def test_it_says_that_it_is_paused_and_until_when() -> None:
    watched = Watched()
    watched.click("works")
    watched.happens(Paused(NOW + timedelta(hours=2)))
    tree = status_tree(watched.watch, LIVE)
    assert (tree["resting"], tree["pausedUntil"]) == ("paused", "2025-11-23T14:00:00.000Z")
    watched.happens(Paused(None))
    assert status_tree(watched.watch, LIVE)["pausedUntil"] is None


def test_every_field_is_documented_and_no_other() -> None:
    words = PAGE.read_text("utf-8")
    section = words.partition("## The status file")[2].partition("\n## ")[0]
    rows = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted([*status_tree(down(), LIVE), "writtenAt"])


@pytest.mark.parametrize("pc", [name for name in PCS if name != "not looked at"])
def test_no_other_company_is_named(pc: str) -> None:
    """What this PC sees of others is in sentences of its rows, and none of these is in the file."""
    for answer in ANSWERS:
        watched = Watched()
        watched.notes(answer)
        watched.shows(pc)
        told = json.dumps(status_tree(watched.watch, LIVE))
        look = watched.watch.evidence.pc
        assert look is not None
        for row in look.report.results:
            assert row.sentence not in told
        assert "“" not in told or (told.count("“") == 1 and "Connected to “" in told)


def test_what_is_written_is_read(file: StatusFile) -> None:
    file.write(status_tree(down(), LIVE), NOW)
    noted = file.read(NOW + timedelta(minutes=4))
    assert noted is not None
    assert noted.since == down().since
    assert (noted.profile, noted.state, noted.cause) == (
        "live",
        "not_active",
        "web_connector_closed",
    )


@pytest.mark.parametrize("age", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_what_a_dead_app_has_left_is_not_believed(file: StatusFile, age: timedelta) -> None:
    file.write(status_tree(down(), LIVE), NOW)
    assert file.read(NOW + age) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 200,
        b"[]",
        b"{}",
        b'{"version": 2}',
        b'{"version": 1, "writtenAt": 5}',
        b'{"version": 1, "writtenAt": "2025-11-23T12:00:00Z", "profile": [], "state": {}}',
        b"[" * 90_000,
        b"\xff\xfe",
    ],
)
def test_anything_else_in_its_place_is_no_status(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "status.json"
    path.write_bytes(data)
    assert StatusFile(path).read(NOW) is None


def test_odd_values_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    path.write_text(
        json.dumps(
            {
                "version": 1,
                "writtenAt": "2025-11-23T12:00:00Z",
                "profile": "live",
                "state": "busy",
                "since": "yesterday",
                "cause": {"id": ["x"]},
            }
        )
    )
    assert StatusFile(path).read(NOW) == Noted("live", "busy", None, None)


def test_removed_is_gone_and_twice_is_no_trouble(file: StatusFile, tmp_path: Path) -> None:
    file.write(status_tree(down(), LIVE), NOW)
    file.remove()
    file.remove()
    assert file.read(NOW) is None
    assert list(tmp_path.iterdir()) == []


def test_where_it_cannot_be_written_that_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_bytes(b"")
    file = StatusFile(tmp_path / "taken" / "status.json")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            file.write(status_tree(down(), LIVE), NOW)
    assert caplog.messages == ["the status file was not written: FileExistsError"]
    caplog.clear()
    (tmp_path / "taken").unlink()
    file.write(status_tree(down(), LIVE), NOW)
    assert file.read(NOW) is not None


@pytest.mark.parametrize(
    ("state", "profile", "is_told"),
    [
        (ConnectionState.LAST_KNOWN_GOOD, "live", True),
        (ConnectionState.CONNECTED, "live", True),
        (ConnectionState.CONNECTED, "live-2", False),
        (ConnectionState.NOT_ACTIVE, "live", False),
    ],
)
def test_since_when_counts_for_the_same_state_of_the_same_connection(
    state: ConnectionState, profile: str, is_told: bool
) -> None:
    watched = Watched()
    report = replace(watched.report("works"), state=state)
    noted = Noted(profile, "connected", None, NOW)
    assert noted.since_of(LIVE, report, Diagnosis()) == (NOW if is_told else None)


def test_since_when_counts_for_the_same_cause() -> None:
    watch = down()
    assert watch.told is not None
    same = Noted("live", "not_active", "web_connector_closed", NOW)
    assert same.since_of(LIVE, watch.told, watch.diagnosis) == NOW
    assert replace(same, cause="busy").since_of(LIVE, watch.told, watch.diagnosis) is None
