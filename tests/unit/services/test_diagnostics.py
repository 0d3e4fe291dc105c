"""The support bundle says why a connection is down, whatever is broken on the PC."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.errors import ExitCode, NotSetUp
from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.diagnostics.errors import BundleNotWritten
from conductor_desktop.storage.errors import SecretStoreProblem
from conductor_desktop.storage.secrets import SecretStore, SessionStore
from conductor_desktop.work import Cancelled, CancelToken
from tests.unit.services.diagnostics_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


def collected(world: World) -> Bundle:
    return world.service().collect(CancelToken())


def text_of(bundle: Bundle, name: str) -> str:
    [file] = [file for file in bundle.files if file.name == name]
    return file.data.decode("utf-8")


def tree_of(bundle: Bundle, name: str) -> dict[str, Any]:
    tree = json.loads(text_of(bundle, name))
    assert isinstance(tree, dict)
    return tree


def test_the_bundle_holds_these_files_and_no_other(world: World) -> None:
    (world.home.logs / "core.dmp").write_text("heap")
    (world.home.connection_files / "x.qwc").write_text("<qwc/>")

    bundle = collected(world)

    assert [file.name for file in bundle.files] == [
        "summary.txt",
        "api_errors.jsonl",
        "checks.json",
        "connection.json",
        "crash.txt",
        "environment.json",
        "logs/app.log",
        "manifest.json",
        "network.json",
        "quickbooks.json",
        "settings.json",
        "timeline.jsonl",
        "web_connector.json",
        "web_connector_events.jsonl",
    ]
    assert bundle.failures == ()
    assert all(file.note and file.source for file in bundle.files)


def test_the_archive_holds_the_very_bytes_that_were_shown(world: World, tmp_path: Path) -> None:
    service = world.service()
    bundle = service.collect(CancelToken())

    path = service.write(bundle, tmp_path)

    with zipfile.ZipFile(path) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            file.name: file.data for file in bundle.files
        }
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert path.parent == tmp_path
    assert re.fullmatch(
        r"conductor-desktop-diag-20261123T015807Z-[0-9a-f]{8}\.redacted\.zip", path.name
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([path.name, "home"])


def test_equal_files_give_equal_bytes(world: World) -> None:
    bundle = collected(world)

    assert bundle.archive() == bundle.archive()
    turned = Bundle(bundle.identity, bundle.created_at, tuple(reversed(bundle.files)))
    assert turned.archive() == bundle.archive()


def test_two_bundles_of_one_second_have_two_names(world: World) -> None:
    service = world.service()

    first, second = (service.collect(CancelToken()) for _ in range(2))

    assert first.default_name != second.default_name


def test_the_manifest_vouches_for_every_other_file(world: World) -> None:
    bundle = collected(world)
    manifest = tree_of(bundle, "manifest.json")

    assert manifest["schema"] == 2
    assert manifest["identity"] == bundle.identity
    assert manifest["createdAt"] == "2026-11-23T01:58:07+00:00"
    assert manifest["versions"]["qt"] == "6.11.3"
    assert "conductor-desktop" in manifest["versions"]
    assert {one["name"]: (one["size"], one["sha256"]) for one in manifest["files"]} == {
        file.name: (len(file.data), hashlib.sha256(file.data).hexdigest())
        for file in bundle.files
        if file.name != "manifest.json"
    }


def test_the_checks_tell_what_was_found(world: World) -> None:
    tree = tree_of(collected(world), "checks.json")

    assert tree["verdict"] == "stop"
    assert [(row["id"], row["answer"]) for row in tree["checks"]] == [
        ("qb", "ok"),
        ("file", "stop"),
    ]


def test_the_connection_tells_states_and_ids_only(world: World) -> None:
    tree = tree_of(collected(world), "connection.json")

    assert tree["state"] == "not_active"
    assert tree["owner"] == "you"
    assert tree["requestId"] == "req_1a2b3c"
    assert tree["endUserId"] == "end_usr_12ab"
    assert tree["lastProofAt"] == "2026-11-22T23:58:07+00:00"
    assert tree["seconds"] == 1.25
    assert tree["active"] is False
    assert {"explanation", "nextStep", "steps"}.isdisjoint(tree)
    assert "Beethoven" not in json.dumps(tree)


def test_the_settings_tell_of_a_key_only_whether_there_is_one(world: World) -> None:
    tree = tree_of(collected(world), "settings.json")

    assert tree["secrets"]["live/secret-key"] == "set"
    assert tree["secrets"]["live/token"] == "unset"
    assert tree["passwordStore"] == "this PC's"
    live = tree["profiles"]["live"]
    assert live["mode"] == "api_keys"
    assert live["setupStep"] == "done"
    assert live["apiHost"] == "api.conductor.is"
    assert live["vendor"] == {"name": "Acme Field Service"}
    assert live["application"] == {"name": "Example Sync", "host": "qbwc.example.invalid"}
    assert live["createUnfinished"] is True


def test_the_environment_is_typed(world: World) -> None:
    tree = tree_of(collected(world), "environment.json")

    assert isinstance(tree["processors"], int)
    assert isinstance(tree["freeDiskMegabytes"], int)
    assert isinstance(tree["proxyInEnvironment"], bool)
    assert isinstance(tree["logMegabytes"], float)
    assert tree["windows"]["caption"] == "Windows 11 Pro"
    assert set(tree["power"]) == {
        "sleepsAfterMinutes",
        "hibernatesAfterMinutes",
        "hasLid",
        "closingTheLid",
        "onBattery",
    }


def test_the_summary_answers_the_first_questions_on_one_page(world: World) -> None:
    page = text_of(collected(world), "summary.txt")

    assert "State       not_active" in page
    assert "Whose turn  you" in page
    assert "Verdict: stop" in page
    assert "[stop] Company file" in page
    assert "[ok] 1 of 2 checks" in page
    assert len(page.splitlines()) < 50


def test_one_broken_source_costs_one_file_and_is_told(world: World) -> None:
    def not_set_up() -> Any:
        raise NotSetUp

    def no_checks() -> Any:
        raise ZeroDivisionError("mary was here")

    world.connection = not_set_up
    world.checks = no_checks

    bundle = collected(world)

    reasons = {failure.file: failure.reason for failure in bundle.failures}
    assert reasons == {"checks.json": "ZeroDivisionError", "connection.json": "Not set up yet"}
    assert tree_of(bundle, "manifest.json")["failures"] == [
        {"file": "checks.json", "reason": "ZeroDivisionError"},
        {"file": "connection.json", "reason": "Not set up yet"},
    ]
    page = text_of(bundle, "summary.txt")
    assert "connection.json: Not set up yet" in page
    assert {"checks.json", "connection.json"}.isdisjoint(file.name for file in bundle.files)


def test_a_password_store_that_does_not_answer_is_told(world: World) -> None:
    asked = []

    class Silent(SessionStore):
        persistent = True

        def get(self, name: str) -> None:
            asked.append(name)
            raise SecretStoreProblem("It did not answer.", "Try again.", reason="no answer")

    world.store = Silent

    tree = tree_of(collected(world), "settings.json")

    assert tree["passwordStore"] == "could not be asked"
    assert tree["secrets"] == {}
    assert len(asked) == 1, "nobody waits for six time-outs"


def test_a_store_for_one_run_is_told(world: World) -> None:
    def session() -> SecretStore:
        return SessionStore()

    world.store = session

    assert tree_of(collected(world), "settings.json")["passwordStore"] == "for one run only"


def test_cancelling_stops_the_collection(world: World) -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(Cancelled):
        world.service().collect(cancel)


def test_the_newest_lines_of_a_large_log_are_taken(world: World) -> None:
    (world.home.logs / "app.log.1").write_text(
        "".join(f"line {n:06d} {'x' * 30}\n" for n in range(60_000)), encoding="utf-8"
    )
    world.log("".join(f"line {n:06d}\n" for n in range(60_000, 60_100)))

    lines = text_of(collected(world), "logs/app.log").splitlines()

    assert lines[-1] == "line 060099"
    assert re.fullmatch(r"line \d{6} x{30}", lines[0]), "no line without its beginning"
    numbers = [int(line[5:11]) for line in lines]
    assert numbers == list(range(numbers[0], 60_100))
    assert 1_900_000 < sum(len(line) + 1 for line in lines) <= 2_000_000


def test_a_broken_log_is_bounded_and_readable(world: World) -> None:
    with (world.home.logs / "app.log").open("wb") as file:
        file.write(b"\xff\xfe binary \x00\x1b[31m\n" + b"y" * 300_000 + b"\nlast line\n")

    lines = text_of(collected(world), "logs/app.log").splitlines()

    assert lines[0].endswith("binary \\x00\\x1b[31m")
    assert lines[1] == "(a line of 300,000 characters was left out)"
    assert lines[2] == "last line"


def test_without_a_log_the_bundle_says_so(world: World) -> None:
    assert "empty" in text_of(collected(world), "logs/app.log")


def test_a_missing_log_folder_costs_nothing_else(world: World) -> None:
    world.home.logs.rmdir()
    world.home.logs.write_text("a file in its place")

    assert collected(world).failures == ()


def test_the_default_place_is_the_folder_for_exports(world: World) -> None:
    service = world.service()

    path = service.write(service.collect(CancelToken()))

    assert path.parent == world.home.exports


def test_a_named_file_is_that_file(world: World, tmp_path: Path) -> None:
    service = world.service()
    bundle = service.collect(CancelToken())

    assert service.write(bundle, tmp_path / "mine.zip") == tmp_path / "mine.zip"
    assert service.write(bundle, tmp_path / "mine.zip") == tmp_path / "mine.zip"
    assert (tmp_path / "mine.zip").read_bytes() == bundle.archive()


def test_an_existing_file_is_kept_when_nobody_agreed(world: World, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_bytes(b"older")
    service = world.service()

    with pytest.raises(BundleNotWritten, match="already"):
        service.write(service.collect(CancelToken()), tmp_path / "mine.zip", replace=False)

    assert (tmp_path / "mine.zip").read_bytes() == b"older"


@pytest.mark.parametrize(
    "target",
    ["missing/x.zip", "missing", "file/x.zip", "file", "n" * 300 + ".zip", "nul\0.zip"],
)
def test_a_place_that_cannot_take_it_is_one_sentence(
    world: World, tmp_path: Path, target: str
) -> None:
    (tmp_path / "file").write_text("a file")
    service = world.service()
    bundle = service.collect(CancelToken())
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(BundleNotWritten) as caught:
        service.write(bundle, tmp_path / target)

    assert caught.value.exit_code is ExitCode.USAGE
    assert sorted(tmp_path.rglob("*")) == before


def test_a_disk_that_fills_up_leaves_no_part_of_a_bundle(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = world.service()
    bundle = service.collect(CancelToken())
    target = tmp_path / "out"
    target.mkdir()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("conductor_desktop.storage.atomic.os.fsync", full)
    with pytest.raises(BundleNotWritten, match="No space left"):
        service.write(bundle, target)

    assert list(target.iterdir()) == []
