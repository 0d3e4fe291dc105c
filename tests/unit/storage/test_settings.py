"""Settings survive what happens to files, and the person is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from conductor_desktop.storage.errors import SettingsNotSaved, SettingsReadOnly
from conductor_desktop.storage.invoice_choice import InvoiceChoice, InvoicePeriod
from conductor_desktop.storage.names import Mode, ProfileName, Redoing, SetupStep
from conductor_desktop.storage.profiles import (
    EndUserRef,
    InBackground,
    OwnApplication,
    PendingEndUser,
    Profile,
    QuietHours,
    Settings,
    Told,
    Vendor,
)
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.storage.settings_format import decode, encode
from conductor_desktop.storage.table_view import ColumnView, SortView, TableView

WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
LIVE = Profile(
    mode=Mode.SETUP_FILE,
    base_url="https://quickbooks.acme.example/v1",
    vendor=Vendor("Acme", "help@acme.example", "https://acme.example/help"),
    end_user=EndUserRef("end_usr_1", "cust-1", "office@big.example", "Big Co."),
    setup_step=SetupStep.CONNECT,
    expected_company="Big Co.",
    last_proof_at=WHEN,
    application=OwnApplication("Acme", "qbwc.acme.example", "Acme for Big Co."),
)
SAVED = Settings(profiles={ProfileName.LIVE: LIVE}, window_geometry="AdnQ")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.json"


@pytest.fixture
def store(path: Path) -> SettingsStore:
    return SettingsStore(path)


def kept(path: Path) -> list[Path]:
    """What was put aside."""
    return sorted(path.parent.glob("*.corrupt-*"))


def test_what_is_saved_is_loaded(store: SettingsStore, path: Path) -> None:
    store.save(SAVED)

    loaded = SettingsStore(path).load()

    assert loaded.settings == SAVED
    assert loaded.notice is None
    assert not loaded.read_only


def test_the_first_start_has_nothing_to_tell(store: SettingsStore, path: Path) -> None:
    loaded = store.load()

    assert loaded.settings.profile == Profile()
    assert loaded.settings.active_profile == ProfileName.LIVE
    assert loaded.notice is None
    assert not path.exists()


def test_the_installation_id_is_made_once(store: SettingsStore, path: Path) -> None:
    first = store.load().settings
    store.save(first)

    again = SettingsStore(path).load().settings

    assert again.installation_id == first.installation_id
    assert Settings().installation_id != first.installation_id


def test_the_copy_before_is_kept(store: SettingsStore, path: Path) -> None:
    store.save(SAVED)
    before = path.read_bytes()
    store.save(replace(SAVED, window_geometry="other"))

    assert path.with_name("settings.json.bak").read_bytes() == before


def test_saving_the_same_again_keeps_the_copy_before(store: SettingsStore, path: Path) -> None:
    store.save(SAVED)
    store.save(replace(SAVED, window_geometry="other"))
    before = path.with_name("settings.json.bak").read_bytes()

    store.save(replace(SAVED, window_geometry="other"))

    assert path.with_name("settings.json.bak").read_bytes() == before


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "all NUL, as after a power cut": b"\0" * 900,
    "truncated": encode(SAVED)[:-40],
    "not UTF-8": b'{"version": 1, "x": "\xff"}',
    "a list": b"[1, 2]",
    "huge": b" " * 1_100_000 + b"{}",
    "nested too deep to write back": b'{"x":' + b"[" * 500 + b"]" * 500 + b"}",
    "nested beyond reading": b"[" * 200_000,
    "a number too large for any field": b'{"version": 1, "x": 1e999}',
    "not a number": b'{"version": 1, "x": NaN}',
    "a number of 5,000 digits": b'{"version": 1, "x": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_gives_way_to_the_copy_before_it(path: Path, data: bytes) -> None:
    store = SettingsStore(path)
    store.save(SAVED)
    store.save(replace(SAVED, window_geometry="newer"))
    path.write_bytes(data)

    loaded = store.load()

    assert loaded.settings == SAVED
    [aside] = kept(path)
    assert aside.read_bytes() == data
    assert re.fullmatch(r"settings\.json\.corrupt-\d{8}T\d{6}Z", aside.name)
    assert loaded.notice is not None
    assert aside.name in loaded.notice
    assert SettingsStore(path).load().notice is None, "told once, then it is in order again"


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_when_both_are_broken_the_app_starts_as_new_and_says_so(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    path.with_name("settings.json.bak").write_bytes(data)

    loaded = SettingsStore(path).load()

    assert loaded.settings.profiles == {}
    assert len(kept(path)) == 2
    assert loaded.notice is not None
    assert "guided setup" in loaded.notice
    assert SettingsStore(path).load().notice is None


def test_a_folder_in_the_place_of_the_file_is_put_aside(path: Path) -> None:
    path.mkdir(parents=True)
    (path / "something").write_text("somebody's")
    store = SettingsStore(path)

    loaded = store.load()
    store.save(SAVED)

    assert loaded.notice is not None
    assert (kept(path)[0] / "something").read_text() == "somebody's"
    assert SettingsStore(path).load().settings == SAVED


def test_two_broken_files_in_one_second_are_both_kept(path: Path) -> None:
    path.parent.mkdir()
    for text in ("first", "second", "third"):
        path.write_text(text)
        SettingsStore(path).load()

    assert sorted(one.read_text() for one in kept(path)) == ["first", "second", "third"]


def test_a_missing_file_is_replaced_by_its_copy(store: SettingsStore, path: Path) -> None:
    store.save(SAVED)
    store.save(replace(SAVED, window_geometry="newer"))
    path.unlink()

    loaded = store.load()

    assert loaded.settings == SAVED
    assert loaded.notice is not None
    assert path.exists()


def test_a_file_that_stays_unreadable_and_unmovable_is_not_overwritten(
    store: SettingsStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(SAVED)
    before = path.read_bytes()

    def locked(*_args: object, **_kwargs: object) -> object:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as held:
        held.setattr(Path, "open", locked)
        held.setattr(Path, "rename", locked)
        loaded = store.load()

    assert loaded.read_only
    assert loaded.notice is not None
    assert "cannot be read right now" in loaded.notice
    with pytest.raises(SettingsReadOnly):
        store.save(Settings())
    assert path.read_bytes() == before
    assert store.load().settings == SAVED, "once it is free, it is as it was"


def test_a_file_that_is_held_for_a_moment_is_read(
    store: SettingsStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(SAVED)
    really_open, refusals = Path.open, iter([True, True])

    def busy(self: Path, *args: object, **kwargs: object) -> object:
        if next(refusals, False):
            raise PermissionError(13, "Permission denied")
        return really_open(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", busy)

    assert store.load().settings == SAVED


def test_settings_of_a_newer_version_are_left_alone(path: Path) -> None:
    path.parent.mkdir()
    newer = b'{"version": 2, "profiles": []}'
    path.write_bytes(newer)
    store = SettingsStore(path)

    loaded = store.load()

    assert loaded.read_only
    assert loaded.notice is not None
    assert "newer version" in loaded.notice
    with pytest.raises(SettingsReadOnly, match="newest Conductor Desktop"):
        store.save(SAVED)
    assert path.read_bytes() == newer
    assert kept(path) == []


def test_a_newer_version_that_saved_meanwhile_is_not_overwritten(
    store: SettingsStore, path: Path
) -> None:
    store.save(SAVED)
    path.write_bytes(b'{"version": 7}')

    with pytest.raises(SettingsReadOnly):
        store.save(replace(SAVED, window_geometry="mine"))

    assert path.read_bytes() == b'{"version": 7}'


def test_a_file_broken_while_the_app_runs_is_kept_when_it_saves(
    store: SettingsStore, path: Path
) -> None:
    store.save(SAVED)
    path.write_bytes(b"edited by hand and wrong")

    store.save(replace(SAVED, window_geometry="mine"))

    assert [one.read_bytes() for one in kept(path)] == [b"edited by hand and wrong"]


def test_what_another_version_wrote_goes_back_into_the_file(path: Path) -> None:
    document = json.loads(encode(SAVED))
    document["later"] = {"a": [1, "two", None]}
    document["profiles"]["archive"] = {"mode": "kept"}
    document["profiles"]["live"]["note"] = "mine"
    document["profiles"]["live"]["vendor"]["logo"] = "x.png"
    document["profiles"]["live"]["application"]["since"] = 3
    path.parent.mkdir()
    path.write_text(json.dumps(document))
    store = SettingsStore(path)

    loaded = store.load()
    store.save(replace(loaded.settings, window_geometry="moved"))

    assert loaded.notice is None
    assert json.loads(path.read_bytes()) == document | {"windowGeometry": "moved"}


def wrong(change: Callable[[dict[str, object]], None]) -> bytes:
    document = json.loads(encode(SAVED))
    change(document)
    return json.dumps(document).encode()


def live(document: dict[str, object]) -> dict[str, object]:
    profiles = document["profiles"]
    assert isinstance(profiles, dict)
    profile = profiles["live"]
    assert isinstance(profile, dict)
    return profile


def _column(**changes: object) -> dict[str, object]:
    return {"key": "date", "shown": True, "width": None, **changes}


@pytest.mark.parametrize(
    ("key", "value", "attribute", "expected"),
    [
        ("mode", "teleport", "mode", None),
        ("mode", ["setup_file"], "mode", None),
        ("baseUrl", 7, "base_url", None),
        ("baseUrl", "ftp://x.example", "base_url", None),
        ("baseUrl", "https://me:secret@x.example/v1", "base_url", None),
        ("setupStep", "nowhere", "setup_step", SetupStep.WELCOME),
        ("lastProofAt", "yesterday", "last_proof_at", None),
        ("lastProofAt", "2026-01-01T00:00:00", "last_proof_at", None),
        ("lastProofAt", 5, "last_proof_at", None),
        ("vendor", "Acme", "vendor", None),
        ("vendor", {"supportEmail": "a@b.example"}, "vendor", None),
        ("endUser", {"id": "end_usr_1"}, "end_user", None),
        ("pendingEndUser", {"sourceId": 1}, "pending_end_user", None),
        ("companyName", {"a": 1}, "company_name", None),
        ("redoing", "everything", "redoing", None),
        ("invoiceView", [], "invoice_view", None),
        ("invoiceView", {}, "invoice_view", None),
        ("invoiceView", {"columns": [], "sorts": "date"}, "invoice_view", None),
        ("invoiceView", {"columns": [_column(key="=1")], "sorts": []}, "invoice_view", None),
        ("invoiceView", {"columns": [_column(shown=1)], "sorts": []}, "invoice_view", None),
        ("invoiceView", {"columns": [_column(width=0)], "sorts": []}, "invoice_view", None),
        ("invoiceView", {"columns": [_column(width=True)], "sorts": []}, "invoice_view", None),
        ("invoiceView", {"columns": [_column(width=10**9)], "sorts": []}, "invoice_view", None),
        ("invoiceView", {"columns": [_column()] * 101, "sorts": []}, "invoice_view", None),
        ("invoiceView", {"columns": [], "sorts": [], "frozen": -1}, "invoice_view", None),
        ("invoiceView", {"columns": [], "sorts": [], "frozen": True}, "invoice_view", None),
        ("invoiceView", {"columns": [], "sorts": [{"key": "date"}]}, "invoice_view", None),
        ("invoiceView", {"columns": [], "sorts": [], "filterRow": "yes"}, "invoice_view", None),
        ("invoiceChoice", "everything", "invoice_choice", None),
        ("invoiceChoice", {"period": "always"}, "invoice_choice", InvoiceChoice()),
        ("invoiceChoice", {"first": "2026-02-30"}, "invoice_choice", InvoiceChoice()),
        ("invoiceChoice", {"last": "20260101"}, "invoice_choice", InvoiceChoice()),
        ("invoiceChoice", {"changedSince": 20260101}, "invoice_choice", InvoiceChoice()),
        ("invoiceChoice", {"isPaid": "no"}, "invoice_choice", InvoiceChoice()),
        ("invoiceChoice", {"exportsAll": 1}, "invoice_choice", InvoiceChoice()),
        ("application", "Acme", "application", None),
        ("application", {"name": "Acme"}, "application", None),
        ("application", {"name": " ", "host": "x.example"}, "application", None),
        ("application", {"name": ["A"], "host": "x.example"}, "application", None),
        ("application", {"name": "A\nSTOP", "host": "x.example"}, "application", None),
        ("application", {"name": "A\u202eb", "host": "x.example"}, "application", None),
        ("application", {"name": "A\ud800", "host": "x.example"}, "application", None),
        ("application", {"name": "A" * 3000, "host": "x.example"}, "application", None),
        ("application", {"name": "A", "host": "x.example/tenant"}, "application", None),
        ("application", {"name": "A", "host": "https://x.example"}, "application", None),
        ("application", {"name": "A", "host": "me@x.example"}, "application", None),
        ("application", {"name": "A", "host": 7}, "application", None),
        (
            "application",
            {"name": "A", "host": "x.example", "uniqueName": 5},
            "application",
            OwnApplication("A", "x.example"),
        ),
    ],
)
def test_one_wrong_value_is_set_back_and_named(
    key: str, value: object, attribute: str, expected: object
) -> None:
    settings, problems = decode(wrong(lambda document: live(document).update({key: value})))

    assert getattr(settings.profile, attribute) == expected
    assert any(problem.startswith(f"profiles.live.{key}") for problem in problems)
    assert replace(settings.profile, **{attribute: getattr(LIVE, attribute)}) == LIVE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pausedUntil", "tomorrow"),
        ("pausedUntil", "2026-01-01T00:00:00"),
        ("quietHours", "at night"),
        ("quietHours", {"start": "19:00", "end": "07:00"}),
        ("quietHours", {"start": "19:00", "end": "07:00", "days": []}),
        ("quietHours", {"start": "19:00", "end": "07:00", "days": ["someday"]}),
        ("quietHours", {"start": "19:00", "end": "07:00", "days": [["mon"]]}),
        ("quietHours", {"start": "24:00", "end": "07:00", "days": ["mon"]}),
        ("quietHours", {"start": 19, "end": "07:00", "days": ["mon"]}),
        ("quietHours", {"start": "7:00 pm", "end": "07:00", "days": ["mon"]}),
    ],
)
def test_a_rest_that_is_none_is_left_out_and_named(key: str, value: object) -> None:
    settings, problems = decode(wrong(lambda document: document.update({key: value})))

    assert settings == replace(SAVED, installation_id=settings.installation_id)
    assert [problem.split(".")[0] for problem in problems] == [key]


@pytest.mark.parametrize("version", ["1", None, 0, True, 1.0, []])
def test_a_version_that_is_no_version_is_named_and_the_rest_is_used(version: object) -> None:
    settings, problems = decode(wrong(lambda document: document.update(version=version)))

    assert problems == ["version"]
    assert settings == SAVED


def test_set_back_values_are_told_to_the_person(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(wrong(lambda document: live(document).update(mode=1)))

    loaded = SettingsStore(path).load()

    assert loaded.notice is not None
    assert "profiles.live.mode" in loaded.notice
    assert loaded.settings.profile.end_user == LIVE.end_user


def test_a_file_saved_by_notepad_is_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + encode(SAVED))

    assert SettingsStore(path).load().settings == SAVED


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(SettingsNotSaved) as caught:
        SettingsStore(tmp_path / "home" / "settings.json").save(SAVED)

    assert "try again" in caught.value.next_step


# The machine that runs this may be busy.
UNHURRIED = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

texts = st.text(st.characters(), max_size=30)  # with lone surrogates, as JSON may hold them
moments = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
unknown_names = st.text("az09_éß\u0663", min_size=1, max_size=8).map("x-{}".format)
unknowns = st.dictionaries(unknown_names, json_values, max_size=2)
clock_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
hosts = st.text("az09.-", max_size=40).map("q{}".format) | st.sampled_from(["7", "::1"])
column_keys = st.text("az09_", max_size=39).map("c{}".format)
table_views = st.builds(
    TableView,
    st.lists(
        st.builds(ColumnView, column_keys, st.booleans(), st.none() | st.integers(1, 10_000)),
        max_size=3,
    ).map(tuple),
    st.lists(st.builds(SortView, column_keys, st.booleans()), max_size=3).map(tuple),
    st.integers(0, 100),
    st.booleans(),
)
invoice_choices = st.builds(
    InvoiceChoice,
    st.sampled_from(InvoicePeriod),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.booleans(),
    unknowns,
)
profiles = st.builds(
    Profile,
    mode=st.none() | st.sampled_from(Mode),
    base_url=st.none() | st.just("https://api.example/v1"),
    vendor=st.none() | st.builds(Vendor, texts, st.none() | texts, st.none() | texts, unknowns),
    end_user=st.none() | st.builds(EndUserRef, texts, texts, texts, texts, unknowns),
    pending_end_user=st.none() | st.builds(PendingEndUser, texts, texts, texts, moments, unknowns),
    setup_step=st.sampled_from(SetupStep),
    expected_company=st.none() | texts,
    company_name=st.none() | texts,
    last_proof_at=st.none() | moments,
    redoing=st.none() | st.sampled_from(Redoing),
    application=st.none() | st.builds(OwnApplication, names, hosts, st.none() | names, unknowns),
    told=st.dictionaries(texts, st.builds(Told, moments, st.booleans(), unknowns), max_size=3),
    invoice_view=st.none() | table_views,
    invoice_choice=st.none() | invoice_choices,
    unknown=unknowns,
)
profile_names = st.sampled_from(["live", "live-2", "live-17", "live-9999", "sandbox"]).map(
    ProfileName
)


quiet_hours = st.builds(
    QuietHours,
    clock_times,
    clock_times,
    st.frozensets(st.integers(0, 6), min_size=1),
    unknowns,
)


def settings_with(of: Mapping[ProfileName, Profile]) -> st.SearchStrategy[Settings]:
    live = [name for name in of if name != ProfileName.SANDBOX]
    return st.builds(
        Settings,
        active_profile=st.sampled_from([*(live or [ProfileName.LIVE]), ProfileName.SANDBOX]),
        previous_profile=st.sampled_from([*live, None]),
        profiles=st.just(of),
        window_geometry=st.none() | texts,
        installation_id=st.uuids().map(str),
        machine=st.none() | texts,
        in_background=st.builds(
            InBackground, st.booleans(), st.booleans(), st.booleans(), unknowns
        ),
        paused_until=st.none() | moments,
        quiet_hours=st.none() | quiet_hours,
        unknown=unknowns,
    )


all_settings = st.dictionaries(profile_names, profiles).flatmap(settings_with)


@UNHURRIED
@given(all_settings)
def test_any_settings_come_back_as_they_were(settings: Settings) -> None:
    assert decode(encode(settings)) == (settings, [])


@UNHURRIED
@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_at_all_are_loaded_without_an_exception(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"
    path.write_bytes(data)
    store = SettingsStore(path)

    loaded = store.load()

    if not loaded.read_only:
        store.save(loaded.settings)
        assert SettingsStore(path).load().settings == loaded.settings
