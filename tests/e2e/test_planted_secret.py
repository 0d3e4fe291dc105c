"""A secret is planted wherever one is used, and looked for wherever something was written."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.ui.tour.hands import click, find, reads
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers import hands
from tests.helpers.journey import give_keys, go_to_connect, walk_the_flow
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.leaks import forms, leaks
from tests.helpers.pcs import Pc
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import running_sandbox
from tests.helpers.watched_app import Watch
from tests.unit.services.diagnostics_world import with_text
from tests.unit.workstation.web_connector_logs import update

pytestmark = pytest.mark.slow

CANARY = "sk_conductor_PlantedSecret0123456789abcdefXYZ"


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


IN_THE_LOG = {
    "password": "Zq7vXw2LpR9s",
    "customer": "Ludwig van Beethoven",
    "other application": "Somebody Else Sync",
}
"""What no rule would know to be private."""


def pc_with_planted_log(*planted: str) -> DescribedPc:
    """The Web Connector's log holds these wherever it may hold what others have said."""
    name = "Conductor Desktop Sandbox"
    log = "".join(
        with_text(60 * n, text, name, "localhost")
        + with_text(60 * n + 30, text, IN_THE_LOG["other application"], "other.invalid")
        for n, text in enumerate(planted)
    )
    pc = Pc()
    pc.add_key(rf"HKCU\Software\Intuit\QBWebConnector\{name}", {})
    last = update(3600, name=name, host="localhost")
    pc.file("QWCLog.txt").update(log=(log + last).splitlines())
    return pc.described()


def save_bundle(running: RunningApp, target: Path) -> None:
    click("navSupport")
    running.press("supportSave")
    running.wait_for("fileNameEdit")
    name, box = find("fileNameEdit"), find("buttonBox")
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    name.setText(str(target))
    hands.click(box.button(QDialogButtonBox.StandardButton.Save))
    running.wait_for("supportSavedPath")


def test_the_journey_with_keys_writes_no_secret_anywhere(
    qtbot: QtBot,
    sandbox: SandboxAccess,
    tmp_path: Path,
    temp: Path,
    private_machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home, bundle, keyring = tmp_path / "home", tmp_path / "bundle.zip", MemoryKeyring()
    key = sandbox.secret_key.reveal()
    with RunningApp(qtbot, home, keyring, base_url=sandbox.base_url) as running:
        described = pc_with_planted_log(key, *IN_THE_LOG.values())
        monkeypatch.setattr(running.app.run, "pc_of", lambda _session: described)
        watch = Watch(running, monkeypatch)
        running.open()
        give_keys(running, CANARY, sandbox.publishable_key)
        running.wait(reads("welcomePageProblem", "Conductor rejected the key"))
        give_keys(running, sandbox.secret_key.reveal(), sandbox.publishable_key)
        go_to_connect(running)
        walk_the_flow(running)
        running.wait_for("verifyDone")
        running.press("setupNext")
        running.wait_for("connectionScreen")
        click("navInvoices")
        running.wait(reads("invoicesScreen", "Complete"))
        save_bundle(running, bundle)
        watch.look()
    assert sandbox.secret_key.reveal() in keyring.entries.values()
    secrets = {
        "wrong key": CANARY,
        "secret key": sandbox.secret_key.reveal(),
        "publishable key": sandbox.publishable_key,
        **watch.secrets,
        **IN_THE_LOG,
    }
    assert len(watch.links) == 1
    assert (home / "logs" / "app.log").stat().st_size > 0
    with zipfile.ZipFile(bundle) as archive:
        assert len(archive.namelist()) > 2
        told = json.loads(archive.read("web_connector.json"))
    assert told["account"]["lastProblem"]["codes"] == ["QBWC1013", "0x80040414"]
    assert told["otherApplications"] == 1
    assert leaks([home, bundle, temp, private_machine], secrets) == []
    shown = "\n".join(watch.seen)
    for name, secret in secrets.items():
        assert secret not in caplog.text, name
        assert secret not in shown, name


@pytest.mark.parametrize("command", ["status", "invoices", "diagnostics", "check"])
def test_a_command_given_a_key_says_and_writes_nothing_of_it(
    sandbox: SandboxAccess, tmp_path: Path, temp: Path, command: str
) -> None:
    home, output = tmp_path / "home", tmp_path / "bundle.zip"
    key = sandbox.secret_key.reveal()
    more = ["--output", str(output)] if command == "diagnostics" else ["--json"]
    connection = ["--base-url", sandbox.base_url, "--end-user", sandbox.end_user_id]
    words = ["--home", str(home), *connection, *more]
    done = subprocess.run(
        [sys.executable, "-m", "conductor_desktop", command, *words],
        capture_output=True,
        env={**os.environ, "CONDUCTOR_SECRET_KEY": key},
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    (tmp_path / "said.txt").write_bytes(done.stdout + done.stderr)
    places = [home, temp, tmp_path / "said.txt", *([output] if output.exists() else [])]
    assert leaks(places, {"secret key": key}) == []


@pytest.mark.parametrize("shape", forms(CANARY))
def test_the_search_would_find_it(tmp_path: Path, shape: str) -> None:
    form = forms(CANARY)[shape]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file.bin").write_bytes(b"before" + form + b"after")
    with zipfile.ZipFile(tmp_path / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", form)
    found = leaks([tmp_path], {"key": CANARY})
    assert [f"key, {shape}" in line for line in found].count(True) == 2


@pytest.mark.parametrize("before", range(4))
def test_the_search_would_find_it_amid_other_text_in_base64(tmp_path: Path, before: int) -> None:
    text = b"x" * before + CANARY.encode() + b" and so on"
    (tmp_path / "file.txt").write_bytes(base64.b64encode(text))
    assert len(leaks([tmp_path], {"key": CANARY})) == 1


def test_the_search_finds_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("sk_conductor_ and PlantedSecret, but apart")
    assert leaks([tmp_path], {"key": CANARY}) == []
