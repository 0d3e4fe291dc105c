#!/usr/bin/env python3
"""Everything a developer does with this checkout; each command does its own set-up.

python3 build/dev.py run [words]    open the app on the built-in sandbox (without a display:
                                    walk the journey offscreen); words go to the app
python3 build/dev.py test [words]   every gate: format, lint, types, import rules, tests;
                                    words go to pytest
python3 build/dev.py bench [names]  measure; prints ratios against their targets
python3 build/dev.py bundle [words] make dist/conductor-desktop, the program that needs no Python;
                                    words go to pyinstaller
python3 build/dev.py windows [words] make the Windows program and its setup.exe, on Linux under
                                    Wine; --test installs it on a fresh PC and tries it;
                                    --ci tries the core of it, where Wine can be had
python3 build/dev.py lock [words]   write both lock files anew; words go to uv (--upgrade)
python3 build/dev.py help           this text
"""

# Parses on Python 3.8, so that a Python that is too old is told so in words. Messages are ASCII,
# for consoles that know nothing else, and go to stderr: stdout belongs to what is called.
from __future__ import annotations

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.txt"  # what this .venv was made from; absent until it is complete
WINDOWS = os.name == "nt"
PYTHONS = ((3, 11), (3, 12), (3, 13))
# What Qt's widgets, its web engine and its X11 plugin load, and the app's typeface.
DEBIAN_PACKAGES = (ROOT / "build" / "debian-packages.txt").read_text("utf-8").split()
WINE_PACKAGES = (ROOT / "build" / "windows" / "debian-packages.txt").read_text("utf-8").split()
WINE_PROGRAMS = ("wine", "Xvfb", "makensis", "osslsigncode", "openssl", "import")
CI = "--ci"
NOT_TO_BE_HAD = 75  # what build.windows ends with when what it needs from elsewhere did not come
NOT_TRIED = "THE WINDOWS PROGRAM WAS NEITHER BUILT NOR TRIED. All the rest was."
BENCHES = ("start", "conductor", "pc", "setup", "support", "monitor", "invoices", "windows")


class Failed(Exception):
    """A step that could not be done, and what to do about it, in words."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def tool(name: str) -> str:
    return str(VENV / "Scripts" / f"{name}.exe" if WINDOWS else VENV / "bin" / name)


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def step(title: str, command: list[str], advice: str) -> None:
    """Run ``command`` with its output on stderr; raise ``Failed`` with ``advice``."""
    say(f"* {title}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    code = subprocess.call(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=2)
    if code:
        raise Failed(
            f"{title}: this did not work (exit code {code}). The reason is in the lines above.\n"
            f"  The command was: {shlex.join(command)}\n  {advice}"
        )


def find_python() -> None:
    """Go on with a Python that fits, this one or another on PATH; raise ``Failed`` if none."""
    if sys.version_info[:2] in PYTHONS and sys.maxsize > 2**32:
        return
    check = f"import sys; sys.exit(sys.version_info[:2] not in {PYTHONS} or sys.maxsize < 2**32)"
    for version in () if WINDOWS else PYTHONS:
        other = shutil.which("python{}.{}".format(*version))
        # Asked, not trusted: pyenv puts stand-ins on PATH that fail when they are called.
        if other and not subprocess.call([other, "-c", check], stderr=subprocess.DEVNULL):
            os.execv(other, [other, str(Path(__file__).resolve()), *sys.argv[1:]])
    raise Failed(
        "Conductor Desktop needs a 64-bit Python 3.11, 3.12 or 3.13, and this is "
        f"{sys.executable}, Python {sys.version.split()[0]}.\n"
        "  Install one of those and start dev.py with it."
    )


def missing_packages(listing: str, wanted: list[str] = DEBIAN_PACKAGES) -> list[str]:
    """Which Debian packages are not there, by dpkg-query's lines of status, name, provides."""
    present = set()
    for status, name, provides in (line.split("\t") for line in listing.splitlines()):
        if status == "installed":
            present |= {name, *(entry.split()[0] for entry in provides.split(",") if entry)}
    missing = [name for name in wanted if name not in present]
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        missing.append("python{}.{}-venv".format(*sys.version_info))
    return missing


