"""The whole life on one PC: an older version, a newer one, and nothing in the end."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from build.windows.wine import windows_path
from tests.packaged.windows.conftest import compiled
from tests.packaged.windows.pc import CLASSES, ENTRY, NAME, PROGRAM, RUN, Pc

STILL_OPEN, NEWER_IS_THERE, NOT_WRITTEN, NOT_THIS_WINDOWS, NOT_A_PERSON, SETUP_RUNS = range(3, 9)
# What setup programs have been caught loading from the folder they lie in.
PLANTED = (
    *("apphelp", "clbcatq", "comctl32", "comdlg32", "cryptbase", "cryptsp", "dwmapi", "iphlpapi"),
    *("msimg32", "netapi32", "ntmarta", "oleacc", "profapi", "propsys", "rasadhlp", "riched20"),
    *("secur32", "setupapi", "shfolder", "srvcli", "userenv", "uxtheme", "version", "wintrust"),
)


@pytest.fixture(scope="module")
def one_pc(new_pc: Callable[[], Pc]) -> Pc:
    return new_pc()


@pytest.fixture
def pc(one_pc: Pc) -> Iterator[Pc]:
    """With nothing of ours on it, before and after."""
    yield one_pc
    if one_pc.folder.exists():
        assert one_pc.uninstall("/FORGET") == 0
    shutil.rmtree(one_pc.settings, ignore_errors=True)


def entry(pc: Pc) -> dict[str, Any]:
    values: dict[str, Any] = pc.registry(ENTRY)["values"]
    return values


def running(pc: Pc, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = pc.wine.start(pc.folder / PROGRAM, *words)
    pc.until(pc.titles, process)
    yield process
    pc.kill(process)


def test_an_upgrade_replaces_the_program_and_keeps_what_the_person_has(
    pc: Pc, small_setup: Callable[[str], Path]
) -> None:
    assert pc.run(small_setup("0.0.9"), "/S").code == 0
    (pc.settings / "settings.json").parent.mkdir()
    (pc.settings / "settings.json").write_text("{}")
    assert (pc.folder / "_internal" / "only-in-0.0.9.txt").exists()

    assert pc.run(small_setup("0.1.0"), "/S").code == 0

    names = [file.name for file in (pc.folder / "_internal").iterdir()]
    assert names == ["only-in-0.1.0.txt"]
    assert entry(pc)["DisplayVersion"] == "0.1.0"
    assert (pc.settings / "settings.json").read_text() == "{}"
    assert {file.name for file in pc.folder.iterdir()}.isdisjoint({"_old", "_new"})


@pytest.mark.core
def test_the_product_takes_an_older_ones_place_is_kept_from_going_back_and_goes(
    pc: Pc, setup: Path, small_setup: Callable[[str], Path], app_version: str
) -> None:
    assert pc.run(small_setup("0.0.9"), "/S").code == 0
    (pc.settings / "settings.json").parent.mkdir()
    (pc.settings / "settings.json").write_text("{}")

    assert pc.run(setup, "/S").code == 0

    assert not (pc.folder / "_internal" / "only-in-0.0.9.txt").exists()
    ended = pc.app("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"conductor-desktop {app_version}\n", "")
    assert pc.run(small_setup("0.0.9"), "/S").code == NEWER_IS_THERE
    assert entry(pc)["DisplayVersion"] == app_version
    assert pc.uninstall() == 0
    assert_program_gone(pc)
    assert (pc.settings / "settings.json").read_text() == "{}"


def test_the_same_version_again_repairs_it(pc: Pc, small_setup: Callable[[str], Path]) -> None:
    setup = small_setup("0.1.0")
    assert pc.run(setup, "/S").code == 0
    lost = pc.folder / "_internal" / "only-in-0.1.0.txt"
    lost.unlink()
    assert pc.run(setup, "/S").code == 0
    assert lost.exists()


def test_an_older_version_is_refused(pc: Pc, small_setup: Callable[[str], Path]) -> None:
    assert pc.run(small_setup("0.10.0"), "/S").code == 0
    assert pc.run(small_setup("0.9.0"), "/S").code == NEWER_IS_THERE
    assert entry(pc)["DisplayVersion"] == "0.10.0"
    assert (pc.folder / "_internal" / "only-in-0.10.0.txt").exists()


def test_a_folder_may_be_chosen_and_changed(pc: Pc, small_setup: Callable[[str], Path]) -> None:
    chosen = pc.drive / "My Programs" / "Conductor"
    assert pc.run(small_setup("0.1.0"), "/S").code == 0
    place = pc.as_windows_says(chosen)
    assert pc.ask("run", f"{windows_path(small_setup('0.1.1'))} /S /D={place}") == 0
    assert (chosen / PROGRAM).exists()
    assert entry(pc)["InstallLocation"] == place
    assert not pc.folder.exists()
    assert pc.shortcut.exists()
    assert pc.uninstall(folder=chosen) == 0
    assert not chosen.exists()


@pytest.mark.parametrize("place", [r"Q:\No Such Drive\Conductor", r"C:\in the way\Conductor"])
@pytest.mark.parametrize("is_installed", [False, True])
def test_a_folder_that_cannot_be_made_is_refused(
    pc: Pc, small_setup: Callable[[str], Path], place: str, is_installed: bool
) -> None:
    if is_installed:
        assert pc.run(small_setup("0.1.0"), "/S").code == 0
    (pc.drive / "in the way").write_text("a file")
    line = f"{windows_path(small_setup('0.1.1'))} /S /D={place}"
    assert pc.ask("run", line) == NOT_WRITTEN
    (pc.drive / "in the way").unlink()
    assert (pc.folder / "_internal" / "only-in-0.1.0.txt").exists() == is_installed
    assert not (pc.folder / "_internal" / "only-in-0.1.1.txt").exists()


def test_a_running_app_is_asked_to_end_and_does(pc: Pc, small_setup: Callable[[str], Path]) -> None:
    assert pc.run(small_setup("0.1.0"), "/S").code == 0
    for process in running(pc):
        assert pc.run(small_setup("0.1.1"), "/S").code == 0
        assert pc.wine.wait_for(process).code == 0
    assert entry(pc)["DisplayVersion"] == "0.1.1"


def test_an_app_that_does_not_end_stays_as_it_is(
    pc: Pc, small_setup: Callable[[str], Path]
) -> None:
    assert pc.run(small_setup("0.1.0"), "/S").code == 0
    for process in running(pc, "stays"):
        assert pc.run(small_setup("0.1.1"), "/S").code == STILL_OPEN
        assert pc.uninstall() == STILL_OPEN
        assert process.poll() is None
    assert entry(pc)["DisplayVersion"] == "0.1.0"
    names = {file.name for file in pc.folder.iterdir()}
    assert "_new" not in names
    assert (pc.folder / "_internal" / "only-in-0.1.0.txt").exists()


def test_two_setups_at_once_are_one_too_many(pc: Pc, small_setup: Callable[[str], Path]) -> None:
    held = pc.ask("hold", "Local\\ConductorDesktopSetup")
    try:
        assert pc.run(small_setup("0.1.0"), "/S").code == SETUP_RUNS
    finally:
        pc.ask("let-go", held)
    assert not pc.folder.exists()


def test_where_the_new_version_cannot_be_written_the_old_one_stays(
    pc: Pc, small_setup: Callable[[str], Path]
) -> None:
    assert pc.run(small_setup("0.1.0"), "/S").code == 0
    in_the_way = pc.folder / "_new"  # a file, where the new version's folder is to be
    in_the_way.write_text("in the way")

    assert pc.run(small_setup("0.1.1"), "/S").code == NOT_WRITTEN

    assert entry(pc)["DisplayVersion"] == "0.1.0"
    assert (pc.folder / "_internal" / "only-in-0.1.0.txt").exists()
    in_the_way.unlink()


def test_a_windows_that_is_too_old_is_refused(pc: Pc, small_setup: Callable[[str], Path]) -> None:
    setup = small_setup("0.1.0")
    try:
        assert pc.wine.run("winecfg", "-v", "win81").code == 0
        assert pc.run(setup, "/S").code == NOT_THIS_WINDOWS
    finally:
        assert pc.wine.run("winecfg", "-v", "win10").code == 0
    assert not pc.folder.exists()


def test_it_is_not_installed_for_the_system(pc: Pc, small_setup: Callable[[str], Path]) -> None:
    # The system's own profile is a folder of this name.
    ended = pc.run(small_setup("0.1.0"), "/S", USER="systemprofile")
    assert (ended.code, ended.out, ended.err) == (NOT_A_PERSON, "", "")
    assert [*(pc.drive / "users" / "systemprofile").rglob("*onductor*")] == []


def test_no_library_that_lies_beside_the_setup_program_is_loaded(
    pc: Pc, small_setup: Callable[[str], Path]
) -> None:
    downloads = pc.drive / "Downloads"
    downloads.mkdir()
    setup, loader = downloads / "setup.exe", downloads / "loader.exe"
    shutil.copy(small_setup("0.1.0"), setup)
    compiled("planted.c", loader, "-mwindows", "-DLOADER")
    library = downloads / "control.dll"
    compiled("planted.c", library, "-shared")
    for name in PLANTED:
        shutil.copy(library, downloads / f"{name}.dll")

    assert pc.run(loader, "control.dll").code == 0
    assert pc.run(setup, "/S").code == 0
    assert pc.uninstall() == 0

    loaded = [file.name for file in downloads.glob("*.loaded")]
    shutil.rmtree(downloads)
    assert loaded == ["control.dll.loaded"]


@pytest.fixture
def lived_in(pc: Pc, small_setup: Callable[[str], Path]) -> Pc:
    """Installed, with settings, a key, an entry of what starts with Windows, and others' things."""
    assert pc.run(small_setup("0.1.0"), "/S").code == 0
    (pc.settings / "logs").mkdir(parents=True)
    (pc.settings / "logs" / "app.log").write_text("log")
    pc.ask("write", RUN, "64", f'{{"{NAME}": "ours", "Another": "theirs"}}')
    for target in (NAME, f"live/token@{NAME}", "Another"):
        pc.ask("add-credential", target)
    return pc


