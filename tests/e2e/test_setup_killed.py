"""Real processes, killed at each step of the guided setup: the next one goes on right there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conductor_desktop.storage.names import SetupStep
from conductor_desktop.storage.settings import SettingsStore
from tests.helpers.sandbox import Caller, Control, SandboxAccess, running_sandbox
from tests.helpers.setup_hands import EMAIL

ROOT = Path(__file__).parents[2]
STEPS = [SetupStep.CHECKS, SetupStep.END_USER, SetupStep.CONNECT, SetupStep.VERIFY]

pytestmark = pytest.mark.slow


def start(home: Path, sandbox: SandboxAccess, goal: SetupStep) -> subprocess.Popen[str]:
    keys = {
        "CONDUCTOR_SECRET_KEY": sandbox.secret_key.reveal(),
        "CONDUCTOR_PUBLISHABLE_KEY": sandbox.publishable_key,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.setup_driver", str(home), sandbox.base_url, goal],
        cwd=ROOT,
        env=os.environ | keys,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> dict[str, str]:
    """The one line it prints; none if it has come to grief."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "it ended before it got there"
    answer: dict[str, str] = json.loads(line)
    return answer


def test_killed_at_every_step_in_turn_the_next_process_goes_on_there(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_sandbox() as sandbox:
        came_up = []
        for step in STEPS:
            process = start(home, sandbox, step)
            try:
                came_up.append(said(process)["cameUp"])
            finally:
                process.kill()  # SIGKILL, on Windows TerminateProcess: nothing gets to clean up
                process.communicate()
        assert came_up == [SetupStep.WELCOME, *STEPS[:-1]]
        last = start(home, sandbox, SetupStep.DONE)
        out, _ = last.communicate()
        assert last.returncode == 0
        assert json.loads(out)["cameUp"] == SetupStep.VERIFY
        with Caller(sandbox) as caller:
            users = caller.get("/end-users").json()["data"]
        [made] = [user for user in users if user["email"] == EMAIL]
        creates = [
            one
            for one in Control(sandbox).requests()
            if (one["method"], one["path"]) == ("POST", "/v1/end-users")
        ]
    profile = SettingsStore(home / "settings.json").load().settings.profile
    assert profile.is_set_up
    assert profile.end_user is not None
    assert profile.end_user.id == made["id"]
    assert len(creates) == 1
