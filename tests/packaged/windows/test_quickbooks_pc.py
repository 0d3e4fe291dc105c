"""What the installed program finds on a PC: QuickBooks, the Web Connector, and its own keys."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from build.windows.wine import windows_path
from tests.packaged.windows.conftest import compiled
from tests.packaged.windows.pc import Pc
from tests.unit.workstation.qwc_file import qwc

QUICKBOOKS = "Program Files/Intuit/QuickBooks Enterprise Solutions 24.0/QBW.exe"
OLD_QUICKBOOKS = "Program Files (x86)/Intuit/QuickBooks 2020/QBW32.exe"
WEB_CONNECTOR = (
    "Program Files (x86)/Common Files/Intuit/QuickBooks/QBWebConnector/QBWebConnector.exe"
)
SERVICES = {"QuickBooksDB34": True, "QBCFMonitorService": False}  # whether it runs


@pytest.fixture(scope="module")
def equipped(installed: Pc, stand_in: Path) -> Pc:
    """With programs at the places of QuickBooks and the Web Connector, and their registry keys."""
    for place in (QUICKBOOKS, OLD_QUICKBOOKS, WEB_CONNECTOR):
        target = installed.drive / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(stand_in, target)
    keys = {
        "64": (r"HKLM\SOFTWARE\Intuit\QuickBooks\34.0\bel", QUICKBOOKS, "Enterprise 24.0"),
        "32": (r"HKLM\SOFTWARE\Intuit\QuickBooks\30.0\pro", OLD_QUICKBOOKS, "Pro 2020"),
    }
    for view, (key, place, product) in keys.items():
        path = installed.as_windows_says(installed.drive / place)
        values = {"Path": path, "Product": f"QuickBooks {product}"}
        installed.ask("write", key, view, json.dumps(values))
    return installed


def checks(pc: Pc) -> dict[str, Any]:
    """The checks of this PC by their names; nobody listens at the address that is asked."""
    ended = pc.app("--base-url", "http://127.0.0.1:1/v1", "check", "--json")
    assert (ended.code, ended.err) == (1, "")
    return {each["id"]: each for each in json.loads(ended.out)["checks"]}


@pytest.mark.core
def test_quickbooks_is_found_in_both_views_of_the_registry(equipped: Pc) -> None:
    found = json.dumps(checks(equipped)["quickbooks_installed"], ensure_ascii=False)
    assert "QuickBooks Enterprise 24.0" in found
    assert "QuickBooks Pro 2020" in found


def stand_ins(pc: Pc) -> int:
    """How many of their windows are on the screen."""
    return sum(each["title"] == "Stand-in" for each in pc.ask("windows"))


@pytest.fixture
def running(equipped: Pc) -> Iterator[Pc]:
    started = [equipped.wine.start(equipped.drive / place) for place in (QUICKBOOKS, WEB_CONNECTOR)]
    for process in started:
        equipped.until(lambda: stand_ins(equipped) == len(started), process)
    yield equipped
    for process in started:
        equipped.kill(process)


def test_programs_are_seen_to_run(running: Pc) -> None:
    found = checks(running)
    assert found["quickbooks_running"]["answer"] == "ok"
    assert found["web_connector_running"]["answer"] == "ok"


@contextmanager
def services_on(pc: Pc) -> Iterator[None]:
    """The one that keeps company files for other PCs runs; the one that looks out for them not."""
    program = pc.drive / "QuickBooks services" / "service.exe"
    program.parent.mkdir(exist_ok=True)
    compiled("service.c", program, "-mwindows")
    for name, runs in SERVICES.items():
        pc.ask("add-service", name, pc.as_windows_says(program), runs)
    try:
        yield
    finally:
        for name in SERVICES:
            pc.ask("remove-service", name)
        shutil.rmtree(program.parent)


def services_in_bundle(pc: Pc, target: Path) -> Any:
    assert pc.app("diagnostics", "--output", windows_path(target)).code == 0
    with zipfile.ZipFile(target) as archive:
        return json.loads(archive.read("quickbooks.json"))["services"]


def test_the_services_of_quickbooks_are_found_with_their_states(
    equipped: Pc, tmp_path: Path
) -> None:
    with services_on(equipped):
        found = services_in_bundle(equipped, tmp_path / "support.zip")
    assert found == [
        {"name": "QuickBooksDB34", "state": "running", "start": "automatic"},
        {"name": "QBCFMonitorService", "state": "stopped", "start": "manual"},
    ]


def test_a_pc_with_the_service_alone_only_keeps_files_for_others(second: Pc) -> None:
    with services_on(second):
        found = checks(second)["quickbooks_installed"]
    assert found["answer"] == "stop"
    assert "only keeps company files for other PCs" in found["sentence"]


def test_no_other_service_is_taken_for_one_of_quickbooks(equipped: Pc, tmp_path: Path) -> None:
    assert services_in_bundle(equipped, tmp_path / "support.zip") == []


def test_programs_that_are_closed_are_seen_to_be(equipped: Pc) -> None:
    found = checks(equipped)
    assert found["quickbooks_running"]["answer"] != "ok"
    assert found["web_connector_running"]["answer"] != "ok"


@pytest.fixture
def connection_file(equipped: Pc, tmp_path: Path) -> Iterator[Path]:
    """One that keeps every rule, on a PC that opens such files with the Web Connector."""
    program = equipped.as_windows_says(equipped.drive / WEB_CONNECTOR)
    opens = r"HKLM\SOFTWARE\Classes\QBWebConnector.File\shell\open\command"
    kind = json.dumps({"": "QBWebConnector.File"})
    equipped.ask("write", r"HKLM\SOFTWARE\Classes\.qwc", "64", kind)
    equipped.ask("write", opens, "64", json.dumps({"": f'"{program}" "%1"'}))
    file = tmp_path / "from the page.qwc"
    file.write_bytes(qwc())
    yield file
    for kept in equipped.settings.rglob("*.qwc"):  # also of one that was refused
        kept.unlink()


def test_a_web_connector_that_is_not_intuits_gets_no_connection_file(
    equipped: Pc, connection_file: Path
) -> None:
    refused = equipped.ask("hand-over", windows_path(connection_file))
    assert refused == ["This Web Connector is not Intuit’s"]
    assert not (equipped.drive / f"{WEB_CONNECTOR}.words").exists()


def test_intuits_web_connector_is_started_with_our_file_and_nothing_else(
    equipped: Pc, connection_file: Path, tmp_path: Path
) -> None:
    program = equipped.drive / WEB_CONNECTOR
    sign(program, "Intuit Inc.", tmp_path)

    path, was_open = equipped.ask("hand-over", windows_path(connection_file))

    called = program.with_name(f"{program.name}.words")
    line = f'"{equipped.as_windows_says(program)}" "{path}"'
    equipped.until(lambda: called.exists() and called.read_bytes() == line.encode("utf-16-le"))
    assert not was_open
    [kept] = equipped.settings.rglob("*.qwc")
    assert kept.read_bytes() == connection_file.read_bytes()
    assert equipped.as_windows_says(kept) == path
    equipped.ask("close", "Stand-in")


def sign(program: Path, name: str, place: Path) -> None:
    """As somebody of this name. Wine takes anybody's signature for good, if the file fits it."""
    key, certificate, signed = (place / one for one in ("key.pem", "certificate.pem", "signed.exe"))
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    made += ["-subj", f"/CN={name}", "-addext", "extendedKeyUsage=codeSigning"]
    made += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    command = ["osslsigncode", "sign", "-certs", str(certificate), "-key", str(key)]
    command += ["-in", str(program), "-out", str(signed)]
    subprocess.run(command, check=True, capture_output=True)
    shutil.copy(signed, program)


