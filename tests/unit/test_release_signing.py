"""What is given out is signed, or is said not to be; and no secret is on a command line."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from build.release import signing
from build.release.programs import is_program, is_signed, programs
from build.windows.kept import Failed
from tests.unit.release_files import program

THUMB = "0123456789ABCDEF0123456789ABCDEF01234567"
SECRET = "correct-horse-battery"
LENT = {
    signing.CERTIFICATE: base64.b64encode(b"a certificate and its key").decode(),
    signing.PASSWORD: SECRET,
}


class Tools:
    """Stands in for signtool and PowerShell, and remembers what they were called with."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.code = 0
        self.out = f"{THUMB.lower()}\n"
        self.seen_file = b""
        self.file: Path | None = None

    def call(self, command: Sequence[str], **_more: Any) -> int:
        self.calls.append(list(command))
        return self.code

    def run(self, command: Sequence[str], *, env: dict[str, str], **_more: Any) -> Any:
        self.calls.append(list(command))
        self.file = Path(env["CONDUCTOR_SIGN_FILE"])
        self.seen_file = self.file.read_bytes()
        return subprocess.CompletedProcess(command, self.code, self.out, None)


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Tools:
    tools = Tools()
    monkeypatch.setattr("build.release.signing.subprocess.call", tools.call)
    monkeypatch.setattr("build.release.signing.subprocess.run", tools.run)
    monkeypatch.setattr("build.release.signing.shutil.which", lambda name: f"/tools/{name}")
    return tools


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("start", [0x40, 0xF8])
def test_a_program_and_its_signature_are_known_by_its_header(
    tmp_path: Path, wide: bool, signed: bool, start: int
) -> None:
    path = program(tmp_path / "a.pyd", signed=signed, wide=wide, start=start)
    assert is_program(path)
    assert is_signed(path) is signed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ",
        b"MZ" + b"\0" * 100,
        b"PK\3\4" + b"\0" * 500,
        b"MZ" + b"\0" * 58 + b"\xff\xff\xff\xff",
        b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0",
        b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0" + b"\x99" * 300,
    ],
)
def test_what_is_no_program_or_a_broken_one_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.exe"
    path.write_bytes(data)
    assert not is_program(path)
    assert not is_signed(path)


def test_only_what_its_maker_has_not_signed_is_signed(tmp_path: Path, tools: Tools) -> None:
    program(tmp_path / "python311.dll", signed=True)
    ours = program(tmp_path / "ConductorDesktop.exe")
    passed_on = program(tmp_path / "PySide6" / "Qt6Core.dll")
    (tmp_path / "base_library.zip").write_bytes(b"PK")
    signing.sign_what_is_not(tmp_path, THUMB)
    assert programs(tmp_path)[-1].name == "python311.dll"
    (command,) = tools.calls
    assert command[-2:] == [str(ours), str(passed_on)]


def test_signing_is_with_sha256_and_a_witnessed_time(tools: Tools) -> None:
    signing.sign([Path("setup.exe")], THUMB)
    (command,) = tools.calls
    words = " ".join(command)
    assert words.startswith("/tools/signtool sign ")
    for wanted in (f"/sha1 {THUMB}", "/fd SHA256", "/td SHA256", f"/tr {signing.TIMESTAMP}"):
        assert wanted in words
    assert command[-1] == "setup.exe"


def test_many_files_fit_on_the_command_lines_of_windows(tools: Tools) -> None:
    files = [Path(f"{'x' * 200}{number}.dll") for number in range(100)]
    signing.sign(files, THUMB)
    assert max(len(" ".join(command)) for command in tools.calls) < 32_000
    signed = [word for command in tools.calls for word in command if word.endswith(".dll")]
    assert signed == [str(path) for path in files]


def test_a_file_that_cannot_be_signed_ends_the_release(tools: Tools) -> None:
    tools.code = 1
    with pytest.raises(Failed, match="Not everything could be signed"):
        signing.sign([Path("setup.exe")], THUMB)


def test_without_a_certificate_nothing_is_signed_and_that_is_said(
    tools: Tools, capsys: pytest.CaptureFixture[str]
) -> None:
    assert signing.lend({}) == ""
    signing.sign([Path("setup.exe")], "")
    signing.check([Path("setup.exe")], "")
    signing.forget("")
    assert tools.calls == []
    assert capsys.readouterr().err.count("NOT SIGNED") == 3


def test_the_certificate_goes_into_the_store_and_no_secret_onto_a_command_line(
    tools: Tools, capsys: pytest.CaptureFixture[str]
) -> None:
    assert signing.lend(LENT) == THUMB
    signing.sign([Path("setup.exe")], THUMB)
    signing.forget(THUMB)
    assert tools.seen_file == b"a certificate and its key"
    assert tools.file is not None
    assert not tools.file.exists()
    said = " ".join(word for command in tools.calls for word in command)
    printed = capsys.readouterr()
    for secret in (SECRET, LENT[signing.CERTIFICATE]):
        assert secret not in said
        assert secret not in printed.out + printed.err
    assert tools.calls[-1][-1] == rf"Remove-Item -DeleteKey 'Cert:\CurrentUser\My\{THUMB}'"


@pytest.mark.parametrize("out", ["", "not found\n", f"{THUMB}'; Remove-Item C:\n"])
def test_a_certificate_that_windows_does_not_take_ends_the_release(tools: Tools, out: str) -> None:
    tools.out = out
    with pytest.raises(Failed, match="did not take the certificate"):
        signing.lend(LENT)


def test_a_certificate_without_a_password_is_not_taken(tools: Tools) -> None:
    with pytest.raises(Failed, match="without a password"):
        signing.lend({**LENT, signing.PASSWORD: ""})
    with pytest.raises(Failed, match="Base64"):
        signing.lend({**LENT, signing.CERTIFICATE: "abc"})
    assert tools.calls == []


def test_a_thumbprint_that_is_none_goes_into_no_command() -> None:
    assert signing.lent({}) == ""
    assert signing.lent({signing.THUMBPRINT: THUMB}) == THUMB
    with pytest.raises(Failed):
        signing.lent({signing.THUMBPRINT: "' ; calc"})


def test_the_check_names_what_has_no_signature(tmp_path: Path, tools: Tools) -> None:
    signed = program(tmp_path / "a.dll", signed=True)
    bare = program(tmp_path / "b.dll")
    with pytest.raises(Failed, match=r"Without a signature: b\.dll"):
        signing.check([signed, bare], THUMB)
    assert tools.calls == []
    signing.check([signed], THUMB)
    (command,) = tools.calls
    assert command[1:] == ["verify", "/q", "/pa", "/all", "/tw", str(signed)]
    tools.code = 2  # what signtool calls a warning: no time, for example
    with pytest.raises(Failed, match="A signature is not good"):
        signing.check([signed], THUMB)
