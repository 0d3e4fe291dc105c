"""The versions the Support screen names."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import types

import pytest

from conductor_desktop import __version__
from conductor_desktop.ui.support.about import about_facts


def test_the_versions_that_run_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "PySide6.QtWebEngineCore", raising=False)
    facts = dict(about_facts())
    assert facts["Conductor Desktop"] == __version__
    assert facts["Python"] == platform.python_version()
    assert facts["PySide"] == facts["Qt"] == importlib.metadata.version("PySide6")
    assert "Web engine (Chromium)" not in facts
    assert "PySide6.QtWebEngineCore" not in sys.modules  # asking did not load it


def test_the_web_engine_is_named_once_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = types.ModuleType("PySide6.QtWebEngineCore")
    monkeypatch.setattr(engine, "qWebEngineChromiumVersion", lambda: "140.0.1", raising=False)
    monkeypatch.setitem(sys.modules, "PySide6.QtWebEngineCore", engine)
    assert dict(about_facts())["Web engine (Chromium)"] == "140.0.1"