def install_system_packages(wanted: list[str] = DEBIAN_PACKAGES) -> None:
    """On Debian, install what is missing as root, or raise ``Failed`` with the one command."""
    if not shutil.which("dpkg-query"):
        return
    fields = "-f=${db:Status-Status}\t${Package}\t${Provides}\n"
    found = subprocess.run(["dpkg-query", "-W", fields], capture_output=True, text=True)
    missing = missing_packages(found.stdout, wanted)
    if not missing:
        return
    advice = "Check the network connection and the package sources, then try again."
    if is_root():
        step("Reading Debian's package lists", ["apt-get", "update"], advice)
    known = subprocess.run(["apt-cache", "pkgnames"], capture_output=True, text=True).stdout
    names = [n + "t64" if n + "t64" in known.split() else n for n in missing]
    install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if not is_root():
        raise Failed(
            "Some system packages are missing. Run this once, then the same command again:\n\n"
            f"  sudo apt-get update && sudo {shlex.join(install)}\n"
        )
    step("Installing the system packages this needs", install, advice)


def digest(*names: str) -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def venv_works() -> bool:
    version = tuple(sys.version_info[:2])
    check = f"import sys, conductor_desktop; sys.exit(sys.version_info[:2] != {version})"
    try:  # -I, because the checkout itself must not make the import succeed
        return not subprocess.call([tool("python"), "-I", "-c", check], stderr=subprocess.DEVNULL)
    except OSError:
        return False


