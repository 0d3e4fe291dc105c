"""Settings with any number of connections, and with what only looks like one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from conductor_desktop.storage.names import (
    MOST_PROFILES,
    Mode,
    ProfileName,
    Redoing,
    SecretKind,
    SetupStep,
    entry_name,
    is_entry_name,
)
from conductor_desktop.storage.profiles import EndUserRef, PendingEndUser, Profile, Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.storage.settings_format import decode, encode
from tests.unit.storage.test_settings import WHEN

LIVE, SANDBOX = ProfileName.LIVE, ProfileName.SANDBOX
SECOND, THIRD = ProfileName("live-2"), ProfileName("live-3")
DONE = Profile(
    mode=Mode.API_KEYS,
    base_url="https://api.example/v1",
    end_user=EndUserRef("end_usr_1", "cust-1", "office@big.example", "Big Co."),
    setup_step=SetupStep.DONE,
)
BEGUN = Profile(mode=Mode.API_KEYS, base_url="https://api.example/v1")


def document(**profiles: object) -> dict[str, object]:
    return {"version": 1, "activeProfile": "live", "profiles": profiles}


def read(content: object) -> tuple[Settings, list[str]]:
    return decode(json.dumps(content).encode())


@pytest.mark.parametrize("name", ["live", "live-2", "live-10", "live-9999", "sandbox"])
def test_names_of_profiles(name: str) -> None:
    assert ProfileName(name) == name
    assert ProfileName.parse(name) == name


NO_NAMES = [
    "",
    "Live",
    "LIVE",
    "live-",
    "live-0",
    "live-1",
    "live-02",
    "live-10000",
    "live-2/token",
    "live/../../etc",
    "live-2\n",
    "live-٢",
    "sandbox-2",
    "..\\live",
    "con",
    "live-2 ",
    "archive",
]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_of_a_profile(name: str) -> None:
    assert ProfileName.parse(name) is None
    with pytest.raises(ValueError, match="profile"):
        ProfileName(name)
    assert not is_entry_name(f"{name}/token")


@pytest.mark.parametrize("value", [None, 2, ["live"], {"live": 1}, True])
def test_only_a_text_is_a_name(value: object) -> None:
    assert ProfileName.parse(value) is None


def test_entries_of_the_password_store_are_named_by_profile_and_kind() -> None:
    assert entry_name(LIVE, SecretKind.TOKEN) == "live/token"
    assert entry_name(SECOND, SecretKind.SECRET_KEY) == "live-2/secret-key"
    assert is_entry_name("live-2/secret-key")
    assert not is_entry_name("live-2/password")
    assert not is_entry_name("live-2")


def test_each_connection_comes_back(tmp_path: Path) -> None:
    settings = Settings(
        active_profile=SECOND,
        previous_profile=LIVE,
        profiles={LIVE: DONE, SANDBOX: BEGUN, SECOND: BEGUN},
    )
    SettingsStore(tmp_path / "settings.json").save(settings)
    loaded = SettingsStore(tmp_path / "settings.json").load()
    assert loaded.settings == settings
    assert list(loaded.settings.live) == [LIVE, SECOND]
    assert loaded.notice is None


def test_settings_of_one_connection_are_read_as_they_were_written_before() -> None:
    settings, problems = read(
        {
            "version": 1,
            "installationId": "ab",
            "activeProfile": "sandbox",
            "profiles": {"live": {"mode": "setup_file", "setupStep": "done"}, "sandbox": {}},
        }
    )
    assert problems == []
    assert settings.active_profile == SANDBOX
    assert settings.profiles[LIVE].mode is Mode.SETUP_FILE
    assert settings.profiles[LIVE].was_set_up


def test_what_has_no_name_of_a_profile_is_left_as_it_is() -> None:
    strange = {name: {"mode": "api_keys", "note": name} for name in NO_NAMES}
    settings, problems = read(document(**strange, live={}))
    assert problems == []
    assert list(settings.profiles) == [LIVE]
    written = json.loads(encode(replace(settings, window_geometry="moved")))["profiles"]
    assert {name: written[name] for name in strange} == strange


def test_ten_thousand_profiles_are_kept_and_some_of_them_used(tmp_path: Path) -> None:
    names = ["live", *(f"live-{number}" for number in range(2, 10_000)), "sandbox"]
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(document(**{name: {} for name in names})), encoding="utf-8")
    store = SettingsStore(path)
    loaded = store.load()
    assert len(loaded.settings.live) == MOST_PROFILES
    assert SANDBOX in loaded.settings.profiles
    assert loaded.notice is not None
    assert loaded.notice.count("profiles.live-") == 1
    store.save(replace(loaded.settings, window_geometry="moved"))
    assert sorted(json.loads(path.read_bytes())["profiles"]) == sorted(names)


@pytest.mark.parametrize("wrong", [5, "live", [], [{}], True])
def test_a_profile_that_is_none_is_named_and_the_others_are_used(wrong: object) -> None:
    settings, problems = read({**document(live={"mode": "api_keys"}), "activeProfile": "live-2"})
    assert problems == []
    assert settings.active_profile == LIVE  # there is no second one
    content = document(**{"live": {"mode": "api_keys"}, "live-2": wrong})
    settings, problems = read(content)
    assert problems == ["profiles.live-2"]
    assert settings.profiles == {LIVE: Profile(mode=Mode.API_KEYS)}


@pytest.mark.parametrize(
    ("active", "profiles", "expected"),
    [
        ("live-2", ["live", "live-2"], SECOND),
        ("live-3", ["live", "live-2"], LIVE),
        ("live", ["live-2"], SECOND),
        ("live", [], LIVE),
        ("live-2", [], LIVE),
        ("sandbox", ["live"], SANDBOX),
        ("sandbox", [], SANDBOX),
        ("live", ["sandbox"], LIVE),
    ],
)
def test_the_active_profile_is_one_that_is_there(
    active: str, profiles: list[str], expected: ProfileName
) -> None:
    content = {**document(**{name: {} for name in profiles}), "activeProfile": active}
    settings, problems = read(content)
    assert (settings.active_profile, problems) == (expected, [])


@pytest.mark.parametrize("value", ["nobody", "../live", 7, ["live"]])
def test_an_active_profile_that_cannot_be_is_named(value: object) -> None:
    content = {**document(**{"live-2": {}}), "activeProfile": value, "previousProfile": value}
    settings, problems = read(content)
    assert problems == ["activeProfile", "previousProfile"]
    assert (settings.active_profile, settings.previous_profile) == (SECOND, None)


# ---- which comes next


def test_the_first_company_file_is_live_and_the_next_ones_are_numbered() -> None:
    settings = Settings()
    names = []
    for _ in range(4):
        names.append(settings.name_for_another())
        settings = settings.changed(names[-1], end_user=DONE.end_user)
    assert names == ["live", "live-2", "live-3", "live-4"]
    settings = settings.without(ProfileName("live-3"))
    assert settings.name_for_another() == "live-3"


def test_a_name_that_is_in_the_file_is_never_given_to_another() -> None:
    many = {f"live-{number}": {"endUser": None, "mode": "api_keys"} for number in range(2, 400)}
    settings, _ = read(document(live={}, **many))
    full = replace(settings, profiles=dict.fromkeys(settings.profiles, DONE))
    assert full.name_for_another() not in {"live", *many}


def test_what_was_begun_for_nobody_is_gone_on_with() -> None:
    begun = Settings(profiles={LIVE: DONE, SECOND: BEGUN})
    assert begun.name_for_another() == SECOND
    pending = PendingEndUser("cust-2", "Cedar", "a@cedar.example", WHEN)
    for somebodys in (
        replace(BEGUN, pending_end_user=pending),
        replace(BEGUN, end_user=DONE.end_user),
        replace(BEGUN, redoing=Redoing.SETUP),
        Profile(mode=Mode.SETUP_FILE),  # it holds a link
    ):
        assert begun.changed(SECOND, **vars(somebodys)).name_for_another() == THIRD


def test_going_from_one_to_another_is_remembered() -> None:
    settings = Settings(profiles={LIVE: DONE, SECOND: DONE, SANDBOX: DONE})
    there = settings.activated(SECOND)
    assert (there.active_profile, there.previous_profile) == (SECOND, LIVE)
    in_sandbox = there.activated(SANDBOX)
    assert in_sandbox.previous_profile == SECOND
    assert in_sandbox.other_than(SANDBOX) == SECOND
    assert in_sandbox.activated(SANDBOX) == in_sandbox
    assert in_sandbox.activated(LIVE).previous_profile == SECOND


def test_instead_of_one_the_latest_finished_one_is_shown_and_the_sandbox_last() -> None:
    settings = Settings(
        active_profile=THIRD,
        previous_profile=SECOND,
        profiles={SANDBOX: DONE, LIVE: DONE, SECOND: DONE, THIRD: BEGUN},
    )
    assert settings.other_than(THIRD) == SECOND
    assert settings.changed(SECOND, setup_step=SetupStep.CHECKS).other_than(THIRD) == LIVE
    alone = settings.without(SECOND).without(LIVE)
    assert alone.other_than(THIRD) == SANDBOX
    assert alone.without(SANDBOX).other_than(THIRD) is None


def test_without_one_another_is_in_use() -> None:
    settings = Settings(
        active_profile=SECOND, previous_profile=LIVE, profiles={LIVE: DONE, SECOND: DONE}
    )
    left = settings.without(SECOND)
    assert (left.active_profile, left.previous_profile) == (LIVE, None)
    assert settings.without(LIVE).active_profile == SECOND
    assert settings.without(LIVE).previous_profile is None
    unfinished = Settings(active_profile=SECOND, profiles={SECOND: DONE, THIRD: BEGUN})
    assert unfinished.without(SECOND).active_profile == THIRD
    assert Settings(profiles={LIVE: DONE}).without(LIVE).active_profile == LIVE


def test_what_was_removed_is_not_in_the_copy_before_either(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    store = SettingsStore(path)
    store.save(Settings(profiles={LIVE: DONE}))
    store.change(lambda settings: settings.without(LIVE), Settings())
    assert "big.example" in path.with_name("settings.json.bak").read_text()
    (tmp_path / "end-user-live.lock").touch()
    store.leave_no_trace_of("end-user-live")
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"big.example" not in left
    assert not (tmp_path / "end-user-live.lock").exists()
    assert SettingsStore(path).load().notice is None
