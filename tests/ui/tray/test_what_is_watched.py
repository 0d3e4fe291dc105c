"""What a start without a window watches."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.storage.names import ProfileName, SetupStep
from conductor_desktop.storage.profiles import Profile, Settings
from conductor_desktop.storage.settings import SettingsStore
from tests.ui.tray.conftest import DONE

LIVE, SECOND, SANDBOX = ProfileName.LIVE, ProfileName("live-2"), ProfileName.SANDBOX
BEGUN = Profile(setup_step=SetupStep.CHECKS, end_user=DONE.end_user)


def watched(
    home: Path,
    active: ProfileName,
    profiles: Mapping[ProfileName, Profile],
    *,
    sandbox: bool = False,
) -> ProfileName | None:
    """The connection that is watched; None when there is nothing to watch."""
    home.mkdir()
    settings = Settings(active_profile=active, profiles=profiles)
    store = SettingsStore(home / "settings.json")
    store.save(settings)
    app = App(CommonOptions(home=str(home), sandbox=sandbox, in_tray=True))
    app.run.have_window()
    try:
        found = app.run.session().profile_name if app.windows().find_something_to_watch() else None
        assert store.load().settings == settings  # the next window opens where one was
    finally:
        app.close()
    return found


def test_without_settings_there_is_nothing(home: Path) -> None:
    app = App(CommonOptions(home=str(home), in_tray=True))
    assert not app.windows().find_something_to_watch()
    app.close()
    assert not (home / "settings.json").exists()


def test_the_finished_connection_in_use_is_watched(home: Path) -> None:
    assert watched(home, SECOND, {LIVE: DONE, SECOND: DONE}) == SECOND


def test_while_another_company_is_added_the_finished_one_is_watched(home: Path) -> None:
    assert watched(home, SECOND, {LIVE: DONE, SECOND: BEGUN}) == LIVE


def test_what_was_only_begun_is_not_watched(home: Path) -> None:
    assert watched(home, LIVE, {LIVE: BEGUN}) is None


def test_whoever_looked_at_the_sandbox_last_has_the_company_file_watched(home: Path) -> None:
    assert watched(home, SANDBOX, {LIVE: DONE, SANDBOX: DONE}) == LIVE


def test_the_sandbox_is_watched_for_nobody_who_did_not_name_it(home: Path) -> None:
    assert watched(home, SANDBOX, {LIVE: BEGUN, SANDBOX: DONE}) is None


@pytest.mark.parametrize("active", [LIVE, SANDBOX])
def test_the_sandbox_that_is_named_is_watched(home: Path, active: ProfileName) -> None:
    assert watched(home, active, {LIVE: DONE, SANDBOX: DONE}, sandbox=True) == SANDBOX
