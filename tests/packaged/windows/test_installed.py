"""What the setup program leaves on a PC, and what the console program does there."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from build.windows.wine import windows_path
from conductor_desktop.cli.main import _COMMANDS
from tests.packaged.windows.pc import CLASSES, CONSOLE, ENTRY, NAME, PROGRAM, RUN, Pc

pytestmark = pytest.mark.core


def test_both_programs_and_the_uninstaller_are_where_a_person_may_write(installed: Pc) -> None:
    names = {file.name for file in installed.folder.iterdir()}
    assert names == {PROGRAM, CONSOLE, "_internal", "uninstall.exe", "installed-from.txt"}


def test_nothing_is_outside_the_persons_own_folders(installed: Pc) -> None:
    outside = [installed.drive / "Program Files", installed.drive / "ProgramData"]
    found = [file for place in outside for file in place.rglob("*onductor*")]
    assert found == []


def test_windows_lists_it_with_all_it_wants_to_know(installed: Pc, app_version: str) -> None:
    place = installed.as_windows_says(installed.folder)
    values = installed.registry(ENTRY)["values"]
    size = values.pop("EstimatedSize")
    assert values == {
        "DisplayName": NAME,
        "DisplayVersion": app_version,
        "Publisher": NAME,
        "DisplayIcon": f"{place}\\{PROGRAM},0",
        "InstallLocation": place,
        "UninstallString": f'"{place}\\uninstall.exe"',
        "QuietUninstallString": f'"{place}\\uninstall.exe" /S',
        "URLInfoAbout": "https://conductor.is",
        "HelpLink": "https://conductor.is",
        "NoModify": 1,
        "NoRepair": 1,
    }
    files = [file for file in installed.folder.rglob("*") if file.is_file()]
    assert size == pytest.approx(sum(file.stat().st_size for file in files) / 1024, rel=0.02)


def test_the_start_menu_has_it(installed: Pc) -> None:
    assert PROGRAM.encode("utf-16-le") in installed.shortcut.read_bytes()


def test_a_setup_file_is_opened_with_it(installed: Pc) -> None:
    assert installed.registry(rf"{CLASSES}\.conductor-setup")["values"] == {
        "": "ConductorDesktop.SetupFile"
    }
    command = installed.registry(rf"{CLASSES}\ConductorDesktop.SetupFile\shell\open\command")
    place = installed.as_windows_says(installed.folder)
    assert command["values"] == {"": f'"{place}\\{PROGRAM}" "%1"'}


def test_it_notes_where_its_setup_program_was(installed: Pc, setup: Path) -> None:
    note = (installed.folder / "installed-from.txt").read_text("utf-16")
    assert note == windows_path(setup.parent)


def test_it_says_its_version_and_nothing_else(installed: Pc, app_version: str) -> None:
    ended = installed.app("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"conductor-desktop {app_version}\n", "")


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_is_inside(installed: Pc, command: str) -> None:
    ended = installed.app(command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"conductor-desktop {command} [OPTIONS]" in ended.out


def test_a_wrong_word_has_its_code(installed: Pc) -> None:
    assert installed.app("nonsense").code == 2


def test_the_sandboxs_invoices_are_all_there(installed: Pc) -> None:
    ended = installed.app("--sandbox", "invoices", "--json")
    answer = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert (answer["complete"], answer["count"]) == (True, 240)


def test_invoices_go_into_a_spreadsheet(installed: Pc, tmp_path: Path) -> None:
    target = tmp_path / "invoices.xlsx"
    assert installed.app("--sandbox", "invoices", "--output", windows_path(target)).code == 0
    assert zipfile.is_zipfile(target)


def test_the_sandboxs_connection_works(installed: Pc) -> None:
    ended = installed.app("--sandbox", "status", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["state"] == "last_known_good"


def test_an_error_code_is_explained(installed: Pc) -> None:
    ended = installed.app("explain", "0x80040414", "--json")
    assert (ended.code, ended.err, json.loads(ended.out)["known"]) == (0, "", True)


def test_the_support_bundle_is_written_and_says_that_the_program_is_built(
    installed: Pc, tmp_path: Path
) -> None:
    target = tmp_path / "support.zip"
    assert installed.app("diagnostics", "--output", windows_path(target)).code == 0
    with zipfile.ZipFile(target) as archive:
        environment = json.loads(archive.read("environment.json"))
        log = archive.read("logs/app.log").decode()
    assert environment["builtProgram"] is True
    assert "ModuleNotFoundError" not in log


def test_all_it_keeps_is_under_the_persons_local_data(installed: Pc) -> None:
    installed.app("--sandbox", "status")
    assert (installed.settings / "logs" / "app.log").is_file()
    users = installed.drive / "users"
    homes = [file for file in users.rglob("settings.json*") if file.parent != installed.settings]
    assert homes == []


def test_windows_starts_it_out_of_sight_when_its_user_wants_that(installed: Pc) -> None:
    program = f"{installed.as_windows_says(installed.folder)}\\{CONSOLE}"

    assert installed.ask("start-with-windows", program, True) == "yes"

    command = installed.registry(RUN)["values"][NAME]
    assert command == f'"{program.replace(CONSOLE, PROGRAM)}" --in-tray'
    assert installed.ask("run", command) == 0  # there is nothing to watch yet
    assert installed.titles() == []
    assert installed.ask("start-with-windows", program, False) == "no"
    assert NAME not in installed.registry(RUN)["values"]
