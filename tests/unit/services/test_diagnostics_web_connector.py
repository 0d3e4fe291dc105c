"""The bundle says what the Web Connector did for us, in events and in three lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.guide.book import guide
from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.diagnostics.web_connector import MOST_EVENTS
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.web_connector_log.follower import TAIL_BYTES
from tests.helpers.pcs import ALL_WELL
from tests.helpers.web_connector_pc import web_connector_pc
from tests.unit.services.diagnostics_world import CONNECTOR_LOG, World
from tests.unit.workstation.web_connector_logs import HEADER, HOST, NAME, SOAP, entry, named, update

TITLE = guide().entry("0x80040414").title


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


def collected(world: World) -> Bundle:
    bundle = world.service().collect(CancelToken())
    assert bundle.failures == ()
    return bundle


def text_of(bundle: Bundle, name: str) -> str:
    [file] = [file for file in bundle.files if file.name == name]
    return file.data.decode("utf-8")


def told(world: World) -> dict[str, Any]:
    tree = json.loads(text_of(collected(world), "web_connector.json"))
    assert isinstance(tree, dict)
    return tree


def events_in(bundle: Bundle) -> list[dict[str, Any]]:
    lines = text_of(bundle, "web_connector_events.jsonl").splitlines()
    return [json.loads(line) for line in lines]


def in_short(world: World) -> list[str]:
    page = text_of(collected(world), "summary.txt")
    lines = page.partition("WEB CONNECTOR\n")[2].partition("\n\n")[0].splitlines()
    assert len(lines) == 3
    return lines


def with_log(world: World, log: str) -> None:
    world.pc = lambda: web_connector_pc(log=log)


def test_events_are_typed_and_the_newest_is_the_last(world: World) -> None:
    bundle = collected(world)
    tree, events = json.loads(text_of(bundle, "web_connector.json")), events_in(bundle)
    assert tree["application"] == {"name": NAME, "host": HOST}
    assert tree["log"] == "read"
    assert tree["events"] == len(events)
    assert {name for event in events for name in event} <= {
        "time",
        "kind",
        "code",
        "hresult",
        "seconds",
    }
    assert events[-1] == {"time": "2025-03-04T15:05:03+00:00", "kind": "update ended"}
    assert {
        "time": "2025-03-04T15:05:02+00:00",
        "kind": "problem",
        "code": "QBWC1013",
        "hresult": "0x80040414",
    } in events
    assert tree["eventsLeftOut"] == 0


def test_the_account_is_told(world: World) -> None:
    assert told(world)["account"] == {
        "lastCameBy": "2025-03-04T15:05:03+00:00",
        "lastEnding": "problem",
        "updatesCome": "by itself",
        "usualGapSeconds": 300,
        "lastProblem": {
            "time": "2025-03-04T15:05:02+00:00",
            "kind": "problem",
            "codes": ["QBWC1013", "0x80040414"],
            "title": TITLE,
        },
    }


def test_of_other_applications_only_numbers_are_told(world: World) -> None:
    tree = told(world)
    assert tree["otherApplications"] == 1
    assert tree["entriesOfOthers"] == [9]
    assert "Another One" not in json.dumps(tree)


def test_size_age_and_level_of_the_log_are_told(world: World) -> None:
    world.pc = lambda: DescribedPc.load(ALL_WELL)
    tree = told(world)
    assert (tree["logBytes"], tree["logAgeSeconds"], tree["logLevel"]) == (245760, 180, "DEBUG")
    assert tree["bytesLookedAt"] == 245760
    assert in_short(world)[2] == (
        "Its log       245,760 bytes, written 3 minutes ago, level DEBUG, 0 other applications"
    )


def test_a_level_that_is_no_level_is_not_repeated(world: World) -> None:
    world.pc = lambda: web_connector_pc(log=CONNECTOR_LOG, level="MaryPoppins")
    assert told(world)["logLevel"] is None


def test_the_newest_events_of_a_long_log_are_kept(world: World) -> None:
    with_log(world, HEADER + "".join(update(60 * n) for n in range(400)))
    bundle = collected(world)
    tree, events = json.loads(text_of(bundle, "web_connector.json")), events_in(bundle)
    assert len(events) == MOST_EVENTS
    assert events[-1]["time"] == "2025-03-04T21:39:02+00:00"
    assert tree["eventsLeftOut"] == tree["events"] - MOST_EVENTS > 0
    times = [event["time"] for event in events]
    assert times == sorted(times)


def test_only_the_end_of_the_log_is_looked_at(world: World) -> None:
    old = named(0) + entry(1, SOAP + "connect", "QBWC1013: 0x80040420")
    with_log(world, old + "x" * TAIL_BYTES + "\r\n" + update(600))
    assert told(world)["account"]["lastProblem"] is None


def test_the_page_says_it_in_three_lines(world: World) -> None:
    came_by, problem, log = in_short(world)
    assert came_by == (
        "Last came by  2025-03-04T15:05:03+00:00, ended: problem, updates come: by itself"
    )
    assert problem == (f"Last problem  {TITLE} (QBWC1013, 0x80040414), 2025-03-04T15:05:02+00:00")
    assert log.startswith("Its log       size not known, age not known, level not known, 1 other")


def test_what_was_got_over_is_said_to_be(world: World) -> None:
    with_log(world, CONNECTOR_LOG + update(900))
    assert in_short(world)[1].endswith("(got over since)")


def test_where_the_log_says_nothing_of_us_the_page_says_so(world: World) -> None:
    with_log(world, update(0, name="Another One"))
    assert in_short(world)[:2] == [
        "Last came by  not in its log",
        "Last problem  none in its log",
    ]


def test_without_a_log_the_bundle_says_so(world: World) -> None:
    world.pc = web_connector_pc
    assert told(world)["log"] == "there is none"
    assert in_short(world) == [
        "Last came by  not known",
        "Last problem  not known",
        "Its log       there is none",
    ]


def test_a_log_that_may_not_be_read_costs_nothing_else(world: World) -> None:
    world.pc = lambda: web_connector_pc(environment={"TEMP": "C:\\Temp"})
    assert told(world)["log"] == "could not be read"
    assert in_short(world)[2] == "Its log       could not be read"


def test_while_no_application_is_known_to_be_ours_nothing_is_told_of_any(world: World) -> None:
    world.application = None
    bundle = collected(world)
    tree = json.loads(text_of(bundle, "web_connector.json"))
    assert tree["application"] is None
    assert tree["otherApplications"] == 2
    assert {event["kind"] for event in events_in(bundle)} <= {"log created", "level debug"}


def test_an_application_named_after_the_customer_is_marked(world: World) -> None:
    company = world.settings.profile.company_name
    assert company
    world.application = OwnApplication(company, HOST)
    with_log(world, update(0, name=company))
    tree = told(world)
    assert tree["application"]["name"].startswith("‹company")
    assert tree["account"]["lastEnding"] == "fine"
