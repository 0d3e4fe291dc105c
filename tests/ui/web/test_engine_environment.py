"""Nothing in the environment opens or redirects the engine; what this app tells it is known."""

from __future__ import annotations

import os
import sys

import pytest

from conductor_desktop.ui.web.engine_environment import (
    add_our_flags,
    openings,
    strip_environment,
)

HOSTILE = {
    "QTWEBENGINE_REMOTE_DEBUGGING": "9222",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--remote-debugging-port=9222 --no-sandbox",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINEPROCESS_PATH": "/tmp/evil",
    "QTWEBENGINE_RESOURCES_PATH": "/tmp/evil",
    "QTWEBENGINE_DICTIONARIES_PATH": "/tmp/evil",
    "qtwebengine_locales_path": "/tmp/evil",
}
FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"


def pretend(monkeypatch: pytest.MonkeyPatch, *, root: bool, frozen: bool) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000, raising=False)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)


def test_the_environment_is_cleared_and_what_was_there_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pretend(monkeypatch, root=False, frozen=False)
    environ = {**HOSTILE, "QT_QPA_PLATFORM": "offscreen", "PATH": "/bin"}
    assert strip_environment(environ) == tuple(sorted(HOSTILE))
    assert environ == {"QT_QPA_PLATFORM": "offscreen", "PATH": "/bin"}


@pytest.mark.parametrize(
    ("root", "frozen", "is_off"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_the_engines_sandbox_is_off_for_root_from_source_alone(
    monkeypatch: pytest.MonkeyPatch, root: bool, frozen: bool, is_off: bool
) -> None:
    pretend(monkeypatch, root=root, frozen=frozen)
    environ = dict(HOSTILE)
    strip_environment(environ)
    assert environ == ({"QTWEBENGINE_DISABLE_SANDBOX": "1"} if is_off else {})


def test_off_linux_the_sandbox_stays_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, root=True, frozen=False)
    monkeypatch.setattr(sys, "platform", "win32")
    environ: dict[str, str] = {}
    strip_environment(environ)
    assert environ == {}


def test_our_flags_open_nothing_and_stand_there_once() -> None:
    environ: dict[str, str] = {}
    add_our_flags(environ)
    once = environ[FLAGS]
    add_our_flags(environ)
    assert environ == {FLAGS: once}
    for opening in ("sandbox", "remote", "debug", "ignore-certificate", "disable-web-security"):
        assert opening not in once
    assert openings(environ) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_what_was_not_cleared_is_seen(name: str) -> None:
    environ: dict[str, str] = {}
    add_our_flags(environ)
    assert openings(environ | {name: HOSTILE[name]}) == [name]