def set_up(tools: bool = False) -> None:
    """Make ``.venv`` what the lock says, from nothing where the old one cannot be trusted."""
    install_system_packages()
    stamp = STAMP.read_text("utf-8").splitlines() if STAMP.is_file() else []
    tools = tools or stamp[-1:] == ["tools"]  # once there, they stay
    made_for = "Python {}.{} in {}".format(*sys.version_info[:2], ROOT)
    base = [made_for, digest("requirements.lock", "requirements-dev.lock")]
    wanted = [*base, digest("pyproject.toml"), "tools" if tools else "app"]
    works = bool(stamp) and venv_works()
    if works and stamp == wanted:
        return
    if works and stamp[:2] == base:
        STAMP.unlink()
    else:
        python = getattr(sys, "_base_executable", None) or sys.executable
        advice = "Close what runs from .venv (the app, an activated shell), then try again."
        step("Making .venv", [python, "-m", "venv", "--clear", str(VENV)], advice)
    lock = "requirements-dev.lock" if tools else "requirements.lock"
    pip = [tool("python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    advice = "Check the network connection, and pip's settings if a proxy is used; then try again."
    hashed = [*pip, "--require-hashes", "--only-binary=:all:", "-r", lock]
    step(f"Installing {lock} (the first time some 300 MB)", hashed, advice)
    editable = [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    step("Installing the checkout itself", editable, "Look at pyproject.toml, then try again.")
    STAMP.write_text("\n".join(wanted), "utf-8")


def has_display() -> bool:
    always = WINDOWS or sys.platform == "darwin"
    return always or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(words: list[str]) -> int:
    set_up()
    if not words:
        words = ["--sandbox"] if has_display() else ["tour", "--output", str(ROOT / "tour")]
    say(f"* {shlex.join(['conductor-desktop', *words])}")
    command = [tool("conductor-desktop"), *words]
    if not WINDOWS:  # so that signals reach the app and its exit code reaches the caller
        os.execv(command[0], command)
    return subprocess.call(command)


def tests(words: list[str]) -> list[list[str]]:
    """What a change is likely to break first, then what takes its time; or what ``words`` want.

    Much of it is waiting for processes, so there is one more worker than there are processors.
    """
    if words:
        return [["pytest", *words]]
    workers = ["pytest", "-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
    return [[*workers, "-m", "not slow"], [*workers, "-m", "slow"]]


def tell_engine_age() -> None:
    """Never a reason to fail: what was fine yesterday must not break by the calendar alone."""
    say("* How old the security fixes of the web engine are")
    subprocess.call([tool("python"), str(ROOT / "build" / "engine_age.py")], cwd=ROOT, stdout=2)


def require_fresh_engine() -> None:
    """What is built may be given to others, and an old engine must not."""
    command = [tool("python"), str(ROOT / "build" / "engine_age.py"), "--release"]
    advice = "Pin a newer PySide6, and enter its web engine in resources/web-engines.toml."
    step("How old the security fixes of the web engine are", command, advice)


def test(words: list[str]) -> int:
    set_up(tools=True)
    tell_engine_age()
    gates = [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]]
    gates += [["lint-imports", "--no-logo"], *tests(words)]
    # The tests start hundreds of processes, and each would compile what it imports anew.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    results, failed = [], 0
    for gate in gates:
        say(f"\n* {shlex.join(gate)}")
        began = time.monotonic()
        code = subprocess.call([tool(gate[0]), *gate[1:]], cwd=ROOT, env=env)
        failed += bool(code)
        verdict = f"FAILED (exit code {code})" if code else "ok"
        results.append(f"  {shlex.join(gate)}: {verdict}, {time.monotonic() - began:.0f} s")
    say(
        "\n".join(
            ["", *results, f"{failed} of {len(gates)} gates failed." if failed else "All ok."]
        )
    )
    return 1 if failed else 0


def bench(words: list[str]) -> int:
    unknown = set(words) - set(BENCHES)
    if unknown:
        raise Failed(f"No such bench: {', '.join(unknown)}. There is: {', '.join(BENCHES)}.")
    set_up(tools=True)  # the official SDK, which one of them compares with, is among them
    if "windows" in words and not WINDOWS:
        install_wine()
    command = [tool("python"), "-m"]
    return max(
        subprocess.call([*command, f"build.bench.{name}"], cwd=ROOT) for name in words or BENCHES
    )


def bundle(words: list[str]) -> int:
    set_up(tools=True)
    require_fresh_engine()
    command = [tool("pyinstaller"), "--noconfirm", "--log-level=WARN", "--workpath=build/work"]
    advice = "PyInstaller also needs binutils and Python's library (Debian: libpython3.11)."
    step("Making dist/conductor-desktop", [*command, *words, "installer.spec"], advice)
    return 0


def install_wine() -> None:
    """What makes and tries the Windows program on Linux; raise ``Failed`` if it cannot be had."""
    install_system_packages(WINE_PACKAGES)
    missing = [name for name in WINE_PROGRAMS if not shutil.which(name)]
    if missing:
        raise Failed(f"This needs {', '.join(missing)}, which only Debian is known to have.")


def windows(words: list[str]) -> int:
    """``--ci`` gives nothing out, so that neither the calendar nor a missing Wine fails it."""
    for_ci = CI in words
    set_up(tools=True)
    tell_engine_age() if for_ci else require_fresh_engine()
    try:
        if not WINDOWS:
            install_wine()
        code = subprocess.call([tool("python"), "-m", "build.windows", *words], cwd=ROOT)
        if not for_ci or code != NOT_TO_BE_HAD:
            return code
    except Failed as failure:
        if not for_ci:
            raise
        say(f"\n{failure}")
    line = "#" * 79
    say(f"\n{line}\n# {NOT_TRIED}\n{line}")
    return 0


def lock(words: list[str]) -> int:
    set_up(tools=True)
    uv = [tool("uv"), "pip", "compile", "--universal", "--python-version", "3.11", "--no-header"]
    uv += ["--generate-hashes", "--quiet", "pyproject.toml", "--group", "source", *words]
    advice = "Look at the dependencies in pyproject.toml and at the network connection."
    step("Writing requirements.lock", [*uv, "-o", "requirements.lock"], advice)
    dev = [*uv, "--group", "dev", "-c", "requirements.lock", "-o", "requirements-dev.lock"]
    step("Writing requirements-dev.lock", dev, advice)
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "bench": bench,
    "bundle": bundle,
    "windows": windows,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    name, words = (arguments or [""])[0], arguments[1:]
    if name not in COMMANDS:
        print(__doc__, file=sys.stdout if name == "help" else sys.stderr)
        return 0 if name == "help" else 2
    try:
        find_python()
        return COMMANDS[name](words)
    except Failed as failure:
        say(f"\n{failure}")
    except OSError as error:
        say(f"\nThis did not work: {error}.\n  Check that {ROOT} can be written, then try again.")
    except KeyboardInterrupt:
        say("\nStopped.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
