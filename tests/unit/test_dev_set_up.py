"""How ``build/dev.py`` sets a machine up: nothing here installs anything."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from build import dev
from tests.helpers.fake_tools import FakeTools

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> FakeTools:
    fake = FakeTools()
    fake.put_in_place(monkeypatch)
    return fake


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in a folder with a space in its name, on a machine that is no Debian."""
    folder = tmp_path / "my checkout"
    folder.mkdir()
    for name in (*LOCKS, "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    monkeypatch.setattr(dev, "ROOT", folder)
    monkeypatch.setattr(dev, "VENV", folder / ".venv")
    monkeypatch.setattr(dev, "STAMP", folder / ".venv" / "set-up.txt")
    monkeypatch.setattr("shutil.which", lambda name: None)
    return folder


def listing(*names: str, status: str = "installed", provides: str = "") -> str:
    return "".join(f"{status}\t{name}\t{provides}\n" for name in names)


def debian(tools: FakeTools, monkeypatch: pytest.MonkeyPatch, *, root: bool) -> None:
    """Play a Debian on which one package is missing."""
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev, "is_root", lambda: root)
    tools.answers["dpkg-query"] = listing(*(p for p in dev.DEBIAN_PACKAGES if p != "libasound2"))


class TestSystemPackages:
    def test_nothing_is_missing_where_all_are_installed(self) -> None:
        assert dev.missing_packages(listing(*dev.DEBIAN_PACKAGES)) == []

    def test_a_removed_package_is_missing_though_dpkg_still_lists_it(self) -> None:
        there = [name for name in dev.DEBIAN_PACKAGES if name != "libnss3"]
        text = listing(*there) + listing("libnss3", status="config-files")

        assert dev.missing_packages(text) == ["libnss3"]

    def test_a_package_under_another_name_is_accepted_for_what_it_provides(self) -> None:
        there = [name for name in dev.DEBIAN_PACKAGES if name != "libglib2.0-0"]
        text = listing(*there) + listing(
            "libglib2.0-0t64", provides="libglib2.0-0 (= 2.80.0), libgio (= 2.80.0)"
        )

        assert dev.missing_packages(text) == []

    def test_a_python_without_ensurepip_needs_debians_venv_package(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        wanted = "python{}.{}-venv".format(*sys.version_info)

        assert dev.missing_packages(listing(*dev.DEBIAN_PACKAGES)) == [wanted]

    def test_somebody_who_is_not_root_is_given_one_command_and_nothing_is_installed(
        self, tools: FakeTools, checkout: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        debian(tools, monkeypatch, root=False)

        with pytest.raises(dev.Failed, match="Run this once") as failure:
            dev.set_up()

        assert (
            "  sudo apt-get update && "
            "sudo apt-get install -y --no-install-recommends libasound2\n" in str(failure.value)
        )
        assert {command[0] for command in tools.calls} == {"dpkg-query", "apt-cache"}

    def test_root_gets_them_installed_under_the_name_this_debian_uses(
        self, tools: FakeTools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        debian(tools, monkeypatch, root=True)
        tools.answers["apt-cache"] = "libasound2\nlibasound2t64\n"

        dev.install_system_packages()

        apt = [command for command in tools.calls if command[0] == "apt-get"]
        assert apt == [
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "--no-install-recommends", "libasound2t64"],
        ]

    def test_a_complete_machine_costs_one_question(
        self, tools: FakeTools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        debian(tools, monkeypatch, root=True)
        tools.answers["dpkg-query"] = listing(*dev.DEBIAN_PACKAGES)

        dev.install_system_packages()

        assert [command[0] for command in tools.calls] == ["dpkg-query"]


class TestSetUp:
    def test_a_fresh_checkout_gets_its_environment_from_the_lock(
        self, tools: FakeTools, checkout: Path
    ) -> None:
        dev.set_up()

        assert tools.names() == ["venv", "lock:requirements.lock", "editable"]
        install = next(command for command in tools.calls if "-r" in command)
        assert {"--require-hashes", "--only-binary=:all:", "--no-input"} <= set(install)

    def test_the_second_time_nothing_is_installed(self, tools: FakeTools, checkout: Path) -> None:
        dev.set_up()
        tools.calls.clear()

        dev.set_up()

        assert tools.names() == []

    def test_the_tools_are_added_and_then_stay(self, tools: FakeTools, checkout: Path) -> None:
        dev.set_up()
        tools.calls.clear()

        dev.set_up(tools=True)
        dev.set_up()
        dev.set_up(tools=True)

        assert tools.names() == ["lock:requirements-dev.lock", "editable"]

    @pytest.mark.parametrize("name", LOCKS)
    def test_a_changed_lock_makes_the_environment_anew(
        self, tools: FakeTools, checkout: Path, name: str
    ) -> None:
        dev.set_up()
        tools.calls.clear()
        (checkout / name).write_text("other==1.0\n")

        dev.set_up()

        assert tools.names() == ["venv", "lock:requirements.lock", "editable"]

    def test_a_changed_pyproject_installs_the_checkout_again(
        self, tools: FakeTools, checkout: Path
    ) -> None:
        dev.set_up()
        tools.calls.clear()
        (checkout / "pyproject.toml").write_text("[project]\n")

        dev.set_up()

        assert tools.names() == ["lock:requirements.lock", "editable"]

    def test_another_python_makes_the_environment_anew(
        self, tools: FakeTools, checkout: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dev.set_up()
        tools.calls.clear()
        monkeypatch.setattr("sys.version_info", (3, sys.version_info.minor - 1, 0))

        dev.set_up()

        assert tools.names()[0] == "venv"

    def test_an_environment_that_does_not_start_is_made_anew(
        self, tools: FakeTools, checkout: Path
    ) -> None:
        dev.set_up()
        tools.calls.clear()
        tools.failing = lambda command: "-I" in command

        dev.set_up()

        assert tools.names()[0] == "venv"

    def test_an_environment_whose_python_is_gone_is_made_anew(
        self, tools: FakeTools, checkout: Path
    ) -> None:
        def gone(command: list[str]) -> bool:
            if "-I" in command:
                raise FileNotFoundError(command[0])
            return False

        dev.set_up()
        tools.calls.clear()
        tools.failing = gone

        dev.set_up()

        assert tools.names()[0] == "venv"

    def test_an_interrupted_installation_is_not_taken_for_a_complete_one(
        self, tools: FakeTools, checkout: Path
    ) -> None:
        dev.set_up()
        tools.failing = lambda command: "-r" in command
        with pytest.raises(dev.Failed):
            dev.set_up(tools=True)
        tools.failing = lambda command: False
        tools.calls.clear()

        dev.set_up()

        assert tools.names() == ["venv", "lock:requirements.lock", "editable"]

    def test_a_failed_step_says_what_failed_and_what_to_do(
        self, tools: FakeTools, checkout: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tools.failing = lambda command: "-r" in command

        assert dev.main(["run"]) == 1
        said = capsys.readouterr()
        assert "Installing requirements.lock" in said.err
        assert "exit code 7" in said.err
        assert "--require-hashes" in said.err
        assert "Check the network connection" in said.err
        assert said.out == ""

    def test_a_folder_that_cannot_be_written_is_told_in_words(
        self, tools: FakeTools, checkout: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (checkout / "requirements.lock").unlink()

        assert dev.main(["run"]) == 1
        assert "This did not work" in capsys.readouterr().err
