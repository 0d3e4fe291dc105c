"""The commands of ``build/dev.py``: nothing here installs or starts anything."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

from build import dev
from tests.helpers.fake_tools import FakeTools

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (ROOT / "build" / "dev.py").read_text("utf-8")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> FakeTools:
    fake = FakeTools()
    fake.put_in_place(monkeypatch)
    return fake


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The set-up has tests of its own (test_dev_set_up.py)."""
    monkeypatch.setattr(dev, "set_up", lambda tools=False: None)


class TestTheFileItself:
    def test_an_old_python_can_read_far_enough_to_say_that_it_is_too_old(self) -> None:
        ast.parse(SOURCE, feature_version=(3, 8))

    def test_it_needs_nothing_but_the_standard_library(self) -> None:
        imported = {
            (node.names[0].name if isinstance(node, ast.Import) else str(node.module)).split(".")[0]
            for node in ast.walk(ast.parse(SOURCE))
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert imported <= sys.stdlib_module_names

    def test_its_messages_fit_any_console(self) -> None:
        assert SOURCE.isascii()

    def test_ci_is_the_same_command_as_a_developers(self) -> None:
        lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
        assert lines[0] == "#!/usr/bin/env bash"
        assert lines[-2:] == [
            "python3 build/dev.py test",
            "exec python3 build/dev.py windows --ci",
        ]


class TestPython:
    def test_a_python_that_fits_goes_on(self, tools: FakeTools) -> None:
        dev.find_python()
        assert tools.calls == []

    @pytest.mark.parametrize("version", [(3, 10, 13), (3, 14, 0)])
    def test_without_one_that_fits_it_says_which_to_install(
        self,
        tools: FakeTools,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        version: tuple[int, int, int],
    ) -> None:
        monkeypatch.setattr("sys.version_info", version)
        monkeypatch.setattr("shutil.which", lambda name: None)

        assert dev.main(["run"]) == 1
        assert "needs a 64-bit Python 3.11, 3.12 or 3.13" in capsys.readouterr().err
        assert tools.calls == []

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no python3.12 on PATH to go on with")
    def test_it_goes_on_with_one_on_the_path_that_really_starts(
        self, tools: FakeTools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.version_info", (3, 8, 18))
        monkeypatch.setattr("sys.argv", ["dev.py", "run", "check"])
        monkeypatch.setattr("shutil.which", lambda name: f"/shims/{name}")
        tools.failing = lambda command: "3.11" in command[0]

        with pytest.raises(dev.Failed):  # a real execv does not come back
            dev.find_python()

        assert tools.became[0] == ["/shims/python3.12", dev.__file__, "run", "check"]


@pytest.mark.usefixtures("ready")
class TestRun:
    @pytest.fixture
    def started(self, tools: FakeTools, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        """The commands that dev.py became, on a Linux without a display."""
        monkeypatch.setattr(dev, "WINDOWS", False)
        monkeypatch.setattr("sys.platform", "linux")
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.setenv(name, "")  # so that what dev.py sets is taken back
            monkeypatch.delenv(name)
        return tools.became

    @pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
    def test_with_a_display_the_app_opens_on_the_sandbox(
        self, started: list[list[str]], monkeypatch: pytest.MonkeyPatch, variable: str
    ) -> None:
        monkeypatch.setenv(variable, ":0")
        dev.run([])
        assert started[0][1:] == ["--sandbox"]

    def test_without_a_display_it_walks_the_journey(self, started: list[list[str]]) -> None:
        dev.run([])
        assert started[0][1:] == ["tour", "--output", str(ROOT / "tour")]

    def test_words_are_passed_on_as_they_are(
        self, started: list[list[str]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        dev.run(["check", "--json", "--pc", "a file"])
        assert started[0][1:] == ["check", "--json", "--pc", "a file"]
        assert capsys.readouterr().out == ""

    def test_on_windows_there_is_a_display_and_the_exit_code_comes_back(
        self, tools: FakeTools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dev, "WINDOWS", True)
        tools.failing = lambda command: True

        assert dev.run([]) == 7
        assert Path(tools.calls[0][0]).name == "conductor-desktop.exe"
        assert tools.calls[0][1:] == ["--sandbox"]
        assert tools.became == []


@pytest.mark.usefixtures("ready")
class TestGates:
    def test_every_gate_runs_and_one_failure_fails_the_whole(
        self, tools: FakeTools, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tools.failing = lambda command: "--check" in command

        assert dev.main(["test"]) == 1
        names = [Path(command[0]).stem for command in tools.calls]
        assert names[0] == "python"  # tells the age of the web engine, and is no gate
        assert names[1:] == ["ruff", "ruff", "mypy", "lint-imports", "pytest", "pytest"]
        said = capsys.readouterr().err
        assert "ruff format --check .: FAILED (exit code 7)" in said
        assert "1 of 6 gates failed." in said

    def test_when_all_pass_so_does_the_command(self, tools: FakeTools) -> None:
        assert dev.main(["test"]) == 0

    def test_quick_tests_run_before_slow_ones_and_none_is_left_out(self, tools: FakeTools) -> None:
        dev.main(["test"])

        assert [command[-2:] for command in tools.calls[-2:]] == [
            ["-m", "not slow"],
            ["-m", "slow"],
        ]

    def test_what_was_compiled_is_kept_for_the_next_process(
        self, tools: FakeTools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        monkeypatch.setenv("SOMETHING_ELSE", "1")
        dev.main(["test"])

        assert len(tools.environments) == 6
        for environment in tools.environments:
            assert isinstance(environment, dict)
            assert "PYTHONDONTWRITEBYTECODE" not in environment
            assert environment["SOMETHING_ELSE"] == "1"

    def test_words_go_to_pytest_alone(self, tools: FakeTools) -> None:
        dev.main(["test", "-k", "two words"])

        assert [command[1:] for command in tools.calls if "two words" in command] == [
            ["-k", "two words"]
        ]
        assert "pytest" in tools.calls[-1][0]

    def test_an_old_web_engine_is_told_and_stops_no_work(self, tools: FakeTools) -> None:
        tools.failing = lambda command: command[-1].endswith("engine_age.py")

        assert dev.main(["test"]) == 0
        assert len([command for command in tools.calls if tools.failing(command)]) == 1

    @pytest.mark.parametrize("command", ["bundle", "windows"])
    def test_nothing_is_built_with_a_web_engine_that_is_too_old(
        self, tools: FakeTools, command: str
    ) -> None:
        tools.failing = lambda words: (
            words[-2:]
            == [
                str(dev.ROOT / "build" / "engine_age.py"),
                "--release",
            ]
        )

        assert dev.main([command]) == 1
        assert tools.failing(tools.calls[-1])  # and nothing came after it

    def test_each_gate_is_named_before_it_runs(
        self, tools: FakeTools, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said_before: list[str] = []

        def look(command: list[str]) -> bool:
            said_before.append(capsys.readouterr().err.splitlines()[-1])
            return False

        tools.failing = look
        dev.main(["test"])

        assert said_before[1] == "* ruff format --check ."
        assert said_before[-1].startswith("* pytest -n ")


@pytest.mark.usefixtures("ready")
class TestBundle:
    def test_it_is_made_from_the_spec_and_words_go_to_pyinstaller(self, tools: FakeTools) -> None:
        assert dev.main(["bundle", "--distpath=elsewhere"]) == 0
        command = tools.calls[-1]
        assert Path(command[0]).stem == "pyinstaller"
        assert command[-2:] == ["--distpath=elsewhere", "installer.spec"]

    def test_a_failed_build_fails_the_command(self, tools: FakeTools) -> None:
        tools.failing = lambda command: "installer.spec" in command

        assert dev.main(["bundle"]) == 1


class TestCommandLine:
    def test_help_goes_to_stdout(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert dev.main(["help"]) == 0
        shown = capsys.readouterr().out
        assert all(f"dev.py {command}" in shown for command in dev.COMMANDS)

    @pytest.mark.parametrize("arguments", [[], ["tset"]])
    def test_anything_else_is_wrong_usage(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert dev.main(arguments) == 2
        said = capsys.readouterr()
        assert "dev.py test" in said.err
        assert said.out == ""

    def test_an_unknown_bench_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert dev.main(["bench", "strat"]) == 1
        said = "No such bench: strat. There is: start, conductor, pc, setup, support, monitor, "
        assert f"{said}invoices, windows." in capsys.readouterr().err

    def test_every_bench_has_its_file(self) -> None:
        missing = [n for n in dev.BENCHES if not (ROOT / "build" / "bench" / f"{n}.py").is_file()]
        assert missing == []
