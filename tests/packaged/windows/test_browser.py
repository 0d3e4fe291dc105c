"""The way around the web engine: the sign-in page in the person's own browser, to the proof."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.windows.wine import windows_path
from conductor_desktop.ui.theme import LIGHT
from tests.packaged.windows.conftest import PICTURES
from tests.packaged.windows.pc import PROGRAM, Pc

BROWSER = Path(__file__).with_name("browser.py")
OPENS = r"HKLM\SOFTWARE\Classes\http\shell\open\command"
POLICIES = r"HKCU\SOFTWARE\Policies\ConductorDesktop"
WALKED, FILE = "walked.json", "conductor-sandbox.qwc"
PAGES = ("Connect QuickBooks", "Add the connection", "QuickBooks asks", "Connected")
TO_THE_BROWSER_BUTTON = ["shift+tab"] * 6  # back from "I have finished in QuickBooks"


def downloads(pc: Pc) -> Path:
    return pc.drive / "users" / pc.wine.user / "Downloads"


@pytest.fixture
def pc(second: Pc) -> Iterator[Pc]:
    """Where IT wants pages in the browser: then the app does not start an engine of its own."""
    second.ask("write", POLICIES, "64", json.dumps({"AuthViewMode": "browser"}))
    for left in (second.drive / WALKED, downloads(second) / FILE):
        left.unlink(missing_ok=True)
    words = f'"{windows_path(second.python)}" "{windows_path(BROWSER)}" "C:\\{WALKED}" "%1"'
    second.ask("write", OPENS, "64", json.dumps({"": words}))
    yield second
    second.ask("forget", POLICIES, "64")
    shutil.rmtree(second.settings)


@pytest.fixture
def app(pc: Pc) -> Iterator[subprocess.Popen[bytes]]:
    process = pc.wine.start(pc.folder / PROGRAM, "--sandbox")
    yield process
    pc.kill(process)


@pytest.mark.core
def test_the_sign_in_is_walked_in_the_browser_to_a_proven_connection(
    pc: Pc, app: subprocess.Popen[bytes]
) -> None:
    press_next(pc, app, "checks", LIGHT.ok)
    pc.until(lambda: "GET /end-users 200" in pc.log(), app)
    press_next(pc, app, "who", LIGHT.accent)
    pc.until(lambda: "POST /auth-sessions 200" in pc.log(), app)
    look(pc, app, "connect", LIGHT.accent)
    pc.ask("press", *TO_THE_BROWSER_BUTTON, "space")

    walked = pc.drive / WALKED
    pc.until(walked.exists, app)
    assert json.loads(walked.read_text("utf-8")) == {
        "host": "127.0.0.1",
        "titles": [f"{title} – Sandbox" for title in PAGES],
    }
    assert (downloads(pc) / FILE).stat().st_size
    pc.until(lambda: setup_step(pc) == "verify", app)
    # In front of the browser again; a busy PC may say that it is to be tried once more.
    pc.until(lambda: pc.run(pc.folder / PROGRAM, "--sandbox").code == 0, app)
    press_next(pc, app, "proof", LIGHT.ok_soft)
    pc.until(lambda: any("Saltbush" in title for title in pc.titles()), app)
    look(pc, app, "connected", LIGHT.accent)
    assert setup_step(pc) == "done"


def look(pc: Pc, app: subprocess.Popen[bytes], name: str, colour: str) -> None:
    """Wait for the page, which has more of a colour than while it is being made ready."""
    pc.drawn_picture(PICTURES / f"browser-{name}.png", app, with_band=colour)


def press_next(pc: Pc, app: subprocess.Popen[bytes], name: str, colour: str) -> None:
    """Once the page is there, its main button has the keyboard."""
    look(pc, app, name, colour)
    pc.ask("press", "space")


def setup_step(pc: Pc) -> str:
    settings = json.loads((pc.settings / "settings.json").read_text("utf-8"))
    return str(settings["profiles"]["sandbox"]["setupStep"])
