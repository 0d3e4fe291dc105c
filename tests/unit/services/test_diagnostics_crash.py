"""How the app last died is in the bundle, clean, and whoever opens it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from conductor_desktop.services.diagnostics.opened import open_bundle
from conductor_desktop.services.diagnostics.reading import read
from conductor_desktop.work import CancelToken
from tests.unit.services.diagnostics_world import COMPANY, EMAIL, World

DIED = "2026-11-22T23:10:05.123Z CRITICAL a.room [71 MainThread] "


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (
            f"{DIED}uncaught error\nTraceback (most recent call last):\n  File x\nKeyError: 'a'\n",
            "2026-11-22 23:10:05Z, uncaught error: KeyError: 'a'",
        ),
        (
            f"{DIED}an earlier run has died:\nFatal Python error: Aborted\n\nThread 1:\n  File x\n",
            "2026-11-22 23:10:05Z, an earlier run has died: Fatal Python error: Aborted",
        ),
    ],
)
def test_how_the_app_last_died_is_in_it_and_told_to_who_opens_it(
    world: World, tmp_path: Path, page: str, told: str
) -> None:
    (world.home.logs / "last-crash.txt").write_text(page)
    service = world.service()
    path = service.write(service.collect(CancelToken()), tmp_path / "x.zip")
    bundle = open_bundle(path)
    assert bundle.files["crash.txt"].decode() == page
    assert f"the app last died: {told}" in read(bundle).evidence


def test_a_page_that_nobody_cleaned_is_cleaned_for_the_bundle(world: World) -> None:
    (world.home.logs / "last-crash.txt").write_text(f"{DIED}for {COMPANY} of {EMAIL}\n")
    bundle = world.service().collect(CancelToken())
    [page] = [file.data.decode() for file in bundle.files if file.name == "crash.txt"]
    assert COMPANY not in page
    assert EMAIL not in page
    assert "‹company" in page


def test_an_app_that_has_not_died_says_so(world: World, tmp_path: Path) -> None:
    service = world.service()
    path = service.write(service.collect(CancelToken()), tmp_path / "x.zip")
    bundle = open_bundle(path)
    assert bundle.files["crash.txt"] == b"(The app has not died.)\n"
    assert not any("died" in line for line in read(bundle).evidence)
