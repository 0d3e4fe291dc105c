"""``conductor-desktop tour`` as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

pytestmark = pytest.mark.slow

STATIONS = [
    "welcome",
    "setup-file",
    "setup-file-refused",
    "api-keys",
    "this-pc-waiting",
    "this-pc",
    "who-new",
    "who-existing",
    "connect",
    "connection-file",
    "permission",
    "verify",
    "connection",
    "invoices",
    "invoices-estimate",
    "invoices-sorted",
    "invoices-filtered",
    "invoices-age",
    "invoices-filters",
    "invoices-asked",
    "invoice-detail",
    "invoice-pdf",
    "invoices-exported",
    "customers",
    "customers-found",
    "customer-invoices",
    "company",
    "support",
    "support-saved",
    "bundle-opened",
    "log",
    "reopened",
    "cause-dialog",
    "cause-web-connector",
    "recovered",
    "timeline",
    "went-wrong",
    "safe-mode",
    "normal-again",
    "vendor-who",
    "link-expired",
    "line-cut",
    "line-mended",
    "handed-over",
    "told-no",
    "told-yes",
    "other-company",
    "right-company",
    "vendor-connection",
    "keys-who",
    "no-answer",
    "no-answer-dialog",
    "keys-proof",
    "two-companies",
    "switched",
    "lost",
    "reconnect",
    "reconnected",
    "remove",
    "removed",
    "one-left",
]
"""What a tour has to pass, in this order; there may be more to see between two of them."""


SETTINGS = {
    "version": 1,
    "activeProfile": "sandbox",
    "profiles": {
        "sandbox": {
            "mode": "sandbox",
            "setupStep": "done",
            "endUser": {
                "id": "end_usr_1",
                "sourceId": "x",
                "email": "x@x.example",
                "companyName": "X",
            },
        }
    },
}
"""Of an app that is set up already, which is no reason to tour something else."""


@dataclass(frozen=True)
class Ended:
    """How the tour ended and what it said."""

    code: int
    out: str
    err: str


def take_tour(home: Path, *arguments: str) -> Ended:
    """With ``home`` as everything a user's account has, and as the folder it is started in."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "APPDATA": str(home / "roaming"),
        "LOCALAPPDATA": str(home / "local"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "CONDUCTOR_DESKTOP_HOME": str(home / "app home"),
        "PYTHONUTF8": "1",
    }
    for name in [name for name in environment if name.startswith(("QT_", "QTWEBENGINE_"))]:
        del environment[name]
    done = subprocess.run(
        [sys.executable, "-m", "conductor_desktop", "tour", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=home,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path, Path]:
    """One whole tour: how it ended, the account's folder, and where the pictures are.

    There was one before it, of an older version, and the app is set up.
    """
    home = tmp_path_factory.mktemp("account")
    (home / "app home").mkdir()
    (home / "app home" / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    pictures = tmp_path_factory.mktemp("elsewhere") / "my tour"
    pictures.mkdir()
    for name in ("99-of-an-older-version.png", "tour.json", "support-bundle.zip"):
        (pictures / name).write_bytes(b"x")
    return take_tour(home, "--output", str(pictures)), home, pictures


def report(pictures: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((pictures / "tour.json").read_text(encoding="utf-8"))
    return content


def colours(image: QImage) -> int:
    """How many there are, looking at every fourth pixel of every fourth row."""
    xs, ys = range(0, image.width(), 4), range(0, image.height(), 4)
    return len({image.pixel(x, y) for y in ys for x in xs})


def test_the_tour_comes_to_its_end_with_every_step(finished: tuple[Ended, Path, Path]) -> None:
    ended, _, pictures = finished
    assert ended.code == 0, ended.err
    content = report(pictures)
    assert (content["complete"], content["failedStep"]) == (True, None)
    steps = [step["step"] for step in content["steps"]]
    assert [step for step in steps if step in STATIONS] == STATIONS
    assert len(set(steps)) == len(steps)
    assert content["longestStallMs"] >= 0
    assert all(step["title"] and step["seconds"] >= 0 for step in content["steps"])


def test_each_step_is_said_as_it_happens(finished: tuple[Ended, Path, Path]) -> None:
    ended, _, pictures = finished
    assert ended.out == ""
    steps = report(pictures)["steps"]
    lines = [line for line in ended.err.splitlines() if f"/{len(steps)} " in line]
    assert len(lines) == len(steps)
    for number, (line, step) in enumerate(zip(lines, steps, strict=True), 1):
        assert line.split("/")[0].strip() == str(number)
        assert line.endswith(step["title"])
    assert str(pictures) in ended.err


def test_every_picture_shows_something(finished: tuple[Ended, Path, Path]) -> None:
    _, _, pictures = finished
    steps = report(pictures)["steps"]
    names = [step["picture"] for step in steps]
    assert names == [f"{n:02}-{step['step']}.png" for n, step in enumerate(steps, 1)]
    assert {path.name for path in pictures.iterdir()} == {
        *names,
        "tour.json",
        "support-bundle.zip",
    }
    for name in names:
        image = QImage(str(pictures / name))
        assert image.width() >= 800, name
        assert image.height() >= 600, name
        assert colours(image) > 40, name


def test_every_step_changes_what_is_seen(finished: tuple[Ended, Path, Path]) -> None:
    """Two proofs of one company may well look the same, one after the other they do not."""
    _, _, pictures = finished
    contents = [path.read_bytes() for path in sorted(pictures.glob("*.png"))]
    assert len(contents) > 1
    assert all(one != following for one, following in pairwise(contents))


def test_the_tour_leaves_nothing_in_the_account_it_ran_in(
    finished: tuple[Ended, Path, Path],
) -> None:
    _, home, _ = finished
    # The graphics driver has a cache of its own, with nothing of ours in it.
    left = [path for path in home.rglob("*") if path.is_file() and "mesa" not in str(path)]
    settings = home / "app home" / "settings.json"
    assert left == [settings]
    assert json.loads(settings.read_text(encoding="utf-8")) == SETTINGS
    assert list(settings.parent.iterdir()) == [settings]


@pytest.mark.parametrize("place", ["a file", "a file/below"])
def test_a_place_that_cannot_be_written_is_one_sentence(home: Path, place: str) -> None:
    (home / "a file").write_text("in the way", encoding="utf-8")
    ended = take_tour(home, "--output", str(home / place))
    assert ended.code == 2
    assert not (home / "app home").exists()
    assert place.split("/")[0] in ended.err
    assert (home / "a file").read_text(encoding="utf-8") == "in the way"


def test_a_home_that_cannot_be_written_is_one_sentence(home: Path) -> None:
    (home / "a file").write_text("in the way", encoding="utf-8")
    ended = take_tour(home, "--home", str(home / "a file"), "--output", str(home / "pictures"))
    assert ended.code == 2
    assert "Cannot write to the app's folder" in ended.err
    assert not (home / "pictures").exists()
