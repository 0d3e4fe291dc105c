"""``python -m build.windows``: the bundle and setup.exe; ``--test`` installs it and tries it.

``--small`` packs it as for a release, which takes minutes. On Linux everything happens under Wine.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from build.windows import kept, setup_program
from build.windows.kept import ROOT, Failed, say

_TESTS_HANG_AFTER_SECONDS = 1500  # alone on two processors they take a fifth of that
_FOLDER = ROOT / "dist" / "windows"


def version() -> str:
    """The one version of the app, as its package says it."""
    text = (ROOT / "conductor_desktop" / "__init__.py").read_text("utf-8")
    [found] = re.findall('^__version__ = "(.+)"$', text, re.MULTILINE)
    return str(found)


def built(*, small: bool) -> Path:
    """The setup program, made unless one of the same content is there."""
    bundle, icon = _bundle()
    recipe = setup_program.Recipe(
        bundle, version(), icon, small=small, sign=os.environ.get("CONDUCTOR_DESKTOP_SIGN", "")
    )
    name = f"ConductorDesktop-setup-{recipe.version}.exe"
    parts = [kept.HERE / part for part in ("installer.nsi", "closing.nsh", "credentials.nsh")]
    key = kept.content(*parts, bundle.parent.name, str(recipe.small), recipe.sign, recipe.version)

    def make(place: Path) -> None:
        say("Making setup.exe")
        setup_program.make_setup(recipe, place / name)

    made = kept.made("setup", key, make) / name
    _FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copy(made, _FOLDER)
    return _FOLDER / name


def _bundle() -> tuple[Path, Path]:
    if os.name != "nt":
        from build.windows import bundle

        made = bundle.bundle()
        return made, made.parent / bundle.ICON
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    command += ["--workpath=build/work", "installer.spec"]
    if subprocess.call(command, cwd=ROOT, stdout=2):
        raise Failed("PyInstaller did not make the bundle. The reason is in the lines above.")
    return ROOT / "dist" / "conductor-desktop", ROOT / "build" / "work" / "installer" / "app.ico"


def tested(setup: Path, words: list[str]) -> int:
    """Install it on a fresh PC and try it; ``words`` go to pytest.

    The tests themselves wait for as long as it takes, and say after minutes where they wait. Here
    is where that ends.
    """
    if os.name == "nt":
        raise Failed("The packaged tests run under Wine. docs/release.md has what is tried here.")
    environment = os.environ | {"CONDUCTOR_DESKTOP_SETUP": str(setup)}
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "tests/packaged/windows"]
    tests = subprocess.Popen([*command, *words], cwd=ROOT, env=environment, start_new_session=True)
    try:
        return tests.wait(_TESTS_HANG_AFTER_SECONDS)
    except subprocess.TimeoutExpired:
        raise Failed("The packaged tests were stopped: they were waiting for too long.") from None
    finally:
        with contextlib.suppress(ProcessLookupError):  # with whatever they have left running
            os.killpg(tests.pid, signal.SIGTERM)


def main() -> int:
    parser = argparse.ArgumentParser("dev.py windows", description=__doc__)
    parser.add_argument("--test", action="store_true")
    parser.add_argument("--small", action="store_true")
    options, words = parser.parse_known_args()
    began = time.monotonic()
    try:
        setup = built(small=options.small)
        size = setup.stat().st_size / 1e6
        say(f"{setup.relative_to(ROOT)}: {size:.0f} MB, {time.monotonic() - began:.0f} s")
        return tested(setup, words) if options.test else 0
    except Failed as failure:
        say(str(failure))
    except subprocess.CalledProcessError as error:
        say(f"{error.cmd[0]} did not work (exit code {error.returncode}).")
    return 1


if __name__ == "__main__":
    sys.exit(main())
