"""The versions the Support screen names."""

from __future__ import annotations

import importlib.metadata
import platform
import sys

import PySide6
import pytest

from conductor_desktop import __version__
from conductor_desktop.services.web_engine import ENGINES
from conductor_desktop.ui.support.about import about_facts


def test_the_versions_that_run_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "PySide6.QtWebEngineCore", raising=False)
    facts = dict(about_facts())
    assert facts["Conductor Desktop"] == __version__
    assert facts["Python"] == platform.python_version()
    assert facts["PySide"] == facts["Qt"] == importlib.metadata.version("PySide6")
    engine = ENGINES[PySide6.__version__]
    assert facts["Web engine"] == f"Chromium {engine.chromium}"
    assert engine.fixes in facts["Security fixes"]
    assert "PySide6.QtWebEngineCore" not in sys.modules  # asking did not load it


def test_an_engine_that_is_not_known_is_not_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ENGINES, PySide6.__version__)
    assert not {"Web engine", "Security fixes"} & dict(about_facts()).keys()
