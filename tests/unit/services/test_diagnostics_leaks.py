"""Nothing that must not leave is in a bundle, and a bundle that held it is never written."""

from __future__ import annotations

import base64
import json
import logging
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from conductor_desktop.errors import ExitCode
from conductor_desktop.secret import Secret
from conductor_desktop.services.diagnostics import Bundle, BundleFile
from conductor_desktop.services.diagnostics.errors import BundleWouldLeak
from conductor_desktop.storage.logs import start_logging
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import CancelToken
from tests.helpers.web_connector_pc import web_connector_pc
from tests.unit.services.diagnostics_world import (
    COMPANY,
    EMAIL,
    KEY,
    SOURCE,
    WHEN,
    World,
    with_text,
)
from tests.unit.workstation.web_connector_logs import NAME

LINK = "https://connect.conductor.is/qbd/auth_sess_client_secret_9f8e7d?key=pk_conductor_5544aa"
CUSTOMER = (COMPANY, EMAIL, SOURCE, "Other Works Ltd", "o@o.example", "Expected Works Inc")
NEVER = (
    KEY,
    LINK,
    "auth_sess_client_secret_9f8e7d",
    "pk_conductor_5544aa",
    *CUSTOMER,
    "Mary Poppins",
    "Ludwig van Beethoven",
    "815.00",
    "m.poppins",
    "FRONTDESK-7",
)


