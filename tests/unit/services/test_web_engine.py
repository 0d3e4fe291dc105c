"""The age of the web engine is known without loading it, and an old one shows no page."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from build.engine_age import main, verdict
from conductor_desktop.services.web_engine import (
    ENGINES,
    PREFER_BROWSER_DAYS,
    EngineOutdated,
    describe,
    require_fresh_engine,
)

PYSIDE = importlib.metadata.version("PySide6")
ASK = """
import json
from PySide6.QtWebEngineCore import (
    qWebEngineChromiumSecurityPatchVersion, qWebEngineChromiumVersion, qWebEngineVersion
)
print(json.dumps([qWebEngineVersion(), qWebEngineChromiumVersion(),
                  qWebEngineChromiumSecurityPatchVersion()]))
"""


def test_what_is_known_of_the_pinned_engine_is_what_it_says_of_itself() -> None:
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    engine = ENGINES[PYSIDE]
    assert json.loads(done.stdout) == [PYSIDE, engine.chromium, engine.fixes]


def test_it_grows_a_day_older_every_day() -> None:
    assert ENGINES[PYSIDE].age_days(ENGINES[PYSIDE].fixes_of + timedelta(days=63)) == 63


@pytest.mark.parametrize("days", [-400, 0, 60, PREFER_BROWSER_DAYS])
def test_a_fresh_engine_may_show_pages(days: int) -> None:
    require_fresh_engine(PYSIDE, ENGINES[PYSIDE].fixes_of + timedelta(days=days))


def test_an_old_one_sends_people_to_their_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    may = replace(ENGINES[PYSIDE], fixes_of=date(2026, 5, 4))
    monkeypatch.setitem(ENGINES, PYSIDE, may)
    with pytest.raises(EngineOutdated) as caught:
        require_fresh_engine(PYSIDE, date(2026, 5, 4) + timedelta(days=PREFER_BROWSER_DAYS + 1))
    assert "since May 2026" in caught.value.explanation
    assert "Open in my browser" in caught.value.next_step


def test_one_that_nobody_knows_is_not_taken_for_fresh() -> None:
    with pytest.raises(EngineOutdated) as caught:
        require_fresh_engine("7.0.0", date(2026, 11, 1))
    assert "None" not in caught.value.explanation
    assert describe("7.0.0") == ""


def test_a_developer_is_told_when_to_look_for_a_newer_one() -> None:
    assert "WARNING" not in verdict(PYSIDE, 60)
    assert verdict(PYSIDE, 61).startswith("WARNING")
    assert "NOT FIT" not in verdict(PYSIDE, 100)
    assert "NOT FIT" in verdict(PYSIDE, 101)


@pytest.mark.parametrize(("days", "code"), [(0, 0), (61, 0), (100, 0), (101, 1), (4000, 1)])
def test_nothing_is_built_with_an_engine_that_is_too_old(days: int, code: int) -> None:
    today = ENGINES[PYSIDE].fixes_of + timedelta(days=days)
    assert main(["--release"], PYSIDE, today) == code
    assert main([], PYSIDE, today) == 0  # whoever only works on it is told, and not stopped


def test_nothing_is_built_with_an_engine_that_nobody_has_entered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--release"], "7.0.0", date(2026, 11, 1)) == 1
    assert "resources/web-engines.toml" in capsys.readouterr().out


def test_where_it_brings_newer_versions_nobody_is_sent_to_look_for_one() -> None:
    with pytest.raises(EngineOutdated) as caught:
        require_fresh_engine("7.0.0", date(2026, 11, 1), is_managed=True)
    assert "your IT admin brings it" in caught.value.next_step
    with pytest.raises(EngineOutdated) as caught:
        require_fresh_engine("7.0.0", date(2026, 11, 1))
    assert "IT admin" not in caught.value.next_step
