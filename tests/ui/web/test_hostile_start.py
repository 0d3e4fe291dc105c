"""Started in the most hostile way, the app still opens no door of the engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.web_site import WebSite, closed_port
from tests.ui.web.visit import Job, run_visit

pytestmark = pytest.mark.slow


def doors(port: int) -> dict[str, tuple[dict[str, str], list[str]]]:
    """Environment and arguments, each of which opens the engine's debugger in a plain view."""
    flag = f"--remote-debugging-port={port}"
    return {
        "variable": ({"QTWEBENGINE_REMOTE_DEBUGGING": str(port)}, []),
        "flags": ({"QTWEBENGINE_CHROMIUM_FLAGS": flag}, []),
        "arguments": ({}, ["--webEngineArgs", flag]),
    }


def job(site: WebSite, folder: Path, arguments: list[str], *, plain: bool) -> Job:
    return Job(
        urls=[site.html("/page", "<h1>Hi</h1>")],
        port=site.port,
        folder=str(folder),
        until="true",
        arguments=arguments,
        plain=plain,
    )


@pytest.mark.parametrize("name", doors(0))
def test_each_door_opens_where_nobody_closes_it(site: WebSite, tmp_path: Path, name: str) -> None:
    with closed_port() as port:
        environment, arguments = doors(port)[name]
    seen, said = run_visit(job(site, tmp_path, arguments, plain=True), environment)
    assert seen["listeners"] == 1
    assert "DevTools listening" in said or "debugging" in said.lower()


def test_none_of_them_opens_in_our_app(site: WebSite, tmp_path: Path) -> None:
    with closed_port() as port:
        all_doors = doors(port).values()
    environment = {
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINEPROCESS_PATH": str(tmp_path / "evil"),
        "QTWEBENGINE_RESOURCES_PATH": str(tmp_path / "evil"),
    }
    arguments = [f"--remote-debugging-port={port}", "--no-sandbox"]
    for more_environment, more_arguments in all_doors:
        environment |= more_environment
        arguments += more_arguments
    seen, said = run_visit(job(site, tmp_path, arguments, plain=False), environment)
    assert seen["pages"][0]["phase"] == "loaded"
    assert seen["listeners"] == 0
    assert "DevTools" not in said
    assert "ignored from the environment: QTWEBENGINEPROCESS_PATH, " in said


def test_the_program_takes_no_words_for_the_engine() -> None:
    words = ["--webEngineArgs", "--remote-debugging-port=9222"]
    done = subprocess.run(
        [sys.executable, "-m", "conductor_desktop", *words], capture_output=True, check=False
    )
    assert done.returncode == 2