def planted_forms(value: str) -> set[bytes]:
    """Written down independently of the product: how a value may get into a file."""
    raw = value.encode()
    texts = {
        value,
        quote(value, safe=""),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        raw.hex(),
        raw.hex().upper(),
    }
    for before in (b"", b"a", b"ab"):
        text = base64.b64encode(before + raw + b"..").decode()
        texts |= {text, text.replace("+", "-").replace("/", "_")}
    return {text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")}


def searched_forms(value: str) -> set[bytes]:
    """The same, without the ends of base64, which stand for the neighbours as well."""
    raw = value.encode()
    cores = {base64.b64encode(before + raw + b"..")[4:-8] for before in (b"", b"a", b"ab")}
    return {form for form in planted_forms(value) | cores if len(form) >= 4}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


def test_planted_values_are_in_no_file_that_was_written(world: World, tmp_path: Path) -> None:
    """The log, the settings and the bundle, after everything was said aloud everywhere."""
    for value in NEVER[:4]:
        world.redactor.register(Secret(value))
    session = start_logging(world.home, world.redactor)
    logger = logging.getLogger("planted")
    for value in NEVER[:4]:
        for form in (value, quote(value, safe=""), value.encode().hex(), repr(value)):
            logger.info("said aloud: %s", form)
        try:
            raise RuntimeError(value)
        except RuntimeError as error:
            logger.warning("failed", exc_info=error)
    session.stop()
    SettingsStore(world.home.settings_file).save(replace(Settings(), unknown={"note": "mine"}))
    service = world.service()
    service.write(service.collect(CancelToken()), tmp_path / "bundle.zip")

    searched = 0
    for path in [*world.home.root.rglob("*"), tmp_path / "bundle.zip"]:
        if not path.is_file():
            continue
        contents = [path.read_bytes()]
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        for data in contents:
            for value in NEVER[:4]:
                assert not [form for form in searched_forms(value) if form in data], path
        searched += len(contents)
    assert searched >= 10


def test_a_log_written_without_redaction_is_cleaned_for_the_bundle(world: World) -> None:
    world.log("".join(f"2026 INFO said {value} to somebody\n" for value in NEVER))
    world.log(f"2026 INFO {COMPANY.upper()} and {quote(COMPANY)} and {json.dumps(COMPANY)}\n")

    bundle = world.service().collect(CancelToken())

    for file in bundle.files:
        for value in NEVER:
            # An invoice amount or a customer nobody registered is only kept out by never being
            # logged; everything else must be gone.
            if file.name == "logs/app.log" and value in ("815.00", NEVER[11], NEVER[10]):
                continue
            found = [form for form in searched_forms(value) if form in file.data]
            assert not found, (file.name, value)


def test_of_the_web_connectors_log_no_word_gets_into_the_bundle(
    world: World, tmp_path: Path
) -> None:
    texts = [*NEVER, "a word that no rule knows of"]
    log = "".join(
        with_text(600 * n, text, name)
        for n, text in enumerate(texts)
        for name in (NAME, "Another One", text)
    )
    world.pc = lambda: web_connector_pc(log=log)
    service = world.service()
    bundle = service.collect(CancelToken())

    files = {file.name: file.data for file in bundle.files}
    tree = json.loads(files["web_connector.json"])
    assert tree["events"] > len(texts)
    assert tree["otherApplications"] > len(texts)
    for text in [*texts, "Another One"]:
        for name in ("web_connector.json", "web_connector_events.jsonl", "timeline.jsonl"):
            assert not [form for form in searched_forms(text) if form in files[name]], name
    assert b"no rule knows" not in b"".join(files.values())
    assert service.write(bundle, tmp_path / "bundle.zip").exists()


def test_the_same_value_has_the_same_mark_in_one_bundle_and_another_in_the_next(
    world: World,
) -> None:
    world.log(f"opened {COMPANY}\n")
    service = world.service()

    def marks(bundle: Bundle) -> set[str]:
        files = {file.name: file.data.decode() for file in bundle.files}
        logged = files["logs/app.log"].split()[-1]
        return {
            logged,
            json.loads(files["connection.json"])["company"],
            json.loads(files["settings.json"])["profiles"]["live"]["companyName"],
        }

    [first] = marks(service.collect(CancelToken()))
    [second] = marks(service.collect(CancelToken()))

    assert first.startswith("‹company")
    assert second.startswith("‹company")
    assert first != second


def test_what_was_taken_out_is_counted_for_each_file(world: World) -> None:
    world.log(f"{KEY}\n{EMAIL} and someone.else@x.example\n")

    bundle = world.service().collect(CancelToken())

    [log] = [file for file in bundle.files if file.name == "logs/app.log"]
    assert log.removed == {"known secret": 1, "private name": 1, "e-mail": 1}
    assert "3 private values were taken out" in log.note
    manifest = json.loads(next(file.data for file in bundle.files if file.name == "manifest.json"))
    [entry] = [one for one in manifest["files"] if one["name"] == "logs/app.log"]
    assert entry["removed"] == log.removed


@pytest.mark.parametrize("form", sorted(planted_forms(KEY)), ids=lambda form: form[:12].hex())
def test_a_leak_in_any_form_stops_the_export_and_names_the_file(
    world: World, tmp_path: Path, form: bytes
) -> None:
    world.redactor.register(Secret(KEY))
    target = tmp_path / "out"
    target.mkdir()
    bundle = Bundle("00000000", WHEN, (BundleFile("deep/notes.txt", b"x " + form + b" y", "n"),))

    with pytest.raises(BundleWouldLeak, match=r"deep/notes\.txt") as caught:
        world.service().write(bundle, target)

    assert caught.value.exit_code is ExitCode.INTERNAL
    assert KEY not in str(caught.value)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("value", [COMPANY, EMAIL, COMPANY.upper()])
def test_a_customers_name_stops_the_export(world: World, tmp_path: Path, value: str) -> None:
    bundle = Bundle("00000000", WHEN, (BundleFile("notes.txt", f"of {value}.".encode(), "n"),))

    with pytest.raises(BundleWouldLeak, match=r"notes\.txt"):
        world.service().write(bundle, tmp_path / "x.zip")

    assert not (tmp_path / "x.zip").exists()


def test_a_secret_in_a_file_name_stops_the_export(world: World, tmp_path: Path) -> None:
    world.redactor.register(Secret(KEY))
    bundle = Bundle("00000000", WHEN, (BundleFile(f"{KEY}.txt", b"fine", "n"),))

    with pytest.raises(BundleWouldLeak):
        world.service().write(bundle, tmp_path / "x.zip")

    assert not (tmp_path / "x.zip").exists()


def test_a_key_only_the_password_store_knows_is_looked_for(world: World) -> None:
    """A bundle made by a fresh process, which has not used the key itself."""
    opaque = "opaque/gateway/token/0123456789"
    world.store().set("live/token", Secret(opaque))
    world.log(f"said {opaque} aloud\n")

    bundle = world.service().collect(CancelToken())

    assert all(opaque.encode() not in file.data for file in bundle.files)


def test_names_of_one_word_do_not_hold_a_bundle_back(world: World, tmp_path: Path) -> None:
    profile = replace(world.settings.profile, company_name="Version", expected_company="Size")
    world.settings = replace(world.settings, profiles={ProfileName.LIVE: profile})
    service = world.service()

    assert service.write(service.collect(CancelToken()), tmp_path / "x.zip").exists()
