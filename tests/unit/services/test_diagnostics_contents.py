"""What each file of the bundle tells, on PCs where all is well and where nothing is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.services.checks import CheckReport, PcChecks, Purpose
from conductor_desktop.services.diagnostics import Bundle, BundleFile
from conductor_desktop.services.diagnostics.sources import KeptStretch
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, OwnApplication, Profile, Vendor
from conductor_desktop.work import Cancelled, CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.this_pc import ThisPc
from tests.helpers.pcs import ALL_WELL, API, PCS, Pc
from tests.unit.services.diagnostics_world import (
    REPORT,
    WHEN,
    PlannedConnection,
    World,
)

OTHER = ProfileName("live-2")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


def collected(world: World, **options: Any) -> Bundle:
    return world.service().collect(CancelToken(), **options)


def file_of(bundle: Bundle, name: str) -> BundleFile:
    [file] = [file for file in bundle.files if file.name == name]
    return file


def tree_of(bundle: Bundle, name: str) -> Any:
    return json.loads(file_of(bundle, name).data)


def lines_of(bundle: Bundle, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file_of(bundle, name).data.splitlines()]


def page_of(bundle: Bundle) -> str:
    return file_of(bundle, "summary.txt").data.decode()


# ---- whose bundle it is


def with_another(world: World) -> None:
    another = Profile(
        mode=Mode.SETUP_FILE,
        vendor=Vendor("Rival Software"),
        end_user=EndUserRef("end_usr_99zz", "cust-99", "o@cedar.example", "Cedar & Finch"),
        setup_step=SetupStep.CONNECT,
        company_name="Cedar & Finch",
    )
    profiles = {**world.settings.profiles, OTHER: another}
    world.settings = replace(world.settings, profiles=profiles)


def test_the_bundle_is_about_the_connection_that_was_chosen(world: World) -> None:
    with_another(world)
    world.profile = OTHER
    tree = tree_of(collected(world), "settings.json")
    assert tree["profile"] == "live-2"
    assert tree["activeProfile"] == "live"
    assert tree["keepsWatching"] is True
    assert list(tree["profiles"]) == ["live-2"]
    assert tree["profiles"]["live-2"]["endUser"]["id"] == "end_usr_99zz"
    assert set(tree["secrets"]) == {
        "live-2/secret-key",
        "live-2/publishable-key",
        "live-2/token",
    }


def test_of_another_vendor_s_connection_it_tells_next_to_nothing(world: World) -> None:
    with_another(world)
    bundle = collected(world)
    assert tree_of(bundle, "settings.json")["otherConnections"] == {
        "live-2": {"mode": "setup_file", "setupStep": "connect", "lastProofAt": None}
    }
    everything = b"".join(file.data for file in bundle.files)
    for name in (b"Rival", b"end_usr_99zz", b"Cedar"):
        assert name not in everything


# ---- QuickBooks, the Web Connector, the network


def on_a_pc_where_all_is_well(world: World) -> None:
    world.pc = lambda: DescribedPc.load(ALL_WELL)


def test_quickbooks_is_told_in_versions_and_states(world: World) -> None:
    on_a_pc_where_all_is_well(world)
    tree = tree_of(collected(world), "quickbooks.json")
    assert tree["found"]["installs"] == [
        {
            "product": "QuickBooks Enterprise Solutions 24.0",
            "version": "34.0.4010.3401",
            "year": 2024,
            "bits": 64,
        }
    ]
    assert tree["found"]["serverOnly"] is False
    assert tree["requestProcessor"]["registeredForBits"] == [32]
    assert {"name": "QBW.exe", "inOurSession": True, "elevated": False, "windows": 1} in tree[
        "running"
    ]
    assert tree["shown"]["companyOpen"] is True
    assert tree["shown"]["multiUser"] is True
    assert [service["name"] for service in tree["services"]]


@pytest.mark.parametrize("pc", sorted(PCS.glob("*.json")), ids=lambda path: path.stem)
def test_no_title_of_a_window_gets_into_a_bundle(world: World, pc: Path) -> None:
    world.pc = lambda: DescribedPc.load(pc)
    bundle = collected(world)
    everything = b"".join(file.data for file in bundle.files).decode()
    raw = json.loads(pc.read_text("utf-8"))
    titles = [
        window["title"] if isinstance(window, dict) else window
        for process in raw.get("processes") or []
        for window in process.get("windows") or []
    ]
    for title in titles:
        company = title.partition(" - ")[0]
        assert title not in everything or company.startswith("QuickBooks")
        assert "Example" not in company or company not in everything


def test_the_web_connector_is_told(world: World) -> None:
    on_a_pc_where_all_is_well(world)
    world.application = OwnApplication("Example Sync", "api.conductor.is")
    tree = tree_of(collected(world), "web_connector.json")
    assert tree["program"] == {"version": "2.3.0.215", "signature": "valid"}
    assert [one["name"] for one in tree["running"]] == ["QBWebConnector.exe"]
    assert tree["startsWithWindows"]["enabled"] == 1
    assert tree["applications"] == {"ours": True, "others": 0}
    assert tree["updateLock"] is False
    assert tree["opensConnectionFiles"] is True


def test_another_vendor_s_application_is_counted_and_not_named(world: World) -> None:
    pc = Pc()
    pc.add_key(r"HKCU\Software\Intuit\QBWebConnector\Rival Sync", {})
    world.pc = pc.described
    world.application = OwnApplication("Example Sync", "api.conductor.is")
    bundle = collected(world)
    assert tree_of(bundle, "web_connector.json")["applications"] == {"ours": True, "others": 1}
    assert not any(b"Rival" in file.data for file in bundle.files)


def test_the_way_to_the_service_is_told_stretch_by_stretch(world: World) -> None:
    on_a_pc_where_all_is_well(world)
    tree = tree_of(collected(world), "network.json")
    assert tree["host"] == "api.conductor.is"
    assert tree["outcome"] == "answers"
    assert [hop["stretch"] for hop in tree["passed"]][:1] == ["network"]
    assert tree["proxy"] == {"kind": "none"}


def test_a_pc_that_tells_nothing_costs_no_file(world: World) -> None:
    """As on Linux, or where every question is refused."""
    world.pc = ThisPc
    bundle = collected(world)
    assert bundle.failures == ()
    assert tree_of(bundle, "environment.json")["system"]


# ---- why it is down, and since when


def with_checks_of(world: World, pc: Callable[[], DescribedPc]) -> None:
    purpose = Purpose(API, OwnApplication("Example Sync", "api.conductor.is"), None)
    world.checks = lambda: PcChecks(pc(), purpose)


def test_the_cause_is_named_in_words_of_our_own(world: World) -> None:
    pc = Pc()
    pc.drop("processes", "QBWebConnector.exe")
    with_checks_of(world, pc.described)
    bundle = collected(world)
    cause = tree_of(bundle, "connection.json")["cause"]
    assert cause["id"] == "web_connector_closed"
    page = page_of(bundle)
    assert f"Cause       {cause['title']} (web_connector_closed)" in page
    assert f"Next step   {cause['nextStep']}" in page
    assert f"Whose turn  {cause['owner']}" in page


@dataclass(frozen=True)
class Stretch:
    began: datetime
    until: datetime
    phase: str
    cause: str | None = None
    said: str | None = None
    code: str | None = None


def minutes_ago(minutes: float) -> datetime:
    return WHEN - timedelta(minutes=minutes)


def with_history(world: World, *stretches: Stretch) -> list[tuple[str, datetime]]:
    asked: list[tuple[str, datetime]] = []

    def history(profile: ProfileName, since: datetime) -> tuple[KeptStretch, ...]:
        asked.append((profile, since))
        return stretches

    world.history = history
    return asked


def test_the_timeline_joins_states_events_and_errors_in_order(world: World) -> None:
    asked = with_history(
        world,
        Stretch(
            datetime(2025, 3, 4, 15, 0, tzinfo=UTC), datetime(2025, 3, 4, 15, 1, tzinfo=UTC), "up"
        ),
        Stretch(
            minutes_ago(90), minutes_ago(10), "down", "dialog_waiting", "refused", "0x80040414"
        ),
    )
    stamp = minutes_ago(30).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    world.log(log_line(stamp, "GET /end-users/{id} 502 812 ms req_77"))
    entries = lines_of(collected(world), "timeline.jsonl")
    assert [entry["what"] for entry in entries] == [
        "state",
        "web connector",
        "state",
        "api error",
    ]
    assert entries[2] == {
        "time": "2026-11-23T00:28:07+00:00",
        "until": "2026-11-23T01:48:07+00:00",
        "what": "state",
        "phase": "down",
        "cause": "dialog_waiting",
        "said": "refused",
        "code": "0x80040414",
    }
    assert asked == [("live", WHEN - timedelta(days=30))]


def test_since_reaches_back_as_long_as_it_stood_so_without_a_gap(world: World) -> None:
    with_history(
        world,
        Stretch(minutes_ago(300), minutes_ago(200), "down"),
        Stretch(minutes_ago(90), minutes_ago(60), "up"),
        Stretch(minutes_ago(60), minutes_ago(30), "down", "busy"),
        Stretch(minutes_ago(29), minutes_ago(1), "down", "dialog_waiting"),
    )
    bundle = collected(world)
    assert tree_of(bundle, "connection.json")["since"] == "2026-11-23T00:58:07+00:00"
    assert "Since       2026-11-23T00:58:07+00:00" in page_of(bundle)


def test_a_gap_in_the_history_ends_what_is_known(world: World) -> None:
    with_history(
        world,
        Stretch(minutes_ago(90), minutes_ago(60), "down"),
        Stretch(minutes_ago(20), minutes_ago(1), "down"),
    )
    assert tree_of(collected(world), "connection.json")["since"] == "2026-11-23T01:38:07+00:00"


def test_without_a_history_since_is_not_known_of_trouble(world: World) -> None:
    bundle = collected(world)
    assert tree_of(bundle, "connection.json")["since"] is None
    assert "Since       not known" in page_of(bundle)


# ---- errors of Conductor


def log_line(stamp: str, message: str, logger: str = "network.request_log") -> str:
    return f"{stamp} INFO conductor_desktop.conductor.{logger} [1 MainThread] {message}\n"


NOW = "2026-11-23T01:50:00.000Z"


def test_errors_of_conductor_are_told_by_code_and_request(world: World) -> None:
    code = "INTEGRATION_CONNECTION_NOT_ACTIVE"
    world.log(
        log_line(NOW, "GET /end-users/{id} 200 12 ms req_1")
        + log_line(NOW, "GET /quickbooks-desktop/health-check 502 812 ms req_2")
        + log_line(NOW, f"refused: INTEGRATION_CONNECTION_ERROR {code} 502 req_2", "envelope")
        + log_line(NOW, "GET /end-users/{id} no network 3 ms -")
    )
    bundle = collected(world)
    assert lines_of(bundle, "api_errors.jsonl") == [
        {
            "time": "2026-11-23T01:50:00+00:00",
            "type": "INTEGRATION_CONNECTION_ERROR",
            "code": code,
            "status": 502,
            "requestId": "req_2",
            "method": "GET",
            "path": "/quickbooks-desktop/health-check",
            "milliseconds": 812,
        },
        {
            "time": "2026-11-23T01:50:00+00:00",
            "type": None,
            "code": None,
            "status": "no network",
            "requestId": None,
            "method": "GET",
            "path": "/end-users/{id}",
            "milliseconds": 3,
        },
    ]
    assert f"2026-11-23T01:50:00+00:00  502  {code}  req_2" in page_of(bundle)


def test_a_line_that_only_looks_like_an_error_is_none(world: World) -> None:
    world.log(f"{NOW} INFO somebody [1 x] GET /end-users/{{id}} 502 8 ms req_2\n")
    assert lines_of(collected(world), "api_errors.jsonl") == []


# ---- how many days, how long, how large


def test_two_days_of_the_log_are_taken_and_eight_if_asked_for(world: World) -> None:
    for days in (9, 7, 1):
        stamp = (WHEN - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        world.log(f"{stamp} INFO a [1 x] {days} days ago\n  and more of it\n")

    def days_told(**options: int) -> list[str]:
        log = file_of(collected(world, **options), "logs/app.log").data.decode()
        return [line.partition("] ")[2] for line in log.splitlines() if "] " in line]

    assert days_told() == ["1 days ago"]
    assert days_told(log_days=8) == ["7 days ago", "1 days ago"]
    bundle = collected(world, log_days=8)
    assert tree_of(bundle, "manifest.json")["logDays"] == 8
    assert "8 days" in file_of(bundle, "logs/app.log").note


def test_what_does_not_answer_in_time_is_left_out_and_told(world: World) -> None:
    never = threading.Event()
    stuck: list[threading.Thread] = []

    class Stuck:
        def run(self, on_result: object, cancel: CancelToken) -> CheckReport:
            stuck.append(threading.current_thread())
            never.wait()
            raise AssertionError

    world.checks = Stuck
    world.seconds = 0.5
    try:
        bundle = collected(world)
    finally:
        never.set()
        for thread in stuck:
            thread.join()
    reasons = {failure.file: failure.reason for failure in bundle.failures}
    assert reasons["checks.json"] == "No answer in time"
    assert "settings.json" not in reasons


def test_cancelling_ends_it_while_something_does_not_answer(world: World) -> None:
    never, cancel = threading.Event(), CancelToken()

    class Stuck(PlannedConnection):
        def passive(self, inner: CancelToken) -> Any:
            cancel.cancel()
            never.wait()

    world.connection = lambda: Stuck(REPORT)
    try:
        with pytest.raises(Cancelled):
            world.service().collect(cancel)
    finally:
        never.set()


def test_what_is_given_up_is_told_to_stop(world: World) -> None:
    stopped = threading.Event()

    class Patient(PlannedConnection):
        def passive(self, inner: CancelToken) -> Any:
            inner.on_cancel(stopped.set)
            stopped.wait()
            inner.raise_if_cancelled()

    world.connection = lambda: Patient(REPORT)
    world.seconds = 0.2
    bundle = collected(world)
    assert stopped.wait(20)
    assert "connection.json" in {failure.file for failure in bundle.failures}


def test_a_bundle_is_never_larger_than_a_mailbox_takes(world: World) -> None:
    world.log("".join(f"line {n:06d} {'x' * 90}\n" for n in range(20_000)))
    world.largest_bytes = 400_000
    bundle = collected(world)
    assert sum(len(file.data) for file in bundle.files) <= 400_000
    assert {(one.file, one.reason) for one in bundle.failures} == {
        ("logs/app.log", "No room left in the bundle")
    }


# ---- the manifest


def test_the_manifest_sums_up_what_was_taken_out_and_where_from(world: World) -> None:
    world.log("someone.else@x.example\n")
    bundle = collected(world)
    manifest = tree_of(bundle, "manifest.json")
    assert manifest["supportCode"] == bundle.support_code
    assert bundle.support_code in page_of(bundle)
    total: dict[str, int] = {}
    for entry in manifest["files"]:
        assert entry["source"]
        for rule, count in entry["removed"].items():
            total[rule] = total.get(rule, 0) + count
    assert manifest["removed"] == total
    assert total["e-mail"] == 1


def test_a_file_that_a_person_leaves_out_is_gone_and_named(world: World, tmp_path: Path) -> None:
    world.log("someone.else@x.example\n")
    service = world.service()
    bundle = service.collect(CancelToken())
    less = bundle.without({"logs/app.log", "manifest.json", "no such file"})
    assert {file.name for file in bundle.files} - {file.name for file in less.files} == {
        "logs/app.log"
    }
    manifest = tree_of(less, "manifest.json")
    assert manifest["leftOutByUser"] == ["logs/app.log"]
    assert "logs/app.log" not in [entry["name"] for entry in manifest["files"]]
    assert "e-mail" not in manifest["removed"]
    assert service.write(less, tmp_path / "less.zip").exists()
    assert bundle.without(()) is bundle


def test_equal_sources_give_equal_files(world: World) -> None:
    def bundle() -> Bundle:
        world._salts = iter([7])  # type: ignore[assignment]
        return collected(world)

    def data(bundle: Bundle) -> dict[str, bytes]:
        # The clock and the disk go on.
        changing = ("environment.json", "manifest.json", "checks.json", "network.json")
        return {file.name: file.data for file in bundle.files if file.name not in changing}

    assert data(bundle()) == data(bundle())


def test_which_policies_are_set_is_in_the_bundle(world: World) -> None:
    world.policies = {"set": {"AllowExport": {"value": False, "from": "HKLM"}}, "ignored": []}
    assert tree_of(collected(world), "environment.json")["policies"] == world.policies
