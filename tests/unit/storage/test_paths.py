"""Where the app's folder is, and what happens when it cannot be used."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conductor_desktop.errors import ExitCode, HomeNotWritable
from conductor_desktop.storage.paths import AppHome


def test_the_argument_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDUCTOR_DESKTOP_HOME", str(tmp_path / "variable"))

    assert AppHome.locate(str(tmp_path / "argument")).root == tmp_path / "argument"
    assert AppHome.locate(None).root == tmp_path / "variable"


def test_without_a_choice_it_is_in_the_users_own_local_data(
    private_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDUCTOR_DESKTOP_HOME", "")

    root = AppHome.locate().root

    assert root.name == "Conductor Desktop"
    assert root.is_relative_to(private_machine)


def test_a_relative_folder_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = AppHome.locate("kept")
    monkeypatch.chdir(tmp_path.parent)

    assert home.root == tmp_path / "kept"


def test_prepare_makes_every_folder_and_leaves_no_probe(tmp_path: Path) -> None:
    home = AppHome(tmp_path / "deep" / "home")

    home.prepare()

    assert sorted(path.name for path in home.root.iterdir()) == [
        "connection-files",
        "exports",
        "logs",
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows folders inherit their rights")
def test_new_folders_are_private_and_an_existing_one_keeps_its_rights(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    shared.chmod(0o755)
    AppHome(shared).prepare()
    AppHome(tmp_path / "own").prepare()

    def rights(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert rights(shared) == 0o755
    assert rights(tmp_path / "own") == 0o700
    assert rights(shared / "logs") == 0o700
    assert rights(shared / "connection-files") == 0o700


def test_a_file_in_the_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")

    with pytest.raises(HomeNotWritable) as caught:
        AppHome(tmp_path / "home" / "inside").prepare()

    assert caught.value.exit_code is ExitCode.USAGE
    assert "--home" in caught.value.next_step
    assert (tmp_path / "home").read_text() == "not a folder"


def test_a_folder_that_takes_no_write_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)

    with pytest.raises(HomeNotWritable, match="No space left on device"):
        AppHome(tmp_path).prepare()


@pytest.mark.parametrize("name", ["a\0b", "~nobody-of-this-name/x"])
def test_a_name_no_folder_can_have_is_refused(name: str) -> None:
    with pytest.raises(HomeNotWritable):
        AppHome.locate(name).prepare()


def test_something_in_the_place_of_the_log_folder_does_not_stop_the_app(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("not a folder")

    AppHome(tmp_path).prepare()

    assert AppHome(tmp_path).exports.is_dir()


def test_a_start_with_a_named_folder_does_not_pay_for_finding_one() -> None:
    code = (
        "import sys\n"
        "from conductor_desktop.storage.paths import AppHome\n"
        "from conductor_desktop.storage.settings import SettingsStore\n"
        "home = AppHome.locate('x')\n"
        "SettingsStore(home.settings_file).load()\n"
        "print([m for m in ('platformdirs', 'keyring', 'msgspec', 'uuid') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
