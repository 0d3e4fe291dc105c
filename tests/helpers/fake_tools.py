"""Stands in for the programs that build/dev.py calls, so that its tests install nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


class FakeTools:
    """Records each call; ``failing`` says which ones fail, ``answers`` what a program prints."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.became: list[list[str]] = []
        self.environments: list[object] = []  # of the calls that were given one
        self.failing: Callable[[list[str]], bool] = lambda command: False
        self.answers: dict[str, str] = {"dpkg-query": "", "apt-cache": ""}

    def call(self, command: list[str], **options: object) -> int:
        self.calls.append(command)
        self.environments += [options["env"]] if "env" in options else []
        if self.failing(command):
            return 7
        if command[1:3] == ["-m", "venv"]:
            folder = Path(command[-1])
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        return 0

    def run(self, command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        self.calls.append(command)
        return subprocess.CompletedProcess(command, 0, self.answers[command[0]], "")

    def execv(self, path: str, command: list[str]) -> None:
        """Comes back, which a real one does not."""
        self.became.append(command)

    def names(self) -> list[str]:
        """What was done, in short; the check whether .venv works is left out."""
        words = {"venv": "venv", "-r": "lock", "-e": "editable", "update": "update"}
        found = ((command, word) for command in self.calls for word in words if word in command)
        return [
            words[word] + (":" + c[c.index("-r") + 1] if word == "-r" else "") for c, word in found
        ]

    def put_in_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("subprocess.call", self.call)
        monkeypatch.setattr("subprocess.run", self.run)
        monkeypatch.setattr("os.execv", self.execv)
