"""The installed program's whole tour, with the real web engine: it needs a newer Wine for that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from build.windows import newer_wine, prefix
from build.windows.kept import NotToBeHad
from build.windows.wine import Wine, screen, windows_path
from tests.packaged.windows.conftest import PICTURES, USER
from tests.packaged.windows.pc import CONSOLE, Pc

_HANGS_AFTER_SECONDS = 900.0  # it takes three minutes
# Wine has no graphics card. This is none of the web engine's own variables, which the app refuses.
INSTEAD = "# The sign-in page is walked in a browser instead: test_browser.py."
WITHOUT_A_CARD = {"QMLSCENE_DEVICE": "softwarecontext"}


@pytest.fixture(scope="session")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine | NotToBeHad]:
    """A PC of a Wine on which the web engine runs, or why there is none.

    What is kept from before is found for the session alone: each test has a home of its own.
    """
    try:
        tree = newer_wine.tree()
    except NotToBeHad as missing:
        yield missing
        return
    with screen() as display:
        wine = prefix.copied(display, USER, tmp_path_factory.mktemp("newer") / "prefix", tree)
        for font in newer_wine.fonts(tree):  # every Windows has some there, and a new Wine none
            shutil.copy(font, wine.prefix / "drive_c" / "windows" / "Fonts")
        yield replace(wine, hangs_after=_HANGS_AFTER_SECONDS)
        wine.end_all()


def test_the_whole_tour_is_walked_with_the_web_engine(
    installed: Pc,
    newer: Wine | NotToBeHad,
    python: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if isinstance(newer, NotToBeHad):
        line = "#" * 79
        with capsys.disabled():
            print(
                f"\n{line}\n# THE WEB ENGINE WAS NOT TRIED ON WINDOWS. {newer}\n{INSTEAD}\n{line}"
            )
        pytest.skip(str(newer))
    target = tmp_path / "tour"

    words = ("tour", "--on-screen", "--output", windows_path(target))
    process = newer.start(installed.folder / CONSOLE, *words, variables=WITHOUT_A_CARD)
    pc = Pc(newer, python)
    pc.until(lambda: pc.is_drawn(PICTURES / "tour-on-screen.png"), process)
    ended = newer.wait_for(process)

    told = json.loads((target / "tour.json").read_text("utf-8"))
    shutil.rmtree(PICTURES / "tour", ignore_errors=True)
    shutil.copytree(target, PICTURES / "tour")
    assert (ended.code, told["complete"], told["failedStep"]) == (0, True, None), ended.err
    # Inside the page are the clicks that these two come of.
    assert {"connection-file", "password"} <= {step["step"] for step in told["steps"]}
