"""``python -m build.windows``: the bundle and setup.exe; ``--test`` installs it and tries it.

``--small`` packs it as for a release, which takes minutes. ``--ci`` tries what must never break,
and puts nothing into ``dist``. On Linux everything happens under Wine.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from build.windows.kept import ROOT, Failed, NotToBeHad, say
from build.windows.product import made_setup, put_out

NOT_TO_BE_HAD = 75  # the exit code; dev.py knows it, too
_TESTS_HANG_AFTER_SECONDS = 1800  # alone on two processors they take an eighth of that


def tested(setup: Path, words: list[str]) -> int:
    """Install it on a fresh PC and try it; ``words`` go to pytest.

    Each wait in them ends by itself after minutes, and says what the app had noted by then. Here is
    where the whole of them ends.
    """
    if os.name == "nt":
        raise Failed("The packaged tests run under Wine. docs/release.md has what is tried here.")
    environment = os.environ | {"CONDUCTOR_DESKTOP_SETUP": str(setup)}
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-o", "faulthandler_timeout=0"]
    command.append("tests/packaged/windows")
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
    parser.add_argument("--ci", action="store_true")
    options, words = parser.parse_known_args()
    began = time.monotonic()
    try:
        kept = made_setup(small=options.small)
        setup = kept if options.ci else put_out(kept)
        size = setup.stat().st_size / 1e6
        say(f"{setup}: {size:.0f} MB, {time.monotonic() - began:.0f} s")
        core = ["-m", "core"] if options.ci else []
        return tested(setup, [*core, *words]) if options.test or options.ci else 0
    except Failed as failure:
        say(str(failure))
        if isinstance(failure, NotToBeHad):
            return NOT_TO_BE_HAD
    except subprocess.CalledProcessError as error:
        say(f"{error.cmd[0]} did not work (exit code {error.returncode}).")
    return 1


if __name__ == "__main__":
    sys.exit(main())
