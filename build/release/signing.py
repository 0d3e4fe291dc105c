"""Signs what is given out, with the certificate that the build machine was lent, or says it cannot.

The certificate comes as two secrets in the environment and goes into the store of the machine's
user; from then on only its thumbprint is used, which is public. No secret is on a command line.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from build.release.programs import is_signed, programs
from build.windows.kept import Failed, say

CERTIFICATE = "CONDUCTOR_SIGN_CERTIFICATE"
"""A PFX file as Base64."""
PASSWORD = "CONDUCTOR_SIGN_PASSWORD"  # noqa: S105  # the name of a variable
THUMBPRINT = "CONDUCTOR_SIGN_THUMBPRINT"
TIMESTAMP = "http://timestamp.digicert.com"
"""By RFC 3161: what is signed stays good when the certificate has run out."""
UNSIGNED = "NOT SIGNED: there is no certificate, so that Windows warns everybody who starts it."
_AT_ONCE = 40  # a command line of Windows holds some 32,000 characters
_KITS = Path(r"C:\Program Files (x86)\Windows Kits\10\bin")

# The password is read from the environment by PowerShell itself.
_IMPORT = (
    "$ErrorActionPreference = 'Stop'; "
    f"$word = ConvertTo-SecureString $env:{PASSWORD} -AsPlainText -Force; "
    "(Import-PfxCertificate -FilePath $env:CONDUCTOR_SIGN_FILE "
    r"-CertStoreLocation Cert:\CurrentUser\My -Password $word | "
    "Where-Object HasPrivateKey | Select-Object -First 1).Thumbprint"
)


def sign_command(tool: str, thumbprint: str, files: Sequence[Path]) -> list[str]:
    """Sign with SHA-256 and have the time witnessed."""
    command = [tool, "sign", "/q", "/sha1", thumbprint, "/fd", "SHA256"]
    command += ["/tr", TIMESTAMP, "/td", "SHA256"]
    command += ["/d", "Conductor Desktop", "/du", "https://conductor.is"]
    return [*command, *map(str, files)]


def verify_command(tool: str, files: Sequence[Path]) -> list[str]:
    """By the rules for programs, every signature, and none without its time."""
    return [tool, "verify", "/q", "/pa", "/all", "/tw", *map(str, files)]


def forget_command(shell: str, thumbprint: str) -> list[str]:
    """Take the certificate and its key out of the store again."""
    place = rf"Cert:\CurrentUser\My\{thumbprint}"
    return [shell, "-NoProfile", "-Command", f"Remove-Item -DeleteKey '{place}'"]


def lend(environment: Mapping[str, str]) -> str:
    """Put the certificate into the store; gives its thumbprint, or "" where there is none."""
    if not environment.get(CERTIFICATE):
        say(UNSIGNED)
        return ""
    try:
        data = base64.b64decode(environment[CERTIFICATE], validate=False)
    except binascii.Error:
        raise Failed(f"{CERTIFICATE} is not a PFX file as Base64.") from None
    if not environment.get(PASSWORD):
        raise Failed(f"{PASSWORD} is empty. A certificate without a password is not taken.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pfx"
        file.touch(mode=0o600)
        file.write_bytes(data)
        done = subprocess.run(
            [_shell(), "-NoProfile", "-Command", _IMPORT],
            env={**environment, "CONDUCTOR_SIGN_FILE": str(file)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may say more than it should
            text=True,
            check=False,
        )
    thumbprint = done.stdout.strip().upper()
    if done.returncode or not is_thumbprint(thumbprint):
        raise Failed(
            f"Windows did not take the certificate. Is {CERTIFICATE} a PFX file with its key, and "
            f"{PASSWORD} its password?"
        )
    return thumbprint


def is_thumbprint(text: str) -> bool:
    """Forty hexadecimal digits, and nothing that could mean anything to a shell."""
    return re.fullmatch("[0-9A-F]{40}", text) is not None


def lent(environment: Mapping[str, str] = os.environ) -> str:
    """The thumbprint to sign with; "" where nothing is signed. Raises ``Failed`` for another."""
    thumbprint = environment.get(THUMBPRINT, "")
    if thumbprint and not is_thumbprint(thumbprint):
        raise Failed(f"{THUMBPRINT} is no thumbprint of a certificate.")
    return thumbprint


def forget(thumbprint: str) -> None:
    """Nothing of it stays on the machine."""
    if thumbprint:
        _run(forget_command(_shell(), thumbprint), "The certificate is still in the store")


def sign(files: Sequence[Path], thumbprint: str) -> None:
    """Sign these; without a certificate say that they are not. Raises ``Failed``."""
    if not thumbprint:
        say(f"{UNSIGNED} ({len(files)} of {len(files)} files)")
        return
    for part in _parts(files):
        _run(sign_command(_signtool(), thumbprint, part), "Not everything could be signed")


def sign_what_is_not(folder: Path, thumbprint: str) -> None:
    """Everything below ``folder`` that its maker has not signed: ours, and what we pass on."""
    sign([path for path in programs(folder) if not is_signed(path)], thumbprint)


def check(files: Sequence[Path], thumbprint: str) -> None:
    """Each is signed, well, and with its time. Raises ``Failed`` with those that are not."""
    if not thumbprint:
        say(UNSIGNED)
        return
    bare = [path.name for path in files if not is_signed(path)]
    if bare:
        raise Failed(f"Without a signature: {', '.join(bare)}")
    for part in _parts(files):
        _run(verify_command(_signtool(), part), "A signature is not good")
    say(f"{len(files)} files are signed, and their signatures are good.")


def _parts(files: Sequence[Path]) -> list[Sequence[Path]]:
    return [files[start : start + _AT_ONCE] for start in range(0, len(files), _AT_ONCE)]


def _run(command: Sequence[str], trouble: str) -> None:
    if subprocess.call(command, stdin=subprocess.DEVNULL, stdout=2):
        raise Failed(f"{trouble}. The reason is in the lines above.")


def _shell() -> str:
    return shutil.which("pwsh") or shutil.which("powershell") or "powershell"


def _signtool() -> str:
    found = shutil.which("signtool")
    newest = sorted(_KITS.glob("10.*/x64/signtool.exe"), key=lambda path: _version(path.parts[-3]))
    if found is None and not newest:
        raise Failed("signtool is needed to sign: install the Windows SDK.")
    return found or str(newest[-1])


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))
