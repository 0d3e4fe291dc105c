"""What the installed program finds on a PC: QuickBooks, the Web Connector, and its own keys."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from build.windows.wine import windows_path
from tests.packaged.windows.pc import PROGRAM, Pc

QUICKBOOKS = "Program Files/Intuit/QuickBooks Enterprise Solutions 24.0/QBW.exe"
OLD_QUICKBOOKS = "Program Files (x86)/Intuit/QuickBooks 2020/QBW32.exe"
WEB_CONNECTOR = (
    "Program Files (x86)/Common Files/Intuit/QuickBooks/QBWebConnector/QBWebConnector.exe"
)


@pytest.fixture(scope="module")
def stand_in(small_setup: Callable[[str], Path]) -> Path:
    """A program with a window, to be called as another one."""
    return small_setup("0.0.1").parent / "bundle" / PROGRAM


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


def test_quickbooks_is_found_in_both_views_of_the_registry(equipped: Pc) -> None:
    found = json.dumps(checks(equipped)["quickbooks_installed"], ensure_ascii=False)
    assert "QuickBooks Enterprise 24.0" in found
    assert "QuickBooks Pro 2020" in found


@pytest.fixture
def running(equipped: Pc) -> Iterator[Pc]:
    started = [equipped.wine.start(equipped.drive / place) for place in (QUICKBOOKS, WEB_CONNECTOR)]
    while len([each for each in equipped.ask("windows") if each["title"] == "Stand-in"]) < 2:
        assert all(process.poll() is None for process in started)
    yield equipped
    for process in started:
        process.kill()
        process.communicate()


def test_programs_are_seen_to_run(running: Pc) -> None:
    found = checks(running)
    assert found["quickbooks_running"]["answer"] == "ok"
    assert found["web_connector_running"]["answer"] == "ok"


def test_programs_that_are_closed_are_seen_to_be(equipped: Pc) -> None:
    found = checks(equipped)
    assert found["quickbooks_running"]["answer"] != "ok"
    assert found["web_connector_running"]["answer"] != "ok"


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
