"""The whole journey in small windows and on scaled screens, in light and in dark, looked at.

Each in a process of its own, because Qt reads the scale once; with the real engine and sandbox.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SMALL = (1024, 640)


def look(folder: Path, scale: str, scheme: str) -> dict[str, list[str]]:
    """Walk through everything in a window of 1024 x 640; what was wrong, by step."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QT_", "QTWEBENGINE_"))
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.helpers.inspected_tour",
            str(folder),
            "{}x{}".format(*SMALL),
            scheme,
        ],
        cwd=ROOT,
        env={**environment, "QT_SCALE_FACTOR": scale, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    faults: dict[str, list[str]] = json.loads(done.stdout)
    return faults


@pytest.mark.parametrize(("scale", "scheme"), [("1", "dark"), ("1.5", "light"), ("2", "dark")])
def test_nothing_is_cut_or_nameless_and_the_way_on_is_in_sight(
    tmp_path: Path, scale: str, scheme: str
) -> None:
    assert look(tmp_path, scale, scheme) == {}
    picture = QImage(str(tmp_path / "01-welcome.png"))
    width, height = (round(side * float(scale)) for side in SMALL)
    assert (picture.width(), picture.height()) == (width, height)
    assert (picture.pixelColor(width - 2, 2).lightnessF() < 0.5) is (scheme == "dark")