@pytest.mark.core
def test_a_key_is_kept_rotated_and_removed_in_the_credential_manager(installed: Pc) -> None:
    before = installed.ask("credentials")
    assert installed.ask("rotate-key") == [True, "first", "second", None]
    assert installed.ask("credentials") == before


def test_the_program_reads_the_token_of_a_setup_file_from_the_credential_manager(
    installed: Pc, tmp_path: Path
) -> None:
    assert installed.app("status", "--json").code == 5
    file = tmp_path / "acme.conductor-setup"
    file.write_text(json.dumps(SETUP_FILE))

    assert installed.ask("take-setup-file", windows_path(file)) == "Acme Field Service"

    assert "Conductor Desktop" in installed.ask("credentials")
    kept = "".join(
        path.read_text("utf-8", "replace")
        for path in installed.settings.rglob("*")
        if path.is_file()
    )
    assert "acme.example" in kept
    assert SETUP_FILE["token"] not in kept
    # Without its token it would say that it is not set up; nobody is at the gateway's address.
    assert installed.app("status", "--json").code == 3


SETUP_FILE: dict[str, Any] = {
    "version": 1,
    "vendor": {"name": "Acme Field Service", "supportEmail": "help@acme.example"},
    "apiBaseUrl": "https://127.0.0.1:1/v1",
    "token": "tok_4f1c7be2a90d4e55",
    "publishableKey": "pk_conductor_made_up",
    "endUser": {
        "id": "end_usr_1234567abcdefgh",
        "sourceId": "cust-1042",
        "email": "office@big.example",
        "companyName": "Big Construction Co.",
    },
}