def assert_program_gone(pc: Pc) -> None:
    assert not pc.folder.exists()
    assert not pc.shortcut.exists()
    assert pc.registry(ENTRY) is None
    assert NAME not in pc.registry(RUN)["values"]
    assert pc.registry(rf"{CLASSES}\.conductor-setup") is None
    assert pc.registry(rf"{CLASSES}\ConductorDesktop.SetupFile") is None


def test_removal_keeps_settings_and_keys_unless_it_is_asked_not_to(lived_in: Pc) -> None:
    assert lived_in.uninstall() == 0
    assert_program_gone(lived_in)
    assert lived_in.registry(RUN)["values"] == {"Another": "theirs"}
    assert (lived_in.settings / "logs" / "app.log").exists()
    assert set(lived_in.ask("credentials")) == {NAME, f"live/token@{NAME}", "Another"}


def test_removal_that_forgets_leaves_nothing_of_ours_and_all_of_others(lived_in: Pc) -> None:
    theirs = lived_in.folder / "their own file.txt"
    theirs.write_text("theirs")
    assert lived_in.uninstall("/FORGET") == 0
    assert [file.name for file in lived_in.folder.iterdir()] == [theirs.name]
    theirs.unlink()
    lived_in.folder.rmdir()
    assert_program_gone(lived_in)
    assert lived_in.registry(RUN)["values"] == {"Another": "theirs"}
    assert not lived_in.settings.exists()
    assert lived_in.ask("credentials") == ["Another"]


def test_the_command_that_windows_lists_removes_it(lived_in: Pc) -> None:
    assert lived_in.ask("run", entry(lived_in)["QuietUninstallString"]) == 0
    lived_in.until(lambda: not lived_in.folder.exists())
    assert_program_gone(lived_in)
