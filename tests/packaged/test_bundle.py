"""The built program does what the source does: what PyInstaller does not see, it leaves out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from conductor_desktop import __version__
from conductor_desktop.cli.main import _COMMANDS
from conductor_desktop.services.diagnostics.versions import installed_versions
from tests.packaged.conftest import Bundle

SWITCH = "CONDUCTOR_DESKTOP_PACKAGED"
# Modules of Qt that come without the LGPL, as their files are called on every system.
GPL_ONLY = re.compile(
    r"qt6?(canvaspainter|charts|coap|datavisualization|graphs|httpserver|lottie|mqtt|networkauth"
    r"|quick3d|quicktimeline|virtualkeyboard|waylandcompositor)",
    re.IGNORECASE,
)

pytestmark = pytest.mark.slow

if os.environ.get(SWITCH) != "1":
    pytest.skip(
        f"set {SWITCH}=1 to build the program and try it, which takes half a minute",
        allow_module_level=True,
    )


def test_it_says_its_version_and_nothing_else(bundle: Bundle) -> None:
    ended = bundle.run("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"conductor-desktop {__version__}\n", "")


def test_the_windowed_program_is_there_too(bundle: Bundle) -> None:
    # Without a console it may have nowhere to say its version, but it knows what is asked.
    command = [bundle.program("ConductorDesktop"), "--version"]
    assert subprocess.run(command, env=bundle.environment, check=False).returncode == 0


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_is_inside(bundle: Bundle, command: str) -> None:
    ended = bundle.run(command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"conductor-desktop {command} [OPTIONS]" in ended.out


def test_the_sandboxs_invoices_are_all_there(bundle: Bundle) -> None:
    ended = bundle.run("--sandbox", "invoices", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert (ended.json["complete"], ended.json["count"]) == (True, 240)


def test_invoices_go_into_a_spreadsheet(bundle: Bundle) -> None:
    target = bundle.home / "invoices.xlsx"
    ended = bundle.run("--sandbox", "invoices", "--output", str(target))
    assert ended.code == 0
    assert zipfile.is_zipfile(target)


def test_a_described_pc_and_this_pc_are_checked(bundle: Bundle) -> None:
    described = bundle.run("--sandbox", "check", "--json")
    assert (described.code, described.err, described.json["verdict"]) == (0, "", "ok")
    # Whatever it finds here, nobody listens at that address.
    this = bundle.run("--base-url", "http://127.0.0.1:1/v1", "check", "--json")
    assert (this.code, this.err, this.json["verdict"]) == (1, "", "stop")


def test_the_support_bundle_knows_every_version(bundle: Bundle) -> None:
    target = bundle.home / "support.zip"
    assert bundle.run("diagnostics", "--output", str(target)).code == 0
    with zipfile.ZipFile(target) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        environment = json.loads(archive.read("environment.json"))
        log = archive.read("logs/app.log").decode()
    assert manifest["versions"].items() >= installed_versions().items()
    assert environment["builtProgram"] is True
    # The store for keys may not work here, but it is inside.
    assert "ModuleNotFoundError" not in log


def test_the_window_opens(bundle: Bundle) -> None:
    with bundle.start("--sandbox", CONDUCTOR_DESKTOP_BENCH="first-paint") as process:
        assert process.stdout is not None
        painted = any(line.strip() == "first-paint" for line in process.stdout)
        process.kill()
    assert painted


def test_the_tour_walks_every_step_with_the_real_engine(bundle: Bundle) -> None:
    pictures = bundle.home / "pictures"
    ended = bundle.run("tour", "--output", str(pictures))
    assert ended.code == 0, ended.err
    report = json.loads((pictures / "tour.json").read_text("utf-8"))
    assert (report["complete"], report["failedStep"]) == (True, None)
    assert "connection-file" in [step["step"] for step in report["steps"]]
    assert all((pictures / step["picture"]).is_file() for step in report["steps"])


def test_nothing_is_inside_that_only_the_gpl_allows(built: Path) -> None:
    names = [file.name for file in built.rglob("*")]
    assert [name for name in names if GPL_ONLY.search(name)] == []
    assert [name for name in names if "Qt6WebEngineCore" in name]  # or it looks in a wrong place


def test_its_licence_and_those_of_what_it_is_made_of_are_inside(built: Path) -> None:
    inside = built / "_internal"
    assert (inside / "LICENSE").is_file()
    described = {folder.name.partition("-")[0].lower() for folder in inside.glob("*.dist-info")}
    assert {"pyside6", "requests", "urllib3", "keyring", "jinja2"} <= described
