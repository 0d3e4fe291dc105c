"""``python -m build.release STEP``: what the release workflow does, a step at a time.

lend        put the certificate of the environment into Windows' store; prints its thumbprint
build       the bundle, signed, and from it the setup program, signed; to dist/release
sign FILES  sign these (NSIS calls this for the uninstaller and the setup program)
check       every program of the bundle and the setup program is signed, and well
try         install the setup program on this Windows, use it, remove it
describe    SBOM, winget manifests, notes and sums beside it; --url BASE is where it will lie
forget      take the certificate out of the store again
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from build import engine_age
from build.release import giving_out, parts, sbom, signing, winget
from build.release.native import Trial
from build.release.programs import programs
from build.windows import product, setup_program
from build.windows.kept import ROOT, Failed, say
from conductor_desktop.services.web_engine import describe

OUTPUT = ROOT / "dist" / "release"


def setup_path() -> Path:
    """The setup program that is given out."""
    return OUTPUT / f"ConductorDesktop-setup-{product.version()}.exe"


def bundle_path() -> Path:
    """The folder that is in it, as it was signed."""
    return ROOT / "dist" / "release-bundle"


def build(_options: argparse.Namespace) -> None:
    """Raises ``Failed``: with an old web engine or an old NSIS nothing is made."""
    today = datetime.now(UTC).date()
    if engine_age.main(["--release"], importlib.metadata.version("PySide6"), today):
        raise Failed("The web engine is not fit to be given out.")
    parts.require_new_nsis(parts.nsis_version())
    thumbprint = signing.lent()
    made = product.made_bundle()
    shutil.rmtree(bundle_path(), ignore_errors=True)
    shutil.copytree(made.folder, bundle_path())
    signing.sign_what_is_not(bundle_path(), thumbprint)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    # NSIS works in the folder of its script, so the way back is told.
    os.environ["PYTHONPATH"] = str(ROOT)
    recipe = setup_program.Recipe(
        bundle_path(), product.version(), made.icon, small=True, sign=sign_words(thumbprint)
    )
    setup_program.make_setup(recipe, setup_path())


def sign_words(thumbprint: str) -> str:
    """The command by which NSIS has the uninstaller and the setup program signed; "" for none."""
    # A line that begins with a quotation mark is read in two ways by the shell of Windows.
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f"{python} -m build.release sign" if thumbprint else ""


def lend(_options: argparse.Namespace) -> None:
    """Print the thumbprint alone, so that a workflow can take it."""
    thumbprint = signing.lend(os.environ)
    if thumbprint:
        print(f"{signing.THUMBPRINT}={thumbprint}")


def sign(options: argparse.Namespace) -> None:
    """For NSIS."""
    signing.sign([Path(name) for name in options.files], signing.lent())


def check(_options: argparse.Namespace) -> None:
    """What was made by ``build``."""
    made = [*programs(bundle_path()), setup_path()]
    if not setup_path().is_file():
        raise Failed(f"{setup_path().name} has not been made.")
    signing.check(made, signing.lent())


def try_it(_options: argparse.Namespace) -> None:
    """In a folder whose name has a space and letters beyond ASCII, as people's names have."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Trial(setup_path(), product.version(), Path(folder) / "Zoë Bücher").all()
    say("Installed, used, and removed.")


def describe_it(options: argparse.Namespace) -> None:
    """Write what lies beside the setup program."""
    version, setup = product.version(), setup_path()
    now = made_at()
    app_lock, dev_lock = ((ROOT / name).read_text("utf-8") for name in _LOCKS)
    python = options.python or platform.python_version()
    made_of = parts.python_packages(app_lock, python)
    made_of += parts.tools_and_engines(app_lock, dev_lock, python, parts.nsis_version())
    bundle = bundle_path() if bundle_path().is_dir() else None
    _write(OUTPUT / "sbom.cdx.json", sbom.sbom(version, made_of, bundle, now))
    folder = OUTPUT / "winget" / version
    url = f"{options.url.rstrip('/')}/{setup.name}"
    for name, one in winget.manifests(version, url, giving_out.sha256(setup), now.date()).items():
        _write(folder / name, winget.as_yaml(one))
    ask_winget(folder)
    text = giving_out.notes(
        version,
        (ROOT / "CHANGELOG.md").read_text("utf-8"),
        is_signed=bool(signing.lent()),
        engine=describe(importlib.metadata.version("PySide6")),
        parts=[setup.name, "sbom.cdx.json", giving_out.SUMS],
    )
    _write(OUTPUT / "notes.md", text)
    _write(OUTPUT / giving_out.SUMS, giving_out.sums(OUTPUT))


_LOCKS = ("requirements.lock", "requirements-dev.lock")


def ask_winget(folder: Path) -> None:
    """Have the manifests looked at by winget itself, where there is one."""
    program = shutil.which("winget")
    if program is None:
        say("There is no winget here: the manifests were checked by our own schema alone.")
    elif subprocess.call([program, "validate", "--manifest", str(folder)], stdout=2):
        raise Failed("winget does not take the manifests. The reason is in the lines above.")


def made_at() -> datetime:
    """The time of the commit, as builds that can be repeated have it; else now."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdigit() else datetime.now(UTC)


def forget(_options: argparse.Namespace) -> None:
    """Also after a failure."""
    signing.forget(signing.lent())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    say(str(path.relative_to(ROOT)))


STEPS = {
    "lend": lend,
    "build": build,
    "sign": sign,
    "check": check,
    "try": try_it,
    "describe": describe_it,
    "forget": forget,
}


def main(arguments: list[str]) -> int:
    """0 when the step was done; else 1, with the reason on stderr."""
    parser = argparse.ArgumentParser("build.release", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    for name in STEPS:
        step = steps.add_parser(name)
        if name == "sign":
            step.add_argument("files", nargs="+")
        if name == "describe":
            step.add_argument("--url", required=True, help="the folder the setup will lie in")
            step.add_argument("--python", default="", help="the Python that is in the bundle")
    options = parser.parse_args(arguments)
    try:
        STEPS[options.step](options)
    except Failed as failure:
        say(str(failure))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
