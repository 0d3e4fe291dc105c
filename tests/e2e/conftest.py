"""The app as it is started for real, on a home folder, keyring and sandbox of the test's own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.assets import asset
from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.journey import COMPANY
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import running_sandbox

Start = Callable[[], RunningApp]


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    """Stands in for Conductor: the app knows it as an address and two keys, no more."""
    with running_sandbox() as access:
        yield access


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start(
    qtbot: QtBot,
    home: Path,
    keyring: MemoryKeyring,
    sandbox: SandboxAccess,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Start]:
    """Starts the app on this home and this keyring; each start is a new program to the app."""
    with ExitStack() as stack:

        def start() -> RunningApp:
            running = RunningApp(qtbot, home, keyring, base_url=sandbox.base_url)
            # Of a PC that has QuickBooks; this one has not.
            described = DescribedPc.load(asset("pcs/sandbox.json"))
            monkeypatch.setattr(running.app.run, "pc_of", lambda _session: described)
            return stack.enter_context(running)

        yield start


@pytest.fixture
def setup_file(tmp_path: Path, sandbox: SandboxAccess) -> Callable[..., Path]:
    def write_file(**changes: object) -> Path:
        content = {
            "version": 1,
            "vendor": {"name": "Acme Field Service", "supportEmail": "help@acme.example"},
            "apiBaseUrl": sandbox.base_url,
            "token": sandbox.secret_key.reveal(),
            "publishableKey": sandbox.publishable_key,
            "endUser": {
                "sourceId": "cust-1042",
                "email": "office@big.example",
                "companyName": COMPANY,
            },
            **changes,
        }
        path = tmp_path / "acme.conductor-setup"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything that wants a temporary file of this test has to put it."""
    folder = tmp_path / "temp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder
